#include "analyzers/diagnose/rules/left_behind.hpp"

#include <string_view>

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

}  // namespace

std::vector<Finding> left_behind(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const VariantReport& variant : report.variants) {
    if (variant.left_behind == 0) continue;
    findings.push_back(
        {.rule = "left_processes_behind",
         .text = fmt::format("{} ended before processes that it had started; they were killed, and "
                             "their time is not in its own",
                             variant.name),
         .evidence = {fmt::format("{} in {}", counted(variant.left_behind, "process", "processes"),
                                  counted(variant.samples.size(), "run", "runs"))}});
  }
  return findings;
}

}  // namespace hone::diagnose

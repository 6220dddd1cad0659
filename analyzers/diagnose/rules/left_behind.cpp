#include "analyzers/diagnose/rules/left_behind.hpp"

#include <string_view>

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

}  // namespace

std::vector<Finding> left_behind(const Evidence& evidence) {
  std::vector<Finding> findings;
  for (std::size_t v = 0; v < evidence.run.variants.size(); ++v) {
    const VariantRun& run = evidence.run.variants[v];
    if (run.left_behind == 0) continue;
    findings.push_back(
        {.rule = "left_processes_behind",
         .text = fmt::format("{} ended before processes that it had started; they were killed, and "
                             "their time is not in its own",
                             evidence.subject.variants[v].name),
         .evidence = {fmt::format("{} in {}", counted(run.left_behind, "process", "processes"),
                                  counted(run.samples.size(), "run", "runs"))}});
  }
  return findings;
}

}  // namespace hone::diagnose

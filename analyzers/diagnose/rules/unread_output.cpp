#include "analyzers/diagnose/rules/unread_output.hpp"

#include "fmt/format.h"

namespace hone::diagnose {

std::vector<Finding> unread_output(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const VariantReport& variant : report.variants) {
    if (!variant.unread_output) continue;
    findings.push_back(
        {.rule = "unread_output",
         .text = fmt::format("{} does less when its output goes to /dev/null, so all runs here "
                             "wrote into a pipe (--output null times it without)",
                             variant.name),
         .evidence = {fmt::format("a run read and wrote {} bytes with /dev/null, {} with a pipe",
                                  variant.unread_output->to_null,
                                  variant.unread_output->to_pipe)}});
  }
  return findings;
}

}  // namespace hone::diagnose

#include "analyzers/diagnose/rules/simulated_code.hpp"

#include <optional>
#include <utility>

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

bool is_other_target(const SimulatedCounts& counts) {
  return !counts.timed_target.empty() && counts.target != counts.timed_target;
}

// nullopt: as far as can be told the counts are of the code that was timed.
std::optional<Finding> find_other_code(const VariantReport& variant) {
  const SimulatedCounts& counts = *variant.simulated;
  if (is_other_target(counts)) {
    return Finding{
        .rule = "simulated_code",
        .text = fmt::format("the simulated counts of {} are of its code for {}, and the times are "
                            "of its code for {}",
                            variant.name, counts.target.empty() ? "no target" : counts.target,
                            counts.timed_target),
        .evidence = {
            fmt::format("{} runs of the simulated code were timed for the IPC", counts.runs)}};
  }
  if (counts.other_code.empty()) return std::nullopt;
  return Finding{.rule = "simulated_code",
                 .text = fmt::format("the simulated counts of {} may be of other code than was "
                                     "timed: programs choose it by the processor",
                                     variant.name),
                 .evidence = {counts.other_code},
                 .confidence = Confidence::possible};
}

}  // namespace

std::vector<Finding> simulated_code(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const VariantReport& variant : report.variants) {
    if (!variant.simulated) continue;
    if (auto finding = find_other_code(variant)) findings.push_back(std::move(*finding));
  }
  return findings;
}

}  // namespace hone::diagnose

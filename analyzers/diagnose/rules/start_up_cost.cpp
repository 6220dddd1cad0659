#include "analyzers/diagnose/rules/start_up_cost.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

constexpr double told_from = 0.25;  // this share of the instructions on

// nullptr: it is not known.
const StartUp* start_up_of(const VariantReport& variant) {
  if (!variant.simulated || !variant.simulated->start_up) return nullptr;
  return &*variant.simulated->start_up;
}

bool is_about_instructions(const SubjectReport& report) {
  return std::any_of(
      report.comparisons.begin(), report.comparisons.end(),
      [](const Comparison& comparison) { return comparison.metric == "instructions"; });
}

// What the verdict would be about, did it leave start-up out.
std::string change_in_main(const std::string& name, const StartUp& baseline,
                           const StartUp& variant) {
  if (variant.in_main == baseline.in_main) {
    return fmt::format("in main alone {} executes as many as the baseline", name);
  }
  const double change = variant.in_main / baseline.in_main - 1;
  return fmt::format("in main alone {} executes {:.3g} % {} than the baseline", name,
                     100 * std::abs(change), change > 0 ? "more" : "fewer");
}

}  // namespace

std::vector<Finding> start_up_cost(const SubjectReport& report) {
  if (report.variants.empty()) return {};
  const StartUp* const baseline = start_up_of(report.variants.front());
  const bool compares =
      baseline != nullptr && baseline->in_main > 0 && is_about_instructions(report);
  Finding finding{.rule = "start_up_cost"};
  double largest = 0;
  for (const VariantReport& variant : report.variants) {
    const StartUp* const start_up = start_up_of(variant);
    if (start_up == nullptr) continue;
    finding.evidence.push_back(fmt::format("{}: {:.0f} in main, {:.0f} before and after it",
                                           variant.name, start_up->in_main, start_up->outside));
    if (compares && start_up != baseline) {
      finding.evidence.push_back(change_in_main(variant.name, *baseline, *start_up));
    }
    if (start_up->share() <= largest) continue;
    largest = start_up->share();
    finding.text = fmt::format(
        "{:.0f} % of the instructions of {} are outside of main: they load the program, and start "
        "and end the C library",
        100 * largest, variant.name);
  }
  if (largest < told_from) return {};
  return {std::move(finding)};
}

}  // namespace hone::diagnose

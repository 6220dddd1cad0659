#include "analyzers/diagnose/rules/possible_layout_effect.hpp"

#include <cmath>

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

// Placement alone moves run times by about this much even when stacks and orders are
// randomised, since code keeps its place (Mytkowicz et al. 2009).
constexpr double layout_effect = 0.01;

}  // namespace

std::vector<Finding> possible_layout_effect(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const Comparison& comparison : report.comparisons) {
    const bool differs =
        comparison.verdict == Verdict::improvement || comparison.verdict == Verdict::regression;
    const Metric* metric = find_metric(comparison.metric);
    const bool is_time = metric != nullptr && metric->unit == Unit::seconds;
    if (!is_time || !differs || !comparison.ratio) continue;
    if (std::abs(std::log(*comparison.ratio)) >= layout_effect) continue;
    findings.push_back(
        {.rule = "possible_layout_effect",
         .text = fmt::format("{} differs by less than {:.0f} %: real, but perhaps only a matter of "
                             "where code and data lie",
                             comparison.variant, layout_effect * 100),
         .evidence = {fmt::format("ratio {:.5f}", *comparison.ratio)},
         .confidence = Confidence::possible});
  }
  return findings;
}

}  // namespace hone::diagnose

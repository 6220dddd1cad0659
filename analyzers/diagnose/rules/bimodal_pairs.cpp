#include "analyzers/diagnose/rules/bimodal_pairs.hpp"

#include <cmath>
#include <optional>
#include <string_view>

#include "analyzers/stats/modes.hpp"
#include "fmt/format.h"

namespace hone::diagnose {
namespace {

// Nearer groups are what a clock that changes its speed makes of any program.
constexpr double least_distance = 0.1;  // of log-ratios

std::string_view direction(double log_ratio, double margin) {
  if (std::abs(log_ratio) <= margin) return "as much";
  return log_ratio < 0 ? "less" : "more";
}

}  // namespace

std::vector<Finding> bimodal_pairs(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const Comparison& comparison : report.comparisons) {
    if (comparison.other) continue;
    const std::optional<stats::TwoModes> modes = stats::two_modes(comparison.log_ratios);
    if (!modes || modes->distance < least_distance) continue;
    const double upper = modes->lower + modes->distance;
    const double margin = std::log1p(comparison.margin);
    Finding finding{
        .rule = "bimodal_pairs",
        .text = fmt::format("the pairs of {} and {} fall into two groups: in {:.0f} % of them the "
                            "ratio is about {:.3g}, in the others {:.3g}; no one figure "
                            "describes both",
                            comparison.variant, comparison.baseline, 100 * modes->upper_share,
                            std::exp(upper), std::exp(modes->lower)),
        .evidence = {
            fmt::format("{} pairs by {}", comparison.log_ratios.size(), comparison.metric)}};
    const std::string_view below = direction(modes->lower, margin);
    const std::string_view above = direction(upper, margin);
    if (below != above) {
      finding.text += fmt::format(", and they disagree: {} in one, {} in the other", above, below);
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace hone::diagnose

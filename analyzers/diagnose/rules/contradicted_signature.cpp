#include "analyzers/diagnose/rules/contradicted_signature.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

std::optional<double> value_of(const VariantReport& variant, const std::string& metric) {
  const MetricSummary* summary = summary_of(variant, metric);
  return summary != nullptr ? std::optional(summary->value) : std::nullopt;
}

// A report may speak of a metric that this hone does not know.
std::string_view label_of(const std::string& metric) {
  const Metric* known = find_metric(metric);
  return known != nullptr ? known->label : std::string_view(metric);
}

// Written without a division, since both sides may be 0.
bool holds(const Expectation& expected, double baseline, double variant) {
  switch (expected.trend) {
    case Trend::falls: return baseline >= expected.factor * variant && baseline > variant;
    case Trend::rises: return variant >= expected.factor * baseline && variant > baseline;
    case Trend::unchanged:
      return variant <= expected.factor * baseline && baseline <= expected.factor * variant;
  }
  return true;
}

std::string expectation_text(const Expectation& expected) {
  switch (expected.trend) {
    case Trend::falls: return fmt::format("should fall at least {:.3g}-fold", expected.factor);
    case Trend::rises: return fmt::format("should rise at least {:.3g}-fold", expected.factor);
    case Trend::unchanged: return fmt::format("should stay within {:.3g}-fold", expected.factor);
  }
  return "";
}

}  // namespace

std::vector<Finding> contradicted_signature(const SubjectReport& report) {
  std::vector<Finding> findings;
  const std::vector<VariantReport>& variants = report.variants;
  for (const Expectation& expected : report.expectations) {
    const auto variant =
        std::find_if(variants.begin(), variants.end(),
                     [&](const VariantReport& one) { return one.name == expected.variant; });
    if (variant == variants.end()) continue;
    const std::optional<double> before = value_of(variants.front(), expected.metric);
    const std::optional<double> after = value_of(*variant, expected.metric);
    if (!before || !after || holds(expected, *before, *after)) continue;
    findings.push_back({.rule = "contradicted_signature",
                        .text = fmt::format("{}: {} {} ({}), but did not", expected.variant,
                                            label_of(expected.metric), expectation_text(expected),
                                            expected.because),
                        .evidence = {fmt::format("{} {:.6g}", variants.front().name, *before),
                                     fmt::format("{} {:.6g}", expected.variant, *after)},
                        .technique = report.technique});
  }
  return findings;
}

}  // namespace hone::diagnose

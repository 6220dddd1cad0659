#include "analyzers/diagnose/rules/claimed_comparison.hpp"

#include <algorithm>
#include <string_view>

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

std::string_view unit_text(Unit unit) {
  switch (unit) {
    case Unit::seconds: return " s";
    case Unit::bytes: return " B";
    case Unit::hertz: return " Hz";
    case Unit::per_second: return " /s";
    case Unit::count:
    case Unit::quotient:
    case Unit::ratio: return "";
  }
  return "";
}

}  // namespace

const Comparison* find_claimed(const SubjectReport& report, const PayClaim& claim,
                               Verdict verdict) {
  const auto is_it = [&](const Comparison& comparison) {
    return comparison.variant == claim.variant && comparison.metric == claim.metric &&
           comparison.verdict == verdict;
  };
  const auto found = std::find_if(report.comparisons.begin(), report.comparisons.end(), is_it);
  return found == report.comparisons.end() ? nullptr : &*found;
}

std::string fold_text(const Comparison& comparison) {
  if (!comparison.ratio || *comparison.ratio <= 0) return "without bound";
  return fmt::format("{:.3g}-fold", std::max(*comparison.ratio, 1 / *comparison.ratio));
}

std::vector<std::string> both_figures(const SubjectReport& report, const Comparison& comparison) {
  std::vector<std::string> figures;
  for (const std::string* name : {&comparison.baseline, &comparison.variant}) {
    for (const VariantReport& variant : report.variants) {
      if (variant.name != *name) continue;
      if (const MetricSummary* summary = summary_of(variant, comparison.metric)) {
        figures.push_back(
            fmt::format("{} {:.4g}{}", *name, summary->value, unit_text(summary->unit)));
      }
    }
  }
  return figures;
}

}  // namespace hone::diagnose

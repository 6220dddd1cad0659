// What the writer and the reader of hone.report/1 must agree about.
#pragma once

#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include "analyzers/model/metric.hpp"
#include "analyzers/model/report.hpp"

namespace hone {

constexpr std::string_view to_string(FunctionChange::Kind kind) {
  switch (kind) {
    case FunctionChange::Kind::changed: return "changed";
    case FunctionChange::Kind::added: return "added";
    case FunctionChange::Kind::vanished: return "vanished";
  }
  return "";
}

}  // namespace hone

namespace hone::reports {

inline constexpr std::string_view report_schema = "hone.report/1";
inline constexpr std::string_view journal_schema = "hone.journal/1";

// The key of a quantile in the report, and its probability.
inline constexpr std::array<std::pair<std::string_view, double>, 4> quantile_keys{
    {{"min", 0}, {"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}}};

// Three units share the empty symbol. The field `quantity` says which unit it is. The field is left
// out when the unit is that of hone's own metric of this id or, for any other metric, a count.
inline constexpr std::array<std::pair<std::string_view, Unit>, 3> quantity_names{
    {{"count", Unit::count}, {"ratio", Unit::ratio}, {"quotient", Unit::quotient}}};

inline Unit assumed_quantity(std::string_view id) {
  const Metric* known = find_metric(id);
  return known != nullptr && unit_symbol(known->unit).empty() ? known->unit : Unit::count;
}

// How a sample's value was got, unless the sample says otherwise.
inline Provenance sample_provenance(const ByMetric<MetricReading>& metrics, std::string_view id) {
  const auto found = metrics.find(id);
  if (found == metrics.end()) return Provenance::measured;
  const auto* summary = std::get_if<MetricSummary>(&found->second);
  return summary == nullptr ? Provenance::measured : summary->provenance;
}

}  // namespace hone::reports

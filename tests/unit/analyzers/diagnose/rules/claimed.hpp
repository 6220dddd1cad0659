// A subject of which the catalogue claims something, for tests of the rules that hold it to that.
#pragma once

#include <string>

#include "tests/unit/analyzers/diagnose/rules/compared.hpp"

namespace hone::diagnose {

inline VariantReport taking(const std::string& name, double seconds) {
  VariantReport variant;
  variant.name = name;
  MetricSummary summary;
  summary.unit = Unit::seconds;
  summary.value = seconds;
  variant.metrics["cpu_time"] = summary;
  return variant;
}

// "old" takes 2 ms, "new" `ratio` times that, and what is said is said of "new".
inline SubjectReport claimed(PayClaim::Says says, double ratio, Verdict verdict) {
  SubjectReport report;
  report.technique = "rows";
  report.claims = {{"new", "cpu_time", says, "few rows"}};
  report.variants = {taking("old", 0.002), taking("new", 0.002 * ratio)};
  report.comparisons = {compared("cpu_time", ratio, verdict)};
  return report;
}

}  // namespace hone::diagnose

#include "analyzers/diagnose/rules/failed_variant.hpp"

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

std::string sentence(const std::string& variant, bool nothing_compared, const Failure& failure) {
  if (failure.kind == FailureKind::unavailable) {
    return fmt::format("{} cannot run here: {}", variant, failure.text);
  }
  const char* consequence = nothing_compared ? "; without its baseline nothing was compared" : "";
  return fmt::format("{} failed: {}{}", variant, failure.text, consequence);
}

}  // namespace

std::vector<Finding> failed_variant(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const VariantReport& variant : report.variants) {
    const std::optional<Failure>& failure = variant.failure;
    if (!failure) continue;
    Finding finding;
    finding.rule = fmt::format("variant_{}", to_string(failure->kind));
    const bool nothing_compared =
        variant.is_baseline && report.variants.size() > 1 && report.comparisons.empty();
    finding.text = sentence(variant.name, nothing_compared, *failure);
    if (!failure->output.empty()) finding.evidence.push_back("it printed: " + failure->output);
    finding.is_failure = failure->kind != FailureKind::unavailable;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace hone::diagnose

#include "analyzers/diagnose/rules/loss_at_the_default.hpp"

#include "analyzers/diagnose/rules/claimed_comparison.hpp"
#include "fmt/format.h"

namespace hone::diagnose {

std::vector<Finding> loss_at_the_default(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const PayClaim& claim : report.claims) {
    if (claim.says != PayClaim::Says::gains) continue;
    const Comparison* comparison = find_claimed(report, claim, Verdict::regression);
    if (comparison == nullptr) continue;
    findings.push_back({.rule = "loss_at_the_default",
                        .text = fmt::format("{}: should pay at the default point, but loses {}",
                                            claim.variant, fold_text(*comparison)),
                        .evidence = both_figures(report, *comparison),
                        .technique = report.technique});
  }
  return findings;
}

}  // namespace hone::diagnose

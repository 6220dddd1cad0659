#include "analyzers/diagnose/rules/gain_where_none_was_claimed.hpp"

#include "analyzers/diagnose/rules/claimed_comparison.hpp"
#include "fmt/format.h"

namespace hone::diagnose {

std::vector<Finding> gain_where_none_was_claimed(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const PayClaim& claim : report.claims) {
    if (claim.says != PayClaim::Says::no_gain) continue;
    const Comparison* comparison = find_claimed(report, claim, Verdict::improvement);
    if (comparison == nullptr) continue;
    findings.push_back(
        {.rule = "gain_where_none_was_claimed",
         .text = fmt::format("{}: should not pay at this point{}, but gains {}", claim.variant,
                             claim.text.empty() ? "" : fmt::format(" ({})", claim.text),
                             fold_text(*comparison)),
         .evidence = both_figures(report, *comparison),
         .technique = report.technique});
  }
  return findings;
}

}  // namespace hone::diagnose

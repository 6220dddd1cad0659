// The comparison that a claim of the catalogue is about, and how it speaks against the claim.
#pragma once

#include <string>
#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::diagnose {

// nullptr: the report has no comparison of that variant by that metric with that verdict.
const Comparison* find_claimed(const SubjectReport& report, const PayClaim& claim, Verdict verdict);

// "2.31-fold": by how much the better side is better; "without bound" where one count is 0.
std::string fold_text(const Comparison& comparison);

// The two figures of the comparison: "rows 0.0021 s", "columns 0.0011 s".
std::vector<std::string> both_figures(const SubjectReport& report, const Comparison& comparison);

}  // namespace hone::diagnose

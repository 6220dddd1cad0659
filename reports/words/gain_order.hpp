// The order of comparisons where one stands for several, or before others: what pays most comes
// first.
#pragma once

#include "analyzers/model/report.hpp"

namespace hone::reports {

// What pays, what makes no difference, what is not known, and what loses: 0 to 3.
int pay_off_rank(Verdict verdict);

// Whether `one` comes before `other`: by rank, and within a rank by gain.
bool pays_more(const Comparison& one, const Comparison& other);

}  // namespace hone::reports

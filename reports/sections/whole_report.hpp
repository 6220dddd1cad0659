// All that a report has to say, in the order in which it is read: the answer, each subject, what
// could not be measured, what disturbed the run, and how it was done.
#pragma once

#include <cstdint>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// How much is shown of a report with many subjects.
enum class Extent : std::uint8_t {
  // More than a dozen have an overview, and what failed or contradicts itself; of one that compares
  // more than a dozen commands the verdicts are shown.
  screens,
  all,
};

struct Arrangement {
  Extent extent = Extent::all;
  bool answer_last = false;  // on a screen that scrolls, the end is what is seen
};

// A report of one command that nothing was compared with is that of `hone stat`.
Document whole_report(const Report& report, const Arrangement& arrangement = {});

}  // namespace hone::reports

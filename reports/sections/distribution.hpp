// How the runs of each variant spread: order statistics with their intervals, and a histogram.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// A table for each metric that verdicts are about; empty when none has quantiles.
Document quantile_tables(const SubjectReport& subject);

// A histogram of the main metric; empty without samples.
Document run_histogram(const SubjectReport& subject);

}  // namespace hone::reports

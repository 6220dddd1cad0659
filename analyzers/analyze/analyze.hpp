// Samples in, report out: summaries of each metric, comparisons, findings. Pure.
#pragma once

#include "analyzers/model/plan.hpp"
#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::analyze {

SubjectReport analyze(const Subject& subject, const SubjectRun& run, const Plan& plan);

}  // namespace hone::analyze

// From a plan to a report: what `run` and `compare` have in common once they know what to
// measure and how to run it.
#pragma once

#include <string>

#include "analyzers/measure/executor.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "cli/options/command.hpp"
#include "cli/options/option_groups.hpp"

namespace hone::cli {

// "2026-11-24T08:46:00Z"
std::string now_utc();

// Whether the report can be saved: asked before a long run rather than after it.
Result<void> check_output(const OutputOptions& output);

// Measures one subject after the other and saves after each, so that nothing finished is lost.
// Says on stderr when that failed; the exit code is then that of unwritable output.
struct Measured {
  Report report;
  int exit_code = 0;
};
Measured measure_all(const Plan& plan, measure::Executor& executor, const OutputOptions& output,
                     const Globals& globals);

// The same, and writes the report to stdout. The process's exit code.
int measure_and_report(const Plan& plan, measure::Executor& executor, const OutputOptions& output,
                       const Globals& globals);

}  // namespace hone::cli

// Carries out a plan and makes its report: what `run` and `compare` have in common once they know
// what to measure and how to run it.
#pragma once

#include <cstdint>
#include <string>

#include "analyzers/measure/executor.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "cli/options/command.hpp"
#include "cli/options/option_groups.hpp"
#include "cli/output/file_roles.hpp"

namespace hone::cli {

// The present time, "2026-11-24T08:46:00Z".
std::string now_utc();

// How a command saves its report: a run keeps a journal beside it.
enum class Saving : std::uint8_t { as_it_goes, at_once };

// Checks whether the report can be saved, to where no other option of the command reads or writes;
// call it before a long run rather than after it.
Result<void> check_output(const OutputOptions& output, FileRoles others,
                          Saving saving = Saving::as_it_goes);

// What stdout gets: the report in the format that was asked for.
std::string rendered(const Report& report, const OutputOptions& output, const Globals& globals);

struct Measured {
  Report report;
  int exit_code = 0;
};

// Measures one subject after the other and keeps each in the report's journal, so that nothing
// finished is lost; the report is saved at the end, at an interrupt, and now and then. A failure to
// save is reported on stderr, and the exit code is then that of unwritable output.
Measured measure_all(const Plan& plan, measure::Executor& executor, const OutputOptions& output,
                     const Globals& globals);

// Does what measure_all() does and writes the report to stdout. Returns the process's exit code.
int measure_and_report(const Plan& plan, measure::Executor& executor, const OutputOptions& output,
                       const Globals& globals);

}  // namespace hone::cli

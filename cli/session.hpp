// From a plan to a report: what `run` and `compare` have in common once they know what to
// measure and how to run it.
#pragma once

#include <string>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "cli/collect_options.hpp"
#include "cli/command.hpp"
#include "cli/command_options.hpp"
#include "cli/comparison_options.hpp"
#include "cli/executor.hpp"

namespace hone::cli {

struct OutputOptions {
  std::string file;   // gets the JSON report; empty: none
  bool json = false;  // what stdout gets; else text for a terminal
};

// --quick, --budget, --metric, ... and -o, --format.
void add_comparison_options(CLI::App& command, ComparisonOptions& options);
void add_alpha_option(CLI::App& command, ComparisonOptions& options);
void add_seed_option(CLI::App& command, ComparisonOptions& options);
// --collect with this help, --events and --simulation-limit.
void add_collect_options(CLI::App& command, CollectOptions& options, const std::string& collect);
// --input, --output, --timeout, --env and --cwd.
void add_command_options(CLI::App& command, CommandOptions& options);
// The words of a command that is wrapped: those given as such, and all that follow "--".
void add_wrapped_command(CLI::App& command, std::vector<std::string>& words,
                         const std::string& help);
void add_after_dashes(const Globals& globals, std::vector<std::string>& words);
void add_output_options(CLI::App& command, OutputOptions& options);

// For an option that may be given again and again, each time with one value.
void add_repeated(CLI::App& command, const std::string& names, const std::string& value,
                  std::vector<std::string>& values, const std::string& help);

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
Measured measure_all(const Plan& plan, Executor& executor, const OutputOptions& output,
                     const Globals& globals);

// The same, and writes the report to stdout. The process's exit code.
int measure_and_report(const Plan& plan, Executor& executor, const OutputOptions& output,
                       const Globals& globals);

}  // namespace hone::cli

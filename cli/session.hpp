// From a plan to a report: what `run` and `compare` have in common once they know what to
// measure and how to run it.
#pragma once

#include <string>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "cli/command.hpp"
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
void add_output_options(CLI::App& command, OutputOptions& options);

// "2026-11-24T08:46:00Z"
std::string now_utc();

// Whether the report can be saved: asked before a long run rather than after it.
Result<void> check_output(const OutputOptions& output);

// Measures one subject after the other, saves after each, so that nothing finished is lost, and
// writes the report to stdout. The process's exit code.
int measure_and_report(const Plan& plan, Executor& executor, const OutputOptions& output,
                       const Globals& globals);

}  // namespace hone::cli

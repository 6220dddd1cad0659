// From what the user typed after `hone compare` to a Plan. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "cli/options/collect_options.hpp"
#include "cli/options/command_options.hpp"
#include "cli/options/comparison_options.hpp"

namespace hone::cli {

// As typed; nothing has been checked yet.
struct CompareOptions : ComparisonOptions, CommandOptions, CollectOptions {
  std::vector<std::string> commands;  // several, or one that is compared over a scan's values
  std::vector<std::string> names;     // one for each command or value, one for all values, or none
  std::vector<std::string> scans;     // "name=v1,v2" or "name=first..last:step"
  // What is the baseline: a value of the scan that is compared, "name=value", or one of several
  // commands, by its text or its name. Empty: the first.
  std::string reference;
  // Each hook is given once for all commands, once for each of them, or not at all.
  std::vector<std::string> setup;
  std::vector<std::string> prepare;
  std::vector<std::string> conclude;
  std::vector<std::string> cleanup;
  std::string shell;           // what runs the commands as "-c TEXT"; empty: no shell does
  std::string ignore_failure;  // empty: none; flag_without_value: all; "1,2": these exit codes
  int warmup = 1;
  std::optional<int> runs;                   // timed, of each command, in place of a budget
  std::vector<std::string> metric_regexes;   // "name=REGEX", "name:higher=REGEX"
  std::vector<std::string> metric_pointers;  // "name=/json/pointer"
};

// That the name of a file, which is one for all values, uses no -P's {NAME}: it is not filled in.
Result<void> check_not_filled_in(std::string_view option, const std::string& file,
                                 const CompareOptions& options);

// Makes one subject for each combination of the scanned values, with the commands as its variants.
// Of one command the values of one scan are the variants, and the others' combinations the
// subjects. Every error names the word that is wrong and what would be right.
Result<Plan> build_compare_plan(const CompareOptions& options);

// What cannot come of a plan with a fixed number of runs, however they end: that they are too few
// for any verdict. Empty: they are not.
std::string runs_that_never_decide(const Plan& plan);

}  // namespace hone::cli

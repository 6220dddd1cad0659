// The options that several commands share, added to a command's parser a group at a time. They
// store what was typed as it is; the files beside this one make settings of it.
#pragma once

#include <string>
#include <vector>

#include "cli/options/collect_options.hpp"
#include "cli/options/command.hpp"
#include "cli/options/command_options.hpp"
#include "cli/options/comparison_options.hpp"

namespace CLI {
class Validator;
}

namespace hone::cli {

struct OutputOptions {
  std::string file;  // where the JSON report is saved; empty: nowhere; "-": stdout, as by `json`
  std::string format = "terminal";  // what stdout gets, as reports/formats/formats.hpp has it
  bool details = false;             // the text shows each subject, however many there are
  std::string format_option{};      // what was typed for it; empty: --format
};

// --quick, --thorough, --budget, --until-decided, --margin, --alpha, --seed and --cpus.
void add_comparison_options(CLI::App& command, ComparisonOptions& options);
void add_alpha_option(CLI::App& command, ComparisonOptions& options);
void add_seed_option(CLI::App& command, ComparisonOptions& options);
void add_cpus_option(CLI::App& command, ComparisonOptions& options);
// --collect, whose help text is `collect`, --events and --simulation-limit.
void add_collect_options(CLI::App& command, CollectOptions& options, const std::string& collect);
// --input, --output, --timeout, --env and --cwd.
void add_command_options(CLI::App& command, CommandOptions& options);
// The words of a wrapped command: the first function adds the option that takes them, the second
// appends all that follow "--".
void add_wrapped_command(CLI::App& command, std::vector<std::string>& words,
                         const std::string& help);
void add_after_dashes(const Globals& globals, std::vector<std::string>& words);
void add_output_options(CLI::App& command, OutputOptions& options);
// -o, whose value is `file`.
void add_save_option(CLI::App& command, std::string& file);

// For the value of an option that would be a name, or as if it were not given: refuses an empty
// one, which a variable leaves that is not set.
CLI::Validator is_not_empty();

// Adds an option that may be given several times, each time with one value.
void add_repeated(CLI::App& command, const std::string& names, const std::string& value,
                  std::vector<std::string>& values, const std::string& help);

}  // namespace hone::cli

#include "cli/options/option_groups.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "analyzers/text/listing.hpp"
#include "reports/formats/formats.hpp"

namespace hone::cli {
namespace {

// 2^53 - 1: the largest number that every JSON reader keeps exact.
constexpr std::int64_t largest_seed = 9007199254740991;

}  // namespace

void add_comparison_options(CLI::App& command, ComparisonOptions& options) {
  command.add_flag("--quick", options.quick, "2 s a comparison");
  command.add_flag("--thorough", options.thorough, "60 s a comparison");
  command.add_option("--budget", options.budget, "time for a comparison, 10s by default")
      ->check(is_not_empty())
      ->option_text("TIME");
  command.add_flag("--until-decided", options.until_decided,
                   "as long as it takes; look, and Ctrl-C, whenever you like");
  command
      .add_option("--margin", options.margin,
                  "change that still counts as equivalent, 1% by default")
      ->option_text("SHARE");
  command
      .add_option("--estimand", options.estimand,
                  "what verdicts are about: median, the typical run (the default), or mean, what "
                  "many runs take together, which needs 60 pairs")
      ->option_text("WHAT");
  add_alpha_option(command, options);
  add_seed_option(command, options);
  add_cpus_option(command, options);
}

void add_cpus_option(CLI::App& command, ComparisonOptions& options) {
  command
      .add_option(
          "--cpus", options.cpus,
          "same (the default): what is compared runs on one CPU, drawn for each pair, where "
          "one thread does it all; any: wherever the scheduler puts it; 0,2-3: as same, on "
          "these alone")
      ->option_text("CPUS");
}

void add_alpha_option(CLI::App& command, ComparisonOptions& options) {
  command.add_option("--alpha", options.alpha, "error rate of each verdict, 0.05 by default")
      ->option_text("SHARE");
}

void add_seed_option(CLI::App& command, ComparisonOptions& options) {
  command.add_option("--seed", options.seed, "draws the same orders again")
      ->check(CLI::Range(std::int64_t{0}, largest_seed))
      ->option_text("N");
}

void add_collect_options(CLI::App& command, CollectOptions& options, const std::string& collect) {
  command.add_option("--collect", options.collect, collect)
      ->check(is_not_empty())
      ->option_text("LIST");
  add_repeated(command, "--events", "LIST", options.events,
               "count these events: names as libpfm4 has them, with commas");
  command
      .add_option("--simulation-limit", options.simulation_limit,
                  "the longest that a simulated run may take, 60s by default")
      ->check(is_not_empty())
      ->option_text("TIME");
}

void add_command_options(CLI::App& command, CommandOptions& options) {
  command
      .add_option(
          "--input", options.input,
          "a file for stdin; - is a pipe into hone, read once for all runs; null (the default) is "
          "empty")
      ->check(is_not_empty())
      ->option_text("FILE");
  command
      .add_option(
          "--output", options.output,
          "where stdout goes: null, pipe, inherit, a file, or auto (the default): null, but "
          "a pipe for a program that does less for null, or whose warm-up did not tell")
      ->check(is_not_empty())
      ->option_text("WHERE");
  command.add_option("--timeout", options.timeout, "of a run; none by default")
      ->check(is_not_empty())
      ->option_text("TIME");
  add_repeated(command, "--env", "NAME=VALUE", options.environment, "added to its environment");
  command.add_option("--cwd", options.cwd, "the folder to run in")
      ->check(is_not_empty())
      ->option_text("FOLDER");
}

CLI::Validator is_not_empty() {
  const auto refusal = [](std::string& value) -> std::string {
    return value.empty() ? "its value is empty: is a variable not set?" : "";
  };
  return {refusal, ""};
}

void add_repeated(CLI::App& command, const std::string& names, const std::string& value,
                  std::vector<std::string>& values, const std::string& help) {
  command.add_option(names, values, help)->take_all()->allow_extra_args(false)->option_text(value);
}

void add_wrapped_command(CLI::App& command, std::vector<std::string>& words,
                         const std::string& help) {
  constexpr int most_words = 100'000;
  command.add_option("COMMAND", words, help)
      ->take_all()
      ->expected(most_words, -1)
      ->allow_extra_args(false)
      ->option_text("...");
}

void add_after_dashes(const Globals& globals, std::vector<std::string>& words) {
  words.insert(words.end(), globals.after_dashes.begin(), globals.after_dashes.end());
}

void add_save_option(CLI::App& command, std::string& file) {
  command
      .add_option("-o,--save", file,
                  "save the JSON report to a file; - is stdout, which gets it in place of the text")
      ->check(is_not_empty())
      ->option_text("FILE");
}

void add_output_options(CLI::App& command, OutputOptions& options) {
  add_save_option(command, options.file);
  std::vector<std::string> ids;
  for (const reports::Format& format : reports::formats()) ids.emplace_back(format.id);
  command
      .add_option("--format", options.format,
                  "what stdout gets: " + text::listed(ids, "or") + "; terminal by default")
      ->check(CLI::IsMember(ids))
      ->option_text("FORMAT");
  command.add_flag(
      "--details", options.details,
      "each subject by itself, also where more than 12 have an overview, and all of more "
      "than 12 commands or values");
}

}  // namespace hone::cli

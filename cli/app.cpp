#include "cli/app.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <map>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/text/characters.hpp"
#include "analyzers/text/nearest.hpp"
#include "cli/commands/compare_command.hpp"
#include "cli/commands/doctor_command.hpp"
#include "cli/commands/heap_command.hpp"
#include "cli/commands/list_command.hpp"
#include "cli/commands/report_command.hpp"
#include "cli/commands/run_command.hpp"
#include "cli/commands/selftest_command.hpp"
#include "cli/commands/show_command.hpp"
#include "cli/commands/stat_command.hpp"
#include "cli/commands/worker_command.hpp"
#include "cli/help_formatter.hpp"
#include "cli/options/command.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/version.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

// The subcommands, in the order of `hone --help`.
constexpr std::array<AddCommand, 10> commands{
    add_list_command,     add_show_command,   add_run_command,    add_compare_command,
    add_stat_command,     add_heap_command,   add_report_command, add_doctor_command,
    add_selftest_command, add_worker_command,
};

// Those that run another command, whose words follow "--": CLI11 would look for options there, too.
constexpr std::array<std::string_view, 2> wrapping{"stat", "heap"};

// The arguments as CLI11 wants them, the last first; a wrapped command's words go to `globals`.
std::vector<std::string> arguments(int argc, char** argv, const CLI::App& app, Globals& globals) {
  const std::vector<const CLI::App*> known = app.get_subcommands({});
  const auto is_command = [&](const std::string& word) {
    return std::any_of(known.begin(), known.end(),
                       [&](const CLI::App* command) { return command->get_name() == word; });
  };
  std::vector<std::string> own(argv + 1, argv + argc);
  const auto dashes = std::find(own.begin(), own.end(), "--");
  const auto name = std::find_if(own.begin(), dashes, is_command);
  if (dashes != own.end() && std::find(wrapping.begin(), wrapping.end(), *name) != wrapping.end()) {
    globals.after_dashes.assign(dashes + 1, own.end());
    own.erase(dashes, own.end());
  }
  std::reverse(own.begin(), own.end());
  return own;
}

// "--save=", as a variable leaves it that is not set: CLI11 would take the next word for the value.
// Empty: there is none among the words.
std::string option_without_value(const std::vector<std::string>& words, const CLI::App& app) {
  const std::vector<const CLI::App*> known = app.get_subcommands({});
  for (const std::string& word : words) {
    if (!word.starts_with("--") || word.find('=') != word.size() - 1) continue;
    const std::string name = word.substr(0, word.size() - 1);
    const auto has_it = [&](const CLI::App* command) {
      return command->get_option_no_throw(name) != nullptr;
    };
    if (has_it(&app) || std::any_of(known.begin(), known.end(), has_it)) return word;
  }
  return "";
}

// "-i=1": CLI11 takes the "=" for an option of that name, and names it without the letter. Empty:
// there is none among the words.
std::string value_behind_equals(const std::vector<std::string>& words) {
  const auto is_one = [](const std::string& word) {
    return word.size() > 3 && word[0] == '-' && text::is_letter(word[1]) && word[2] == '=';
  };
  const auto found = std::find_if(words.rbegin(), words.rend(), is_one);
  if (found == words.rend()) return "";
  return fmt::format(
      "'{}': the value of an option of one letter stands behind it without '=': {} {}", *found,
      found->substr(0, 2), found->substr(3));
}

// CLI11 reports a misspelt subcommand as surplus arguments: find the nearest name ourselves.
std::string unknown_command_text(const CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (!command->get_group().empty()) names.push_back(command->get_name());
  }
  return fmt::format("unknown command '{}'{}", word, text::did_you_mean(word, names));
}

int report_parse_error(const CLI::App& app, const std::vector<std::string>& words,
                       const CLI::ParseError& error) {
  if (const std::string told = value_behind_equals(words); !told.empty()) {
    print_error(told, "see hone --help");
    return exit_bad_usage;
  }
  const std::vector<std::string> surplus = app.remaining();
  const bool unknown_command =
      app.get_subcommands().empty() && !surplus.empty() && surplus.front().front() != '-';
  print_error(unknown_command ? unknown_command_text(app, surplus.front()) : error.what(),
              "see hone --help");
  return exit_bad_usage;
}

void add_globals(CLI::App& app, Globals& globals) {
  const std::map<std::string, ColorMode> modes{
      {"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}};
  app.add_option("--color", globals.color, "colour: auto, always or never")
      ->transform(CLI::Transformer(modes))
      ->transform(CLI::IsMember({"auto", "always", "never"}))  // looked at before that
      ->option_text("MODE");
  app.add_flag("-q,--quiet", globals.quiet, "no progress display");
  app.set_version_flag("--version", version_text());
}

int parse_and_run(int argc, char** argv) {
  Globals globals;
  Action action;
  CLI::App app{"hone: is it really faster, and why?", "hone"};
  app.formatter(std::make_shared<HelpFormatter>());  // inherited by the commands
  add_globals(app, globals);
  app.require_subcommand(0, 1);
  app.fallthrough();  // inherited: the global options may follow the command, too
  for (const AddCommand add : commands) add(app, globals, action);
  app.footer("hone COMMAND --help shows a command's options, with examples.");
  const std::vector<std::string> words = arguments(argc, argv, app, globals);
  if (const std::string bare = option_without_value(words, app); !bare.empty()) {
    print_error(fmt::format("{} has no value behind it: is a variable not set?", bare),
                "see hone --help");
    return exit_bad_usage;
  }
  try {
    app.parse(std::vector<std::string>(words));  // which it consumes
  } catch (const CLI::Success& asked) {          // --help or --version
    std::ostringstream text;
    app.exit(asked, text, text);
    return finish_with_output(text.str(), exit_done);
  } catch (const CLI::ParseError& error) {
    return report_parse_error(app, words, error);
  }
  if (!action) {
    print_error("no command given", "see hone --help; to begin: hone run --quick");
    return exit_bad_usage;
  }
  return action();
}

}  // namespace

int run_app(int argc, char** argv) {
  occupy_closed_streams();
  collect::leave_write_errors_to_the_writer();
  collect::keep_ended_children();
  return catch_own_faults([&] { return parse_and_run(argc, argv); });
}

int catch_own_faults(const Action& action) {
  try {
    return action();
  } catch (const std::bad_alloc&) {
    print_error("out of memory", "measure less at a time, or give hone more memory");
  } catch (const std::exception& error) {
    print_error(fmt::format("internal error: {}", error.what()), "please report it");
  }
  return exit_own_fault;
}

}  // namespace hone::cli

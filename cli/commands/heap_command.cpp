#include "cli/commands/heap_command.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include "CLI/CLI.hpp"
#include "analyzers/collect/heap/heaptrack.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/derive/heap_sites.hpp"
#include "analyzers/measure/command_streams.hpp"
#include "analyzers/text/listing.hpp"
#include "cli/commands/heap_files.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/file_roles.hpp"
#include "cli/output/live_terminal.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/save.hpp"
#include "cli/output/version.hpp"
#include "cli/session/session.hpp"
#include "fmt/format.h"
#include "reports/formats/terminal.hpp"
#include "reports/json/heap_json.hpp"
#include "reports/profiles/flame_graph.hpp"
#include "reports/profiles/stack_text.hpp"
#include "reports/sections/heap_section.hpp"

namespace hone::cli {
namespace {

constexpr std::array costs{HeapCost::allocations, HeapCost::bytes, HeapCost::temporary,
                           HeapCost::peak, HeapCost::leaked};

struct HeapCommand : CommandOptions {
  std::vector<std::string> command;  // or one file
  std::vector<std::string> diff;     // two files, or none
  bool json = false;
  std::string save;
  std::string folded;
  std::string flame;
  std::string speedscope;
  HeapCost cost = HeapCost::allocations;
  std::size_t top = 5;
};

// A profile to report on, and the process's exit code then.
struct Source {
  HeapProfile profile;
  int exit_code = exit_done;
};

// That of the command, as it would have been without hone, unless hone ended it.
int exit_code_of(const collect::CommandRun& run) {
  switch (run.end) {
    case collect::Ending::interrupted: return exit_interrupted;
    case collect::Ending::timed_out: return exit_subject_failed;
    case collect::Ending::completed: break;
  }
  if (run.stopped_by != 0) return exit_subject_failed;
  return passed_on(run.exit.code, run.exit.signal);
}

Result<Source> run_and_trace(const HeapCommand& command, const Globals& globals) {
  const Result<CommandSettings> settings = command_settings(command);
  if (!settings) return settings.error();
  const Result<Launch> launch = wrapped_launch(command.command, command);
  if (!launch) return launch.error();
  const Result<collect::HeaptrackFiles> heaptrack = collect::find_heaptrack();
  if (!heaptrack) return heaptrack.error();
  collect::install_interrupt_handlers();
  const Result<measure::CommandInput> input = measure::open_input(*settings);
  if (!input) return input.error();
  collect::Descriptor file;
  collect::RunRequest request;
  request.input = input->file.get();
  request.rewind_input = static_cast<bool>(input->file);
  request.timeout = settings->timeout;
  request.error = collect::OutputTarget::to(STDERR_FILENO);
  if (settings->output == CommandSettings::Output::inherit) {
    request.output = collect::OutputTarget::to(STDOUT_FILENO);
  } else if (settings->output == CommandSettings::Output::file) {
    Result<collect::Descriptor> opened = measure::open_output_file(*settings);
    if (!opened) return opened.error();
    file = std::move(*opened);
    request.output = collect::OutputTarget::to(file.get());
  } else if (settings->output != CommandSettings::Output::null) {
    request.output = collect::OutputTarget::drain();  // some programs do less for /dev/null
  }
  Result<collect::Launcher> launcher = collect::Launcher::start();
  if (!launcher) return launcher.error();
  if (!globals.quiet && stderr_is_terminal()) {
    // It stays: the command's own errors follow it.
    LiveTerminal().write(
        stderr_lines("running under heaptrack, which makes allocations several times as slow"));
  }
  Result<collect::HeapRun> run = collect::trace_heap(*heaptrack, *launch, *launcher, request);
  if (!run) return run.error();
  run->profile.input = input->summary;
  return Source{std::move(run->profile), exit_code_of(run->run)};
}

// Whether the only word is a profile in a file, and no command.
bool reads_profile(const HeapCommand& command, const Globals& globals) {
  return command.command.size() == 1 && globals.after_dashes.empty() &&
         names_heap_profile(command.command.front());
}

Result<Source> profile_of(const HeapCommand& command, const Globals& globals) {
  if (command.command.empty() || command.command.front().empty()) {
    return Error{"no command given", "for example: hone heap -- ls -R /usr/share"};
  }
  if (!reads_profile(command, globals)) return run_and_trace(command, globals);
  return load_heap_profile(command.command.front()).map([](HeapProfile profile) {
    return Source{std::move(profile), exit_done};
  });
}

// What a report or a graph shows: one profile, or what changed from one to another.
struct HeapView {
  const HeapProfile* profile = nullptr;  // the newer one
  const HeapProfile* before = nullptr;   // nullptr: one is shown alone
  HeapCost cost = HeapCost::allocations;
};

// A file to write, and what makes its content.
struct Output {
  std::string_view option;
  const std::string* path;  // empty: it is not wanted; "-": stdout gets it in place of the text
  std::string (*render)(const HeapView& view);
};

StackProfile stacks_of(const HeapView& view) {
  StackProfile stacks = view.before != nullptr
                            ? derive::heap_difference_stacks(*view.before, *view.profile, view.cost)
                            : derive::heap_stacks(*view.profile, view.cost);
  const std::string command = view.profile->command.empty() ? "heap" : view.profile->command;
  stacks.title = fmt::format("{}, {}", command, to_string(view.cost));
  return stacks;
}

std::string json_of(const HeapView& view) {
  if (view.before == nullptr) return reports::render_heap_json(*view.profile, tool(), now_utc());
  return reports::render_heap_difference_json(
      *view.before, *view.profile, derive::compare_heaps(*view.before, *view.profile, view.cost),
      tool(), now_utc());
}

std::array<Output, 4> outputs_of(const HeapCommand& command) {
  return {Output{"-o", &command.save, json_of},
          Output{"--folded", &command.folded,
                 [](const HeapView& view) { return reports::render_folded(stacks_of(view)); }},
          Output{"--flame", &command.flame,
                 [](const HeapView& view) { return reports::render_flame_graph(stacks_of(view)); }},
          Output{"--speedscope", &command.speedscope,
                 [](const HeapView& view) { return reports::render_speedscope(stacks_of(view)); }}};
}

FileRoles file_roles(const HeapCommand& command, const Globals& globals) {
  FileRoles roles = roles_of(command);
  for (const std::string& path : command.diff) roles.read.push_back({"--diff", path});
  if (reads_profile(command, globals)) {
    roles.read.push_back({"the profile", command.command.front()});
  } else {
    add_programs({{.argv = command.command, .env = {}, .cwd = command.cwd}}, roles);
  }
  std::vector<FileRole> written;
  for (const Output& output : outputs_of(command)) {
    written.push_back({std::string(output.option), *output.path});
  }
  if (command.json && !names_stdout(command.save)) written.push_back({"--json", "-"});
  roles.written.insert(roles.written.begin(), written.begin(), written.end());
  return roles;
}

Result<void> check_outputs(const HeapCommand& command, const Globals& globals) {
  if (Result<void> apart = check_apart(file_roles(command, globals)); !apart) return apart;
  for (const Output& output : outputs_of(command)) {
    if (output.path->empty()) continue;
    if (auto saveable = check_saveable(*output.path); !saveable) return saveable.error();
  }
  return {};
}

Result<void> write_outputs(const HeapCommand& command, const HeapView& view) {
  for (const Output& output : outputs_of(command)) {
    if (output.path->empty() || names_stdout(*output.path)) continue;
    if (const auto saved = save(*output.path, output.render(view)); !saved) {
      return saved.error();
    }
  }
  return {};
}

std::string stdout_content(const HeapCommand& command, const HeapView& view,
                           const std::string& text) {
  if (command.json) return json_of(view);
  for (const Output& output : outputs_of(command)) {
    if (names_stdout(*output.path)) return output.render(view);
  }
  return text;
}

int finish(const HeapCommand& command, const HeapView& view, const std::string& text, int code) {
  if (const Result<void> written = write_outputs(command, view); !written) {
    print_error(written.error());
    code = exit_bad_usage;
  }
  return finish_with_output(stdout_content(command, view, text), code);
}

int report_one(const HeapCommand& command, const Globals& globals) {
  if (auto writable = check_outputs(command, globals); !writable) return refuse(writable.error());
  const Result<Source> source = profile_of(command, globals);
  if (!source) return refuse(source.error());
  const HeapProfile& profile = source->profile;
  return finish(command, {.profile = &profile, .cost = command.cost},
                reports::render_terminal(
                    reports::heap_section(profile, derive::heap_sites(profile), command.top),
                    stdout_style(globals)),
                source->exit_code);
}

int report_difference(const HeapCommand& command, const Globals& globals) {
  if (!command.command.empty()) {
    return refuse({"--diff compares two files: it takes no command",
                   "for example: hone heap --diff old.zst new.zst"});
  }
  if (!command.folded.empty() || !command.speedscope.empty()) {
    return refuse({"folded stacks and speedscope's profiles are of one trace, not of a --diff",
                   "--flame shows one, and -o saves it"});
  }
  if (auto writable = check_outputs(command, globals); !writable) return refuse(writable.error());
  const Result<HeapProfile> before = load_heap_profile(command.diff.front());
  if (!before) return refuse(before.error());
  const Result<HeapProfile> after = load_heap_profile(command.diff.back());
  if (!after) return refuse(after.error());
  return finish(
      command, {.profile = &*after, .before = &*before, .cost = command.cost},
      reports::render_terminal(
          reports::heap_difference_section(
              *before, *after, derive::compare_heaps(*before, *after, command.cost), command.top),
          stdout_style(globals)),
      exit_done);
}

void add_heap_options(CLI::App& command, HeapCommand& options) {
  add_wrapped_command(command, options.command,
                      "the command, -- before it if it has options; or a trace of heaptrack's, or "
                      "a saved report");
  command.add_option("--diff", options.diff, "compare two traces or saved reports")
      ->expected(2)
      ->check(is_not_empty())
      ->option_text("OLD NEW");
  std::vector<std::string> names;
  names.reserve(costs.size());
  for (const HeapCost cost : costs) names.emplace_back(to_string(cost));
  std::vector<std::string> described = names;
  described.front() += " (the default)";
  command
      .add_option_function<std::string>(
          "--cost",
          [&options](const std::string& word) {
            const auto named = [&](HeapCost cost) { return to_string(cost) == word; };
            options.cost = *std::find_if(costs.begin(), costs.end(), named);
          },
          fmt::format("of --diff and the graphs: {}", text::listed(described, "or")))
      ->check(CLI::IsMember(names))
      ->option_text("COST");
  command.add_option("--top", options.top, "rows of each table, 5 by default")
      ->check(CLI::Range(1, 1'000'000))
      ->option_text("N");
  command.add_option("--flame", options.flame, "save a flame graph (SVG); - is stdout here, too")
      ->check(is_not_empty())
      ->option_text("FILE");
  command.add_option("--folded", options.folded, "save folded stacks")
      ->check(is_not_empty())
      ->option_text("FILE");
  command.add_option("--speedscope", options.speedscope, "save a profile for speedscope")
      ->check(is_not_empty())
      ->option_text("FILE");
  add_command_options(command, options);
  command.add_flag("--json", options.json, "hone.heap/1 instead of text");
  add_save_option(command, options.save);
}

}  // namespace

void add_heap_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command = app.add_subcommand("heap", "who allocates what: peak, temporaries, leaks");
  auto options = std::make_shared<HeapCommand>();
  add_heap_options(*command, *options);
  command->footer(
      "Traces one process with heaptrack. The exit code is the command's own, 128 + N\n"
      "after signal N; 2: it cannot be traced; 4: it did not end in time, or\n"
      "the terminal stopped it.\n\n"
      "Examples:\n"
      "  hone heap -- git log --oneline\n"
      "  hone heap --flame heap.svg --cost peak -o old.json -- ./program\n"
      "  hone heap heaptrack.program.4711.zst\n"
      "  hone heap --diff old.json new.zst --flame changes.svg");
  command->callback([options, &globals, &run] {
    add_after_dashes(globals, options->command);
    run = [options, &globals] {
      return options->diff.empty() ? report_one(*options, globals)
                                   : report_difference(*options, globals);
    };
  });
}

}  // namespace hone::cli

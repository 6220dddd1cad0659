#include "cli/commands/report_command.hpp"

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "cli/options/option_groups.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/file_roles.hpp"
#include "cli/output/journal_file.hpp"
#include "cli/output/save.hpp"
#include "cli/session/saved_report.hpp"
#include "cli/session/session.hpp"
#include "reports/formats/terminal.hpp"
#include "reports/json/report_json.hpp"
#include "reports/sections/stat_section.hpp"

namespace hone::cli {
namespace {

struct ReportCommand {
  std::string file;
  OutputOptions output;
};

// What one command costs is shown as `hone stat` shows it.
bool is_of_stat(const Report& report) {
  return report.subjects.size() == 1 && report.subjects.front().variants.size() == 1 &&
         report.subjects.front().kind == SubjectKind::command;
}

std::string rendered(const ReportCommand& command, const Report& report, const Globals& globals) {
  if (wants_json(command.output)) return reports::render_json(report);
  const reports::TerminalStyle style = stdout_style(globals);
  if (is_of_stat(report)) return reports::render_terminal(reports::stat_section(report), style);
  return reports::render_terminal(
      report, style, command.output.details ? reports::Extent::all : reports::Extent::screens);
}

// A journal beside the file may be read, too.
FileRoles files_read(const ReportCommand& command) {
  if (command.file == "-") return {.read = {{"FILE", "/dev/stdin"}}, .written = {}};
  FileRoles roles{.read = {{"FILE", command.file}}, .written = {}};
  if (!is_stream(command.file)) {
    roles.read.push_back({"the journal of FILE", journal_of(command.file)});
  }
  return roles;
}

// A report that was cut off is whole from now on.
void complete(const std::string& file, const SavedReport& saved) {
  if (const Result<void> written = save_completed(file, saved); !written) {
    print_error(written.error());
    return;
  }
  print_error("now '" + file + "' has them, too", "");
}

int report(const ReportCommand& command, const Globals& globals) {
  if (auto saveable = check_output(command.output, files_read(command), Saving::at_once);
      !saveable) {
    return refuse(saveable.error());
  }
  const Result<SavedReport> saved = load_report(command.file);
  if (!saved) return refuse(saved.error());
  for (const Error& note : saved->notes) print_error(note);
  if (saved->is_completed) complete(command.file, *saved);
  const std::string& other = command.output.file;
  if (!other.empty() && !names_stdout(other)) {
    if (auto written = save(other, reports::render_json(saved->report)); !written) {
      return refuse(written.error());
    }
  }
  return finish_with_output(rendered(command, saved->report, globals), exit_done);
}

}  // namespace

void add_report_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command = app.add_subcommand("report", "a saved report, also of a run that was killed");
  auto options = std::make_shared<ReportCommand>();
  command
      ->add_option("FILE", options->file,
                   "what run, compare or stat saved with -o, or its journal; - is stdin")
      ->required()
      ->check(is_not_empty());
  add_output_options(*command, options->output);
  command->footer(
      "A run with -o FILE keeps what is finished in FILE.journal until FILE is saved.\n"
      "Where it was killed, this completes FILE from the journal and deletes that.\n\n"
      "Examples:\n"
      "  hone report hone-report.json --details\n"
      "  hone report hone-report.json --format json\n"
      "  hone report hone-report.json.journal -o finished.json");
  command->callback([options, &globals, &run] {
    run = [options, &globals] { return report(*options, globals); };
  });
}

}  // namespace hone::cli

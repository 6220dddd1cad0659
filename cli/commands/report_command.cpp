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
#include "reports/formats/formats.hpp"

namespace hone::cli {
namespace {

struct ReportCommand {
  std::string file;
  OutputOptions output;
};

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

// In the format that the end of the file's name says, or as JSON. What goes to stdout is not saved.
Result<void> save_as_named(const std::string& file, const Report& report) {
  if (file.empty() || names_stdout(file)) return {};
  const reports::Format* named = reports::format_of_file(file);
  const reports::Format& format = named != nullptr ? *named : reports::json_format();
  return save(file, format.render(report, {}));
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
  if (const Result<void> written = save_as_named(command.output.file, saved->report); !written) {
    return refuse(written.error());
  }
  return finish_with_output(rendered(saved->report, command.output, globals), exit_done);
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

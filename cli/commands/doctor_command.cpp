#include "cli/commands/doctor_command.hpp"

#include <vector>

#include "CLI/CLI.hpp"
#include "analyzers/collect/counters/abilities_probe.hpp"
#include "analyzers/collect/environment.hpp"
#include "analyzers/collect/external_tools.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "reports/formats/terminal.hpp"
#include "reports/sections/doctor_section.hpp"

namespace hone::cli {

void add_doctor_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command = app.add_subcommand("doctor", "what can be measured here, and what disturbs");
  command->footer("Examples:\n  hone doctor\n  hone doctor > machine.txt");
  command->callback([&globals, &run] {
    run = [&globals] {
      Environment environment = collect::collect_environment();
      environment.tools = collect::find_external_tools(collect::tools_of(collect::passes()));
      const std::vector<Collector> collectors = collect::collectors_of(collect::passes());
      return finish_with_output(
          reports::render_terminal(
              reports::doctor_section(environment, collect::collect_counter_abilities(),
                                      collectors),
              stdout_style(globals)),
          exit_done);
    };
  });
}

}  // namespace hone::cli

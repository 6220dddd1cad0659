#include "cli/commands/show.hpp"

#include <memory>
#include <string>

#include "cli/catalogue_text.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/plan_builder.hpp"

namespace hone::cli {
namespace {

int show(const std::string& id, const Globals& globals) {
  const auto workload = select_workload(id);
  if (!workload) return refuse(workload.error());
  return finish_with_output(show_text(**workload, stdout_style(globals)), exit_done);
}

}  // namespace

void add_show_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command = app.add_subcommand("show", "one workload: why it is slow, its variants");
  auto id = std::make_shared<std::string>();
  command->add_option("ID", *id, "a workload's id, e.g. memory/arena")->required();
  command->footer("Examples:\n  hone show cache/soa\n  hone show memory/arena | less");
  command->callback([id, &globals, &run] { run = [id, &globals] { return show(*id, globals); }; });
}

}  // namespace hone::cli

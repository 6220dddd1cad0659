#include "cli/commands/show_command.hpp"

#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/output/catalogue_document.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/plan/caches_here.hpp"
#include "cli/plan/plugins.hpp"
#include "cli/plan/run_plan.hpp"
#include "reports/formats/terminal.hpp"

namespace hone::cli {
namespace {

struct ShowOptions {
  std::string id;
  std::vector<std::string> plugins;
};

int show(const ShowOptions& options, const Globals& globals) {
  const Result<Plugins> plugins = Plugins::load(options.plugins, describing_timeout);
  if (!plugins) return refuse(plugins.error());
  const workloads::CacheSizes sizes = caches_here();
  const std::vector<workloads::Workload> offered = workloads::fitted(plugins->offered(true), sizes);
  const auto workload = select_workload(options.id, offered);
  if (!workload) return refuse(workload.error());
  return finish_with_output(
      reports::render_terminal(show_document(**workload, sizes), stdout_style(globals)), exit_done);
}

}  // namespace

void add_show_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command = app.add_subcommand("show", "one workload: why it is slow, its variants");
  auto options = std::make_shared<ShowOptions>();
  command->add_option("ID", options->id, "a workload's id, e.g. memory/arena")->required();
  add_plugin_option(*command, options->plugins);
  command->footer("Examples:\n  hone show cache/soa\n  hone show memory/arena | less");
  command->callback(
      [options, &globals, &run] { run = [options, &globals] { return show(*options, globals); }; });
}

}  // namespace hone::cli

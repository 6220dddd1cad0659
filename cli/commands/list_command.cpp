#include "cli/commands/list_command.hpp"

#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/output/catalogue_document.hpp"
#include "cli/output/catalogue_json.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/plan/caches_here.hpp"
#include "cli/plan/plugins.hpp"
#include "cli/plan/run_plan.hpp"
#include "reports/formats/terminal.hpp"

namespace hone::cli {
namespace {

struct ListOptions {
  std::vector<std::string> selectors;
  std::vector<std::string> plugins;
  bool json = false;
};

int list(const ListOptions& options, const Globals& globals) {
  const Result<Plugins> plugins = Plugins::load(options.plugins, describing_timeout);
  if (!plugins) return refuse(plugins.error());
  const workloads::CacheSizes sizes = caches_here();
  const std::vector<workloads::Workload> offered =
      workloads::fitted(plugins->offered(!options.selectors.empty()), sizes);
  const auto selected = select_workloads(options.selectors, offered);
  if (!selected) return refuse(selected.error());
  return finish_with_output(
      options.json ? list_json(*selected, sizes)
                   : reports::render_terminal(list_document(*selected), stdout_style(globals)),
      exit_done);
}

}  // namespace

void add_list_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command = app.add_subcommand("list", "the catalogue of workloads");
  auto options = std::make_shared<ListOptions>();
  command->add_option("SELECTOR", options->selectors, "ids, families or globs; none: all");
  command->add_flag("--json", options->json, "as JSON");
  add_plugin_option(*command, options->plugins);
  command->footer("Examples:\n  hone list\n  hone list memory 'simd/*'\n  hone list --json");
  command->callback(
      [options, &globals, &run] { run = [options, &globals] { return list(*options, globals); }; });
}

}  // namespace hone::cli

#include "cli/plan/plugins.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "CLI/CLI.hpp"
#include "cli/options/option_groups.hpp"
#include "fmt/format.h"
#include "workloads/catalogue.hpp"

namespace hone::cli {

using collect::DescribedPlugin;
using workloads::Workload;

Result<Plugins> Plugins::load(const std::vector<std::string>& files, collect::Seconds timeout) {
  Plugins loaded;
  loaded.plugins_.reserve(files.size());
  std::map<std::string_view, std::string> owners;
  for (const Workload& workload : workloads::catalogue()) {
    owners.emplace(workload.id, "hone's catalogue");
  }
  for (const std::string& file : files) {
    Result<DescribedPlugin> plugin = collect::describe_plugin(file, timeout);
    if (!plugin) return plugin.error();
    for (const Workload& workload : plugin->content.workloads) {
      const auto [owner, is_new] = owners.emplace(workload.id, fmt::format("'{}'", file));
      if (is_new) continue;
      return Error{fmt::format("cannot use the plug-in '{}': {} has a workload '{}', too", file,
                               owner->second, workload.id),
                   "each id may be there once"};
    }
    loaded.plugins_.push_back(std::move(*plugin));
  }
  return loaded;
}

std::vector<Workload> Plugins::offered(bool with_catalogue) const {
  std::vector<Workload> all;
  if (with_catalogue || plugins_.empty()) {
    all.assign(workloads::catalogue().begin(), workloads::catalogue().end());
  }
  for (const DescribedPlugin& plugin : plugins_) {
    all.insert(all.end(), plugin.content.workloads.begin(), plugin.content.workloads.end());
  }
  std::sort(all.begin(), all.end(),
            [](const Workload& a, const Workload& b) { return a.id < b.id; });
  return all;
}

Result<void> Plugins::state() const {
  for (const DescribedPlugin& plugin : plugins_) {
    if (Result<void> state = plugin.state(); !state) return state;
  }
  return {};
}

void add_plugin_option(CLI::App& command, std::vector<std::string>& files) {
  add_repeated(command, "--plugin", "FILE", files,
               "a shared object with workloads of your own; these alone, without a SELECTOR");
  command.get_option("--plugin")->check(is_not_empty());
}

}  // namespace hone::cli

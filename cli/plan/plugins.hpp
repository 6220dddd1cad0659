// What `--plugin` names: workloads beside the catalogue's, as worker processes told them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/collect/worker/plugin_process.hpp"
#include "analyzers/model/result.hpp"
#include "cli/options/command.hpp"
#include "workloads/workload.hpp"

namespace hone::cli {

// For what list and show ask of a plug-in; run has --timeout.
constexpr collect::Seconds describing_timeout{10};

class Plugins {
 public:
  // An error for the first that cannot be used, and where two workloads have one id.
  static Result<Plugins> load(const std::vector<std::string>& files, collect::Seconds timeout);

  // What selectors choose from, by id: without any, the plug-ins' workloads alone, if there are
  // plug-ins; otherwise the catalogue's, too. They live as long as this does.
  [[nodiscard]] std::vector<workloads::Workload> offered(bool with_catalogue) const;

  // An error when a plug-in failed at what a plan asked of it.
  [[nodiscard]] Result<void> state() const;

 private:
  std::vector<collect::DescribedPlugin> plugins_;
};

void add_plugin_option(CLI::App& command, std::vector<std::string>& files);

}  // namespace hone::cli

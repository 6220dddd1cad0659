// The plug-ins that `--plugin` names: workloads beside the catalogue's, as worker processes
// describe them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/collect/worker/plugin_process.hpp"
#include "analyzers/model/result.hpp"
#include "cli/options/command.hpp"
#include "workloads/workload.hpp"

namespace hone::cli {

// The time limit for what `list` and `show` ask of a plug-in; `run` has --timeout.
constexpr collect::Seconds describing_timeout{10};

class Plugins {
 public:
  // Errors: a plug-in cannot be used, or two workloads have the same id.
  static Result<Plugins> load(const std::vector<std::string>& files, collect::Seconds timeout);

  // The workloads that selectors choose from, sorted by id: the plug-ins', and the catalogue's,
  // too, if there are no plug-ins or with `with_catalogue`. They live as long as this object.
  [[nodiscard]] std::vector<workloads::Workload> offered(bool with_catalogue) const;

  // Error: a plug-in failed at what a plan asked of it.
  [[nodiscard]] Result<void> state() const;

 private:
  std::vector<collect::DescribedPlugin> plugins_;
};

void add_plugin_option(CLI::App& command, std::vector<std::string>& files);

}  // namespace hone::cli

// What hone knows of a plug-in. A worker process loads the plug-in and describes it. hone itself
// never loads it, for loading runs the plug-in's own code, which may crash, hang or print.
#pragma once

#include <memory>
#include <string>

#include "analyzers/collect/process/process.hpp"
#include "analyzers/collect/worker/plugin_loader.hpp"

namespace hone::collect {

// The worker that answers questions about the plug-in; it is killed with the last workload that
// refers to it.
class PluginProcess;

struct DescribedPlugin {
  std::string name;  // as the user typed it
  std::string path;  // absolute
  // The workloads' operations and memory_bytes ask the process, and are NaN once it has failed. The
  // variants' prepare is empty, since a job's worker runs them.
  workloads::PluginWorkloads content;
  std::shared_ptr<PluginProcess> process;

  // Whether all answers so far were usable; the error says what was wrong with one.
  [[nodiscard]] Result<void> state() const;
};

// Describes a plug-in. `name`: a path, relative to the working directory and not looked for
// anywhere else. `timeout` is for the description, and for each answer later. The error names the
// plug-in and what is wrong with it.
Result<DescribedPlugin> describe_plugin(const std::string& name, Seconds timeout);

}  // namespace hone::collect

// What hone knows of a plug-in: a worker process loads it, and tells. hone itself never does, for
// loading runs the plug-in's own code, which may crash, hang or print.
#pragma once

#include <memory>
#include <string>

#include "analyzers/collect/process/process.hpp"
#include "analyzers/collect/worker/plugin_loader.hpp"

namespace hone::collect {

// The worker's end of the conversation; it is killed with the last workload that refers to it.
class PluginProcess;

struct DescribedPlugin {
  std::string name;  // as the user typed it
  std::string path;  // absolute
  // Their operations and memory_bytes ask the process, and are NaN once it has failed; prepare is
  // empty, since a job's worker runs them.
  workloads::PluginWorkloads content;
  std::shared_ptr<PluginProcess> process;

  // What was wrong with an answer so far.
  [[nodiscard]] Result<void> state() const;
};

// `name`: a path, relative to the working directory and not looked for anywhere else. The error
// names it and what is wrong with it; `timeout` is for the description, and for each answer later.
Result<DescribedPlugin> describe_plugin(const std::string& name, Seconds timeout);

}  // namespace hone::collect

// What others ask of the rows of passes.
#include <algorithm>

#include "analyzers/collect/passes/passes.hpp"

namespace hone::collect {
namespace {

std::vector<Pass> passes_of_commands() {
  std::vector<Pass> possible;
  for (Pass pass : passes()) {
    if (pass.run_command == nullptr) continue;
    pass.metrics = pass.command_metrics;
    pass.by_default = false;
    possible.push_back(pass);
  }
  return possible;
}

}  // namespace

std::span<const Pass> command_passes() {
  static const std::vector<Pass> possible = passes_of_commands();
  return possible;
}

const Pass* find_pass(std::string_view id) {
  for (const Pass& pass : passes()) {
    if (pass.id == id) return &pass;
  }
  return nullptr;
}

const Pass* first_pass_that_reads(std::string_view metric, std::span<const Pass> possible) {
  for (const Pass& pass : possible) {
    const auto end = pass.metrics.end();
    if (std::find(pass.metrics.begin(), end, metric) != end) return &pass;
  }
  return nullptr;
}

std::vector<Collector> collectors_of(std::span<const Pass> passes) {
  std::vector<Collector> collectors;
  collectors.reserve(passes.size());
  for (const Pass& pass : passes) {
    collectors.push_back({pass.id, pass.meaning, pass.tool, pass.by_default});
  }
  return collectors;
}

std::vector<std::string_view> tools_of(std::span<const Pass> passes) {
  std::vector<std::string_view> tools;
  for (const Pass& pass : passes) {
    if (pass.tool.empty() || std::find(tools.begin(), tools.end(), pass.tool) != tools.end()) {
      continue;
    }
    tools.push_back(pass.tool);
  }
  return tools;
}

}  // namespace hone::collect

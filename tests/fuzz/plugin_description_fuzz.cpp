// What a plug-in's worker tells: refused, or workloads that keep the rules, and are told again the
// same way. Several lines are several workloads.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzers/collect/worker/plugin_description.hpp"
#include "tests/fuzz/fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace collect = hone::collect;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  hone::workloads::PluginWorkloads plugin;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
    const std::size_t before = plugin.workloads.size();
    if (!collect::add_workload(line, plugin)) break;
    if (plugin.workloads.size() != before + 1) __builtin_trap();
    if (!hone::workloads::check_workloads(plugin.workloads)) __builtin_trap();
    const std::string told = collect::format_workload(plugin.workloads.back());
    hone::workloads::PluginWorkloads again;
    if (!collect::add_workload(told, again)) __builtin_trap();
    if (collect::format_workload(again.workloads.front()) != told) __builtin_trap();
    (void)collect::answer_question(plugin.workloads, line);
  }
  const auto number =
      collect::parse_number_line(std::string_view(reinterpret_cast<const char*>(data), size));
  if (number && *number == *number &&  // which NaN is not
      collect::parse_number_line(collect::format_number(*number)) != number) {
    __builtin_trap();
  }
  return 0;
}

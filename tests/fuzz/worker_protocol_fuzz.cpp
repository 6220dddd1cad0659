// A worker's answers: whatever a broken one sends must be refused, not trusted.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzers/collect/worker/worker_protocol.hpp"
#include "tests/fuzz/fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace collect = hone::collect;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  // What is understood must mean the same when it is said again.
  if (const auto block = collect::parse_block(line)) {
    const auto again = collect::parse_block(collect::format_block(*block));
    if (!again || again->wall_ns != block->wall_ns || again->counted != block->counted) {
      __builtin_trap();
    }
  }
  if (const auto job = collect::parse_job(line)) {
    const auto again = collect::parse_job(collect::format_job(*job));
    if (!again || again->parameters != job->parameters || again->events != job->events ||
        again->plugin != job->plugin) {
      __builtin_trap();
    }
  }
  if (const auto failure = collect::parse_failure(line)) {
    if (!collect::parse_failure(collect::format_failure(*failure))) __builtin_trap();
  }
  if (const auto plugin = collect::parse_describe(line)) {
    if (collect::parse_describe(collect::format_describe(*plugin)) != plugin) __builtin_trap();
  }
  collect::parse_ready(line);
  collect::parse_counts(line);
  collect::parse_number(line, "measure");
  collect::parse_text(line, "absent");
  return 0;
}

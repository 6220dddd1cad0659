#include "analyzers/collect/machine/busy_cpus.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>

#include "analyzers/collect/machine/text_file.hpp"
#include "analyzers/text/line_reader.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {
namespace {

// "cpu3 user nice system idle iowait irq softirq steal ...": the guests' time is in user already.
std::optional<IdleTicks> ticks_of_line(std::string_view line) {
  constexpr std::size_t idle_field = 3;
  constexpr std::size_t wait_field = 4;
  constexpr std::size_t fields = 8;
  IdleTicks ticks;
  for (std::size_t field = 0; field < fields; ++field) {
    const auto number = text::parse_number<std::uint64_t>(text::take_word(line));
    if (!number) return std::nullopt;
    ticks.all += static_cast<double>(*number);
    if (field == idle_field || field == wait_field) ticks.idle += static_cast<double>(*number);
  }
  return ticks;
}

}  // namespace

std::optional<IdleTicks> parse_idle_ticks(std::string_view stat, const std::vector<int>& cpus) {
  IdleTicks sum;
  std::size_t found = 0;
  text::LineReader lines(stat);
  while (std::optional<std::string_view> line = lines.next()) {
    const std::string_view name = text::take_word(*line);
    if (!name.starts_with("cpu")) continue;
    const auto number = text::parse_number<int>(name.substr(3));
    if (!number || std::find(cpus.begin(), cpus.end(), *number) == cpus.end()) continue;
    const std::optional<IdleTicks> ticks = ticks_of_line(*line);
    if (!ticks) return std::nullopt;
    sum.all += ticks->all;
    sum.idle += ticks->idle;
    ++found;
  }
  return found == cpus.size() && found > 0 ? std::optional(sum) : std::nullopt;
}

std::optional<double> busy_between(const IdleTicks& before, const IdleTicks& after,
                                   std::size_t cpus) {
  const double all = after.all - before.all;
  if (all <= 0) return std::nullopt;
  const double idle = std::clamp(after.idle - before.idle, 0.0, all);
  return static_cast<double>(cpus) * (1 - idle / all);
}

std::optional<double> busy_cpus(const std::vector<int>& cpus, std::chrono::milliseconds span) {
  const std::optional<IdleTicks> before = parse_idle_ticks(read_text("/proc/stat"), cpus);
  if (!before) return std::nullopt;
  std::this_thread::sleep_for(span);
  const std::optional<IdleTicks> after = parse_idle_ticks(read_text("/proc/stat"), cpus);
  return after ? busy_between(*before, *after, cpus.size()) : std::nullopt;
}

}  // namespace hone::collect

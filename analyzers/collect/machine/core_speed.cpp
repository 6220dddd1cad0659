#include "analyzers/collect/machine/core_speed.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <utility>

#include "analyzers/collect/machine/text_file.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int additions_a_step = 32;  // the loop's own instructions run beside the chain
constexpr int steps = 1024;
constexpr std::size_t most_chains = 8;
constexpr double agreement = 0.03;
constexpr double fastest_known = 10e9;   // hertz
constexpr double gauge_error_low = 0.9;  // interrupts make a core seem slower, never faster
constexpr double gauge_error_high = 1.1;

#if !defined(__x86_64__) && !defined(__aarch64__)
#error "the latency of an addition is only known for x86-64 and AArch64"
#endif

// Both operands are registers: newer cores add a constant while they rename, in no time at all.
void run_chain() {
  std::uint64_t sum = 1;
  const std::uint64_t addend = 3;
  for (int step = 0; step < steps; ++step) {
    asm volatile(
        ".rept 32\n\t"
#if defined(__x86_64__)
        "add %1, %0\n\t"
#else
        "add %0, %0, %1\n\t"
#endif
        ".endr"
        : "+r"(sum)
        : "r"(addend)
        : "cc");
  }
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

SpeedLimits limits_of_this_machine() {
  const std::filesystem::path cpufreq = "/sys/devices/system/cpu/cpu0/cpufreq";
  return speed_limits(read_text(cpufreq / "cpuinfo_min_freq"),
                      read_text(cpufreq / "cpuinfo_max_freq"), read_text("/proc/cpuinfo"));
}

}  // namespace

std::optional<double> agreed_frequency(std::span<const double> seconds, double cycles) {
  if (seconds.size() < 2) return std::nullopt;
  double first = seconds[0];
  double second = seconds[1];
  if (second < first) std::swap(first, second);
  for (const double time : seconds.subspan(2)) {
    if (time < first) {
      second = std::exchange(first, time);
    } else if (time < second) {
      second = time;
    }
  }
  if (first <= 0 || second > (1 + agreement) * first) return std::nullopt;
  return cycles / first;
}

SpeedLimits speed_limits(std::string_view cpufreq_least, std::string_view cpufreq_most,
                         std::string_view cpuinfo) {
  SpeedLimits limits{0, fastest_known};
  const auto least = text::parse_number<double>(text::trim(cpufreq_least));
  const auto most = text::parse_number<double>(text::trim(cpufreq_most));
  if (least && *least > 0) limits.least = gauge_error_low * 1e3 * *least;
  if (most && *most > 0) limits.most = gauge_error_high * 1e3 * *most;
  if (least || most) return limits;
  while (!cpuinfo.empty()) {
    std::string_view line = text::take_until(cpuinfo, '\n');
    if (text::trim(text::take_until(line, ':')) != "cpu MHz") continue;
    const auto nominal = text::parse_number<double>(text::trim(line));
    if (nominal && *nominal > 0) return {0.5e6 * *nominal, 3e6 * *nominal};
  }
  return limits;
}

double core_frequency() {
  static const SpeedLimits limits = limits_of_this_machine();
  double clock_cost = 1;
  std::array<double, most_chains> times{};
  for (std::size_t chain = 0; chain < most_chains; ++chain) {
    const Clock::time_point idle = Clock::now();
    clock_cost = std::min(clock_cost, seconds_since(idle));
    const Clock::time_point start = Clock::now();
    run_chain();
    times[chain] = std::max(seconds_since(start) - clock_cost, 1e-9);
    const auto agreed =
        agreed_frequency(std::span(times).first(chain + 1), additions_a_step * steps);
    if (agreed && *agreed >= limits.least && *agreed <= limits.most) return *agreed;
  }
  return 0;
}

}  // namespace hone::collect

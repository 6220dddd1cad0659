// How much CPU time the hypervisor takes ("steal" in /proc/stat) in one span after another.
#pragma once

#include <chrono>
#include <optional>

#include "analyzers/collect/machine/environment_parse.hpp"

namespace hone::collect {

// The kernel counts in ticks of 10 ms, and reading them costs about as much as a short process: so
// a span is only metered when the one before it was long enough to tell.
class StealMeter {
 public:
  enum class Span { unknown, long_one };  // long: surely more than 200 ms

  explicit StealMeter(Span first = Span::unknown) : last_was_long_(first == Span::long_one) {}

  void begin();

  // The stolen share of all CPUs' time since begin(), in [0, 1]. Absent: the span was not metered,
  // or the kernel does not say.
  std::optional<double> end();

 private:
  std::chrono::steady_clock::time_point start_;
  bool last_was_long_ = false;
  std::optional<CpuTicks> before_;
};

}  // namespace hone::collect

// Estimates IPC where no PMU counts cycles: the instructions of a simulation, divided by the cycles
// that the CPU time amounts to at the core's frequency.
#pragma once

#include <variant>
#include <vector>

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::derive {

struct CycleEstimate {
  MetricSummary cycles;
  MetricSummary cpi;
  MetricSummary ipc;
};

// cycles = cpu_time x user share x frequency, of each sample; cpi = cycles / instructions;
// ipc = instructions / cycles. The interval is that of the median, widened by the spread of the
// gauge's readings (half of their 10th to 90th percentile, relative) and by the uncertainty of the
// user share. Absent where the kernel took more than half of the CPU time, or may have, as far as
// its ticks can tell; absent, too, where there are no samples or no gauge.
// `instructions`: per iteration, as the samples' times are; > 0.
std::variant<CycleEstimate, Absent> estimate_cycles(const std::vector<Sample>& samples,
                                                    double instructions);

}  // namespace hone::derive

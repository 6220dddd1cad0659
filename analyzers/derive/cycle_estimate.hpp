// Estimates IPC where no PMU counts cycles: the instructions of a simulation, divided by the cycles
// that the CPU time amounts to at the core's frequency.
#pragma once

#include <variant>
#include <vector>

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::derive {

// cycles = cpu_time x user share x frequency, of each sample. The interval is that of the median,
// widened by the spread of the gauge's readings (half of their 10th to 90th percentile, relative)
// and by the uncertainty of the user share. Absent where the kernel took more than half of the CPU
// time, or may have, as far as its ticks can tell; absent, too, where there are no samples or no
// gauge.
std::variant<MetricSummary, Absent> estimate_cycles(const std::vector<Sample>& samples);

// Of a simulated variant whose cycles were not counted. cycles: of its samples. cpi = cycles /
// instructions and ipc = instructions / cycles are of the samples of its path alone, which ran the
// code that was simulated; absent where there are none, for the path's reason. No IPC is above the
// path's issue width: absent where the estimate is, and then the cycles are, too; an interval ends
// there. `instructions`: simulated, per iteration, as the samples' times are; > 0.
struct EstimatedFigures {
  std::variant<MetricSummary, Absent> cycles;
  std::variant<MetricSummary, Absent> cpi;
  std::variant<MetricSummary, Absent> ipc;
};
EstimatedFigures estimate_figures(const VariantRun& run, double instructions);

}  // namespace hone::derive

// How much of the CPU time of a command's runs was in user mode. A simulation counts instructions
// of user mode only.
#pragma once

#include <vector>

#include "analyzers/model/sample.hpp"
#include "analyzers/model/verdict.hpp"

namespace hone::derive {

struct UserShare {
  double share = 1;         // in [0, 1]
  Interval interval{1, 1};  // 95 %
};

// The share of all runs together. It is 1 where the samples do not say, as those of workloads.
//
// Some kernels read a clock at each change of mode. Such a kernel is known by its runs shorter than
// a timer tick (4 ms), most of which have time in both modes. The user share is then
// 1 - sum(system) / sum(cpu), with an interval of no width.
//
// Any other kernel splits CPU time by what its timer ticks meet (every 4 ms at most), and books a
// run that met no tick wholly as user time (cputime_adjust in Linux's kernel/sched/cputime.c). The
// sum of system times is then too small: a run of `cpu` seconds meets a tick with a probability of
// min(1, cpu / tick), so the kernel's share is sum(system) / sum(cpu x min(1, cpu / tick)). Its
// interval is that of a proportion among sum(cpu) / tick ticks (Clopper-Pearson).
UserShare user_share(const std::vector<Sample>& samples);

}  // namespace hone::derive

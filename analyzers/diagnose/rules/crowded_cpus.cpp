#include "analyzers/diagnose/rules/crowded_cpus.hpp"

#include "fmt/format.h"

namespace hone::diagnose {

std::vector<Finding> crowded_cpus(const SubjectReport& report) {
  if (!report.crowding || !decides_verdicts(*report.crowding)) return {};
  const Crowding& crowding = *report.crowding;
  return {{.rule = "crowded_cpus",
           .text = "verdicts on times are held back: its threads need all CPUs, and others kept "
                   "more than half of them busy; run it again when they are free, or with fewer "
                   "threads than CPUs",
           .evidence = {fmt::format("{} threads on {} {}, of which others kept {:.1f} busy",
                                    crowding.threads, crowding.cpus,
                                    crowding.cpus == 1 ? "CPU" : "CPUs", crowding.busy)}}};
}

}  // namespace hone::diagnose

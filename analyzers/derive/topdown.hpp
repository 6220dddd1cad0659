// The first level of Yasin's top-down method: where the slots went in which a core could have
// issued an operation ("A Top-Down Method for Performance Analysis and Counters Architecture",
// ISPASS 2014). Shares of all slots, which sum to 1.
#pragma once

#include <optional>

namespace hone::derive {

struct TopDown {
  double retiring = 0;         // work that was kept
  double bad_speculation = 0;  // work that was thrown away, and what it took to recover
  double frontend_bound = 0;   // no operation was delivered
  double backend_bound = 0;    // an operation waited for data or for a unit
};

// In slots, for cores that count operations (Sandy Bridge to Comet Lake).
struct OperationSlots {
  double slots = 0;          // width x cycles: 4 x CPU_CLK_UNHALTED.THREAD
  double issued = 0;         // UOPS_ISSUED.ANY
  double retired = 0;        // UOPS_RETIRED.RETIRE_SLOTS
  double recovery = 0;       // width x INT_MISC.RECOVERY_CYCLES
  double not_delivered = 0;  // IDQ_UOPS_NOT_DELIVERED.CORE
};

// retiring = retired / slots; bad speculation = (issued - retired + recovery) / slots;
// frontend bound = not_delivered / slots; backend bound = 1 - the three (Yasin, table 1).
// Counters that were on the PMU at different times may contradict each other: a share below 0 is
// 0, and the others are scaled to sum to 1. nullopt for no slots.
std::optional<TopDown> top_down(const OperationSlots& counts);

// For cores that count the categories themselves (Ice Lake's PERF_METRICS, Zen 4, Neoverse), in
// any common unit. nullopt when all are 0.
std::optional<TopDown> top_down(const TopDown& slots);

}  // namespace hone::derive

// The first level of Yasin's top-down method ("A Top-Down Method for Performance Analysis and
// Counters Architecture", ISPASS 2014): where the slots went. Slots are the places for an operation
// that a core has in each cycle.
#pragma once

#include <optional>

namespace hone::derive {

// Shares of all slots.
struct TopDown {
  double retiring = 0;         // work that was kept
  double bad_speculation = 0;  // work that was thrown away, and what it took to recover
  double frontend_bound = 0;   // no operation was delivered
  double backend_bound = 0;    // an operation waited for data or for a unit
};

// The counts that a PMU has of slots and operations. The recipe depends on which of them there are.
struct SlotCounts {
  double slots = 0;                               // all slots: width x cycles
  double frontend = 0;                            // left empty by the frontend
  std::optional<double> retired{};                // whose operation retired
  std::optional<double> issued{};                 // that were given an operation
  std::optional<double> recovery{};               // lost while recovering from a wrong guess
  std::optional<double> backend{};                // that the backend could not take
  std::optional<double> speculated_operations{};  // executed, retired or not
  std::optional<double> retired_operations{};
};

// The shares by the recipe that fits the counts. nullopt: there are no slots, or no recipe fits.
// In each recipe frontend bound = frontend / slots. With R, I, C, B for retired, issued, recovery,
// backend:
//   R I C (Intel, Sandy Bridge to Cascade Lake; Yasin, table 1): retiring R / slots, bad
//   speculation
//     (I - R + C) / slots, backend bound 1 - the others.
//   R I B (AMD, Zen 4): retiring R / slots, bad speculation (I - R) / slots, backend bound
//     B / slots; what is left went to the sibling thread (PPR for family 19h, model 11h).
//   R B (Intel, Ice Lake on): retiring R / slots, backend bound B / slots, bad speculation
//     1 - the others (Intel SDM, 20.3.9).
//   B and operations (Armv8 with STALL_SLOT): backend bound B / slots; the rest is retiring by the
//     share of operations that retired, and else bad speculation (Arm, Topdown methodology).
// Counters that were on the PMU at different times may contradict each other: a share below 0
// becomes 0, and a sum above 1 is scaled to 1.
std::optional<TopDown> top_down(const SlotCounts& counts);

}  // namespace hone::derive

// Which event of which PMU counts each of the usual metrics: a table, to be read as one.
//
// Beside the usual metrics the table has the counts that Yasin's top-down analysis (A Top-Down
// Method for Performance Analysis and Counters Architecture, ISPASS 2014) takes at level 1. They
// are reported under ids of their own, in slots: places for an operation, as many a cycle as the
// core is wide.
//
//   S topdown_slots             all of them
//   F topdown_frontend_slots    left empty by the frontend
//   R topdown_retired_slots     whose operation retired
//   I topdown_issued_slots      that were given an operation
//   C topdown_recovery_slots    lost while recovering from a wrong guess
//   B topdown_backend_slots     that the backend could not take
//   P topdown_speculated_ops    operations executed, retired or not
//   O topdown_retired_ops       operations retired
//
// The recipe depends on which of these a machine has; frontend bound is F / S in each.
//   Intel, Sandy Bridge to Cascade Lake (S F R I C): retiring R / S, bad speculation
//     (I - R + C) / S, backend bound what is left. They hold for one thread: beside a busy sibling
//     (SMT) S is not the thread's alone.
//   Intel, Ice Lake on (S F R B): retiring R / S, backend bound B / S, bad speculation the rest.
//   AMD, Zen 4 (S F R I B): retiring R / S, bad speculation (I - R) / S, backend bound B / S; what
//     is left went to the sibling (SMT).
//   Armv8 with STALL_SLOT events (S F B P O): backend bound B / S; of the rest 1 - (F + B) / S the
//     part O / P is retiring and 1 - O / P bad speculation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hone::collect {

enum class PmuKind : std::uint8_t {
  intel_snb,      // Sandy Bridge
  intel_ivb,      // Ivy Bridge, Haswell, Broadwell
  intel_skl,      // Skylake, Cascade Lake
  intel_icl,      // Ice Lake, Sapphire Rapids
  intel_unknown,  // libpfm4 has no name for it
  amd_zen3,       // Zen 1 to 3
  amd_zen4,
  amd_unknown,
  armv8,
  other,
};

enum class TopdownRecipe : std::uint8_t { intel_issued_slots, intel_shares, amd_slots, arm_slots };

// Events of one set belong together: a rate needs both counts at one time.
enum class EventSet : std::uint8_t { work, branches, l1d, llc, topdown };

// Where an event's name comes from.
enum class NameSource : std::uint8_t {
  generic,  // the kernel's abstract events
  core,     // libpfm4's, of this PMU
  kernel,   // the kernel's list for this PMU
  none,     // the metric cannot be had here: the note says why
};

struct EventRow {
  PmuKind pmu;
  std::string_view metric;
  EventSet set;
  NameSource source;
  std::string_view event;
  // What one count adds to the metric, e.g. the slots of a cycle. 0: the kernel says how many
  // (Armv8).
  double weight = 1;
  std::string_view note = {};  // how the count departs from what the metric's name says
};

// Metrics that hone counts when no events are named, in the order in which they are tried: what
// comes first gets counters first.
std::span<const std::string_view> usual_metrics();

// All rows of the table. Of several rows with one metric the first that can be counted is used.
std::span<const EventRow> event_table();

// The kind of a PMU by libpfm4's name for it; nullopt: it is none of these kinds.
std::optional<PmuKind> kind_of_pmu(std::string_view name);

// The recipe for a kind of PMU; nullopt: its events tell nothing of slots.
std::optional<TopdownRecipe> recipe_of(PmuKind kind);

// Whether a loop of loads and branches cannot leave the metric at 0. Counters of some hypervisors
// open, and then never move.
bool always_moves(std::string_view metric);

}  // namespace hone::collect

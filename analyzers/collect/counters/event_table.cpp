// Intel: SDM volume 3, chapter 20, and the event lists at perfmon-events.intel.com. AMD: Processor
// Programming References, section 2.1.14. Arm: Architecture Reference Manual, D13.12.
#include "analyzers/collect/counters/event_table.hpp"

#include <algorithm>
#include <array>

namespace hone::collect {
namespace {

using enum PmuKind;
using enum EventSet;
using enum NameSource;

constexpr std::array<std::string_view, 8> usual{"cycles",         "instructions", "branches",
                                                "branch_misses",  "l1d_loads",    "l1d_misses",
                                                "llc_references", "llc_misses"};

constexpr std::string_view lines_brought =
    "lines brought into the L1d, also by stores and prefetchers";
constexpr std::string_view not_on_their_way = "retired loads; not those whose line is on its way";
constexpr std::string_view dispatched = "loads dispatched, retired or not";
constexpr std::string_view reads_from_l2 = "reads of the L1d from the L2, also by prefetchers";
constexpr std::string_view amd_llc =
    "AMD counts its L3 for a whole core complex, not for a process";
constexpr std::string_view arm_taken = "old kernels count branches taken only";
constexpr std::string_view arm_guessed = "branches executed, retired or not";
constexpr std::string_view arm_accesses = "loads and stores";
constexpr std::string_view arm_no_llc = "this core or kernel has no event for its last level cache";
constexpr std::string_view one_thread = "of the whole core when a sibling is busy (SMT)";

// clang-format off
constexpr auto table = std::to_array<EventRow>({
    // --- Intel: architectural events, which the kernel's abstract ones are ---
    {intel_snb, "cycles", work, generic, "cycles"},
    {intel_snb, "instructions", work, generic, "instructions"},
    {intel_snb, "branches", branches, generic, "branches"},
    {intel_snb, "branch_misses", branches, generic, "branch-misses"},
    {intel_snb, "l1d_loads", l1d, core, "MEM_UOPS_RETIRED:ALL_LOADS"},
    {intel_snb, "l1d_misses", l1d, core, "L1D:REPLACEMENT", 1, lines_brought},
    {intel_snb, "llc_references", llc, generic, "cache-references"},  // libpfm 4.13 has other codes
    {intel_snb, "llc_misses", llc, generic, "cache-misses"},
    {intel_snb, "topdown_slots", topdown, core, "UNHALTED_CORE_CYCLES", 4, one_thread},
    {intel_snb, "topdown_frontend_slots", topdown, core, "IDQ_UOPS_NOT_DELIVERED:CORE"},
    {intel_snb, "topdown_retired_slots", topdown, core, "UOPS_RETIRED:RETIRE_SLOTS"},
    {intel_snb, "topdown_issued_slots", topdown, core, "UOPS_ISSUED:ANY"},
    {intel_snb, "topdown_recovery_slots", topdown, core, "INT_MISC:RECOVERY_CYCLES", 4},

    {intel_ivb, "cycles", work, generic, "cycles"},
    {intel_ivb, "instructions", work, generic, "instructions"},
    {intel_ivb, "branches", branches, generic, "branches"},
    {intel_ivb, "branch_misses", branches, generic, "branch-misses"},
    {intel_ivb, "l1d_loads", l1d, core, "MEM_UOPS_RETIRED:ALL_LOADS"},
    {intel_ivb, "l1d_misses", l1d, core, "MEM_LOAD_UOPS_RETIRED:L1_MISS", 1, not_on_their_way},
    {intel_ivb, "llc_references", llc, core, "LONGEST_LAT_CACHE:REFERENCE"},
    {intel_ivb, "llc_misses", llc, core, "LONGEST_LAT_CACHE:MISS"},
    {intel_ivb, "topdown_slots", topdown, core, "UNHALTED_CORE_CYCLES", 4, one_thread},
    {intel_ivb, "topdown_frontend_slots", topdown, core, "IDQ_UOPS_NOT_DELIVERED:CORE"},
    {intel_ivb, "topdown_retired_slots", topdown, core, "UOPS_RETIRED:RETIRE_SLOTS"},
    {intel_ivb, "topdown_issued_slots", topdown, core, "UOPS_ISSUED:ANY"},
    {intel_ivb, "topdown_recovery_slots", topdown, core, "INT_MISC:RECOVERY_CYCLES", 4},

    {intel_skl, "cycles", work, generic, "cycles"},
    {intel_skl, "instructions", work, generic, "instructions"},
    {intel_skl, "branches", branches, generic, "branches"},
    {intel_skl, "branch_misses", branches, generic, "branch-misses"},
    {intel_skl, "l1d_loads", l1d, core, "MEM_INST_RETIRED:ALL_LOADS"},
    {intel_skl, "l1d_misses", l1d, core, "MEM_LOAD_RETIRED:L1_MISS", 1, not_on_their_way},
    {intel_skl, "llc_references", llc, core, "LONGEST_LAT_CACHE:REFERENCE"},
    {intel_skl, "llc_misses", llc, core, "LONGEST_LAT_CACHE:MISS"},
    {intel_skl, "topdown_slots", topdown, core, "UNHALTED_CORE_CYCLES", 4, one_thread},
    {intel_skl, "topdown_frontend_slots", topdown, core, "IDQ_UOPS_NOT_DELIVERED:CORE"},
    {intel_skl, "topdown_retired_slots", topdown, core, "UOPS_RETIRED:RETIRE_SLOTS"},
    {intel_skl, "topdown_issued_slots", topdown, core, "UOPS_ISSUED:ANY"},
    {intel_skl, "topdown_recovery_slots", topdown, core, "INT_MISC:RECOVERY_CYCLES", 4},

    {intel_icl, "cycles", work, generic, "cycles"},
    {intel_icl, "instructions", work, generic, "instructions"},
    {intel_icl, "branches", branches, generic, "branches"},
    {intel_icl, "branch_misses", branches, generic, "branch-misses"},
    {intel_icl, "l1d_loads", l1d, core, "MEM_INST_RETIRED:ALL_LOADS"},
    {intel_icl, "l1d_misses", l1d, core, "MEM_LOAD_RETIRED:L1_MISS", 1, not_on_their_way},
    {intel_icl, "llc_references", llc, generic, "cache-references"},  // libpfm 4.13 lacks its name
    {intel_icl, "llc_misses", llc, core, "LONGEST_LAT_CACHE:MISS"},
    // The register of shares needs its slots as the group's leader.
    {intel_icl, "topdown_slots", topdown, kernel, "slots"},
    {intel_icl, "topdown_frontend_slots", topdown, kernel, "topdown-fe-bound"},
    {intel_icl, "topdown_retired_slots", topdown, kernel, "topdown-retiring"},
    {intel_icl, "topdown_backend_slots", topdown, kernel, "topdown-be-bound"},

    {intel_unknown, "cycles", work, generic, "cycles"},
    {intel_unknown, "instructions", work, generic, "instructions"},
    {intel_unknown, "branches", branches, generic, "branches"},
    {intel_unknown, "branch_misses", branches, generic, "branch-misses"},
    {intel_unknown, "l1d_loads", l1d, generic, "L1-dcache-loads"},
    {intel_unknown, "l1d_misses", l1d, generic, "L1-dcache-load-misses", 1, lines_brought},
    {intel_unknown, "llc_references", llc, generic, "cache-references"},
    {intel_unknown, "llc_misses", llc, generic, "cache-misses"},
    {intel_unknown, "topdown_slots", topdown, kernel, "slots"},
    {intel_unknown, "topdown_frontend_slots", topdown, kernel, "topdown-fe-bound"},
    {intel_unknown, "topdown_retired_slots", topdown, kernel, "topdown-retiring"},
    {intel_unknown, "topdown_backend_slots", topdown, kernel, "topdown-be-bound"},

    // --- AMD: the kernel's cache-misses are those of the L2 ---
    {amd_zen3, "cycles", work, generic, "cycles"},
    {amd_zen3, "instructions", work, generic, "instructions"},
    {amd_zen3, "branches", branches, generic, "branches"},
    {amd_zen3, "branch_misses", branches, generic, "branch-misses"},
    {amd_zen3, "l1d_loads", l1d, core, "LS_DISPATCH:LD_DISPATCH:LD_ST_DISPATCH", 1, dispatched},
    {amd_zen3, "l1d_misses", l1d, core, "REQUESTS_TO_L2_GROUP1:RD_BLK_L:LS_RD_BLK_C_S", 1,
     reads_from_l2},
    {amd_zen3, "llc_references", llc, none, "", 1, amd_llc},
    {amd_zen3, "llc_misses", llc, none, "", 1, amd_llc},

    {amd_zen4, "cycles", work, generic, "cycles"},
    {amd_zen4, "instructions", work, generic, "instructions"},
    {amd_zen4, "branches", branches, generic, "branches"},
    {amd_zen4, "branch_misses", branches, generic, "branch-misses"},
    {amd_zen4, "l1d_loads", l1d, core, "LS_DISPATCH:LD_DISPATCH:LD_ST_DISPATCH", 1, dispatched},
    {amd_zen4, "l1d_misses", l1d, core, "REQUESTS_TO_L2_GROUP1:RD_BLK_L:LS_RD_BLK_C_S", 1,
     reads_from_l2},
    {amd_zen4, "llc_references", llc, none, "", 1, amd_llc},
    {amd_zen4, "llc_misses", llc, none, "", 1, amd_llc},
    {amd_zen4, "topdown_slots", topdown, core, "CYCLES_NOT_IN_HALT", 6},
    {amd_zen4, "topdown_frontend_slots", topdown, core, "DISPATCH_STALLS_1:FE_NO_OPS"},
    {amd_zen4, "topdown_retired_slots", topdown, core, "RETIRED_OPS"},
    {amd_zen4, "topdown_issued_slots", topdown, core,
     "OPS_SOURCE_DISPATCHED_FROM_DECODER:DECODER:OPCACHE:LOOP_BUFFER"},
    {amd_zen4, "topdown_backend_slots", topdown, core, "DISPATCH_STALLS_1:BE_STALLS"},

    {amd_unknown, "cycles", work, generic, "cycles"},
    {amd_unknown, "instructions", work, generic, "instructions"},
    {amd_unknown, "branches", branches, generic, "branches"},
    {amd_unknown, "branch_misses", branches, generic, "branch-misses"},
    {amd_unknown, "l1d_loads", l1d, generic, "L1-dcache-loads", 1, "loads and stores"},
    {amd_unknown, "l1d_misses", l1d, generic, "L1-dcache-load-misses", 1, reads_from_l2},
    {amd_unknown, "llc_references", llc, none, "", 1, amd_llc},
    {amd_unknown, "llc_misses", llc, none, "", 1, amd_llc},

    // --- Armv8: what the kernel lists is there; the kernel's cache-misses are refills of the L1d ---
    {armv8, "cycles", work, generic, "cycles"},
    {armv8, "instructions", work, generic, "instructions"},
    {armv8, "branches", branches, kernel, "br_retired"},
    {armv8, "branches", branches, generic, "branches", 1, arm_taken},
    {armv8, "branch_misses", branches, kernel, "br_mis_pred_retired"},
    {armv8, "branch_misses", branches, generic, "branch-misses", 1, arm_guessed},
    {armv8, "l1d_loads", l1d, kernel, "l1d_cache", 1, arm_accesses},
    {armv8, "l1d_loads", l1d, generic, "L1-dcache-loads", 1, arm_accesses},
    {armv8, "l1d_misses", l1d, kernel, "l1d_cache_refill", 1, arm_accesses},
    {armv8, "l1d_misses", l1d, generic, "L1-dcache-load-misses", 1, arm_accesses},
    {armv8, "llc_references", llc, kernel, "ll_cache_rd", 1, "reads"},
    {armv8, "llc_references", llc, none, "", 1, arm_no_llc},
    {armv8, "llc_misses", llc, kernel, "ll_cache_miss_rd", 1, "reads"},
    {armv8, "llc_misses", llc, none, "", 1, arm_no_llc},
    {armv8, "topdown_slots", topdown, kernel, "cpu_cycles", 0},
    {armv8, "topdown_frontend_slots", topdown, kernel, "stall_slot_frontend"},
    {armv8, "topdown_backend_slots", topdown, kernel, "stall_slot_backend"},
    {armv8, "topdown_speculated_ops", topdown, kernel, "op_spec"},
    {armv8, "topdown_retired_ops", topdown, kernel, "op_retired"},

    // --- any other: the kernel's abstract events, whose caches may be any level ---
    {other, "cycles", work, generic, "cycles"},
    {other, "instructions", work, generic, "instructions"},
    {other, "branches", branches, generic, "branches"},
    {other, "branch_misses", branches, generic, "branch-misses"},
    {other, "l1d_loads", l1d, generic, "L1-dcache-loads"},
    {other, "l1d_misses", l1d, generic, "L1-dcache-load-misses"},
    {other, "llc_references", llc, generic, "LLC-loads", 1, "reads"},
    {other, "llc_misses", llc, generic, "LLC-load-misses", 1, "reads"},
});

struct PmuName {
  std::string_view name;  // libpfm4's
  PmuKind kind;
};

constexpr auto pmu_names = std::to_array<PmuName>({
    {"snb", intel_snb}, {"snb_ep", intel_snb},
    {"ivb", intel_ivb}, {"ivb_ep", intel_ivb}, {"hsw", intel_ivb}, {"hsw_ep", intel_ivb},
    {"bdw", intel_ivb}, {"bdw_ep", intel_ivb},
    {"skl", intel_skl}, {"skx", intel_skl}, {"clx", intel_skl},
    {"icl", intel_icl}, {"icx", intel_icl}, {"spr", intel_icl},
    {"amd64_fam17h_zen1", amd_zen3}, {"amd64_fam17h_zen2", amd_zen3},
    {"amd64_fam19h_zen3", amd_zen3}, {"amd64_fam19h_zen4", amd_zen4},
});
// clang-format on

}  // namespace

std::span<const std::string_view> usual_metrics() { return usual; }

std::span<const EventRow> event_table() { return table; }

std::optional<PmuKind> kind_of_pmu(std::string_view name) {
  const auto* found = std::find_if(pmu_names.begin(), pmu_names.end(),
                                   [&](const PmuName& known) { return known.name == name; });
  return found == pmu_names.end() ? std::nullopt : std::optional(found->kind);
}

std::optional<TopdownRecipe> recipe_of(PmuKind kind) {
  switch (kind) {
    case intel_snb:
    case intel_ivb:
    case intel_skl: return TopdownRecipe::intel_issued_slots;
    case intel_icl:
    case intel_unknown: return TopdownRecipe::intel_shares;
    case amd_zen4: return TopdownRecipe::amd_slots;
    case armv8: return TopdownRecipe::arm_slots;
    case amd_zen3:
    case amd_unknown:
    case other: return std::nullopt;
  }
  return std::nullopt;
}

bool always_moves(std::string_view metric) {
  return metric == "cycles" || metric == "instructions" || metric == "branches" ||
         metric == "l1d_loads" || metric == "topdown_slots";
}

}  // namespace hone::collect

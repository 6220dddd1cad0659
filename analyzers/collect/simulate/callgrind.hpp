// Callgrind as a counter of instructions, cache and branch misses where there is
// no PMU: how a worker is started under it, on a model of this machine's caches,
// and which of our metrics its events are.
//
// The region of interest is marked by the worker itself (valgrind/callgrind.h):
//   CALLGRIND_START_INSTRUMENTATION; one warm-up iteration; CALLGRIND_ZERO_STATS;
//   N iterations; CALLGRIND_DUMP_STATS_AT("region"); CALLGRIND_STOP_INSTRUMENTATION;
// START empties the simulated caches, hence the warm-up. Not TOGGLE_COLLECT: it acts on the calling
// thread alone, and the work of a workload's other threads would be lost without a word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/collect/simulate/callgrind_parse.hpp"
#include "analyzers/model/report.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::collect {

// A cache as callgrind can model it: (size / line / ways) is a power of two.
struct ModelledCache {
  std::int64_t size_bytes = 0;
  int ways = 0;
  int line_bytes = 0;

  friend bool operator==(const ModelledCache&, const ModelledCache&) = default;
};

struct CacheGeometry {
  ModelledCache instruction;
  ModelledCache data;
  ModelledCache last_level;
  std::vector<std::string> notes;  // where it differs from the machine, and why; empty: nowhere
};

// This machine's caches, as near as callgrind can model them. The geometry is given always and in
// full, because callgrind's own detection misreads some processors.
CacheGeometry pinned_geometry(const Cpu& cpu);

// The arguments before a worker's own argv. The region's dump is callgrind_dump_file(out_file);
// out_file itself is written when the worker ends, and holds nothing of interest.
std::vector<std::string> callgrind_command(const CacheGeometry& geometry,
                                           const std::string& out_file);

// The file that the first CALLGRIND_DUMP_STATS_AT writes.
std::string callgrind_dump_file(const std::string& out_file);

// Arguments of every run under callgrind, whatever the user's own valgrind options are.
std::vector<std::string> callgrind_basics();

// Options to simulate caches and branches, too.
std::vector<std::string> cache_options(const CacheGeometry& geometry);

// The path escaped for an option that takes a file's name: valgrind expands "%p" and the like in
// it.
std::string escape_percent(std::string_view path);

Result<CallgrindProfile> read_callgrind_profile(const std::string& path);

// Readings per iteration, save the rates. Each metric that callgrind can give is there, as a value
// or with the reason why this profile lacks it. `iterations` > 0.
ByMetric<Reading> simulated_readings(const CallgrindProfile& profile, double iterations);

}  // namespace hone::collect

// Where a workload's data lies on a machine, and the points of a workload that depend on it. Pure:
// the caches are given.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzers/model/footprint.hpp"
#include "analyzers/model/report.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {

// What the points of a workload are fitted to.
struct CacheSizes {
  struct Level {
    int level = 1;
    double bytes = 0;
  };

  std::vector<Level> levels{};  // data caches of one CPU, the nearest first; empty: not known
  std::string unknown{};        // why there are none
  std::optional<double> memory_bytes{};  // of the machine; absent: not known
};

// Of the caches as the kernel tells them: those of instructions are none of data. `memory_bytes` 0:
// not known.
CacheSizes cache_sizes(std::span<const Cache> caches, std::int64_t memory_bytes);

// The place of so many bytes, > 0.
Footprint place(double bytes, const CacheSizes& sizes);

// Of the workload at these parameters; nullopt: it does not say how much it touches.
std::optional<Footprint> footprint_at(const Workload& workload, const Parameters& parameters,
                                      const CacheSizes& sizes);

// The parameters at a point of the workload.
Parameters parameters_at(const Workload& workload, const Point& point);

// A scan over the caches: values of the parameter that the footprint grows with, whose data fills
// half of each cache, the nearest first, then twice the last where 1 GiB and the memory allow it.
// Empty: the workload has no such parameter, or the caches are not known.
std::vector<std::int64_t> values_by_level(const Workload& workload, const CacheSizes& sizes);

// The workload as this machine can show it: the default and the points of no gain that are about a
// level have the values that meet it, each with a text that says how it was chosen. A value of 1000
// or more has two significant digits. Values are limited by the parameter's range, by the cap, and
// by half of the memory for the processes of all variants side by side. A point of no gain whose
// data should lie beyond a cache and cannot is moved to `left_out`, with the reason; a default is
// kept, and its text tells. Without known caches the values stay as they are, which is told, too.
Workload fitted(Workload workload, const CacheSizes& sizes);

std::vector<Workload> fitted(std::span<const Workload> workloads, const CacheSizes& sizes);

}  // namespace hone::workloads

// The data of a workload at one point of its parameters, and the cache of this machine that holds
// it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hone {

struct Footprint {
  enum class Place : std::uint8_t {
    cache,    // the smallest data cache that holds it all is that of `level`
    memory,   // no data cache does: the last one is that of `level`
    unknown,  // the machine does not tell its caches
  };

  double bytes = 0;  // > 0
  Place place = Place::unknown;
  int level = 0;            // of the cache, 1 is the nearest; 0: unknown
  double cache_bytes = 0;   // size of that cache; 0: unknown
  std::string reason = {};  // why the place is unknown

  friend bool operator==(const Footprint&, const Footprint&) = default;
};

constexpr std::string_view to_string(Footprint::Place place) {
  switch (place) {
    case Footprint::Place::cache: return "cache";
    case Footprint::Place::memory: return "memory";
    case Footprint::Place::unknown: return "unknown";
  }
  return "";
}

}  // namespace hone

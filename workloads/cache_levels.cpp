#include "workloads/cache_levels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "workloads/catalogue.hpp"

namespace hone::workloads {
namespace {

constexpr double worker_bytes = 10.0 * 1024 * 1024;  // of a process, beside its workload's
constexpr double share_of_memory = 0.5;

// "64 KiB", "1.5 MiB": the size of a cache, which is whole in most units.
std::string bytes_text(double bytes) {
  constexpr std::array<std::string_view, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  while (bytes >= 1024 && unit + 1 < units.size()) {
    bytes /= 1024;
    ++unit;
  }
  return fmt::format("{:.4g} {}", bytes, units.at(unit));
}

std::optional<CacheSizes::Level> find_level(const CacheSizes& sizes, CacheLevel level) {
  if (sizes.levels.empty()) return std::nullopt;
  if (level == CacheLevel::last) return sizes.levels.back();
  const int number = level == CacheLevel::first ? 1 : 2;
  const auto found =
      std::find_if(sizes.levels.begin(), sizes.levels.end(),
                   [&](const CacheSizes::Level& one) { return one.level == number; });
  return found == sizes.levels.end() ? std::nullopt : std::optional(*found);
}

std::string_view level_text(CacheLevel level) {
  switch (level) {
    case CacheLevel::first: return "L1";
    case CacheLevel::second: return "L2";
    case CacheLevel::last: return "the last level";
  }
  return "";
}

// The greatest value in [lo, hi] that fits; lo where none does. `fits` must not become true again
// once it is false.
template <class Fits>
std::int64_t greatest(std::int64_t lo, std::int64_t hi, Fits fits) {
  if (!fits(lo)) return lo;
  while (lo < hi) {
    const std::int64_t middle = lo + (hi - lo + 1) / 2;
    if (fits(middle)) {
      lo = middle;
    } else {
      hi = middle - 1;
    }
  }
  return lo;
}

// The step between values of two significant digits near this one; 1 below 1000.
std::int64_t grid_of(std::int64_t value) {
  std::int64_t step = 1;
  if (value < 1000) return step;
  for (; value >= 100; value /= 10) step *= 10;
  return step;
}

std::int64_t rounded_down(std::int64_t value) { return value - value % grid_of(value); }

std::int64_t rounded_up(std::int64_t value) {
  const std::int64_t step = grid_of(value);
  return rounded_down(value + step - 1);
}

// One parameter of a workload, the others being as given.
class Line {
 public:
  Line(const Workload& workload, Parameters parameters, const Parameter& along)
      : workload_(workload), parameters_(std::move(parameters)), along_(along) {}

  [[nodiscard]] double footprint(std::int64_t value) { return workload_.footprint(at(value)); }

  // The greatest value whose footprint is not above.
  std::int64_t within(double bytes) {
    return greatest(along_.min, along_.max,
                    [&](std::int64_t value) { return footprint(value) <= bytes; });
  }

  // The greatest value at which the processes of all variants have room side by side.
  std::int64_t within_memory(double memory_bytes) {
    if (workload_.memory_bytes == nullptr) return along_.max;
    const auto processes = static_cast<double>(workload_.variants.size());
    return greatest(along_.min, along_.max, [&](std::int64_t value) {
      return processes * (workload_.memory_bytes(at(value)) + worker_bytes) <=
             share_of_memory * memory_bytes;
    });
  }

  [[nodiscard]] std::int64_t min() const { return along_.min; }
  [[nodiscard]] std::int64_t max() const { return along_.max; }

 private:
  const Parameters& at(std::int64_t value) {
    parameters_.set(along_.name, value);
    return parameters_;
  }

  const Workload& workload_;
  Parameters parameters_;
  const Parameter& along_;
};

struct Limit {
  std::int64_t value = 0;
  std::string text{};
};

// The tightest of what bounds the values.
Limit limit_of(Line& line, const AtLevel& wanted, const CacheSizes& sizes) {
  Limit limit{line.max(), "the parameter takes no more"};
  if (const std::int64_t capped = line.within(wanted.cap_bytes); capped < limit.value) {
    limit = {capped, fmt::format("no more than {} is used", bytes_text(wanted.cap_bytes))};
  }
  if (!sizes.memory_bytes) return limit;
  if (const std::int64_t room = line.within_memory(*sizes.memory_bytes); room < limit.value) {
    limit = {room, fmt::format("half of the memory of {} holds no more",
                               bytes_text(*sizes.memory_bytes))};
  }
  return limit;
}

struct Choice {
  std::int64_t value = 0;
  std::string text{};       // how it was chosen
  std::string too_small{};  // why it does not show what it should; empty: it does
};

// The value that meets the level, before any limit.
std::int64_t value_at(Line& line, double bytes, bool is_beyond) {
  const std::int64_t below = line.within(bytes);
  if (!is_beyond) return std::max(rounded_down(below), line.min());
  const bool is_met = line.footprint(below) >= bytes || below == line.max();
  return std::min(rounded_up(is_met ? below : below + 1), line.max());
}

Choice choose(const Workload& workload, const Parameters& parameters, const AtLevel& wanted,
              const CacheSizes& sizes) {
  const std::optional<CacheSizes::Level> cache = find_level(sizes, wanted.level);
  if (!cache) {
    const std::int64_t value = parameters[wanted.parameter];
    return {.value = value,
            .text = fmt::format("{}={} whatever the caches: {}", wanted.parameter, value,
                                sizes.levels.empty() ? sizes.unknown
                                                     : fmt::format("this machine tells no {}",
                                                                   level_text(wanted.level)))};
  }
  Line line(workload, parameters, *find_parameter(workload, wanted.parameter));
  const bool is_beyond = wanted.factor >= 1;
  Choice choice{.value = value_at(line, wanted.factor * cache->bytes, is_beyond)};
  const std::string name = fmt::format("L{} ({})", cache->level, bytes_text(cache->bytes));
  const Limit limit = limit_of(line, wanted, sizes);
  std::string instead;
  if (choice.value > limit.value) {
    choice.value = std::max(rounded_down(limit.value), line.min());
    instead = fmt::format(": {}", limit.text);
  }
  choice.text = fmt::format("{}={} for {}{:g} x {}{}", wanted.parameter, choice.value,
                            instead.empty() ? "" : "less than ", wanted.factor, name, instead);
  if (const double bytes = line.footprint(choice.value); is_beyond && bytes < cache->bytes) {
    choice.too_small =
        fmt::format("{}={} are {}, not beyond {}{}", wanted.parameter, choice.value,
                    bytes_text(bytes), name, instead.empty() ? ": there are no more" : instead);
  }
  return choice;
}

void set_default(Workload& workload, const CacheSizes& sizes) {
  const AtLevel& wanted = workload.default_at_level;
  if (wanted.parameter.empty()) return;
  const Choice choice = choose(workload, Parameters(workload.parameters), wanted, sizes);
  for (Parameter& parameter : workload.parameters) {
    if (parameter.name == wanted.parameter) parameter.initial = choice.value;
  }
  workload.default_chosen =
      choice.too_small.empty() ? choice.text : fmt::format("{}", choice.too_small);
}

// Why the machine cannot show the point; empty: it can.
std::string set_point(const Workload& workload, const CacheSizes& sizes, Point& point) {
  const AtLevel& wanted = point.at_level;
  if (wanted.parameter.empty()) return "";
  Choice choice = choose(workload, parameters_at(workload, point), wanted, sizes);
  for (auto& [name, value] : point.assignments) {
    if (name == wanted.parameter) value = choice.value;
  }
  point.chosen = std::move(choice.text);
  return std::move(choice.too_small);
}

}  // namespace

CacheSizes cache_sizes(std::span<const Cache> caches, std::int64_t memory_bytes) {
  CacheSizes sizes;
  if (memory_bytes > 0) sizes.memory_bytes = static_cast<double>(memory_bytes);
  for (const Cache& cache : caches) {
    if (cache.type == "Instruction" || cache.size_bytes <= 0) continue;
    sizes.levels.push_back({cache.level, static_cast<double>(cache.size_bytes)});
  }
  std::sort(sizes.levels.begin(), sizes.levels.end(),
            [](const auto& a, const auto& b) { return a.level < b.level; });
  if (sizes.levels.empty()) sizes.unknown = "the kernel tells of no caches";
  return sizes;
}

Footprint place(double bytes, const CacheSizes& sizes) {
  Footprint footprint{.bytes = bytes};
  if (sizes.levels.empty()) {
    footprint.reason = sizes.unknown;
    return footprint;
  }
  const auto holds = [&](const CacheSizes::Level& cache) { return bytes <= cache.bytes; };
  const auto found = std::find_if(sizes.levels.begin(), sizes.levels.end(), holds);
  const bool is_held = found != sizes.levels.end();
  const CacheSizes::Level& cache = is_held ? *found : sizes.levels.back();
  footprint.place = is_held ? Footprint::Place::cache : Footprint::Place::memory;
  footprint.level = cache.level;
  footprint.cache_bytes = cache.bytes;
  return footprint;
}

std::optional<Footprint> footprint_at(const Workload& workload, const Parameters& parameters,
                                      const CacheSizes& sizes) {
  if (workload.footprint == nullptr) return std::nullopt;
  return place(workload.footprint(parameters), sizes);
}

Parameters parameters_at(const Workload& workload, const Point& point) {
  Parameters parameters(workload.parameters);
  for (const auto& [name, value] : point.assignments) parameters.set(name, value);
  return parameters;
}

std::vector<std::int64_t> values_by_level(const Workload& workload, const CacheSizes& sizes) {
  std::vector<std::int64_t> values;
  const Parameter* along = find_parameter(workload, workload.footprint_grows_with);
  if (along == nullptr || workload.footprint == nullptr || sizes.levels.empty()) return values;
  Line line(workload, Parameters(workload.parameters), *along);
  const std::int64_t most = limit_of(line, {.cap_bytes = 1024.0 * 1024 * 1024}, sizes).value;
  const auto add = [&](std::int64_t value) {
    if (value <= most && (values.empty() || values.back() < value)) values.push_back(value);
  };
  for (const CacheSizes::Level& cache : sizes.levels) add(value_at(line, cache.bytes / 2, false));
  add(value_at(line, 2 * sizes.levels.back().bytes, true));
  return values;
}

Workload fitted(Workload workload, const CacheSizes& sizes) {
  if (workload.footprint == nullptr) return workload;
  set_default(workload, sizes);
  std::vector<Point> shown;
  for (Point& point : workload.no_gain) {
    std::string reason = set_point(workload, sizes, point);
    if (reason.empty()) {
      shown.push_back(std::move(point));
    } else {
      workload.left_out.push_back({std::move(point), std::move(reason)});
    }
  }
  workload.no_gain = std::move(shown);
  return workload;
}

std::vector<Workload> fitted(std::span<const Workload> workloads, const CacheSizes& sizes) {
  std::vector<Workload> all;
  all.reserve(workloads.size());
  for (const Workload& workload : workloads) all.push_back(fitted(workload, sizes));
  return all;
}

}  // namespace hone::workloads

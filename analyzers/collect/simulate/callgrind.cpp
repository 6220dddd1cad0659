// Which geometries valgrind 3.19 takes was tried, not read: the number of sets must
// be a power of two, the line a power of two of at least 16 bytes and shorter than the
// cache, and all of it below 2 GiB. The ways are free, so 48 KiB 12-way passes as it is.
#include "analyzers/collect/simulate/callgrind.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace hone::collect {
namespace {

constexpr std::int64_t largest_cache_bytes = std::int64_t{1} << 30;
constexpr int shortest_line_bytes = 16;

// A dump of a region is some tens of KiB; one of a large program some tens of MiB.
constexpr std::uintmax_t largest_profile_bytes = std::uintmax_t{1} << 28;

// Common sizes, for what a machine (most often a virtual one) does not tell.
constexpr ModelledCache usual_first_level{.size_bytes = 32 << 10, .ways = 8, .line_bytes = 64};
constexpr ModelledCache usual_last_level{.size_bytes = 8 << 20, .ways = 16, .line_bytes = 64};

std::string describe(const ModelledCache& cache) {
  const bool whole_kib = cache.size_bytes % 1024 == 0;
  return fmt::format("{} {}, {}-way, {}-byte lines",
                     whole_kib ? cache.size_bytes / 1024 : cache.size_bytes,
                     whole_kib ? "KiB" : "bytes", cache.ways, cache.line_bytes);
}

const Cache* first_level(const Cpu& cpu, std::string_view type) {
  for (const std::string_view wanted : {type, std::string_view{"Unified"}}) {
    for (const Cache& cache : cpu.caches) {
      if (cache.level == 1 && cache.type == wanted) return &cache;
    }
  }
  return nullptr;
}

// The outermost that holds data; a machine with a first level only has none.
const Cache* last_level(const Cpu& cpu) {
  const Cache* last = nullptr;
  for (const Cache& cache : cpu.caches) {
    if (cache.level < 2 || cache.type == "Instruction") continue;
    if (last == nullptr || cache.level > last->level) last = &cache;
  }
  return last;
}

// The nearest geometry that callgrind takes: capacity decides most about misses, so it is kept as
// closely as can be, and the ways give. nullopt: no such geometry is near.
std::optional<ModelledCache> nearest_valid(const ModelledCache& real) {
  const int line = static_cast<int>(
      std::bit_floor(static_cast<unsigned>(std::max(real.line_bytes, shortest_line_bytes))));
  const std::int64_t lines = std::min(real.size_bytes, largest_cache_bytes) / line;
  if (lines < 2 || real.ways < 1 || real.ways > lines) return std::nullopt;
  // Of the two powers of two around the true number of sets, the nearer one by ratio.
  const std::int64_t sets = lines / real.ways;
  std::int64_t rounded =
      static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(sets)));
  if (sets * sets > 2 * rounded * rounded && 2 * rounded <= lines) rounded *= 2;
  const std::int64_t ways = std::max<std::int64_t>(1, lines / rounded);
  return ModelledCache{
      .size_bytes = rounded * ways * line, .ways = static_cast<int>(ways), .line_bytes = line};
}

// `what` names the cache in the notes, e.g. "L1 data cache".
ModelledCache model(const Cache* cache, const ModelledCache& usual, std::string_view what,
                    std::vector<std::string>& notes) {
  if (cache == nullptr || cache->size_bytes <= 0) {
    notes.push_back(
        fmt::format("the {} of this machine is not known: simulated as {}", what, describe(usual)));
    return usual;
  }
  ModelledCache real{cache->size_bytes, cache->ways, cache->line_bytes};
  if (real.ways <= 0 || real.line_bytes <= 0) {
    if (real.ways <= 0) real.ways = usual.ways;
    if (real.line_bytes <= 0) real.line_bytes = usual.line_bytes;
    notes.push_back(fmt::format("the ways or the line of the {} are not known: taken as {}", what,
                                describe(real)));
  }
  const std::optional<ModelledCache> valid = nearest_valid(real);
  if (!valid) {
    notes.push_back(fmt::format("the {} is said to be {}, which cannot be: simulated as {}", what,
                                describe(real), describe(usual)));
    return usual;
  }
  if (*valid != real) {
    notes.push_back(fmt::format("callgrind cannot model the {} ({}): simulated as {}", what,
                                describe(real), describe(*valid)));
  }
  return *valid;
}

std::string cache_option(std::string_view name, const ModelledCache& cache) {
  return fmt::format("--{}={},{},{}", name, cache.size_bytes, cache.ways, cache.line_bytes);
}

// The sum of some events; absent when one of them was not simulated.
Reading sum_of(const CallgrindProfile& profile, std::initializer_list<std::string_view> events) {
  double sum = 0;
  for (const std::string_view event : events) {
    const std::optional<std::uint64_t> total = profile.total(event);
    if (!total) return Absent{fmt::format("callgrind did not simulate the event {}", event)};
    sum += static_cast<double>(*total);
  }
  return Value{sum, Provenance::simulated};
}

Reading divided(const Reading& reading, double by) {
  const Value* const value = std::get_if<Value>(&reading);
  if (value == nullptr) return reading;
  return Value{value->number / by, value->provenance};
}

// `nothing`: the reason to give when there was nothing to miss.
Reading rate(const Reading& part, const Reading& whole, std::string_view nothing) {
  const Value* const denominator = std::get_if<Value>(&whole);
  if (denominator == nullptr) return whole;
  if (denominator->number <= 0) return Absent{std::string(nothing)};
  return divided(part, denominator->number);
}

}  // namespace

CacheGeometry pinned_geometry(const Cpu& cpu) {
  CacheGeometry geometry;
  geometry.instruction = model(first_level(cpu, "Instruction"), usual_first_level,
                               "L1 instruction cache", geometry.notes);
  geometry.data =
      model(first_level(cpu, "Data"), usual_first_level, "L1 data cache", geometry.notes);
  geometry.last_level =
      model(last_level(cpu), usual_last_level, "last-level cache", geometry.notes);
  return geometry;
}

std::vector<std::string> callgrind_basics() {
  return {
      "valgrind",
      "--tool=callgrind",
      "--command-line-only=yes",  // neither VALGRIND_OPTS nor .valgrindrc
      "--vgdb=no",                // no debugger's pipes left in /tmp
      "--fair-sched=try",  // one thread runs at a time: without it a spinning one starves the rest
  };
}

std::vector<std::string> cache_options(const CacheGeometry& geometry) {
  return {"--cache-sim=yes", "--branch-sim=yes", cache_option("I1", geometry.instruction),
          cache_option("D1", geometry.data), cache_option("LL", geometry.last_level)};
}

std::string escape_percent(std::string_view path) {
  std::string escaped;
  for (const char c : path) escaped.append(c == '%' ? 2 : 1, c);
  return escaped;
}

std::vector<std::string> callgrind_command(const CacheGeometry& geometry,
                                           const std::string& out_file) {
  std::vector<std::string> command = callgrind_basics();
  for (std::string& option : cache_options(geometry)) command.push_back(std::move(option));
  command.insert(command.end(), {
                                    "--quiet",
                                    "--instr-atstart=no",     // until the worker asks for it
                                    "--collect-atstart=yes",  // for every thread: see callgrind.hpp
                                    "--callgrind-out-file=" + escape_percent(out_file),
                                });
  return command;
}

std::string callgrind_dump_file(const std::string& out_file) { return out_file + ".1"; }

Result<CallgrindProfile> read_callgrind_profile(const std::string& path) {
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(path, failed);
  if (failed) {
    return Error{fmt::format("callgrind left no profile: {}", failed.message()), ""};
  }
  if (size > largest_profile_bytes) {
    return Error{fmt::format("callgrind's profile is too large: {} bytes", size),
                 "simulate fewer iterations"};
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file) return Error{"callgrind's profile cannot be read", ""};
  Result<CallgrindProfile> profile = parse_callgrind(text);
  return profile;
}

// Events: https://valgrind.org/docs/manual/cl-manual.html and cg-manual.html. Ir instructions,
// Dr and Dw data reads and writes, I1 and D1 first-level and IL and DL last-level misses (mr of
// reads, mw of writes), Bc and Bi conditional and indirect branches, m: mispredicted.
ByMetric<Reading> simulated_readings(const CallgrindProfile& profile, double iterations) {
  const Reading l1d_accesses = sum_of(profile, {"Dr", "Dw"});
  const Reading l1d_misses = sum_of(profile, {"D1mr", "D1mw"});
  const Reading branches = sum_of(profile, {"Bc", "Bi"});
  const Reading branch_misses = sum_of(profile, {"Bcm", "Bim"});
  ByMetric<Reading> readings;
  readings["instructions"] = divided(sum_of(profile, {"Ir"}), iterations);
  readings["l1d_loads"] = divided(sum_of(profile, {"Dr"}), iterations);
  readings["l1d_misses"] = divided(l1d_misses, iterations);
  readings["l1d_miss_rate"] = rate(l1d_misses, l1d_accesses, "the region accessed no data");
  readings["llc_references"] = divided(sum_of(profile, {"I1mr", "D1mr", "D1mw"}), iterations);
  readings["llc_misses"] = divided(sum_of(profile, {"ILmr", "DLmr", "DLmw"}), iterations);
  readings["branches"] = divided(branches, iterations);
  readings["branch_misses"] = divided(branch_misses, iterations);
  readings["branch_miss_rate"] = rate(branch_misses, branches, "the region has no branches");
  return readings;
}

}  // namespace hone::collect

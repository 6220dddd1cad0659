// What a workload is. A workload lives in one file: it describes itself in a
// `Workload`, prepares each of its variants as a `Kernel`, and registers itself:
//
//   const Registration registered{[] { return Workload{.id = "memory/arena", ...}; }};
//
// Rules that the tests hold every workload to:
//  - one call of a kernel is one iteration; it returns a checksum, the same for
//    every variant and on every call (so it leaves its state as it found it);
//  - inputs come from `inputs.hpp` with fixed seeds, prepared outside the kernel;
//  - values that steer a kernel pass through `opaque`, results through `sink`,
//    so that the optimiser can neither fold the input nor drop the work;
//  - an iteration of the default point takes 20 us to 20 ms.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "analyzers/model/subject.hpp"

namespace hone::workloads {

using hone::Trend;

// Leaves of the technique reference's decision tree.
enum class Leaf : std::uint8_t {
  reuse_buffers,
  small_vector,
  arena,
  zero_copy,
  cache_results,
  simplify_algorithm,
  remove_checks,
  parallelize,
  async_batching,
  simd,
  data_layout,
  branch_prediction,
  algorithmic_change,
};

std::string_view to_string(Leaf leaf);

// A parameter of a workload: a number, or, when `choices` is not empty, one of these names. A
// choice's value is its index; a choice needs only `initial` beside `choices`.
struct Parameter {
  std::string_view name;     // snake_case
  std::string_view meaning;  // with its unit
  std::int64_t initial = 0;  // the default
  std::int64_t small = 0;    // the three named sizes: `-p nodes=small`
  std::int64_t medium = 0;
  std::int64_t large = 0;
  std::int64_t min = 0;  // inclusive
  std::int64_t max = 0;  // inclusive
  std::vector<std::string_view> choices{};

  // Whether it has the three named sizes. A plug-in's number has none: all three are 0.
  [[nodiscard]] bool has_sizes() const { return small != 0 || medium != 0 || large != 0; }
};

// The values of one run, by parameter name. Asking for a name that the workload
// did not declare is a bug of that workload: throws std::out_of_range.
class Parameters {
 public:
  explicit Parameters(const std::vector<Parameter>& declared);  // the defaults

  [[nodiscard]] std::int64_t operator[](std::string_view name) const;
  [[nodiscard]] std::string_view choice(std::string_view name) const;

  void set(std::string_view name, std::int64_t value);

 private:
  struct Entry {
    std::string_view name;
    std::int64_t value;
    std::vector<std::string_view> choices;
  };
  [[nodiscard]] const Entry& entry(std::string_view name) const;
  std::vector<Entry> entries_;
};

// One iteration; returns the checksum. State lives in the closure (what cannot be
// copied, behind a shared_ptr).
using Kernel = std::function<std::uint64_t()>;

struct Variant {
  std::string_view name;     // snake_case
  std::string_view summary;  // one line
  std::function<Kernel(const Parameters&)> prepare;
  // The soname of a library that the worker starts with, e.g. another malloc.
  std::string_view preload{};
  // Why the variant cannot run here (a missing instruction set, one core only). nullopt: it can.
  std::function<std::optional<std::string>(const Parameters&)> unavailable{};
};

// What a counter of `variant` must show relative to the baseline's: `falls` by at least
// `factor` (baseline / variant >= factor), `rises` (variant / baseline >= factor), or stays
// `unchanged` (within a ratio of `factor` either way). It applies only where `where` holds.
struct Expectation {
  std::string_view variant;
  std::string_view metric;  // metric id: allocations, instructions, l1d_misses, branch_misses, ...
  Trend trend = Trend::falls;
  double factor = 1;
  std::string_view because{};                  // the mechanism, a few words
  bool (*where)(const Parameters&) = nullptr;  // nullptr: at every point
};

// Data caches of a core: the first and the second level, and the last, whatever its number.
enum class CacheLevel : std::uint8_t { first, second, last };

// A value of `parameter` that is chosen on each machine, so that a text such as "beyond the caches"
// is true wherever it runs: the footprint is `factor` times the cache of `level`, at least so much
// where the factor is 1 or more, at most so much where it is less. The footprint must not fall with
// the parameter. workloads/cache_levels.hpp chooses.
struct AtLevel {
  std::string_view parameter{};  // a number; empty: nothing is chosen
  CacheLevel level = CacheLevel::last;
  double factor = 1;     // > 0
  double cap_bytes = 0;  // the largest footprint, however large the cache
};

// A named point of the parameters, for `hone show` and the tests.
struct Point {
  // The value of the parameter that `at_level` names stands here, too: it is what the point has
  // where the machine does not tell its caches.
  std::vector<std::pair<std::string_view, std::int64_t>> assignments{};
  std::string_view text{};  // what is seen there
  // For a point of `no_gain`: the variant that does not pay there; empty: the one that stands for
  // the technique.
  std::string_view variant{};
  // For a point of `no_gain` that follows from a count: the metric of which that variant has no
  // less than the baseline, by exact count. Empty: the point is about what a count does not show.
  std::string_view no_less{};
  AtLevel at_level{};
  std::string chosen{};  // how `at_level` was met on this machine; empty: it was not asked
};

// A point of `no_gain` that this machine cannot show.
struct LeftOutPoint {
  Point point{};
  std::string reason{};
};

// The scan that shows where the technique stops paying, for `hone run --pay-off`: `parameter` takes
// the `values`, ascending, with a gain at one end and none at the other; the other parameters are
// as in `assignments`.
struct PayOff {
  std::string_view variant;            // the one that stands for the technique
  std::string_view parameter{};        // a number, no choice
  std::vector<std::int64_t> values{};  // four to eight
  std::vector<std::pair<std::string_view, std::int64_t>> assignments{};
};

struct Workload {
  std::string_view id;         // "family/name"
  std::string_view technique;  // the reference's name for it
  Leaf leaf = Leaf::reuse_buffers;
  std::string_view summary;         // one line
  std::string_view problem;         // what is slow and why; short paragraph
  std::string_view signature_text;  // which counter shows it
  std::string_view does_not_pay;    // where the technique loses or does not matter, and why
  std::string_view iteration;       // what one iteration does
  std::string_view operation;       // the unit of `operations`, singular
  std::function<double(const Parameters&)> operations{};  // operations in one iteration
  // The metric of the verdict: cpu_time for one thread, wall_time for threads and I/O.
  std::string_view metric = "cpu_time";
  // Bytes that a process of the hungriest variant needs, inputs included; known before it starts.
  std::function<double(const Parameters&)> memory_bytes{};
  // Bytes of the data that the workload is about, as the baseline lays it out (or the variant that
  // alone has it): what a cache must hold for all of it to be found there. Input that is read once
  // from end to end beside it is no part of it, nor is what the other variants add.
  std::function<double(const Parameters&)> footprint{};
  std::string_view footprint_grows_with{};  // the parameter that a scan over the caches is along
  AtLevel default_at_level{};  // the parameter's `initial` is for machines without known caches
  // Threads that are busy at once. nullptr: one.
  std::function<std::int64_t(const Parameters&)> threads{};
  std::vector<Parameter> parameters{};
  std::vector<Variant> variants{};  // the first is the baseline
  std::vector<Expectation> signature{};
  std::vector<Point> no_gain{};  // points where the technique loses or does not matter
  PayOff pay_off{};
  Point small{};              // a point small enough for tests and simulation
  std::string_view plugin{};  // the shared object that it comes from; empty: hone's own
  // How `default_at_level` was met on this machine; empty: it was not asked.
  std::string default_chosen{};
  std::vector<LeftOutPoint> left_out{};  // of `no_gain`, on this machine

  [[nodiscard]] std::string_view family() const { return id.substr(0, id.find('/')); }

  // The variant that stands for the technique: the second where `pay_off` names none.
  [[nodiscard]] std::string_view variant_of_technique() const {
    return pay_off.variant.empty() && variants.size() > 1 ? variants[1].name : pay_off.variant;
  }

  // The variant that does not pay at a point of `no_gain`.
  [[nodiscard]] std::string_view variant_without_gain(const Point& point) const {
    return point.variant.empty() ? variant_of_technique() : point.variant;
  }
};

// Adds a workload to the catalogue; see the head of this file.
struct Registration {
  explicit Registration(Workload (*describe)());
};

// Hides a value from the optimiser: the result may be anything.
template <class T>
[[nodiscard]] inline T opaque(T value) {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(void*));
  asm volatile("" : "+r"(value));  // NOLINT(hicpp-no-assembler)
  return value;
}

// Forces `value` and all memory reachable from it to be computed.
template <class T>
inline void sink(const T& value) {
  asm volatile("" : : "r"(&value) : "memory");  // NOLINT(hicpp-no-assembler)
}

}  // namespace hone::workloads

// Counters of different threads on one cache line. No datum is shared, yet each write takes the
// whole line away from the other core, so every update waits for the line to travel. Padding
// gives each counter a line of its own. Only time and coherence events (loads that hit a line
// modified by another core) show it: instructions and a one-core cache simulation do not.
// It buys nothing with one thread, with readers only, or where a thread's counters fill whole
// lines anyhow: there the padding is just a larger array.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

#include "workloads/inputs.hpp"
#include "workloads/thread_team.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

enum class Update : std::uint8_t { fetch_add, store };
enum class Order : std::uint8_t { sweep, random };

// Zeroed words from an address that is a multiple of 256, so that every variant's padding
// begins on a line's boundary.
class AlignedWords {
 public:
  explicit AlignedWords(std::size_t count) : words_(new (alignment) std::uint64_t[count]()) {}

  std::uint64_t* data() { return words_.get(); }

 private:
  static constexpr std::align_val_t alignment{256};
  struct Free {
    void operator()(std::uint64_t* words) const { ::operator delete[](words, alignment); }
  };
  std::unique_ptr<std::uint64_t[], Free> words_;
};

// Stride: bytes from one counter to the next. Each thread owns a contiguous run of counters.
template <std::size_t Stride>
class Counting {
 public:
  explicit Counting(const Parameters& parameters)
      : threads_(static_cast<std::size_t>(parameters["threads"])),
        counters_(static_cast<std::size_t>(parameters["counters"])),
        operations_(static_cast<std::uint64_t>(parameters["operations"])),
        write_share_(static_cast<std::uint64_t>(parameters["write_share"])),
        update_(static_cast<Update>(parameters["update"])),
        order_(static_cast<Order>(parameters["order"])),
        words_(threads_ * counters_ * step),
        task_([this](std::size_t thread) { count(thread); }),
        team_(threads_) {}

  std::uint64_t run() {
    observed_.store(0, std::memory_order_relaxed);
    team_.run(task_);
    return observed_.load(std::memory_order_relaxed) + collect();
  }

 private:
  static constexpr std::size_t step = Stride / sizeof(std::uint64_t);

  void count(std::size_t thread) {
    const std::uint64_t counters = opaque(counters_);
    std::uint64_t seen = 0;
    if (order_ == Order::random) {
      seen = update(
          thread, [counters, random = Random(thread)]() mutable { return random.below(counters); });
    } else {
      seen = update(thread, [counters, next = std::uint64_t{0}]() mutable {
        const std::uint64_t at = next++;
        if (next == counters) next = 0;
        return at;
      });
    }
    observed_.fetch_add(seen, std::memory_order_relaxed);
  }

  template <class Next>
  std::uint64_t update(std::size_t thread, Next next) {
    if (update_ == Update::fetch_add) {
      return visit(thread, next,
                   [](auto counter) { counter.fetch_add(1, std::memory_order_relaxed); });
    }
    return visit(thread, next, [](auto counter) {  // enough where each counter has one writer
      counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    });
  }

  // Visits the thread's own counters, each time the one that `next` says; `write_share_` percent of
  // the visits write, evenly spread, and the others read. Returns the sum of what was read.
  template <class Next, class Write>
  std::uint64_t visit(std::size_t thread, Next next, Write write) {
    std::uint64_t* const own = words_.data() + thread * counters_ * step;
    const std::uint64_t operations = opaque(operations_);
    const std::uint64_t write_share = opaque(write_share_);
    std::uint64_t due = 0;  // percent of a write
    std::uint64_t seen = 0;
    for (std::uint64_t i = 0; i < operations; ++i) {
      const std::atomic_ref counter(own[next() * step]);
      due += write_share;
      if (due >= 100) {
        due -= 100;
        write(counter);
      } else {
        seen += counter.load(std::memory_order_relaxed);
      }
    }
    return seen;
  }

  // Reads all counters, as whoever prints them must, and sets them back to 0.
  std::uint64_t collect() {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < threads_ * counters_; ++i) {
      sum += (i + 1) * std::exchange(words_.data()[i * step], 0);
    }
    return sum;
  }

  std::size_t threads_;
  std::size_t counters_;
  std::uint64_t operations_;
  std::uint64_t write_share_;
  Update update_;
  Order order_;
  AlignedWords words_;
  std::atomic<std::uint64_t> observed_{0};
  ThreadTeam::Task task_;
  ThreadTeam team_;
};

template <std::size_t Stride>
Kernel prepare(const Parameters& parameters) {
  auto counting = std::make_shared<Counting<Stride>>(parameters);
  return [counting] { return counting->run(); };
}

double operations(const Parameters& parameters) {
  return static_cast<double>(parameters["threads"]) * static_cast<double>(parameters["operations"]);
}

constexpr std::size_t widest_stride = 256;

double memory_bytes(const Parameters& parameters) {
  return static_cast<double>(parameters["threads"]) * static_cast<double>(parameters["counters"]) *
         widest_stride;
}

bool can_contend(const Parameters& parameters) { return !needs_two_cpus(parameters); }

// Few enough counters that unpadded ones stay in any first-level cache (16 KiB a thread), and
// enough that 256 bytes each (256 KiB a thread) fit in none.
bool array_outgrows_l1_by_padding(const Parameters& parameters) {
  return can_contend(parameters) && parameters["counters"] >= 1024 &&
         parameters["counters"] <= 2048;
}

const Registration registered{[] {
  return Workload{
      .id = "cache/false_sharing",
      .technique = "Cache Line Awareness",
      .leaf = Leaf::data_layout,
      .summary = "per-thread counters side by side against one cache line each",
      .problem =
          "Each thread counts in a counter of its own, but the counters are neighbours in memory. "
          "Cores own whole cache lines, not words: every write takes the line away from the other "
          "cores, and each update waits until it has travelled back. The program looks free of "
          "sharing and scales backwards.",
      .signature_text =
          "Wall time only: the same instructions, and hardware coherence events (a load or store "
          "that hits a line modified in another core, HITM). Callgrind simulates one core's cache "
          "and cannot see it; it does see that a large padded array misses more.",
      .does_not_pay =
          "With one thread, or when threads only read, no line is ever taken away. Half a line of "
          "padding (padded_32) leaves two counters on a line and cures nothing between them. In a "
          "large array where each thread owns a whole run of counters only the runs' ends are "
          "shared: padding multiplies the memory and the cache misses instead.",
      .iteration =
          "every thread visits its own counters `operations` times, one after the other or in "
          "random order, then the caller reads and clears them all",
      .operation = "visit",
      .operations = operations,
      .metric = "wall_time",
      .memory_bytes = memory_bytes,
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["threads"]) * static_cast<double>(p["counters"]) * 8;
          },
      .threads = [](const Parameters& p) { return p["threads"]; },
      .parameters =
          {
              {.name = "threads",
               .meaning = "threads that count",
               .initial = 2,
               .small = 2,
               .medium = 4,
               .large = 8,
               .min = 1,
               .max = 8},
              {.name = "operations",
               .meaning = "visits of each thread in an iteration",
               .initial = 100'000,
               .small = 20'000,
               .medium = 100'000,
               .large = 1'000'000,
               .min = 20'000,
               .max = 10'000'000},
              {.name = "write_share",
               .meaning = "percent of the visits that write; the others read",
               .initial = 100,
               .small = 1,
               .medium = 10,
               .large = 100,
               .min = 0,
               .max = 100},
              {.name = "counters",
               .meaning = "counters of each thread, contiguous",
               .initial = 1,
               .small = 1,
               .medium = 1024,
               .large = 65'536,
               .min = 1,
               .max = 65'536},
              {.name = "update",
               .meaning =
                   "how a visit writes: atomic addition, or load and store by the only writer",
               .initial = 0,
               .choices = {"fetch_add", "store"}},
              {.name = "order",
               .meaning = "in which a thread visits its counters: one after the other, or each "
                          "drawn at random, which costs as much as an update that waits for nobody",
               .initial = 0,
               .choices = {"sweep", "random"}},
          },
      .variants =
          {
              {.name = "adjacent", .summary = "8 bytes apart", .prepare = prepare<8>},
              {.name = "padded_16",
               .summary = "16 bytes apart: four counters on a line",
               .prepare = prepare<16>,
               .unavailable = needs_two_cpus},
              {.name = "padded_32",
               .summary = "32 bytes apart: half a line, two counters still share one",
               .prepare = prepare<32>,
               .unavailable = needs_two_cpus},
              {.name = "padded_64",
               .summary = "64 bytes apart: a line each on x86 and most Arm",
               .prepare = prepare<64>,
               .unavailable = needs_two_cpus},
              {.name = "padded_128",
               .summary = "128 bytes apart: a pair of lines, as the adjacent-line prefetcher moves",
               .prepare = prepare<128>,
               .unavailable = needs_two_cpus},
              {.name = "padded_256",
               .summary = "256 bytes apart: more than any cache needs",
               .prepare = prepare<widest_stride>,
               .unavailable = needs_two_cpus},
          },
      .signature =
          {
              {.variant = "padded_64",
               .metric = "instructions",
               .trend = Trend::unchanged,
               .factor = 1.1,
               .because = "the same work at other addresses",
               .where = can_contend},
              {.variant = "padded_256",
               .metric = "l1d_misses",
               .trend = Trend::rises,
               .factor = 2,
               .because = "the padding pushes the array out of the first-level cache",
               .where = array_outgrows_l1_by_padding},
          },
      .no_gain =
          {
              {.assignments = {{"threads", 1}}, .text = "one thread: nobody to share a line with"},
              {.assignments = {{"write_share", 0}},
               .text = "readers only: every core keeps its copy of the line"},
              {.assignments = {{"counters", 65'536}, {"order", 1}},
               .text = "a large array in contiguous runs: padding only makes it larger"},
          },
      .pay_off = {.variant = "padded_64",
                  .parameter = "counters",
                  .values = {1, 2, 4, 8, 1024, 65'536},
                  .assignments = {{"order", 1}}},
      .small = {.assignments = {{"operations", 200'000}, {"counters", 1024}, {"order", 1}},
                .text = "visits enough to drown what the threads spend on waking together"},
  };
}};

}  // namespace
}  // namespace hone::workloads

// A reduction over an array by one thread, by oneTBB and by threads of our own. Wall time falls by
// the number of threads at best: what stays serial is not shared out (Amdahl's law,
// `serial_share`), threads that only read memory share its bandwidth (`work`), and to wake them and
// collect their results costs tens of microseconds, for which a short array is not worth it.
// Threads are started before the timing; between iterations they sleep, as in a program.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_reduce.h>
#include <oneapi/tbb/partitioner.h>
#include <oneapi/tbb/task_arena.h>

#include "workloads/inputs.hpp"
#include "workloads/thread_team.hpp"
#include "workloads/workload.hpp"

// GCC defines a macro, Clang has a feature.
#ifdef __SANITIZE_THREAD__
#define HONE_UNDER_THREAD_SANITIZER
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HONE_UNDER_THREAD_SANITIZER
#endif
#endif

namespace hone::workloads {
namespace {

enum class Work : std::uint8_t { hash, stream };

// Rounds that need each other, so a core is busy with few bytes.
std::uint64_t hash(std::uint64_t z) {
  constexpr unsigned rounds = 16;
  for (unsigned round = 0; round < rounds; ++round) {
    z = (z ^ (z >> 29)) * 0xbf58476d1ce4e5b9ULL;
  }
  return z;
}

// Elements [begin, end) of the array; the order of summing does not matter to the result.
using Sum = std::uint64_t (*)(const std::uint64_t* begin, const std::uint64_t* end);

// Machine code: scalar, no stack, no call, no branch, aligned.
[[gnu::noinline]] std::uint64_t sum_hashes(const std::uint64_t* begin, const std::uint64_t* end) {
  std::uint64_t sum = 0;
  for (; begin != end; ++begin) sum += hash(*begin);
  return sum;
}

// Each piece of each way goes through it. GCC 12 adds one element at a time, Clang 14 vectors of
// two: a core needs the latter to come near the memory's bandwidth, where that is high. Machine
// code: no stack, no call, no branch, aligned.
[[gnu::noinline]] std::uint64_t sum_stream(const std::uint64_t* begin, const std::uint64_t* end) {
  std::uint64_t sum = 0;
  for (; begin != end; ++begin) sum += *begin;
  return sum;
}

struct Job {
  std::vector<std::uint64_t> elements;
  std::size_t serial;  // elements that one thread must do alone, first
  std::size_t grain;
  std::size_t threads;
  Sum sum;
};

Job make_job(const Parameters& parameters) {
  Random random(46);
  Job job{
      .elements = std::vector<std::uint64_t>(static_cast<std::size_t>(parameters["elements"])),
      .serial = static_cast<std::size_t>(parameters["elements"] * parameters["serial_share"] / 100),
      .grain = static_cast<std::size_t>(parameters["grain"]),
      .threads = static_cast<std::size_t>(parameters["threads"]),
      .sum = static_cast<Work>(parameters["work"]) == Work::hash ? sum_hashes : sum_stream};
  for (std::uint64_t& element : job.elements) element = random.next();
  return job;
}

// Each way: sum(job, begin, end), of the part that need not be serial.

class Serial {
 public:
  explicit Serial(const Job&) {}
  std::uint64_t sum(const Job& job, std::size_t begin, std::size_t end) {
    return job.sum(job.elements.data() + begin, job.elements.data() + end);
  }
};

// The array in as many parts as there are threads, each on a CPU of its own.
class StaticThreads {
 public:
  explicit StaticThreads(const Job& job) : sums_(job.threads), team_(job.threads) {}
  std::uint64_t sum(const Job& job, std::size_t begin, std::size_t end) {
    team_.run([&](std::size_t thread) {
      const std::size_t count = end - begin;
      const std::uint64_t* const from = job.elements.data() + begin;
      sums_[thread].value =
          job.sum(from + count * thread / job.threads, from + count * (thread + 1) / job.threads);
    });
    std::uint64_t total = 0;
    for (const Part& part : sums_) total += part.value;
    return total;
  }

 private:
  struct alignas(64) Part {  // a line each: threads do not wait for each other's
    std::uint64_t value = 0;
  };
  std::vector<Part> sums_;
  ThreadTeam team_;
};

// Work stealing. The partitioner decides how far the array is split: `grain` elements, or as far as
// idle threads ask for it.
template <class Partitioner>
class Tbb {
 public:
  explicit Tbb(const Job& job) : Tbb(job, job.threads) {}
  Tbb(const Job& job, std::size_t threads) : arena_(static_cast<int>(threads)) {
    arena_.initialize();
    // The library starts its threads when there is work for them.
    const std::size_t some = std::min<std::size_t>(job.elements.size(), 1 << 14);
    for (int i = 0; i < 8; ++i) sum(job, 0, some);
  }
  std::uint64_t sum(const Job& job, std::size_t begin, std::size_t end) {
    using Range = tbb::blocked_range<std::size_t>;
    return arena_.execute([&] {
      return tbb::parallel_reduce(
          Range(begin, end, job.grain), std::uint64_t{0},
          [&](const Range& range, std::uint64_t sum) {
            return sum +
                   job.sum(job.elements.data() + range.begin(), job.elements.data() + range.end());
          },
          std::plus<>{}, Partitioner{});
    });
  }

 private:
  tbb::task_arena arena_;
};

using TbbGrain = Tbb<const tbb::simple_partitioner>;

class TbbAuto : public Tbb<const tbb::auto_partitioner> {
  using Tbb::Tbb;
};

class TbbOneThread : public Tbb<const tbb::auto_partitioner> {
 public:
  explicit TbbOneThread(const Job& job) : Tbb(job, 1) {}
};

template <class Way>
Kernel prepare(const Parameters& parameters) {
  struct State {
    Job job;
    Way way;
    explicit State(const Parameters& p) : job(make_job(p)), way(job) {}
  };
  auto state = std::make_shared<State>(parameters);
  return [state] {
    const Job& job = state->job;
    const std::size_t serial = opaque(job.serial);
    const std::uint64_t* const elements = job.elements.data();
    const std::uint64_t sum = job.sum(elements, elements + serial);
    return sum + state->way.sum(job, serial, job.elements.size());
  };
}

// ThreadSanitizer reports races in what oneTBB's own, uninstrumented code synchronises.
std::optional<std::string> needs_tbb(const Parameters&) {
#ifdef HONE_UNDER_THREAD_SANITIZER
  return "ThreadSanitizer cannot see how oneTBB synchronises its threads";
#else
  return std::nullopt;
#endif
}

std::optional<std::string> needs_tbb_and_two_cpus(const Parameters& parameters) {
  const std::optional<std::string> reason = needs_tbb(parameters);
  return reason ? reason : needs_two_cpus(parameters);
}

bool has_two_cpus(const Parameters& parameters) { return !needs_two_cpus(parameters); }

const Registration registered{[] {
  return Workload{
      .id = "algorithm/parallel",
      .technique = "Parallelize",
      .leaf = Leaf::parallelize,
      .summary = "a reduction over an array: one thread, oneTBB, static threads",
      .problem =
          "One thread works through elements that do not need each other while the other cores are "
          "idle.",
      .signature_text =
          "Wall time only, at best divided by the threads. CPU time and instructions stay, or rise "
          "by what it costs to divide the work.",
      .does_not_pay =
          "Short arrays: waking threads and collecting their results takes tens of microseconds. A "
          "large serial share: with half of the work serial no number of threads doubles the speed "
          "(Amdahl's law; `-p serial_share=0,25,50,75` shows it), and of a twentieth of a "
          "short array two threads save half, which waking them takes up. Work that waits for "
          "memory (`work=stream`): an element takes so little that an array must be long before it "
          "pays; and beyond the caches threads share the memory's bandwidth: once they use it up, "
          "more gain nothing. Two cores of a large server may get twice the bandwidth of one (`-p "
          "work=stream -p elements=large -p threads=2,4,8`). Pieces too small (`grain` of "
          "tbb_grain): a task for each element costs more than the element. On cores that others "
          "need, too, static threads wait for the slowest.",
      .iteration = "sums all elements, or hashes of them",
      .operation = "element",
      .operations = [](const Parameters& p) { return static_cast<double>(p["elements"]); },
      .metric = "wall_time",
      .memory_bytes =
          [](const Parameters& p) {
            constexpr double stack_bytes = 1 << 20;  // what a thread touches, and its arena
            return static_cast<double>(p["elements"]) * sizeof(std::uint64_t) +
                   static_cast<double>(p["threads"]) * stack_bytes;
          },
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["elements"]) * sizeof(std::uint64_t);
          },
      .footprint_grows_with = "elements",
      .threads = [](const Parameters& p) { return p["threads"]; },
      .parameters =
          {
              {.name = "elements",
               .meaning = "elements of 8 bytes",
               .initial = 1 << 20,
               .small = 1 << 8,
               .medium = 1 << 17,
               .large = 1 << 24,
               .min = 1,
               .max = 1 << 28},
              {.name = "serial_share",
               .meaning = "share of the elements that one thread must do alone, in percent",
               .initial = 0,
               .small = 0,
               .medium = 10,
               .large = 50,
               .min = 0,
               .max = 100},
              {.name = "threads",
               .meaning = "threads that work; oneTBB takes no more than there are CPUs",
               .initial = 2,
               .small = 2,
               .medium = 4,
               .large = 8,
               .min = 1,
               .max = 256},
              {.name = "grain",
               .meaning = "elements that oneTBB does not split further",
               .initial = 1 << 12,
               .small = 1,
               .medium = 1 << 12,
               .large = 1 << 16,
               .min = 1,
               .max = 1 << 28},
              {.name = "work",
               .meaning = "what is done with an element: 16 rounds of hashing, or read and added",
               .initial = 0,
               .choices = {"hash", "stream"}},
          },
      .variants =
          {
              {.name = "serial", .summary = "one thread", .prepare = prepare<Serial>},
              {.name = "static_threads",
               .summary = "own threads, a part of the array each",
               .prepare = prepare<StaticThreads>,
               .unavailable = needs_two_cpus},
              {.name = "tbb_auto",
               .summary = "tbb::parallel_reduce that splits as idle threads ask for it",
               .prepare = prepare<TbbAuto>,
               .unavailable = needs_tbb_and_two_cpus},
              {.name = "tbb_grain",
               .summary = "tbb::parallel_reduce in pieces of `grain` elements at most",
               .prepare = prepare<TbbGrain>,
               .unavailable = needs_tbb_and_two_cpus},
              {.name = "tbb_one_thread",
               .summary = "tbb::parallel_reduce on one thread: what the library itself costs",
               .prepare = prepare<TbbOneThread>,
               .unavailable = needs_tbb},
          },
      .signature =
          {
              {"static_threads", "instructions", Trend::unchanged, 1.25,
               "the same work by more hands", has_two_cpus},
              {"tbb_one_thread", "instructions", Trend::unchanged, 1.1,
               "a few tasks more than the work"},
          },
      .no_gain = {{.assignments = {{"elements", 256}},
                   .text = "some microseconds of work: done before the other threads are awake"},
                  {.assignments = {{"serial_share", 95}, {"elements", 1 << 16}},
                   .text = "a twentieth can be shared out: two threads save half of that at most, "
                           "less than it takes to wake them",
                   .variant = "static_threads"},
                  {.assignments = {{"serial_share", 100}},
                   .text = "nothing that could be shared out"},
                  {.assignments = {{"work", 1}, {"elements", 1 << 14}},
                   .text = "128 KB only read and added: done before a sleeping thread is awake, "
                           "while to hash as many takes long enough (oneTBB's threads look for "
                           "work for a while before they sleep)",
                   .variant = "static_threads"},
                  {.assignments = {{"work", 1}, {"elements", 8192}, {"grain", 1}},
                   .text = "one addition a task (tbb_grain), and too little work for the others",
                   .variant = "tbb_grain"}},
      .pay_off = {.variant = "tbb_auto",
                  .parameter = "elements",
                  .values = {64, 256, 1024, 4096, 16'384, 131'072, 1 << 19}},
      .small = {.assignments = {{"elements", 1 << 15}}, .text = "32,768 elements"}};
}};

}  // namespace
}  // namespace hone::workloads

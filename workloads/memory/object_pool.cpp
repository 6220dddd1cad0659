// memory/object_pool: buffers that threads take, use and give back, from the allocator or from
// pools: behind one mutex, sharded, one a thread, or a lock-free list. Slow is supposed to be the
// allocation; a pool that all threads share makes them wait for each other instead, which shows in
// wall time and in no count. `peak_heap` shows what a pool without a bound keeps after a burst.
// How much a pool gains says as much about the allocator as about the pool: glibc's keeps blocks of
// up to 1032 bytes ready for each thread, and the default's are larger; mimalloc has no such edge.
#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "workloads/thread_team.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

constexpr std::size_t most_threads = 8;
// Objects that a bounded pool keeps, in all its parts together.
constexpr std::size_t pool_bound = 64;
constexpr std::size_t thread_share = pool_bound / most_threads;  // in a pool of one thread
constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();
constexpr std::uint32_t no_slot = std::numeric_limits<std::uint32_t>::max();

// A buffer, not initialised. The slot is the lock-free pool's.
struct Object {
  std::unique_ptr<std::uint64_t[]> words;
  std::uint32_t slot = no_slot;
};

Object allocate(std::size_t bytes) {
  Object object;
  object.words = std::make_unique_for_overwrite<std::uint64_t[]>(bytes / 8);
  return object;
}

struct Shape {
  std::size_t threads;
  std::size_t uses;  // by each thread
  std::size_t bytes;
  std::size_t hold;
  std::size_t burst;
  std::size_t shards;

  [[nodiscard]] std::size_t words() const { return bytes / 8; }
};

Shape shape_of(const Parameters& p) {
  const auto size = [&p](std::string_view name) { return static_cast<std::size_t>(p[name]); };
  return {.threads = size("threads"),
          .uses = size("uses"),
          .bytes = size("object_bytes") / 8 * 8,
          .hold = size("hold"),
          .burst = size("burst"),
          .shards = size("shards")};
}

// --- The pools. Any number of threads may call acquire() and release() at once, each with its own
// --- index.

class Heap {
 public:
  explicit Heap(const Shape&) {}
  static Object acquire(std::size_t bytes, std::size_t /*thread*/) { return allocate(bytes); }
  static void release(Object&& object, std::size_t /*thread*/) { object.words.reset(); }
};

// A stack behind a mutex, of at most `most` objects.
class Locked {
 public:
  explicit Locked(std::size_t most) : most_(most) {}

  Object acquire(std::size_t bytes, std::size_t /*thread*/) {
    {
      const std::lock_guard lock(mutex_);
      if (!objects_.empty()) {
        Object object = std::move(objects_.back());
        objects_.pop_back();
        return object;
      }
    }
    return allocate(bytes);
  }

  // What is one too many stays the caller's, to be freed when the lock is given back.
  void release(Object&& object, std::size_t /*thread*/) {
    const std::lock_guard lock(mutex_);
    if (objects_.size() < most_) objects_.push_back(std::move(object));
  }

 private:
  std::mutex mutex_;
  std::vector<Object> objects_;
  std::size_t most_;
};

class LockedUnbounded : public Locked {
 public:
  explicit LockedUnbounded(const Shape&) : Locked(unbounded) {}
};

class LockedBounded : public Locked {
 public:
  explicit LockedBounded(const Shape&) : Locked(pool_bound) {}
};

// Several such stacks, on lines of their own. Where threads outnumber them, neighbouring threads
// share one; neighbours run on different CPUs.
class Sharded {
 public:
  explicit Sharded(const Shape& shape) : threads_(shape.threads) {
    const std::size_t shards = std::min(shape.shards, shape.threads);
    for (std::size_t i = 0; i < shards; ++i) shards_.emplace_back(pool_bound / shards);
  }

  Object acquire(std::size_t bytes, std::size_t thread) {
    return shard_of(thread).acquire(bytes, thread);
  }
  void release(Object&& object, std::size_t thread) {
    shard_of(thread).release(std::move(object), thread);
  }

 private:
  struct alignas(128) Shard : Locked {
    using Locked::Locked;
  };

  Shard& shard_of(std::size_t thread) { return shards_[thread * shards_.size() / threads_]; }

  std::size_t threads_;
  std::deque<Shard> shards_;  // of what cannot be moved
};

// No lock: a thread's objects are its own and die with it. A thread serves one kernel only, so
// that there are no objects of another size among them.
class ThreadLocal {
 public:
  explicit ThreadLocal(const Shape&) {}

  static Object acquire(std::size_t bytes, std::size_t /*thread*/) {
    std::vector<Object>& objects = cached();
    if (objects.empty()) return allocate(bytes);
    Object object = std::move(objects.back());
    objects.pop_back();
    return object;
  }

  static void release(Object&& object, std::size_t /*thread*/) {
    std::vector<Object>& objects = cached();
    if (objects.size() < thread_share) objects.push_back(std::move(object));
  }

 private:
  static std::vector<Object>& cached() {
    thread_local std::vector<Object> objects;
    return objects;
  }
};

// Treiber's stack, of pool_bound slots. An object keeps its slot while it is in use; those that
// found none left are freed. The head is the number of the top slot and a tag that each exchange
// raises: a thread that is delayed between reading a slot's successor and its exchange fails even
// where that slot is on top again by then (the ABA problem), unless 2^32 exchanges went by.
class LockFree {
 public:
  explicit LockFree(const Shape&) {}

  Object acquire(std::size_t bytes, std::size_t /*thread*/) {
    std::uint64_t head = head_.load(std::memory_order_acquire);
    while (slot_of(head) != no_slot) {
      const std::uint32_t slot = slot_of(head);
      const std::uint32_t next = slots_[slot].next.load(std::memory_order_relaxed);
      if (head_.compare_exchange_weak(head, raised(head, next), std::memory_order_acquire)) {
        return {.words = std::move(slots_[slot].words), .slot = slot};
      }
    }
    Object object = allocate(bytes);
    if (claimed_.load(std::memory_order_relaxed) < pool_bound) {
      const std::uint32_t slot = claimed_.fetch_add(1, std::memory_order_relaxed);
      if (slot < pool_bound) object.slot = slot;
    }
    return object;
  }

  void release(Object&& object, std::size_t /*thread*/) {
    if (object.slot == no_slot) return;
    Slot& slot = slots_[object.slot];
    slot.words = std::move(object.words);
    std::uint64_t head = head_.load(std::memory_order_relaxed);
    do {
      slot.next.store(slot_of(head), std::memory_order_relaxed);
    } while (!head_.compare_exchange_weak(head, raised(head, object.slot),
                                          std::memory_order_release, std::memory_order_relaxed));
  }

 private:
  struct alignas(64) Slot {
    std::unique_ptr<std::uint64_t[]> words;
    std::atomic<std::uint32_t> next{no_slot};  // atomic: a delayed thread may read an old slot's
  };

  static std::uint32_t slot_of(std::uint64_t head) { return static_cast<std::uint32_t>(head); }
  static std::uint64_t raised(std::uint64_t head, std::uint32_t slot) {
    return ((head >> 32) + 1) << 32 | slot;
  }

  alignas(128) std::atomic<std::uint64_t> head_{no_slot};
  alignas(128) std::atomic<std::uint32_t> claimed_{0};
  std::array<Slot, pool_bound> slots_;
};

// --- What is done with the objects, the same for all.

constexpr std::size_t page_words = 512;  // of pages of 4 KiB

// Writes a word in each page and works for a while: `hold` multiplications, each of which waits
// for the one before. Then reads the words back: an object that someone else got too has others.
std::uint64_t use(std::uint64_t* words, const Shape& shape, std::uint64_t seed) {
  for (std::size_t at = 0; at < shape.words(); at += page_words) words[at] = seed + at;
  sink(words);
  std::uint64_t value = seed;
  for (std::size_t i = 0; i < shape.hold; ++i) value = opaque(value * 0x9e3779b97f4a7c15ULL + i);
  for (std::size_t at = 0; at < shape.words(); at += page_words) value += words[at] ^ at;
  return value;
}

// The threads and what they share. Each writes its sum to lines of its own.
template <class Pool>
class Users {
 public:
  explicit Users(const Shape& shape)
      : shape_(shape),
        pool_(shape),
        everyone_(static_cast<std::ptrdiff_t>(shape.threads)),
        sums_(shape.threads),
        team_(shape.threads) {}

  std::uint64_t run() {
    if (shape_.burst > 0) {
      team_.run([this](std::size_t thread) { hold_many(thread); });
      need_memory_elsewhere();
    }
    team_.run([this](std::size_t thread) { take_turns(thread); });
    std::uint64_t sum = 0;
    for (const Sum& part : sums_) sum += part.value;
    return sum;
  }

 private:
  struct alignas(128) Sum {
    std::uint64_t value = 0;
  };

  void take_turns(std::size_t thread) {
    const Shape shape = shape_;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < shape.uses; ++i) {
      Object object = pool_.acquire(shape.bytes, thread);
      sum += use(object.words.get(), shape, thread * shape.uses + i);
      pool_.release(std::move(object), thread);
    }
    sums_[thread].value = sum;
  }

  // The burst: each thread takes its objects, and when all have theirs, gives them back.
  void hold_many(std::size_t thread) {
    std::vector<Object> held;
    held.reserve(shape_.burst);
    for (std::size_t i = 0; i < shape_.burst; ++i) {
      held.push_back(pool_.acquire(shape_.bytes, thread));
      use(held.back().words.get(), shape_, i);
    }
    everyone_.arrive_and_wait();
    for (Object& object : held) pool_.release(std::move(object), thread);
  }

  // The burst is over: the rest of the program now wants as much, in one piece.
  void need_memory_elsewhere() const {
    const std::size_t words = shape_.threads * shape_.burst * shape_.words();
    const auto block = std::make_unique_for_overwrite<std::uint64_t[]>(words);
    for (std::size_t at = 0; at < words; at += page_words) block[at] = at;
    sink(block);
  }

  Shape shape_;
  Pool pool_;
  std::barrier<> everyone_;
  std::vector<Sum> sums_;
  ThreadTeam team_;  // the last member: its threads end before what they use
};

template <class Pool>
Kernel prepare(const Parameters& p) {
  return [users = std::make_shared<Users<Pool>>(shape_of(p))] { return users->run(); };
}

double memory_bytes(const Parameters& p) {
  const auto threads = static_cast<double>(p["threads"]);
  const auto bytes = static_cast<double>(p["object_bytes"]) + 32;
  const auto burst = static_cast<double>(p["burst"]);
  // The allocator keeps an arena a thread; the unbounded pool keeps its burst while the rest takes
  // as much.
  return threads * (1e6 + 4 * bytes) +
         bytes * (2 * threads * burst + static_cast<double>(pool_bound));
}

// --- Where the signature holds.

bool no_burst(const Parameters& p) { return p["burst"] == 0 && p["uses"] >= 100; }

// Beyond what the allocator itself keeps in a thread's cache (1032 bytes in glibc).
bool beyond_tcache(const Parameters& p) {
  return no_burst(p) && p["object_bytes"] >= 2'048 && p["object_bytes"] <= 65'536 && p["hold"] == 0;
}

bool large_burst(const Parameters& p) {
  return p["burst"] >= 500 && p["threads"] * p["burst"] * p["object_bytes"] >= 4'000'000;
}

const Registration registered{[] {
  return Workload{
      .id = "memory/object_pool",
      .technique = "Object pooling",
      .leaf = Leaf::reuse_buffers,
      .summary = "buffers from the allocator, or from pools of five kinds",
      .problem =
          "A buffer of a few kilobytes that is needed for a moment is allocated and freed each "
          "time. glibc's malloc, the baseline, keeps blocks of up to 1032 bytes ready for each "
          "thread; what is larger goes through its arenas and their locks. A pool hands the last "
          "one out again. How it is shared decides: behind one mutex, as the pool is mostly "
          "written, every use is two turns at a lock that all threads want. An allocator without "
          "that edge (the mimalloc variant) takes much of the gain for no change of code: where "
          "it is to be had, compare the pools with it.",
      .signature_text =
          "Allocations fall to none in every pool, also in those that lose: what contention costs "
          "is wall time and context switches. With a burst, peak heap rises for the unbounded "
          "pool, which keeps what the burst took while others need it.",
      .does_not_pay =
          "A shared pool under contention, or a sharded one with fewer shards than threads: "
          "glibc's malloc has arenas and a cache for each thread and shares nothing. A sharded "
          "one, beside mimalloc, at all: a lock that nobody else wants costs more than such an "
          "allocation. Small objects: malloc's own cache is a pool without a lock. Objects held "
          "for long: two calls of some ten nanoseconds are nothing beside microseconds of use. "
          "And memory in a pool is no other code's to use: without a bound, the largest burst for "
          "ever. (A pool a thread fails where objects are given back by another thread than took "
          "them: it fills the one and starves the other.)",
      .iteration =
          "each thread `uses` times takes an object, writes a word in each of its pages, holds it, "
          "and gives it back; before that, each holds `burst` objects at once, and as much memory "
          "again is taken elsewhere",
      .operation = "use",
      .operations =
          [](const Parameters& p) { return static_cast<double>(p["threads"] * p["uses"]); },
      .metric = "wall_time",
      .memory_bytes = memory_bytes,
      // The objects that are out at once.
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["threads"]) * static_cast<double>(p["object_bytes"]) *
                   std::max(1.0, static_cast<double>(p["burst"]));
          },
      .threads = [](const Parameters& p) { return p["threads"]; },
      .parameters = {{.name = "threads",
                      .meaning = "threads that take and give back",
                      .initial = 2,
                      .small = 1,
                      .medium = 2,
                      .large = 8,
                      .min = 1,
                      .max = most_threads},
                     {.name = "uses",
                      .meaning = "uses by each thread in one iteration",
                      .initial = 20'000,
                      .small = 1'000,
                      .medium = 20'000,
                      .large = 200'000,
                      .min = 1,
                      .max = 200'000},
                     {.name = "object_bytes",
                      .meaning = "bytes of an object",
                      .initial = 4'096,
                      .small = 256,
                      .medium = 4'096,
                      .large = 1'048'576,
                      .min = 256,
                      .max = 1'048'576},
                     {.name = "hold",
                      .meaning =
                          "multiplications while an object is held, a nanosecond or two each",
                      .initial = 0,
                      .small = 0,
                      .medium = 100,
                      .large = 10'000,
                      .min = 0,
                      .max = 10'000},
                     {.name = "burst",
                      .meaning = "objects that each thread holds at once, before its uses",
                      .initial = 0,
                      .small = 0,
                      .medium = 100,
                      .large = 1'000,
                      .min = 0,
                      .max = 1'000},
                     {.name = "shards",
                      .meaning =
                          "stacks of the sharded pool, shared by threads where they are fewer",
                      .initial = 2,
                      .small = 1,
                      .medium = 2,
                      .large = 8,
                      .min = 1,
                      .max = most_threads}},
      .variants =
          {{.name = "new_delete",
            .summary = "allocates and frees each (glibc's malloc)",
            .prepare = prepare<Heap>},
           {.name = "mimalloc",
            .summary = "the same calls, answered by mimalloc",
            .prepare = prepare<Heap>,
            .preload = HONE_MIMALLOC,
            .unavailable = needs_two_cpus},
           {.name = "mutex_unbounded",
            .summary = "one stack behind a mutex that keeps all it is given: the common "
                       "first pool",
            .prepare = prepare<LockedUnbounded>,
            .unavailable = needs_two_cpus},
           {.name = "mutex_bounded",
            .summary = "the same, keeping at most 64",
            .prepare = prepare<LockedBounded>,
            .unavailable = needs_two_cpus},
           {.name = "sharded",
            .summary =
                "`shards` such stacks, of at most 64 together; each thread has its own while they "
                "suffice",
            .prepare = prepare<Sharded>,
            .unavailable = needs_two_cpus},
           {.name = "thread_local_pool",
            .summary = "a stack of at most 8 in each thread, without a lock",
            .prepare = prepare<ThreadLocal>,
            .unavailable = needs_two_cpus},
           {.name = "lock_free",
            .summary = "Treiber's stack of at most 64 slots, with a tag against ABA",
            .prepare = prepare<LockFree>,
            .unavailable = needs_two_cpus}},
      .signature =
          {{"mutex_unbounded", "allocations", Trend::falls, 20, "objects are kept", no_burst},
           {"mutex_bounded", "allocations", Trend::falls, 20, "objects are kept", no_burst},
           {"sharded", "allocations", Trend::falls, 20, "objects are kept", no_burst},
           {"thread_local_pool", "allocations", Trend::falls, 20, "objects are kept", no_burst},
           {"lock_free", "allocations", Trend::falls, 20, "objects are kept", no_burst},
           {"thread_local_pool", "instructions", Trend::falls, 1.5,
            "a stack of the thread's own instead of malloc and free", beyond_tcache},
           {"mutex_unbounded", "peak_heap", Trend::rises, 1.5,
            "the burst's objects are kept while others need memory", large_burst},
           {"mutex_bounded", "peak_heap", Trend::unchanged, 1.3,
            "the bound's objects are kept, no more", large_burst}},
      .no_gain =
          {{.assignments = {{"object_bytes", 256}},
            .text = "glibc's own cache is a pool a thread: shared pools lose to it",
            .variant = "mutex_bounded"},
           {.assignments = {{"hold", 10'000}, {"uses", 5'000}},
            .text = "objects that are held for long: getting them is nothing beside it"},
           {.assignments = {{"threads", 4}, {"shards", 2}},
            .text =
                "two threads a shard take turns at its lock: sharded loses, where a shard a thread "
                "keeps up with glibc's malloc",
            .variant = "sharded"},
           {.assignments = {{"burst", 1'000}},
            .text = "the unbounded pool keeps 2,000 objects when the rest needs memory: twice "
                    "the peak heap; and its lock costs time besides",
            .variant = "mutex_unbounded"}},
      .pay_off = {.variant = "thread_local_pool",
                  .parameter = "hold",
                  .values = {0, 30, 100, 300, 1'000, 3'000}},
      .small = {.assignments = {{"threads", 1}, {"uses", 1'000}},
                .text = "a thousand uses by one thread"},
  };
}};

}  // namespace
}  // namespace hone::workloads

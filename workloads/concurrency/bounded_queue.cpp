// A bounded queue between threads: a mutex around a deque, against rings that take a slot with
// one atomic instruction, or with none where there is one producer and one consumer. Under a mutex
// all threads wait for one lock word, it travels from core to core with every item, and a holder
// that is descheduled stops everybody. The wall time shows it, and the deque's chunks show as
// allocations. The default is where queues differ and nothing else does: as many threads as have a
// core each, which spin. A ring gains nothing where threads mostly sleep (a tiny capacity, sleeping
// waits): there the kernel's wake-ups are the whole cost. And a linked lock-free queue, which
// recycles a node per item, can lose to the mutex.
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/circular_buffer.hpp>
#include <boost/lockfree/queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>

// The library asserts is_lock_free(), for which Clang would have to link libatomic.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define NDEBUG
#include <atomic_queue/atomic_queue.h>
#pragma pop_macro("NDEBUG")

// GCC defines the macro, Clang has the feature.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) && !defined(__SANITIZE_THREAD__)
#define __SANITIZE_THREAD__  // NOLINT(bugprone-reserved-identifier)
#endif
#endif

// GCC 12 believes that the library's list of producers may hold null, and says of its fences
// that ThreadSanitizer does not know them.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnull-dereference"
#if defined(__SANITIZE_THREAD__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wtsan"
#endif
#if __has_include(<concurrentqueue/moodycamel/concurrentqueue.h>)  // as from Debian 13 on
#include <concurrentqueue/moodycamel/concurrentqueue.h>
#else
#include <concurrentqueue/concurrentqueue.h>
#endif
#pragma GCC diagnostic pop

#include "workloads/concurrency/vyukov_ring.hpp"
#include "workloads/thread_team.hpp"
#include "workloads/workload.hpp"

#ifdef __SANITIZE_THREAD__
// ThreadSanitizer cannot see the order that moodycamel makes with those fences, and Boost's
// free list reads a link that another thread may have taken, then throws the value away. Both
// are theirs; no frame of our own is excused.
extern "C" const char* __tsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "race:concurrentqueue/concurrentqueue.h\nrace:moodycamel/concurrentqueue.h\n"
         "race:boost/lockfree/queue.hpp\n"
         "race:boost/lockfree/detail/freelist.hpp\n";
}
#endif

namespace hone::workloads {
namespace {

constexpr std::size_t kMaxThreadsPerSide = 8;

// What a thread does about a full or an empty queue.
enum class Wait : std::uint8_t { spin, yield, block };

struct Shape {
  std::size_t producers;
  std::size_t consumers;
  std::size_t capacity;  // a power of two, so that no queue is larger by its own rounding
  std::size_t items;
  Wait wait;
};

void relax_cpu() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");  // NOLINT(hicpp-no-assembler)
#endif
}

// Spins, but gives the core away now and then: the awaited thread may need this very core.
class Backoff {
 public:
  explicit Backoff(Wait wait) : wait_(wait) {}

  void pause() {
    if (wait_ == Wait::spin && ++spins_ % kSpinsBeforeYield != 0) {
      relax_cpu();
    } else {
      std::this_thread::yield();
    }
  }

 private:
  static constexpr unsigned kSpinsBeforeYield = 1024;  // about 10 to 50 us
  Wait wait_;
  unsigned spins_ = 0;
};

// ---- Items: the first word names producer and sequence number, the others follow from it.

constexpr unsigned kSequenceBits = 48;
constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;

template <std::size_t Bytes>
struct Item {
  std::array<std::uint64_t, Bytes / sizeof(std::uint64_t)> words;
};

template <class Payload>
Payload make_item(std::uint64_t producer, std::uint64_t sequence) {
  Payload item{};
  std::uint64_t word = producer << kSequenceBits | sequence;
  for (std::uint64_t& slot : item.words) {
    slot = word;
    word += kGolden;
  }
  return item;
}

// One consumer's account of what it received: a sum that does not depend on which consumer
// received an item, and the violations of what every queue promises: whole items, and those of
// one producer in order.
class Receipt {
 public:
  template <class Payload>
  void add(const Payload& item) {
    const std::uint64_t key = item.words[0];
    const std::size_t producer = key >> kSequenceBits;
    const std::uint64_t sequence = key & ((std::uint64_t{1} << kSequenceBits) - 1);
    std::uint64_t& last = last_[producer % kMaxThreadsPerSide];
    violations_ += sequence <= last ? 1 : 0;
    last = sequence;
    std::uint64_t expected = key;
    for (const std::uint64_t word : item.words) {
      violations_ += word != expected ? 1 : 0;
      expected += kGolden;
    }
    sum_ += (key ^ key >> 29) * kGolden;
  }

  // The bare sum when all was well.
  [[nodiscard]] std::uint64_t checksum() const {
    return sum_ + violations_ * 0xbf58476d1ce4e5b9ULL;
  }

 private:
  std::array<std::uint64_t, kMaxThreadsPerSide> last_{};
  std::uint64_t sum_ = 0;
  std::uint64_t violations_ = 0;
};

// ---- The lock: a container, one mutex and two condition variables.

template <class Container>
class MutexQueue {
 public:
  using Payload = typename Container::value_type;

  MutexQueue(const Shape& shape, Container empty)
      : items_(std::move(empty)), capacity_(shape.capacity), wait_(shape.wait) {}

  void push(std::size_t /*producer*/, const Payload& item) {
    std::unique_lock lock(mutex_);
    await(lock, not_full_, [this] { return items_.size() < capacity_; });
    items_.push_back(item);
    lock.unlock();
    not_empty_.notify_one();
  }

  void pop(std::size_t /*consumer*/, Payload& item) {
    std::unique_lock lock(mutex_);
    await(lock, not_empty_, [this] { return !items_.empty(); });
    item = items_.front();
    items_.pop_front();
    lock.unlock();
    not_full_.notify_one();
  }

 private:
  template <class Ready>
  void await(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, Ready ready) {
    if (wait_ == Wait::block) return changed.wait(lock, ready);
    Backoff backoff(wait_);
    while (!ready()) {
      lock.unlock();
      backoff.pause();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  Container items_;
  std::size_t capacity_;
  Wait wait_;
};

template <class Payload>
class MutexDeque : public MutexQueue<std::deque<Payload>> {
 public:
  explicit MutexDeque(const Shape& shape) : MutexDeque::MutexQueue(shape, {}) {}
};

// The same lock over memory taken once: tells the lock's cost from the deque's allocations.
template <class Payload>
class MutexRing : public MutexQueue<boost::circular_buffer<Payload>> {
 public:
  explicit MutexRing(const Shape& shape)
      : MutexRing::MutexQueue(shape, boost::circular_buffer<Payload>(shape.capacity)) {}
};

// ---- The rings, behind try_push and try_pop.

// Where threads sleep until a queue without a lock has changed; costs the other side one atomic
// read-modify-write an item while nobody sleeps. No wake-up is lost: either the sleeper's
// registration comes first and the announcer sees it, or the announcer's read comes first and
// the attempt after the registration sees the change. All are woken, since a change may serve a
// sleeper other than the first (a slow push completes and uncovers the items behind it).
class Gate {
 public:
  template <class Attempt>
  void wait(Attempt attempt) {
    sleepers_.fetch_add(1, std::memory_order_acq_rel);
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, attempt);
    }
    sleepers_.fetch_sub(1, std::memory_order_relaxed);
  }

  void announce() {
    if (sleepers_.fetch_add(0, std::memory_order_acq_rel) == 0) return;
    { const std::lock_guard lock(mutex_); }  // a sleeper is past its attempt once it lets go
    changed_.notify_all();
  }

 private:
  std::atomic<int> sleepers_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
};

// Adds the three ways of waiting to a queue whose operations return at once.
template <template <class> class Queue, class Payload>
class Waiting {
 public:
  explicit Waiting(const Shape& shape) : queue_(shape), wait_(shape.wait) {}

  void push(std::size_t producer, const Payload& item) {
    await(not_full_, [&] { return queue_.try_push(producer, item); });
    if (wait_ == Wait::block) not_empty_.announce();
  }

  void pop(std::size_t consumer, Payload& item) {
    await(not_empty_, [&] { return queue_.try_pop(consumer, item); });
    if (wait_ == Wait::block) not_full_.announce();
  }

 private:
  template <class Attempt>
  void await(Gate& gate, Attempt attempt) {
    if (attempt()) return;
    if (wait_ == Wait::block) return gate.wait(attempt);
    Backoff backoff(wait_);
    while (!attempt()) backoff.pause();
  }

  Queue<Payload> queue_;
  Wait wait_;
  alignas(128) Gate not_full_;
  alignas(128) Gate not_empty_;
};

template <class Payload>
class Vyukov {
 public:
  explicit Vyukov(const Shape& shape) : ring_(shape.capacity) {}
  bool try_push(std::size_t /*producer*/, const Payload& item) { return ring_.try_push(item); }
  bool try_pop(std::size_t /*consumer*/, Payload& item) { return ring_.try_pop(item); }

 private:
  VyukovRing<Payload> ring_;
};

template <class Payload>
class BoostMpmc {
 public:
  explicit BoostMpmc(const Shape& shape) : queue_(shape.capacity) {}
  bool try_push(std::size_t /*producer*/, const Payload& item) { return queue_.push(item); }
  bool try_pop(std::size_t /*consumer*/, Payload& item) { return queue_.pop(item); }

 private:
  boost::lockfree::queue<Payload, boost::lockfree::fixed_sized<true>> queue_;
};

template <class Payload>
class BoostSpsc {
 public:
  explicit BoostSpsc(const Shape& shape) : queue_(shape.capacity) {}
  bool try_push(std::size_t /*producer*/, const Payload& item) { return queue_.push(item); }
  bool try_pop(std::size_t /*consumer*/, Payload& item) { return queue_.pop(item); }

 private:
  boost::lockfree::spsc_queue<Payload> queue_;
};

// moodycamel's queue is a bundle of per-producer queues made of blocks, and is bounded only by
// the blocks it was born with. A producer keeps every block that it once took, so each takes an
// even share here, before the first item: first come, first served would leave a late producer
// without any, for ever.
template <class Payload>
class Moodycamel {
 public:
  static constexpr std::size_t kBlockItems = moodycamel::ConcurrentQueueDefaultTraits::BLOCK_SIZE;

  explicit Moodycamel(const Shape& shape) : queue_(share(shape) * shape.producers) {
    for (std::size_t i = 0; i < shape.producers; ++i) producers_.emplace_back(queue_);
    for (std::size_t i = 0; i < shape.consumers; ++i) consumers_.emplace_back(queue_);
    Payload item{};
    for (moodycamel::ProducerToken& producer : producers_) {
      for (std::size_t i = 0; i < share(shape); ++i) queue_.try_enqueue(producer, item);
      while (queue_.try_dequeue_from_producer(producer, item)) continue;
    }
  }

  bool try_push(std::size_t producer, const Payload& item) {
    return queue_.try_enqueue(producers_[producer], item);
  }
  bool try_pop(std::size_t consumer, Payload& item) {
    return queue_.try_dequeue(consumers_[consumer], item);
  }

 private:
  // Items of one producer, in whole blocks.
  static std::size_t share(const Shape& shape) {
    const std::size_t blocks = shape.capacity / (shape.producers * kBlockItems);
    return std::max<std::size_t>(blocks, 1) * kBlockItems;
  }

  moodycamel::ConcurrentQueue<Payload> queue_;
  std::vector<moodycamel::ProducerToken> producers_;
  std::vector<moodycamel::ConsumerToken> consumers_;
};

// Words of 8 bytes go through the library's queue of atomics (0 marks an empty slot: no key is
// 0), larger payloads through its queue of any type; both in the library's mode for one producer
// and one consumer, as nothing else is asked of it here (see atomic_queue_limits).
template <class Payload>
class AtomicQueue {
 public:
  static constexpr bool kIsWord = sizeof(Payload) == sizeof(std::uint64_t);
  // The library's own lower limit: it permutes the slots of that many.
  static constexpr std::size_t kLeastCapacity = kIsWord ? 64 : 4096;

  explicit AtomicQueue(const Shape& shape) : queue_(static_cast<unsigned>(shape.capacity)) {}

  bool try_push(std::size_t /*producer*/, const Payload& item) {
    if constexpr (kIsWord) {
      return queue_.try_push(item.words[0]);
    } else {
      return queue_.try_push(item);
    }
  }
  bool try_pop(std::size_t /*consumer*/, Payload& item) {
    if constexpr (kIsWord) {
      return queue_.try_pop(item.words[0]);
    } else {
      return queue_.try_pop(item);
    }
  }

 private:
  // Both in the mode for one producer and one consumer, the last of their parameters.
  std::conditional_t<
      kIsWord,
      atomic_queue::AtomicQueueB<std::uint64_t, std::allocator<std::uint64_t>, 0, true, false,
                                 true>,
      atomic_queue::AtomicQueueB2<Payload, std::allocator<Payload>, true, false, true>>
      queue_;
};

// ---- The iteration.

// How many of `total` items the thread `index` of `threads` handles.
std::size_t quota(std::size_t total, std::size_t threads, std::size_t index) {
  return total / threads + (index < total % threads ? 1 : 0);
}

template <class Channel, class Payload>
class Exchange {
 public:
  explicit Exchange(const Shape& shape)
      : shape_(shape),
        channel_(shape),
        task_([this](std::size_t thread) { work(thread); }),
        team_(shape.producers + shape.consumers) {}

  std::uint64_t run() {
    checksum_.store(0, std::memory_order_relaxed);
    team_.run(task_);
    return checksum_.load(std::memory_order_relaxed);
  }

 private:
  void work(std::size_t thread) {
    if (thread < shape_.producers) {
      produce(thread, quota(opaque(shape_.items), shape_.producers, thread));
    } else {
      const std::size_t consumer = thread - shape_.producers;
      consume(consumer, quota(opaque(shape_.items), shape_.consumers, consumer));
    }
  }

  void produce(std::size_t producer, std::size_t items) {
    for (std::size_t sequence = 1; sequence <= items; ++sequence) {
      channel_.push(producer, make_item<Payload>(producer, sequence));
    }
  }

  void consume(std::size_t consumer, std::size_t items) {
    Receipt receipt;
    Payload item{};
    for (std::size_t i = 0; i < items; ++i) {
      channel_.pop(consumer, item);
      receipt.add(item);
    }
    checksum_.fetch_add(receipt.checksum(), std::memory_order_relaxed);
  }

  Shape shape_;
  Channel channel_;
  std::atomic<std::uint64_t> checksum_{0};
  ThreadTeam::Task task_;
  ThreadTeam team_;
};

constexpr std::array<std::string_view, 3> kPayloads{"8", "64", "256"};  // bytes

Shape shape_of(const Parameters& parameters) {
  return {.producers = static_cast<std::size_t>(parameters["producers"]),
          .consumers = static_cast<std::size_t>(parameters["consumers"]),
          .capacity = std::bit_ceil(static_cast<std::size_t>(parameters["capacity"])),
          .items = static_cast<std::size_t>(parameters["items"]),
          .wait = static_cast<Wait>(parameters["wait"])};
}

template <class Channel, class Payload>
Kernel exchange(const Parameters& parameters) {
  auto exchange = std::make_shared<Exchange<Channel, Payload>>(shape_of(parameters));
  return [exchange] { return exchange->run(); };
}

// Picks the payload's type; `Channel` turns it into the queue's.
template <template <class> class Channel>
Kernel prepare(const Parameters& parameters) {
  switch (parameters["payload"]) {
    case 0: return exchange<Channel<Item<8>>, Item<8>>(parameters);
    case 1: return exchange<Channel<Item<64>>, Item<64>>(parameters);
    default: return exchange<Channel<Item<256>>, Item<256>>(parameters);
  }
}

template <class Payload>
using VyukovChannel = Waiting<Vyukov, Payload>;
template <class Payload>
using BoostMpmcChannel = Waiting<BoostMpmc, Payload>;
template <class Payload>
using BoostSpscChannel = Waiting<BoostSpsc, Payload>;
template <class Payload>
using MoodycamelChannel = Waiting<Moodycamel, Payload>;
template <class Payload>
using AtomicQueueChannel = Waiting<AtomicQueue, Payload>;

// ---- Where a queue cannot stand beside the others.

// Threads that spin for one that has no CPU measure the scheduler's time slices. They do so in
// every queue: no variant stands there beside the baseline.
std::optional<std::string> spins_without_a_cpu(const Parameters& parameters) {
  const auto threads = static_cast<std::size_t>(parameters["producers"] + parameters["consumers"]);
  const std::size_t cpus = cpus_cores_first().size();
  if (static_cast<Wait>(parameters["wait"]) != Wait::spin || cpus == 0 || threads <= cpus) {
    return std::nullopt;
  }
  return std::to_string(threads) + " threads that spin need a CPU each; this process may use " +
         std::to_string(cpus) + ": set wait=yield or wait=block";
}

std::optional<std::string> one_to_one_only(const Parameters& parameters) {
  if (parameters["producers"] == 1 && parameters["consumers"] == 1) {
    return spins_without_a_cpu(parameters);
  }
  return "a queue for one producer and one consumer: set producers=1 and consumers=1";
}

// A queue that would round a small capacity up would be compared at another capacity.
std::optional<std::string> at_least(std::size_t slots, const Parameters& parameters) {
  if (shape_of(parameters).capacity >= slots) return spins_without_a_cpu(parameters);
  return "cannot be smaller than " + std::to_string(slots) +
         " slots here: set capacity=" + std::to_string(slots) + " or more";
}

std::optional<std::string> moodycamel_capacity(const Parameters& parameters) {
  const auto producers = static_cast<std::size_t>(parameters["producers"]);
  return at_least(producers * Moodycamel<Item<8>>::kBlockItems, parameters);
}

// In the library's mode for many threads a thread that stops inside try_push or try_pop for a whole
// lap of the ring shares its slot with whoever comes a lap later, and either may go first: a
// consumer then receives one producer's items out of order (the library promises a total order for
// push and pop only, which cannot give up when the queue is full). With more threads than cores
// that happens within a few iterations.
std::optional<std::string> atomic_queue_limits(const Parameters& parameters) {
  if (parameters["producers"] != 1 || parameters["consumers"] != 1) {
    return "with more threads its try_push and try_pop do not keep a producer's items in order: "
           "set "
           "producers=1 and consumers=1";
  }
  return at_least(parameters["payload"] == 0 ? AtomicQueue<Item<8>>::kLeastCapacity
                                             : AtomicQueue<Item<64>>::kLeastCapacity,
                  parameters);
}

double operations(const Parameters& parameters) { return static_cast<double>(parameters["items"]); }

// The hungriest is moodycamel: its blocks, up to twice the capacity and at least one a producer.
// Each slot carries a link or a turn, and its padding.
double memory_bytes(const Parameters& parameters) {
  constexpr double widest_slot = 256 + 64;
  constexpr double least_capacity = 4096;
  return 2 * std::max(static_cast<double>(shape_of(parameters).capacity), least_capacity) *
         widest_slot;
}

const Registration registered{[] {
  return Workload{
      .id = "concurrency/bounded_queue",
      .technique = "Lock-Free Data Structures",
      .leaf = Leaf::parallelize,
      .summary = "a mutex around a deque against lock-free rings, between threads",
      .problem =
          "Producers and consumers meet at one mutex. Its lock word and the queue's state travel "
          "from core to core with every item, waiting threads go through the kernel, and a thread "
          "that is descheduled inside the lock stops all others. A ring lets each side take a "
          "slot with one atomic instruction and leaves the two sides' indices on lines of their "
          "own; with one thread on each side it needs no atomic read-modify-write at all.",
      .signature_text =
          "Wall time per item. The deque allocates a chunk for every 512 bytes that pass through, "
          "the rings nothing. With wait=block also context switches: one for every time a thread "
          "finds the queue full or empty.",
      .does_not_pay =
          "wait=block measures the kernel's wake-ups as much as the queue: runs come in two kinds, "
          "threads that keep each other awake and threads that sleep for each item, and differ by "
          "several times; a ratio between such runs is luck. With a small capacity each item costs "
          "a sleep and a wake-up whatever the queue; where many threads sleep on one side a ring "
          "must wake them all, the mutex only one; and the rings, which have no lock to sleep at, "
          "pay one more read-modify-write an item to learn whether somebody sleeps. boost_mpmc "
          "takes two compare-exchanges and recycles a node for each item: it can lose to the "
          "mutex. With more threads than cores a descheduled thread holds up the ring's next slot "
          "too, and spinning burns the time that it needs (so wait=spin asks for a CPU a thread). "
          "boost_spsc and atomic_queue, in its mode without read-modify-write, stand only with one "
          "producer and one consumer.",
      .iteration =
          "producers push `items` items in all, consumers pop them, check that they are whole and "
          "that each producer's arrive in order, and add them up",
      .operation = "item",
      .operations = operations,
      .metric = "wall_time",
      .memory_bytes = memory_bytes,
      // The ring of a full queue.
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(shape_of(p).capacity) *
                   std::array{8.0, 64.0, 256.0}.at(static_cast<std::size_t>(p["payload"]));
          },
      .threads = [](const Parameters& p) { return p["producers"] + p["consumers"]; },
      .parameters =
          {
              {.name = "producers",
               .meaning = "threads that push",
               .initial = 1,
               .small = 1,
               .medium = 2,
               .large = 4,
               .min = 1,
               .max = kMaxThreadsPerSide},
              {.name = "consumers",
               .meaning = "threads that pop",
               .initial = 1,
               .small = 1,
               .medium = 2,
               .large = 4,
               .min = 1,
               .max = kMaxThreadsPerSide},
              {.name = "capacity",
               .meaning = "slots of the queue, rounded up to a power of two",
               .initial = 1024,
               .small = 64,
               .medium = 1024,
               .large = 32'768,
               .min = 2,
               .max = 32'768},
              {.name = "payload",
               .meaning = "size of an item, bytes",
               .initial = 0,
               .choices = {kPayloads.begin(), kPayloads.end()}},
              {.name = "wait",
               .meaning = "what a thread does about a full or an empty queue",
               .initial = 0,
               .choices = {"spin", "yield", "block"}},
              {.name = "items",
               .meaning = "items passed in an iteration, all threads together",
               .initial = 40'000,
               .small = 20'000,
               .medium = 100'000,
               .large = 1'000'000,
               .min = 2'000,
               .max = 10'000'000},
          },
      .variants =
          {
              {.name = "mutex_deque",
               .summary = "std::deque, one mutex, two condition variables",
               .prepare = prepare<MutexDeque>},
              {.name = "mutex_ring",
               .summary = "the same lock over boost::circular_buffer: no allocation",
               .prepare = prepare<MutexRing>,
               .unavailable = spins_without_a_cpu},
              {.name = "vyukov_ring",
               .summary = "own ring: a turn number in each cell, one compare-exchange per call",
               .prepare = prepare<VyukovChannel>,
               .unavailable = spins_without_a_cpu},
              {.name = "boost_mpmc",
               .summary = "boost::lockfree::queue: linked nodes from a fixed free list",
               .prepare = prepare<BoostMpmcChannel>,
               .unavailable = spins_without_a_cpu},
              {.name = "boost_spsc",
               .summary = "boost::lockfree::spsc_queue: two indices, no read-modify-write",
               .prepare = prepare<BoostSpscChannel>,
               .unavailable = one_to_one_only},
              {.name = "moodycamel",
               .summary = "moodycamel::ConcurrentQueue: a queue of blocks per producer",
               .prepare = prepare<MoodycamelChannel>,
               .unavailable = moodycamel_capacity},
              {.name = "atomic_queue",
               .summary = "atomic_queue for one producer and one consumer: no read-modify-write, "
                          "neighbouring slots spread over cache lines",
               .prepare = prepare<AtomicQueueChannel>,
               .unavailable = atomic_queue_limits},
          },
      .signature =
          {
              {.variant = "mutex_ring",
               .metric = "allocations",
               .trend = Trend::falls,
               .factor = 10,
               .because = "the ring is allocated once, the deque a chunk per 512 bytes"},
              {.variant = "vyukov_ring",
               .metric = "allocations",
               .trend = Trend::falls,
               .factor = 10,
               .because = "the ring is allocated once, the deque a chunk per 512 bytes"},
          },
      .no_gain =
          {
              {.assignments = {{"capacity", 2}, {"wait", 2}, {"items", 2'000}},
               .text = "two slots and sleeping waits: a wake-up or two an item are the whole cost"},
              {.assignments = {{"producers", 4}, {"consumers", 1}, {"wait", 1}},
               .text = "many producers: boost_mpmc loses to the mutex, while the rings win",
               .variant = "boost_mpmc"},
          },
      .pay_off = {.variant = "vyukov_ring",
                  .parameter = "capacity",
                  .values = {2, 16, 64, 256, 1024, 4096, 32'768},
                  .assignments = {{"wait", 2}, {"items", 4'000}}},
      .small = {.assignments = {{"items", 20'000}, {"wait", 2}},
                .text = "one producer, one consumer, 20,000 items; they sleep, which needs no two "
                        "CPUs"},
  };
}};

}  // namespace
}  // namespace hone::workloads

#include "analyzers/collect/allocations/shards.hpp"

#include <cerrno>
#include <climits>

#include <pthread.h>
#include <sys/mman.h>

namespace hone::allocations {

constinit thread_local Shard* own_shard __attribute__((tls_model("initial-exec"))) = nullptr;

namespace {

constexpr std::size_t shards_in_block = 63;

// Shards come in blocks of about two pages that are never unmapped, newest block first.
struct Block {
  Shard shards[shards_in_block];
  Block* older;
  std::atomic<std::size_t> used;
};

constinit Block first_block{};
constinit std::atomic<Block*> newest_block{&first_block};
constinit std::atomic<int> shards_offered{0};
constinit std::atomic<std::uint64_t> uncounted{0};

// A cache line of their own: every thread settles here.
struct alignas(128) ProcessLive {
  std::atomic<std::int64_t> bytes;
  std::atomic<std::int64_t> peak;
};
constinit ProcessLive live{};

constinit pthread_once_t key_once = PTHREAD_ONCE_INIT;
constinit pthread_key_t key{};
constinit bool key_works = false;
constinit thread_local int end_rounds = 0;
constinit thread_local bool thread_ended = false;

template <class Visit>
void for_each_shard(Visit visit) {
  for (Block* block = newest_block.load(std::memory_order_acquire); block != nullptr;
       block = block->older) {
    const std::size_t used = block->used.load(std::memory_order_acquire);
    for (std::size_t i = 0; i < used; ++i) {
      if (!visit(block->shards[i])) return;
    }
  }
}

void raise_peak(std::int64_t bytes) {
  std::int64_t peak = live.peak.load(std::memory_order_relaxed);
  while (bytes > peak && !live.peak.compare_exchange_weak(peak, bytes, std::memory_order_relaxed)) {
  }
}

Shard* take_over_shard() {
  if (shards_offered.load(std::memory_order_relaxed) <= 0) return nullptr;
  Shard* found = nullptr;
  for_each_shard([&found](Shard& shard) {
    bool offered = shard.offered.load(std::memory_order_relaxed);
    // acquire: the counts of the thread that offered it must be seen here.
    if (!offered ||
        !shard.offered.compare_exchange_strong(offered, false, std::memory_order_acquire)) {
      return true;
    }
    found = &shard;
    return false;
  });
  if (found != nullptr) shards_offered.fetch_sub(1, std::memory_order_relaxed);
  return found;
}

bool add_block(Block* newest) {
  void* const memory =
      mmap(nullptr, sizeof(Block), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
  Block* const block = static_cast<Block*>(memory);  // zero bytes are a valid Block
  block->older = newest;
  if (!newest_block.compare_exchange_strong(newest, block, std::memory_order_acq_rel)) {
    munmap(memory, sizeof(Block));  // another thread was first: its block serves us both
  }
  return true;
}

Shard* new_shard() {
  while (true) {
    Block* const block = newest_block.load(std::memory_order_acquire);
    std::size_t used = block->used.load(std::memory_order_relaxed);
    while (used < shards_in_block) {
      if (block->used.compare_exchange_weak(used, used + 1, std::memory_order_acq_rel)) {
        return &block->shards[used];
      }
    }
    if (!add_block(block)) return nullptr;
  }
}

void offer(Shard& shard) {
  settle(shard);
  shard.newest = nullptr;
  shard.offered.store(true, std::memory_order_release);
  shards_offered.fetch_add(1, std::memory_order_relaxed);
}

// Runs as a thread ends. Other keys' destructors free memory too, so it asks to be called
// again until the last round that the system grants.
void end_thread(void* shard) {
  if (++end_rounds < PTHREAD_DESTRUCTOR_ITERATIONS && pthread_setspecific(key, shard) == 0) return;
  thread_ended = true;
  own_shard = nullptr;
  offer(*static_cast<Shard*>(shard));
}

void make_key() { key_works = pthread_key_create(&key, end_thread) == 0; }

// What a thread allocates or frees after its last round takes a shard for that one event.
template <class Record>
void with_shard(Record record) {
  const int saved_errno = errno;
  Shard* shard = take_over_shard();
  if (shard == nullptr) shard = new_shard();
  if (shard == nullptr) {
    uncounted.fetch_add(1, std::memory_order_relaxed);
    errno = saved_errno;
    return;
  }
  if (thread_ended) {
    record(*shard);
    offer(*shard);
  } else {
    own_shard = shard;  // before the calls below, which may allocate
    record(*shard);
    pthread_once(&key_once, make_key);
    // Without a key the shard is never offered: it is lost to others, its counts are not.
    if (key_works) pthread_setspecific(key, shard);
  }
  errno = saved_errno;
}

}  // namespace

void settle(Shard& shard) {
  const std::int64_t change = live_change(shard);
  const std::int64_t highest = shard.highest_change.load(std::memory_order_relaxed);
  shard.highest_change.store(0, std::memory_order_relaxed);
  shard.headroom.store(0, std::memory_order_relaxed);
  raise_peak(live.bytes.fetch_add(change, std::memory_order_relaxed) + highest);
}

void count_without_shard(void* block, std::size_t requested) {
  check_chunk_size(block);
  with_shard([=](Shard& shard) { record_allocation(shard, block, requested, usable_size(block)); });
}

void count_release_without_shard(const void* block, std::size_t usable) {
  with_shard([=](Shard& shard) { record_release(shard, block, usable); });
}

Totals sum_shards() {
  if (own_shard != nullptr) settle(*own_shard);
  Totals totals;
  totals.uncounted = uncounted.load(std::memory_order_relaxed);
  totals.live_bytes = live.bytes.load(std::memory_order_relaxed);
  for_each_shard([&totals](const Shard& shard) {
    totals.allocations += shard.allocations.load(std::memory_order_relaxed);
    totals.deallocations += shard.deallocations.load(std::memory_order_relaxed);
    totals.bytes += shard.bytes.load(std::memory_order_relaxed);
    totals.temporaries += shard.temporaries.load(std::memory_order_relaxed);
    totals.live_bytes += live_change(shard);
    return true;
  });
  return totals;
}

std::int64_t peak_live_bytes() { return live.peak.load(std::memory_order_relaxed); }

void restart_peak() {
  if (own_shard != nullptr) settle(*own_shard);
  live.peak.store(live.bytes.load(std::memory_order_relaxed), std::memory_order_relaxed);
}

}  // namespace hone::allocations

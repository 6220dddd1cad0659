// The counters. Each thread has a shard that only it writes, with plain loads and stores,
// so counting costs no locked instruction; a reader sums the shards. Shards outlive
// their thread: the next thread takes one over and counts on, so nothing is ever lost
// and a fork cannot catch a lock held, because there is none.
//
// Live bytes: a thread keeps its own change and adds it to the process's figure once it
// amounts to `settle_at`. The peak is exact with one thread; with n threads alive it is within
// (n + 1) * settle_at of the truth, as each may hold that much back.
//
// A command's processes have their shards in a file that hone reads (file_format.hpp). A block of
// the file is mapped over the first block, static memory until then, so that no pointer to it
// changes. A forked child maps another block there before it counts on.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "analyzers/collect/allocations/preload/file_format.hpp"
#include "analyzers/collect/allocations/preload/next_allocator.hpp"

#pragma GCC visibility push(hidden)  // so that data of other files is reached directly

namespace hone::allocations {

constexpr std::int64_t settle_at = 8192;  // bytes

struct Totals {
  std::uint64_t allocations = 0;
  std::uint64_t deallocations = 0;
  std::uint64_t bytes = 0;
  std::uint64_t temporaries = 0;
  std::uint64_t uncounted = 0;
  std::int64_t live_bytes = 0;
};

// The thread's shard; nullptr before its first event and after its end. When it is set, the next
// allocator is known. initial-exec: reading the variable calls nothing, where the dynamic models
// may call malloc.
extern constinit thread_local Shard* own_shard __attribute__((tls_model("initial-exec")));

// Adds the shard's change to the process's live bytes and raises the peak.
void settle(Shard& shard);

// Both count an event of a thread without a shard: they take one, and keep it unless the thread is
// ending.
void count_without_shard(void* block, std::size_t requested);
void count_release_without_shard(const void* block, std::size_t usable);

// Figures of the process; those of a forked child begin with its parent's.
Totals sum_shards();
std::int64_t peak_live_bytes();
void restart_peak();  // from the live bytes of now

// Adds to a counter of the thread's own shard. Only the owner writes, so this need not be a locked
// addition. On x86-64 it is written as the one instruction that it is there: compilers make three
// of it, and a signal handler that allocates between them would have its own count overwritten.
inline void add(std::atomic<std::uint64_t>& counter, std::uint64_t amount) {
#ifdef __x86_64__
  asm("addq %1, %0" : "+m"(counter) : "er"(amount) : "cc");
#else
  counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
#endif
}

// Subtracts likewise. True when the difference is negative.
inline bool subtract(std::atomic<std::int64_t>& counter, std::int64_t amount) {
#ifdef __x86_64__
  bool is_negative = false;
  asm("subq %2, %0" : "+m"(counter), "=@ccs"(is_negative) : "er"(amount));
  return is_negative;
#else
  const std::int64_t difference = counter.load(std::memory_order_relaxed) - amount;
  counter.store(difference, std::memory_order_relaxed);
  return difference < 0;
#endif
}

inline std::int64_t live_change(const Shard& shard) {
  return shard.highest_change.load(std::memory_order_relaxed) -
         shard.headroom.load(std::memory_order_relaxed);
}

// To be called for a headroom below 0: the block just allocated sets a new high.
inline void record_new_high(Shard& shard) {
  const std::int64_t highest = live_change(shard);
  shard.highest_change.store(highest, std::memory_order_relaxed);
  shard.headroom.store(0, std::memory_order_relaxed);
  if (highest >= settle_at) [[unlikely]] {
    settle(shard);
  }
}

inline void record_allocation(Shard& shard, const void* block, std::size_t requested,
                              std::size_t usable) {
  add(shard.allocations, 1);
  add(shard.bytes, requested);
  shard.newest = block;
  if (subtract(shard.headroom, static_cast<std::int64_t>(usable))) {
    record_new_high(shard);
  }
}

inline void record_release(Shard& shard, const void* block, std::size_t usable) {
  add(shard.deallocations, 1);
  add(shard.temporaries, shard.newest == block ? 1 : 0);
  shard.newest = nullptr;
  subtract(shard.headroom, -static_cast<std::int64_t>(usable));
  if (shard.headroom.load(std::memory_order_relaxed) >= settle_at) [[unlikely]] {
    settle(shard);
  }
}

// Adds to the histogram of sizes, where there is one.
void record_size(Shard& shard, std::size_t requested);

// To be called after the block was allocated.
inline void count_allocation(void* block, std::size_t requested) {
  if (Shard* const shard = own_shard; shard != nullptr) [[likely]] {
    record_allocation(*shard, block, requested, usable_size(block));
    if (!short_way.load(std::memory_order_relaxed)) record_size(*shard, requested);
  } else {
    count_without_shard(block, requested);
  }
}

// `usable` must have been read before the block was given back.
inline void count_release(const void* block, std::size_t usable) {
  if (Shard* const shard = own_shard; shard != nullptr) [[likely]] {
    record_release(*shard, block, usable);
  } else {
    count_release_without_shard(block, usable);
  }
}

}  // namespace hone::allocations

#pragma GCC visibility pop

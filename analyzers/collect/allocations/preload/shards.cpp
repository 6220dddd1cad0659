#include "analyzers/collect/allocations/preload/shards.hpp"

#include <bit>
#include <cerrno>
#include <climits>
#include <cstring>

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "analyzers/collect/allocations/preload/publishing.hpp"

namespace hone::allocations {

constinit thread_local Shard* own_shard __attribute__((tls_model("initial-exec"))) = nullptr;

namespace {

// Blocks are never unmapped; newest first.
constinit SizedBlock first{};
constinit std::atomic<Block*> newest_block{&first.block};
constinit std::atomic<int> shards_offered{0};
constinit ProcessLive& live = first.block.live;

// What a forked child's parent had counted: at its fork, and, in the child, since its start.
constinit thread_local Totals at_fork;
constinit Totals inherited;

constinit pthread_once_t key_once = PTHREAD_ONCE_INIT;
constinit pthread_key_t key{};
constinit bool key_works = false;
constinit thread_local int end_rounds = 0;
constinit thread_local bool thread_ended = false;

template <class Visit>
void for_each_shard(Visit visit) {
  for (Block* block = newest_block.load(std::memory_order_acquire); block != nullptr;
       block = block->older) {
    const std::uint64_t used = block->used.load(std::memory_order_acquire);
    for (std::uint64_t i = 0; i < used; ++i) {
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

// Without a file, or with a full one, counted all the same: a worker reads its own counts.
Block* private_block(void* place) {
  void* const memory =
      mmap(place, sizeof(SizedBlock), PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_ANONYMOUS | (place != nullptr ? MAP_FIXED : 0), -1, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<Block*>(memory);  // of zeros: a valid one
}

bool add_block(Block* newest) {
  Block* block = claim_block(nullptr).block;
  if (block == nullptr) block = private_block(nullptr);
  if (block == nullptr) return false;
  block->older = newest;
  block->owner.store(first.block.owner.load(std::memory_order_relaxed), std::memory_order_relaxed);
  // Another thread may have been first; then its block serves both, and this one stays empty.
  newest_block.compare_exchange_strong(newest, block, std::memory_order_acq_rel);
  return true;
}

Shard* new_shard() {
  while (true) {
    Block* const block = newest_block.load(std::memory_order_acquire);
    std::uint64_t used =
        block == nullptr ? shards_in_block : block->used.load(std::memory_order_relaxed);
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

// A program that is not position-independent and takes malloc's address has that name for a jump
// to malloc, in a symbol without a section: it is no other malloc.
bool is_replaced() {
  const void* const found = dlsym(RTLD_DEFAULT, "malloc");
  if (in_same_object(found, reinterpret_cast<const void*>(&settle))) return false;
  Dl_info info{};
  void* symbol = nullptr;
  return dladdr1(found, &info, &symbol, RTLD_DL_SYMENT) == 0 || symbol == nullptr ||
         static_cast<const ElfW(Sym)*>(symbol)->st_shndx != SHN_UNDEF;
}

void describe_process(Block& block, std::uint32_t flags) {
  block.pid = getpid();
  block.flags = flags;
  const char* const name = program_invocation_short_name;
  for (std::size_t i = 0; i + 1 < sizeof block.program && name[i] != '\0'; ++i) {
    block.program[i] = name[i];
  }
}

void before_fork() { at_fork = sum_shards(); }

// The child's first block is still its parent's, who counts on in it. Where it gets none from the
// file, it counts for itself.
void in_forked_child() {
  const std::uint32_t flags = first.block.flags | forked;
  ClaimedBlock claimed = claim_block(&first);
  if (claimed.block == nullptr && private_block(&first) == nullptr) {
    own_shard = nullptr;
    newest_block.store(nullptr, std::memory_order_relaxed);
    return;
  }
  inherited = at_fork;
  live.bytes.store(at_fork.live_bytes, std::memory_order_relaxed);
  live.peak.store(at_fork.live_bytes, std::memory_order_relaxed);
  describe_process(first.block, flags);
  first.block.used.store(1, std::memory_order_relaxed);
  shards_offered.store(0, std::memory_order_relaxed);
  newest_block.store(&first.block, std::memory_order_relaxed);
  if (own_shard != nullptr) {
    own_shard = &first.block.shards[0];
    if (key_works) pthread_setspecific(key, own_shard);
  } else {
    offer(first.block.shards[0]);
  }
  if (claimed.block != nullptr) {
    first.block.owner.store(claimed.number + 1, std::memory_order_release);
  }
}

// What was counted on the way here, by the dynamic linker and the libraries' start, moves along.
void move_into_file() {
  const ClaimedBlock claimed = claim_block(nullptr);
  if (claimed.block == nullptr) return;
  Block& block = *claimed.block;
  std::memcpy(static_cast<void*>(&block), static_cast<const void*>(&first.block), sizeof block);
  void* const moved = mremap(&block, block_stride(counts_sizes()), block_stride(counts_sizes()),
                             MREMAP_MAYMOVE | MREMAP_FIXED, &first);
  if (moved == MAP_FAILED) return;
  first.block.owner.store(claimed.number + 1, std::memory_order_release);
}

[[gnu::constructor]] void start() {
  const int saved_errno = errno;
  if (open_file() && have_next_allocator()) {
    describe_process(first.block,
                     (is_replaced() ? replaced : 0U) | (next.size_is_known ? 0U : live_unknown));
    if (counts_sizes()) short_way.store(false, std::memory_order_relaxed);
    move_into_file();
    pthread_atfork(before_fork, nullptr, in_forked_child);
  }
  errno = saved_errno;
}

void make_key() { key_works = pthread_key_create(&key, end_thread) == 0; }

// What a thread allocates or frees after its last round takes a shard for that one event.
template <class Record>
void with_shard(Record record) {
  const int saved_errno = errno;
  Shard* shard = take_over_shard();
  if (shard == nullptr) shard = new_shard();
  if (shard == nullptr) {
    first.block.uncounted.fetch_add(1, std::memory_order_relaxed);
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
  check_chunk_size(block, !counts_sizes());
  with_shard([=](Shard& shard) {
    record_allocation(shard, block, requested, usable_size(block));
    record_size(shard, requested);
  });
}

void count_release_without_shard(const void* block, std::size_t usable) {
  with_shard([=](Shard& shard) { record_release(shard, block, usable); });
}

void record_size(Shard& shard, std::size_t requested) {
  if (!counts_sizes()) return;
  const std::size_t offset = reinterpret_cast<std::uintptr_t>(&shard) % page_bytes;
  auto* const sized =
      reinterpret_cast<SizedBlock*>(reinterpret_cast<unsigned char*>(&shard) - offset);
  const auto bucket = static_cast<std::size_t>(std::bit_width(requested));
  if (bucket < size_buckets) add(sized->sizes[offset / sizeof shard][bucket], 1);
}

Totals sum_shards() {
  if (own_shard != nullptr) settle(*own_shard);
  Totals totals = inherited;
  totals.uncounted += first.block.uncounted.load(std::memory_order_relaxed);
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

// The file in which the processes of a command count. Each of them maps it shared, so that no end
// of a process can take its counts away. hone makes the file, and names it in the environment.
// After a page of header come blocks of shards; a process claims blocks by one atomic addition, and
// no block is ever given to a second process. Until it is claimed a block is a hole in the file.
// The layout is that of the library's own memory: the library and hone must be of the same version.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace hone::allocations {

constexpr const char* file_variable = "HONE_ALLOCATION_FILE";
constexpr std::uint64_t file_magic = 0x636f6c61656e6f68;  // "honealoc"
constexpr std::uint32_t file_version = 1;
constexpr std::size_t page_bytes = 4096;  // blocks are mapped one by one: no other size will do

// A shard has two cache lines of its own: the prefetcher that fetches pairs of lines must not bring
// in a neighbour's.
struct alignas(128) Shard {
  std::atomic<std::uint64_t> allocations;
  std::atomic<std::uint64_t> deallocations;
  std::atomic<std::uint64_t> bytes;
  std::atomic<std::uint64_t> temporaries;
  // The change in live bytes since the shard was last settled is highest_change - headroom. Kept
  // so, the common allocation, which sets no new high, is one subtraction and its sign.
  std::atomic<std::int64_t> headroom;        // never negative
  std::atomic<std::int64_t> highest_change;  // below settle_at
  const void* newest;         // the block of the thread's last event, when that was an allocation
  std::atomic<bool> offered;  // by a thread that ended, to one that begins
};

// Live bytes of a process, in two cache lines of their own, as a shard: every thread settles here.
struct alignas(128) ProcessLive {
  std::atomic<std::int64_t> bytes;
  std::atomic<std::int64_t> peak;
};

enum ProcessFlags : std::uint32_t {
  forked = 1,        // from a process that counted, and has executed nothing since
  replaced = 2,      // another malloc stands before the counter's
  live_unknown = 4,  // the allocator cannot tell a block's size
};

constexpr std::size_t shards_in_block = 29;

struct alignas(page_bytes) Block {
  Shard shards[shards_in_block];
  // Used in a process's first block alone:
  ProcessLive live;
  std::atomic<std::uint64_t> uncounted;  // calls lost because no memory was left to count them in
  std::int32_t pid;
  std::uint32_t flags;
  char program[64];  // zero-terminated
  // Used in every block:
  Block* older;  // its address in the process
  std::atomic<std::uint64_t> used;
  std::atomic<std::uint64_t> owner;  // 1 + the number of its process's first block; 0: none yet
};
static_assert(sizeof(Block) == page_bytes);

// Histogram of the requested sizes: bucket n holds sizes from 2^(n-1) to 2^n - 1.
constexpr std::size_t size_buckets = 64;

// A block where sizes are counted; otherwise a block is its first page alone.
struct alignas(page_bytes) SizedBlock {
  Block block;
  std::atomic<std::uint64_t> sizes[shards_in_block][size_buckets];
};

constexpr std::size_t block_stride(bool with_sizes) {
  return with_sizes ? sizeof(SizedBlock) : sizeof(Block);
}

struct FileHeader {
  std::uint64_t magic;
  std::uint32_t version;
  std::uint32_t with_sizes;             // 0 or 1
  std::uint64_t capacity;               // in blocks
  std::atomic<std::uint64_t> claimed;   // blocks; above the capacity: the file was full
  std::atomic<std::uint64_t> unmapped;  // claimed blocks that their process could not map
};
static_assert(sizeof(FileHeader) <= page_bytes);

}  // namespace hone::allocations

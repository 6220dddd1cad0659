// The allocator that the program would have used without the counter: the next one in the dynamic
// linker's order, be it the C library's or another preloaded one.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#pragma GCC visibility push(hidden)  // so that data of other files is reached directly

namespace hone::allocations {

struct NextAllocator {
  void* (*malloc)(std::size_t size);
  void* (*calloc)(std::size_t count, std::size_t size);
  void* (*realloc)(void* block, std::size_t size);
  void* (*aligned_alloc)(std::size_t alignment, std::size_t size);
  void* (*memalign)(std::size_t alignment, std::size_t size);
  int (*posix_memalign)(void** block, std::size_t alignment, std::size_t size);
  void* (*valloc)(std::size_t size);
  void* (*pvalloc)(std::size_t size);
  void (*free)(void* block);
  std::size_t (*usable_size)(void* block);  // yields 0 for all when size_is_known is false
  bool size_is_known;
  bool is_glibc;
};

extern NextAllocator next;
extern std::atomic<bool> next_is_found;

// Finds the next allocator. False while the search itself allocates (dlsym may): such an allocation
// is to be served from the bootstrap arena.
bool find_next_allocator();

inline bool have_next_allocator() {
  return next_is_found.load(std::memory_order_acquire) || find_next_allocator();
}

// A block of the bootstrap arena: zeroed, aligned for any type, never given back; nullptr when the
// arena is full.
void* bootstrap_allocate(std::size_t size);

constexpr std::size_t bootstrap_bytes = 16384;  // dlsym of some C libraries asks for a few hundred
extern constinit unsigned char bootstrap_arena[bootstrap_bytes];

// Whether the block is one of the arena. One unsigned comparison: this is asked at every free.
inline bool is_bootstrap_block(const void* block) {
  return reinterpret_cast<std::uintptr_t>(block) -
             reinterpret_cast<std::uintptr_t>(bootstrap_arena) <
         bootstrap_bytes;
}

// Whether both addresses lie in the same shared object or executable.
bool in_same_object(const void* one, const void* other);

// Whether chunk_usable_size() is used instead of malloc_usable_size, a call that also looks into
// the following chunk, and costs about as much as all the rest of the counting. It is used only
// when glibc is next and while the two agree on each thread's first block.
extern std::atomic<bool> chunk_size_is_trusted;

// Whether chunk sizes are trusted and nothing but the usual figures is counted: one question for
// malloc and free.
extern std::atomic<bool> short_way;

// What malloc_usable_size would say of a block of glibc's, from the word before the block: the size
// of the chunk, which holds that word and, when it was mapped on its own (bit 1), another.
inline std::size_t chunk_usable_size(const void* block) {
  const std::size_t word = static_cast<const std::size_t*>(block)[-1];
  return (word & ~std::size_t{7}) - sizeof word - ((word & 2) << 2);
}

inline std::size_t usable_size(void* block) {
  if (chunk_size_is_trusted.load(std::memory_order_relaxed)) [[likely]] {
    return chunk_usable_size(block);
  }
  return next.usable_size(block);
}

// Compares chunk_usable_size() with malloc_usable_size on a block just allocated. Chunk sizes are
// trusted only when the two agree.
void check_chunk_size(void* block, bool may_take_short_way);

}  // namespace hone::allocations

#pragma GCC visibility pop

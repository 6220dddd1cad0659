// malloc and its relatives, in front of the next allocator's: each forwards, then counts
// what it got. A release is counted before it is forwarded, while the block still has a size.
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <malloc.h>

#include "analyzers/collect/allocations/preload/export.hpp"
#include "analyzers/collect/allocations/preload/next_allocator.hpp"
#include "analyzers/collect/allocations/preload/shards.hpp"

namespace {

using hone::allocations::bootstrap_allocate;
using hone::allocations::bootstrap_arena;
using hone::allocations::bootstrap_bytes;
using hone::allocations::chunk_usable_size;
using hone::allocations::count_allocation;
using hone::allocations::count_release;
using hone::allocations::have_next_allocator;
using hone::allocations::is_bootstrap_block;
using hone::allocations::next;
using hone::allocations::own_shard;
using hone::allocations::record_allocation;
using hone::allocations::record_release;
using hone::allocations::Shard;
using hone::allocations::short_way;
using hone::allocations::usable_size;

void* counted(void* block, std::size_t requested) {
  if (block != nullptr) [[likely]] {
    count_allocation(block, requested);
  }
  return block;
}

// The search for the next allocator never asks for an alignment of its own.
void* no_memory() {
  errno = ENOMEM;
  return nullptr;
}

void* move_out_of_bootstrap(const void* block, std::size_t size) {
  void* const moved =
      have_next_allocator() ? counted(next.malloc(size), size) : bootstrap_allocate(size);
  if (moved == nullptr) return nullptr;
  // Its size is not kept; what lies behind it in the arena may be copied along.
  const auto held = static_cast<std::size_t>(bootstrap_arena + bootstrap_bytes -
                                             static_cast<const unsigned char*>(block));
  return std::memcpy(moved, block, size < held ? size : held);
}

void* resize(void* block, std::size_t size) {
  if (is_bootstrap_block(block)) [[unlikely]] {
    return move_out_of_bootstrap(block, size);
  }
  if (!have_next_allocator()) [[unlikely]] {
    return bootstrap_allocate(size);
  }
  if (block == nullptr) return counted(next.realloc(block, size), size);
  const std::size_t usable = usable_size(block);
  void* const resized = next.realloc(block, size);
  if (resized != nullptr) {
    count_release(block, usable);
    count_allocation(resized, size);
  } else if (size == 0) {
    count_release(block, usable);  // glibc frees and returns nothing
  }
  return resized;
}

// Apart, so that malloc and free themselves save no registers for these rare cases.
[[gnu::noinline]] void* malloc_the_long_way(std::size_t size) {
  if (!have_next_allocator()) return bootstrap_allocate(size);
  return counted(next.malloc(size), size);
}

[[gnu::noinline]] void free_the_long_way(void* block) {
  if (!have_next_allocator()) return;
  count_release(block, usable_size(block));
  next.free(block);
}

}  // namespace

extern "C" {

HONE_EXPORT void* malloc(std::size_t size) noexcept {
  Shard* const shard = own_shard;
  if (shard == nullptr || !short_way) [[unlikely]] {
    return malloc_the_long_way(size);
  }
  void* const block = next.malloc(size);
  if (block != nullptr) [[likely]] {
    record_allocation(*shard, block, size, chunk_usable_size(block));
  }
  return block;
}

HONE_EXPORT void* calloc(std::size_t count, std::size_t size) noexcept {
  if (!have_next_allocator()) [[unlikely]] {
    std::size_t bytes = 0;
    return __builtin_mul_overflow(count, size, &bytes) ? no_memory() : bootstrap_allocate(bytes);
  }
  return counted(next.calloc(count, size), count * size);  // had, so the product fits
}

HONE_EXPORT void* realloc(void* block, std::size_t size) noexcept { return resize(block, size); }

// Not forwarded: glibc's calls realloc by name, which would count it twice.
HONE_EXPORT void* reallocarray(void* block, std::size_t count, std::size_t size) noexcept {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(count, size, &bytes)) return no_memory();
  return resize(block, bytes);
}

HONE_EXPORT void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  if (!have_next_allocator()) [[unlikely]] {
    return no_memory();
  }
  return counted(next.aligned_alloc(alignment, size), size);
}

HONE_EXPORT void* memalign(std::size_t alignment, std::size_t size) noexcept {
  if (!have_next_allocator()) [[unlikely]] {
    return no_memory();
  }
  return counted(next.memalign(alignment, size), size);
}

HONE_EXPORT int posix_memalign(void** block, std::size_t alignment, std::size_t size) noexcept {
  if (!have_next_allocator()) [[unlikely]] {
    return ENOMEM;
  }
  const int error = next.posix_memalign(block, alignment, size);
  if (error == 0) counted(*block, size);
  return error;
}

HONE_EXPORT void* valloc(std::size_t size) noexcept {
  if (!have_next_allocator()) [[unlikely]] {
    return no_memory();
  }
  return counted(next.valloc(size), size);
}

HONE_EXPORT void* pvalloc(std::size_t size) noexcept {
  if (!have_next_allocator()) [[unlikely]] {
    return no_memory();
  }
  return counted(next.pvalloc(size), size);
}

HONE_EXPORT void free(void* block) noexcept {
  if (block == nullptr || is_bootstrap_block(block)) [[unlikely]] {
    return;
  }
  Shard* const shard = own_shard;
  if (shard == nullptr || !short_way) [[unlikely]] {
    return free_the_long_way(block);
  }
  record_release(*shard, block, chunk_usable_size(block));
  next.free(block);
}

}  // extern "C"

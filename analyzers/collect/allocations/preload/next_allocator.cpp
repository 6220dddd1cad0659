#include "analyzers/collect/allocations/preload/next_allocator.hpp"

#include <cerrno>
#include <cstdlib>

#include <dlfcn.h>
#include <unistd.h>

namespace hone::allocations {

constinit NextAllocator next{};
constinit std::atomic<bool> next_is_found{false};
constinit std::atomic<bool> chunk_size_is_trusted{false};
constinit std::atomic<bool> short_way{false};
alignas(std::max_align_t) constinit unsigned char bootstrap_arena[bootstrap_bytes]{};

namespace {

constinit std::atomic<std::size_t> arena_used{0};
constinit std::atomic<bool> chunk_size_was_wrong{false};  // once is enough, whichever thread saw it

// Per thread, so that a second thread that comes in between searches for itself instead of
// waiting on a lock: a lock could be held across a fork.
constinit thread_local bool searching = false;

template <class Function>
void find(Function*& function, const char* name) {
  function = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

std::size_t size_unknown(void* /*block*/) { return 0; }

// malloc_usable_size of one allocator on a block of another would read garbage.
void find_usable_size(NextAllocator& found) {
  find(found.usable_size, "malloc_usable_size");
  found.size_is_known = found.usable_size != nullptr &&
                        in_same_object(reinterpret_cast<const void*>(found.malloc),
                                       reinterpret_cast<const void*>(found.usable_size));
  if (!found.size_is_known) found.usable_size = size_unknown;
  found.is_glibc = found.size_is_known && sizeof(std::size_t) == 8 &&
                   in_same_object(reinterpret_cast<const void*>(found.malloc),
                                  dlsym(RTLD_NEXT, "gnu_get_libc_version"));
}

[[noreturn]] void give_up() {
  constexpr char text[] = "hone: no allocator to forward to: is the C library glibc?\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
  std::abort();
}

}  // namespace

bool in_same_object(const void* one, const void* other) {
  Dl_info first{};
  Dl_info second{};
  return dladdr(one, &first) != 0 && dladdr(other, &second) != 0 &&
         first.dli_fbase == second.dli_fbase;
}

bool find_next_allocator() {
  if (searching) return false;
  const int saved_errno = errno;
  searching = true;
  NextAllocator found{};
  find(found.malloc, "malloc");
  find(found.calloc, "calloc");
  find(found.realloc, "realloc");
  find(found.aligned_alloc, "aligned_alloc");
  find(found.memalign, "memalign");
  find(found.posix_memalign, "posix_memalign");
  find(found.valloc, "valloc");
  find(found.pvalloc, "pvalloc");
  find(found.free, "free");
  if (found.malloc == nullptr || found.free == nullptr) give_up();
  find_usable_size(found);
  next = found;  // the same in every thread that gets here
  next_is_found.store(true, std::memory_order_release);
  searching = false;
  errno = saved_errno;
  return true;
}

void* bootstrap_allocate(std::size_t size) {
  constexpr std::size_t alignment = alignof(std::max_align_t);
  if (size > bootstrap_bytes) return nullptr;
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  const std::size_t start = arena_used.fetch_add(rounded, std::memory_order_relaxed);
  if (start > bootstrap_bytes - rounded) return nullptr;
  return bootstrap_arena + start;
}

void check_chunk_size(void* block, bool may_take_short_way) {
  if (!next.is_glibc || chunk_usable_size(block) != next.usable_size(block)) {
    chunk_size_was_wrong.store(true, std::memory_order_relaxed);
  }
  const bool is_trusted = !chunk_size_was_wrong.load(std::memory_order_relaxed);
  chunk_size_is_trusted.store(is_trusted, std::memory_order_relaxed);
  short_way.store(is_trusted && may_take_short_way, std::memory_order_relaxed);
}

}  // namespace hone::allocations

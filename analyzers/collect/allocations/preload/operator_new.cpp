// operator new and delete in all forms, in front of the next definition of each.
// The C++ runtime's are malloc and free by another name, and are called by that name, where they
// are counted. An allocator's own (mimalloc, jemalloc, tcmalloc) may go straight to its inside,
// which malloc never sees: these are counted here. Any other is somebody's own pool: forwarded
// to, and what it gets from malloc is counted there.
// Written without the C++ runtime, which this library must not bring into a C program.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>

#include <dlfcn.h>
#include <unistd.h>

#include "analyzers/collect/allocations/preload/export.hpp"
#include "analyzers/collect/allocations/preload/next_allocator.hpp"
#include "analyzers/collect/allocations/preload/shards.hpp"

namespace hone::allocations {
namespace {

enum class Origin : std::uint8_t { unknown, runtime, allocator, other };

// One form's next definition, found at its first call: a C program has none to find.
struct NextOperator {
  const char* name;
  std::atomic<void*> address{nullptr};
  std::atomic<Origin> origin{Origin::unknown};
};

constexpr const char* runtimes[] = {"libstdc++.so.6", "libc++.so.1"};

Origin origin_of(const void* address) {
  if (in_same_object(address, reinterpret_cast<const void*>(next.malloc))) return Origin::allocator;
  Dl_info info{};
  if (dladdr(address, &info) == 0 || info.dli_fname == nullptr) return Origin::other;
  const char* const slash = std::strrchr(info.dli_fname, '/');
  const char* const file = slash == nullptr ? info.dli_fname : slash + 1;
  for (const char* const runtime : runtimes) {
    if (std::strcmp(file, runtime) == 0) return Origin::runtime;
  }
  return Origin::other;
}

// A program that opens its C++ runtime with RTLD_LOCAL, as python does, has it outside the
// scope that RTLD_NEXT searches, although its calls do come here first.
void* find_in_local_runtime(const char* name) {
  for (const char* const runtime : runtimes) {
    void* const handle = dlopen(runtime, RTLD_LAZY | RTLD_NOLOAD);
    if (handle == nullptr) continue;
    if (void* const address = dlsym(handle, name); address != nullptr) return address;
  }
  return nullptr;
}

[[gnu::noinline]] void* find_operator(NextOperator& next_operator) {
  void* address = dlsym(RTLD_NEXT, next_operator.name);
  if (address == nullptr) address = find_in_local_runtime(next_operator.name);
  if (address == nullptr || !have_next_allocator()) return nullptr;
  next_operator.origin.store(origin_of(address), std::memory_order_relaxed);
  next_operator.address.store(address, std::memory_order_release);
  return address;
}

void* address_of(NextOperator& next_operator) {
  void* const address = next_operator.address.load(std::memory_order_acquire);
  return address != nullptr ? address : find_operator(next_operator);
}

std::uint64_t own_allocations() {
  return own_shard == nullptr ? 0 : own_shard->allocations.load(std::memory_order_relaxed);
}

std::uint64_t own_deallocations() {
  return own_shard == nullptr ? 0 : own_shard->deallocations.load(std::memory_order_relaxed);
}

constexpr std::size_t alignment_in() { return __STDCPP_DEFAULT_NEW_ALIGNMENT__; }
constexpr std::size_t alignment_in(const std::nothrow_t& /*nothrow*/) { return alignment_in(); }
template <class... Rest>
constexpr std::size_t alignment_in(std::align_val_t alignment, const Rest&... /*rest*/) {
  return static_cast<std::size_t>(alignment);
}

// For a program whose only C++ runtime is linked statically into a plug-in: there is nothing
// to forward to, and without a runtime there is no bad_alloc to throw.
template <class... Rest>
void* allocate_without_runtime(std::size_t size, const Rest&... rest) {
  void* const block = std::aligned_alloc(alignment_in(rest...), size == 0 ? 1 : size);
  const bool may_fail = (std::is_same_v<Rest, std::nothrow_t> || ...);
  if (block != nullptr || may_fail) return block;
  constexpr char text[] = "hone: out of memory in operator new, and no C++ runtime to throw\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
  std::abort();
}

template <class... Rest>
[[gnu::noinline]] void* forward_to_next_new(NextOperator& next_operator, std::size_t size,
                                            Rest... rest) {
  void* const address = address_of(next_operator);
  if (address == nullptr) return allocate_without_runtime(size, rest...);
  auto* const function = reinterpret_cast<void* (*)(std::size_t, Rest...)>(address);
  if (next_operator.origin.load(std::memory_order_relaxed) != Origin::allocator) {
    return function(size, rest...);
  }
  const std::uint64_t before = own_allocations();
  void* const block = function(size, rest...);
  if (block != nullptr && own_allocations() == before) count_allocation(block, size);
  return block;
}

template <class... Rest>
void* forward_new(NextOperator& next_operator, std::size_t size, Rest... rest) {
  constexpr bool is_aligned = (std::is_same_v<Rest, std::align_val_t> || ...);
  if (!is_aligned && next_operator.origin.load(std::memory_order_relaxed) == Origin::runtime) {
    // What the runtime's does at first; when it fails, its new-handler and exception are needed.
    void* const block = std::malloc(size == 0 ? 1 : size);
    if (block != nullptr) return block;
  }
  return forward_to_next_new<Rest...>(next_operator, size, rest...);
}

template <class... Rest>
[[gnu::noinline]] void forward_to_next_delete(NextOperator& next_operator, void* block,
                                              Rest... rest) {
  void* const address = address_of(next_operator);
  if (address == nullptr) return std::free(block);
  auto* const function = reinterpret_cast<void (*)(void*, Rest...)>(address);
  if (next_operator.origin.load(std::memory_order_relaxed) != Origin::allocator) {
    return function(block, rest...);
  }
  const std::size_t usable = usable_size(block);
  const std::uint64_t before = own_deallocations();
  function(block, rest...);
  if (own_deallocations() == before) count_release(block, usable);
}

template <class... Rest>
void forward_delete(NextOperator& next_operator, void* block, Rest... rest) {
  if (block == nullptr) return;
  if (next_operator.origin.load(std::memory_order_relaxed) == Origin::runtime) {
    return std::free(block);
  }
  forward_to_next_delete<Rest...>(next_operator, block, rest...);
}

}  // namespace
}  // namespace hone::allocations

using hone::allocations::forward_delete;
using hone::allocations::forward_new;
using hone::allocations::NextOperator;

HONE_EXPORT void* operator new(std::size_t size) {
  static constinit NextOperator next{"_Znwm"};
  return forward_new(next, size);
}

HONE_EXPORT void* operator new(std::size_t size, const std::nothrow_t& nothrow) noexcept {
  static constinit NextOperator next{"_ZnwmRKSt9nothrow_t"};
  return forward_new<const std::nothrow_t&>(next, size, nothrow);
}

HONE_EXPORT void* operator new(std::size_t size, std::align_val_t alignment) {
  static constinit NextOperator next{"_ZnwmSt11align_val_t"};
  return forward_new(next, size, alignment);
}

HONE_EXPORT void* operator new(std::size_t size, std::align_val_t alignment,
                               const std::nothrow_t& nothrow) noexcept {
  static constinit NextOperator next{"_ZnwmSt11align_val_tRKSt9nothrow_t"};
  return forward_new<std::align_val_t, const std::nothrow_t&>(next, size, alignment, nothrow);
}

HONE_EXPORT void* operator new[](std::size_t size) {
  static constinit NextOperator next{"_Znam"};
  return forward_new(next, size);
}

HONE_EXPORT void* operator new[](std::size_t size, const std::nothrow_t& nothrow) noexcept {
  static constinit NextOperator next{"_ZnamRKSt9nothrow_t"};
  return forward_new<const std::nothrow_t&>(next, size, nothrow);
}

HONE_EXPORT void* operator new[](std::size_t size, std::align_val_t alignment) {
  static constinit NextOperator next{"_ZnamSt11align_val_t"};
  return forward_new(next, size, alignment);
}

HONE_EXPORT void* operator new[](std::size_t size, std::align_val_t alignment,
                                 const std::nothrow_t& nothrow) noexcept {
  static constinit NextOperator next{"_ZnamSt11align_val_tRKSt9nothrow_t"};
  return forward_new<std::align_val_t, const std::nothrow_t&>(next, size, alignment, nothrow);
}

HONE_EXPORT void operator delete(void* block) noexcept {
  static constinit NextOperator next{"_ZdlPv"};
  forward_delete(next, block);
}

HONE_EXPORT void operator delete(void* block, std::size_t size) noexcept {
  static constinit NextOperator next{"_ZdlPvm"};
  forward_delete(next, block, size);
}

HONE_EXPORT void operator delete(void* block, const std::nothrow_t& nothrow) noexcept {
  static constinit NextOperator next{"_ZdlPvRKSt9nothrow_t"};
  forward_delete<const std::nothrow_t&>(next, block, nothrow);
}

HONE_EXPORT void operator delete(void* block, std::align_val_t alignment) noexcept {
  static constinit NextOperator next{"_ZdlPvSt11align_val_t"};
  forward_delete(next, block, alignment);
}

HONE_EXPORT void operator delete(void* block, std::size_t size,
                                 std::align_val_t alignment) noexcept {
  static constinit NextOperator next{"_ZdlPvmSt11align_val_t"};
  forward_delete(next, block, size, alignment);
}

HONE_EXPORT void operator delete(void* block, std::align_val_t alignment,
                                 const std::nothrow_t& nothrow) noexcept {
  static constinit NextOperator next{"_ZdlPvSt11align_val_tRKSt9nothrow_t"};
  forward_delete<std::align_val_t, const std::nothrow_t&>(next, block, alignment, nothrow);
}

HONE_EXPORT void operator delete[](void* block) noexcept {
  static constinit NextOperator next{"_ZdaPv"};
  forward_delete(next, block);
}

HONE_EXPORT void operator delete[](void* block, std::size_t size) noexcept {
  static constinit NextOperator next{"_ZdaPvm"};
  forward_delete(next, block, size);
}

HONE_EXPORT void operator delete[](void* block, const std::nothrow_t& nothrow) noexcept {
  static constinit NextOperator next{"_ZdaPvRKSt9nothrow_t"};
  forward_delete<const std::nothrow_t&>(next, block, nothrow);
}

HONE_EXPORT void operator delete[](void* block, std::align_val_t alignment) noexcept {
  static constinit NextOperator next{"_ZdaPvSt11align_val_t"};
  forward_delete(next, block, alignment);
}

HONE_EXPORT void operator delete[](void* block, std::size_t size,
                                   std::align_val_t alignment) noexcept {
  static constinit NextOperator next{"_ZdaPvmSt11align_val_t"};
  forward_delete(next, block, size, alignment);
}

HONE_EXPORT void operator delete[](void* block, std::align_val_t alignment,
                                   const std::nothrow_t& nothrow) noexcept {
  static constinit NextOperator next{"_ZdaPvSt11align_val_tRKSt9nothrow_t"};
  forward_delete<std::align_val_t, const std::nothrow_t&>(next, block, alignment, nothrow);
}

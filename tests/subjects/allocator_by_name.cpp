// An allocator to preload whose operator new and delete call its malloc and free by name,
// as jemalloc's do: each call passes the allocation counter twice.
#include <cstddef>
#include <new>

extern "C" {

void* __libc_malloc(std::size_t size);  // NOLINT(bugprone-reserved-identifier)
void __libc_free(void* block);          // NOLINT(bugprone-reserved-identifier)
void* malloc(std::size_t size) noexcept { return __libc_malloc(size); }
void free(void* block) noexcept { __libc_free(block); }

// The size of a glibc chunk stands in the word before its block; the low bits are flags.
std::size_t malloc_usable_size(void* block) noexcept {
  return (static_cast<std::size_t*>(block)[-1] & ~std::size_t{7}) - sizeof(std::size_t);
}
}

void* operator new(std::size_t size) { return malloc(size); }
void operator delete(void* block) noexcept { free(block); }
void operator delete(void* block, std::size_t /*size*/) noexcept { free(block); }

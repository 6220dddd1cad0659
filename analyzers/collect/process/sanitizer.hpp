// Whether this build carries AddressSanitizer, ThreadSanitizer or MemorySanitizer: their
// runtime must be a process's first library, so nothing can be preloaded.
#pragma once

namespace hone::collect {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)  // GCC
inline constexpr bool built_with_sanitizer = true;
#elif defined(__has_feature)  // Clang
inline constexpr bool built_with_sanitizer = __has_feature(address_sanitizer) ||
                                             __has_feature(thread_sanitizer) ||
                                             __has_feature(memory_sanitizer);
#else
inline constexpr bool built_with_sanitizer = false;
#endif

}  // namespace hone::collect

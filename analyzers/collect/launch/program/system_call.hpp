// System calls without a C library, whose start alone touches over 600 KiB.
#pragma once

#include <type_traits>

#include <sys/syscall.h>

namespace hone::launcher {

template <class Value>
long as_word(Value value) {
  if constexpr (std::is_pointer_v<Value>) {
    return reinterpret_cast<long>(value);
  } else if constexpr (std::is_null_pointer_v<Value>) {
    return 0;
  } else {
    return static_cast<long>(value);
  }
}

// Returns what the kernel returns: a result, or -errno. Always inlined: after CLONE_VM |
// CLONE_VFORK the child must not return through a stack frame that the parent still needs.
template <class... Arguments>
[[gnu::always_inline]] inline long system_call(long number, Arguments... arguments) {
  static_assert(sizeof...(arguments) <= 6);
  const long words[7] = {as_word(arguments)..., 0};
#if defined(__x86_64__)
  long result = number;
  register long fourth __asm__("r10") = words[3];
  register long fifth __asm__("r8") = words[4];
  register long sixth __asm__("r9") = words[5];
  __asm__ volatile("syscall"
                   : "+a"(result)
                   : "D"(words[0]), "S"(words[1]), "d"(words[2]), "r"(fourth), "r"(fifth),
                     "r"(sixth)
                   : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long code __asm__("x8") = number;
  register long first __asm__("x0") = words[0];
  register long second __asm__("x1") = words[1];
  register long third __asm__("x2") = words[2];
  register long fourth __asm__("x3") = words[3];
  register long fifth __asm__("x4") = words[4];
  register long sixth __asm__("x5") = words[5];
  __asm__ volatile("svc #0"
                   : "+r"(first)
                   : "r"(code), "r"(second), "r"(third), "r"(fourth), "r"(fifth), "r"(sixth)
                   : "memory");
  return first;
#else
#error "add how this architecture makes a system call"
#endif
}

}  // namespace hone::launcher

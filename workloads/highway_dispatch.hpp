// Highway's dispatch at run time without libhwy, whose start-up code (1.0.3) executes RDTSCP
// whether or not the processor announces it: on a virtual machine that hides it valgrind refuses
// that, and no program linked with libhwy can be simulated. Include this after <hwy/highway.h>,
// under HWY_ONCE.
#pragma once

#include <array>
#include <cstddef>

#include "workloads/dispatch_target.hpp"

#if HWY_ARCH_X86
#include <cpuid.h>
#endif

namespace hone::workloads {

inline constexpr std::size_t highway_targets = dispatch_targets.size();

// The first of the targets that this processor has, with all instruction sets that Highway lets its
// code use: AVX3 (AVX-512), AVX2, SSE4, SSSE3, baseline; or a lesser one, to which the process is
// held.
inline std::size_t highway_target() {
#if HWY_ARCH_X86
  static const std::size_t target = dispatch([] {
    unsigned eax = 0;
    unsigned ebx = 0;
    unsigned ecx = 0;
    unsigned edx = 0;
    const bool f16c = __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx >> 29U & 1U) != 0;
    const bool lzcnt =
        __get_cpuid(0x80000001, &eax, &ebx, &ecx, &edx) != 0 && (ecx >> 5U & 1U) != 0;
    __builtin_cpu_init();
    const bool ssse3 = __builtin_cpu_supports("ssse3") != 0;
    const bool sse4 = ssse3 && __builtin_cpu_supports("sse4.1") != 0 &&
                      __builtin_cpu_supports("sse4.2") != 0 && __builtin_cpu_supports("aes") != 0 &&
                      __builtin_cpu_supports("pclmul") != 0;
    const bool avx2 = sse4 && f16c && lzcnt && __builtin_cpu_supports("avx2") != 0 &&
                      __builtin_cpu_supports("fma") != 0 && __builtin_cpu_supports("bmi") != 0 &&
                      __builtin_cpu_supports("bmi2") != 0;
    const bool avx3 =
        avx2 && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512cd") != 0 &&
        __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
        __builtin_cpu_supports("avx512bw") != 0;
    if (avx3) return std::size_t{0};
    if (avx2) return std::size_t{1};
    if (sse4) return std::size_t{2};
    return ssse3 ? std::size_t{3} : std::size_t{4};
  }());
  return target;
#else
  static const std::size_t target = dispatch(highway_targets - 1);
  return target;
#endif
}

// The best one for this processor of a function's builds, of which a target may have none.
template <class Function>
Function highway_build(const std::array<Function, highway_targets>& builds) {
  std::size_t target = highway_target();
  while (builds[target] == nullptr) ++target;  // the baseline always has one
  return builds[target];
}

}  // namespace hone::workloads

// A table of FUNCTION's builds, and a call of the one that suits: HONE_HIGHWAY_CALL(sum)(data,
// size).
#define HONE_HIGHWAY_TABLE(FUNCTION)                                                 \
  constexpr std::array<decltype(&HWY_STATIC_DISPATCH(FUNCTION)), highway_targets>    \
      FUNCTION##_builds {                                                            \
    HWY_CHOOSE_AVX3(FUNCTION), HWY_CHOOSE_AVX2(FUNCTION), HWY_CHOOSE_SSE4(FUNCTION), \
        HWY_CHOOSE_SSSE3(FUNCTION), &HWY_STATIC_DISPATCH(FUNCTION)                   \
  }
#define HONE_HIGHWAY_CALL(FUNCTION) (*highway_build(FUNCTION##_builds))

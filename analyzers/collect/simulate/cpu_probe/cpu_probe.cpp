// hone-cpu-probe: prints what a program sees of the processor that it runs on, which under valgrind
// is another one, and which of its builds of a function the C library has chosen by that.
//
//   glibc VERSION
//   feature NAME                   in the kernel's words; usable: the system keeps its registers
//   function NAME LIBRARY OFFSET   where the library's function of that name lies
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include <dlfcn.h>
#include <gnu/libc-version.h>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <sys/auxv.h>
#endif

namespace {

void print_feature(const char* name) { std::printf("feature %s\n", name); }

#if defined(__x86_64__)

enum class Register : std::uint8_t { a, b, c, d };
enum class Needs : std::uint8_t { nothing, avx_state, avx512_state, tile_state };

struct Feature {
  unsigned leaf = 0;
  unsigned subleaf = 0;
  Register in = Register::a;
  unsigned bit = 0;
  const char* name = "";
  Needs needs = Needs::nothing;
};

// AMD64 Architecture Programmer's Manual, volume 3, appendix E; Intel SDM, volume 2, CPUID.
constexpr std::array features{
    Feature{1, 0, Register::c, 0, "sse3"},
    Feature{1, 0, Register::c, 1, "pclmulqdq"},
    Feature{1, 0, Register::c, 9, "ssse3"},
    Feature{1, 0, Register::c, 12, "fma", Needs::avx_state},
    Feature{1, 0, Register::c, 19, "sse4_1"},
    Feature{1, 0, Register::c, 20, "sse4_2"},
    Feature{1, 0, Register::c, 22, "movbe"},
    Feature{1, 0, Register::c, 23, "popcnt"},
    Feature{1, 0, Register::c, 25, "aes"},
    Feature{1, 0, Register::c, 28, "avx", Needs::avx_state},
    Feature{1, 0, Register::c, 29, "f16c", Needs::avx_state},
    Feature{1, 0, Register::c, 30, "rdrand"},
    Feature{7, 0, Register::b, 3, "bmi1"},
    Feature{7, 0, Register::b, 5, "avx2", Needs::avx_state},
    Feature{7, 0, Register::b, 8, "bmi2"},
    Feature{7, 0, Register::b, 9, "erms"},
    Feature{7, 0, Register::b, 11, "rtm"},
    Feature{7, 0, Register::b, 16, "avx512f", Needs::avx512_state},
    Feature{7, 0, Register::b, 17, "avx512dq", Needs::avx512_state},
    Feature{7, 0, Register::b, 18, "rdseed"},
    Feature{7, 0, Register::b, 19, "adx"},
    Feature{7, 0, Register::b, 21, "avx512ifma", Needs::avx512_state},
    Feature{7, 0, Register::b, 28, "avx512cd", Needs::avx512_state},
    Feature{7, 0, Register::b, 29, "sha_ni"},
    Feature{7, 0, Register::b, 30, "avx512bw", Needs::avx512_state},
    Feature{7, 0, Register::b, 31, "avx512vl", Needs::avx512_state},
    Feature{7, 0, Register::c, 1, "avx512vbmi", Needs::avx512_state},
    Feature{7, 0, Register::c, 6, "avx512_vbmi2", Needs::avx512_state},
    Feature{7, 0, Register::c, 8, "gfni"},
    Feature{7, 0, Register::c, 9, "vaes", Needs::avx_state},
    Feature{7, 0, Register::c, 10, "vpclmulqdq", Needs::avx_state},
    Feature{7, 0, Register::c, 11, "avx512_vnni", Needs::avx512_state},
    Feature{7, 0, Register::c, 12, "avx512_bitalg", Needs::avx512_state},
    Feature{7, 0, Register::c, 14, "avx512_vpopcntdq", Needs::avx512_state},
    Feature{7, 0, Register::c, 22, "rdpid"},
    Feature{7, 0, Register::c, 27, "movdiri"},
    Feature{7, 0, Register::d, 4, "fsrm"},
    Feature{7, 0, Register::d, 8, "avx512_vp2intersect", Needs::avx512_state},
    Feature{7, 0, Register::d, 23, "avx512_fp16", Needs::avx512_state},
    Feature{7, 0, Register::d, 24, "amx_tile", Needs::tile_state},
    Feature{7, 1, Register::a, 0, "sha512", Needs::avx_state},
    Feature{7, 1, Register::a, 4, "avx_vnni", Needs::avx_state},
    Feature{7, 1, Register::a, 5, "avx512_bf16", Needs::avx512_state},
    Feature{7, 1, Register::a, 23, "avx_ifma", Needs::avx_state},
    Feature{7, 1, Register::d, 4, "avx_vnni_int8", Needs::avx_state},
    Feature{7, 1, Register::d, 5, "avx_ne_convert", Needs::avx_state},
    Feature{0xd, 1, Register::a, 1, "xsavec"},
    Feature{0x80000001, 0, Register::c, 5, "abm"},
    Feature{0x80000001, 0, Register::c, 11, "xop", Needs::avx_state},
    Feature{0x80000001, 0, Register::c, 16, "fma4", Needs::avx_state},
};

// What the system saves of the registers (XCR0); 0: it uses no XSAVE.
std::uint64_t saved_state() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned osxsave = 1U << 27U;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & osxsave) == 0) return 0;
  unsigned low = 0;
  unsigned high = 0;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (std::uint64_t{high} << 32U) | low;
}

std::uint64_t mask_of(Needs needs) {
  switch (needs) {
    case Needs::nothing: return 0;
    case Needs::avx_state: return 0x6;
    case Needs::avx512_state: return 0xe6;
    case Needs::tile_state: return 0x60000;
  }
  return 0;
}

void print_features() {
  const std::uint64_t saved = saved_state();
  for (const Feature& feature : features) {
    std::array<unsigned, 4> words{};
    if (__get_cpuid_count(feature.leaf, feature.subleaf, &words[0], &words[1], &words[2],
                          &words[3]) == 0) {
      continue;
    }
    const unsigned word = words[static_cast<std::size_t>(feature.in)];
    const std::uint64_t needed = mask_of(feature.needs);
    if ((word >> feature.bit & 1U) != 0 && (saved & needed) == needed) print_feature(feature.name);
  }
}

#elif defined(__aarch64__)

struct Feature {
  unsigned long type;
  unsigned bit;
  const char* name;
};

// Documentation/arch/arm64/elf_hwcaps.rst of Linux.
constexpr std::array features{
    Feature{AT_HWCAP, 1, "asimd"},    Feature{AT_HWCAP, 3, "aes"},
    Feature{AT_HWCAP, 4, "pmull"},    Feature{AT_HWCAP, 5, "sha1"},
    Feature{AT_HWCAP, 6, "sha2"},     Feature{AT_HWCAP, 7, "crc32"},
    Feature{AT_HWCAP, 8, "atomics"},  Feature{AT_HWCAP, 9, "fphp"},
    Feature{AT_HWCAP, 10, "asimdhp"}, Feature{AT_HWCAP, 12, "asimdrdm"},
    Feature{AT_HWCAP, 15, "lrcpc"},   Feature{AT_HWCAP, 17, "sha3"},
    Feature{AT_HWCAP, 20, "asimddp"}, Feature{AT_HWCAP, 21, "sha512"},
    Feature{AT_HWCAP, 22, "sve"},     Feature{AT_HWCAP2, 1, "sve2"},
    Feature{AT_HWCAP2, 13, "i8mm"},   Feature{AT_HWCAP2, 14, "bf16"},
};

void print_features() {
  for (const Feature& feature : features) {
    if ((getauxval(feature.type) >> feature.bit & 1U) != 0) print_feature(feature.name);
  }
}

#else

void print_features() {}

#endif

// Functions of which glibc has several builds (sysdeps/x86_64/multiarch and .../fpu/multiarch).
constexpr std::array c_functions{
    "memcpy",  "memmove",   "mempcpy",   "memset",  "memcmp",  "bcmp",       "memchr",
    "memrchr", "rawmemchr", "strlen",    "strnlen", "strcpy",  "stpcpy",     "strncpy",
    "stpncpy", "strcat",    "strncat",   "strcmp",  "strncmp", "strcasecmp", "strncasecmp",
    "strchr",  "strrchr",   "strchrnul", "strcspn", "strspn",  "strpbrk",    "strstr",
    "wcslen",  "wcsnlen",   "wcschr",    "wcscmp",  "wmemset", "wmemcmp"};
constexpr std::array math_functions{"sin",   "cos",  "tan",   "atan",  "atan2", "exp",  "log",
                                    "pow",   "expf", "exp2f", "logf",  "powf",  "sinf", "cosf",
                                    "floor", "ceil", "rint",  "trunc", "fma"};

template <std::size_t count>
void print_functions(const char* library, const std::array<const char*, count>& names) {
  void* const handle = dlopen(library, RTLD_NOW);
  if (handle == nullptr) return;
  for (const char* const name : names) {
    void* const function = dlsym(handle, name);
    Dl_info info{};
    if (function == nullptr || dladdr(function, &info) == 0) continue;
    const char* const slash = std::strrchr(info.dli_fname, '/');
    std::printf("function %s %s %zx\n", name, slash != nullptr ? slash + 1 : info.dli_fname,
                static_cast<std::size_t>(static_cast<char*>(function) -
                                         static_cast<char*>(info.dli_fbase)));
  }
}

}  // namespace

int main() {
  std::printf("glibc %s\n", gnu_get_libc_version());
  print_features();
  print_functions("libc.so.6", c_functions);
  print_functions("libm.so.6", math_functions);
  return 0;
}

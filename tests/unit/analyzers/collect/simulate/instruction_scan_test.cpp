#include "analyzers/collect/simulate/instruction_scan.hpp"

#include <initializer_list>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::collect {
namespace {

using Bytes = std::vector<unsigned char>;

std::size_t length_of(const Bytes& code) {
  const std::optional<DecodedInstruction> found = decode_x86(code);
  return found ? found->length : 0;
}

std::string extension_of(const Bytes& code) {
  const std::optional<DecodedInstruction> found = decode_x86(code);
  return found && found->length == code.size() ? std::string(found->extension) : "not decoded";
}

// Encodings as GNU as writes them.
TEST(DecodeX86, KnowsLengths) {
  const std::initializer_list<std::pair<Bytes, const char*>> instructions{
      {{0x90}, "nop"},
      {{0xc3}, "ret"},
      {{0x48, 0x89, 0xe5}, "mov %rsp,%rbp"},
      {{0x48, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8}, "movabs $imm64,%rax"},
      {{0xb8, 1, 2, 3, 4}, "mov $imm32,%eax"},
      {{0x66, 0xb8, 1, 2}, "mov $imm16,%ax"},
      {{0x8b, 0x44, 0x24, 0x08}, "mov 8(%rsp),%eax"},
      {{0x8b, 0x05, 1, 2, 3, 4}, "mov 0x04030201(%rip),%eax"},
      {{0x8b, 0x04, 0x25, 1, 2, 3, 4}, "mov 0x04030201,%eax"},
      {{0xf6, 0xc1, 0x01}, "test $1,%cl"},
      {{0xf7, 0xd8}, "neg %eax"},
      {{0xf7, 0xc1, 1, 2, 3, 4}, "test $imm32,%ecx"},
      {{0xe8, 1, 2, 3, 4}, "call"},
      {{0x0f, 0x84, 1, 2, 3, 4}, "je"},
      {{0x0f, 0xa2}, "cpuid"},
      {{0x66, 0x0f, 0x3a, 0x0f, 0xc1, 0x04}, "palignr $4,%xmm1,%xmm0"},
      {{0x66, 0x2e, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0}, "cs nopw 0(%rax,%rax,1)"},
      {{0xc5, 0xf8, 0x77}, "vzeroupper"},
      {{0xc5, 0xfd, 0x6f, 0x06}, "vmovdqa (%rsi),%ymm0"},
      {{0xc4, 0xe3, 0x7d, 0x39, 0xc1, 0x01}, "vextracti128 $1,%ymm0,%xmm1"}};
  for (const auto& [code, name] : instructions) {
    EXPECT_EQ(length_of(code), code.size()) << name;
    EXPECT_EQ(extension_of(code), "") << name;
    Bytes cut = code;
    cut.pop_back();
    EXPECT_LE(length_of(cut), cut.size()) << name << ", cut short";
  }
}

TEST(DecodeX86, KnowsWhatCallgrindsProcessorMayLack) {
  EXPECT_EQ(extension_of({0x62, 0xf1, 0x7d, 0x48, 0xfe, 0xc1}), "avx512f");        // vpaddd %zmm1
  EXPECT_EQ(extension_of({0x62, 0xf1, 0xfe, 0x28, 0x6f, 0x46, 0x01}), "avx512f");  // vmovdqu64
  EXPECT_EQ(extension_of({0x0f, 0x38, 0xcb, 0xd1}), "sha_ni");                     // sha256rnds2
  EXPECT_EQ(extension_of({0x0f, 0x3a, 0xcc, 0xc1, 0x00}), "sha_ni");               // sha1rnds4
  EXPECT_EQ(extension_of({0xc4, 0xe2, 0x7d, 0xdc, 0xc1}), "vaes");                 // vaesenc %ymm1
  EXPECT_EQ(extension_of({0xc4, 0xe2, 0x79, 0xdc, 0xc1}), "") << "vaesenc %xmm1 is of AES";
  EXPECT_EQ(extension_of({0xc4, 0xe3, 0x7d, 0x44, 0xc1, 0x00}), "vpclmulqdq");
  EXPECT_EQ(extension_of({0x66, 0x0f, 0x38, 0xcf, 0xc1}), "gfni");  // gf2p8mulb
  EXPECT_EQ(extension_of({0x66, 0x0f, 0x38, 0xf6, 0xc1}), "adx");   // adcx
  EXPECT_EQ(extension_of({0xc4, 0xe2, 0x7d, 0x50, 0xc1}), "avx_vnni");
  EXPECT_EQ(extension_of({0xf3, 0x0f, 0xc7, 0xf8}), "rdpid");
}

TEST(ExtensionsInCode, AreFoundBehindOthersAndBehindData) {
  const Bytes code{0x48, 0x89, 0xe5, 0x62, 0xf1, 0x7d, 0x48, 0xfe, 0xc1, 0xc3,
                   0xff, 0xff, 0x90, 0x90, 0x90, 0x90, 0x0f, 0x38, 0xcb, 0xd1};
  EXPECT_THAT(extensions_in_code(code), testing::ElementsAre("avx512f", "sha_ni"));
  EXPECT_TRUE(extensions_in_code({}).empty());
}

TEST(ExtensionsInCode, AnImmediateThatLooksLikeOneIsNone) {
  const Bytes code{0x48, 0xb8, 0x62, 0xf1, 0x7d, 0x48, 0xfe, 0xc1, 0x90, 0x90, 0xc3};
  EXPECT_TRUE(extensions_in_code(code).empty());
}

TEST(ExtensionsInFile, NeedsAnElfFile) {
  EXPECT_FALSE(extensions_in_file("/proc/self/status").ok());
  EXPECT_FALSE(extensions_in_file("/no/such/file").ok());
}

}  // namespace
}  // namespace hone::collect

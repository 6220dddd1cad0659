#include "analyzers/collect/simulate/valgrind_cpu.hpp"

#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::collect {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(CpuProbe, IsReadLineByLine) {
  const Result<CpuProbe> probe = parse_cpu_probe(
      "glibc 2.36\nfeature avx2\nfeature avx512f\nfunction memcpy libc.so.6 152a80\nodd\n");
  ASSERT_TRUE(probe.ok());
  EXPECT_EQ(probe->glibc, "2.36");
  EXPECT_THAT(probe->features, testing::ElementsAre("avx2", "avx512f"));
  EXPECT_EQ(probe->functions.at("libc.so.6 memcpy"), "152a80");
  EXPECT_FALSE(parse_cpu_probe("").ok());
}

TEST(NativeTunables, MaskWhatTheSimulatedProcessorLacksWhateverThisOneHas) {
  const std::string tunables = native_tunables(std::vector<std::string>{"avx", "avx2"}, "");
  EXPECT_THAT(tunables, testing::StartsWith("glibc.cpu.hwcaps=-AVX512F,-AVX512VL,"));
  EXPECT_THAT(tunables, Not(HasSubstr("-AVX2,")));
  EXPECT_THAT(tunables, Not(HasSubstr("-AVX,")));
  EXPECT_THAT(tunables, HasSubstr("-BMI2,"));
  EXPECT_THAT(tunables, testing::EndsWith(simulation_tunables("")));
}

TEST(SimulationTunables, AreTheSameOnEveryMachine) {
  EXPECT_THAT(simulation_tunables(""), HasSubstr("glibc.cpu.x86_rep_movsb_threshold="));
  EXPECT_THAT(simulation_tunables(""), HasSubstr(":glibc.malloc.arena_max=8"));
  EXPECT_THAT(simulation_tunables(""), Not(HasSubstr("hwcaps")));
}

TEST(SimulationTunables, TheUsersOwnPrevail) {
  const std::string users =
      "glibc.malloc.arena_max=2:glibc.cpu.hwcaps=-AVX2:glibc.malloc.perturb=7";
  const std::string native = native_tunables(std::vector<std::string>{"avx2"}, users);
  for (const std::string& tunables : {simulation_tunables(users), native}) {
    EXPECT_THAT(tunables, HasSubstr("glibc.malloc.arena_max=2"));
    EXPECT_THAT(tunables, Not(HasSubstr("arena_max=8")));
    EXPECT_THAT(tunables, HasSubstr("-AVX2"));
    EXPECT_THAT(tunables, HasSubstr("glibc.malloc.perturb=7"));
  }
  EXPECT_THAT(native, HasSubstr("-AVX512F,"));
}

TEST(SimulationTunables, NonsenseOfTheUsersIsLeftOut) {
  EXPECT_EQ(simulation_tunables("::odd:"), simulation_tunables(""));
}

TEST(ValgrindFolder, IsThatOfHoneOnlyWhereTmpdirIsNone) {
  const char* const value = std::getenv("TMPDIR");
  const std::string before = value != nullptr ? value : "";
  setenv("TMPDIR", "/no/such", 1);
  EXPECT_THAT(valgrind_folder(), testing::ElementsAre(testing::Pair("TMPDIR", "/tmp")));
  setenv("TMPDIR", "/", 1);
  EXPECT_THAT(valgrind_folder(), testing::IsEmpty());
  unsetenv("TMPDIR");
  EXPECT_THAT(valgrind_folder(), testing::IsEmpty());
  if (value != nullptr) setenv("TMPDIR", before.c_str(), 1);
}

TEST(InWords, NamesAKindOfFeaturesOnce) {
  EXPECT_EQ(in_words(std::vector<std::string>{"avx512f", "avx512vl", "sha_ni", "vaes"}),
            "AVX-512, SHA-NI and VAES");
  EXPECT_EQ(in_words(std::vector<std::string>{"gfni"}), "GFNI");
}

}  // namespace
}  // namespace hone::collect

#include "analyzers/derive/comparable_counts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::derive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Environment environment() {
  Environment environment;
  environment.os = "Debian GNU/Linux 12 (bookworm)";
  environment.cpu.cores = 2;
  environment.cpu.caches = {{.level = 1, .type = "Data", .size_bytes = 32768, .line_bytes = 64}};
  environment.simulated = SimulatedProcessor{.valgrind = "3.19.0",
                                             .glibc = "2.36",
                                             .features = {"avx", "avx2"},
                                             .lacks = {"avx512f"},
                                             .tunables = "glibc.malloc.arena_max=8"};
  return environment;
}

TEST(ComparableCounts, OfOneSimulatedProcessorMayBeComparedWhateverTheMachinesAre) {
  Environment other = environment();
  other.host = "another";
  other.cpu.model = "of another vendor";
  other.simulated->lacks.clear();
  const CountsComparability found = comparable_counts(environment(), other);
  EXPECT_TRUE(found.counts());
  EXPECT_TRUE(found.misses());
  EXPECT_THAT(found.caveats, IsEmpty());
}

TEST(ComparableCounts, NeedTheSameInstructionSets) {
  Environment other = environment();
  other.simulated->features = {"avx"};
  EXPECT_THAT(comparable_counts(environment(), other).hindrances,
              ElementsAre("one of the two simulated processors lacks avx2"));
  EXPECT_FALSE(comparable_counts(other, environment()).counts());
}

TEST(ComparableCounts, NeedTheSameCLibraryAndTunables) {
  Environment other = environment();
  other.simulated->glibc = "2.41";
  other.simulated->tunables += ":glibc.malloc.perturb=7";
  EXPECT_THAT(comparable_counts(environment(), other).hindrances,
              ElementsAre(HasSubstr("is 2.36 in one and 2.41 in the other"), HasSubstr("perturb")));
}

TEST(ComparableCounts, OfMissesNeedTheSameCaches) {
  Environment other = environment();
  other.cpu.caches[0].size_bytes = 49152;
  const CountsComparability found = comparable_counts(environment(), other);
  EXPECT_TRUE(found.counts());
  EXPECT_FALSE(found.misses());
}

TEST(ComparableCounts, OfAReportThatDoesNotTellAreNotKnownToBeComparable) {
  Environment older = environment();
  older.simulated.reset();
  EXPECT_FALSE(comparable_counts(environment(), older).counts());
  EXPECT_FALSE(comparable_counts(older, older).counts());
}

TEST(ComparableCounts, TellWhatMayDifferInSomePrograms) {
  Environment other = environment();
  other.cpu.cores = 64;
  other.simulated->valgrind = "3.24.0";
  const CountsComparability found = comparable_counts(environment(), other);
  EXPECT_TRUE(found.counts());
  EXPECT_THAT(found.caveats,
              ElementsAre(HasSubstr("3.24.0"), HasSubstr("for 2 in one and for 64")));
}

}  // namespace
}  // namespace hone::derive

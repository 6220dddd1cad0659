#include "reports/words/footprint_text.hpp"

#include <gtest/gtest.h>

namespace hone::reports {
namespace {

constexpr double mib = 1024.0 * 1024;

TEST(FootprintText, NamesTheCacheThatHoldsItOrTheLastThatDoesNot) {
  EXPECT_EQ(footprint_text({64 * mib, Footprint::Place::cache, 3, 260 * mib, ""}),
            "64 MiB: in L3 (260 MiB) here");
  EXPECT_EQ(footprint_text({1024 * mib, Footprint::Place::memory, 3, 260 * mib, ""}),
            "1 GiB: beyond L3 (260 MiB) here");
}

TEST(FootprintText, SaysBytesOnlyAndWhyWhereTheCachesAreNotKnown) {
  EXPECT_EQ(footprint_text({64 * mib, Footprint::Place::unknown, 0, 0, "the kernel tells none"}),
            "64 MiB; in which cache is not known: the kernel tells none");
}

}  // namespace
}  // namespace hone::reports

#include "analyzers/text/nearest.hpp"

#include <gtest/gtest.h>

namespace hone::text {
namespace {

const std::vector<std::string> ids{"memory/arena", "memory/small_vector", "cache/soa"};

TEST(Nearest, DistanceCountsEditsAndSwaps) {
  EXPECT_EQ(edit_distance("arena", "arena"), 0U);
  EXPECT_EQ(edit_distance("arena", "arnea"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(Nearest, MisspeltIdIsFound) {
  EXPECT_EQ(did_you_mean("memory/areana", ids), " - did you mean 'memory/arena'?");
}

TEST(Nearest, FamilyMayBeLeftOut) {
  EXPECT_EQ(did_you_mean("smal_vector", ids), " - did you mean 'memory/small_vector'?");
}

TEST(Nearest, NothingNearIsNoSuggestion) {
  EXPECT_EQ(did_you_mean("xyzzyplugh", ids), "");
  EXPECT_EQ(did_you_mean("xyzzy", {}), "");
}

}  // namespace
}  // namespace hone::text

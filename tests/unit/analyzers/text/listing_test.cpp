#include "analyzers/text/listing.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace hone::text {
namespace {

TEST(Listed, PutsAWordBeforeTheLastPart) {
  EXPECT_EQ(listed(std::vector<std::string>{"a", "b", "c"}, "or"), "a, b or c");
  EXPECT_EQ(listed(std::vector<std::string>{"a", "b"}, "and"), "a and b");
  EXPECT_EQ(listed(std::vector<std::string>{"a"}, "and"), "a");
  EXPECT_EQ(listed({}, "and"), "");
}

}  // namespace
}  // namespace hone::text

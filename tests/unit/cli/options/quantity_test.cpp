#include "cli/options/quantity.hpp"

#include <gtest/gtest.h>

namespace hone::cli {
namespace {

TEST(Quantity, DurationsHaveUnits) {
  EXPECT_DOUBLE_EQ(parse_duration("500ms")->count(), 0.5);
  EXPECT_DOUBLE_EQ(parse_duration("10s")->count(), 10);
  EXPECT_DOUBLE_EQ(parse_duration("1.5m")->count(), 90);
  EXPECT_DOUBLE_EQ(parse_duration("250us")->count(), 250e-6);
  for (const char* text : {"", "10", "s", "10 s", "-1s", "10x", "nans", "infs", "1e999s"}) {
    EXPECT_FALSE(parse_duration(text).has_value()) << text;
  }
}

TEST(Quantity, CountsTakeSuffixes) {
  EXPECT_EQ(parse_count("100000"), 100000);
  EXPECT_EQ(parse_count("100k"), 100000);
  EXPECT_EQ(parse_count("1.5M"), 1500000);
  EXPECT_EQ(parse_count("64KiB"), 65536);
  EXPECT_EQ(parse_count("64Ki"), 65536);
  EXPECT_EQ(parse_count("3Mi"), 3 << 20);
  EXPECT_EQ(parse_count("1Gi"), 1 << 30);
  EXPECT_EQ(parse_count("1Mi"), 1048576);
  EXPECT_EQ(parse_count("-3"), -3);
  for (const char* text : {"", "k", "1.5", "1x", "1e30", "0x10", "1 k", "nan"}) {
    EXPECT_FALSE(parse_count(text).has_value()) << text;
  }
}

TEST(Quantity, RatiosTakePercent) {
  EXPECT_DOUBLE_EQ(*parse_ratio("1%"), 0.01);
  EXPECT_DOUBLE_EQ(*parse_ratio("0.05"), 0.05);
  for (const char* text : {"", "%", "1%%", "one", "inf", "nan"}) {
    EXPECT_FALSE(parse_ratio(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace hone::cli

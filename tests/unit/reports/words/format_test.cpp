#include "reports/words/format.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace hone::reports {
namespace {

TEST(FormatSeconds, KeepsThreeDigitsInTheUnitThatFits) {
  EXPECT_EQ(format_seconds(1.84e-3), "1.84 ms");
  EXPECT_EQ(format_seconds(251.4e-6), "251 us");
  EXPECT_EQ(format_seconds(42.0e-9), "42.0 ns");
  EXPECT_EQ(format_seconds(12), "12.0 s");
  EXPECT_EQ(format_seconds(5400), "5,400 s");
  EXPECT_EQ(format_seconds(0.25e-9), "0.250 ns");
  EXPECT_EQ(format_seconds(0), "0 s");
}

TEST(FormatSeconds, RoundsUpIntoTheNextUnit) {
  EXPECT_EQ(format_seconds(999.4e-6), "999 us");
  EXPECT_EQ(format_seconds(999.6e-6), "1.00 ms");
  EXPECT_EQ(format_seconds(9.996e-3), "10.0 ms");
  EXPECT_EQ(format_seconds(99.96e-3), "100 ms");
}

TEST(FormatBytes, CountsInPowersOf1024) {
  EXPECT_EQ(format_bytes(0), "0 B");
  EXPECT_EQ(format_bytes(512), "512 B");
  EXPECT_EQ(format_bytes(1023), "1,023 B");
  EXPECT_EQ(format_bytes(1024), "1 KiB");
  EXPECT_EQ(format_bytes(1.5 * 1024 * 1024), "1.5 MiB");
  EXPECT_EQ(format_bytes(1024.0 * 1024 - 1), "1 MiB");
  EXPECT_EQ(format_bytes(3.84 * 1024 * 1024 * 1024), "3.84 GiB");
}

TEST(FormatCount, WritesOutBelowAMillion) {
  EXPECT_EQ(format_count(0), "0");
  EXPECT_EQ(format_count(0.5), "0.5");
  EXPECT_EQ(format_count(12.34), "12.3");
  EXPECT_EQ(format_count(1534), "1,534");
  EXPECT_EQ(format_count(100000), "100,000");
  EXPECT_EQ(format_count(999999), "999,999");
}

TEST(FormatCount, AbbreviatesFromAMillionOn) {
  EXPECT_EQ(format_count(1e6), "1 M");
  EXPECT_EQ(format_count(1.2e6), "1.2 M");
  EXPECT_EQ(format_count(12.34e9), "12.3 G");
  EXPECT_EQ(format_count(999.6e6), "1 G");
}

TEST(FormatFactor, KeepsThreeDigits) {
  EXPECT_EQ(format_factor(2.3134), "2.31x");
  EXPECT_EQ(format_factor(12.44), "12.4x");
  EXPECT_EQ(format_factor(1234.4), "1,234x");
  EXPECT_EQ(format_factor(0.0804), "0.0804x");
  EXPECT_EQ(format_factor(1.04), "1.04x");
}

TEST(FormatPercent, NeedsFewerDigitsTheLargerItIs) {
  EXPECT_EQ(format_percent(0.0041), "0.41 %");
  EXPECT_EQ(format_percent(0.021), "2.1 %");
  EXPECT_EQ(format_percent(0.1438), "14 %");
  EXPECT_EQ(format_percent(12.5), "1,250 %");
  EXPECT_EQ(format_percent(0.09), "9.0 %");
  EXPECT_EQ(format_percent(0.0996), "10 %");
}

TEST(FormatPercent, NeverRoundsAChangeToNothing) {
  EXPECT_EQ(format_percent(0.00001), "<0.01 %");
  EXPECT_EQ(format_percent(0), "0 %");
}

TEST(FormatSignedPercent, ShowsTheSignOfBothDirections) {
  EXPECT_EQ(format_signed_percent(0.021), "+2.1 %");
  EXPECT_EQ(format_signed_percent(-0.008), "-0.80 %");
  EXPECT_EQ(format_signed_percent(-1e-9), "0 %");
}

TEST(FormatPercentRange, WritesTheSymbolOnce) {
  EXPECT_EQ(format_percent_range(-0.008, 0.021), "-0.80 .. +2.1 %");
}

TEST(FormatSettingPercent, RepeatsWhatWasTyped) {
  EXPECT_EQ(format_setting_percent(0.01), "1 %");
  EXPECT_EQ(format_setting_percent(0.005), "0.5 %");
  EXPECT_EQ(format_setting_percent(0), "0 %");
}

TEST(FormatValue, FollowsTheUnitOfTheMetric) {
  EXPECT_EQ(format_value(1.5e-3, Unit::seconds), "1.50 ms");
  EXPECT_EQ(format_value(2048, Unit::bytes), "2 KiB");
  EXPECT_EQ(format_value(1000, Unit::count), "1,000");
  EXPECT_EQ(format_value(0.0214, Unit::ratio), "2.1 %");
  EXPECT_EQ(format_value(3.2e9, Unit::hertz), "3.2 GHz");
  EXPECT_EQ(format_value(1.2e6, Unit::per_second), "1.2 M/s");
}

TEST(Format, NeverPrintsNanOrInfinityAsAValue) {
  for (const double number :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(format_seconds(number), "not finite");
    EXPECT_EQ(format_bytes(number), "not finite");
    EXPECT_EQ(format_count(number), "not finite");
    EXPECT_EQ(format_factor(number), "not finite");
    EXPECT_EQ(format_percent(number), "not finite");
    EXPECT_EQ(format_percent_range(0, number), "not finite");
  }
}

}  // namespace
}  // namespace hone::reports

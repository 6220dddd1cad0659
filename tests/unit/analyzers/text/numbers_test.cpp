#include "analyzers/text/numbers.hpp"

#include <cmath>
#include <cstdint>

#include <gtest/gtest.h>

namespace hone::text {
namespace {

TEST(ParseNumber, TakesTheWholeTextOrNothing) {
  EXPECT_EQ(parse_number<int>("120"), 120);
  EXPECT_EQ(parse_number<int>("007"), 7);
  for (const char* text : {"", " 1", "1 ", "1\n", "1x", "x1", "0x10", "1.5", "1,000", "--1"}) {
    EXPECT_FALSE(parse_number<int>(text)) << text;
  }
}

TEST(ParseNumber, HasASignWhereTheTypeHas) {
  EXPECT_EQ(parse_number<std::int64_t>("-3"), -3);
  EXPECT_FALSE(parse_number<std::uint64_t>("-3"));
  EXPECT_FALSE(parse_number<std::int64_t>("+3"));
  EXPECT_FALSE(parse_number<double>("+3"));
}

TEST(ParseNumber, FitsTheType) {
  EXPECT_EQ(parse_number<std::int64_t>("9223372036854775807"), INT64_MAX);
  EXPECT_FALSE(parse_number<std::int64_t>("9223372036854775808"));
  EXPECT_EQ(parse_number<std::uint64_t>("18446744073709551615"), UINT64_MAX);
  EXPECT_FALSE(parse_number<int>("4294967297"));
  EXPECT_FALSE(parse_number<double>("1e999"));
}

TEST(ParseNumber, OfARealOneMayHaveAFractionAndAnExponent) {
  EXPECT_EQ(parse_number<double>("-1.5e3"), -1500);
  EXPECT_EQ(parse_number<double>(".5"), 0.5);
  EXPECT_TRUE(std::isinf(*parse_number<double>("inf")));
  EXPECT_TRUE(std::isnan(*parse_number<double>("nan")));
  for (const char* text : {"", ".", "e3", "1,5", "1.5s", "0x1p3"}) {
    EXPECT_FALSE(parse_number<double>(text)) << text;
  }
}

TEST(ParseHexadecimal, TakesDigitsAlone) {
  EXPECT_EQ(parse_hexadecimal<std::uint32_t>("1f"), 31U);
  EXPECT_EQ(parse_hexadecimal<std::uint32_t>("1F"), 31U);
  EXPECT_EQ(parse_hexadecimal<std::uint64_t>("ffffffffffffffff"), UINT64_MAX);
  for (const char* text : {"", "0x1f", "-1", "+1", "1g", "100000000"}) {
    EXPECT_FALSE(parse_hexadecimal<std::uint32_t>(text)) << text;
  }
}

TEST(ParseCNumber, IsHexadecimalBehindItsPrefix) {
  EXPECT_EQ(parse_c_number<std::uint64_t>("0x1f"), 31U);
  EXPECT_EQ(parse_c_number<std::uint64_t>("31"), 31U);
  EXPECT_EQ(parse_c_number<std::uint64_t>("010"), 10U);
  for (const char* text : {"", "0x", "1f", "0x0x1", "-1"}) {
    EXPECT_FALSE(parse_c_number<std::uint64_t>(text)) << text;
  }
}

TEST(TakeNumber, LeavesWhatFollows) {
  std::string_view rest = "1.5ms";
  EXPECT_EQ(take_number<double>(rest), 1.5);
  EXPECT_EQ(rest, "ms");
  EXPECT_FALSE(take_number<double>(rest));
  EXPECT_EQ(rest, "ms");
  rest = "2e";
  EXPECT_EQ(take_number<double>(rest), 2);
  EXPECT_EQ(rest, "e");
}

TEST(SecondDigitOf, IsThePowerOfTenBelowTheFirst) {
  EXPECT_EQ(second_digit_of(187), 10);
  EXPECT_EQ(second_digit_of(100), 10);
  EXPECT_EQ(second_digit_of(99), 1);
  EXPECT_DOUBLE_EQ(second_digit_of(1.2207e-4), 1e-5);
}

TEST(RoundedToTwoDigits, KeepsTwoDigitsAndWholeNumbersBelowAHundred) {
  EXPECT_EQ(rounded_to_two_digits(1874), 1900);
  EXPECT_EQ(rounded_to_two_digits(-1874), -1900);
  EXPECT_EQ(rounded_to_two_digits(99.4), 99);
  EXPECT_EQ(rounded_to_two_digits(0.2), 0);
}

}  // namespace
}  // namespace hone::text

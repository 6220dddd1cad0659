#include "cli/options/scan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> values_of(const std::string& text) {
  std::vector<std::string> values;
  const auto scan = parse_scan(text);
  if (!scan) return {scan.error().what};
  for (const ParameterValue& value : scan->values) values.push_back(to_string(value));
  return values;
}

std::string filled(std::string_view text) {
  const auto result = fill_in(text, {{"n", std::int64_t{8}}, {"mode", std::string("a b")}});
  return result ? *result : result.error().what;
}

TEST(Scan, ListsKeepTheirOrderAndDropDoubles) {
  EXPECT_THAT(values_of("n=10,1,10,x"), ElementsAre("10", "1", "x"));
}

TEST(Scan, WhatIsNotWrittenAsAnIntegerStaysText) {
  const auto scan = parse_scan("n=1,007,1.0,");
  EXPECT_EQ(scan->values[0], ParameterValue(std::int64_t{1}));
  EXPECT_EQ(scan->values[1], ParameterValue(std::string("007")));
  EXPECT_EQ(scan->values[2], ParameterValue(std::string("1.0")));
  EXPECT_EQ(scan->values[3], ParameterValue(std::string()));
}

TEST(Scan, RangesHoldBothEnds) {
  EXPECT_THAT(values_of("n=1..4"), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(values_of("n=8..2:-3"), ElementsAre("8", "5", "2"));
  EXPECT_THAT(values_of("n=0..0.3:0.1"), ElementsAre("0", "0.1", "0.2", "0.3"));
  EXPECT_THAT(values_of("n=5..5"), ElementsAre("5"));
}

TEST(Scan, WhatIsNoRangeIsAList) {
  EXPECT_THAT(values_of("p=../a,../b"), ElementsAre("../a", "../b"));
}

TEST(Scan, MalformedTextIsRefused) {
  for (const char* text : {"", "n", "n=", "=1", "1n=2", "a-b=2"}) {
    EXPECT_FALSE(parse_scan(text).ok()) << text;
  }
  for (const char* text : {"n=1..8:0", "n=1..8:-1", "n=1..inf", "n=nan..2"}) {
    EXPECT_THAT(values_of(text)[0], HasSubstr("does not lead")) << text;
  }
  EXPECT_THAT(values_of("n=1..1e9")[0], HasSubstr("more than 10000 values"));
}

TEST(Scan, PointsAreEveryCombination) {
  const auto points = scan_points({*parse_scan("a=1,2"), *parse_scan("b=x,y")});
  ASSERT_EQ(points.size(), 4U);
  EXPECT_EQ(points[1][0].second, ParameterValue(std::int64_t{1}));
  EXPECT_EQ(points[1][1].second, ParameterValue(std::string("y")));
  EXPECT_EQ(scan_points({}).size(), 1U);
}

TEST(FillIn, ReplacesNames) { EXPECT_EQ(filled("./a {n} --{mode}={n}"), "./a 8 --a b=8"); }

TEST(FillIn, LeavesOtherBracesAlone) {
  for (const char* text :
       {"find -exec {} +", "awk '{print $1}'", "echo ${n}", "{1}", "{n", "n}", "{a b}"}) {
    EXPECT_EQ(filled(text), text);
  }
}

TEST(FillIn, DoubledBracesMeanThemselves) { EXPECT_EQ(filled("{{n}} {{other}}"), "{n} {other}"); }

TEST(FillIn, UnknownNamesAreRefused) {
  EXPECT_THAT(filled("./a {m}"), HasSubstr("uses {m}, but there is no -P m=..."));
}

}  // namespace
}  // namespace hone::cli

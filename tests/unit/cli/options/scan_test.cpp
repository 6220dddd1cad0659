#include "cli/options/scan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<Scan> scan_of(const std::string& text) {
  return parse_parameters("-P", {text}).and_then([](const std::vector<ParameterText>& parameters) {
    return parse_scan(parameters.front());
  });
}

std::vector<std::string> values_of(const std::string& text) {
  std::vector<std::string> values;
  const auto scan = scan_of(text);
  if (!scan) return {scan.error().what};
  for (const ParameterValue& value : scan->second) values.push_back(to_string(value));
  return values;
}

std::string filled(std::string_view text) {
  const auto result = fill_in(text, {{"n", std::int64_t{8}}, {"mode", std::string("a b")}});
  return result ? *result : result.error().what;
}

TEST(Scan, ListsKeepTheirOrderAndDropDoubles) {
  EXPECT_THAT(values_of("n=10,1,10,x"), ElementsAre("10", "1", "x"));
}

// What the values are: 'i' whole numbers, 'd' others, 't' texts.
std::string kinds_of(const std::string& text) {
  std::string kinds;
  const auto scan = scan_of(text);
  if (!scan) return scan.error().what;
  for (const ParameterValue& value : scan->second) kinds += "idt"[value.index()];
  return kinds;
}

TEST(Scan, ValuesAreNumbersWhereEachIsWrittenAsOne) {
  EXPECT_EQ(kinds_of("n=1,-10,9223372036854775807"), "iii");
  EXPECT_EQ(kinds_of("n=1,0.5,1.0,-0.25,0.00001"), "idddd");
  EXPECT_EQ(kinds_of("n=0..1:0.5"), "idi");
  EXPECT_EQ(kinds_of("n=0..0.3:0.1,1e20..1e20"), "idddd");
}

TEST(Scan, WhereOneValueIsATextAllAre) {
  for (const char* value : {"007", "-0", "1.50", "1e3", "+1", ".5", "1.", "inf", "nan", "1k", "",
                            "9223372036854775808", "a"}) {
    EXPECT_EQ(kinds_of(fmt::format("n=1,0.5,{}", value)), "ttt") << value;
    EXPECT_THAT(values_of(fmt::format("n=1,0.5,{}", value)), ElementsAre("1", "0.5", value));
  }
  EXPECT_EQ(kinds_of("n=1..2:0.5,x"), "tttt");
}

TEST(Scan, ValuesReachTheCommandAsTheyWereTyped) {
  EXPECT_THAT(values_of("n=0.1,1.0,-2.5,0.0000001"),
              ElementsAre("0.1", "1.0", "-2.5", "0.0000001"));
  EXPECT_THAT(values_of(R"(n=a b,c\,d,e=f)"), ElementsAre("a b", "c,d", "e=f"));
}

TEST(Scan, RangesHoldBothEnds) {
  EXPECT_THAT(values_of("n=1..4"), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(values_of("n=8..2:-3"), ElementsAre("8", "5", "2"));
  EXPECT_THAT(values_of("n=0..0.3:0.1"), ElementsAre("0", "0.1", "0.2", "0.3"));
  EXPECT_THAT(values_of("n=5..5"), ElementsAre("5"));
}

TEST(Scan, RangesStandInListsAndTakeSuffixes) {
  EXPECT_THAT(values_of("n=1..3,2,10..20:5,x"), ElementsAre("1", "2", "3", "10", "15", "20", "x"));
  EXPECT_THAT(values_of("n=1k..3k:1k"), ElementsAre("1000", "2000", "3000"));
  EXPECT_THAT(values_of("n=64KiB..192KiB:64KiB"), ElementsAre("65536", "131072", "196608"));
  EXPECT_THAT(values_of("n=1k,2"), ElementsAre("1k", "2"));  // as it was typed
}

TEST(Scan, WhatIsNoRangeOfNumbersIsText) {
  EXPECT_THAT(values_of("p=../a,../b"), ElementsAre("../a", "../b"));
  EXPECT_THAT(values_of("commits=v1..v2,HEAD~2..HEAD"), ElementsAre("v1..v2", "HEAD~2..HEAD"));
  EXPECT_THAT(values_of("n=1..,..2,1..2..3,1..8:x"),
              ElementsAre("1..", "..2", "1..2..3", "1..8:x"));
}

TEST(Scan, MalformedTextIsRefused) {
  for (const char* text : {"", "n", "n=", "=1"}) {
    EXPECT_THAT(values_of(text)[0], HasSubstr("is not of the form")) << text;
  }
  EXPECT_EQ(values_of("1n=2")[0], "-P '1n=2': '1n' is no name");
  EXPECT_EQ(values_of("a-b=2")[0], "-P 'a-b=2': 'a-b' is no name");
  for (const char* text : {"n=1..8:0", "n=1..8:-1"}) {
    EXPECT_THAT(values_of(text)[0], HasSubstr("does not lead")) << text;
  }
  for (const char* text : {"n=1..inf", "n=nan..2"}) {
    EXPECT_THAT(values_of(text)[0], HasSubstr("a range's ends are finite numbers")) << text;
  }
  EXPECT_THAT(values_of("n=1..1e9")[0], HasSubstr("more than 10000 values"));
  EXPECT_EQ(values_of("n=7,5..1")[0],
            "-P 'n=5..1': the step does not lead from the first value to the last");
  EXPECT_EQ(values_of("n=1..9999,10001..10002")[0], "-P n has more than 10000 values");
}

TEST(Scan, AValueThatIsGivenTwiceIsFoundInEachSpelling) {
  const auto twice = [](const std::string& text) {
    const auto parameters = parse_parameters("-P", {text});
    return value_given_twice(parameters->front()).value_or("none");
  };
  EXPECT_EQ(twice("n=1,2,4"), "none");
  EXPECT_EQ(twice("n=1,2,1"), "1");
  EXPECT_EQ(twice("n=1..3,3"), "3");
  EXPECT_EQ(twice("n=1k..2k:1k,2000"), "2000");
  EXPECT_EQ(twice("n=a b,a,a b"), "a b");
  EXPECT_EQ(twice("n=1,01"), "none");
}

TEST(Scan, AValueIsFoundByItsTextOrElseByItsNumber) {
  const Scan numbers = *scan_of("n=1000,64,0.5");
  EXPECT_EQ(find_value(numbers, "1000"), 0U);
  EXPECT_EQ(find_value(numbers, "1k"), 0U);
  EXPECT_EQ(find_value(numbers, "0.50"), 2U);
  EXPECT_EQ(find_value(numbers, "65"), std::nullopt);
  EXPECT_EQ(find_value(numbers, ""), std::nullopt);
  const Scan texts = *scan_of("n=1k,1000,x");
  EXPECT_EQ(find_value(texts, "1000"), 1U);
  EXPECT_EQ(find_value(texts, "x"), 2U);
  EXPECT_EQ(find_value(texts, "X"), std::nullopt);
}

TEST(FillIn, ReplacesNames) { EXPECT_EQ(filled("./a {n} --{mode}={n}"), "./a 8 --a b=8"); }

TEST(FillIn, LeavesOtherBracesAlone) {
  for (const char* text :
       {"find -exec {} +", "awk '{print $1}'", "echo ${n}", "{1}", "{n", "n}", "{a b}"}) {
    EXPECT_EQ(filled(text), text);
  }
}

TEST(FillIn, DoubledBracesMeanThemselves) { EXPECT_EQ(filled("{{n}} {{other}}"), "{n} {other}"); }

TEST(FillIn, WithoutAssignmentsBracesStayAsTheyAre) {
  for (const char* text : {"awk '{print}'", "{n}", "{{n}} {{", "${n}"}) {
    EXPECT_EQ(*fill_in(text, {}), text);
  }
}

TEST(FillIn, UnknownNamesAreRefused) {
  EXPECT_THAT(filled("./a {m}"), HasSubstr("uses {m}, but there is no -P m=..."));
}

}  // namespace
}  // namespace hone::cli

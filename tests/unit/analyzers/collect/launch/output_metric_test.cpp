#include "analyzers/collect/launch/output_metric.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::collect {
namespace {

using testing::HasSubstr;

OutputMetric regex(std::string pattern) {
  return {"rate", Better::higher, OutputMetric::Syntax::regex, std::move(pattern)};
}

OutputMetric pointer(std::string path) {
  return {"rate", Better::higher, OutputMetric::Syntax::json_pointer, std::move(path)};
}

std::string error_of(const OutputMetric& metric, std::string_view output) {
  const Result<double> value = read_output_metric(metric, output);
  return value ? "none" : value.error().what;
}

std::string remedy_of(const OutputMetric& metric, std::string_view output) {
  const Result<double> value = read_output_metric(metric, output);
  return value ? "none" : value.error().next;
}

TEST(OutputMetric, FirstMatchesFirstGroupIsTheNumber) {
  EXPECT_DOUBLE_EQ(*read_output_metric(regex("rate: *([0-9.]+)"), "x\nrate:  12.5 MB/s\nrate: 7"),
                   12.5);
  EXPECT_DOUBLE_EQ(*read_output_metric(regex("= (.*)$"), "a = 1e3\nb = 2"), 1000);
}

TEST(OutputMetric, EndsOfLinesCanBeNamed) {
  EXPECT_DOUBLE_EQ(*read_output_metric(regex("^b=(\\d+)$"), "ab=1\nb=2\n"), 2);
}

TEST(OutputMetric, BlanksAroundANumberAreNoPartOfItAndTabsAreNoBlanks) {
  EXPECT_DOUBLE_EQ(*read_output_metric(regex("n=(.*)"), "n= +3  "), 3);
  EXPECT_NE(error_of(regex("n=(.*)"), "n=3\t"), "none");
  EXPECT_NE(error_of(regex("n=(.*)"), "n= "), "none");
}

TEST(OutputMetric, BytesThatAreNotTextDoNotMatter) {
  EXPECT_DOUBLE_EQ(
      *read_output_metric(regex("n=([0-9]+)"), std::string_view("\0\xff\xfen=3\x80", 8)), 3);
}

TEST(OutputMetric, LargeOutputIsSearchedWithoutRecursion) {
  const std::string output = std::string(4'000'000, 'a') + " n=4";
  EXPECT_DOUBLE_EQ(*read_output_metric(regex("(?:a|b)* n=(\\d+)"), output), 4);
}

TEST(OutputMetric, JsonPointersFindNumbers) {
  const char* json = R"({"results": [{"mean": 0.25, "name": "x"}], "n": 7})";
  EXPECT_DOUBLE_EQ(*read_output_metric(pointer("/results/0/mean"), json), 0.25);
  EXPECT_DOUBLE_EQ(*read_output_metric(pointer("/n"), json), 7);
  EXPECT_THAT(error_of(pointer("/results/1/mean"), json), HasSubstr("there is no"));
  EXPECT_THAT(error_of(pointer("/results/x"), json), HasSubstr("there is no"));
  EXPECT_THAT(error_of(pointer("/results/"), json), HasSubstr("there is no"));
  EXPECT_THAT(error_of(pointer("/results/99999999999999999999"), json), HasSubstr("there is no"));
  EXPECT_THAT(error_of(pointer("/results/0/name"), json), HasSubstr("not a number"));
  EXPECT_THAT(error_of(pointer("/n"), "{"), HasSubstr("not JSON"));
}

TEST(OutputMetric, AnEmptyPointerIsTheWholeOutput) {
  EXPECT_DOUBLE_EQ(*read_output_metric(pointer(""), "12.5\n"), 12.5);
  EXPECT_THAT(error_of(pointer(""), "{\"n\": 1}"), HasSubstr("its output is not one number"));
  EXPECT_THAT(error_of(pointer(""), "1 2"), HasSubstr("its output is not JSON"));
  EXPECT_THAT(error_of(pointer(""), "-2"), HasSubstr("-2 in its output is not a number above 0"));
}

TEST(OutputMetric, WhatHasNoRatioIsRefusedWithWhatToPrint) {
  for (const char* text : {"0", "-1", "-0.0", "-inf", "-1e400", "-1e-400"}) {
    const std::string output = std::string("n=") + text;
    EXPECT_EQ(error_of(regex("n=(.*)"), output),
              std::string("metric 'rate': '") + text +
                  "' in its output is not a number above 0, so it has no ratio");
    EXPECT_THAT(remedy_of(regex("n=(.*)"), output), HasSubstr("print a number above 0"));
    EXPECT_THAT(remedy_of(regex("n=(.*)"), output), HasSubstr("or declare rate:difference"));
  }
  EXPECT_THAT(error_of(pointer("/n"), R"({"n": 0})"),
              HasSubstr("0 at '/n' in its output is not a number above 0"));
  EXPECT_THAT(remedy_of(pointer("/n"), R"({"n": -3})"), HasSubstr("print a number above 0"));
}

TEST(OutputMetric, DifferencesTakeNumbersOfAnySign) {
  OutputMetric metric = regex("n=(.*)");
  metric.scale = Scale::difference;
  for (const auto& [text, number] :
       {std::pair("0", 0.0), std::pair("-1", -1.0), std::pair("-1e100", -1e100),
        std::pair("1e-300", 1e-300), std::pair(" +2.5 ", 2.5)}) {
    const Result<double> value = read_output_metric(metric, std::string("n=") + text);
    ASSERT_TRUE(value.ok()) << value.error().what;
    EXPECT_EQ(*value, number);
  }
  const auto told = [&](const char* text) { return error_of(metric, std::string("n=") + text); };
  constexpr const char* bounds = " to be compared: hone takes numbers from -1e+100 to 1e+100";
  EXPECT_THAT(told("1e101"), HasSubstr(std::string("is too large") + bounds));
  EXPECT_THAT(told("-1e101"), HasSubstr(std::string("is too small") + bounds));
  EXPECT_THAT(told("-1e400"), HasSubstr(std::string("is too large or too small") + bounds));
  EXPECT_THAT(told("-inf"), HasSubstr("'-inf' in its output is infinite, so it has no difference"));
  EXPECT_THAT(told("nan"), testing::EndsWith("not a number"));
}

TEST(OutputMetric, WhatIsNoNumberIsToldFromOneThatIsNotFound) {
  EXPECT_THAT(error_of(regex("n=(.*)"), "n=nan"), HasSubstr("'nan' in its output is not a number"));
  EXPECT_THAT(error_of(regex("n=(.*)"), "n=nan"), testing::EndsWith("not a number"));
  EXPECT_THAT(error_of(regex("n=(.*)"), "n=many"),
              HasSubstr("'many' in its output is not a number"));
  EXPECT_THAT(error_of(regex("n=(.*)"), "n=1e400x"),
              HasSubstr("'1e400x' in its output is not a number"));
  EXPECT_THAT(error_of(regex("n=(.*)"), "m=1"),
              HasSubstr("nothing in its output matches /n=(.*)/"));
}

TEST(OutputMetric, NumbersOutOfBoundsAreRefusedWithTheBounds) {
  const auto told = [](const char* text) {
    return error_of(regex("n=(.*)"), std::string("n=") + text);
  };
  constexpr const char* bounds = "to be compared: hone takes numbers from 1e-100 to 1e+100";
  for (const char* text : {"1e308", "1.01e100"}) {
    EXPECT_THAT(told(text), HasSubstr(std::string("is too large ") + bounds)) << text;
  }
  for (const char* text : {"4.9e-324", "0.99e-100"}) {
    EXPECT_THAT(told(text), HasSubstr(std::string("is too small ") + bounds)) << text;
  }
  for (const char* text : {"1e400", "1e-400"}) {
    EXPECT_THAT(told(text), HasSubstr(std::string("is too large or too small ") + bounds)) << text;
  }
  EXPECT_THAT(told("inf"), HasSubstr("'inf' in its output is infinite"));
  EXPECT_EQ(told("1e100"), "none");
  EXPECT_EQ(told("1e-100"), "none");
}

TEST(OutputMetric, ANumberThatJsonReadersCannotHoldIsNoSyntaxError) {
  EXPECT_THAT(error_of(pointer("/n"), R"({"n": 1e400})"),
              HasSubstr("a number in its output is too large to be compared"));
  EXPECT_THAT(error_of(pointer("/n"), R"({"n": 1e300})"),
              HasSubstr("1e+300 at '/n' in its output is too large"));
  EXPECT_THAT(error_of(pointer("/n"), R"({"n": 1e-400})"),
              HasSubstr("0 (or what rounds to it) at '/n' in its output is not a number above 0"));
  EXPECT_THAT(error_of(pointer("/n"), R"({"n": inf})"), HasSubstr("its output is not JSON"));
}

TEST(OutputMetric, AFigureThatMayLieInWhatWasNotKeptIsNotDenied) {
  EXPECT_DOUBLE_EQ(*read_output_metric(regex("n=([0-9]+)"), "n=12\nmore", 5), 12);
  const Result<double> beyond = read_output_metric(regex("n=([0-9]+)"), "log\nlog\n", 92);
  EXPECT_THAT(beyond.error().what, HasSubstr("only the first 8 of 100 bytes were kept"));
  const Result<double> document = read_output_metric(pointer("/n"), R"({"n": 1)", 1);
  EXPECT_THAT(document.error().what, HasSubstr("only the first 7 of 8 bytes were kept"));
  const Result<double> refused = read_output_metric(regex("n=([0-9]+)"), "n=0\nmore", 5);
  EXPECT_THAT(refused.error().what, testing::Not(HasSubstr("were kept")));
}

TEST(OutputMetric, AFigureThatIsCutInItsMiddleIsNone) {
  EXPECT_DOUBLE_EQ(*read_output_metric(regex("n=([0-9]+)"), "n=12"), 12);
  EXPECT_FALSE(read_output_metric(regex("n=([0-9]+)"), "n=12", 1).ok());
}

TEST(OutputMetric, PatternsAreCheckedBeforeTheRun) {
  EXPECT_TRUE(check_pattern(regex("a(b)")).ok());
  EXPECT_THAT(check_pattern(regex("ab")).error().what, HasSubstr("has no group"));
  EXPECT_THAT(check_pattern(regex("a(b")).error().what, HasSubstr("not a regular expression"));
  EXPECT_TRUE(check_pattern(pointer("/a/0")).ok());
  EXPECT_TRUE(check_pattern(pointer("")).ok());
  EXPECT_FALSE(check_pattern(pointer("a")).ok());
  EXPECT_FALSE(check_pattern(pointer("/a~2")).ok());
}

}  // namespace
}  // namespace hone::collect

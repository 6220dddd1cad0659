#include "analyzers/text/parts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/text/characters.hpp"
#include "analyzers/text/line_reader.hpp"

namespace hone::text {
namespace {

using testing::ElementsAre;

TEST(Trim, TakesBlanksOffBothEnds) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim("a"), "a");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(TakeWord, GoesOverWordsBetweenBlanks) {
  std::string_view rest = "  one\ttwo ";
  EXPECT_EQ(take_word(rest), "one");
  EXPECT_EQ(rest, "\ttwo ");
  EXPECT_EQ(take_word(rest), "two");
  EXPECT_EQ(take_word(rest), "");
  EXPECT_EQ(take_word(rest), "");
}

TEST(TakeUntil, TakesTheSeparatorWithThePart) {
  std::string_view rest = "a::b";
  EXPECT_EQ(take_until(rest, ':'), "a");
  EXPECT_EQ(take_until(rest, ':'), "");
  EXPECT_EQ(take_until(rest, ':'), "b");
  EXPECT_EQ(rest, "");
  EXPECT_EQ(take_until(rest, ':'), "");
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_THAT(split("a,b,,c", ','), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(split(",", ','), ElementsAre("", ""));
  EXPECT_THAT(split("", ','), ElementsAre(""));
}

TEST(LineReader, GoesOverLinesWithAndWithoutAnEnd) {
  LineReader lines("one\n\nthree");
  EXPECT_EQ(lines.next(), "one");
  EXPECT_EQ(lines.next(), "");
  EXPECT_EQ(lines.next(), "three");
  EXPECT_EQ(lines.number(), 3U);
  EXPECT_FALSE(lines.next());
}

TEST(Characters, OfOtherAlphabetsAreNone) {
  EXPECT_TRUE(is_identifier('Z') && is_identifier('_') && is_identifier('9'));
  for (const char c : {'-', ' ', '\xc3', '\0', '@', '[', '`', '{'}) EXPECT_FALSE(is_identifier(c));
}

TEST(SmallNames, BeginWithALetter) {
  EXPECT_TRUE(is_small_name("l1d_misses"));
  EXPECT_TRUE(is_small_word("2d"));
  for (const char* text : {"", "2d", "_a"}) EXPECT_FALSE(is_small_name(text)) << text;
  for (const char* text : {"", "A", "a-b", "a b", "\xc3\xa4"}) {
    EXPECT_FALSE(is_small_word(text)) << text;
  }
}

}  // namespace
}  // namespace hone::text

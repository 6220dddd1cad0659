#include "cli/options/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string error_of(std::string_view command) {
  const auto words = split_words(command);
  return words ? "none" : words.error().what;
}

TEST(Words, BlanksPartWords) {
  EXPECT_THAT(*split_words("sort  -n\tdata\n"), ElementsAre("sort", "-n", "data"));
}

TEST(Words, SingleQuotesKeepEverything) {
  EXPECT_THAT(*split_words(R"(grep 'a | "b" $c \d' f)"),
              ElementsAre("grep", R"(a | "b" $c \d)", "f"));
}

TEST(Words, DoubleQuotesKnowFourEscapes) {
  EXPECT_THAT(*split_words(R"(echo "a \" \\ \$ \` \n | b")"),
              ElementsAre("echo", R"(a " \ $ ` \n | b)"));
}

TEST(Words, BackslashQuotesOneCharacter) {
  EXPECT_THAT(*split_words(R"(a\ b \| \\ \')"), ElementsAre("a b", "|", "\\", "'"));
}

TEST(Words, QuotesJoinWithWhatTouchesThem) {
  EXPECT_THAT(*split_words(R"(--x='a b'"c d"e)"), ElementsAre("--x=a bc de"));
}

TEST(Words, EmptyQuotesAreAWord) {
  EXPECT_THAT(*split_words("a '' \"\""), ElementsAre("a", "", ""));
}

TEST(Words, TildeOnlyMattersAtTheBeginning) {
  EXPECT_THAT(*split_words("a~ b~c"), ElementsAre("a~", "b~c"));
  EXPECT_THAT(error_of("ls ~/x"), HasSubstr("'~'"));
}

TEST(Words, OpenQuotesAreNamedWithTheirPlace) {
  EXPECT_THAT(error_of("echo 'a"),
              HasSubstr("unbalanced ' in the command \"echo 'a\", opened at character 6"));
  EXPECT_THAT(error_of("echo \"a"), HasSubstr("unbalanced \""));
  EXPECT_THAT(error_of("echo \\"), HasSubstr("ends with a backslash"));
}

TEST(Words, EmptyCommandsAreRefused) {
  for (const char* command : {"", "  \t"}) EXPECT_THAT(error_of(command), HasSubstr("empty"));
}

TEST(Words, WhatOnlyAShellCouldDoIsRefused) {
  for (const char* command : {"a | b", "a > f", "a < f", "a && b", "a; b", "a $HOME", "a `b`",
                              "a *.c", "(a)", "a \"$HOME\"", "a \"`b`\""}) {
    EXPECT_THAT(error_of(command), HasSubstr("means something to a shell only")) << command;
  }
}

}  // namespace
}  // namespace hone::cli

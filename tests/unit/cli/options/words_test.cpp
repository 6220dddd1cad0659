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

TEST(Words, BackslashContinuesALine) {
  EXPECT_THAT(*split_words("a b \\\n  c"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(*split_words("a b\\\nc"), ElementsAre("a", "bc"));
  EXPECT_THAT(*split_words("a \"b\\\nc\""), ElementsAre("a", "bc"));
  EXPECT_THAT(*split_words("a 'b\\\nc'"), ElementsAre("a", "b\\\nc"));
  EXPECT_THAT(*split_words("a \\\n"), ElementsAre("a"));
  EXPECT_THAT(*split_words("a \"\\\n\" '\n'"), ElementsAre("a", "", "\n"));
}

TEST(Words, CommentsAreLeftOut) {
  EXPECT_THAT(*split_words("a b # c 'd | $e"), ElementsAre("a", "b"));
  EXPECT_THAT(*split_words("# first\na b #c \\\n # d\n\n"), ElementsAre("a", "b"));
  EXPECT_THAT(*split_words("a b#c \\# '#' ''#"), ElementsAre("a", "b#c", "#", "#", "#"));
  EXPECT_THAT(*split_words("a b\\\n#c"), ElementsAre("a", "b#c"));
  EXPECT_THAT(error_of(" # a"), HasSubstr("empty"));
}

TEST(Words, BracketsAreAPatternWhereTheyHoldSomething) {
  EXPECT_THAT(*split_words("[ 1 -eq 1 ]"), ElementsAre("[", "1", "-eq", "1", "]"));
  EXPECT_THAT(*split_words("a [] [!] ][ x] '[a]' \\[a] [a\\]"),
              ElementsAre("a", "[]", "[!]", "][", "x]", "[a]", "[a]", "[a]"));
  for (const char* command : {"a [b]", "a x[0-9]y", "a [']']", "a []b]", "a [!b]", "a [\\\nb]"}) {
    EXPECT_THAT(error_of(command), HasSubstr("']' in the command")) << command;
  }
}

TEST(Words, SecondLinesAreAShells) {
  EXPECT_THAT(*split_words("\n\n a b \n\n"), ElementsAre("a", "b"));
  for (const char* command : {"a\nb", "a b\n\n  c", "a # b\nc"}) {
    EXPECT_THAT(error_of(command), HasSubstr("has several lines")) << command;
  }
}

TEST(Words, AssignmentsAreAShells) {
  for (const char* command : {"A=1 b", "_a1=", "A=b/c d", "A='x y' b", "A\\\n=1 b"}) {
    EXPECT_THAT(error_of(command), HasSubstr("begins with an assignment")) << command;
  }
  for (const char* command : {"a A=1", "./A=1", "1A=1", "=1", "a-b=1", "'A'=1", "''A=1", "A\\=1"}) {
    EXPECT_EQ(error_of(command), "none") << command;
  }
}

TEST(Words, ReservedWordsAreAShells) {
  for (const char* command : {"! a", "if a", "{ a }", "while a", "\n until a"}) {
    EXPECT_THAT(error_of(command), HasSubstr("means something to a shell only")) << command;
  }
  EXPECT_THAT(error_of("case a"), HasSubstr("'case' in the command"));
  EXPECT_THAT(*split_words("echo if ! { }"), ElementsAre("echo", "if", "!", "{", "}"));
  for (const char* command : {"'if' a", "i\\f a", "{} a", "!a", "./if", "in a"}) {
    EXPECT_EQ(error_of(command), "none") << command;
  }
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
                              "a *.c", "a ?.c", "(a)", "a \"$HOME\"", "a \"`b`\""}) {
    EXPECT_THAT(error_of(command), HasSubstr("means something to a shell only")) << command;
  }
}

}  // namespace
}  // namespace hone::cli

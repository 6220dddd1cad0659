#include "reports/layout/wrap.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::reports {
namespace {

using testing::ElementsAre;

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_THAT(wrap("one two three", 7), ElementsAre("one two", "three"));
}

TEST(Wrap, CutsAWordThatIsLongerThanTheLine) {
  EXPECT_THAT(wrap("a abcdefgh b", 3), ElementsAre("a", "abc", "def", "gh", "b"));
}

TEST(Wrap, CountsColumnsRatherThanBytes) {
  EXPECT_THAT(wrap("\xc3\xa4\xc3\xb6 \xc3\xbc\xc3\x9f", 5),
              ElementsAre("\xc3\xa4\xc3\xb6 \xc3\xbc\xc3\x9f"));
}

TEST(Wrap, CutsAMegabyteWithoutASpace) {
  const std::vector<std::string> lines = wrap(std::string(1'000'000, 'x'), 80);
  EXPECT_EQ(lines.size(), 12'500U);
  EXPECT_EQ(lines.back().size(), 80U);
}

TEST(Wrap, KeepsAnEmptyTextAsOneLine) { EXPECT_THAT(wrap("", 10), ElementsAre("")); }

TEST(Wrap, KeepsValuesOnOneLine) {
  EXPECT_THAT(wrap("it is (-0.80 .. +2.1 %; 95 %) now", 20, Values::kept),
              ElementsAre("it is", "(-0.80 .. +2.1 %;", "95 %) now"));
  EXPECT_THAT(wrap("12 us more, 3 users", 8, Values::kept),
              ElementsAre("12 us", "more, 3", "users"));
}

TEST(Wrap, BreaksAValueThatIsWiderThanALine) {
  EXPECT_THAT(wrap("123,456 .. 234,567 ns", 11, Values::kept),
              ElementsAre("123,456 ..", "234,567 ns"));
}

TEST(Labelled, HangsTheTextUnderItself) {
  EXPECT_EQ(labelled("label", Tone::plain,
                     "words that go on until the sixtieth column and then some more of them",
                     {false, 60}),
            "  label         words that go on until the sixtieth column\n"
            "                and then some more of them\n");
}

TEST(Labelled, PutsALabelThatIsTooLongOnTheLineAbove) {
  EXPECT_EQ(labelled("a_long_warning_kind", Tone::plain, "text", {false, 60}),
            "  a_long_warning_kind\n"
            "                text\n");
}

TEST(Labelled, PutsEachLabelOnTheLineAboveWhereTheTerminalIsVeryNarrow) {
  EXPECT_EQ(labelled("label", Tone::plain, "some words of text", {false, 20}),
            " label\n"
            "  some words of text\n");
  EXPECT_EQ(labelled("", Tone::plain, "that go on", {false, 20}), "  that go on\n");
}

}  // namespace
}  // namespace hone::reports

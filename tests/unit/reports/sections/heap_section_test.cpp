#include "reports/sections/heap_section.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"
#include "reports/layout/utf8.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_heap.hpp"

namespace hone::reports {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr TerminalStyle plain_heap{false, 80};

HeapDifference sample_difference() {
  HeapDifference difference;
  difference.sites = {
      {"parse(std::string const&)", HeapCosts{.allocations = 1000}, HeapCosts{.allocations = 10}},
      {"fresh", std::nullopt, HeapCosts{.allocations = 64}},
      {"gone", HeapCosts{.allocations = 3}, std::nullopt},
      {"moved", HeapCosts{.allocations = 7, .bytes = 1}, HeapCosts{.allocations = 7, .bytes = 2}}};
  difference.callers = {{"main", HeapCosts{.allocations = 1010}, HeapCosts{.allocations = 81}}};
  return difference;
}

HeapProfile changed(HeapCosts totals) {
  HeapProfile profile = sample_heap();
  profile.totals = totals;
  return profile;
}

TEST(HeapText, MatchesGoldenFile) {
  expect_golden("heap.txt",
                render_terminal(heap_section(sample_heap(), sample_sites(), 3), plain_heap));
}

TEST(HeapText, DifferenceMatchesGoldenFile) {
  expect_golden("heap-diff.txt",
                render_terminal(heap_difference_section(
                                    changed({.allocations = 1010, .bytes = 4096}),
                                    changed({.allocations = 81, .temporary = 2, .bytes = 4096}),
                                    sample_difference(), 5),
                                plain_heap));
}

// A function that is in both profiles may have a cost in one of them only.
TEST(HeapText, SaysOfTheCostThatIsShownWhetherItIsNewOrGone) {
  HeapDifference difference;
  difference.cost = HeapCost::temporary;
  difference.sites = {
      {"begins", HeapCosts{.allocations = 9}, HeapCosts{.allocations = 9, .temporary = 5}},
      {"ends", HeapCosts{.allocations = 9, .temporary = 4}, HeapCosts{.allocations = 9}}};
  const std::string text = render_terminal(
      heap_difference_section(changed({}), changed({.temporary = 1}), difference, 5), plain_heap);
  EXPECT_THAT(text, ContainsRegex("begins +0 +5 +\\+5 +new\n"));
  EXPECT_THAT(text, ContainsRegex("ends +4 +0 +-4 +gone\n"));
  EXPECT_THAT(text, HasSubstr("More temporary allocations: 1 instead of 0. Peak"));
}

TEST(HeapText, NamesTheCallersOfAWrapperOnce) {
  const std::string text =
      render_terminal(heap_section(sample_heap(), sample_sites(), 3), plain_heap);
  const std::size_t first = text.find("called by main (parser.cpp:12) 75 %, ");
  ASSERT_NE(first, std::string::npos) << text;
  EXPECT_EQ(text.find("called by", first + 1), std::string::npos) << "or of a site with one caller";
}

TEST(HeapText, FitsTheTerminal) {
  for (const int width : {60, 80, 120}) {
    const std::string text =
        render_terminal(heap_section(sample_heap(), sample_sites(), 3), {false, width});
    for (const std::string& line : lines_of(text)) {
      EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
    }
  }
}

TEST(HeapText, SaysWhatIsIncomplete) {
  HeapProfile profile = sample_heap();
  profile.incomplete = "the program was killed by SIGKILL (Killed)";
  const std::string text = render_terminal(heap_section(profile, sample_sites(), 3), plain_heap);
  EXPECT_THAT(text, HasSubstr("Incomplete: the program was killed by SIGKILL"));
  EXPECT_THAT(text, HasSubstr("live when the trace ends"));
  EXPECT_THAT(text, Not(HasSubstr("never freed.")));
}

TEST(HeapText, OfNoAllocationsIsShort) {
  const std::string text = render_terminal(heap_section({}, {}, 3), plain_heap);
  EXPECT_THAT(text, HasSubstr("the program: no allocations were recorded."));
  EXPECT_THAT(text, Not(HasSubstr("share")));
}

TEST(HeapText, EscapesNames) {
  HeapProfile profile = sample_heap();
  profile.command = "\x1b[31m";
  for (std::string& name : profile.names) name += "\x1b[31m";
  const std::string text = render_terminal(heap_section(profile, sample_sites(), 3), plain_heap);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(HeapText, PutsTheAnswerLastOnAScreen) {
  TerminalStyle screen = plain_heap;
  screen.answer_last = true;
  const std::string text = render_terminal(heap_section(sample_heap(), sample_sites(), 3), screen);
  EXPECT_GT(text.find("./parser: "), text.find("most allocations"));
}

}  // namespace
}  // namespace hone::reports

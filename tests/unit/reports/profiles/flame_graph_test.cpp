#include "reports/profiles/flame_graph.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_stacks.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(FlameGraph, OfADifferenceShowsWhatVanishedAndColoursWhatChanged) {
  StackProfile stacks;
  stacks.title = "program";
  stacks.unit = "allocations";
  stacks.is_difference = true;
  stacks.frames = {{"main", "", 0}, {"more", "", 0}, {"gone", "", 0}, {"same", "", 0}};
  stacks.stacks = {{.frames = {0, 1}, .weight = 20, .before = 5},
                   {.frames = {0, 2}, .weight = 0, .before = 30},
                   {.frames = {0, 3}, .weight = 7, .before = 7}};
  const std::string graph = render_flame_graph(stacks);
  EXPECT_THAT(graph, testing::HasSubstr("<title>more (20 allocations instead of 5 allocations, "
                                        "+15 allocations)</title>"));
  EXPECT_THAT(graph, testing::HasSubstr("<title>gone (0 allocations instead of 30 allocations, "
                                        "-30 allocations)</title>"));
  EXPECT_THAT(graph, testing::HasSubstr("<title>same (7 allocations, unchanged)</title>"));
  EXPECT_THAT(graph, testing::HasSubstr("rgb(60,142,245)"));   // all of it is gone
  EXPECT_THAT(graph, testing::HasSubstr("rgb(225,225,225)"));  // nothing changed
  EXPECT_THAT(graph, testing::HasSubstr("red: more, blue: less"));
}

TEST(FlameGraph, MatchesGoldenFile) {
  expect_golden("flame.svg", render_flame_graph(sample_stacks()));
}

TEST(FlameGraph, EscapesNames) {
  StackProfile profile = sample_stacks();
  for (StackFrame& frame : profile.frames) {
    frame.name = "</title><script>alert(1)</script>]]>\x01\xff" + frame.name;
  }
  profile.title = "</text><script>";
  const std::string svg = render_flame_graph(profile);
  EXPECT_THAT(svg, Not(HasSubstr("alert(1)</script>")));
  EXPECT_THAT(svg, HasSubstr("&lt;/title&gt;&lt;script&gt;alert(1)"));
  EXPECT_THAT(svg, Not(HasSubstr("\x01")));
  EXPECT_THAT(svg, Not(HasSubstr("\xff")));
}

TEST(FlameGraph, LoadsNothingFromElsewhere) {
  const std::string svg = render_flame_graph(sample_stacks());
  for (const char* const word : {"href", "url(", "src=", "@import", "https:"}) {
    EXPECT_THAT(svg, Not(HasSubstr(word)));
  }
}

TEST(FlameGraph, DoesNotDependOnTheOrderOfStacks) {
  StackProfile reversed = sample_stacks();
  std::reverse(reversed.stacks.begin(), reversed.stacks.end());
  EXPECT_EQ(render_flame_graph(reversed), render_flame_graph(sample_stacks()));
}

TEST(FlameGraph, OfNothingIsOneBlock) {
  StackProfile zero = sample_stacks();
  for (WeightedStack& stack : zero.stacks) stack.weight = 0;
  for (const StackProfile& profile : {StackProfile{}, zero}) {
    const std::string svg = render_flame_graph(profile);
    EXPECT_THAT(svg, HasSubstr("<title>all (0"));
    EXPECT_THAT(svg, Not(HasSubstr("<title>main")));
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
  }
}

TEST(FlameGraph, SaysWhatIsTooNarrowToShow) {
  StackProfile profile = sample_stacks();
  profile.stacks.push_back({{4}, 1});
  profile.stacks[0].weight = 1'000'000;
  const std::string svg = render_flame_graph(profile);
  EXPECT_THAT(svg, Not(HasSubstr("<title>never")));
  EXPECT_THAT(svg, HasSubstr("in frames too narrow to show"));
}

// Of a recursion that never ends, what can be drawn.
TEST(FlameGraph, CutsStacksThatAreTooDeep) {
  StackProfile profile = sample_stacks();
  profile.stacks = {{std::vector<std::size_t>(100'000, 0), 1}};
  EXPECT_LT(render_flame_graph(profile).size(), 1'000'000);
}

}  // namespace
}  // namespace hone::reports

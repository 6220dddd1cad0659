#include "reports/flame_graph.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_stacks.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

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

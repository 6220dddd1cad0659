#include "reports/words/interval_column.hpp"

#include <gtest/gtest.h>

namespace hone::reports {
namespace {

Comparison at_alpha(double alpha) {
  Comparison comparison;
  comparison.alpha = alpha;
  comparison.interval = Interval{0.9, 1.1};
  return comparison;
}

TEST(IntervalColumn, NamesThePlannedLevelWithoutComparisons) {
  EXPECT_EQ(IntervalColumn({}, 0.01).title(), "99 % interval");
}

TEST(IntervalColumn, NamesTheLevelThatAllRowsShareThoughItIsNotThePlans) {
  const Comparison one = at_alpha(0.025);
  const IntervalColumn column({&one, &one}, 0.05);
  EXPECT_EQ(column.title(), "97.5 % interval");
  EXPECT_EQ(column.cell(one, "0.9 .. 1.1"), "0.9 .. 1.1");
}

TEST(IntervalColumn, OfDifferencesNamesTheLevelToo) {
  Comparison one = at_alpha(0.025);
  one.interval.reset();
  one.difference = Difference{.interval = Interval{-1, 1}};
  const Comparison other = at_alpha(0.05);
  const IntervalColumn column({&one, &other}, 0.05);
  EXPECT_EQ(column.cell(one, "-1 .. +1"), "-1 .. +1 (97.5 %)");
  one.difference->interval.reset();
  EXPECT_EQ(column.cell(one, "unbounded"), "unbounded");
}

TEST(IntervalColumn, EachRowNamesItsLevelWhereTheyDiffer) {
  const Comparison one = at_alpha(0.025);
  Comparison other = at_alpha(0.05);
  const IntervalColumn column({&one, &other}, 0.05);
  EXPECT_EQ(column.title(), "interval");
  EXPECT_EQ(column.cell(one, "a .. b"), "a .. b (97.5 %)");
  EXPECT_EQ(column.cell(other, "a .. b"), "a .. b (95 %)");
  other.interval.reset();
  EXPECT_EQ(column.cell(other, "unbounded"), "unbounded");
}

}  // namespace
}  // namespace hone::reports

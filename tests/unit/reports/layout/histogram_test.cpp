#include "reports/layout/histogram.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace hone::reports {
namespace {

std::string cells(const std::vector<double>& samples, const HistogramAxis& axis,
                  std::size_t count) {
  return histogram_row(samples, axis, count).cells;
}

TEST(HistogramAxis, SpansAllSeries) {
  const auto axis = histogram_axis({{1, 2, 3}, {2, 3, 9}});
  ASSERT_TRUE(axis);
  EXPECT_EQ(axis->lo, 1);
  EXPECT_EQ(axis->hi, 9);
}

TEST(HistogramAxis, LeavesOutWhatIsFarFromTheRest) {
  const auto axis = histogram_axis({{-500, 10, 11, 12, 13, 14, 1000}});
  ASSERT_TRUE(axis);
  EXPECT_EQ(axis->lo, 10);
  EXPECT_EQ(axis->hi, 14);
}

TEST(HistogramAxis, LeavesOutOneStrayAmongEqualValues) {
  std::vector<double> samples(30, 5.0);
  samples.push_back(800);
  const auto axis = histogram_axis({samples});
  ASSERT_TRUE(axis);
  EXPECT_EQ(axis->lo, 5);
  EXPECT_EQ(axis->hi, 5);
}

TEST(HistogramAxis, IsAPointForOneSample) {
  const auto axis = histogram_axis({{}, {0}});
  ASSERT_TRUE(axis);
  EXPECT_EQ(axis->lo, 0);
  EXPECT_EQ(axis->hi, 0);
}

TEST(HistogramAxis, NeedsAFiniteValue) {
  EXPECT_FALSE(histogram_axis({}));
  EXPECT_FALSE(histogram_axis({{}, {}}));
  EXPECT_FALSE(histogram_axis({{std::numeric_limits<double>::quiet_NaN()}}));
}

TEST(HistogramRow, IsDarkestWhereMostSamplesLie) {
  EXPECT_EQ(cells({0, 0.1, 0.1, 0.2, 9.9}, {0, 10}, 10), "@        -");
}

TEST(HistogramRow, IsScaledToItsOwnPeak) {
  EXPECT_EQ(cells({5}, {0, 10}, 5), "  @  ");
  EXPECT_EQ(cells({5, 5, 5, 5}, {0, 10}, 5), "  @  ");
}

TEST(HistogramRow, SmoothsFewSamplesThatSpread) {
  const std::string row = cells({2, 3, 4, 5, 6, 7, 8}, {0, 10}, 40);
  EXPECT_EQ(row.substr(8, 24).find(' '), std::string::npos) << row;
}

TEST(HistogramRow, CountsWhatLiesBeyondTheAxis) {
  const HistogramRow row = histogram_row({-1, 5, 11, 12}, {0, 10}, 10);
  EXPECT_EQ(row.below, 1U);
  EXPECT_EQ(row.above, 2U);
  EXPECT_EQ(row.cells, "     @    ");
}

TEST(HistogramRow, DrawsTheEndsOfTheAxisInside) {
  EXPECT_EQ(cells({0, 10}, {0, 10}, 3).front(), '@');
  EXPECT_EQ(cells({0, 10}, {0, 10}, 3).back(), '@');
}

TEST(HistogramRow, EqualValuesAreOneMarkInTheMiddle) {
  EXPECT_EQ(cells({7, 7, 7}, {7, 7}, 5), "  @  ");
  EXPECT_EQ(cells({0, 0}, {0, 0}, 5), "  @  ");
}

TEST(HistogramRow, IsBlankWithoutSamples) { EXPECT_EQ(cells({}, {0, 1}, 3), "   "); }

TEST(HistogramRow, BearsTheWidestRangeThatDoublesHave) {
  constexpr double largest = std::numeric_limits<double>::max();
  EXPECT_EQ(cells({-largest, largest}, {-largest, largest}, 4).size(), 4U);
  EXPECT_EQ(cells({0, 0, 0}, {-largest, largest}, 4), "  @ ");
}

}  // namespace
}  // namespace hone::reports

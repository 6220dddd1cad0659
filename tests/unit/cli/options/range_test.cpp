#include "cli/options/range.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::cli {
namespace {

using testing::ElementsAre;

TEST(Range, AStepReachesTheLastValueThatItCan) {
  EXPECT_THAT(*stepped_values(0, 0.3, 0.1, {"-P", "n", "0..0.3:0.1"}),
              ElementsAre(0, 0.1, 0.2, testing::DoubleEq(0.3)));
  EXPECT_THAT(*stepped_values(5, 5, 1, {"-P", "n", "5..5"}), ElementsAre(5));
}

TEST(Range, AStepThatLeadsNowhereIsToldWithOneThatWould) {
  const auto error = [](double first, double last, double step) {
    const auto values = stepped_values(first, last, step, {"-p", "nodes", "RANGE"});
    return values ? "no error" : values.error().what + " (" + values.error().next + ")";
  };
  EXPECT_EQ(error(1, 10, 0),
            "-p 'nodes=RANGE': the step does not lead from the first value to the last (for "
            "example -p nodes=1..10:2)");
  EXPECT_THAT(error(10, 8, 1), testing::HasSubstr("(for example -p nodes=10..8:-1)"));
  EXPECT_EQ(error(1, 8, 100),
            "-p 'nodes=RANGE': the step leads beyond the last value, which leaves 1 alone (for "
            "example -p nodes=1..8:1)");
  EXPECT_THAT(error(0.5, 0.5, 0), testing::HasSubstr("(for example -p nodes=0.5..0.5:1)"));
  EXPECT_THAT(error(1, 0.5, -1), testing::HasSubstr("(for example -p nodes=1..0.5:-0.125)"));
  EXPECT_THAT(error(0, 1e6, 1),
              testing::HasSubstr("values (for example -p nodes=0..1000000:250000)"));
}

TEST(Range, EndsThatAreNotFiniteAreToldWithARangeThatIs) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto error = [](double first, double last) {
    const auto values = stepped_values(first, last, 1, {"-P", "n", "RANGE"});
    return values ? "no error" : values.error().what + " (" + values.error().next + ")";
  };
  for (const auto& [first, last] :
       {std::pair{nan, 3.0}, {3.0, nan}, {1.0, infinity}, {-infinity, 1.0}, {infinity, infinity}}) {
    EXPECT_EQ(error(first, last),
              "-P 'n=RANGE': a range's ends are finite numbers (for example -P n=1..8)");
  }
  EXPECT_EQ(error(-1e308, 1e308),
            "-P 'n=RANGE': the ends are too far apart (for example -P n=1..8)");
}

TEST(Range, AFewWholeNumbersAreAllTaken) {
  EXPECT_THAT(spread_values(3, 3), ElementsAre(3));
  EXPECT_THAT(spread_values(-2, 1), ElementsAre(-2, -1, 0, 1));
  EXPECT_EQ(spread_values(1, 12).size(), 12U);
}

TEST(Range, OrdersOfMagnitudeAreSpacedByRatioElseByDistance) {
  EXPECT_THAT(spread_values(0, 100), ElementsAre(0, 13, 25, 38, 50, 63, 75, 88, 100));
  EXPECT_THAT(spread_values(1000, 1'000'000),
              ElementsAre(1000, 1900, 3500, 6600, 12000, 23000, 43000, 81000, 150000, 280000,
                          530000, 1000000));
  EXPECT_EQ(spread_values(10, 79)[1] - 10, 9);  // less than eightfold
  EXPECT_LT(spread_values(10, 80)[1] - 10, 5);
}

TEST(Range, AboutADozenValuesRiseFromTheFirstToTheLast) {
  for (const std::int64_t first : {-1000, 0, 1, 7, 900}) {
    for (const std::int64_t last : {1000, 1013, 50'000, 1'000'000'000}) {
      const std::vector<std::int64_t> values = spread_values(first, last);
      EXPECT_EQ(values.front(), first);
      EXPECT_EQ(values.back(), last);
      EXPECT_GE(values.size(), 8U) << first << ' ' << last;
      EXPECT_LE(values.size(), 15U) << first << ' ' << last;
      EXPECT_EQ(std::adjacent_find(values.begin(), values.end(), std::greater_equal<>()),
                values.end());
    }
  }
}

}  // namespace
}  // namespace hone::cli

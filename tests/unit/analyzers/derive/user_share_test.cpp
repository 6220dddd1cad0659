#include "analyzers/derive/user_share.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace hone::derive {
namespace {

Sample run(double user, double system) {
  Sample sample;
  sample.values["user_time"] = Value{user};
  sample.values["system_time"] = Value{system};
  sample.values["cpu_time"] = Value{user + system};
  return sample;
}

TEST(UserShare, IsAllWhereRunsDoNotSay) {
  Sample sample;
  sample.values["cpu_time"] = Value{1};
  EXPECT_EQ(user_share({sample}).share, 1);
  EXPECT_EQ(user_share({sample}).interval, (Interval{1, 1}));
  EXPECT_EQ(user_share({}).share, 1);
}

TEST(UserShare, OfLongRunsIsTheRatioOfTheSums) {
  const UserShare got = user_share({run(0.7, 0.3), run(0.9, 0.1)});
  EXPECT_DOUBLE_EQ(got.share, 0.8);
  EXPECT_LT(got.interval.lo, 0.8);
  EXPECT_GT(got.interval.hi, 0.8);
  EXPECT_NEAR(got.interval.hi - got.interval.lo, 2 * 1.96 * std::sqrt(0.16 / 500), 0.01);
}

// A tick every 4 ms books the run that it meets as a whole; a run that meets none is user time.
TEST(UserShare, OfRunsShorterThanATickIsNotFooledByThoseThatMetNone) {
  std::mt19937_64 engine(7);
  std::bernoulli_distribution meets_tick(0.1);
  std::bernoulli_distribution in_kernel(0.5);
  std::vector<Sample> runs;
  for (int i = 0; i < 20000; ++i) {
    const bool is_system = meets_tick(engine) && in_kernel(engine);
    runs.push_back(is_system ? run(0, 0.4e-3) : run(0.4e-3, 0));
  }
  const UserShare got = user_share(runs);
  EXPECT_NEAR(got.share, 0.5, 0.05);
  EXPECT_LT(got.interval.lo, 0.5);
  EXPECT_GT(got.interval.hi, 0.5);
}

TEST(UserShare, OfAKernelThatReadsAClockIsExact) {
  const UserShare got = user_share({run(0.3e-3, 0.1e-3), run(0.3e-3, 0.1e-3)});
  EXPECT_DOUBLE_EQ(got.share, 0.75);
  EXPECT_EQ(got.interval.lo, got.interval.hi);
}

}  // namespace
}  // namespace hone::derive

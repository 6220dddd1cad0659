// What a comparison is about: median or mean, and what it says where the two are not the same.
#include "analyzers/stats/sequential_test.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "tests/simulated/shape_models.hpp"

namespace hone::stats {
namespace {

constexpr ShapeModel often_slow{.name = "", .slow_share = 0.45, .slow_by = 0.20};
constexpr ShapeModel seldom_slow{.name = "", .slow_share = 0.10, .slow_by = 0.20};

std::vector<Pair> pairs_of(const ShapeModel& model, std::size_t count, std::uint64_t seed) {
  Engine engine(seed);
  std::vector<Pair> pairs;
  for (const RunPair& run : simulate_shapes(model, count, engine)) {
    pairs.push_back({.log_ratio = std::log(run.variant / run.baseline),
                     .baseline = run.baseline,
                     .variant = run.variant});
  }
  return pairs;
}

// One look at the end.
template <typename Test>
Decision look_at(Test test, const std::vector<Pair>& pairs) {
  for (const Pair& pair : pairs) test.add(pair);
  return test.look(1);
}

bool covers(const Estimate& estimate, double ratio) {
  return estimate.interval && estimate.interval->lo <= std::log(ratio) &&
         std::log(ratio) <= estimate.interval->hi;
}

TEST(Estimand, OfDifferentShapesBothFiguresAreTold) {
  const std::vector<Pair> pairs = pairs_of(often_slow, 1000, 1);
  const Decision typical = look_at(SequentialComparison({.margin = 0}), pairs);
  ASSERT_TRUE(typical.other);
  EXPECT_EQ(typical.estimand, Estimand::median);
  EXPECT_TRUE(covers(typical, 1.019));
  EXPECT_TRUE(covers(*typical.other, 1.09));
  EXPECT_FALSE(covers(typical, 1.09));
  EXPECT_EQ(typical.verdict, Verdict::regression);  // both are slower

  const Decision average =
      look_at(SequentialComparison({.margin = 0, .estimand = Estimand::mean}), pairs);
  ASSERT_TRUE(average.other);
  EXPECT_EQ(average.estimand, Estimand::mean);
  EXPECT_TRUE(covers(average, 1.09));
  EXPECT_TRUE(covers(*average.other, 1.019));
}

TEST(Estimand, UntilDecidedTellsBothFiguresAsWell) {
  const std::vector<Pair> pairs = pairs_of(often_slow, 1000, 1);
  const Decision typical = look_at(ConfidenceSequence({.margin = 0}), pairs);
  ASSERT_TRUE(typical.other);
  EXPECT_TRUE(covers(typical, 1.019));
  EXPECT_TRUE(covers(*typical.other, 1.09));
  const Decision average =
      look_at(ConfidenceSequence({.margin = 0, .estimand = Estimand::mean}), pairs);
  EXPECT_TRUE(covers(average, 1.09));
}

TEST(Estimand, AVerdictThatHoldsForTheTypicalRunAloneIsNoneByTheMedian) {
  const std::vector<Pair> pairs = pairs_of(seldom_slow, 2000, 2);
  const Decision typical = look_at(SequentialComparison({.margin = 0.01}), pairs);
  ASSERT_TRUE(typical.other);
  EXPECT_EQ(typical.other->declared, Verdict::equivalent);
  EXPECT_EQ(typical.other->verdict, Verdict::regression);
  EXPECT_EQ(typical.verdict, Verdict::inconclusive);
  const Decision average =
      look_at(SequentialComparison({.margin = 0.01, .estimand = Estimand::mean}), pairs);
  EXPECT_EQ(average.verdict, Verdict::regression);
}

TEST(Estimand, OfLikeShapesThereIsOneFigure) {
  for (const ShapeModel& model :
       {ShapeModel{}, ShapeModel{.name = "", .tail = 0.03, .both = true}}) {
    const std::vector<Pair> pairs = pairs_of(model, 600, 3);
    const Decision typical = look_at(SequentialComparison({}), pairs);
    EXPECT_FALSE(typical.other);
    EXPECT_EQ(typical.verdict, Verdict::equivalent);
    const Decision average = look_at(SequentialComparison({.estimand = Estimand::mean}), pairs);
    EXPECT_FALSE(average.other);
    EXPECT_EQ(average.verdict, Verdict::equivalent);
  }
}

TEST(Estimand, AMeanHasNoIntervalBeforeItMayHaveSeenWhatIsRare) {
  const std::vector<Pair> pairs = pairs_of(ShapeModel{}, 59, 4);
  SequentialComparison mean({.estimand = Estimand::mean});
  EXPECT_EQ(mean.least_pairs(), 60);
  EXPECT_FALSE(look_at(mean, pairs).interval);
  EXPECT_TRUE(look_at(mean, pairs_of(ShapeModel{}, 60, 4)).interval);
  EXPECT_EQ(SequentialComparison({}).least_pairs(), 1);
}

TEST(Estimand, OfSwappedSidesTheFiguresAreMirrored) {
  std::vector<Pair> pairs = pairs_of(often_slow, 300, 5);
  for (const Estimand estimand : {Estimand::median, Estimand::mean}) {
    const Decision one = look_at(SequentialComparison({.estimand = estimand}), pairs);
    for (Pair& pair : pairs) {
      pair = {.log_ratio = -pair.log_ratio, .baseline = pair.variant, .variant = pair.baseline};
    }
    const Decision other = look_at(SequentialComparison({.estimand = estimand}), pairs);
    EXPECT_NEAR(one.log_ratio, -other.log_ratio, 1e-12);
    ASSERT_TRUE(one.interval && other.interval);
    EXPECT_NEAR(one.interval->lo, -other.interval->hi, 0.002);
    EXPECT_NEAR(one.interval->hi, -other.interval->lo, 0.002);
  }
}

// The worst shapes of the study; 300 trials, of which a method that covers 94 % loses 40 or more
// once in ten thousand seeds.
TEST(Estimand, TheIntervalCoversTheMedianWhateverTheShape) {
  const struct {
    ShapeModel model;
    double median;
  } rows[] = {{often_slow, 1.0190}, {{.name = "", .slow_share = 0.30, .slow_by = 0.10}, 1.0080}};
  for (const auto& row : rows) {
    int covered = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
      SequentialComparison comparison({.margin = 0, .seed = seed, .draws = 512});
      covered += covers(look_at(comparison, pairs_of(row.model, 150, seed)), row.median) ? 1 : 0;
    }
    EXPECT_GT(covered, 260) << row.median;
  }
}

}  // namespace
}  // namespace hone::stats

#include "analyzers/stats/asymmetry.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "tests/simulated/noise_models.hpp"
#include "tests/simulated/shape_models.hpp"

namespace hone::stats {
namespace {

TEST(Asymmetry, MirroredValuesHaveNone) {
  std::vector<double> values;
  for (int i = 1; i <= 50; ++i) {
    values.push_back(3 + i * i);
    values.push_back(3 - i * i);
  }
  EXPECT_NEAR(asymmetry(values), 0, 1e-9);
  EXPECT_NEAR(clipped_asymmetry(values), 0, 1e-9);
}

TEST(Asymmetry, ItsSignIsTheSideThatWeighsMore) {
  std::vector<double> values;
  for (int i = 0; i < 1000; ++i) values.push_back(std::exp(0.004 * i));
  const double above = asymmetry(values);
  const double clipped = clipped_asymmetry(values);
  EXPECT_GT(above, 4);
  EXPECT_GT(clipped, 2);
  for (double& value : values) value = -value;
  EXPECT_NEAR(asymmetry(values), -above, 1e-9);
  EXPECT_NEAR(clipped_asymmetry(values), -clipped, 1e-9);
}

TEST(Asymmetry, FewOrEqualValuesTellNothing) {
  EXPECT_EQ(asymmetry({}), 0);
  EXPECT_EQ(asymmetry(std::vector<double>{1, 2, 30}), 0);
  EXPECT_EQ(asymmetry(std::vector<double>(100, 2.0)), 0);
  EXPECT_EQ(clipped_asymmetry(std::vector<double>{1, 2, 30}), 0);
  EXPECT_EQ(clipped_asymmetry(std::vector<double>(100, 2.0)), 0);
}

TEST(Asymmetry, OfSymmetricPairsItIsAboutAStandardNormalDeviate) {
  for (const Noise noise : {Noise::white, Noise::heavy_tails, Noise::bursts}) {
    Engine engine(3);
    double whole = 0;
    double clipped = 0;
    constexpr int trials = 300;
    for (int trial = 0; trial < trials; ++trial) {
      const std::vector<double> pairs = simulate_pairs(noise, 200, 0.01, engine);
      whole += std::pow(asymmetry(pairs), 2) / trials;
      clipped += std::pow(clipped_asymmetry(pairs), 2) / trials;
    }
    for (const double square : {whole, clipped}) {
      EXPECT_GT(square, 0.5) << to_string(noise);
      EXPECT_LT(square, 1.6) << to_string(noise);
    }
  }
}

TEST(Asymmetry, ATailOnOneSideIsFound) {
  Engine engine(5);
  const ShapeModel tail{.name = "", .tail = 0.03};
  std::vector<double> log_ratios;
  for (const RunPair& pair : simulate_shapes(tail, 2000, engine)) {
    log_ratios.push_back(std::log(pair.variant / pair.baseline));
  }
  EXPECT_GT(asymmetry(log_ratios), 4);
}

}  // namespace
}  // namespace hone::stats

#include "analyzers/stats/modes.hpp"

#include <optional>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace hone::stats {
namespace {

TEST(TwoModes, TellsHowManyAreInTheUpperOneAndHowFarItIs) {
  std::vector<double> values;
  for (int i = 0; i < 100; ++i) values.push_back((i % 5 == 0 ? 0.2 : 0.0) + 0.0001 * i);
  const std::optional<TwoModes> modes = two_modes(values);
  ASSERT_TRUE(modes);
  EXPECT_DOUBLE_EQ(modes->upper_share, 0.2);
  EXPECT_NEAR(modes->lower, 0.005, 0.0002);
  EXPECT_NEAR(modes->distance, 0.2, 0.002);
}

TEST(TwoModes, OneModeIsNotCutInTwo) {
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  std::exponential_distribution<double> exponential;
  std::vector<double> normals;
  std::vector<double> exponentials;
  std::vector<double> uniforms;
  for (int i = 0; i < 1000; ++i) {
    normals.push_back(normal(engine));
    exponentials.push_back(exponential(engine));
    uniforms.push_back(i);
  }
  EXPECT_FALSE(two_modes(normals));
  EXPECT_FALSE(two_modes(exponentials));
  EXPECT_FALSE(two_modes(uniforms));
}

TEST(TwoModes, AFewOutliersAreNoMode) {
  std::vector<double> values;
  for (int i = 0; i < 100; ++i) values.push_back(i < 97 ? 0.0001 * i : 5.0);
  EXPECT_FALSE(two_modes(values));
}

TEST(TwoModes, FewOrEqualValuesHaveNone) {
  EXPECT_FALSE(two_modes({}));
  EXPECT_FALSE(two_modes(std::vector<double>{0, 0, 0, 1, 1, 1}));
  EXPECT_FALSE(two_modes(std::vector<double>(100, 2.0)));
}

}  // namespace
}  // namespace hone::stats

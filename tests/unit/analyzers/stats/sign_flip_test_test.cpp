// The test's error rate is a counting argument, so it is tested by counting: over
// all sign patterns of one set of sizes, how many are rejected.
#include "analyzers/stats/sign_flip_test.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace hone::stats {
namespace {

constexpr int paths = 256;  // enumerates the first nine pairs

// Of the 2^n sign patterns of these sizes, how many does the last of `looks`
// reject, or, if `any`, at least one of the looks?
std::size_t rejected_patterns(const std::vector<double>& sizes, const std::vector<Look>& looks,
                              bool any) {
  SignFlipTest test(paths, 1.0, 1);
  test.extend(sizes.size());
  std::size_t rejected = 0;
  for (std::size_t pattern = 0; pattern < (std::size_t{1} << sizes.size()); ++pattern) {
    std::vector<double> pairs = sizes;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (((pattern >> i) & 1U) != 0) pairs[i] = -pairs[i];
    }
    bool found = false;
    for (std::size_t last = any ? 1 : looks.size(); last <= looks.size(); ++last) {
      const std::vector<Look> so_far(looks.begin(),
                                     looks.begin() + static_cast<std::ptrdiff_t>(last));
      const std::vector<double> seen(
          pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(so_far.back().pairs));
      found = found || test.rejects(seen, so_far, 0);
    }
    rejected += found ? 1 : 0;
  }
  return rejected;
}

TEST(SignFlipTest, OneLookRejectsTheTwoUnanimousPatternsOfSix) {
  // 2 of 64 patterns is 3.1 %; the next four would make 9.4 %.
  EXPECT_EQ(rejected_patterns({1, 2, 3, 4, 5, 6}, {{.pairs = 6, .alpha_spent = 0.05}}, false), 2U);
}

TEST(SignFlipTest, RejectsNothingThatAlphaCannotPayFor) {
  EXPECT_EQ(rejected_patterns({1, 2, 3, 4, 5, 6}, {{.pairs = 6, .alpha_spent = 0.03}}, false), 0U);
}

TEST(SignFlipTest, TiesAreRejectedTogetherOrNotAtAll) {
  // Equal sizes: 2 of 256 patterns are unanimous and 16 have one dissenter, so
  // 5 % = 12.8 patterns pays for the 2 only.
  const std::vector<double> equal(8, 0.01);
  EXPECT_EQ(rejected_patterns(equal, {{.pairs = 8, .alpha_spent = 0.05}}, false), 2U);
  EXPECT_EQ(rejected_patterns(equal, {{.pairs = 8, .alpha_spent = 18.0 / 256}}, false), 18U);
}

TEST(SignFlipTest, RejectsTheLargestSumsOfClippedSizes) {
  // Clipped at their median 5 the weights are 1 2 3 4 and five times 5. By how
  // little the dissenters weigh: none, 1, 2, {3 or 1+2}, {4 or 1+3} are 7
  // patterns; weight 5 adds 7 more. Twice that for the mirror images; 5 % of 512
  // is 25.6, which pays for 14 and not for 28.
  EXPECT_EQ(
      rejected_patterns({1, 2, 3, 4, 5, 6, 7, 8, 9}, {{.pairs = 9, .alpha_spent = 0.05}}, false),
      14U);
}

TEST(SignFlipTest, AllLooksTogetherRejectNoMoreThanTheAlphaSpent) {
  const std::vector<Look> looks{{.pairs = 6, .alpha_spent = 0.04},
                                {.pairs = 8, .alpha_spent = 0.045},
                                {.pairs = 9, .alpha_spent = 0.05}};
  const std::size_t rejected =
      rejected_patterns({0.3, 2, 1.1, 4, 0.7, 6, 1.9, 0.2, 5}, looks, true);
  EXPECT_LE(rejected, 25U);  // 5 % of 512
  EXPECT_GE(rejected, 18U);
}

TEST(SignFlipTest, ALookWithoutNewAlphaRejectsNoFurtherPattern) {
  const std::vector<double> sizes{1, 2, 3, 4, 5, 6, 7};
  const std::vector<Look> once{{.pairs = 7, .alpha_spent = 0.05}};
  const std::vector<Look> twice{{.pairs = 7, .alpha_spent = 0.05},
                                {.pairs = 7, .alpha_spent = 0.05}};
  EXPECT_EQ(rejected_patterns(sizes, twice, true), rejected_patterns(sizes, once, true));
  EXPECT_GT(rejected_patterns(sizes, once, true), 0U);
}

TEST(SignFlipTest, ZerosHaveNoWeight) {
  // Six pairs that speak, three that do not: as if there were six.
  EXPECT_EQ(
      rejected_patterns({1, 0, 2, 3, 0, 4, 5, 6, 0}, {{.pairs = 9, .alpha_spent = 0.05}}, false),
      2U * 8U);
}

TEST(SignFlipTest, TheObservedPathIsOneOfThePaths) {
  // 40 unanimous pairs beat every drawn path, but not themselves: alpha must pay
  // for one path in 256 before they are rejected.
  SignFlipTest test(paths, 1.0, 1);
  test.extend(40);
  const std::vector<double> unanimous(40, 0.01);
  EXPECT_FALSE(
      test.rejects(unanimous, std::array{Look{.pairs = 40, .alpha_spent = 0.9 / paths}}, 0));
  EXPECT_TRUE(
      test.rejects(unanimous, std::array{Look{.pairs = 40, .alpha_spent = 1.0 / paths}}, 0));
}

TEST(SignFlipTest, IsBlindToTheUnit) {
  SignFlipTest test(paths, 1.0, 1);
  test.extend(12);
  const std::vector<double> pairs{3, 1, 4, -1, 5, 9, -2, 6, 5, 3, 5, 8};
  std::vector<double> scaled = pairs;
  for (double& value : scaled) value *= 1e-9;
  for (const double alpha : {0.01, 0.02, 0.05, 0.1, 0.2}) {
    const std::array looks{Look{.pairs = 12, .alpha_spent = alpha}};
    EXPECT_EQ(test.rejects(pairs, looks, 0), test.rejects(scaled, looks, 0)) << alpha;
  }
}

TEST(SignFlipTest, ALongSeriesDoesNotOverflowTheSums) {
  constexpr std::size_t many = 70000;  // 70000 * 2^15 exceeds an int32
  SignFlipTest test(paths, 1.0, 1);
  test.extend(many);
  const std::array looks{Look{.pairs = many, .alpha_spent = 0.05}};
  EXPECT_TRUE(test.rejects(std::vector<double>(many, 1.0), looks, 0));
}

TEST(SignFlipTest, ALookAddsToTheSumsOfTheOneBefore) {
  // An earlier look that has no alpha leaves no trace, so the last look must answer
  // as if it had been the only one: sums carried over are sums made anew.
  constexpr std::size_t pairs = 1500;
  SignFlipTest test(paths, 1.0, 1);
  test.extend(pairs);
  std::vector<double> sizes;
  for (std::size_t i = 0; i < pairs; ++i) {
    const auto size = static_cast<double>(1 + i * i % 17);
    sizes.push_back(i % 9 < 5 ? size : -size);
  }
  for (const double alpha : {0.01, 0.05, 0.3, 0.8}) {
    for (const double delta : {-2.0, -0.5, 0.0, 0.1, 0.5, 0.9, 1.3}) {
      const std::array once{Look{.pairs = pairs, .alpha_spent = alpha}};
      const std::array carried{Look{.pairs = 1029, .alpha_spent = 0},
                               Look{.pairs = 1301, .alpha_spent = 0},
                               Look{.pairs = pairs, .alpha_spent = alpha}};
      EXPECT_EQ(test.rejects(sizes, carried, delta), test.rejects(sizes, once, delta))
          << alpha << " " << delta;
    }
  }
}

TEST(SignFlipTest, ManyZerosAtFirstDoNotSilenceTheRest) {
  std::vector<double> pairs(1100, 0.0);
  pairs.resize(1200, 0.5);
  SignFlipTest test(paths, 1.0, 1);
  test.extend(pairs.size());
  EXPECT_TRUE(test.rejects(pairs, std::array{Look{.pairs = 1200, .alpha_spent = 0.05}}, 0));
}

TEST(SignFlipTest, RefusesPathsThatAreNoPowerOfTwo) {
  EXPECT_THROW(SignFlipTest(1000, 1.0, 1), std::invalid_argument);
  EXPECT_THROW(SignFlipTest(128, 1.0, 1), std::invalid_argument);
  EXPECT_THROW(SignFlipTest(-4096, 1.0, 1), std::invalid_argument);
  EXPECT_THROW(SignFlipTest(4096, 0.0, 1), std::invalid_argument);
}

}  // namespace
}  // namespace hone::stats

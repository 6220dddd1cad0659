#include "analyzers/stats/sign_interval.hpp"

#include <cmath>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace hone::stats {
namespace {

std::optional<std::size_t> rank_of_one_look(std::size_t pairs, double alpha) {
  const std::vector<Look> looks{{.pairs = pairs, .alpha_spent = alpha}};
  return rejected_rank(looks);
}

TEST(SignInterval, OneLookIsTheSignTest) {
  // P(Binomial(6, 1/2) = 0 or 6) = 1/32; P(Binomial(20, 1/2) <= 5 or >= 15) = 0.0414.
  EXPECT_EQ(rank_of_one_look(6, 0.05), 0U);
  EXPECT_EQ(rank_of_one_look(20, 0.05), 5U);
  EXPECT_EQ(rank_of_one_look(20, 0.0413), 4U);
  EXPECT_EQ(rank_of_one_look(20, 0.0415), 5U);
}

TEST(SignInterval, TooFewPairsRejectNothing) {
  EXPECT_EQ(rank_of_one_look(5, 0.05), std::nullopt);
  EXPECT_EQ(rank_of_one_look(6, 0.03), std::nullopt);
  EXPECT_EQ(rejected_rank({}), std::nullopt);
}

TEST(SignInterval, ManyPairsAreAsTheNormalDistributionSays) {
  for (const double pairs : {1e3, 1e5}) {
    const double expected = pairs / 2 - 1.96 * std::sqrt(pairs) / 2;
    const auto rank = rank_of_one_look(static_cast<std::size_t>(pairs), 0.05);
    ASSERT_TRUE(rank);
    EXPECT_NEAR(static_cast<double>(*rank), expected, 2);
  }
}

// By enumeration of all sign patterns: of those left, each look takes the most lopsided.
std::optional<std::size_t> enumerated_rank(const std::vector<Look>& looks) {
  const std::size_t pairs = looks.back().pairs;
  const std::size_t patterns = std::size_t{1} << pairs;
  std::vector<bool> rejected(patterns, false);
  std::optional<std::size_t> rank;
  for (const Look& look : looks) {
    rank.reset();
    const auto lesser_side = [&](std::size_t pattern) {
      std::size_t plus = 0;
      for (std::size_t bit = 0; bit < look.pairs; ++bit) plus += pattern >> bit & 1U;
      return std::min(plus, look.pairs - plus);
    };
    for (std::size_t candidate = 0; 2 * candidate < look.pairs; ++candidate) {
      std::size_t gone = 0;
      for (std::size_t pattern = 0; pattern < patterns; ++pattern) {
        gone += rejected[pattern] || lesser_side(pattern) <= candidate ? 1U : 0U;
      }
      if (static_cast<double>(gone) > look.alpha_spent * static_cast<double>(patterns)) break;
      rank = candidate;
    }
    for (std::size_t pattern = 0; rank && pattern < patterns; ++pattern) {
      if (lesser_side(pattern) <= *rank) rejected[pattern] = true;
    }
  }
  return rank;
}

TEST(SignInterval, SeveralLooksSpendAlphaTogether) {
  for (const double alpha : {0.05, 0.1, 0.3}) {
    const std::vector<Look> looks{{.pairs = 6, .alpha_spent = alpha * 0.6},
                                  {.pairs = 9, .alpha_spent = alpha * 0.8},
                                  {.pairs = 14, .alpha_spent = alpha}};
    for (std::size_t count = 1; count <= looks.size(); ++count) {
      const std::vector<Look> first(looks.begin(),
                                    looks.begin() + static_cast<std::ptrdiff_t>(count));
      EXPECT_EQ(rejected_rank(first), enumerated_rank(first)) << alpha << ' ' << count;
    }
  }
}

TEST(SignInterval, AnytimeRanksGrowWithThePairsAndStayBelowThePlannedOnes) {
  EXPECT_EQ(anytime_rejected_rank(0, 0.05), std::nullopt);
  EXPECT_EQ(anytime_rejected_rank(5, 0.05), std::nullopt);
  std::size_t last = 0;
  for (std::size_t pairs = 12; pairs < 3000; pairs += 37) {
    const auto anytime = anytime_rejected_rank(pairs, 0.05);
    ASSERT_TRUE(anytime) << pairs;
    EXPECT_GE(*anytime, last);
    EXPECT_LT(*anytime, rank_of_one_look(pairs, 0.05));
    last = *anytime;
  }
}

TEST(SignInterval, AnytimeRejectionIsAsRareAsAlphaOverAllPairs) {
  // Carried from pair to pair: the share of walks that are never rejected.
  constexpr double alpha = 0.05;
  constexpr std::size_t most = 400;
  std::vector<double> walks(most + 1, 0.0);
  walks[0] = 1;
  double rejected = 0;
  for (std::size_t pairs = 1; pairs <= most; ++pairs) {
    for (std::size_t plus = pairs; plus > 0; --plus)
      walks[plus] = (walks[plus] + walks[plus - 1]) / 2;
    walks[0] /= 2;
    const auto rank = anytime_rejected_rank(pairs, alpha);
    for (std::size_t plus = 0; rank && plus <= *rank; ++plus) {
      rejected += walks[plus] + walks[pairs - plus];
      walks[plus] = 0;
      walks[pairs - plus] = 0;
    }
  }
  EXPECT_LT(rejected, alpha);
  EXPECT_GT(rejected, alpha / 10);
}

TEST(SignInterval, LiesBetweenTheValuesThatHaveAsManyBeyond) {
  const std::vector<double> values{5, 1, 4, 2, 3};
  EXPECT_EQ(order_interval(values, 0), (Interval{.lo = 1, .hi = 5}));
  EXPECT_EQ(order_interval(values, 1), (Interval{.lo = 2, .hi = 4}));
  EXPECT_EQ(order_interval(values, 2), (Interval{.lo = 3, .hi = 3}));
  EXPECT_EQ(order_interval(values, std::nullopt), std::nullopt);
  EXPECT_THROW((void)order_interval(values, 3), std::invalid_argument);
}

TEST(CriticalDeviate, OfOneLookIsTheNormalOneAndOfMoreLooksIsBeyond) {
  const Look once[] = {{.pairs = 40, .alpha_spent = 0.05}};
  EXPECT_NEAR(critical_deviate(once), 1.96, 0.05);
  const Look thrice[] = {{.pairs = 10, .alpha_spent = 0.025},
                         {.pairs = 20, .alpha_spent = 0.035},
                         {.pairs = 40, .alpha_spent = 0.05}};
  EXPECT_GT(critical_deviate(thrice), 2.05);
  EXPECT_LT(critical_deviate(thrice), 2.5);
}

TEST(FewestAgreeingPairs, AreThoseWhoseSignsAlphaPaysFor) {
  EXPECT_EQ(fewest_agreeing_pairs(0.05), 6);  // 2^-5 = 0.031
  EXPECT_EQ(fewest_agreeing_pairs(0.025), 7);
  EXPECT_EQ(fewest_agreeing_pairs(0.01), 8);
  EXPECT_EQ(fewest_agreeing_pairs(0.5), 2);
}

}  // namespace
}  // namespace hone::stats

// The number of pairs above the median is a walk of fair coins. Its distribution is carried from
// look to look, less what each look rejects; no more than the walk can plausibly reach is kept.
#include "analyzers/stats/sign_interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "analyzers/stats/log_cosh.hpp"

namespace hone::stats {
namespace {

constexpr double farthest = 9;  // standard deviations; beyond lies less than 1e-18

// P(first + i) for neighbouring numbers of pairs above the median.
struct Walk {
  std::size_t first = 0;
  std::vector<double> probabilities;
};

// The number of heads among so many tosses.
Walk binomial_walk(std::size_t tosses) {
  const double n = static_cast<double>(tosses);
  const double reach = farthest * std::sqrt(n) / 2;
  const auto first = static_cast<std::size_t>(std::max(0.0, std::ceil(n / 2 - reach)));
  const auto last = tosses - first;
  Walk walk{.first = first, .probabilities = {}};
  for (std::size_t heads = first; heads <= last; ++heads) {
    const double k = static_cast<double>(heads);
    walk.probabilities.push_back(std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) -
                                          std::lgamma(n - k + 1) - n * std::numbers::ln2));
  }
  return walk;
}

Walk convolve(const Walk& a, const Walk& b) {
  Walk sum{.first = a.first + b.first,
           .probabilities =
               std::vector<double>(a.probabilities.size() + b.probabilities.size() - 1, 0.0)};
  for (std::size_t i = 0; i < a.probabilities.size(); ++i) {
    for (std::size_t j = 0; j < b.probabilities.size(); ++j) {
      sum.probabilities[i + j] += a.probabilities[i] * b.probabilities[j];
    }
  }
  return sum;
}

// Cuts what lies farther out than the walk can plausibly be after so many pairs.
void forget_the_implausible(Walk& walk, std::size_t pairs) {
  const double n = static_cast<double>(pairs);
  const auto least =
      static_cast<std::size_t>(std::max(0.0, std::floor(n / 2 - farthest * std::sqrt(n) / 2)));
  if (least <= walk.first) return;
  const auto cut = static_cast<std::ptrdiff_t>(least - walk.first);
  walk.probabilities.erase(walk.probabilities.begin(), walk.probabilities.begin() + cut);
  walk.probabilities.erase(walk.probabilities.end() - cut, walk.probabilities.end());
  walk.first = least;
}

// Sets the outermost numbers of the walk to 0, as many from both ends as `affordable` pays for,
// and takes off their price. Returns the last one from below; nullopt: not one.
std::optional<std::size_t> reject_outermost(Walk& walk, std::size_t pairs, double& affordable) {
  std::optional<std::size_t> rejected;
  if (walk.first > 0) rejected = walk.first - 1;  // cut as implausible, and so beyond any price
  auto& probabilities = walk.probabilities;
  for (std::size_t low = 0; 2 * (walk.first + low) < pairs; ++low) {
    const std::size_t high = probabilities.size() - 1 - low;
    const double price = probabilities[low] + probabilities[high];
    if (price > affordable) break;
    affordable -= price;
    probabilities[low] = 0;
    probabilities[high] = 0;
    rejected = walk.first + low;
  }
  return rejected;
}

}  // namespace

std::optional<std::size_t> rejected_rank(std::span<const Look> looks) {
  Walk walk{.first = 0, .probabilities = {1.0}};
  std::size_t pairs = 0;
  double spent = 0;
  std::optional<std::size_t> rejected;
  for (const Look& look : looks) {
    walk = convolve(walk, binomial_walk(look.pairs - pairs));
    pairs = look.pairs;
    forget_the_implausible(walk, pairs);
    double affordable = look.alpha_spent - spent;
    rejected = reject_outermost(walk, pairs, affordable);
    spent = look.alpha_spent - affordable;
  }
  return rejected;
}

double critical_deviate(std::span<const Look> looks) {
  constexpr double steps = 1000;
  std::vector<Look> fine;
  for (const Look& look : looks) {
    const double share = static_cast<double>(look.pairs) / static_cast<double>(looks.back().pairs);
    const auto step = static_cast<std::size_t>(std::lround(share * steps));
    if (step > 0) fine.push_back({.pairs = step, .alpha_spent = look.alpha_spent});
  }
  const std::optional<std::size_t> rank = rejected_rank(fine);
  if (!rank) return std::numeric_limits<double>::infinity();
  // The edge lies midway between the last sum that is rejected and the next.
  return (steps - 2 * static_cast<double>(*rank) - 1) / std::sqrt(steps);
}

int fewest_agreeing_pairs(double alpha) {
  return 1 + static_cast<int>(std::ceil(-std::log2(alpha)));
}

std::optional<std::size_t> anytime_rejected_rank(std::size_t pairs, double alpha) {
  // Bets on one sign, from nearly the whole stake to what pays over tens of thousands of pairs.
  constexpr double largest_bet = 2;
  constexpr int bets = 9;
  const double n = static_cast<double>(pairs);
  const auto is_rejected = [&](std::size_t rank) {
    const double sum = n - 2 * static_cast<double>(rank);
    double wealth = 0;  // in shares of what rejects
    double lambda = largest_bet;
    for (int i = 0; i < bets; ++i, lambda /= 2) {
      wealth += std::exp(std::log(alpha) + log_cosh(lambda * sum) - n * log_cosh(lambda)) / bets;
    }
    return wealth >= 1;
  };
  if (pairs == 0 || !is_rejected(0)) return std::nullopt;
  std::size_t rejected = 0;
  std::size_t accepted = (pairs + 1) / 2;
  while (accepted - rejected > 1) {
    const std::size_t middle = rejected + (accepted - rejected) / 2;
    (is_rejected(middle) ? rejected : accepted) = middle;
  }
  return rejected;
}

std::optional<Interval> order_interval(std::span<const double> values,
                                       std::optional<std::size_t> rank) {
  if (!rank) return std::nullopt;
  if (2 * *rank + 1 > values.size()) throw std::invalid_argument("the rank leaves no interval");
  std::vector<double> sorted(values.begin(), values.end());
  const auto at = [&](std::size_t index) {
    const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(index);
    std::nth_element(sorted.begin(), place, sorted.end());
    return *place;
  };
  return Interval{.lo = at(*rank), .hi = at(values.size() - 1 - *rank)};
}

}  // namespace hone::stats

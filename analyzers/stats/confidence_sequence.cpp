// How the wealth is kept exact and cheap:
// - A bet of lambda multiplies the wealth by exp(lambda psi) / cosh(lambda psi), the
//   mean of whose numerator under a fair sign is the denominator. Any psi will do
//   that is odd in d - delta and whose scale comes from past pairs.
// - So psi may be rounded: |psi| has a few dozen levels. The wealth then depends on
//   the sum of psi and on how many pairs are at each level, and no exponential is
//   taken inside the loop over the pairs.
// - The bets on plus and on minus are averaged: exp becomes cosh of the sum, which
//   makes the test two-sided and mirror images exactly alike.
// - Logarithms throughout: a thousand agreeing pairs would overflow a double.
#include "analyzers/stats/confidence_sequence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include "analyzers/stats/log_cosh.hpp"
#include "analyzers/stats/sign_interval.hpp"
#include "analyzers/stats/summary.hpp"

namespace hone::stats {
namespace {

constexpr int levels = 64;

// Levels per unit where there is no scale: any difference is then worth the clip,
// and the bet is on its sign. Finite, so that a difference of 0 stays at level 0.
constexpr double sign_alone = 1e300;

// Of the pairs, from look to look and from scale to scale.
constexpr double growth = 1.02;

std::size_t grown(std::size_t pairs) {
  return std::max(pairs + 1,
                  static_cast<std::size_t>(std::floor(static_cast<double>(pairs) * growth)));
}

// ln of the mean of exp(logarithms).
double log_mean_exp(std::span<const double> logarithms) {
  const double largest = *std::max_element(logarithms.begin(), logarithms.end());
  double sum = 0;
  for (const double logarithm : logarithms) sum += std::exp(logarithm - largest);
  return largest + std::log(sum / static_cast<double>(logarithms.size()));
}

double levels_after(std::span<const double> past, double clip) {
  const double scale = past.empty() ? 0 : median_absolute_deviation(past);
  return scale > 0 ? std::min(sign_alone, levels / (clip * scale)) : sign_alone;
}

// The scores psi = clip((d - delta) / scale), rounded to levels: the signed sum of the
// levels, and how many pairs have each |level|.
struct ScoreHistogram {
  std::int64_t sum = 0;
  std::array<std::int64_t, levels + 1> counts{};
};

ScoreHistogram count_levels(std::span<const double> effects,
                            std::span<const double> levels_per_unit, double delta) {
  ScoreHistogram result;
  for (std::size_t i = 0; i < levels_per_unit.size(); ++i) {
    const double centred = effects[i] - delta;
    const double exact = std::min<double>(levels, std::abs(centred) * levels_per_unit[i]);
    const int level = (static_cast<int>(2 * exact) + 1) / 2;  // to the nearest, half up
    ++result.counts[static_cast<std::size_t>(level)];
    result.sum += centred < 0 ? -level : level;
  }
  return result;
}

constexpr double pairs_aimed_at = 100;  // where the bets on a mean fit best

// What reaches 1 / alpha at a number of pairs; earlier looks cost nothing.
class AnytimeThresholds : public Thresholds {
 public:
  AnytimeThresholds(const ConfidenceDesign& design, double alpha, double signs_alpha)
      : design_(design), alpha_(alpha), signs_alpha_(signs_alpha) {}

  // Of past pairs, whose scale does not move with delta.
  [[nodiscard]] double limit(std::span<const double> /*sizes*/, double spread) const override {
    return design_.clip * spread;
  }

  // The wealth of all bets together, as the weights' sum and their sizes make it.
  [[nodiscard]] double least_sum(std::span<const double> weights, double pairs) const override {
    std::vector<double> lambdas;
    std::vector<double> losses;
    double lambda = design_.largest_bet;
    for (int i = 0; i < design_.bets; ++i, lambda /= design_.bet_ratio) {
      double loss = 0;
      for (const double weight : weights) loss += log_cosh(lambda * weight);
      lambdas.push_back(lambda);
      losses.push_back(loss * pairs / static_cast<double>(weights.size()));
    }
    const auto rejects = [&](double sum) {
      std::vector<double> logarithms;
      for (std::size_t i = 0; i < lambdas.size(); ++i) {
        logarithms.push_back(log_cosh(lambdas[i] * sum) - losses[i]);
      }
      return log_mean_exp(logarithms) >= -std::log(alpha_);
    };
    double low = 0;
    double high = pairs;
    for (int halving = 0; halving < 30; ++halving) {
      const double middle = (low + high) / 2;
      (rejects(middle) ? high : low) = middle;
    }
    return high;
  }

  [[nodiscard]] std::optional<double> rank(double pairs) const override {
    const auto rank = anytime_rejected_rank(static_cast<std::size_t>(pairs), signs_alpha_);
    return rank ? std::optional(static_cast<double>(*rank)) : std::nullopt;
  }

  // Where the wealth of rejects_mean_of_zero() is 1 / alpha.
  [[nodiscard]] double critical_of_mean(double pairs) const override {
    const double own = pairs_aimed_at / pairs;
    return std::sqrt(2 * (1 + own) * (0.5 * std::log1p(1 / own) - std::log(alpha_)));
  }

 private:
  ConfidenceDesign design_;
  double alpha_;
  double signs_alpha_;
};

}  // namespace

ConfidenceSequence::ConfidenceSequence(const ConfidenceDesign& design)
    : SequentialTest(design.alpha, design.margin, design.better, design.estimand, design.scale),
      design_(design),
      clip_(design.clip) {
  if (!(design.clip > 0)) throw std::invalid_argument("the clip is positive");
  if (design.bets < 1) throw std::invalid_argument("there is at least one bet");
  if (!(design.largest_bet > 0) || !std::isfinite(design.largest_bet) || !(design.bet_ratio > 1)) {
    throw std::invalid_argument("bets are positive, and each a multiple of the next");
  }
  double lambda = design.largest_bet / levels;
  for (int i = 0; i < design.bets; ++i, lambda /= design.bet_ratio) {
    Bet bet{.lambda = lambda, .log_cosh_of_level = {}};
    for (int level = 0; level <= levels; ++level) {
      bet.log_cosh_of_level.push_back(log_cosh(lambda * level));
    }
    bets_.push_back(std::move(bet));
  }
}

bool ConfidenceSequence::look_due() const { return effects().size() >= next_look_; }

// Each pair's scale is set by the pairs before it, whenever the look comes.
void ConfidenceSequence::note_look(double /*fraction*/) {
  const std::span<const double> pairs = effects();
  for (std::size_t past = levels_per_unit_.size(); past < pairs.size(); ++past) {
    if (past >= next_scale_) {
      levels_now_ = levels_after(pairs.first(past), clip_);
      next_scale_ = grown(past);
    }
    levels_per_unit_.push_back(levels_now_);
  }
  next_look_ = grown(pairs.size());
}

double ConfidenceSequence::log_wealth(double effect) const {
  const ScoreHistogram seen = count_levels(effects(), levels_per_unit_, effect);
  std::vector<double> logarithms;
  for (const Bet& bet : bets_) {
    double logarithm = log_cosh(bet.lambda * static_cast<double>(seen.sum));
    for (std::size_t level = 1; level <= levels; ++level) {
      logarithm -= static_cast<double>(seen.counts[level]) * bet.log_cosh_of_level[level];
    }
    logarithms.push_back(logarithm);
  }
  return log_mean_exp(logarithms);
}

bool ConfidenceSequence::rejects(double effect) const {
  return log_wealth(effect) >= -std::log(alpha());
}

bool ConfidenceSequence::below_balance(double effect) const {
  return count_levels(effects(), levels_per_unit_, effect).sum > 0;
}

std::optional<std::size_t> ConfidenceSequence::sign_rank(double alpha) const {
  return anytime_rejected_rank(levels_per_unit_.size(), alpha);
}

double ConfidenceSequence::signs_factor() const { return 4; }

// Bets on the sum of the differences, spread as a normal distribution: the wealth is that of
// Robbins' mixture with the variance seen (Robbins, Ann. Math. Stat. 41, 1970; that the estimate
// may stand for the variance: Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, Ann. Stat. 52, 2024).
bool ConfidenceSequence::rejects_mean_of_zero(std::span<const double> differences) const {
  double sum = 0;
  double squares = 0;
  for (const double difference : differences) {
    sum += difference;
    squares += difference * difference;
  }
  if (squares == 0) return false;
  const double own = squares * pairs_aimed_at / static_cast<double>(differences.size());
  const double log_wealth =
      0.5 * std::log(own / (own + squares)) + sum * sum / (2 * (own + squares));
  return log_wealth >= -std::log(alpha());
}

std::unique_ptr<Thresholds> ConfidenceSequence::thresholds(double signs_alpha) const {
  return std::make_unique<AnytimeThresholds>(design_, alpha(), signs_alpha);
}

int ConfidenceSequence::fewest_that_decide() const {
  int pairs = 1;
  while (!anytime_rejected_rank(static_cast<std::size_t>(pairs), alpha())) ++pairs;
  return pairs;
}

}  // namespace hone::stats

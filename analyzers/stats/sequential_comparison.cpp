// Look schedule and alpha spending: at which looks the tests are asked, and at what price.
#include "analyzers/stats/sequential_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>

#include "analyzers/stats/pair_power.hpp"
#include "analyzers/stats/sign_interval.hpp"
#include "analyzers/stats/summary.hpp"

namespace hone::stats {
namespace {

const SequentialDesign& checked(const SequentialDesign& design) {
  if (design.first_look < 1) throw std::invalid_argument("the first look needs a pair");
  if (!(design.growth > 1) || !std::isfinite(design.growth)) {
    throw std::invalid_argument("looks grow by a finite factor above 1");
  }
  return design;
}

// Planned looks, or one, at alpha, each in the terms of the walk of signs.
class PlannedThresholds : public Thresholds {
 public:
  PlannedThresholds(const SequentialDesign& design, std::span<const Look> now,
                    std::span<const Look> signs_now, double alpha, double signs_alpha)
      : clip_(design.clip),
        pairs_now_(static_cast<double>(now.back().pairs)),
        sizes_now_(critical_deviate(now)),
        signs_now_(rejected_rank(signs_now)),
        sizes_(critical_deviate(looks_of(design, alpha))),
        signs_(critical_deviate(looks_of(design, signs_alpha))) {}

  [[nodiscard]] double limit(std::span<const double> sizes, double /*spread*/) const override {
    return clip_ * median(sizes);
  }

  [[nodiscard]] double least_sum(std::span<const double> weights, double pairs) const override {
    double squares = 0;
    for (const double weight : weights) squares += weight * weight;
    return critical(pairs) * std::sqrt(pairs * squares / static_cast<double>(weights.size()));
  }

  [[nodiscard]] std::optional<double> rank(double pairs) const override {
    if (pairs == pairs_now_) {
      return signs_now_ ? std::optional(static_cast<double>(*signs_now_)) : std::nullopt;
    }
    const double rank = std::floor((pairs - signs_ * std::sqrt(pairs) - 1) / 2);
    return rank >= 0 ? std::optional(rank) : std::nullopt;
  }

  [[nodiscard]] double critical_of_mean(double pairs) const override { return critical(pairs); }

 private:
  // The looks of a long comparison: more pairs hardly change the last one's price.
  static std::vector<Look> looks_of(const SequentialDesign& design, double alpha) {
    constexpr std::size_t many = 1000;
    std::vector<Look> looks;
    auto pairs = static_cast<std::size_t>(design.first_look);
    for (; pairs < many && !design.looks_once; pairs = look_after(pairs, design.growth)) {
      looks.push_back({pairs, alpha * std::sqrt(static_cast<double>(pairs) / many)});
    }
    looks.push_back({many, alpha});
    return looks;
  }

  [[nodiscard]] double critical(double pairs) const {
    return pairs == pairs_now_ ? sizes_now_ : sizes_;
  }

  double clip_;
  double pairs_now_;
  double sizes_now_;
  std::optional<std::size_t> signs_now_;
  double sizes_;
  double signs_;
};

}  // namespace

std::size_t look_after(std::size_t pairs, double growth) {
  const double grown = std::floor(static_cast<double>(pairs) * growth);
  return std::max(pairs + 1, static_cast<std::size_t>(grown));
}

SequentialComparison::SequentialComparison(const SequentialDesign& design)
    : SequentialTest(checked(design).alpha, design.margin, design.better, design.estimand,
                     design.scale),
      design_(design),
      test_(design.draws, design.clip, design.seed),
      next_look_(static_cast<std::size_t>(design.first_look)) {}

bool SequentialComparison::look_due() const {
  return !design_.looks_once && effects().size() >= next_look_;
}

void SequentialComparison::note_look(double fraction) {
  if (!(fraction > 0 && fraction <= 1)) {
    throw std::invalid_argument("the share of the budget lies in (0, 1]");
  }
  const double largest = looks_.empty() ? fraction : std::max(looks_.back().fraction, fraction);
  looks_.push_back({.pairs = effects().size(), .fraction = largest});
  test_.extend(effects().size());
  while (look_due()) next_look_ = look_after(next_look_, design_.growth);
}

std::vector<Look> SequentialComparison::looks_at(double alpha) const {
  std::vector<Look> looks;
  looks.reserve(looks_.size());
  for (const PastLook& look : looks_) {
    looks.push_back({.pairs = look.pairs, .alpha_spent = alpha * std::sqrt(look.fraction)});
  }
  return looks;
}

double SequentialComparison::alpha_spent() const {
  return looks_.empty() ? 0 : looks_at(alpha()).back().alpha_spent;
}

bool SequentialComparison::rejects(double effect) const {
  // Pairs that came since the last look are not its concern.
  return test_.rejects(effects(), looks_at(alpha()), effect);
}

std::optional<std::size_t> SequentialComparison::sign_rank(double alpha) const {
  return rejected_rank(looks_at(alpha));
}

double SequentialComparison::signs_factor() const { return 2.25; }

bool SequentialComparison::rejects_mean_of_zero(std::span<const double> differences) const {
  return test_.rejects_mean_of_zero(differences, looks_at(alpha()));
}

std::unique_ptr<Thresholds> SequentialComparison::thresholds(double signs_alpha) const {
  return std::make_unique<PlannedThresholds>(design_, looks_at(alpha()), looks_at(signs_alpha),
                                             alpha(), signs_alpha);
}

// n pairs that all agree have a probability of 2^(1 - n).
int SequentialComparison::fewest_that_decide() const { return fewest_agreeing_pairs(alpha()); }

bool SequentialComparison::below_balance(double effect) const {
  return test_.sum(std::span<const double>(effects()).first(looks_.back().pairs), effect) > 0;
}

}  // namespace hone::stats

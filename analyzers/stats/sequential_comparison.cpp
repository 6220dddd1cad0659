// Look schedule and alpha spending: at which looks the tests are asked, and at what price.
#include "analyzers/stats/sequential_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>

#include "analyzers/stats/sign_interval.hpp"

namespace hone::stats {
namespace {

const SequentialDesign& checked(const SequentialDesign& design) {
  if (design.first_look < 1) throw std::invalid_argument("the first look needs a pair");
  if (!(design.growth > 1) || !std::isfinite(design.growth)) {
    throw std::invalid_argument("looks grow by a finite factor above 1");
  }
  return design;
}

}  // namespace

SequentialComparison::SequentialComparison(const SequentialDesign& design)
    : SequentialTest(checked(design).alpha, design.margin, design.better, design.estimand),
      growth_(design.growth),
      test_(design.draws, design.clip, design.seed),
      next_look_(static_cast<std::size_t>(design.first_look)) {}

bool SequentialComparison::look_due() const { return log_ratios().size() >= next_look_; }

void SequentialComparison::note_look(double fraction) {
  if (!(fraction > 0 && fraction <= 1)) {
    throw std::invalid_argument("the share of the budget lies in (0, 1]");
  }
  const double largest = looks_.empty() ? fraction : std::max(looks_.back().fraction, fraction);
  looks_.push_back({.pairs = log_ratios().size(), .fraction = largest});
  test_.extend(log_ratios().size());
  while (look_due()) {
    const double grown = std::floor(static_cast<double>(next_look_) * growth_);
    next_look_ = std::max(next_look_ + 1, static_cast<std::size_t>(grown));
  }
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

bool SequentialComparison::rejects(double log_ratio) const {
  // Pairs that came since the last look are not its concern.
  return test_.rejects(log_ratios(), looks_at(alpha()), log_ratio);
}

std::optional<std::size_t> SequentialComparison::sign_rank(double alpha) const {
  return rejected_rank(looks_at(alpha));
}

double SequentialComparison::signs_factor() const { return 2.25; }

bool SequentialComparison::rejects_mean_of_zero(std::span<const double> differences) const {
  return test_.rejects_mean_of_zero(differences, looks_at(alpha()));
}

bool SequentialComparison::below_balance(double log_ratio) const {
  return test_.sum(std::span<const double>(log_ratios()).first(looks_.back().pairs), log_ratio) > 0;
}

}  // namespace hone::stats

// Look schedule, alpha spending, and the inversion of the sign-flip test into an
// interval. The test decides everything; this file only asks it at chosen deltas.
#include "analyzers/stats/sequential_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "analyzers/stats/summary.hpp"

namespace hone::stats {
namespace {

// How closely an end of the interval is found: a share of its distance from the
// estimate, and a log-ratio below which nothing is told apart.
constexpr double coarsest = 1.0 / 128;
constexpr double finest = 1e-9;

// ln(DBL_MAX / smallest denormal) is 1454: no two numbers have a greater log-ratio.
constexpr double greatest_log_ratio = 1500;

const SequentialDesign& checked(const SequentialDesign& design) {
  if (!(design.alpha > 0 && design.alpha < 1)) {
    throw std::invalid_argument("alpha lies strictly between 0 and 1");
  }
  if (!(design.margin >= 0) || !std::isfinite(design.margin)) {
    throw std::invalid_argument("the margin is a finite number, 0 or more");
  }
  if (design.first_look < 1) throw std::invalid_argument("the first look needs a pair");
  if (!(design.growth > 1) || !std::isfinite(design.growth)) {
    throw std::invalid_argument("looks grow by a finite factor above 1");
  }
  return design;
}

// Deltas between `beyond` and the estimate, each half as far from it as the last;
// the farthest accepted one is looked for in this order. The margins are among
// them, so that the interval and a test at the margin never disagree.
std::vector<double> candidates(double estimate, double beyond, double margin) {
  std::vector<double> deltas;
  for (double distance = (beyond - estimate) / 2; std::abs(distance) > finest; distance /= 2) {
    deltas.push_back(estimate + distance);
  }
  const auto [low, high] = std::minmax(estimate, beyond);
  for (const double edge : {-std::log1p(margin), std::log1p(margin)}) {
    if (edge > low && edge < high) deltas.push_back(edge);
  }
  std::sort(deltas.begin(), deltas.end(), [estimate](double a, double b) {
    return std::abs(a - estimate) > std::abs(b - estimate);
  });
  return deltas;
}

}  // namespace

Verdict judge(const std::optional<Interval>& interval, double margin, Better better) {
  if (!interval) return Verdict::inconclusive;
  const double edge = std::log1p(margin);
  if (interval->lo >= -edge && interval->hi <= edge) return Verdict::equivalent;
  // An end that equals the edge was rejected there: the test is asked at the edge.
  const bool rise = interval->lo >= edge;
  const bool fall = interval->hi <= -edge;
  if (!rise && !fall) return Verdict::inconclusive;
  return rise == (better == Better::higher) ? Verdict::improvement : Verdict::regression;
}

SequentialComparison::SequentialComparison(const SequentialDesign& design)
    : design_(checked(design)),
      test_(design.draws, design.clip, design.seed),
      next_look_(static_cast<std::size_t>(design.first_look)) {}

void SequentialComparison::add(double log_ratio) {
  if (!(std::abs(log_ratio) <= greatest_log_ratio)) {
    throw std::invalid_argument("a log-ratio is the logarithm of a ratio of two numbers");
  }
  log_ratios_.push_back(log_ratio);
}

bool SequentialComparison::look_due() const { return log_ratios_.size() >= next_look_; }

void SequentialComparison::spend(double fraction) {
  if (!(fraction > 0 && fraction <= 1)) {
    throw std::invalid_argument("the share of the budget lies in (0, 1]");
  }
  if (log_ratios_.empty()) throw std::logic_error("a look needs at least one pair");
  const double spent = std::max(alpha_spent(), design_.alpha * std::sqrt(fraction));
  looks_.push_back({.pairs = log_ratios_.size(), .alpha_spent = spent});
  test_.extend(log_ratios_.size());
  while (look_due()) {
    const double grown = std::floor(static_cast<double>(next_look_) * design_.growth);
    next_look_ = std::max(next_look_ + 1, static_cast<std::size_t>(grown));
  }
}

double SequentialComparison::alpha_spent() const {
  return looks_.empty() ? 0 : looks_.back().alpha_spent;
}

bool SequentialComparison::rejects(double log_ratio) const {
  return test_.rejects(log_ratios_, looks_, log_ratio);
}

const Decision& SequentialComparison::look(double fraction, Stopped undecided) {
  spend(fraction);
  decision_.log_ratio = median(log_ratios_);
  decision_.interval = find_interval(decision_.log_ratio);
  decision_.verdict = judge(decision_.interval, design_.margin, design_.better);
  decision_.pairs = static_cast<int>(log_ratios_.size());
  decision_.looks = static_cast<int>(looks_.size());
  decision_.stopped = decision_.verdict == Verdict::inconclusive ? undecided : Stopped::decided;
  return decision_;
}

// Absent when even a delta beyond every pair, where all signs agree, is not
// rejected: the pairs are too few for the alpha spent.
std::optional<Interval> SequentialComparison::find_interval(double estimate) const {
  const auto [least, greatest] = std::minmax_element(log_ratios_.begin(), log_ratios_.end());
  const double range = *greatest - *least;
  // Among equal pairs every other delta is rejected or none is, at any distance.
  if (range == 0) {
    if (!rejects(estimate + 1)) return std::nullopt;
    return Interval{.lo = estimate, .hi = estimate};
  }
  const double below = *least - range;
  const double above = *greatest + range;
  if (!rejects(below) || !rejects(above)) return std::nullopt;
  return Interval{.lo = find_end(estimate, below), .hi = find_end(estimate, above)};
}

// The end of the accepted deltas between the estimate and `beyond`, which is
// rejected. They need not be an interval, so the search comes in from outside:
// its result is their hull, rounded to the rejected side.
double SequentialComparison::find_end(double estimate, double beyond) const {
  double rejected = beyond;
  double accepted = estimate;
  for (const double delta : candidates(estimate, beyond, design_.margin)) {
    if (!rejects(delta)) {
      accepted = delta;
      break;
    }
    rejected = delta;
  }
  while (std::abs(rejected - accepted) >
         std::max(finest, coarsest * std::abs(rejected - estimate))) {
    const double middle = std::midpoint(accepted, rejected);
    (rejects(middle) ? rejected : accepted) = middle;
  }
  return rejected;
}

}  // namespace hone::stats

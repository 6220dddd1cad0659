#include "analyzers/stats/sequential_test.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <variant>

#include "analyzers/stats/asymmetry.hpp"
#include "analyzers/stats/interval_search.hpp"
#include "analyzers/stats/modes.hpp"
#include "analyzers/stats/sign_interval.hpp"
#include "analyzers/stats/summary.hpp"
#include "fmt/format.h"

namespace hone::stats {
namespace {

// ln(DBL_MAX / smallest denormal) is 1454: no two numbers have a greater log-ratio.
constexpr double greatest_log_ratio = 1500;

// Standard errors of asymmetry(): from the first on, signs are asked at alpha itself; from the
// second on they are asked alone, and both median and mean are told.
constexpr double suspicious = 1.5;
constexpr double clear = 4;

// A mean needs to have seen what is rare.
constexpr std::size_t fewest_for_mean = 60;

double sum_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

Interval hull(const Interval& a, const Interval& b) {
  return {.lo = std::min(a.lo, b.lo), .hi = std::max(a.hi, b.hi)};
}

std::variant<Detectable, Absent> detectable_by(const PairPower& power, double margin) {
  constexpr double longest = 700;  // of a logarithm whose number is finite
  if (!power.seen_distance(told_power)) {
    return Absent{"it ended before there were pairs enough to call anything"};
  }
  const std::optional<double> distance = power.detectable_distance(told_power);
  if (!distance || std::log1p(margin) + *distance > longest) {
    return Absent{"the pairs are too few to know their spread"};
  }
  return Detectable{.ratio = std::exp(std::log1p(margin) + *distance)};
}

std::variant<ToDecide, Absent> to_decide_by(const PairPower& power, double ratio, double margin,
                                            Better better) {
  const double edge = std::log1p(margin);
  const double away = std::abs(ratio);
  const std::optional<double> pairs =
      away > edge ? power.pairs_beyond(away - edge, told_power)
                  : power.pairs_within(edge - away, edge + away, told_power);
  if (!pairs) return Absent{"what was estimated lies too near to an edge of the margin"};
  return ToDecide{.verdict = judge(Interval{ratio, ratio}, margin, better),
                  .pairs = static_cast<std::int64_t>(*pairs)};
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

Verdict judge(const CountPair& counts, double margin, Better better) {
  if (counts.baseline == counts.variant) return Verdict::equivalent;
  const double change = std::log(counts.variant) - std::log(counts.baseline);  // infinite for a 0
  return judge(Interval{change, change}, margin, better);
}

SequentialTest::SequentialTest(double alpha, double margin, Better better, Estimand estimand)
    : alpha_(alpha), margin_(margin), better_(better) {
  decision_.estimand = estimand;
  if (!(alpha > 0 && alpha < 1)) {
    throw std::invalid_argument("alpha lies strictly between 0 and 1");
  }
  if (!(margin >= 0) || !std::isfinite(margin)) {
    throw std::invalid_argument("the margin is a finite number, 0 or more");
  }
}

void SequentialTest::add(const Pair& pair) {
  if (!(std::abs(pair.log_ratio) <= greatest_log_ratio)) {
    throw std::invalid_argument("a log-ratio is the logarithm of a ratio of two numbers");
  }
  if (!(pair.baseline > 0 && pair.variant > 0 && std::isfinite(pair.baseline) &&
        std::isfinite(pair.variant))) {
    throw std::invalid_argument("a value of a pair is positive and finite");
  }
  log_ratios_.push_back(pair.log_ratio);
  baselines_.push_back(pair.baseline);
  variants_.push_back(pair.variant);
}

void SequentialTest::add(double log_ratio) {
  // So two numbers are finite that no double would hold the ratio of.
  const double half = std::clamp(log_ratio / 2, -700.0, 700.0);
  add({.log_ratio = log_ratio, .baseline = std::exp(-half), .variant = std::exp(half)});
}

int SequentialTest::least_pairs() const {
  return decision_.estimand == Estimand::mean ? static_cast<int>(fewest_for_mean) : 1;
}

void SequentialTest::set_alpha(double alpha) {
  if (!(alpha >= alpha_ && alpha < 1)) {
    throw std::invalid_argument("alpha may only rise, and stays below 1");
  }
  alpha_ = alpha;
}

void SequentialTest::spend(double fraction) {
  if (log_ratios_.empty()) throw std::logic_error("a look needs at least one pair");
  note_look(fraction);
  ++looks_;
}

double SequentialTest::alpha_of_signs(double asymmetry) const {
  return std::abs(asymmetry) < suspicious ? std::min(0.5, signs_factor() * alpha_) : alpha_;
}

// The hull of two intervals: of what the test by sizes and signs does not reject, which is the
// narrower one and holds where the pairs are symmetric, and of what signs alone do not reject,
// which holds for any shape. While nothing speaks against symmetry, signs are asked at a multiple
// of alpha. docs/statistics.md tells how often the hull covers the median, and what the second
// interval costs.
Estimate SequentialTest::estimate_median(double asymmetry) const {
  Estimate estimate{.log_ratio = median(log_ratios_)};
  estimate.interval = order_interval(log_ratios_, sign_rank(alpha_of_signs(asymmetry)));
  if (std::abs(asymmetry) >= clear || !estimate.interval) return estimate;
  const std::optional<Interval> symmetric = find_interval(
      log_ratios_, estimate.log_ratio, margin_, [this](double delta) { return rejects(delta); },
      [this](double delta) { return below_balance(delta); });
  if (symmetric) {
    estimate.interval = hull(*symmetric, *estimate.interval);
  } else {
    estimate.interval.reset();
  }
  return estimate;
}

// variant - ratio * baseline of each pair.
std::vector<double> SequentialTest::differences(double log_ratio) const {
  std::vector<double> differences(log_ratios_.size());
  const double ratio = std::exp(log_ratio);
  for (std::size_t i = 0; i < differences.size(); ++i) {
    differences[i] = variants_[i] - ratio * baselines_[i];
  }
  return differences;
}

Estimate SequentialTest::estimate_mean() const {
  Estimate estimate{.log_ratio = std::log(sum_of(variants_)) - std::log(sum_of(baselines_))};
  if (log_ratios_.size() < fewest_for_mean) return estimate;
  std::vector<double> ratios(log_ratios_.size());
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    ratios[i] = std::log(variants_[i]) - std::log(baselines_[i]);
  }
  estimate.interval = find_interval(
      ratios, estimate.log_ratio, margin_,
      [this](double delta) { return rejects_mean_of_zero(differences(delta)); },
      [this](double delta) { return sum_of(differences(delta)) > 0; });
  return estimate;
}

// Does the verdict about a median that is not the mean hold for the mean, too, as far as it can be
// told? A difference must hold by the test by sizes and signs as well: that keeps the error rate
// among equals what it is without a second way to a verdict.
bool SequentialTest::is_plain(const OtherEstimate& mean) const {
  const double ratio = mean.log_ratio;
  const bool is_shared = mean.verdict == Verdict::inconclusive
                             ? judge(Interval{ratio, ratio}, margin_, better_) == mean.declared
                             : mean.verdict == mean.declared;
  if (mean.declared == Verdict::equivalent) return is_shared;
  return is_shared && rejects(std::copysign(std::log1p(margin_), decision_.log_ratio));
}

// Why it cannot be said how likely a difference is seen; nullopt: it can.
std::optional<std::string> SequentialTest::why_no_power() const {
  const std::size_t pairs = log_ratios_.size();
  if (const int fewest = std::max(fewest_that_decide(), least_pairs());
      pairs < static_cast<std::size_t>(fewest)) {
    return fmt::format("{} {} can never decide at alpha {:.3g}; {} can", pairs,
                       pairs == 1 ? "pair" : "pairs", alpha_, fewest);
  }
  const bool are_equal = std::adjacent_find(log_ratios_.begin(), log_ratios_.end(),
                                            std::not_equal_to<>()) == log_ratios_.end();
  if (are_equal) return "all pairs are equal";
  if (decision_.estimand == Estimand::mean) return std::nullopt;
  if (decision_.other) return "the noise of the two sides has different shapes";
  const int with_modes = (two_modes(baselines_) ? 1 : 0) + (two_modes(variants_) ? 1 : 0);
  if (with_modes > 0) {
    return fmt::format("the runs of {} fall into two groups",
                       with_modes == 1 ? "one side" : "both sides");
  }
  if (median_absolute_deviation(log_ratios_) == 0) return "most of the pairs are equal";
  return std::nullopt;
}

std::unique_ptr<PairPower> SequentialTest::power() const {
  if (decision_.estimand == Estimand::mean) {
    return std::make_unique<PowerOfMean>(differences(decision_.log_ratio), variants_,
                                         thresholds(alpha_));
  }
  return std::make_unique<PowerOfMedian>(
      log_ratios_, thresholds(alpha_of_signs(clipped_asymmetry(log_ratios_))));
}

Prospect SequentialTest::prospect() const {
  if (const std::optional<std::string> why = why_no_power()) return {Absent{*why}, Absent{*why}};
  const std::unique_ptr<PairPower> power = this->power();
  Prospect prospect{detectable_by(*power, margin_),
                    to_decide_by(*power, decision_.log_ratio, margin_, better_)};
  if (auto* wanted = std::get_if<ToDecide>(&prospect.to_decide)) {
    // As many as there are did not do.
    const auto more = static_cast<std::int64_t>(log_ratios_.size()) + 1;
    wanted->pairs = std::max({wanted->pairs, more, std::int64_t{least_pairs()}});
  }
  return prospect;
}

const Decision& SequentialTest::look(double fraction, Stopped undecided) {
  spend(fraction);
  const double lopsided = clipped_asymmetry(log_ratios_);
  const bool about_mean = decision_.estimand == Estimand::mean;
  static_cast<Estimate&>(decision_) = about_mean ? estimate_mean() : estimate_median(lopsided);
  decision_.verdict = judge(decision_.interval, margin_, better_);
  decision_.other.reset();
  if (std::max(std::abs(lopsided), std::abs(asymmetry(log_ratios_))) >= clear) {
    OtherEstimate other;
    static_cast<Estimate&>(other) = about_mean ? estimate_median(lopsided) : estimate_mean();
    other.verdict = judge(other.interval, margin_, better_);
    other.declared = decision_.verdict;
    decision_.other = other;
    if (!about_mean && !is_plain(other)) decision_.verdict = Verdict::inconclusive;
  }
  decision_.pairs = static_cast<int>(log_ratios_.size());
  decision_.looks = looks_;
  decision_.stopped = decision_.verdict == Verdict::inconclusive ? undecided : Stopped::decided;
  return decision_;
}

}  // namespace hone::stats

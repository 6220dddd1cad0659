#include "analyzers/stats/sequential_test.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <variant>

#include "analyzers/stats/asymmetry.hpp"
#include "analyzers/stats/modes.hpp"
#include "analyzers/stats/sign_interval.hpp"
#include "analyzers/stats/summary.hpp"
#include "fmt/format.h"

namespace hone::stats {
namespace {

// ln(DBL_MAX / smallest denormal) is 1454: no two numbers have a greater log-ratio.
constexpr double greatest_log_ratio = 1500;

// Sums of their squares must be finite.
constexpr double greatest_difference = 1e120;

constexpr std::size_t opening_pairs = 6;  // whose baselines say what a share of the baseline is

// Standard errors of asymmetry(): from the first on, signs are asked at alpha itself; from the
// second on they are asked alone, and both median and mean are told.
constexpr double suspicious = 1.5;
constexpr double clear = 4;

// A mean needs to have seen what is rare.
constexpr std::size_t fewest_for_mean = 60;

double sum_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

bool is_called_different(Verdict verdict) {
  return verdict == Verdict::improvement || verdict == Verdict::regression;
}

Interval hull(const Interval& a, const Interval& b) {
  return {.lo = std::min(a.lo, b.lo), .hi = std::max(a.hi, b.hi)};
}

std::variant<Detectable, DetectableDifference, Absent> detectable_by(const PairPower& power,
                                                                     double edge, Scale scale) {
  constexpr double longest = 700;  // of a logarithm whose number is finite
  if (!power.seen_distance(told_power)) {
    return Absent{"it ended before there were pairs enough to call anything"};
  }
  const std::optional<double> distance = power.detectable_distance(told_power);
  if (!distance || (scale == Scale::ratio && edge + *distance > longest)) {
    return Absent{"the pairs are too few to know their spread"};
  }
  if (scale == Scale::difference) return DetectableDifference{.difference = edge + *distance};
  return Detectable{.ratio = std::exp(edge + *distance)};
}

std::variant<ToDecide, Absent> to_decide_by(const PairPower& power, double effect, double edge,
                                            Better better) {
  const double away = std::abs(effect);
  const std::optional<double> pairs =
      away > edge ? power.pairs_beyond(away - edge, told_power)
                  : power.pairs_within(edge - away, edge + away, told_power);
  if (!pairs) return Absent{"what was estimated lies too near to an edge of the margin"};
  return ToDecide{.verdict = judge_by_edge(Interval{effect, effect}, edge, better),
                  .pairs = static_cast<std::int64_t>(*pairs)};
}

}  // namespace

Verdict judge_by_edge(const std::optional<Interval>& interval, double edge, Better better) {
  if (!interval) return Verdict::inconclusive;
  if (interval->lo >= -edge && interval->hi <= edge) return Verdict::equivalent;
  // An end that equals the edge was rejected there: the test is asked at the edge.
  const bool rise = interval->lo >= edge;
  const bool fall = interval->hi <= -edge;
  if (!rise && !fall) return Verdict::inconclusive;
  return rise == (better == Better::higher) ? Verdict::improvement : Verdict::regression;
}

Verdict judge(const std::optional<Interval>& interval, double margin, Better better) {
  return judge_by_edge(interval, std::log1p(margin), better);
}

Verdict judge(const CountPair& counts, double margin, Better better) {
  if (counts.baseline == counts.variant) return Verdict::equivalent;
  const double change = std::log(counts.variant) - std::log(counts.baseline);  // infinite for a 0
  return judge(Interval{change, change}, margin, better);
}

SequentialTest::SequentialTest(double alpha, double margin, Better better, Estimand estimand,
                               Scale scale)
    : alpha_(alpha), margin_(margin), better_(better), scale_(scale) {
  decision_.estimand = estimand;
  if (!(alpha > 0 && alpha < 1)) {
    throw std::invalid_argument("alpha lies strictly between 0 and 1");
  }
  if (!(margin >= 0) || !std::isfinite(margin)) {
    throw std::invalid_argument("the margin is a finite number, 0 or more");
  }
}

void SequentialTest::add(const Pair& pair) {
  const bool is_ratio = scale_ == Scale::ratio;
  if (!(std::abs(pair.effect) <= (is_ratio ? greatest_log_ratio : greatest_difference))) {
    throw std::invalid_argument(is_ratio ? "a log-ratio is the logarithm of a ratio of two numbers"
                                         : "a difference is so small that its square is finite");
  }
  if (!std::isfinite(pair.baseline) || !std::isfinite(pair.variant)) {
    throw std::invalid_argument("a value of a pair is finite");
  }
  if (is_ratio && !(pair.baseline > 0 && pair.variant > 0)) {
    throw std::invalid_argument("a value of a pair that has a ratio is positive");
  }
  effects_.push_back(pair.effect);
  baselines_.push_back(pair.baseline);
  variants_.push_back(pair.variant);
}

void SequentialTest::add(double effect) {
  if (scale_ == Scale::difference) {
    return add({.effect = effect, .baseline = 0, .variant = effect});
  }
  // So two numbers are finite that no double would hold the ratio of.
  const double half = std::clamp(effect / 2, -700.0, 700.0);
  add({.effect = effect, .baseline = std::exp(-half), .variant = std::exp(half)});
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
  if (effects_.empty()) throw std::logic_error("a look needs at least one pair");
  note_look(fraction);
  ++looks_;
}

// What lies within it either way counts as equivalent.
double SequentialTest::edge() const {
  if (scale_ == Scale::ratio) return std::log1p(margin_);
  const std::span<const double> baselines = baselines_;
  return margin_ * std::abs(median(baselines.first(std::min(opening_pairs, baselines.size()))));
}

// Differences may be of any size: what is not told apart is a share of their range, and no less
// than doubles of their size can tell.
SearchGrid SequentialTest::grid() const {
  if (scale_ == Scale::ratio) return {.edge = edge()};
  constexpr double share = 1e-9;
  constexpr double few_steps = 4 * std::numeric_limits<double>::epsilon();
  const auto [least, greatest] = std::minmax_element(effects_.begin(), effects_.end());
  const double size = std::max(std::abs(*least), std::abs(*greatest));
  return {.edge = edge(), .finest = std::max(share * (*greatest - *least), few_steps * size)};
}

// An end that signs alone set is a pair, which they do not reject. Where values repeat, as whole
// numbers do, that pair may be the edge itself, and then no difference beyond it is shown.
Verdict SequentialTest::judge_median(const Estimate& estimate, double asymmetry) const {
  const Verdict verdict = judge_by_edge(estimate.interval, edge(), better_);
  if (!is_called_different(verdict)) return verdict;
  const auto by_signs = order_interval(effects_, sign_rank(alpha_of_signs(asymmetry)));
  const bool ends_at_edge = by_signs && (by_signs->lo == edge() || by_signs->hi == -edge());
  return ends_at_edge ? Verdict::inconclusive : verdict;
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
  Estimate estimate{.effect = median(effects_)};
  estimate.interval = order_interval(effects_, sign_rank(alpha_of_signs(asymmetry)));
  if (std::abs(asymmetry) >= clear || !estimate.interval) return estimate;
  const std::optional<Interval> symmetric = find_interval(
      effects_, estimate.effect, grid(), [this](double delta) { return rejects(delta); },
      [this](double delta) { return below_balance(delta); });
  if (symmetric) {
    estimate.interval = hull(*symmetric, *estimate.interval);
  } else {
    estimate.interval.reset();
  }
  return estimate;
}

// variant - ratio * baseline of each pair, or variant - baseline - difference: their mean is 0
// where the effect is that of the means.
std::vector<double> SequentialTest::differences(double effect) const {
  std::vector<double> differences(effects_);
  if (scale_ == Scale::difference) {
    for (double& difference : differences) difference -= effect;
    return differences;
  }
  const double ratio = std::exp(effect);
  for (std::size_t i = 0; i < differences.size(); ++i) {
    differences[i] = variants_[i] - ratio * baselines_[i];
  }
  return differences;
}

Estimate SequentialTest::estimate_mean() const {
  const bool is_ratio = scale_ == Scale::ratio;
  Estimate estimate{.effect = is_ratio ? std::log(sum_of(variants_)) - std::log(sum_of(baselines_))
                                       : sum_of(effects_) / static_cast<double>(effects_.size())};
  if (effects_.size() < fewest_for_mean) return estimate;
  std::vector<double> of_runs(effects_);
  for (std::size_t i = 0; i < of_runs.size() && is_ratio; ++i) {
    of_runs[i] = std::log(variants_[i]) - std::log(baselines_[i]);
  }
  estimate.interval = find_interval(
      of_runs, estimate.effect, grid(),
      [this](double delta) { return rejects_mean_of_zero(differences(delta)); },
      [this](double delta) { return sum_of(differences(delta)) > 0; });
  return estimate;
}

// Does the verdict about a median that is not the mean hold for the mean, too, as far as it can be
// told? A difference must hold by the test by sizes and signs as well: that keeps the error rate
// among equals what it is without a second way to a verdict.
bool SequentialTest::is_plain(const OtherEstimate& mean) const {
  const Interval point{mean.effect, mean.effect};
  const bool is_shared = mean.verdict == Verdict::inconclusive
                             ? judge_by_edge(point, edge(), better_) == mean.declared
                             : mean.verdict == mean.declared;
  if (mean.declared == Verdict::equivalent) return is_shared;
  return is_shared && rejects(std::copysign(edge(), decision_.effect));
}

// Why it cannot be said how likely a difference is seen; nullopt: it can.
std::optional<std::string> SequentialTest::why_no_power() const {
  const std::size_t pairs = effects_.size();
  if (const int fewest = std::max(fewest_that_decide(), least_pairs());
      pairs < static_cast<std::size_t>(fewest)) {
    return fmt::format("{} {} can never decide at alpha {:.3g}; {} can", pairs,
                       pairs == 1 ? "pair" : "pairs", alpha_, fewest);
  }
  const bool are_equal =
      std::adjacent_find(effects_.begin(), effects_.end(), std::not_equal_to<>()) == effects_.end();
  if (are_equal) return "all pairs are equal";
  if (decision_.estimand == Estimand::mean) return std::nullopt;
  if (decision_.other) return "the noise of the two sides has different shapes";
  const int with_modes = (two_modes(baselines_) ? 1 : 0) + (two_modes(variants_) ? 1 : 0);
  if (with_modes > 0) {
    return fmt::format("the runs of {} fall into two groups",
                       with_modes == 1 ? "one side" : "both sides");
  }
  if (median_absolute_deviation(effects_) == 0) return "most of the pairs are equal";
  return std::nullopt;
}

std::unique_ptr<PairPower> SequentialTest::power() const {
  if (decision_.estimand == Estimand::mean) {
    const double unit =
        scale_ == Scale::ratio ? sum_of(variants_) / static_cast<double>(variants_.size()) : 1;
    return std::make_unique<PowerOfMean>(differences(decision_.effect), unit, thresholds(alpha_));
  }
  return std::make_unique<PowerOfMedian>(effects_,
                                         thresholds(alpha_of_signs(clipped_asymmetry(effects_))));
}

Prospect SequentialTest::prospect() const {
  if (const std::optional<std::string> why = why_no_power()) return {Absent{*why}, Absent{*why}};
  const std::unique_ptr<PairPower> power = this->power();
  Prospect prospect{detectable_by(*power, edge(), scale_),
                    to_decide_by(*power, decision_.effect, edge(), better_)};
  if (auto* wanted = std::get_if<ToDecide>(&prospect.to_decide)) {
    // As many as there are did not do.
    const auto more = static_cast<std::int64_t>(effects_.size()) + 1;
    wanted->pairs = std::max({wanted->pairs, more, std::int64_t{least_pairs()}});
  }
  return prospect;
}

const Decision& SequentialTest::look(double fraction, Stopped undecided) {
  spend(fraction);
  const double lopsided = clipped_asymmetry(effects_);
  const bool about_mean = decision_.estimand == Estimand::mean;
  static_cast<Estimate&>(decision_) = about_mean ? estimate_mean() : estimate_median(lopsided);
  const auto judged = [&](const Estimate& estimate, bool is_mean) {
    return is_mean ? judge_by_edge(estimate.interval, edge(), better_)
                   : judge_median(estimate, lopsided);
  };
  decision_.edge = edge();
  decision_.verdict = judged(decision_, about_mean);
  decision_.other.reset();
  if (std::max(std::abs(lopsided), std::abs(asymmetry(effects_))) >= clear) {
    OtherEstimate other;
    static_cast<Estimate&>(other) = about_mean ? estimate_median(lopsided) : estimate_mean();
    other.verdict = judged(other, !about_mean);
    other.declared = decision_.verdict;
    decision_.other = other;
    if (!about_mean && !is_plain(other)) decision_.verdict = Verdict::inconclusive;
  }
  decision_.pairs = static_cast<int>(effects_.size());
  decision_.looks = looks_;
  decision_.stopped = decision_.verdict == Verdict::inconclusive ? undecided : Stopped::decided;
  return decision_;
}

}  // namespace hone::stats

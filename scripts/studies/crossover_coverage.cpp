// Where along a scan a technique stops paying: how often is what is said of it false, and would
// a band that is drawn on between the values tried have been honest?
#include <array>
#include <atomic>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "analyzers/stats/crossover_search.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "scripts/studies/tables.hpp"

namespace hone::stats {
namespace {

constexpr std::size_t limit = 40;  // pairs a value
constexpr double margin = 0.01;
constexpr double alpha = 0.05;
constexpr std::array noises{Noise::autoregressive, Noise::heavy_tails, Noise::steps};
constexpr std::array<double, 9> values{1, 2, 4, 8, 16, 32, 64, 128, 256};

// A true curve: the log-ratio at each value, and the borders at which it ceases or begins to pay.
struct Truth {
  std::string_view name;
  std::function<double(double)> log_ratio;
  std::vector<double> borders;
};

const std::vector<Truth>& truths() {
  static const std::vector<Truth> all{
      {"a line in log x, 0 at 20", [](double x) { return 0.06 * std::log(x / 20); }, {20}},
      {"a step at 20, 10 % gain to 10 % loss", [](double x) { return x <= 20 ? -0.1 : 0.1; }, {20}},
      {"a step at 17, 20 % gain to 5 % loss", [](double x) { return x <= 17 ? -0.2 : 0.05; }, {17}},
      {"a gain of 10 % that vanishes at 20", [](double x) { return x <= 20 ? -0.1 : 0.0; }, {20}},
      {"a loss of 10 % from 6 to 40 only",
       [](double x) { return x >= 6 && x <= 40 ? 0.1 : -0.1; },
       {6, 40}},
      {"no difference anywhere", [](double) { return 0.0; }, {}},
      {"just at the margin everywhere", [](double) { return -std::log1p(margin); }, {}},
  };
  return all;
}

// Does its state say of the point what is not so?
bool is_false(const ScanPoint& point, double truth) {
  const double edge = std::log1p(margin);
  switch (point.state) {
    case PointState::pays: return truth >= -edge;
    case PointState::loses: return truth <= edge;
    case PointState::no_difference: return std::abs(truth) > edge;
    case PointState::undecided:
    case PointState::not_measured: return false;
  }
  return false;
}

bool holds_border(const Interval& interval, const std::vector<double>& borders) {
  for (const double border : borders) {
    if (interval.lo <= border && border <= interval.hi) return true;
  }
  return false;
}

// A state or a crossing that is not so.
bool is_false(const ScanAnswer& answer, const Truth& truth) {
  for (const ScanPoint& point : answer.points) {
    if (is_false(point, truth.log_ratio(point.value))) return true;
  }
  for (const Crossing& crossing : answer.crossings) {
    if (!holds_border(crossing.between, truth.borders)) return true;
  }
  return false;
}

double log_cut(const ScanPoint& one, const ScanPoint& other, double from, double to, double level) {
  const double share = (level - from) / (to - from);
  return std::exp(std::lerp(std::log(one.value), std::log(other.value), share));
}

// The alternative: the band joined by lines in log x, cut at no change (at the margin, where the
// gain only vanishes). For a gain that ends; nullopt: the band is not cut twice.
std::optional<Interval> drawn_band(const ScanAnswer& answer) {
  if (answer.kind != CrossoverKind::pays_up_to) return std::nullopt;
  std::optional<double> low;
  std::optional<double> high;
  double level = 0;
  for (const ScanPoint& point : answer.points) {
    if (point.value == answer.crossings[0].between.hi && point.state == PointState::no_difference) {
      level = -std::log1p(margin);
    }
  }
  for (std::size_t i = 1; i < answer.points.size(); ++i) {
    const ScanPoint& one = answer.points[i - 1];
    const ScanPoint& other = answer.points[i];
    if (!one.reading || !one.reading->interval || !other.reading || !other.reading->interval) {
      return std::nullopt;
    }
    const Interval& from = *one.reading->interval;
    const Interval& to = *other.reading->interval;
    if (!low && from.hi <= level && to.hi > level) {
      low = log_cut(one, other, from.hi, to.hi, level);
    }
    if (from.lo <= level && to.lo > level) high = log_cut(one, other, from.lo, to.lo, level);
  }
  if (!low || !high || *low > *high) return std::nullopt;
  return Interval{*low, *high};
}

// One scan as `hone run` makes it: each value by itself until it is decided at its part of alpha.
ScanAnswer scan(Noise noise, const Truth& truth, Engine& engine, std::size_t& pairs) {
  std::vector<ScanPoint> points;
  points.reserve(values.size());
  for (const double value : values) {
    const double part = alpha / static_cast<double>(values.size());
    SequentialComparison comparison({.alpha = part, .margin = margin, .seed = engine()});
    const auto log_ratios = simulate_pairs(noise, limit, truth.log_ratio(value), engine);
    pairs += cover(comparison, log_ratios, 0).pairs;
    const Decision& decision = comparison.decision();
    points.push_back(
        {.value = value, .reading = ScanReading{decision.effect, decision.interval, part}});
  }
  return find_crossover(std::move(points), margin, Better::lower);
}

void print_row(Study& study, int trials, Noise noise, const Truth& truth) {
  std::atomic<int> drawn{0};
  std::atomic<int> drawn_covers{0};
  const auto outcomes = run_trials(study, trials, [&](Engine& engine) {
    Outcome outcome;
    const ScanAnswer answer = scan(noise, truth, engine, outcome.pairs);
    outcome.hit = is_false(answer, truth);
    outcome.decided =
        answer.kind != CrossoverKind::unclear ||
        (!answer.crossings.empty() && answer.crossings.size() == truth.borders.size());
    if (const std::optional<Interval> band = drawn_band(answer)) {
      ++drawn;
      if (holds_border(*band, truth.borders)) ++drawn_covers;
    }
    return outcome;
  });
  const double mean = mean_pairs(outcomes) / static_cast<double>(values.size());
  const std::string band =
      drawn == 0 ? "-"
                 : percent_with_interval(drawn_covers, static_cast<std::size_t>(drawn.load()));
  fmt::print("| {} | {} | {} | {:.1f} % | {} | {:.1f} |\n", truth.name, to_string(noise),
             percent_with_interval(count_hits(outcomes), outcomes.size()),
             decided_percent(outcomes), band, mean);
}

}  // namespace

void print_crossovers(Study& study) {
  const int trials = study.share_of_trials(20);  // each is nine comparisons with their intervals
  fmt::print(
      "### Crossovers: {} values tried, alpha 5 % together, margin 1 %, looks up to {} pairs, {} "
      "scans a row\n\n",
      values.size(), limit, trials);
  fmt::print(
      "| truth | noise | false in any part (95 % binomial) | answered | a band drawn on between "
      "the "
      "values covers the border | mean pairs a value |\n");
  fmt::print("|---|---|---|---|---|---|\n");
  for (const Truth& truth : truths()) {
    for (const Noise noise : noises) print_row(study, trials, noise, truth);
  }
}

}  // namespace hone::stats

#include "analyzers/measure/contests.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string_view>
#include <utility>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "analyzers/stats/summary.hpp"
#include "fmt/format.h"

namespace hone::measure {
namespace {

constexpr double most_paths = stats::SignFlipTest::most_paths;

// 1.2207e-4 -> 1.3e-4: as it is typed, and no smaller.
double rounded_up_to_two_digits(double value) {
  const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
  return std::ceil(value / unit) * unit;
}

std::unique_ptr<stats::SequentialTest> make_test(const Plan& plan, Better better, double alpha) {
  if (plan.until_decided) {
    return std::make_unique<stats::ConfidenceSequence>(
        stats::ConfidenceDesign{.alpha = alpha, .margin = plan.margin, .better = better});
  }
  return std::make_unique<stats::SequentialComparison>(
      stats::SequentialDesign{.alpha = alpha,
                              .margin = plan.margin,
                              .better = better,
                              .seed = plan.seed,
                              .draws = sign_paths(alpha)});
}

const VariantUnit& part_of(const UnitRun& unit, std::size_t variant) {
  return *std::find_if(unit.parts.begin(), unit.parts.end(),
                       [&](const VariantUnit& part) { return part.variant == variant; });
}

// Of n pairs that all agree a test by signs makes 2^(1 - n) at best.
int pairs_that_can_decide(double alpha) {
  return 1 + static_cast<int>(std::ceil(-std::log2(alpha)));
}

// A few zeros among user or system times (see SubjectRunner::without_ratio) are less than the
// clock's microsecond.
double logarithm(double value) { return std::log(value > 0 ? value : 1e-6); }

// ln(variant / baseline): the median over rounds, each of which pairs neighbouring blocks; for a
// figure of the whole process, the one ratio.
double log_ratio(const VariantUnit& variant, const VariantUnit& baseline, std::string_view metric) {
  const auto total = variant.totals.find(metric);
  if (total != variant.totals.end()) {
    return logarithm(total->second) - logarithm(baseline.totals.find(metric)->second);
  }
  std::vector<double> ratios(variant.blocks.size());
  for (std::size_t round = 0; round < ratios.size(); ++round) {
    ratios[round] = logarithm(variant.blocks[round].find(metric)->second) -
                    logarithm(baseline.blocks[round].find(metric)->second);
  }
  return stats::median(ratios);
}

}  // namespace

int sign_paths(double alpha) {
  constexpr double fewest = stats::SequentialDesign{}.draws;
  const auto wanted = static_cast<unsigned>(std::clamp(std::ceil(8 / alpha), fewest, most_paths));
  return static_cast<int>(std::bit_ceil(wanted));
}

Result<void> check_alpha(const Plan& plan) {
  if (plan.until_decided) return {};  // whose test draws no paths
  for (const Subject& subject : plan.subjects) {
    const std::size_t metrics = sampled_metrics(subject);
    if (subject.variants.size() < 2 || metrics == 0) continue;
    const double most = std::floor(most_paths * plan.alpha / static_cast<double>(metrics));
    if (subject.scan_points <= most) continue;
    const std::string shared = metrics == 1 ? "" : fmt::format(" of {} metrics", metrics);
    const std::string_view instead = "or --until-decided, which takes any";
    if (most < 1) {
      return Error{fmt::format("--alpha {:g}{} is finer than the planned test can decide",
                               plan.alpha, shared),
                   fmt::format("give at least {:.2g}, {}",
                               rounded_up_to_two_digits(static_cast<double>(metrics) *
                                                        subject.scan_points / most_paths),
                               instead)};
    }
    return Error{
        fmt::format("the scan of {} has {} values, and --alpha {:g}{} is enough for {:.0f}",
                    subject.id, subject.scan_points, plan.alpha, shared, most),
        fmt::format("give fewer values, a larger --alpha, {}", instead)};
  }
  return {};
}

const int Contests::first_look = stats::SequentialDesign{}.first_look;

std::size_t sampled_metrics(const Subject& subject) {
  return static_cast<std::size_t>(
      std::count_if(subject.metrics.begin(), subject.metrics.end(),
                    [](const VerdictMetric& metric) { return !is_deterministic(metric.id); }));
}

Contests::Contests(const Subject& subject, const Plan& plan, SubjectRun& run,
                   std::size_t other_metrics)
    : subject_(subject), plan_(plan), run_(run), other_metrics_(other_metrics) {
  for (std::size_t variant = 1; variant < subject.variants.size(); ++variant) {
    if (run.variants[variant].failure) continue;
    ++compared_variants_;
    for (std::size_t metric = 0; metric < subject.metrics.size(); ++metric) {
      if (!is_deterministic(subject.metrics[metric].id)) open(variant, metric);
    }
  }
}

void Contests::open(std::size_t variant, std::size_t metric) {
  Contest contest;
  contest.parts = static_cast<double>(sampled_metrics(subject_) + other_metrics_);
  const double alpha = plan_.alpha / contest.parts / subject_.scan_points;
  run_.comparisons.push_back({.variant = variant, .metric = metric, .alpha = alpha});
  contest.run_index = run_.comparisons.size() - 1;
  contest.variant = variant;
  contest.metric = metric;
  contest.test = make_test(plan_, subject_.metrics[metric].better, alpha);
  least_pairs_ = std::max(least_pairs_, pairs_that_can_decide(alpha));
  contests_.push_back(std::move(contest));
}

bool Contests::any_open() const {
  return std::any_of(contests_.begin(), contests_.end(),
                     [](const Contest& contest) { return contest.open; });
}

std::vector<std::size_t> Contests::active_variants() const {
  std::vector<std::size_t> active{0};
  for (const Contest& contest : contests_) {
    if (contest.open && contest.variant != active.back()) active.push_back(contest.variant);
  }
  return active;
}

// In (0, 1].
double Contests::budget_used(const Contest& contest) const {
  if (planned_pairs_ == 0) return 1e-6;  // before the first look: nothing to decide yet
  const auto pairs = static_cast<double>(contest.test->log_ratios().size());
  return std::min(1.0, pairs / planned_pairs_);
}

void Contests::add(const UnitRun& unit, bool out_of_time) {
  std::vector<Contest*> last;
  for (Contest& contest : contests_) {
    if (!contest.open) continue;
    add_pair(contest, unit);
    const bool enough = contest.test->log_ratios().size() >= static_cast<std::size_t>(least_pairs_);
    const bool is_last = enough && (out_of_time || budget_used(contest) >= 1);
    if (is_last) last.push_back(&contest);
    contest.look_due = is_last || contest.test->look_due();
  }
  while (true) {  // what one look finds may make another due
    const auto due = std::find_if(contests_.begin(), contests_.end(), [](const Contest& contest) {
      return contest.open && contest.look_due;
    });
    if (due == contests_.end()) break;
    look(*due, out_of_time ? 1 : budget_used(*due), Stopped::budget);
  }
  for (Contest* contest : last) {
    if (contest->open) close(*contest);
  }
}

void Contests::add_pair(Contest& contest, const UnitRun& unit) {
  const double ratio = log_ratio(part_of(unit, contest.variant), part_of(unit, 0),
                                 subject_.metrics[contest.metric].id);
  contest.test->add(ratio);
  run_.comparisons[contest.run_index].log_ratios.push_back(ratio);
}

void Contests::look(Contest& contest, double share, Stopped undecided) {
  contest.look_due = false;
  const Decision decision = contest.test->look(share, undecided);
  ComparisonRun& comparison = run_.comparisons[contest.run_index];
  comparison.decision = decision;
  comparison.alpha = contest.test->alpha();
  if (decision.verdict == Verdict::inconclusive) return;
  close(contest);
  if (decision.verdict == Verdict::equivalent) return;  // no difference: it keeps its part
  contest.different = true;
  pass_on_alpha(contest);
}

// Holm: alpha over the number of the variant's metrics that have not been called different. Those
// still open look again, since what they have seen may now be enough.
void Contests::pass_on_alpha(const Contest& called) {
  const auto left = std::count_if(contests_.begin(), contests_.end(), [&](const Contest& contest) {
    return contest.variant == called.variant && !contest.different;
  });
  for (Contest& contest : contests_) {
    if (contest.variant != called.variant || !contest.open) continue;
    contest.parts = static_cast<double>(left) + static_cast<double>(other_metrics_);
    contest.test->set_alpha(plan_.alpha / contest.parts / subject_.scan_points);
    contest.look_due = true;
  }
}

void Contests::fail(std::size_t variant) {
  for (Contest& contest : contests_) {
    if (contest.open && (variant == 0 || variant == contest.variant)) stop(contest);
  }
}

void Contests::stop_all() { fail(0); }

void Contests::stop(Contest& contest) {
  if (!contest.test->log_ratios().empty()) {
    look(contest, budget_used(contest), Stopped::interrupted);
  }
  if (contest.open) close(contest);
}

// What was found at the scan's part of alpha is kept, and the verdict found at the whole of it.
void Contests::read_scan(Contest& contest) {
  ComparisonRun& comparison = run_.comparisons[contest.run_index];
  if (subject_.scan_points == 1 || !comparison.decision) return;
  const Decision last = *comparison.decision;
  comparison.scan = ScanReading{last.log_ratio, last.interval, comparison.alpha};
  contest.test->set_alpha(plan_.alpha / contest.parts);
  constexpr double no_further = 1e-6;  // the share of the budget stays what it was
  comparison.decision = contest.test->look(no_further, last.stopped);
  comparison.decision->looks = last.looks;
  comparison.alpha = contest.test->alpha();
}

// What the test has drawn is no longer needed, and is most of what a long run keeps.
void Contests::close(Contest& contest) {
  read_scan(contest);
  contest.open = false;
  contest.test.reset();
}

}  // namespace hone::measure

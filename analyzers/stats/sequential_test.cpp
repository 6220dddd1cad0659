#include "analyzers/stats/sequential_test.hpp"

#include <cmath>
#include <stdexcept>

#include "analyzers/stats/interval_search.hpp"
#include "analyzers/stats/summary.hpp"

namespace hone::stats {
namespace {

// ln(DBL_MAX / smallest denormal) is 1454: no two numbers have a greater log-ratio.
constexpr double greatest_log_ratio = 1500;

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

SequentialTest::SequentialTest(double alpha, double margin, Better better)
    : alpha_(alpha), margin_(margin), better_(better) {
  if (!(alpha > 0 && alpha < 1)) {
    throw std::invalid_argument("alpha lies strictly between 0 and 1");
  }
  if (!(margin >= 0) || !std::isfinite(margin)) {
    throw std::invalid_argument("the margin is a finite number, 0 or more");
  }
}

void SequentialTest::add(double log_ratio) {
  if (!(std::abs(log_ratio) <= greatest_log_ratio)) {
    throw std::invalid_argument("a log-ratio is the logarithm of a ratio of two numbers");
  }
  log_ratios_.push_back(log_ratio);
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

const Decision& SequentialTest::look(double fraction, Stopped undecided) {
  spend(fraction);
  decision_.log_ratio = median(log_ratios_);
  decision_.interval = find_interval(
      log_ratios_, decision_.log_ratio, margin_, [this](double delta) { return rejects(delta); },
      [this](double delta) { return below_balance(delta); });
  decision_.verdict = judge(decision_.interval, margin_, better_);
  decision_.pairs = static_cast<int>(log_ratios_.size());
  decision_.looks = looks_;
  decision_.stopped = decision_.verdict == Verdict::inconclusive ? undecided : Stopped::decided;
  return decision_;
}

}  // namespace hone::stats

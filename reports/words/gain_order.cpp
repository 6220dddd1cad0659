#include "reports/words/gain_order.hpp"

#include <limits>

namespace hone::reports {

namespace {

// Differences are placed among themselves, as they are of one metric. Where a count fell to 0 or
// rose from it there is no factor: the one stands before all, the other after, as does a factor
// that too few pairs bound.
double place_by_gain(const Comparison& comparison) {
  if (comparison.difference && comparison.difference->interval) {
    const double estimate = comparison.difference->estimate;
    return comparison.better == Better::higher ? estimate : -estimate;
  }
  if (comparison.gain && comparison.interval) return comparison.gain->factor;
  const bool better = comparison.verdict == Verdict::improvement;
  return better ? std::numeric_limits<double>::infinity() : 0;
}

}  // namespace

int pay_off_rank(Verdict verdict) {
  switch (verdict) {
    case Verdict::improvement: return 0;
    case Verdict::equivalent: return 1;
    case Verdict::inconclusive: return 2;
    case Verdict::regression: return 3;
  }
  return 3;
}

bool pays_more(const Comparison& one, const Comparison& other) {
  const int rank = pay_off_rank(one.verdict);
  const int other_rank = pay_off_rank(other.verdict);
  return rank != other_rank ? rank < other_rank : place_by_gain(one) > place_by_gain(other);
}

}  // namespace hone::reports

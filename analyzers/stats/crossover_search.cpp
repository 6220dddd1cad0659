#include "analyzers/stats/crossover_search.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "analyzers/stats/sequential_test.hpp"

namespace hone::stats {
namespace {

PointState state_of(const ScanPoint& point, double margin, Better better) {
  if (!point.counted && !point.reading) return PointState::not_measured;
  switch (point.counted ? *point.counted : judge(point.reading->interval, margin, better)) {
    case Verdict::improvement: return PointState::pays;
    case Verdict::regression: return PointState::loses;
    case Verdict::equivalent: return PointState::no_difference;
    case Verdict::inconclusive: return PointState::undecided;
  }
  return PointState::undecided;
}

bool pays(const ScanPoint& point) { return point.state == PointState::pays; }

// A share of the way from one value to another; by ratio where there is one.
double between(double from, double to, double share) {
  const double value = from > 0 && to > 0 ? std::exp(std::lerp(std::log(from), std::log(to), share))
                                          : std::lerp(from, to, share);
  return std::clamp(value, std::min(from, to), std::max(from, to));
}

// How far beyond the level at which it pays no more; 0 and above: it pays no more.
double excess(const ScanPoint& point, double level, Better better) {
  const double log_ratio = point.reading->log_ratio;
  return (better == Better::higher ? -log_ratio : log_ratio) + level;
}

// From `paying` to `other`, both decided, over the estimates between them. Beside a loss it pays up
// to no change, beside no difference up to the margin. A count of 0 has no estimate: half-way.
double crossing_value(const std::vector<ScanPoint>& points, std::size_t paying, std::size_t other,
                      double margin, Better better) {
  if (!points[paying].reading || !points[other].reading) {
    return between(points[paying].value, points[other].value, 0.5);
  }
  const double level = points[other].state == PointState::no_difference ? std::log1p(margin) : 0;
  std::size_t last = paying;
  for (std::size_t at = paying; at != other;) {
    at = other > paying ? at + 1 : at - 1;
    if (!points[at].reading) continue;
    const double after = excess(points[at], level, better);
    if (after >= 0) {
      const double before = excess(points[last], level, better);
      const double share = after > before ? std::clamp(before / (before - after), 0.0, 1.0) : 0;
      return between(points[last].value, points[at].value, share);
    }
    last = at;
  }
  return points[other].value;
}

std::vector<Crossing> find_crossings(const std::vector<ScanPoint>& points, double margin,
                                     Better better) {
  std::vector<Crossing> crossings;
  std::size_t last = points.size();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!is_decided(points[i].state)) continue;
    if (last < i && pays(points[last]) != pays(points[i])) {
      const bool begins = pays(points[i]);
      const double value = begins ? crossing_value(points, i, last, margin, better)
                                  : crossing_value(points, last, i, margin, better);
      crossings.push_back({value, {points[last].value, points[i].value}, begins});
    }
    last = i;
  }
  return crossings;
}

std::string why_unclear(const ScanAnswer& answer) {
  if (answer.crossings.size() > 1) return "more than one crossing";
  const auto has_interval = [](const ScanPoint& point) {
    return point.reading && point.reading->interval;
  };
  if (std::none_of(answer.points.begin(), answer.points.end(), has_interval)) {
    return "not enough pairs";
  }
  return "some values are undecided";
}

}  // namespace

ScanAnswer find_crossover(std::vector<ScanPoint> points, double margin, Better better) {
  std::stable_sort(points.begin(), points.end(), [](const ScanPoint& one, const ScanPoint& other) {
    return one.value < other.value;
  });
  for (ScanPoint& point : points) point.state = state_of(point, margin, better);
  ScanAnswer answer;
  answer.crossings = find_crossings(points, margin, better);
  answer.points = std::move(points);
  const auto decided = std::count_if(answer.points.begin(), answer.points.end(),
                                     [](const ScanPoint& p) { return is_decided(p.state); });
  const bool all_decided = std::cmp_equal(decided, answer.points.size()) && decided > 0;
  if (answer.crossings.size() == 1) {
    answer.kind = answer.crossings[0].begins ? CrossoverKind::pays_from : CrossoverKind::pays_up_to;
  } else if (answer.crossings.empty() && all_decided) {
    answer.kind =
        pays(answer.points[0]) ? CrossoverKind::pays_everywhere : CrossoverKind::pays_nowhere;
  } else {
    answer.reason = why_unclear(answer);
  }
  return answer;
}

}  // namespace hone::stats

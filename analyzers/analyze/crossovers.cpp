#include "analyzers/analyze/crossovers.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "analyzers/stats/crossover_search.hpp"

namespace hone::analyze {
namespace {

// The points of one scan: the same workload, and all parameters but one.
struct Scan {
  std::size_t parameter = 0;  // its place among the subjects' parameters
  std::vector<ParameterAssignment> fixed;
  std::vector<const SubjectReport*> points;
};

std::vector<ParameterAssignment> without(const SubjectReport& subject, std::size_t parameter) {
  std::vector<ParameterAssignment> rest = subject.parameters;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(parameter));
  return rest;
}

bool is_number(const SubjectReport& subject, std::size_t parameter) {
  return std::holds_alternative<std::int64_t>(subject.parameters[parameter].second);
}

double value_at(const SubjectReport& subject, std::size_t parameter) {
  return static_cast<double>(std::get<std::int64_t>(subject.parameters[parameter].second));
}

// The subjects of a workload have the same parameters in the same order.
std::vector<Scan> find_scans(const std::vector<SubjectReport>& subjects) {
  using Key = std::tuple<std::string_view, std::size_t, std::vector<ParameterAssignment>>;
  std::map<Key, std::size_t> places;  // of each scan
  std::vector<Scan> scans;
  for (const SubjectReport& subject : subjects) {
    if (subject.scan_points == 1) continue;
    for (std::size_t p = 0; p < subject.parameters.size(); ++p) {
      if (!is_number(subject, p)) continue;
      std::vector<ParameterAssignment> fixed = without(subject, p);
      const auto [place, is_new] = places.try_emplace({subject.id, p, fixed}, scans.size());
      if (is_new) scans.push_back({p, std::move(fixed), {}});
      scans[place->second].points.push_back(&subject);
    }
  }
  std::erase_if(scans, [](const Scan& scan) { return scan.points.size() < 2; });
  return scans;
}

const Comparison* find_comparison(const SubjectReport& subject, std::string_view variant,
                                  std::string_view metric) {
  const auto found = std::find_if(
      subject.comparisons.begin(), subject.comparisons.end(), [&](const Comparison& c) {
        return c.variant == variant && c.metric == metric && (c.scan || is_exact(c));
      });
  return found == subject.comparisons.end() ? nullptr : &*found;
}

// nullptr: it was compared at no point, and there is nothing to say.
const Comparison* any_comparison(const Scan& scan, std::string_view variant,
                                 std::string_view metric) {
  for (const SubjectReport* point : scan.points) {
    if (const Comparison* found = find_comparison(*point, variant, metric)) return found;
  }
  return nullptr;
}

Crossover crossover_of(const Scan& scan, const Comparison& any) {
  const SubjectReport& first = *scan.points.front();
  Crossover crossover;
  crossover.subject = first.id;
  crossover.fixed = scan.fixed;
  crossover.parameter = first.parameters[scan.parameter].first;
  crossover.baseline = any.baseline;
  crossover.variant = any.variant;
  crossover.metric = any.metric;
  crossover.alpha = 0;
  crossover.is_exact = true;
  std::vector<ScanPoint> points;
  points.reserve(scan.points.size());
  for (const SubjectReport* subject : scan.points) {
    points.push_back({.value = value_at(*subject, scan.parameter)});
    const Comparison* comparison = find_comparison(*subject, any.variant, any.metric);
    if (comparison == nullptr) continue;
    points.back().reading = comparison->scan;
    if (is_exact(*comparison)) points.back().counted = comparison->verdict;
    crossover.alpha = std::max(crossover.alpha, comparison->alpha);
    crossover.is_exact = crossover.is_exact && is_exact(*comparison);
  }
  crossover.answer = stats::find_crossover(std::move(points), any.margin, any.better);
  return crossover;
}

// What was not tried may say otherwise.
void leave_open(ScanAnswer& answer) {
  if (!answer.crossings.empty()) return;
  answer.kind = CrossoverKind::unclear;
  answer.reason = "interrupted before all values were tried";
}

}  // namespace

std::vector<Crossover> find_crossovers(const std::vector<SubjectReport>& subjects,
                                       bool interrupted) {
  std::vector<Crossover> crossovers;
  for (const Scan& scan : find_scans(subjects)) {
    for (const VerdictMetric& metric : scan.points.front()->metrics) {
      for (const VariantReport& variant : scan.points.front()->variants) {
        const Comparison* any = any_comparison(scan, variant.name, metric.id);
        if (any == nullptr) continue;
        crossovers.push_back(crossover_of(scan, *any));
        const bool lacks_points =
            std::cmp_less(scan.points.size(), scan.points.front()->scan_points);
        if (interrupted && lacks_points) leave_open(crossovers.back().answer);
      }
    }
  }
  return crossovers;
}

}  // namespace hone::analyze

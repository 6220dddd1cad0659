#include "analyzers/measure/gauge_readings.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "analyzers/stats/summary.hpp"

namespace hone::measure {
namespace {

constexpr std::string_view metric = "frequency";
constexpr double least_share = 0.5;  // of the median

void collect_readings(const std::vector<Sample>& samples, std::vector<double>& readings) {
  for (const Sample& sample : samples) {
    const auto reading = sample.values.find(metric);
    if (reading != sample.values.end()) readings.push_back(reading->second.number);
  }
}

// Whether at least half of the samples still have a reading; if not, none has.
bool keep_readings(std::vector<Sample>& samples, double least) {
  std::size_t kept = 0;
  for (Sample& sample : samples) {
    const auto reading = sample.values.find(metric);
    if (reading == sample.values.end()) continue;
    if (reading->second.number < least) {
      sample.values.erase(reading);
    } else {
      ++kept;
    }
  }
  if (2 * kept >= samples.size()) return true;
  for (Sample& sample : samples) {
    const auto reading = sample.values.find(metric);
    if (reading != sample.values.end()) sample.values.erase(reading);
  }
  return false;
}

}  // namespace

void drop_disturbed_readings(SubjectRun& run) {
  std::vector<double> readings;
  for (const VariantRun& variant : run.variants) {
    collect_readings(variant.samples, readings);
    if (variant.path) collect_readings(variant.path->samples, readings);
  }
  const double least = readings.empty() ? 0 : least_share * stats::median(readings);
  for (VariantRun& variant : run.variants) {
    if (variant.path) keep_readings(variant.path->samples, least);
    if (!keep_readings(variant.samples, least)) {
      variant.counts.emplace(
          metric, Absent{"the gauge of the core's speed was disturbed in most of the runs"});
    }
  }
}

}  // namespace hone::measure

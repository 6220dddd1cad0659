#include "analyzers/measure/unit_samples.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "analyzers/stats/summary.hpp"
#include "fmt/format.h"

namespace hone::measure {
namespace {

// The core's frequency comes from a chain of instructions whose latency is assumed.
Provenance provenance_of(std::string_view metric) {
  return metric == "frequency" ? Provenance::estimated : Provenance::measured;
}

// A counter that never got onto the PMU in a block has no value there.
ByMetric<std::vector<double>> by_metric(const std::vector<BlockValues>& blocks) {
  ByMetric<std::vector<double>> values;
  for (const BlockValues& block : blocks) {
    for (const auto& [id, value] : block) values[id].push_back(value);
  }
  return values;
}

}  // namespace

int units_recorded(const SubjectRun& run) {
  return static_cast<int>(run.variants[0].samples.size());
}

void UnitSamples::record(int unit, const UnitOrder& order, const std::vector<VariantUnit>& parts) {
  const std::vector<std::size_t>& first_round = order.rounds.front();
  for (const VariantUnit& part : parts) {
    const auto place = std::find(first_round.begin(), first_round.end(), part.variant);
    Sample sample{unit, static_cast<int>(place - first_round.begin()), {}, part.end, part.cpu};
    for (const auto& [id, values] : by_metric(part.blocks)) {
      sample.values[id] = Value{stats::median(values), provenance_of(id)};
    }
    for (const auto& [id, total] : part.totals) {
      sample.values[id] = Value{total, provenance_of(id)};
    }
    count_zeros(part.variant, sample);
    VariantRun& variant = run_.variants[part.variant];
    note_counters(part, variant);
    variant.samples.push_back(std::move(sample));
    variant.left_behind += part.left_behind;
    if (part.unread_output) variant.unread_output = part.unread_output;
  }
}

void UnitSamples::count_zeros(std::size_t variant, const Sample& sample) {
  for (const VerdictMetric& metric : context_.subject.metrics) {
    if (metric.scale == Scale::difference) continue;
    const auto value = sample.values.find(metric.id);
    if (value != sample.values.end() && value->second.number <= 0) ++zeros_[variant][metric.id];
  }
}

// A counter's share is the least of all units, so that no counter seems better than it was.
void UnitSamples::note_counters(const VariantUnit& part, VariantRun& variant) const {
  for (const collect::CountedEvent& event : context_.executor.counters().events) {
    const auto share = part.counter_shares.find(event.metric);
    if (share == part.counter_shares.end()) continue;
    const auto [noted, is_new] = variant.counters.emplace(
        event.metric, CounterSource{event.name, share->second, event.note});
    if (!is_new) noted->second.share = std::min(noted->second.share, share->second);
  }
}

// A few zeros are no failure. The kernel splits the time of a short run into user and system time
// by what a tick hit, which makes some of them 0; the test is robust to those.
std::optional<VariantFailure> UnitSamples::without_ratio() const {
  for (std::size_t v = 0; v < run_.variants.size(); ++v) {
    if (run_.variants[v].failure) continue;
    const std::size_t runs = run_.variants[v].samples.size();
    for (const auto& [metric, zeros] : zeros_[v]) {
      if (zeros < 3 || 4 * zeros <= runs) continue;
      const std::string_view remedy =
          metric.ends_with("_time") ? ": they are too short to tell, where cpu_time may do" : "";
      return VariantFailure{
          v, Failure::failed(fmt::format("its {} was 0 in {} of {} runs, which has no ratio{}",
                                         metric, zeros, runs, remedy))};
    }
  }
  return std::nullopt;
}

}  // namespace hone::measure

#include "analyzers/derive/ratios.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzers/derive/topdown.hpp"

namespace hone::derive {
namespace {

// id = scale x numerator / denominator.
struct Ratio {
  std::string_view id;
  std::string_view numerator;
  std::string_view denominator;
  double scale = 1;
  bool is_of_simulation = true;  // may be made of simulated counts
};

constexpr double per_thousand = 1000;

// A simulation has no cycles, and its L1d misses are of loads and stores, its loads are loads
// alone.
constexpr std::array ratios{
    Ratio{"ipc", "instructions", "cycles", 1, false},
    Ratio{"cpi", "cycles", "instructions", 1, false},
    Ratio{"l1d_miss_rate", "l1d_misses", "l1d_loads", 1, false},
    Ratio{"llc_miss_rate", "llc_misses", "llc_references"},
    Ratio{"branch_miss_rate", "branch_misses", "branches"},
    Ratio{"l1d_mpki", "l1d_misses", "instructions", per_thousand},
    Ratio{"llc_mpki", "llc_misses", "instructions", per_thousand},
    Ratio{"branch_mpki", "branch_misses", "instructions", per_thousand},
};

std::optional<double> measured(const Sample& sample, std::string_view metric) {
  const auto found = sample.values.find(metric);
  if (found == sample.values.end()) return std::nullopt;
  if (found->second.provenance != Provenance::measured) return std::nullopt;
  return found->second.number;
}

std::optional<double> quotient(const Ratio& ratio, std::optional<double> numerator,
                               std::optional<double> denominator) {
  if (!numerator || !denominator || *denominator <= 0) return std::nullopt;
  return ratio.scale * *numerator / *denominator;
}

void add_ratios(Sample& sample) {
  for (const Ratio& ratio : ratios) {
    const std::optional<double> value =
        quotient(ratio, measured(sample, ratio.numerator), measured(sample, ratio.denominator));
    if (value) sample.values.try_emplace(std::string(ratio.id), Value{*value});
  }
}

// The shares of Yasin's top-down method, from whichever counts this PMU has.
void add_top_down(Sample& sample) {
  const std::optional<double> slots = measured(sample, "topdown_slots");
  const std::optional<double> frontend = measured(sample, "topdown_frontend_slots");
  if (!slots || !frontend) return;
  const std::optional<TopDown> shares =
      top_down({.slots = *slots,
                .frontend = *frontend,
                .retired = measured(sample, "topdown_retired_slots"),
                .issued = measured(sample, "topdown_issued_slots"),
                .recovery = measured(sample, "topdown_recovery_slots"),
                .backend = measured(sample, "topdown_backend_slots"),
                .speculated_operations = measured(sample, "topdown_speculated_ops"),
                .retired_operations = measured(sample, "topdown_retired_ops")});
  if (!shares) return;
  sample.values.insert_or_assign("topdown_retiring", Value{shares->retiring});
  sample.values.insert_or_assign("topdown_bad_speculation", Value{shares->bad_speculation});
  sample.values.insert_or_assign("topdown_frontend_bound", Value{shares->frontend_bound});
  sample.values.insert_or_assign("topdown_backend_bound", Value{shares->backend_bound});
}

// GHz = cycles / (cpu_time x 1e9). A sample whose cycles were not counted keeps no estimate: the
// values of one metric are got in one way.
void measure_frequency(std::vector<Sample>& samples) {
  const auto has_cycles = [](const Sample& sample) {
    return measured(sample, "cycles").value_or(0) > 0 && value_of(sample, "cpu_time") > 0;
  };
  if (std::none_of(samples.begin(), samples.end(), has_cycles)) return;
  for (Sample& sample : samples) {
    if (has_cycles(sample)) {
      const double hertz = *measured(sample, "cycles") / *value_of(sample, "cpu_time");
      sample.values.insert_or_assign("frequency", Value{hertz});
    } else if (const auto gauge = sample.values.find("frequency"); gauge != sample.values.end()) {
      sample.values.erase(gauge);
    }
  }
}

}  // namespace

bool excludes_kernel(std::string_view event) {
  return event.find(":k=0") != std::string_view::npos || event.ends_with(":u");
}

std::optional<double> value_of(const Sample& sample, std::string_view metric) {
  const auto found = sample.values.find(metric);
  return found == sample.values.end() ? std::nullopt : std::optional(found->second.number);
}

std::vector<Sample> with_ratios(std::vector<Sample> samples,
                                const ByMetric<CounterSource>& counters) {
  for (Sample& sample : samples) {
    add_ratios(sample);
    add_top_down(sample);
  }
  const auto cycles = counters.find("cycles");
  if (cycles == counters.end() || !excludes_kernel(cycles->second.event)) {
    measure_frequency(samples);
  }
  return samples;
}

ByMetric<double> multiplexed_ratios(const ByMetric<CounterSource>& counters) {
  const auto share = [&](std::string_view metric) {
    const auto found = counters.find(metric);
    return found == counters.end() ? 1.0 : found->second.share;
  };
  ByMetric<double> shares;
  for (const Ratio& ratio : ratios) {
    const double least = std::min(share(ratio.numerator), share(ratio.denominator));
    if (least < 1) shares.emplace(ratio.id, least);
  }
  if (share("cycles") < 1) shares.emplace("frequency", share("cycles"));
  double slots = 1;  // of the scarcest of the counters that the shares are made of
  for (const auto& [metric, source] : counters) {
    if (metric.starts_with("topdown_")) slots = std::min(slots, source.share);
  }
  for (const std::string_view id : {"topdown_retiring", "topdown_bad_speculation",
                                    "topdown_frontend_bound", "topdown_backend_bound"}) {
    if (slots < 1) shares.emplace(id, slots);
  }
  return shares;
}

std::optional<double> simulated(const ByMetric<Reading>& counts, std::string_view metric) {
  const auto found = counts.find(metric);
  if (found == counts.end()) return std::nullopt;
  const auto* value = std::get_if<Value>(&found->second);
  if (value == nullptr || value->provenance != Provenance::simulated) return std::nullopt;
  return value->number;
}

ByMetric<Value> simulated_ratios(const ByMetric<Reading>& counts) {
  ByMetric<Value> values;
  for (const Ratio& ratio : ratios) {
    if (!ratio.is_of_simulation) continue;
    const auto known = counts.find(ratio.id);
    if (known != counts.end() && std::holds_alternative<Value>(known->second)) continue;
    const std::optional<double> value =
        quotient(ratio, simulated(counts, ratio.numerator), simulated(counts, ratio.denominator));
    if (value) values.emplace(ratio.id, Value{*value, Provenance::simulated});
  }
  return values;
}

}  // namespace hone::derive

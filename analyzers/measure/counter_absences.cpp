#include "analyzers/measure/counter_absences.hpp"

#include "analyzers/model/collector.hpp"

namespace hone::measure {

// Counters are wanted when they were asked for by name, or when this machine can count at all.
void note_absent_counters(const RunContext& context, SubjectRun& run) {
  const collect::CounterPlan& counters = context.executor.counters();
  const bool wanted =
      context.plan.counters == Plan::Counters::requested || !counters.events.empty();
  for (VariantRun& variant : run.variants) {
    for (const auto& [metric, reason] : counters.absent) {
      variant.counts.emplace(metric, Absent{reason, std::string(wanted ? "" : counters_id)});
    }
  }
}

void note_silent_counters(const RunContext& context, SubjectRun& run) {
  for (VariantRun& variant : run.variants) {
    if (variant.samples.empty()) continue;
    for (const collect::CountedEvent& event : context.executor.counters().events) {
      if (variant.counters.contains(event.metric)) continue;
      variant.counts.emplace(
          event.metric,
          Absent{"the kernel counted it in no run (a set-user-ID program, threads from before, or "
                 "never its turn on the PMU)"});
    }
  }
}

}  // namespace hone::measure

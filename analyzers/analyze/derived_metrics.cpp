#include "analyzers/analyze/derived_metrics.hpp"

#include <string>
#include <utility>
#include <variant>

#include "analyzers/derive/cycle_estimate.hpp"
#include "analyzers/derive/ratios.hpp"

namespace hone::analyze {
namespace {

bool has_number(const VariantReport& report, std::string_view metric) {
  const auto found = report.metrics.find(metric);
  return found != report.metrics.end() && std::holds_alternative<MetricSummary>(found->second);
}

// One reason with the instructions, so that the report tells it once.
Absent absence_of_instructions(const VariantReport& report) {
  const auto found = report.metrics.find("instructions");
  const auto* absent =
      found == report.metrics.end() ? nullptr : std::get_if<Absent>(&found->second);
  return absent != nullptr ? *absent
                           : Absent{"needs the instructions of a simulation (--collect cache)"};
}

}  // namespace

void add_simulated_ratios(const VariantRun& run, VariantReport& report) {
  for (const auto& [id, value] : derive::simulated_ratios(run.counts)) {
    if (has_number(report, id)) continue;
    MetricSummary summary;
    summary.unit = known_metric(id).unit;
    summary.provenance = value.provenance;
    summary.value = value.number;
    report.metrics.insert_or_assign(id, summary);
  }
}

void add_cycle_estimate(const VariantRun& run, VariantReport& report) {
  const bool wanted = report.metrics.contains("instructions") || report.metrics.contains("cycles");
  if (!wanted || has_number(report, "cycles")) return;
  const double instructions = derive::simulated(run.counts, "instructions").value_or(0);
  if (instructions <= 0) {
    report.metrics.emplace("ipc", absence_of_instructions(report));
    return;
  }
  const derive::EstimatedFigures figures = derive::estimate_figures(run, instructions);
  const auto add = [&](const char* id, const std::variant<MetricSummary, Absent>& figure) {
    if (const auto* summary = std::get_if<MetricSummary>(&figure)) {
      report.metrics.insert_or_assign(id, *summary);
    }
  };
  add("cycles", figures.cycles);
  add("cpi", figures.cpi);
  add("ipc", figures.ipc);
  if (const auto* absent = std::get_if<Absent>(&figures.ipc)) {
    report.metrics.emplace("ipc", *absent);
  }
}

}  // namespace hone::analyze

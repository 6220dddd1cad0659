// Optional values are always written, as null when absent, so that a reader needs no
// second case for a missing key. Only what would say nothing on every metric and every sample is
// left out: `event_note`, `quantity`, `not_requested`, `exit`, and a sample's `provenance` and
// `cpu`. An
// absence that has a reason is an object with `unavailable`. A checksum is text: as a number it
// would lose bits in most readers.
#include "reports/json/report_json.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/json/heap_fields.hpp"
#include "reports/json/report_fields.hpp"
#include "reports/json/text_or_null.hpp"

namespace hone::reports {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value, std::string_view field) {
  if (!std::isfinite(value)) {
    throw std::logic_error(fmt::format("report: {} is not a finite number", field));
  }
  return value;
}

Json number(const std::optional<double>& value, std::string_view field) {
  return value ? number(*value, field) : Json(nullptr);
}

Json interval(const std::optional<Interval>& value, std::string_view field) {
  if (!value) return nullptr;
  return Json::array({number(value->lo, field), number(value->hi, field)});
}

Json unavailable(const std::string& reason) { return Json{{"unavailable", reason}}; }

Json unavailable(const Absent& absent) {
  Json object = unavailable(absent.reason);
  if (!absent.not_requested.empty()) object["not_requested"] = absent.not_requested;
  return object;
}

Json text(const TextOrAbsent& value) {
  if (const Absent* absent = std::get_if<Absent>(&value)) return unavailable(*absent);
  return std::get<std::string>(value);
}

Json number(const NumberOrAbsent& value, std::string_view field) {
  if (const Absent* absent = std::get_if<Absent>(&value)) return unavailable(*absent);
  return number(std::get<double>(value), field);
}

template <class Items, class Convert>
Json array_of(const Items& items, Convert convert) {
  Json array = Json::array();
  for (const auto& item : items) array.push_back(convert(item));
  return array;
}

Json json(const Cache& cache) {
  return {{"level", cache.level},
          {"type", cache.type},
          {"size_bytes", cache.size_bytes},
          {"line_bytes", cache.line_bytes},
          {"ways", cache.ways > 0 ? Json(cache.ways) : Json(nullptr)},
          {"shared_by", cache.shared_by}};
}

Json json(const Cpu& cpu) {
  return {{"vendor", cpu.vendor},
          {"model", cpu.model},
          {"cores", cpu.cores},
          {"caches", array_of(cpu.caches, [](const Cache& cache) { return json(cache); })},
          {"features", cpu.features}};
}

Json json(const Warning& warning) {
  return {{"kind", warning.kind}, {"text", warning.text}, {"remedy", text_or_null(warning.remedy)}};
}

Json json(const std::vector<ExternalTool>& tools) {
  Json object = Json::object();
  for (const ExternalTool& tool : tools) {
    object[tool.name] =
        tool.version.empty() ? unavailable(tool.unavailable) : Json{{"version", tool.version}};
  }
  return object;
}

Json json(const std::optional<SimulatedProcessor>& processor) {
  if (!processor) return nullptr;
  return {{"valgrind", text_or_null(processor->valgrind)},
          {"glibc", text_or_null(processor->glibc)},
          {"features", processor->features},
          {"lacks", processor->lacks},
          {"tunables", text_or_null(processor->tunables)},
          {"other_functions", processor->other_functions}};
}

Json json(const std::optional<SimulatedCounts>& counts) {
  if (!counts) return nullptr;
  return {{"target", text_or_null(counts->target)},
          {"timed_target", text_or_null(counts->timed_target)},
          {"other_code", text_or_null(counts->other_code)},
          {"runs", counts->runs}};
}

Json json(const Environment& environment) {
  return {{"host", environment.host},
          {"os", environment.os},
          {"kernel", environment.kernel},
          {"virtualization", text_or_null(environment.virtualization)},
          {"cpu", json(environment.cpu)},
          {"memory_bytes", environment.memory_bytes},
          {"governor", text(environment.governor)},
          {"turbo", text(environment.turbo)},
          {"smt", environment.cpu.smt},
          {"aslr", text(environment.aslr)},
          {"thp", text(environment.thp)},
          {"load", number(environment.load, "environment.load")},
          {"steal", number(environment.steal, "environment.steal")},
          {"pmu", {{"available", environment.pmu_available}, {"reason", environment.pmu_reason}}},
          {"tools", json(environment.tools)},
          {"warnings",
           array_of(environment.warnings, [](const Warning& warning) { return json(warning); })},
          {"simulated", json(environment.simulated)}};
}

Json json(const PlanSummary& plan) {
  return {{"seed", plan.seed},
          {"alpha", number(plan.alpha, "plan.alpha")},
          {"margin", number(plan.margin, "plan.margin")},
          {"budget_s", number(plan.budget_seconds, "plan.budget_s")},
          {"until_decided", plan.until_decided},
          {"estimand", to_string(plan.estimand)},
          {"metric", plan.metrics.empty() ? Json(nullptr) : Json(plan.metrics.front())},
          {"metrics", plan.metrics},
          {"collectors", plan.collectors},
          {"pay_off", plan.pay_off}};
}

Json json(const std::vector<ParameterAssignment>& parameters) {
  Json object = Json::object();
  for (const auto& [name, value] : parameters) {
    object[name] = std::visit([](const auto& held) { return Json(held); }, value);
  }
  return object;
}

// The environment as execve takes it: a name may appear twice.
Json json(const Launch& launch) {
  const auto assignment = [](const auto& variable) {
    return Json(fmt::format("{}={}", variable.first, variable.second));
  };
  return {{"argv", launch.argv},
          {"env", array_of(launch.env, assignment)},
          {"cwd", text_or_null(launch.cwd)}};
}

// Only the hooks that there are.
Json json(const Hooks& hooks) {
  Json object = Json::object();
  if (hooks.setup) object["setup"] = json(*hooks.setup);
  if (hooks.prepare) object["prepare"] = json(*hooks.prepare);
  if (hooks.conclude) object["conclude"] = json(*hooks.conclude);
  if (hooks.cleanup) object["cleanup"] = json(*hooks.cleanup);
  return object;
}

Json json(const Quantile& quantile, const std::string& field) {
  return {{"value", number(quantile.value, field)},
          {"interval", interval(quantile.interval, field)}};
}

Json json(const std::vector<Quantile>& quantiles, const std::string& id) {
  if (quantiles.empty()) return nullptr;
  Json object = Json::object();
  for (const auto& [key, probability] : quantile_keys) {
    Json& member = object[std::string{key}] = nullptr;
    for (const Quantile& quantile : quantiles) {
      if (quantile.probability != probability) continue;
      member = json(quantile, fmt::format("{}.quantiles.{}", id, key));
    }
  }
  return object;
}

Json json(const MetricReading& reading, const std::string& id) {
  if (const Absent* absent = std::get_if<Absent>(&reading)) return unavailable(*absent);
  const MetricSummary& summary = std::get<MetricSummary>(reading);
  Json object{{"unit", unit_symbol(summary.unit)},
              {"provenance", to_string(summary.provenance)},
              {"value", number(summary.value, id)},
              {"interval", interval(summary.interval, id + ".interval")},
              {"spread", number(summary.spread, id + ".spread")},
              {"samples", summary.samples},
              {"multiplexed", number(summary.multiplexed, id + ".multiplexed")},
              {"event", text_or_null(summary.event)},
              {"quantiles", json(summary.quantiles, id)}};
  for (const auto& [name, unit] : quantity_names) {
    if (unit == summary.unit && unit != assumed_quantity(id)) object["quantity"] = name;
  }
  if (!summary.event_note.empty()) object["event_note"] = summary.event_note;
  return object;
}

Json json(const RunEnd& end) {
  if (end.signal != 0) return {{"signal", end.signal}};
  return {{"code", end.code}};
}

// `metrics`: the variant's, which say how the values were got.
Json json(const Sample& sample, const ByMetric<MetricReading>& metrics) {
  Json values = Json::object();
  Json provenance = Json::object();
  for (const auto& [id, value] : sample.values) {
    values[id] = number(value.number, fmt::format("sample {}", id));
    if (value.provenance != sample_provenance(metrics, id)) {
      provenance[id] = to_string(value.provenance);
    }
  }
  Json object{{"unit", sample.unit}, {"order", sample.order}, {"values", std::move(values)}};
  if (!provenance.empty()) object["provenance"] = std::move(provenance);
  if (sample.end) object["exit"] = json(*sample.end);
  if (sample.cpu) object["cpu"] = *sample.cpu;
  return object;
}

Json json(const std::optional<Failure>& failure) {
  if (!failure) return nullptr;
  return {{"kind", to_string(failure->kind)},
          {"text", failure->text},
          {"output", text_or_null(failure->output)}};
}

Json json(const FunctionCost& function) {
  return {{"name", function.name},
          {"object", text_or_null(function.object)},
          {"calls", number(function.calls, "function.calls")},
          {"instructions", number(function.instructions, "function.instructions")},
          {"l1d_misses", number(function.l1d_misses, "function.l1d_misses")},
          {"llc_misses", number(function.llc_misses, "function.llc_misses")},
          {"branch_misses", number(function.branch_misses, "function.branch_misses")}};
}

Json json(const FunctionChange& change) {
  return {{"name", change.name},
          {"kind", to_string(change.kind)},
          {"instructions", number(change.instructions, "function_change.instructions")},
          {"calls", number(change.calls, "function_change.calls")},
          {"short_name", text_or_null(change.short_name)},
          {"share", number(change.share, "function_change.share")}};
}

Json json(const std::optional<InstructionChange>& change) {
  if (!change) return nullptr;
  return {{"before", number(change->before, "instruction_change.before")},
          {"after", number(change->after, "instruction_change.after")},
          {"notable", change->is_notable}};
}

Json json(const std::optional<UnreadOutput>& output) {
  if (!output) return nullptr;
  return {{"to_null", output->to_null}, {"to_pipe", output->to_pipe}};
}

Json json(const MetricChange& change, const std::string& id) {
  return {{"kind", to_string(change.kind)},
          {"difference", number(change.difference, id + ".difference")},
          {"ratio", number(change.ratio, id + ".ratio")}};
}

Json json(const std::optional<MemoryChange>& change) {
  if (!change) return nullptr;
  return {{"metric", change->metric},
          {"ratio", number(change->ratio, "memory_change.ratio")},
          {"notable", change->is_notable}};
}

Json json(const VariantReport& variant) {
  Json metrics = Json::object();
  for (const auto& [id, reading] : variant.metrics) metrics[id] = json(reading, id);
  Json changes = Json::object();
  for (const auto& [id, change] : variant.changes) changes[id] = json(change, id);
  const auto sample = [&](const Sample& one) { return json(one, variant.metrics); };
  return {{"name", variant.name},
          {"summary", text_or_null(variant.summary)},
          {"is_baseline", variant.is_baseline},
          {"launch", json(variant.launch)},
          {"hooks", json(variant.hooks)},
          {"checksum",
           variant.checksum ? Json(fmt::format("{:016x}", *variant.checksum)) : Json(nullptr)},
          {"metrics", std::move(metrics)},
          {"samples", array_of(variant.samples, sample)},
          {"functions", array_of(variant.functions, [](const FunctionCost& f) { return json(f); })},
          {"function_changes",
           array_of(variant.function_changes, [](const FunctionChange& c) { return json(c); })},
          {"instruction_change", json(variant.instruction_change)},
          {"unsplit", text_or_null(variant.unsplit)},
          {"heap", variant.heap ? heap_json(*variant.heap) : Json(nullptr)},
          {"heap_changes", variant.heap_changes ? heap_json(*variant.heap_changes) : Json(nullptr)},
          {"failure", json(variant.failure)},
          {"left_behind", variant.left_behind},
          {"unread_output", json(variant.unread_output)},
          {"simulated", json(variant.simulated)},
          {"changes", std::move(changes)},
          {"memory_change", json(variant.memory)},
          {"cpus_used", number(variant.cpus_used, "cpus_used")}};
}

Json json(const LogShare& share, std::string_view field) {
  return {{"log_ratio", number(share.log_ratio, field)},
          {"interval", interval(share.interval, field)},
          {"effect", to_string(share.effect)}};
}

Json json(const TimeSplit& split) {
  return {{"baseline", split.baseline},
          {"variant", split.variant},
          {"provenance", to_string(split.provenance)},
          {"time", json(split.time, "split.time")},
          {"instructions", json(split.instructions, "split.instructions")},
          {"cpi", json(split.cpi, "split.cpi")},
          {"clock", json(split.clock, "split.clock")}};
}

Json json(const CountPair& counts) {
  return {{"baseline", number(counts.baseline, "comparison.counts")},
          {"variant", number(counts.variant, "comparison.counts")}};
}

Json json(const std::optional<Gain>& gain) {
  if (!gain) return nullptr;
  return {{"factor", number(gain->factor, "gain.factor")},
          {"interval", interval(gain->interval, "gain.interval")}};
}

Json json(const std::optional<ScanReading>& reading, std::string_view field) {
  if (!reading) return nullptr;
  return {{"log_ratio", number(reading->log_ratio, field)},
          {"interval", interval(reading->interval, field)},
          {"alpha", number(reading->alpha, field)}};
}

Json json(const std::optional<OtherFigure>& other) {
  if (!other) return nullptr;
  return {{"ratio", number(other->ratio, "comparison.other")},
          {"interval", interval(other->interval, "comparison.other")},
          {"verdict", to_string(other->verdict)},
          {"declared", to_string(other->declared)}};
}

Json json(const Comparison& comparison) {
  const auto log_ratio = [](double value) { return number(value, "comparison.log_ratios"); };
  return {{"baseline", comparison.baseline},
          {"variant", comparison.variant},
          {"metric", comparison.metric},
          {"better", to_string(comparison.better)},
          {"ratio", number(comparison.ratio, "comparison.ratio")},
          {"interval", interval(comparison.interval, "comparison.interval")},
          {"verdict", to_string(comparison.verdict)},
          {"pairs", comparison.pairs},
          {"looks", comparison.looks},
          {"stopped", to_string(comparison.stopped)},
          {"margin", number(comparison.margin, "comparison.margin")},
          {"alpha", number(comparison.alpha, "comparison.alpha")},
          {"resolution", number(comparison.resolution, "comparison.resolution")},
          {"log_ratios", array_of(comparison.log_ratios, log_ratio)},
          {"counts", comparison.counts ? json(*comparison.counts) : Json(nullptr)},
          {"scan", json(comparison.scan, "comparison.scan")},
          {"gain", json(comparison.gain)},
          {"estimand", to_string(comparison.estimand)},
          {"other", json(comparison.other)}};
}

Json json(const Finding& finding) {
  return {{"rule", finding.rule},
          {"text", finding.text},
          {"evidence", finding.evidence},
          {"confidence", to_string(finding.confidence)},
          {"technique", text_or_null(finding.technique)},
          {"failure", finding.is_failure}};
}

Json json(const Work& work) {
  return {{"iteration", text_or_null(work.iteration)},
          {"operation", text_or_null(work.operation)},
          {"operations", number(work.operations, "work.operations")}};
}

Json json(const VerdictMetric& metric) {
  return {{"id", metric.id}, {"better", to_string(metric.better)}};
}

Json json(const Expectation& expected) {
  return {{"variant", expected.variant},
          {"metric", expected.metric},
          {"trend", to_string(expected.trend)},
          {"factor", number(expected.factor, "expectation.factor")},
          {"because", expected.because}};
}

Json json(const std::optional<SpeedRange>& speed) {
  if (!speed) return nullptr;
  return {{"p10", number(speed->slow, "core_speed.p10")},
          {"p90", number(speed->fast, "core_speed.p90")}};
}

Json json(const std::optional<Placement>& placement) {
  if (!placement) return nullptr;
  return {{"one_cpu", placement->is_one_cpu},
          {"cpus", placement->cpus},
          {"other_kind", placement->other_kind},
          {"reason", text_or_null(placement->reason)}};
}

Json json(const DroppedUnits& dropped) {
  return {{"dropped", {{"slow_core", dropped.slow_core}, {"steal", dropped.steal}}}};
}

Json json(const SubjectReport& subject) {
  return {
      {"id", subject.id},
      {"kind", to_string(subject.kind)},
      {"family", text_or_null(subject.family)},
      {"technique", text_or_null(subject.technique)},
      {"summary", text_or_null(subject.summary)},
      {"parameters", json(subject.parameters)},
      {"work", json(subject.work)},
      {"metric", subject.metrics.at(0).id},
      {"verdict_metrics",
       array_of(subject.metrics, [](const VerdictMetric& metric) { return json(metric); })},
      {"iterations_per_block", subject.iterations_per_block},
      {"units", json(subject.dropped)},
      {"variants",
       array_of(subject.variants, [](const VariantReport& variant) { return json(variant); })},
      {"comparisons", array_of(subject.comparisons, [](const Comparison& c) { return json(c); })},
      {"splits", array_of(subject.splits, [](const TimeSplit& split) { return json(split); })},
      {"findings",
       array_of(subject.findings, [](const Finding& finding) { return json(finding); })},
      {"scan_points", subject.scan_points},
      {"expectations",
       array_of(subject.expectations, [](const Expectation& expected) { return json(expected); })},
      {"core_speed", json(subject.core_speed)},
      {"placement", json(subject.placement)}};
}

Json json(const Crossing& crossing) {
  return {{"value", number(crossing.value, "crossing.value")},
          {"interval", interval(crossing.between, "crossing.interval")},
          {"gain", crossing.begins ? "begins" : "ends"}};
}

Json json(const ScanPoint& point) {
  std::optional<double> ratio;
  std::optional<Interval> bounds;
  if (point.reading) {
    ratio = std::exp(point.reading->log_ratio);
    if (const std::optional<Interval>& log_ratio = point.reading->interval) {
      bounds = Interval{std::exp(log_ratio->lo), std::exp(log_ratio->hi)};
    }
  }
  return {{"value", number(point.value, "point.value")},
          {"ratio", number(ratio, "point.ratio")},
          {"interval", interval(bounds, "point.interval")},
          {"state", to_string(point.state)},
          {"reading", json(point.reading, "point.reading")},
          {"counted", point.counted ? Json(to_string(*point.counted)) : Json(nullptr)}};
}

// The one crossing stands beside the kind, too.
Json json(const Crossover& crossover) {
  const ScanAnswer& answer = crossover.answer;
  const Crossing* only = answer.crossings.size() == 1 ? &answer.crossings.front() : nullptr;
  return {
      {"subject", crossover.subject},
      {"parameters", json(crossover.fixed)},
      {"parameter", crossover.parameter},
      {"baseline", crossover.baseline},
      {"variant", crossover.variant},
      {"metric", crossover.metric},
      {"alpha", number(crossover.alpha, "crossover.alpha")},
      {"exact", crossover.is_exact},
      {"kind", to_string(answer.kind)},
      {"reason", text_or_null(answer.reason)},
      {"value", only == nullptr ? Json(nullptr) : number(only->value, "crossover.value")},
      {"interval", only == nullptr ? Json(nullptr) : interval(only->between, "crossover.interval")},
      {"crossings", array_of(answer.crossings, [](const Crossing& c) { return json(c); })},
      {"points", array_of(answer.points, [](const ScanPoint& point) { return json(point); })}};
}

Json json(const Report& report) {
  return {{"schema", report_schema},
          {"tool",
           {{"name", report.tool.name},
            {"version", report.tool.version},
            {"revision", text_or_null(report.tool.revision)}}},
          {"created", report.created},
          {"interrupted", report.interrupted},
          {"environment", json(report.environment)},
          {"plan", json(report.plan)},
          {"subjects",
           array_of(report.subjects, [](const SubjectReport& subject) { return json(subject); })},
          {"crossovers", array_of(report.crossovers, [](const Crossover& c) { return json(c); })}};
}

std::string on_one_line(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A member a line, except that what fits in `line_limit`, and every array of numbers,
// stays on one: a sample is a line, and the file a tenth as long as fully expanded.
constexpr std::size_t line_limit = 200;

void append_layout(const Json& value, std::size_t indent, std::string& out) {
  const auto is_number = [](const Json& item) { return item.is_number(); };
  std::string line = on_one_line(value);
  const bool is_leaf = !value.is_structured() || value.empty() ||
                       (value.is_array() && std::all_of(value.begin(), value.end(), is_number));
  if (is_leaf || indent + line.size() <= line_limit) {
    out += line;
    return;
  }
  out += value.is_object() ? '{' : '[';
  std::string_view separator = "\n";
  for (const auto& [key, item] : value.items()) {
    out += separator;
    out.append(indent + 1, ' ');
    if (value.is_object()) out += on_one_line(Json(key)) + ": ";
    append_layout(item, indent + 1, out);
    separator = ",\n";
  }
  out += '\n';
  out.append(indent, ' ');
  out += value.is_object() ? '}' : ']';
}

}  // namespace

std::string render_json(const Report& report) {
  std::string out;
  append_layout(json(report), 0, out);
  out += '\n';
  return out;
}

}  // namespace hone::reports

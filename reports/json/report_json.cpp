// Optional values are always written, as null when absent, so that a reader needs no
// second case for a missing key. Only what would say nothing on every metric and every sample is
// left out: `event_note`, `quantity`, `not_requested`, `exit`, and a sample's `provenance` and
// `cpu`. An
// absence that has a reason is an object with `unavailable`. A checksum is text: as a number it
// would lose bits in most readers.
#include "reports/json/report_json.hpp"

#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "reports/json/heap_fields.hpp"
#include "reports/json/input_fields.hpp"
#include "reports/json/json_writer.hpp"
#include "reports/json/report_fields.hpp"

namespace hone::reports {

namespace {

// Writes each part of a report as a value, by what it is.
class ReportWriter {
 public:
  // The text of one value, on one line.
  template <class T>
  static std::string compact(const T& value) {
    ReportWriter writer;
    writer.write(value);
    return std::move(writer.out_).text();
  }

 private:
  // Writes an object, which write() puts the members of, or null.
  template <class T>
  void write_or_null(const std::optional<T>& value) {
    if (!value) return out_.null();
    write(*value);
  }

  template <class T>
  void write_all(std::string_view key, const std::vector<T>& items) {
    out_.key(key);
    out_.list_of(items, [this](const T& item) { write(item); });
  }

  template <class Number>
  void write_numbers(std::string_view key, const std::vector<Number>& numbers) {
    out_.key(key);
    out_.list_of(numbers, [this](Number number) { out_.value(number); });
  }

  void write(const Interval& interval) {
    out_.list([&] {
      out_.value(interval.lo);
      out_.value(interval.hi);
    });
  }

  void write_interval(const std::optional<Interval>& interval) {
    out_.key("interval");
    write_or_null(interval);
  }

  void write(const Absent& absent) {
    out_.object([&] {
      out_.member("unavailable", absent.reason);
      if (!absent.not_requested.empty()) out_.member("not_requested", absent.not_requested);
    });
  }

  // A text or a number, or why there is none.
  template <class T>
  void write_reading(std::string_view key, const std::variant<T, Absent>& reading) {
    out_.key(key);
    if (const Absent* absent = std::get_if<Absent>(&reading)) return write(*absent);
    out_.value(std::get<T>(reading));
  }

  void write(const Cache& cache) {
    out_.object([&] {
      out_.member("level", cache.level);
      out_.member("type", cache.type);
      out_.member("size_bytes", cache.size_bytes);
      out_.member("line_bytes", cache.line_bytes);
      out_.member("ways", cache.ways > 0 ? std::optional(cache.ways) : std::nullopt);
      out_.member("shared_by", cache.shared_by);
    });
  }

  void write(const Cpu& cpu) {
    out_.object([&] {
      out_.member("vendor", cpu.vendor);
      out_.member("model", cpu.model);
      out_.member("cores", cpu.cores);
      write_all("caches", cpu.caches);
      out_.member("features", cpu.features);
    });
  }

  void write(const Warning& warning) {
    out_.object([&] {
      out_.member("kind", warning.kind);
      out_.member("text", warning.text);
      out_.text_or_null("remedy", warning.remedy);
    });
  }

  void write(const ExternalTool& tool) {
    out_.object([&] {
      if (tool.version.empty()) return out_.member("unavailable", tool.unavailable);
      out_.member("version", tool.version);
    });
  }

  void write(const SimulatedProcessor& processor) {
    out_.object([&] {
      out_.text_or_null("valgrind", processor.valgrind);
      out_.text_or_null("glibc", processor.glibc);
      out_.member("features", processor.features);
      out_.member("lacks", processor.lacks);
      out_.text_or_null("tunables", processor.tunables);
      out_.member("other_functions", processor.other_functions);
    });
  }

  void write(const Environment& environment) {
    out_.object([&] {
      out_.member("host", environment.host);
      out_.member("os", environment.os);
      out_.member("kernel", environment.kernel);
      out_.text_or_null("virtualization", environment.virtualization);
      out_.key("cpu");
      write(environment.cpu);
      out_.member("memory_bytes", environment.memory_bytes);
      write_reading("governor", environment.governor);
      write_reading("turbo", environment.turbo);
      out_.member("smt", environment.cpu.smt);
      write_reading("aslr", environment.aslr);
      write_reading("thp", environment.thp);
      write_reading("load", environment.load);
      write_reading("steal", environment.steal);
      out_.key("pmu");
      out_.object([&] {
        out_.member("available", environment.pmu_available);
        out_.member("reason", environment.pmu_reason);
      });
      out_.key("tools");
      out_.object([&] {
        for (const ExternalTool& tool : environment.tools) {
          out_.key(tool.name);
          write(tool);
        }
      });
      write_all("warnings", environment.warnings);
      write_optional("simulated", environment.simulated);
    });
  }

  void write(const PlanSummary& plan) {
    out_.object([&] {
      out_.member("seed", plan.seed);
      out_.member("alpha", plan.alpha);
      out_.member("margin", plan.margin);
      out_.member("budget_s", plan.budget_seconds);
      out_.member("runs", plan.runs);
      out_.member("until_decided", plan.until_decided);
      out_.member("estimand", to_string(plan.estimand));
      out_.member("metric",
                  plan.metrics.empty() ? std::nullopt : std::optional(plan.metrics.front()));
      out_.member("metrics", plan.metrics);
      out_.member("collectors", plan.collectors);
      out_.member("pay_off", plan.pay_off);
      write_input(out_, plan.input);
    });
  }

  void write_parameters(const std::vector<ParameterAssignment>& parameters) {
    out_.key("parameters");
    out_.object([&] {
      for (const auto& [name, value] : parameters) {
        out_.key(name);
        std::visit([&](const auto& held) { out_.value(held); }, value);
      }
    });
  }

  // The environment as execve takes it: a name may appear twice.
  void write(const Launch& launch) {
    out_.object([&] {
      out_.member("argv", launch.argv);
      out_.key("env");
      out_.list_of(launch.env, [this](const auto& variable) {
        out_.value(fmt::format("{}={}", variable.first, variable.second));
      });
      out_.text_or_null("cwd", launch.cwd);
    });
  }

  // Only the hooks that there are.
  void write(const Hooks& hooks) {
    const auto hook = [&](std::string_view key, const std::optional<Launch>& launch) {
      if (!launch) return;
      out_.key(key);
      write(*launch);
    };
    out_.object([&] {
      hook("setup", hooks.setup);
      hook("prepare", hooks.prepare);
      hook("conclude", hooks.conclude);
      hook("cleanup", hooks.cleanup);
    });
  }

  void write(const Quantile& quantile) {
    out_.object([&] {
      out_.member("value", quantile.value);
      write_interval(quantile.interval);
    });
  }

  void write(const std::vector<Quantile>& quantiles) {
    if (quantiles.empty()) return out_.null();
    out_.object([&] {
      for (const auto& [key, probability] : quantile_keys) {
        const Quantile* found = nullptr;
        for (const Quantile& quantile : quantiles) {
          if (quantile.probability == probability) found = &quantile;
        }
        out_.key(key);
        if (found == nullptr) {
          out_.null();
        } else {
          write(*found);
        }
      }
    });
  }

  void write(const MetricSummary& summary, std::string_view id) {
    out_.object([&] {
      out_.member("unit", unit_symbol(summary.unit));
      out_.member("provenance", to_string(summary.provenance));
      out_.member("value", summary.value);
      write_interval(summary.interval);
      out_.member("spread", summary.spread);
      out_.member("samples", summary.samples);
      out_.member("multiplexed", summary.multiplexed);
      out_.text_or_null("event", summary.event);
      out_.key("quantiles");
      write(summary.quantiles);
      for (const auto& [name, unit] : quantity_names) {
        if (unit == summary.unit && unit != assumed_quantity(id)) out_.member("quantity", name);
      }
      if (!summary.event_note.empty()) out_.member("event_note", summary.event_note);
    });
  }

  void write_metrics(const ByMetric<MetricReading>& metrics) {
    out_.key("metrics");
    out_.object([&] {
      for (const auto& [id, reading] : metrics) {
        out_.key(id);
        if (const Absent* absent = std::get_if<Absent>(&reading)) {
          write(*absent);
        } else {
          write(std::get<MetricSummary>(reading), id);
        }
      }
    });
  }

  void write(const RunEnd& end) {
    out_.object([&] {
      if (end.signal != 0) return out_.member("signal", end.signal);
      out_.member("code", end.code);
    });
  }

  // `metrics`: the variant's, which say how the values were got.
  void write(const Sample& sample, const ByMetric<MetricReading>& metrics) {
    out_.object([&] {
      out_.member("unit", sample.unit);
      out_.member("order", sample.order);
      bool is_of_its_own = false;
      out_.key("values");
      out_.object([&] {
        for (const auto& [id, value] : sample.values) {
          out_.member(id, value.number);
          is_of_its_own = is_of_its_own || value.provenance != sample_provenance(metrics, id);
        }
      });
      if (is_of_its_own) {
        out_.key("provenance");
        out_.object([&] {
          for (const auto& [id, value] : sample.values) {
            if (value.provenance == sample_provenance(metrics, id)) continue;
            out_.member(id, to_string(value.provenance));
          }
        });
      }
      if (sample.cpu) out_.member("cpu", *sample.cpu);
      if (!sample.end) return;
      out_.key("exit");
      write(*sample.end);
    });
  }

  void write(const Failure& failure) {
    out_.object([&] {
      out_.member("kind", to_string(failure.kind));
      out_.member("text", failure.text);
      out_.text_or_null("output", failure.output);
    });
  }

  void write(const FunctionCost& function) {
    out_.object([&] {
      out_.member("name", function.name);
      out_.text_or_null("object", function.object);
      out_.member("calls", function.calls);
      out_.member("instructions", function.instructions);
      out_.member("l1d_misses", function.l1d_misses);
      out_.member("llc_misses", function.llc_misses);
      out_.member("branch_misses", function.branch_misses);
    });
  }

  void write(const FunctionChange& change) {
    out_.object([&] {
      out_.member("name", change.name);
      out_.member("kind", to_string(change.kind));
      out_.member("instructions", change.instructions);
      out_.member("calls", change.calls);
      out_.text_or_null("short_name", change.short_name);
      out_.member("share", change.share);
    });
  }

  void write(const InstructionChange& change) {
    out_.object([&] {
      out_.member("before", change.before);
      out_.member("after", change.after);
      out_.member("notable", change.is_notable);
    });
  }

  void write(const UnreadOutput& output) {
    out_.object([&] {
      out_.member("to_null", output.to_null);
      out_.member("to_pipe", output.to_pipe);
    });
  }

  void write(const SimulatedCounts& counts) {
    out_.object([&] {
      out_.text_or_null("target", counts.target);
      out_.text_or_null("timed_target", counts.timed_target);
      out_.text_or_null("other_code", counts.other_code);
      out_.member("runs", counts.runs);
      write_optional("start_up", counts.start_up);
    });
  }

  void write(const StartUp& start_up) {
    out_.object([&] {
      out_.member("in_main", start_up.in_main);
      out_.member("outside", start_up.outside);
    });
  }

  void write(const MetricChange& change) {
    out_.object([&] {
      out_.member("kind", to_string(change.kind));
      out_.member("difference", change.difference);
      out_.member("ratio", change.ratio);
    });
  }

  void write(const MemoryChange& change) {
    out_.object([&] {
      out_.member("metric", change.metric);
      out_.member("ratio", change.ratio);
      out_.member("notable", change.is_notable);
    });
  }

  template <class T>
  void write_optional(std::string_view key, const std::optional<T>& value) {
    out_.key(key);
    write_or_null(value);
  }

  void write(const VariantReport& variant) {
    out_.object([&] {
      out_.member("name", variant.name);
      out_.text_or_null("summary", variant.summary);
      out_.member("is_baseline", variant.is_baseline);
      out_.key("launch");
      write(variant.launch);
      out_.key("hooks");
      write(variant.hooks);
      if (!variant.parameters.empty()) write_parameters(variant.parameters);
      out_.member("checksum", variant.checksum
                                  ? std::optional(fmt::format("{:016x}", *variant.checksum))
                                  : std::nullopt);
      write_metrics(variant.metrics);
      out_.key("samples");
      out_.list_of(variant.samples, [&](const Sample& sample) { write(sample, variant.metrics); });
      write_all("functions", variant.functions);
      write_all("function_changes", variant.function_changes);
      write_optional("instruction_change", variant.instruction_change);
      out_.text_or_null("unsplit", variant.unsplit);
      write_optional("heap", variant.heap);
      write_optional("heap_changes", variant.heap_changes);
      write_optional("failure", variant.failure);
      out_.member("left_behind", variant.left_behind);
      write_optional("unread_output", variant.unread_output);
      write_optional("simulated", variant.simulated);
      out_.key("changes");
      out_.object([&] {
        for (const auto& [id, change] : variant.changes) {
          out_.key(id);
          write(change);
        }
      });
      write_optional("memory_change", variant.memory);
      out_.member("cpus_used", variant.cpus_used);
    });
  }

  void write(const LogShare& share) {
    out_.object([&] {
      out_.member("log_ratio", share.log_ratio);
      write_interval(share.interval);
      out_.member("effect", to_string(share.effect));
    });
  }

  void write(const TimeSplit& split) {
    const auto part = [&](std::string_view key, const LogShare& share) {
      out_.key(key);
      write(share);
    };
    out_.object([&] {
      out_.member("baseline", split.baseline);
      out_.member("variant", split.variant);
      out_.member("provenance", to_string(split.provenance));
      part("time", split.time);
      part("instructions", split.instructions);
      part("cpi", split.cpi);
      part("clock", split.clock);
    });
  }

  void write(const CountPair& counts) {
    out_.object([&] {
      out_.member("baseline", counts.baseline);
      out_.member("variant", counts.variant);
    });
  }

  void write(const Gain& gain) {
    out_.object([&] {
      out_.member("factor", gain.factor);
      write_interval(gain.interval);
    });
  }

  void write(const ScanReading& reading) {
    out_.object([&] {
      out_.member("log_ratio", reading.log_ratio);
      write_interval(reading.interval);
      out_.member("alpha", reading.alpha);
    });
  }

  void write(const OtherFigure& other) {
    out_.object([&] {
      out_.member("ratio", other.ratio);
      write_interval(other.interval);
      out_.member("verdict", to_string(other.verdict));
      out_.member("declared", to_string(other.declared));
    });
  }

  void write(const Detectable& detectable) {
    out_.object([&] {
      out_.member("ratio", detectable.ratio);
      out_.member("power", detectable.power);
    });
  }

  void write(const DetectableDifference& detectable) {
    out_.object([&] {
      out_.member("difference", detectable.difference);
      out_.member("power", detectable.power);
    });
  }

  void write(const ToDecide& wanted) {
    out_.object([&] {
      out_.member("verdict", to_string(wanted.verdict));
      out_.member("power", wanted.power);
      out_.member("pairs", wanted.pairs);
      out_.member("seconds", wanted.seconds);
      out_.member("feasible", wanted.is_feasible);
    });
  }

  // A part of a prospect, or why there is none.
  template <class... T>
  void write_part(std::string_view key, const std::variant<T...>* part) {
    out_.key(key);
    if (part == nullptr) return out_.null();
    std::visit([this](const auto& held) { this->write(held); }, *part);
  }

  void write(const OtherDifference& other) {
    out_.object([&] {
      out_.member("estimate", other.estimate);
      write_interval(other.interval);
      out_.member("verdict", to_string(other.verdict));
      out_.member("declared", to_string(other.declared));
    });
  }

  void write(const Difference& difference) {
    out_.object([&] {
      out_.member("estimate", difference.estimate);
      write_interval(difference.interval);
      out_.member("margin", difference.margin);
      out_.member("resolution", difference.resolution);
      write_numbers("pairs", difference.pairs);
      write_optional("other", difference.other);
    });
  }

  void write(const Comparison& comparison) {
    out_.object([&] {
      out_.member("baseline", comparison.baseline);
      out_.member("variant", comparison.variant);
      out_.member("metric", comparison.metric);
      out_.member("better", to_string(comparison.better));
      out_.member("ratio", comparison.ratio);
      write_interval(comparison.interval);
      out_.member("verdict", to_string(comparison.verdict));
      out_.member("pairs", comparison.pairs);
      out_.member("looks", comparison.looks);
      out_.member("stopped", to_string(comparison.stopped));
      out_.member("margin", comparison.margin);
      out_.member("alpha", comparison.alpha);
      out_.member("resolution", comparison.resolution);
      write_numbers("log_ratios", comparison.log_ratios);
      write_optional("counts", comparison.counts);
      write_optional("scan", comparison.scan);
      write_optional("gain", comparison.gain);
      out_.member("estimand", to_string(comparison.estimand));
      write_optional("other", comparison.other);
      const Prospect* prospect = comparison.prospect ? &*comparison.prospect : nullptr;
      write_part("detectable", prospect != nullptr ? &prospect->detectable : nullptr);
      write_part("to_decide", prospect != nullptr ? &prospect->to_decide : nullptr);
      out_.member("scale", to_string(scale_of(comparison)));
      write_optional("difference", comparison.difference);
    });
  }

  void write(const Finding& finding) {
    out_.object([&] {
      out_.member("rule", finding.rule);
      out_.member("text", finding.text);
      out_.member("evidence", finding.evidence);
      out_.member("confidence", to_string(finding.confidence));
      out_.text_or_null("technique", finding.technique);
      out_.member("failure", finding.is_failure);
    });
  }

  void write(const Work& work) {
    out_.object([&] {
      out_.text_or_null("iteration", work.iteration);
      out_.text_or_null("operation", work.operation);
      out_.member("operations", work.operations);
    });
  }

  void write(const VerdictMetric& metric) {
    out_.object([&] {
      out_.member("id", metric.id);
      out_.member("better", to_string(metric.better));
      out_.member("scale", to_string(metric.scale));
    });
  }

  void write(const Expectation& expected) {
    out_.object([&] {
      out_.member("variant", expected.variant);
      out_.member("metric", expected.metric);
      out_.member("trend", to_string(expected.trend));
      out_.member("factor", expected.factor);
      out_.member("because", expected.because);
    });
  }

  void write(const Footprint& footprint) {
    const bool is_known = footprint.place != Footprint::Place::unknown;
    out_.object([&] {
      out_.member("bytes", footprint.bytes);
      out_.member("place", to_string(footprint.place));
      out_.member("level", is_known ? std::optional(footprint.level) : std::nullopt);
      out_.member("cache_bytes", is_known ? std::optional(footprint.cache_bytes) : std::nullopt);
      out_.text_or_null("reason", footprint.reason);
    });
  }

  void write(const PayClaim& claim) {
    out_.object([&] {
      out_.member("variant", claim.variant);
      out_.member("metric", claim.metric);
      out_.member("says", to_string(claim.says));
      out_.text_or_null("text", claim.text);
    });
  }

  void write(const Crowding& crowding) {
    out_.object([&] {
      out_.member("threads", crowding.threads);
      out_.member("cpus", crowding.cpus);
      out_.member("busy", crowding.busy);
    });
  }

  void write(const SpeedRange& speed) {
    out_.object([&] {
      out_.member("p10", speed.slow);
      out_.member("p90", speed.fast);
    });
  }

  void write(const DroppedUnits& dropped) {
    out_.object([&] {
      out_.key("dropped");
      out_.object([&] {
        out_.member("slow_core", dropped.slow_core);
        out_.member("steal", dropped.steal);
      });
    });
  }

  void write(const Placement& placement) {
    out_.object([&] {
      out_.member("one_cpu", placement.is_one_cpu);
      write_numbers("cpus", placement.cpus);
      write_numbers("other_kind", placement.other_kind);
      out_.text_or_null("reason", placement.reason);
    });
  }

  void write(const SubjectReport& subject) {
    out_.object([&] {
      out_.member("id", subject.id);
      out_.member("kind", to_string(subject.kind));
      out_.text_or_null("family", subject.family);
      out_.text_or_null("technique", subject.technique);
      out_.text_or_null("summary", subject.summary);
      write_parameters(subject.parameters);
      out_.key("work");
      write(subject.work);
      out_.member("metric", subject.metrics.at(0).id);
      write_all("verdict_metrics", subject.metrics);
      out_.member("iterations_per_block", subject.iterations_per_block);
      out_.key("units");
      write(subject.dropped);
      write_all("variants", subject.variants);
      write_all("comparisons", subject.comparisons);
      write_all("splits", subject.splits);
      write_all("findings", subject.findings);
      out_.member("scan_points", subject.scan_points);
      write_all("expectations", subject.expectations);
      write_optional("core_speed", subject.core_speed);
      write_optional("placement", subject.placement);
      write_optional("footprint", subject.footprint);
      out_.text_or_null("chosen", subject.chosen);
      write_all("claims", subject.claims);
      write_optional("crowding", subject.crowding);
    });
  }

  void write(const Crossing& crossing) {
    out_.object([&] {
      out_.member("value", crossing.value);
      write_interval(crossing.between);
      out_.member("gain", crossing.begins ? "begins" : "ends");
    });
  }

  void write(const ScanPoint& point) {
    std::optional<double> ratio;
    std::optional<Interval> bounds;
    if (point.reading) {
      ratio = std::exp(point.reading->log_ratio);
      if (const std::optional<Interval>& log_ratio = point.reading->interval) {
        bounds = Interval{std::exp(log_ratio->lo), std::exp(log_ratio->hi)};
      }
    }
    out_.object([&] {
      out_.member("value", point.value);
      out_.member("ratio", ratio);
      write_interval(bounds);
      out_.member("state", to_string(point.state));
      write_optional("reading", point.reading);
      out_.member("counted",
                  point.counted ? std::optional(to_string(*point.counted)) : std::nullopt);
    });
  }

  // The one crossing stands beside the kind, too.
  void write(const Crossover& crossover) {
    const ScanAnswer& answer = crossover.answer;
    std::optional<Crossing> only;
    if (answer.crossings.size() == 1) only = answer.crossings.front();
    out_.object([&] {
      out_.member("subject", crossover.subject);
      write_parameters(crossover.fixed);
      out_.member("parameter", crossover.parameter);
      out_.member("baseline", crossover.baseline);
      out_.member("variant", crossover.variant);
      out_.member("metric", crossover.metric);
      out_.member("alpha", crossover.alpha);
      out_.member("exact", crossover.is_exact);
      out_.member("kind", to_string(answer.kind));
      out_.text_or_null("reason", answer.reason);
      out_.member("value", only ? std::optional(only->value) : std::nullopt);
      write_interval(only ? std::optional(only->between) : std::nullopt);
      write_all("crossings", answer.crossings);
      write_all("points", answer.points);
    });
  }

  void write(const Tool& tool) {
    out_.object([&] {
      out_.member("name", tool.name);
      out_.member("version", tool.version);
      out_.text_or_null("revision", tool.revision);
    });
  }

  void write(const Report& report) {
    out_.object([&] {
      out_.member("schema", report_schema);
      out_.key("tool");
      write(report.tool);
      out_.member("created", report.created);
      out_.member("interrupted", report.interrupted);
      out_.key("environment");
      write(report.environment);
      out_.key("plan");
      write(report.plan);
      write_all("subjects", report.subjects);
      write_all("crossovers", report.crossovers);
    });
  }

  void write(const HeapSummary& heap) { write_heap(out_, heap); }
  void write(const HeapDifference& difference) { write_heap(out_, difference); }

  JsonWriter out_;
};

}  // namespace

std::string render_json(const Report& report) {
  return lay_out_json(ReportWriter::compact(report)) + '\n';
}

std::string render_journal_head(Report report) {
  report.subjects.clear();
  report.crossovers.clear();
  return fmt::format("{{\"schema\":\"{}\",\"report\":{}}}\n", journal_schema,
                     ReportWriter::compact(report));
}

std::string render_journal_line(const SubjectReport& subject) {
  return ReportWriter::compact(subject) + '\n';
}

}  // namespace hone::reports

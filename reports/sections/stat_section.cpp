// A row a metric, in the order in which one asks: how long, on how many CPUs, in how much memory,
// how much work, how well it ran, what it missed. Rates stand beside the counts that they are of.
#include "reports/sections/stat_section.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/sections/command_lines.hpp"
#include "reports/sections/report_frame.hpp"
#include "reports/sections/unmeasured.hpp"
#include "reports/words/format.hpp"
#include "reports/words/provenance_key.hpp"
#include "reports/words/readings.hpp"

namespace hone::reports {

namespace {

// "MPKI" for L1d MPKI, which is told beside the L1d misses.
std::string_view word_of(const Metric& aside) {
  return aside.label.substr(aside.label.find_last_of(' ') + 1);
}

// What is worth knowing beside the number.
std::string notes_of(const VariantReport& variant, std::string_view metric) {
  std::vector<std::string> notes;
  if (metric == "cpu_time" && variant.cpus_used) {
    notes.push_back(fmt::format("{:.2f} CPUs", *variant.cpus_used));
  }
  for (const Metric& aside : metrics()) {
    const MetricSummary* const told = summary_of(variant, aside.id);
    if (aside.beside != metric || told == nullptr) continue;
    notes.push_back(fmt::format("{} {}", format_value(told->value, told->unit), word_of(aside)));
  }
  const MetricSummary& summary = *summary_of(variant, metric);
  if (summary.multiplexed) {
    notes.push_back(fmt::format("scaled from {}", format_percent(*summary.multiplexed)));
  }
  return fmt::format("{}", fmt::join(notes, "; "));
}

// Whether the metric is told beside none that has a row.
bool has_row(const VariantReport& variant, const Metric& metric) {
  return summary_of(variant, metric.id) != nullptr && summary_of(variant, metric.beside) == nullptr;
}

std::vector<std::string> rows_of(const SubjectReport& subject) {
  std::vector<std::string> rows;
  const VariantReport& variant = subject.variants.front();
  for (const Metric& metric : metrics()) {
    if (has_row(variant, metric)) rows.emplace_back(metric.id);
  }
  for (std::string& id : present_metrics(subject)) {  // what the user named
    if (find_metric(id) == nullptr) rows.push_back(std::move(id));
  }
  return rows;
}

Document metric_table(const SubjectReport& subject) {
  const VariantReport& variant = subject.variants.front();
  const bool repeated = variant.samples.size() > 1;
  Table table{{{"metric"}, {repeated ? "median" : "value", Align::right}}};
  if (repeated) table.columns.push_back({"95 % interval", Align::right});
  table.columns.push_back({"how"});
  table.columns.push_back({""});
  for (const std::string& metric : rows_of(subject)) {
    const MetricSummary& summary = *summary_of(variant, metric);
    std::vector<Cell> row{{label_of(subject, metric)},
                          {format_value(summary.value, summary.unit), Tone::strong,
                           Quantity{summary.value, summary.unit}}};
    if (repeated) {
      row.push_back(
          {summary.interval ? format_range(*summary.interval, summary.unit) : "", Tone::faint});
    }
    row.push_back({std::string(to_string(summary.provenance)), Tone::faint});
    row.push_back({notes_of(variant, metric), Tone::faint});
    table.add_row(std::move(row));
  }
  return document_of(std::move(table));
}

// What the PMU and the kernel counted by their own names, which differ in meaning between PMUs.
Document events(const SubjectReport& subject) {
  const VariantReport& variant = subject.variants.front();
  std::string text;
  bool any_scaled = false;
  for (const std::string& metric : rows_of(subject)) {
    const std::string event = event_text(subject, metric);
    if (event.empty()) continue;
    text += (text.empty() ? "" : "; ") + event;
    any_scaled = any_scaled || summary_of(variant, metric)->multiplexed;
  }
  if (text.empty()) return {};
  if (any_scaled) {
    text +=
        ". There are more events than counters: each was on the PMU for the share of the time "
        "that is told, and scaled up";
  }
  return document_of(Fields{{{"events", text + "."}}});
}

// "exited with status 1 in 2 of 20 runs" comes from the finding that says so.
std::string runs_text(const SubjectReport& subject) {
  const std::size_t runs = subject.variants.front().samples.size();
  std::string text = fmt::format("{} run{}", runs, runs == 1 ? "" : "s");
  const std::vector<Sample>& samples = subject.variants.front().samples;
  const bool clean = std::all_of(samples.begin(), samples.end(), [](const Sample& sample) {
    return !sample.end || *sample.end == RunEnd{};
  });
  if (runs > 0 && clean) text += ", exit status 0";
  return text;
}

Document findings(const SubjectReport& subject) {
  Fields fields;
  for (const Finding& finding : subject.findings) {
    fields.fields.push_back({finding.is_failure ? "failed" : "note", finding.text,
                             finding.is_failure ? Tone::bad : Tone::doubtful});
  }
  return document_of(std::move(fields));
}

Document notes(const Report& report) {
  std::string text = fmt::format("{} {}.", report.tool.name, report.tool.version);
  text += input_text(report.plan.input);
  text += provenance_key(report);
  for (const Warning& warning : report.environment.warnings) {
    if (warning.kind == "cache_model") text += fmt::format(" Note: {}.", warning.text);
  }
  Document document;
  document.add(Paragraph{std::move(text)});
  return document;
}

Document about(const SubjectReport& subject) {
  Document document;
  document.add(
      Paragraph{fmt::format("{}: {}", command_text(subject.variants.front()), runs_text(subject)),
                Paragraph::Role::answer});
  document.append(findings(subject));
  document.add_part(metric_table(subject));
  document.add_part(events(subject));
  return document;
}

}  // namespace

Document stat_section(const Report& report) {
  Document document;
  if (report.interrupted) document = interruption("shown");
  for (const SubjectReport& subject : report.subjects) document.add_part(about(subject));
  if (report.subjects.empty()) {
    document.add(Break{});
    document.add(Paragraph{"No run was finished."});
  }
  document.add_part(unmeasured(report, Warnings::hidden));
  document.add_part(notes(report));
  return document;
}

}  // namespace hone::reports

// A row a metric, in the order in which one asks: how long, on how many CPUs, in how much memory,
// how much work, how well it ran, what it missed. Rates stand beside the counts that they are of.
#include "reports/sections/stat_section.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/table.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/sections/command_lines.hpp"
#include "reports/sections/unmeasured.hpp"
#include "reports/words/format.hpp"
#include "reports/words/provenance_key.hpp"
#include "reports/words/readings.hpp"

namespace hone::reports {

namespace {

constexpr std::array<std::string_view, 18> first_rows{
    "wall_time",   "cpu_time",         "user_time",      "system_time",   "peak_rss",
    "page_faults", "context_switches", "cpu_migrations", "instructions",  "cycles",
    "ipc",         "frequency",        "branches",       "branch_misses", "branch_miss_rate",
    "l1d_loads",   "l1d_misses",       "l1d_miss_rate"};

// Told beside another metric, when that has a row: the same fact in another unit.
struct Aside {
  std::string_view metric;
  std::string_view beside;
  std::string_view unit;
};
constexpr std::array asides{
    Aside{"branch_mpki", "branch_misses", "MPKI"},
    Aside{"l1d_mpki", "l1d_misses", "MPKI"},
    Aside{"llc_mpki", "llc_misses", "MPKI"},
    Aside{"cpi", "ipc", "CPI"},
};

std::optional<double> value_of(const VariantReport& variant, std::string_view metric) {
  const MetricSummary* summary = summary_of(variant, metric);
  return summary == nullptr ? std::nullopt : std::optional(summary->value);
}

void add_cpus(const VariantReport& variant, std::vector<std::string>& notes) {
  const std::optional<double> cpu = value_of(variant, "cpu_time");
  const std::optional<double> wall = value_of(variant, "wall_time");
  if (cpu && wall && *wall > 0) notes.push_back(fmt::format("{:.2f} CPUs", *cpu / *wall));
}

// What is worth knowing beside the number.
std::string notes_of(const VariantReport& variant, std::string_view metric) {
  std::vector<std::string> notes;
  if (metric == "cpu_time") add_cpus(variant, notes);
  for (const Aside& aside : asides) {
    const MetricSummary* const told = summary_of(variant, aside.metric);
    if (aside.beside != metric || told == nullptr) continue;
    notes.push_back(fmt::format("{} {}", format_value(told->value, told->unit), aside.unit));
  }
  const MetricSummary& summary = *summary_of(variant, metric);
  if (summary.multiplexed) {
    notes.push_back(fmt::format("scaled from {}", format_percent(*summary.multiplexed)));
  }
  return fmt::format("{}", fmt::join(notes, "; "));
}

bool has_row(const VariantReport& variant, const std::string& metric) {
  return std::none_of(asides.begin(), asides.end(), [&](const Aside& aside) {
    return aside.metric == metric && summary_of(variant, aside.beside) != nullptr;
  });
}

std::vector<std::string> rows_of(const SubjectReport& subject) {
  std::vector<std::string> rows;
  const VariantReport& variant = subject.variants.front();
  for (const std::string_view id : first_rows) {
    if (summary_of(variant, id) != nullptr) rows.emplace_back(id);
  }
  for (std::string& id : present_metrics(subject)) {
    const bool is_new = std::find(rows.begin(), rows.end(), id) == rows.end();
    if (is_new && has_row(variant, id)) rows.push_back(std::move(id));
  }
  return rows;
}

std::string table(const SubjectReport& subject, const TerminalStyle& style) {
  const VariantReport& variant = subject.variants.front();
  const bool repeated = variant.samples.size() > 1;
  std::vector<Column> columns{{"metric"}, {repeated ? "median" : "value", Align::right}};
  if (repeated) columns.push_back({"95 % interval", Align::right});
  columns.push_back({"how"});
  columns.push_back({""});
  Table table(std::move(columns), Overflow::hang_first);
  for (const std::string& metric : rows_of(subject)) {
    const MetricSummary& summary = *summary_of(variant, metric);
    std::vector<Cell> row{{label_of(subject, metric)},
                          {format_value(summary.value, summary.unit), Tone::strong}};
    if (repeated) {
      row.push_back(
          {summary.interval ? format_range(*summary.interval, summary.unit) : "", Tone::faint});
    }
    row.push_back({std::string(to_string(summary.provenance)), Tone::faint});
    row.push_back({notes_of(variant, metric), Tone::faint});
    table.add_row(std::move(row));
  }
  return table.render(style, 2);
}

// What the PMU and the kernel counted by their own names, which differ in meaning between PMUs.
std::string events(const SubjectReport& subject, const TerminalStyle& style) {
  const VariantReport& variant = subject.variants.front();
  std::string text;
  bool any_scaled = false;
  for (const std::string& metric : rows_of(subject)) {
    const std::string event = event_text(subject, metric);
    if (event.empty()) continue;
    text += (text.empty() ? "" : "; ") + event;
    any_scaled = any_scaled || summary_of(variant, metric)->multiplexed;
  }
  if (text.empty()) return "";
  if (any_scaled) {
    text +=
        ". There are more events than counters: each was on the PMU for the share of the time "
        "that is told, and scaled up";
  }
  return labelled("events", Tone::faint, text + ".", style);
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

std::string findings(const SubjectReport& subject, const TerminalStyle& style) {
  std::string out;
  for (const Finding& finding : subject.findings) {
    out +=
        labelled(finding.is_failure ? "failed" : "note",
                 finding.is_failure ? Tone::bad : Tone::doubtful, escape_text(finding.text), style);
  }
  return out;
}

std::string notes(const Report& report, const TerminalStyle& style) {
  std::string text =
      fmt::format("{} {}.", escape_text(report.tool.name), escape_text(report.tool.version));
  text += provenance_key(report);
  for (const Warning& warning : report.environment.warnings) {
    if (warning.kind == "cache_model") text += fmt::format(" Note: {}.", escape_text(warning.text));
  }
  return paragraph(text, 0, 0, style);
}

}  // namespace

std::string render_stat(const Report& report, const TerminalStyle& style) {
  std::string out;
  if (report.interrupted) {
    out += paint("Interrupted", Tone::doubtful, style) + ": only what was finished is shown.\n\n";
  }
  for (const SubjectReport& subject : report.subjects) {
    out +=
        paragraph(fmt::format("{}: {}", command_text(subject.variants.front()), runs_text(subject)),
                  0, 2, style);
    out += findings(subject, style);
    if (!rows_of(subject).empty()) out += "\n" + table(subject, style);
    if (const std::string names = events(subject, style); !names.empty()) out += "\n" + names;
  }
  if (report.subjects.empty()) out += "No run was finished.\n";
  if (const std::string missing = render_unmeasured(report, Warnings::hidden, style);
      !missing.empty()) {
    out += "\n" + missing;
  }
  return out + "\n" + notes(report, style);
}

}  // namespace hone::reports

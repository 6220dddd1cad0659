#include "reports/sections/doctor_section.hpp"

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"

namespace hone::reports {

namespace {

std::string setting_of(const TextOrAbsent& value) {
  if (const Absent* absent = std::get_if<Absent>(&value)) {
    return "unknown: " + absent->reason;
  }
  return std::get<std::string>(value);
}

std::string share_of(const NumberOrAbsent& value) {
  if (const Absent* absent = std::get_if<Absent>(&value)) {
    return "unknown: " + absent->reason;
  }
  return format_percent(std::get<double>(value)) + " of CPU time since boot";
}

std::string load_of(const NumberOrAbsent& value, int cpus) {
  if (const Absent* absent = std::get_if<Absent>(&value)) {
    return "unknown: " + absent->reason;
  }
  return fmt::format("{:.2f} over the last minute, on {} CPUs", std::get<double>(value), cpus);
}

// "L1d" for level 1 data, "L2" for unified ones.
std::string cache_name(const Cache& cache) {
  std::string name = fmt::format("L{}", cache.level);
  if (cache.type == "Data") name += 'd';
  if (cache.type == "Instruction") name += 'i';
  return name;
}

std::string cache_text(const Cache& cache) {
  std::string text = format_bytes(static_cast<double>(cache.size_bytes));
  if (cache.ways > 0) text += fmt::format(", {} ways", cache.ways);
  text += fmt::format(", {} B lines", cache.line_bytes);
  if (cache.shared_by > 1) text += fmt::format(", shared by {} CPUs", cache.shared_by);
  return text;
}

class Section {
 public:
  explicit Section(std::string_view title) : title_(title) {}

  Section& add(std::string_view label, std::string_view text, Tone tone = Tone::faint) {
    fields_.fields.push_back({std::string(label), text.empty() ? "unknown" : text, tone});
    return *this;
  }

  [[nodiscard]] Document take() && {
    Document document;
    document.add(Heading{title_});
    document.add(std::move(fields_));
    return document;
  }

 private:
  std::string_view title_;
  Fields fields_;
};

Document machine(const Environment& environment) {
  const Cpu& cpu = environment.cpu;
  Section section("This machine");
  section.add("host", environment.host);
  section.add("system", fmt::format("{}, kernel {}", environment.os, environment.kernel));
  if (!environment.virtualization.empty()) {
    section.add("virtual", environment.virtualization);
  }
  section.add("cpu", cpu.model);
  section.add("cores", fmt::format("{} CPUs for this process, {}", cpu.cores,
                                   cpu.smt ? "siblings share a core (SMT)" : "no SMT siblings"));
  for (const Cache& cache : cpu.caches) section.add(cache_name(cache), cache_text(cache));
  if (!cpu.features.empty()) {
    section.add("features", fmt::format("{}", fmt::join(cpu.features, " ")));
  }
  section.add("memory", format_bytes(static_cast<double>(environment.memory_bytes)));
  return std::move(section).take();
}

bool is_here(std::string_view tool, const std::vector<ExternalTool>& tools) {
  return std::any_of(tools.begin(), tools.end(), [&](const ExternalTool& found) {
    return found.name == tool && !found.version.empty();
  });
}

void add_collector(const Collector& collector, const std::vector<ExternalTool>& tools,
                   Section& section) {
  if (collector.tool.empty() || is_here(collector.tool, tools)) {
    section.add(collector.id, fmt::format("yes: {}", collector.meaning), Tone::good);
  } else {
    section.add(collector.id,
                fmt::format("no, that needs {}: {}", collector.tool, collector.meaning),
                Tone::doubtful);
  }
}

Document abilities(const Environment& environment, std::span<const Collector> collectors) {
  Section section("What it can measure");
  if (environment.pmu_available) {
    section.add(counters_id, "yes: " + environment.pmu_reason, Tone::good);
  } else {
    section.add(counters_id,
                fmt::format("no: {}; times, page faults, context switches, memory and "
                            "allocations do not need them",
                            environment.pmu_reason),
                Tone::doubtful);
  }
  for (const Collector& collector : collectors) {
    add_collector(collector, environment.tools, section);
  }
  for (const ExternalTool& tool : environment.tools) {
    const bool found = !tool.version.empty();
    section.add(tool.name, found ? "yes: " + tool.version : "no: " + tool.unavailable,
                found ? Tone::good : Tone::doubtful);
  }
  return std::move(section).take();
}

// Metrics that lack a counter for one reason share a line.
void add_uncounted(const std::vector<CounterStatus>& counters, Section& section) {
  std::vector<std::string> told;
  for (const CounterStatus& first : counters) {
    if (first.unavailable.empty() ||
        std::find(told.begin(), told.end(), first.unavailable) != told.end()) {
      continue;
    }
    std::string metrics;
    for (const CounterStatus& status : counters) {
      if (status.unavailable != first.unavailable) continue;
      metrics += (metrics.empty() ? "" : ", ") + metric_label(status.metric);
    }
    section.add("not", metrics + ": " + first.unavailable, Tone::doubtful);
    told.push_back(first.unavailable);
  }
}

Document counted(const CounterAbilities& counters) {
  Section section("What it can count");
  for (const CounterStatus& status : counters.counters) {
    if (status.event.empty()) continue;
    const std::string note = status.note.empty() ? "" : " (" + status.note + ")";
    section.add(metric_label(status.metric), status.event + note, Tone::good);
  }
  add_uncounted(counters.counters, section);
  if (counters.at_once > 0) {
    section.add("at once", fmt::format("{} counters of the PMU", counters.at_once));
    section.add("read", counters.are_read_in_user_space ? "without a system call"
                                                        : "by a system call for each group");
  }
  section.add("permission", counters.permission);
  return std::move(section).take();
}

Document settings(const Environment& environment) {
  Section section("What its numbers depend on");
  section.add("governor", setting_of(environment.governor))
      .add("turbo", setting_of(environment.turbo))
      .add("load", load_of(environment.load, environment.cpu.cores))
      .add("steal", share_of(environment.steal))
      .add("ASLR", setting_of(environment.aslr))
      .add("huge pages", setting_of(environment.thp));
  return std::move(section).take();
}

Document disturbances(const Environment& environment) {
  Document document;
  document.add(Heading{"What disturbs"});
  if (environment.warnings.empty()) {
    document.add(Paragraph{"nothing that hone looks for", Paragraph::Role::item});
  }
  Fields fields;
  for (const Warning& warning : environment.warnings) {
    fields.fields.push_back({warning.kind, warning.text, Tone::doubtful});
    if (!warning.remedy.empty()) {
      fields.fields.push_back({"", "remedy: " + warning.remedy, Tone::plain});
    }
  }
  document.append(document_of(std::move(fields)));
  return document;
}

}  // namespace

Document doctor_section(const Environment& environment, const CounterAbilities& counters,
                        std::span<const Collector> collectors) {
  Document document = machine(environment);
  document.add_part(abilities(environment, collectors));
  document.add_part(counted(counters));
  document.add_part(settings(environment));
  document.add_part(disturbances(environment));
  return document;
}

}  // namespace hone::reports

#include "reports/sections/doctor_section.hpp"

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"

namespace hone::reports {

namespace {

std::string text_of(const TextOrAbsent& value) {
  if (const Absent* absent = std::get_if<Absent>(&value)) {
    return "unknown: " + escape_text(absent->reason);
  }
  return escape_text(std::get<std::string>(value));
}

std::string share_of(const NumberOrAbsent& value) {
  if (const Absent* absent = std::get_if<Absent>(&value)) {
    return "unknown: " + escape_text(absent->reason);
  }
  return format_percent(std::get<double>(value)) + " of CPU time since boot";
}

std::string load_of(const NumberOrAbsent& value, int cpus) {
  if (const Absent* absent = std::get_if<Absent>(&value)) {
    return "unknown: " + escape_text(absent->reason);
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

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += ' ';
    text += escape_text(part);
  }
  return text;
}

class Section {
 public:
  Section(std::string_view title, const TerminalStyle& style)
      : style_(style), text_(paint(title, Tone::strong, style) + "\n") {}

  Section& add(std::string_view label, std::string_view text, Tone tone = Tone::faint) {
    text_ += labelled(label, tone, text.empty() ? "unknown" : text, style_);
    return *this;
  }

  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  const TerminalStyle& style_;
  std::string text_;
};

std::string machine(const Environment& environment, const TerminalStyle& style) {
  const Cpu& cpu = environment.cpu;
  Section section("This machine", style);
  section.add("host", escape_text(environment.host));
  section.add("system", fmt::format("{}, kernel {}", escape_text(environment.os),
                                    escape_text(environment.kernel)));
  if (!environment.virtualization.empty()) {
    section.add("virtual", escape_text(environment.virtualization));
  }
  section.add("cpu", escape_text(cpu.model));
  section.add("cores", fmt::format("{} CPUs for this process, {}", cpu.cores,
                                   cpu.smt ? "siblings share a core (SMT)" : "no SMT siblings"));
  for (const Cache& cache : cpu.caches) section.add(cache_name(cache), cache_text(cache));
  if (!cpu.features.empty()) section.add("features", joined(cpu.features));
  section.add("memory", format_bytes(static_cast<double>(environment.memory_bytes)));
  return std::move(section).take();
}

std::string abilities(const Environment& environment, const TerminalStyle& style) {
  Section section("What it can measure", style);
  if (environment.pmu_available) {
    section.add("counters", "yes: " + escape_text(environment.pmu_reason), Tone::good);
  } else {
    section.add("counters",
                fmt::format("no: {}; times, page faults, context switches, memory and "
                            "allocations do not need them",
                            escape_text(environment.pmu_reason)),
                Tone::doubtful);
  }
  for (const ExternalTool& tool : environment.tools) {
    const bool found = !tool.version.empty();
    section.add(
        escape_text(tool.name),
        found ? "yes: " + escape_text(tool.version) : "no: " + escape_text(tool.unavailable),
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
    section.add("not", metrics + ": " + escape_text(first.unavailable), Tone::doubtful);
    told.push_back(first.unavailable);
  }
}

std::string counted(const CounterAbilities& counters, const TerminalStyle& style) {
  Section section("What it can count", style);
  for (const CounterStatus& status : counters.counters) {
    if (status.event.empty()) continue;
    const std::string note = status.note.empty() ? "" : " (" + escape_text(status.note) + ")";
    section.add(metric_label(status.metric), escape_text(status.event) + note, Tone::good);
  }
  add_uncounted(counters.counters, section);
  if (counters.at_once > 0) {
    section.add("at once", fmt::format("{} counters of the PMU", counters.at_once));
    section.add("read", counters.are_read_in_user_space ? "without a system call"
                                                        : "by a system call for each group");
  }
  section.add("permission", escape_text(counters.permission));
  return std::move(section).take();
}

std::string settings(const Environment& environment, const TerminalStyle& style) {
  Section section("What its numbers depend on", style);
  section.add("governor", text_of(environment.governor))
      .add("turbo", text_of(environment.turbo))
      .add("load", load_of(environment.load, environment.cpu.cores))
      .add("steal", share_of(environment.steal))
      .add("ASLR", text_of(environment.aslr))
      .add("huge pages", text_of(environment.thp));
  return std::move(section).take();
}

std::string disturbances(const Environment& environment, const TerminalStyle& style) {
  std::string out = paint("What disturbs", Tone::strong, style) + "\n";
  if (environment.warnings.empty()) return out + "  nothing that hone looks for\n";
  for (const Warning& warning : environment.warnings) {
    out += labelled(escape_text(warning.kind), Tone::doubtful, escape_text(warning.text), style);
    if (!warning.remedy.empty()) {
      out += labelled("", Tone::plain, "remedy: " + escape_text(warning.remedy), style);
    }
  }
  return out;
}

}  // namespace

std::string render_environment(const Environment& environment, const CounterAbilities& counters,
                               const TerminalStyle& style) {
  return machine(environment, style) + "\n" + abilities(environment, style) + "\n" +
         counted(counters, style) + "\n" + settings(environment, style) + "\n" +
         disturbances(environment, style);
}

}  // namespace hone::reports

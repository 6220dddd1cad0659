// A value is written as -p takes it. The two values beside a crossing are those that were tried;
// the one between them is an estimate, and says so.
#include "reports/sections/crossover_section.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "analyzers/text/numbers.hpp"
#include "reports/sections/command_lines.hpp"
#include "reports/words/interval_column.hpp"
#include "reports/words/labels.hpp"

namespace hone::reports {

namespace {

std::string tried(double value) { return fmt::format("{:.0f}", value); }

// 120000 -> "120k", as -p takes it, too.
std::string shortened(std::string digits) {
  for (const std::string_view suffix : {"M", "k"}) {
    const std::string_view zeros = suffix == "M" ? "000000" : "000";
    if (!digits.ends_with(zeros) || digits.size() == zeros.size()) continue;
    digits.resize(digits.size() - zeros.size());
    return digits.append(suffix);
  }
  return digits;
}

std::string range(double low, double high) {
  return fmt::format("{} .. {}", tried(low), tried(high));
}

// Two digits are all that an estimate between two values can mean.
std::string estimated(const Crossing& crossing) {
  const double rounded = text::rounded_to_two_digits(crossing.value);
  return tried(std::clamp(rounded, crossing.between.lo, crossing.between.hi));
}

// No whole number lies between: then it is known to the number.
bool is_sharp(const Crossing& crossing) { return crossing.between.hi - crossing.between.lo <= 1; }

// The last value at which it pays, or the first.
std::string edge(const Crossing& crossing) {
  if (!is_sharp(crossing)) return estimated(crossing);
  return tried(crossing.begins ? crossing.between.hi : crossing.between.lo);
}

// "9", or the two values that were tried: "8..32".
std::string border(const Crossing& crossing) {
  if (is_sharp(crossing)) return shortened(edge(crossing));
  return fmt::format("{}..{}", shortened(tried(crossing.between.lo)),
                     shortened(tried(crossing.between.hi)));
}

std::string level(const Crossover& crossover) {
  return crossover.is_exact ? "exact" : interval_level(crossover.alpha);
}

// What the variant does at the decided points that `chosen` takes and at which it does not pay.
template <class Chosen>
std::string_view what_instead(const ScanAnswer& answer, Chosen chosen) {
  bool loses = false;
  bool is_even = false;
  for (const ScanPoint& point : answer.points) {
    if (!chosen(point)) continue;
    loses = loses || point.state == PointState::loses;
    is_even = is_even || point.state == PointState::no_difference;
  }
  if (loses && is_even) return "loses or makes no difference";
  return loses ? "loses" : "makes no difference";
}

// Values between the two ends of the only crossing are told by it.
bool is_told(const ScanAnswer& answer, const ScanPoint& point) {
  return std::any_of(answer.crossings.begin(), answer.crossings.end(), [&](const Crossing& c) {
    return point.value > c.between.lo && point.value < c.between.hi;
  });
}

std::string values_in(const ScanAnswer& answer, PointState state, std::string_view what) {
  constexpr std::size_t most = 4;
  std::string text;
  std::size_t count = 0;
  for (const ScanPoint& point : answer.points) {
    if (point.state != state || is_told(answer, point)) continue;
    if (++count <= most) text += (count > 1 ? ", " : "") + tried(point.value);
  }
  if (count > most) text += fmt::format(" and {} more", count - most);
  return count == 0 ? "" : fmt::format("; {} at {}", what, text);
}

std::string left_open(const ScanAnswer& answer) {
  return values_in(answer, PointState::undecided, "undecided") +
         values_in(answer, PointState::not_measured, "not measured");
}

std::string one_crossing(const Crossover& crossover, const Crossing& crossing) {
  const std::string ends =
      is_sharp(crossing) ? level(crossover)
                         : fmt::format("{}, {}", range(crossing.between.lo, crossing.between.hi),
                                       level(crossover));
  const std::string_view about = is_sharp(crossing) ? "" : "about ";
  const std::string& parameter = crossover.parameter;
  if (crossing.begins) {
    return fmt::format(
        "pays from {}{}={} on here ({}), below that it {}", about, parameter, edge(crossing), ends,
        what_instead(crossover.answer,
                     [&](const ScanPoint& point) { return point.value <= crossing.between.lo; }));
  }
  return fmt::format("pays up to {}{}={} here ({}), then {}", about, parameter, edge(crossing),
                     ends, what_instead(crossover.answer, [&](const ScanPoint& point) {
                       return point.value >= crossing.between.hi;
                     }));
}

std::string several_crossings(const Crossover& crossover) {
  std::string text = fmt::format("crosses more than once ({}): pays", level(crossover));
  std::string_view separator = " ";
  for (const Crossing& crossing : crossover.answer.crossings) {
    text += fmt::format("{}{} {}{}", separator, crossing.begins ? "from" : "up to",
                        is_sharp(crossing) ? "" : "about ", edge(crossing));
    if (!is_sharp(crossing)) {
      text += fmt::format(" ({})", range(crossing.between.lo, crossing.between.hi));
    }
    separator = ", ";
  }
  return text;
}

// The decided points, which all say the same.
std::string one_answer(const Crossover& crossover, std::string_view which) {
  std::vector<const ScanPoint*> decided;
  for (const ScanPoint& point : crossover.answer.points) {
    if (is_decided(point.state)) decided.push_back(&point);
  }
  const double first = decided.front()->value;
  const double last = decided.back()->value;
  const std::string where =
      fmt::format("value of {} {} ({}, {})", crossover.parameter, which,
                  first == last ? tried(first) : range(first, last), level(crossover));
  if (decided.front()->state == PointState::pays) return "pays at every " + where;
  return fmt::format("pays at no {}: it {}", where,
                     what_instead(crossover.answer, [](const ScanPoint&) { return true; }));
}

std::string unclear(const Crossover& crossover) {
  const ScanAnswer& answer = crossover.answer;
  if (answer.crossings.size() > 1) return several_crossings(crossover);
  if (std::any_of(answer.points.begin(), answer.points.end(),
                  [](const ScanPoint& point) { return is_decided(point.state); })) {
    return one_answer(crossover, "that was decided");
  }
  return fmt::format("may pay or not: {}", answer.reason);
}

// The parameters that not all scans of this workload along this parameter share.
std::string heading(const Crossover& crossover, const std::vector<Crossover>& all) {
  std::vector<ParameterAssignment> distinguishing;
  for (const ParameterAssignment& assignment : crossover.fixed) {
    const bool is_shared = std::all_of(all.begin(), all.end(), [&](const Crossover& other) {
      return other.subject != crossover.subject || other.parameter != crossover.parameter ||
             std::find(other.fixed.begin(), other.fixed.end(), assignment) != other.fixed.end();
    });
    if (!is_shared) distinguishing.push_back(assignment);
  }
  std::string text = crossover.subject;
  if (!distinguishing.empty()) text += " " + parameters_text(distinguishing);
  return text;
}

bool is_same_scan(const Crossover& one, const Crossover& other) {
  return one.subject == other.subject && one.parameter == other.parameter &&
         one.fixed == other.fixed;
}

bool has_several_metrics(const Report& report, const Crossover& crossover) {
  return std::any_of(report.crossovers.begin(), report.crossovers.end(),
                     [&](const Crossover& other) {
                       return is_same_scan(crossover, other) && other.metric != crossover.metric;
                     });
}

std::string typed(const std::vector<std::string>& words) { return as_typed({words, {}, ""}); }

// What runs the scan between these two values by the same standard: an option each. How much time
// it may take is the reader's to choose.
std::vector<std::string> closer_look(const Report& report, const Crossover& crossover,
                                     const Interval& between) {
  std::vector<std::string> options{typed({"hone", "run", crossover.subject})};
  const auto subject = std::find_if(
      report.subjects.begin(), report.subjects.end(),
      [&](const SubjectReport& candidate) { return candidate.id == crossover.subject; });
  if (subject != report.subjects.end() && subject->kind == SubjectKind::plugin) {
    const std::vector<std::string>& argv = subject->variants.front().launch.argv;
    const auto option = std::find(argv.begin(), argv.end(), "--plugin");
    if (argv.end() - option > 1) options.push_back(typed({option, option + 2}));
  }
  if (!report.plan.metrics.empty()) options.push_back(typed({"--metric", crossover.metric}));
  const PlanSummary& plan = report.plan;
  const PlanSummary usual;
  if (plan.alpha != usual.alpha) options.push_back(fmt::format("--alpha {:g}", plan.alpha));
  if (plan.margin != usual.margin) {
    options.push_back(fmt::format("--margin {:g}%", 100 * plan.margin));
  }
  if (plan.until_decided) options.emplace_back("--until-decided");
  for (const auto& [name, value] : crossover.fixed) {
    options.push_back(typed({"-p", fmt::format("{}={}", name, to_string(value))}));
  }
  options.push_back(typed(
      {"-p", fmt::format("{}={}..{}", crossover.parameter, tried(between.lo), tried(between.hi))}));
  return options;
}

// A closer look at the first border that leaves values between; nothing when none does.
Document next_step(const Report& report) {
  Document document;
  for (const Crossover& crossover : report.crossovers) {
    for (const Crossing& crossing : crossover.answer.crossings) {
      if (is_sharp(crossing)) continue;
      document.add(Paragraph{"Between the values tried a border may lie anywhere; a closer look:",
                             Paragraph::Role::note});
      document.add(ShellCommand{closer_look(report, crossover, crossing.between)});
      return document;
    }
  }
  return document;
}

bool wants_time(const Crossover& crossover) {
  return std::any_of(
      crossover.answer.points.begin(), crossover.answer.points.end(), [&](const ScanPoint& point) {
        return point.state == PointState::undecided && !is_told(crossover.answer, point);
      });
}

}  // namespace

std::string crossover_sentence(const Crossover& crossover) {
  const ScanAnswer& answer = crossover.answer;
  std::string text;
  switch (answer.kind) {
    case CrossoverKind::pays_up_to:
    case CrossoverKind::pays_from: text = one_crossing(crossover, answer.crossings.front()); break;
    case CrossoverKind::pays_everywhere:
    case CrossoverKind::pays_nowhere: text = one_answer(crossover, "that was tried"); break;
    case CrossoverKind::unclear: text = unclear(crossover); break;
  }
  return text + left_open(answer);
}

std::string crossover_in_short(const Crossover& crossover) {
  const ScanAnswer& answer = crossover.answer;
  const std::string& parameter = crossover.parameter;
  switch (answer.kind) {
    case CrossoverKind::pays_up_to:
      return fmt::format("{} > {}", parameter, border(answer.crossings.front()));
    case CrossoverKind::pays_from:
      return fmt::format("{} < {}", parameter, border(answer.crossings.front()));
    case CrossoverKind::pays_everywhere: return fmt::format("{}: nowhere", parameter);
    case CrossoverKind::pays_nowhere: return fmt::format("{}: everywhere", parameter);
    case CrossoverKind::unclear: break;
  }
  return fmt::format("{}: {}", parameter,
                     answer.crossings.size() > 1 ? "more than once" : "unclear");
}

Document crossover_section(const Report& report) {
  Document document;
  const Crossover* last = nullptr;
  bool any_open = false;
  for (const Crossover& crossover : report.crossovers) {
    if (last == nullptr || !is_same_scan(*last, crossover)) {
      document.add(Break{});
      document.add(Heading{fmt::format("Where it pays along {}: {}", crossover.parameter,
                                       heading(crossover, report.crossovers))});
    }
    std::string text = crossover.variant + " " + crossover_sentence(crossover);
    if (has_several_metrics(report, crossover)) {
      text = fmt::format("{}: {}", metric_label(crossover.metric), text);
    }
    document.add(Paragraph{std::move(text), Paragraph::Role::item});
    any_open = any_open || wants_time(crossover);
    last = &crossover;
  }
  if (any_open && !report.plan.until_decided) {
    document.add(Paragraph{"What is undecided needs a larger --budget, or --until-decided.",
                           Paragraph::Role::note});
  }
  document.append(next_step(report));
  return document;
}

}  // namespace hone::reports

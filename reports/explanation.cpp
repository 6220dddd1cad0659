#include "reports/explanation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/escape.hpp"
#include "reports/format.hpp"
#include "reports/readings.hpp"
#include "reports/table.hpp"
#include "reports/variant_names.hpp"
#include "reports/wrap.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t most_functions = 5;
constexpr std::size_t most_of_many = 3;   // functions a variant, where there are
constexpr std::size_t many_variants = 4;  // so many besides the baseline
constexpr double most_to_share = 10;      // a change in all that nearly cancels has no parts

std::string effect(const LogShare& share) {
  return format_signed_percent(std::expm1(share.log_ratio));
}

std::string bounds(const LogShare& share) {
  if (!share.interval) return "-";
  if (share.interval->lo == share.interval->hi) return "exact";
  return format_percent_range(std::expm1(share.interval->lo), std::expm1(share.interval->hi));
}

// "+0.02 %" where the sign is the noise's would read like an answer; the bounds stay.
Cell effect_cell(const LogShare& share) {
  constexpr double unchanged_within = 0.01;
  if (!share.interval || share.interval->lo > 0 || share.interval->hi < 0 ||
      share.interval->lo == share.interval->hi) {
    return {effect(share)};
  }
  const bool is_narrow =
      share.interval->lo > -unchanged_within && share.interval->hi < unchanged_within;
  return {is_narrow ? "unchanged" : "unclear"};
}

bool is_measured(const SubjectReport& subject) {
  return std::all_of(subject.splits.begin(), subject.splits.end(), [](const TimeSplit& split) {
    return split.provenance == Provenance::measured;
  });
}

std::string factors(const SubjectReport& subject, const TerminalStyle& style) {
  if (subject.splits.empty()) return "";
  const VariantNames names(subject, name_in_table);
  const bool measured = is_measured(subject);
  Table table({{"why"},
               {"instructions", Align::right},
               {"x CPI", Align::right},
               {"x clock", Align::right},
               {"= cpu time", Align::right}},
              Overflow::hang_first);
  for (const TimeSplit& split : subject.splits) {
    table.add_row({{names.of(split.variant)},
                   effect_cell(split.instructions),
                   effect_cell(split.cpi),
                   effect_cell(split.clock),
                   effect_cell(split.time)});
    table.add_row({{""},
                   {bounds(split.instructions), Tone::faint},
                   {bounds(split.cpi), Tone::faint},
                   {bounds(split.clock), Tone::faint},
                   {bounds(split.time), Tone::faint}});
  }
  return table.render(style, indent) +
         paragraph(fmt::format("What each factor alone does to the time; the effects multiply. "
                               "Under each: its 95 % interval. {}.",
                               measured ? "Measured" : "Estimated"),
                   indent, indent, style);
}

std::string signed_count(double count) { return (count > 0 ? "+" : "") + format_count(count); }

std::string_view kind_text(FunctionChange::Kind kind) {
  switch (kind) {
    case FunctionChange::Kind::added: return "new";
    case FunctionChange::Kind::vanished: return "vanished";
    case FunctionChange::Kind::changed: return "";
  }
  return "";
}

double total_instructions(const VariantReport& variant) {
  double total = 0;
  for (const FunctionCost& function : variant.functions) total += function.instructions;
  return total;
}

// Of the change in all instructions; empty where that is next to nothing.
std::string share_text(const FunctionChange& change, double total_change) {
  if (total_change == 0) return "";
  const double share = change.instructions / total_change;
  return std::abs(share) > most_to_share ? "" : format_percent(share);
}

std::string functions(const VariantReport& baseline, const VariantReport& variant,
                      const std::string& name, std::size_t most, const TerminalStyle& style) {
  if (variant.function_changes.empty()) return "";
  const double total_change = total_instructions(variant) - total_instructions(baseline);
  Table table({{name + ": function"},
               {"instructions", Align::right, "of its own"},
               {"share", Align::right, "of change"},
               {"calls", Align::right},
               {""}},
              Overflow::hang_first);
  for (std::size_t i = 0; i < std::min(most, variant.function_changes.size()); ++i) {
    const FunctionChange& change = variant.function_changes[i];
    table.add_row({{escape_text(change.name)},
                   {signed_count(change.instructions)},
                   {share_text(change, total_change)},
                   {signed_count(change.calls)},
                   {std::string{kind_text(change.kind)}}});
  }
  return table.render(style, indent);
}

}  // namespace

std::string render_explanation(const SubjectReport& subject, const TerminalStyle& style) {
  std::string out = factors(subject, style);
  if (subject.variants.empty()) return out;
  const VariantNames names(subject, name_in_table);
  const std::size_t most = subject.variants.size() > many_variants ? most_of_many : most_functions;
  for (const VariantReport& variant : subject.variants) {
    const std::string part =
        functions(subject.variants.front(), variant, names.of(variant.name), most, style);
    if (part.empty()) continue;
    if (!out.empty()) out += '\n';
    out += part;
  }
  return out;
}

}  // namespace hone::reports

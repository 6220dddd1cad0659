#include "reports/sections/explanation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/table.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/words/format.hpp"
#include "reports/words/readings.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t most_functions = 5;
constexpr std::size_t most_of_many = 3;   // functions a variant, where there are
constexpr std::size_t many_variants = 4;  // so many besides the baseline

std::string effect(const LogShare& share) {
  return format_signed_percent(std::expm1(share.log_ratio));
}

// Simulated instructions are one number for all units.
bool is_of_one_run(const LogShare& share) {
  return share.interval && share.interval->lo == share.interval->hi;
}

std::string bounds(const LogShare& share) {
  if (!share.interval) return "-";
  if (is_of_one_run(share)) return "one run";
  return format_percent_range(std::expm1(share.interval->lo), std::expm1(share.interval->hi));
}

// "+0.02 %" where the sign is the noise's would read like an answer; the bounds stay.
Cell effect_cell(const LogShare& share) {
  constexpr double unchanged_within = 0.01;
  if (!share.interval || share.interval->lo > 0 || share.interval->hi < 0 || is_of_one_run(share)) {
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
  std::string key = fmt::format(
      "What each factor alone does to the time; the effects multiply. Under each: its 95 % "
      "interval. {}.",
      measured ? "Measured" : "Estimated");
  if (std::any_of(subject.splits.begin(), subject.splits.end(),
                  [](const TimeSplit& split) { return is_of_one_run(split.instructions); })) {
    key += " one run: each was simulated once.";
  }
  return table.render(style, indent) + paragraph(key, indent, indent, style);
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

// Of the change in all instructions; where others nearly cancel it, a part of it says nothing.
std::string share_text(const FunctionChange& change, const InstructionChange& whole) {
  const double share = change.instructions / whole.difference();
  return std::abs(share) > 1 ? "-" : format_percent(share);
}

std::string functions(const VariantReport& variant, const std::string& name, std::size_t most,
                      const TerminalStyle& style) {
  const std::optional<InstructionChange>& whole = variant.instruction_change;
  if (variant.function_changes.empty() || !whole || !whole->is_notable()) return "";
  Table table({{name + ": function"},
               {"instructions", Align::right, "of its own"},
               {"share", Align::right, "of change"},
               {"calls", Align::right},
               {""}},
              Overflow::hang_first);
  for (std::size_t i = 0; i < std::min(most, variant.function_changes.size()); ++i) {
    const FunctionChange& change = variant.function_changes[i];
    table.add_row({{escape_text(change.short_name)},
                   {signed_count(change.instructions)},
                   {share_text(change, *whole)},
                   {signed_count(change.calls)},
                   {std::string{kind_text(change.kind)}}});
  }
  return table.render(style, indent);
}

// Why there are no factors of a variant's time: each reason once.
std::string missing_factors(const SubjectReport& subject, const TerminalStyle& style) {
  const VariantNames names(subject, name_in_table);
  std::vector<std::pair<std::string, std::vector<std::string>>> reasons;
  for (const VariantReport& variant : subject.variants) {
    if (variant.unsplit.empty()) continue;
    auto at = std::find_if(reasons.begin(), reasons.end(),
                           [&](const auto& known) { return known.first == variant.unsplit; });
    if (at == reasons.end()) at = reasons.insert(reasons.end(), {variant.unsplit, {}});
    at->second.push_back(names.of(variant.name));
  }
  std::string out;
  for (const auto& [reason, variants] : reasons) {
    const bool is_of_all = variants.size() + 1 == subject.variants.size();
    const std::string of = is_of_all ? "" : fmt::format(" of {}", fmt::join(variants, ", "));
    out += labelled("why", Tone::faint, fmt::format("not told{}: {}", of, reason), style);
  }
  return out;
}

}  // namespace

std::string render_explanation(const SubjectReport& subject, const TerminalStyle& style) {
  std::string out = factors(subject, style) + missing_factors(subject, style);
  if (subject.variants.empty()) return out;
  const VariantNames names(subject, name_in_table);
  const std::size_t most = subject.variants.size() > many_variants ? most_of_many : most_functions;
  for (const VariantReport& variant : subject.variants) {
    const std::string part = functions(variant, names.of(variant.name), most, style);
    if (part.empty()) continue;
    if (!out.empty()) out += '\n';
    out += part;
  }
  return out;
}

}  // namespace hone::reports

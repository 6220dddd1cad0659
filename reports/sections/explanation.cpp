#include "reports/sections/explanation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/words/format.hpp"
#include "reports/words/readings.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t most_functions = 5;
constexpr std::size_t most_of_many = 3;   // functions a variant, where there are
constexpr std::size_t many_variants = 4;  // so many besides the baseline

std::string effect(const LogShare& share) {
  return format_signed_percent(std::expm1(share.log_ratio));
}

std::string bounds(const LogShare& share) {
  if (!share.interval) return "-";
  if (is_of_one_run(share)) return "one run";
  return format_percent_range(std::expm1(share.interval->lo), std::expm1(share.interval->hi));
}

// "+0.02 %" where the sign is the noise's would read like an answer; the bounds stay.
Cell effect_cell(const LogShare& share) {
  if (is_of_one_run(share)) return {effect(share)};
  switch (share.effect) {
    case Effect::unchanged:
    case Effect::unclear: return {std::string{to_string(share.effect)}};
    case Effect::changed:
    case Effect::slight:
    case Effect::unbounded: break;
  }
  return {effect(share)};
}

bool is_measured(const SubjectReport& subject) {
  return std::all_of(subject.splits.begin(), subject.splits.end(), [](const TimeSplit& split) {
    return split.provenance == Provenance::measured;
  });
}

Document factors(const SubjectReport& subject) {
  if (subject.splits.empty()) return {};
  const VariantNames names(subject);
  Table table{{{"why"},
               {"instructions", Align::right},
               {"x CPI", Align::right},
               {"x clock", Align::right},
               {"= cpu time", Align::right}}};
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
      is_measured(subject) ? "Measured" : "Estimated");
  if (std::any_of(subject.splits.begin(), subject.splits.end(),
                  [](const TimeSplit& split) { return is_of_one_run(split.instructions); })) {
    key += " one run: each was simulated once.";
  }
  Document document = document_of(std::move(table));
  document.add(Paragraph{std::move(key), Paragraph::Role::note});
  return document;
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

Document functions(const VariantReport& variant, const Span& name, std::size_t most) {
  const std::optional<InstructionChange>& whole = variant.instruction_change;
  if (variant.function_changes.empty() || !whole || !whole->is_notable) return {};
  Table table{{{filled("{}: function", {name})},
               {"instructions", Align::right, "of its own"},
               {"share", Align::right, "of change"},
               {"calls", Align::right},
               {""}}};
  for (std::size_t i = 0; i < std::min(most, variant.function_changes.size()); ++i) {
    const FunctionChange& change = variant.function_changes[i];
    table.add_row({{change.short_name},
                   {signed_count(change.instructions)},
                   {change.share ? format_percent(*change.share) : "-"},
                   {signed_count(change.calls)},
                   {std::string{kind_text(change.kind)}}});
  }
  return document_of(std::move(table));
}

// Why there are no factors of a variant's time: each reason once.
Document missing_factors(const SubjectReport& subject) {
  const VariantNames names(subject);
  std::vector<std::pair<std::string, std::vector<Text>>> reasons;
  for (const VariantReport& variant : subject.variants) {
    if (variant.unsplit.empty()) continue;
    auto at = std::find_if(reasons.begin(), reasons.end(),
                           [&](const auto& known) { return known.first == variant.unsplit; });
    if (at == reasons.end()) at = reasons.insert(reasons.end(), {variant.unsplit, {}});
    at->second.emplace_back(names.in_list(variant.name));
  }
  Fields fields;
  for (const auto& [reason, variants] : reasons) {
    const bool is_of_all = variants.size() + 1 == subject.variants.size();
    const Text of = is_of_all ? Text() : filled(" of {}", {joined(variants, ", ")});
    fields.fields.push_back({"why", filled("not told{}: {}", {of, reason})});
  }
  return document_of(std::move(fields));
}

}  // namespace

Document explanation(const SubjectReport& subject) {
  Document document = factors(subject);
  document.append(missing_factors(subject));
  const VariantNames names(subject);
  const std::size_t most = subject.variants.size() > many_variants ? most_of_many : most_functions;
  for (const VariantReport& variant : subject.variants) {
    document.add_part(functions(variant, names.of(variant.name), most));
  }
  return document;
}

}  // namespace hone::reports

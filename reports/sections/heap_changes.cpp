#include "reports/sections/heap_changes.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analyzers/text/function_names.hpp"
#include "reports/words/format.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t most_sites = 4;            // a variant, in a report
constexpr std::size_t most_callers = 3;          // the same
constexpr std::size_t most_changes_of_many = 2;  // of each, where there are
constexpr std::size_t many_compared = 3;         // so many besides the baseline

std::string amount_of(std::uint64_t value, HeapCost cost) {
  const auto number = static_cast<double>(value);
  return is_in_bytes(cost) ? format_bytes(number) : format_count(number);
}

std::string signed_amount(const HeapAmounts& amounts, HeapCost cost) {
  return (amounts.after < amounts.before ? "-" : "+") + amount_of(amounts.distance(), cost);
}

std::vector<Cell> row_of(const HeapChange& change, HeapCost cost) {
  const HeapAmounts amounts = change.amounts_of(cost);
  const auto cell = [&](const std::optional<HeapCosts>& costs) {
    return costs ? heap_cell(*costs, cost) : Cell{"-"};
  };
  return {{function_span(change.function)},
          cell(change.before),
          cell(change.after),
          {signed_amount(amounts, cost), Tone::strong},
          heap_change_cell(amounts)};
}

// "parser.cpp:88, called by main (main.cpp:12)".
Text note_of(const HeapChange& change) {
  Text place = place_text(change.place);
  if (change.caller.function.empty()) return place;
  const Span caller = function_span(change.caller.function);
  const Text from = place_text(change.caller);
  return filled(from.empty() ? "{}{}called by {}" : "{}{}called by {} ({})",
                {place, place.empty() ? "" : ", ", caller, from});
}

// What a caller's row says beside the site's own: nothing where it is the same function with the
// same change.
bool is_told(const HeapChange& caller, const std::vector<const HeapChange*>& sites, HeapCost cost) {
  return std::any_of(sites.begin(), sites.end(), [&](const HeapChange* site) {
    return site->function == caller.function && site->amounts_of(cost) == caller.amounts_of(cost);
  });
}

Document changes_of(const VariantReport& variant, const Span& name, bool is_of_many) {
  const HeapDifference& changes = *variant.heap_changes;
  const HeapCost cost = changes.cost;
  const std::size_t most_told = is_of_many ? most_changes_of_many : most_sites;
  const std::size_t most_callers_told = is_of_many ? most_changes_of_many : most_callers;
  Table table{{{filled("{}: {}", {name, cost_words(cost)})},
               {"baseline", Align::right},
               {"here", Align::right},
               {"difference", Align::right},
               {"change", Align::right}}};
  std::vector<const HeapChange*> told;
  for (const HeapChange& change : changes.sites) {
    if (told.size() == most_told || !change.differs_in(cost)) break;
    told.push_back(&change);
    table.add({.cells = row_of(change, cost), .note = note_of(change)});
  }
  if (told.empty()) return {};
  std::size_t callers = 0;
  for (const HeapChange& change : changes.callers) {
    if (callers == most_callers_told || !change.differs_in(cost)) break;
    if (is_told(change, told, cost)) continue;
    ++callers;
    table.add({.cells = row_of(change, cost), .note = "with all that it called"});
  }
  return document_of(std::move(table));
}

std::string iterations_text(const HeapSummary& heap) {
  if (heap.iterations == 1) return "One run";
  return fmt::format("A run of {} iterations and what prepares them", heap.iterations);
}

// What the figures are of, once for all variants.
Document origin(const SubjectReport& subject) {
  std::string text;
  for (const VariantReport& variant : subject.variants) {
    if (!variant.heap) continue;
    if (text.empty()) {
      text = iterations_text(*variant.heap) +
             " under heaptrack, which counts each call of the process that is started.";
    }
    if (!variant.heap->incomplete.empty()) {
      text += fmt::format(" Incomplete of {}: {}.", variant.name, variant.heap->incomplete);
    }
  }
  Document document;
  if (!text.empty()) document.add(Paragraph{std::move(text), Paragraph::Role::note});
  return document;
}

}  // namespace

std::string_view cost_words(HeapCost cost) {
  switch (cost) {
    case HeapCost::allocations: return "allocations";
    case HeapCost::temporary: return "temporary allocations";
    case HeapCost::bytes: return "bytes requested";
    case HeapCost::peak: return "bytes at the peak";
    case HeapCost::leaked: return "bytes never freed";
  }
  return "";
}

std::string heap_amount(const HeapCosts& costs, HeapCost cost) {
  return amount_of(cost_of(costs, cost), cost);
}

Cell heap_cell(const HeapCosts& costs, HeapCost cost, Tone tone) {
  const Unit unit = is_in_bytes(cost) ? Unit::bytes : Unit::count;
  return {heap_amount(costs, cost), tone,
          Quantity{static_cast<double>(cost_of(costs, cost)), unit}};
}

Span function_span(std::string_view function) {
  return {.text = text::short_function_name(function), .kind = SpanKind::function};
}

Text place_text(const HeapPlace& place) {
  if (place.file.empty()) return {};
  const std::string name = place.file.substr(place.file.find_last_of('/') + 1);
  return Span{.text = fmt::format("{}:{}", name, place.line), .kind = SpanKind::place};
}

Cell heap_change_cell(const HeapAmounts& amounts) {
  switch (amounts.kind()) {
    case ChangeKind::same: return {"same", Tone::faint};
    case ChangeKind::from_zero: return {"new", Tone::bad};
    case ChangeKind::to_zero: return {"gone", Tone::good};
    case ChangeKind::changed:
    case ChangeKind::unclear: break;
  }
  const double ratio = static_cast<double>(amounts.after) / static_cast<double>(amounts.before);
  return {format_signed_percent(ratio - 1),
          amounts.after < amounts.before ? Tone::good : Tone::bad};
}

Document heap_change_table(std::string_view title, const std::vector<HeapChange>& changes,
                           HeapCost cost, std::size_t top) {
  Table table{{{title},
               {"old", Align::right},
               {"new", Align::right},
               {"difference", Align::right},
               {"change", Align::right}}};
  for (const HeapChange& change : changes) {
    // Sorted: no later one differs either.
    if (!change.differs_in(cost) || table.rows.size() == top) break;
    table.add_row(row_of(change, cost));
  }
  return document_of(std::move(table));
}

Document heap_changes(const SubjectReport& subject) {
  const VariantNames names(subject);
  const bool is_of_many = subject.variants.size() > many_compared;
  Document document;
  for (const VariantReport& variant : subject.variants) {
    if (!variant.heap_changes) continue;
    document.add_part(changes_of(variant, names.of(variant.name), is_of_many));
  }
  document.append(origin(subject));
  return document;
}

}  // namespace hone::reports

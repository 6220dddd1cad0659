#include "reports/sections/heap_changes.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analyzers/text/function_names.hpp"
#include "reports/layout/escape.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/words/format.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t widest_function = 38;
constexpr std::size_t widest_place = 26;
constexpr std::size_t most_sites = 4;     // a variant, in a report
constexpr std::size_t most_callers = 3;   // the same
constexpr std::size_t most_of_many = 2;   // of each, where there are
constexpr std::size_t many_variants = 3;  // so many besides the baseline

std::string amount_of(std::uint64_t value, HeapCost cost) {
  const auto number = static_cast<double>(value);
  return is_in_bytes(cost) ? format_bytes(number) : format_count(number);
}

struct Sides {
  std::uint64_t before = 0;
  std::uint64_t after = 0;
};

Sides sides_of(const HeapChange& change, HeapCost cost) {
  return {change.before ? cost_of(*change.before, cost) : 0,
          change.after ? cost_of(*change.after, cost) : 0};
}

std::string signed_amount(const Sides& sides, HeapCost cost) {
  const std::uint64_t distance =
      std::max(sides.before, sides.after) - std::min(sides.before, sides.after);
  return (sides.after < sides.before ? "-" : "+") + amount_of(distance, cost);
}

std::vector<Cell> row_of(const HeapChange& change, HeapCost cost) {
  const Sides sides = sides_of(change, cost);
  const auto text = [&](const std::optional<HeapCosts>& costs) {
    return costs ? heap_amount(*costs, cost) : std::string("-");
  };
  Cell how = heap_change_cell(sides.before, sides.after);
  if (!change.before) how.text = "new";
  if (!change.after) how.text = "gone";
  return {{function_cell(change.function)},
          {text(change.before)},
          {text(change.after)},
          {signed_amount(sides, cost), Tone::strong},
          std::move(how)};
}

bool differs(const HeapChange& change, HeapCost cost) {
  const Sides sides = sides_of(change, cost);
  return sides.before != sides.after;
}

// "parser.cpp:88, called by main (main.cpp:12)".
std::string note_of(const HeapChange& change) {
  std::string text = place_text(change.place);
  if (change.caller.function.empty()) return text;
  if (!text.empty()) text += ", ";
  text += "called by " + function_cell(change.caller.function);
  const std::string place = place_text(change.caller);
  return place.empty() ? text : fmt::format("{} ({})", text, place);
}

// What a caller's row says beside the site's own: nothing where it is the same function with the
// same change.
bool is_told(const HeapChange& caller, const std::vector<const HeapChange*>& sites, HeapCost cost) {
  return std::any_of(sites.begin(), sites.end(), [&](const HeapChange* site) {
    const Sides ours = sides_of(caller, cost);
    const Sides theirs = sides_of(*site, cost);
    return site->function == caller.function && ours.before == theirs.before &&
           ours.after == theirs.after;
  });
}

std::string changes_of(const VariantReport& variant, const std::string& name, bool is_of_many,
                       const TerminalStyle& style) {
  const HeapDifference& changes = *variant.heap_changes;
  const HeapCost cost = changes.cost;
  Table table({{fmt::format("{}: {}", name, cost_words(cost))},
               {"baseline", Align::right},
               {"here", Align::right},
               {"difference", Align::right},
               {"change", Align::right}},
              Overflow::hang_first);
  std::vector<const HeapChange*> shown;
  for (const HeapChange& change : changes.sites) {
    if (shown.size() == (is_of_many ? most_of_many : most_sites) || !differs(change, cost)) break;
    shown.push_back(&change);
    table.add_row(row_of(change, cost));
    if (const std::string note = note_of(change); !note.empty()) table.add_note(note);
  }
  if (shown.empty()) return "";
  std::size_t callers = 0;
  for (const HeapChange& change : changes.callers) {
    if (callers == (is_of_many ? most_of_many : most_callers) || !differs(change, cost)) break;
    if (is_told(change, shown, cost)) continue;
    ++callers;
    table.add_row(row_of(change, cost));
    table.add_note("with all that it called");
  }
  return table.render(style, indent);
}

std::string iterations_text(const HeapSummary& heap) {
  if (heap.iterations == 1) return "One run";
  return fmt::format("A run of {} iterations and what prepares them", heap.iterations);
}

// What the figures are of, once for all variants.
std::string origin(const SubjectReport& subject, const TerminalStyle& style) {
  std::string text;
  for (const VariantReport& variant : subject.variants) {
    if (!variant.heap) continue;
    if (text.empty()) {
      text = iterations_text(*variant.heap) +
             " under heaptrack, which counts each call of the process that is started.";
    }
    if (!variant.heap->incomplete.empty()) {
      text += fmt::format(" Incomplete of {}: {}.", escape_text(variant.name),
                          escape_text(variant.heap->incomplete));
    }
  }
  return text.empty() ? "" : paragraph(text, indent, indent, style);
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

std::string function_cell(std::string_view function) {
  return shorten_to_width(escape_text(text::short_function_name(function)), widest_function);
}

std::string place_text(const HeapPlace& place) {
  if (place.file.empty()) return "";
  const std::string name = place.file.substr(place.file.find_last_of('/') + 1);
  return shorten_to_width(fmt::format("{}:{}", escape_text(name), place.line), widest_place);
}

Cell heap_change_cell(std::uint64_t before, std::uint64_t after) {
  if (before == after) return {"same", Tone::faint};
  const Tone tone = after < before ? Tone::good : Tone::bad;
  if (before == 0) return {"new", tone};
  if (after == 0) return {"gone", tone};
  const double ratio = static_cast<double>(after) / static_cast<double>(before);
  return {format_signed_percent(ratio - 1), tone};
}

std::string render_changes(std::string_view title, const std::vector<HeapChange>& changes,
                           HeapCost cost, std::size_t top, const TerminalStyle& style) {
  Table table({{std::string(title)},
               {"old", Align::right},
               {"new", Align::right},
               {"difference", Align::right},
               {"change", Align::right}},
              Overflow::hang_first);
  std::size_t rows = 0;
  for (const HeapChange& change : changes) {
    if (!differs(change, cost) || rows == top) break;  // sorted: no later one differs either
    ++rows;
    table.add_row(row_of(change, cost));
  }
  return rows == 0 ? "" : "\n" + table.render(style, indent);
}

std::string render_heap_changes(const SubjectReport& subject, const TerminalStyle& style) {
  const VariantNames names(subject, name_in_table);
  const bool is_of_many = subject.variants.size() > many_variants;
  std::string out;
  for (const VariantReport& variant : subject.variants) {
    if (!variant.heap_changes) continue;
    const std::string part = changes_of(variant, names.of(variant.name), is_of_many, style);
    if (part.empty()) continue;
    if (!out.empty()) out += '\n';
    out += part;
  }
  return out + origin(subject, style);
}

}  // namespace hone::reports

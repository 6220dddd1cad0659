#include "reports/heap.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/escape.hpp"
#include "reports/format.hpp"
#include "reports/function_name.hpp"
#include "reports/table.hpp"
#include "reports/utf8.hpp"
#include "reports/wrap.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t widest_command = 50;
constexpr std::size_t widest_function = 38;
constexpr std::size_t widest_place = 26;

std::string count(std::uint64_t number) { return format_count(static_cast<double>(number)); }
std::string bytes(std::uint64_t number) { return format_bytes(static_cast<double>(number)); }

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string counted(std::uint64_t number, std::string_view thing) {
  return fmt::format("{} {}{}", count(number), thing, number == 1 ? "" : "s");
}

std::string command_text(const HeapProfile& profile) {
  if (profile.command.empty()) return "the program";
  return shorten_to_width(escape_text(profile.command), widest_command);
}

std::string leaks_text(const HeapProfile& profile) {
  const HeapCosts& totals = profile.totals;
  if (totals.leaked_allocations == 0) return "nothing was left at the end";
  return fmt::format("{} ({}) {} {}", count(totals.leaked_allocations), bytes(totals.leaked_bytes),
                     totals.leaked_allocations == 1 ? "was" : "were",
                     profile.incomplete.empty() ? "never freed" : "live when the trace ends");
}

// heaptrack's clock ticks every 10 ms, and once more at the end.
std::string seconds_text(double seconds) {
  return seconds > 0 ? format_seconds(seconds) : "less than 10 ms";
}

std::string answer(const HeapProfile& profile, const TerminalStyle& style) {
  const HeapCosts& totals = profile.totals;
  std::string text;
  if (totals.allocations == 0) {
    text = fmt::format("{}: no allocations were recorded.", command_text(profile));
  } else {
    text = fmt::format("{}: {} of {} in {}; peak {} after {}; {}.", command_text(profile),
                       counted(totals.allocations, "allocation"), bytes(totals.bytes),
                       seconds_text(profile.run_seconds), bytes(totals.peak_bytes),
                       seconds_text(profile.peak_seconds), leaks_text(profile));
  }
  if (totals.temporary > 0) {
    text +=
        fmt::format(" {} ({}) {} temporary: freed by the very next event.", count(totals.temporary),
                    format_percent(share(totals.temporary, totals.allocations)),
                    totals.temporary == 1 ? "was" : "were");
  }
  return paragraph(text, 0, 2, style);
}

std::string incomplete(const HeapProfile& profile, std::string_view which,
                       const TerminalStyle& style) {
  if (profile.incomplete.empty()) return "";
  return paragraph(fmt::format("Incomplete{}: {}. The figures are those up to there.", which,
                               escape_text(profile.incomplete)),
                   0, 2, style);
}

std::string place_of(const HeapProfile& profile, const HeapFrame& frame) {
  const std::string& file = profile.names[frame.file];
  if (file.empty()) return "";
  const std::string name = file.substr(file.find_last_of('/') + 1);
  return shorten_to_width(fmt::format("{}:{}", escape_text(name), frame.line), widest_place);
}

std::string function_cell(std::string_view function) {
  return shorten_to_width(escape_text(short_function_name(function)), widest_function);
}

std::string amount(const HeapCosts& costs, HeapCost cost) {
  const std::uint64_t value = cost_of(costs, cost);
  return is_in_bytes(cost) ? bytes(value) : count(value);
}

// One table of a report: what its rows are sorted by, and what stands beside that.
struct Ranking {
  HeapCost cost;
  std::string_view title;
  std::string_view column;
  HeapCost beside;
  std::string_view beside_column;
};
constexpr std::array rankings{
    Ranking{HeapCost::allocations, "most allocations", "allocations", HeapCost::bytes, "bytes"},
    Ranking{HeapCost::peak, "most bytes at the peak", "at peak", HeapCost::allocations,
            "allocations"},
    Ranking{HeapCost::temporary, "most temporary allocations", "temporary", HeapCost::allocations,
            "allocations"},
    Ranking{HeapCost::leaked, "most bytes never freed", "leaked", HeapCost::allocations,
            "allocations"},
};

std::vector<const HeapSite*> ranked(const std::vector<HeapSite>& sites, HeapCost cost,
                                    std::size_t top) {
  std::vector<const HeapSite*> rows;
  for (const HeapSite& site : sites) {
    if (cost_of(site.costs, cost) > 0) rows.push_back(&site);
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const HeapSite* a, const HeapSite* b) {
    return cost_of(a->costs, cost) > cost_of(b->costs, cost);
  });
  rows.resize(std::min(rows.size(), top));
  return rows;
}

std::string ranking_table(const HeapProfile& profile, const std::vector<HeapSite>& sites,
                          const Ranking& ranking, std::size_t top, const TerminalStyle& style) {
  const std::vector<const HeapSite*> rows = ranked(sites, ranking.cost, top);
  if (rows.empty()) return "";
  Table table({{std::string(ranking.title)},
               {"where"},
               {std::string(ranking.column), Align::right},
               {"share", Align::right},
               {std::string(ranking.beside_column), Align::right}},
              Overflow::hang_first);
  const std::uint64_t whole = cost_of(profile.totals, ranking.cost);
  for (const HeapSite* const site : rows) {
    const bool known = site->frame != HeapSite::unknown;
    const HeapFrame frame = known ? profile.frames[site->frame] : HeapFrame{};
    table.add_row({{function_cell(frame_name(profile, frame))},
                   {place_of(profile, frame), Tone::faint},
                   {amount(site->costs, ranking.cost), Tone::strong},
                   {format_percent(share(cost_of(site->costs, ranking.cost), whole))},
                   {amount(site->costs, ranking.beside), Tone::faint}});
  }
  return "\n" + table.render(style, 2);
}

std::string sizes_table(const HeapProfile& profile, const TerminalStyle& style) {
  if (profile.sizes.empty()) return "";
  constexpr double widest_bar = 30;
  std::uint64_t most = 1;
  for (const SizeClass& size : profile.sizes) most = std::max(most, size.allocations);
  Table table({{"size, up to", Align::right},
               {"allocations", Align::right},
               {"share", Align::right},
               {"", Align::left}},
              Overflow::hang_first);
  for (const SizeClass& size : profile.sizes) {
    const double length = widest_bar * share(size.allocations, most);
    table.add_row({{bytes(size.largest)},
                   {count(size.allocations)},
                   {format_percent(share(size.allocations, profile.totals.allocations))},
                   {std::string(static_cast<std::size_t>(length), '#'), Tone::faint}});
  }
  return "\n" + table.render(style, 2);
}

// The totals of a comparison, a row each.
struct Total {
  std::string_view label;
  std::uint64_t before;
  std::uint64_t after;
  bool is_bytes;
};

std::array<Total, 6> totals_of(const HeapCosts& before, const HeapCosts& after) {
  return {Total{"allocations", before.allocations, after.allocations, false},
          Total{"temporary", before.temporary, after.temporary, false},
          Total{"bytes", before.bytes, after.bytes, true},
          Total{"peak", before.peak_bytes, after.peak_bytes, true},
          Total{"leaked allocations", before.leaked_allocations, after.leaked_allocations, false},
          Total{"leaked bytes", before.leaked_bytes, after.leaked_bytes, true}};
}

Cell change_cell(std::uint64_t before, std::uint64_t after) {
  if (before == after) return {"same", Tone::faint};
  const Tone tone = after < before ? Tone::good : Tone::bad;
  if (before == 0) return {"new", tone};
  if (after == 0) return {"gone", tone};
  return {format_signed_percent(share(after, before) - 1), tone};
}

std::string totals_table(const HeapProfile& before, const HeapProfile& after,
                         const TerminalStyle& style) {
  Table table({{"total"}, {"old", Align::right}, {"new", Align::right}, {"change", Align::right}},
              Overflow::hang_first);
  for (const Total& total : totals_of(before.totals, after.totals)) {
    const auto text = [&](std::uint64_t value) {
      return total.is_bytes ? bytes(value) : count(value);
    };
    table.add_row({{std::string(total.label)},
                   {text(total.before)},
                   {text(total.after)},
                   change_cell(total.before, total.after)});
  }
  return "\n" + table.render(style, 2);
}

std::string signed_amount(std::uint64_t before, std::uint64_t after, HeapCost cost) {
  const std::uint64_t distance = std::max(before, after) - std::min(before, after);
  const std::string text = is_in_bytes(cost) ? bytes(distance) : count(distance);
  return (after < before ? "-" : "+") + text;
}

std::string changes_table(std::string_view title, const std::vector<HeapChange>& changes,
                          HeapCost cost, std::size_t top, const TerminalStyle& style) {
  Table table({{std::string(title)},
               {"old", Align::right},
               {"new", Align::right},
               {"difference", Align::right},
               {"change", Align::right}},
              Overflow::hang_first);
  std::size_t rows = 0;
  for (const HeapChange& change : changes) {
    const std::uint64_t before = change.before ? cost_of(*change.before, cost) : 0;
    const std::uint64_t after = change.after ? cost_of(*change.after, cost) : 0;
    if (before == after || rows == top) break;  // sorted: no later one differs either
    ++rows;
    const auto text = [&](const std::optional<HeapCosts>& costs) {
      return costs ? amount(*costs, cost) : std::string("-");
    };
    Cell how = change_cell(before, after);
    if (!change.before) how.text = "new";
    if (!change.after) how.text = "gone";
    table.add_row({{function_cell(change.function)},
                   {text(change.before)},
                   {text(change.after)},
                   {signed_amount(before, after, cost), Tone::strong},
                   std::move(how)});
  }
  return rows == 0 ? "" : "\n" + table.render(style, 2);
}

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

std::string difference_answer(const HeapProfile& before, const HeapProfile& after, HeapCost cost,
                              const TerminalStyle& style) {
  const std::uint64_t old_cost = cost_of(before.totals, cost);
  const std::uint64_t new_cost = cost_of(after.totals, cost);
  std::string text;
  if (old_cost == new_cost) {
    text = fmt::format("The same {}: {}.", cost_words(cost), amount(after.totals, cost));
  } else {
    text = fmt::format("{} {}: {} instead of {}", new_cost < old_cost ? "Fewer" : "More",
                       cost_words(cost), amount(after.totals, cost), amount(before.totals, cost));
    if (old_cost > 0) {
      text += fmt::format(" ({})", format_signed_percent(share(new_cost, old_cost) - 1));
    }
    text += ".";
  }
  text += fmt::format(" Peak {} instead of {}.", bytes(after.totals.peak_bytes),
                      bytes(before.totals.peak_bytes));
  return paragraph(text, 0, 2, style);
}

}  // namespace

std::string render_heap(const HeapProfile& profile, const std::vector<HeapSite>& sites,
                        std::size_t top, const TerminalStyle& style) {
  const std::string first = answer(profile, style) + incomplete(profile, "", style);
  std::string details;
  for (const Ranking& ranking : rankings) {
    details += ranking_table(profile, sites, ranking, top, style);
  }
  details += sizes_table(profile, style);
  details += "\n" + paragraph(
                        "Counted by heaptrack, in the program alone: what it started itself "
                        "is not in these figures. A site is the innermost function that is "
                        "not an allocator's or the C++ library's.",
                        0, 0, style);
  return style.answer_last ? details + "\n" + first : first + details;
}

std::string render_heap_difference(const HeapProfile& before, const HeapProfile& after,
                                   const HeapDifference& difference, std::size_t top,
                                   const TerminalStyle& style) {
  const std::string first = difference_answer(before, after, difference.cost, style) +
                            incomplete(before, ", the old one", style) +
                            incomplete(after, ", the new one", style);
  std::string details = totals_table(before, after, style);
  const std::string_view words = cost_words(difference.cost);
  details += changes_table(fmt::format("{}, by site", words), difference.sites, difference.cost,
                           top, style);
  details +=
      changes_table("with what they called", difference.callers, difference.cost, top, style);
  return style.answer_last ? details + "\n" + first : first + details;
}

}  // namespace hone::reports

#include "reports/sections/heap_section.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/table.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/sections/heap_changes.hpp"
#include "reports/words/format.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t widest_command = 50;

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

HeapPlace place_of(const HeapProfile& profile, const HeapFrame& frame) {
  return {frame_name(profile, frame), profile.names[frame.file], frame.line};
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

// "called by load (file.cpp:12) 75 %, save 20 %": of a site that is called from several places, as
// a program's own wrapper is, the two that do so most. Empty: it is called from one, or none is
// known.
std::string callers_text(const HeapProfile& profile, const HeapSite& site, HeapCost cost) {
  constexpr std::size_t most_callers = 2;
  if (site.callers.size() < 2) return "";
  std::vector<const HeapCaller*> callers;
  callers.reserve(site.callers.size());
  for (const HeapCaller& caller : site.callers) callers.push_back(&caller);
  std::stable_sort(callers.begin(), callers.end(), [&](const HeapCaller* a, const HeapCaller* b) {
    return cost_of(a->costs, cost) > cost_of(b->costs, cost);
  });
  std::string text;
  for (std::size_t i = 0; i < most_callers; ++i) {
    const HeapFrame& frame = profile.frames[callers[i]->frame];
    const std::string place = place_text(place_of(profile, frame));
    text += fmt::format(
        "{}{}{} {}", i == 0 ? "called by " : ", ", function_cell(frame_name(profile, frame)),
        place.empty() || i > 0 ? "" : fmt::format(" ({})", place),
        format_percent(share(cost_of(callers[i]->costs, cost), cost_of(site.costs, cost))));
  }
  return text;
}

// `told`: the sites whose callers stand in an earlier table.
std::string ranking_table(const HeapProfile& profile, const std::vector<HeapSite>& sites,
                          const Ranking& ranking, std::size_t top, const TerminalStyle& style,
                          std::set<const HeapSite*>& told) {
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
                   {place_text(place_of(profile, frame)), Tone::faint},
                   {heap_amount(site->costs, ranking.cost), Tone::strong},
                   {format_percent(share(cost_of(site->costs, ranking.cost), whole))},
                   {heap_amount(site->costs, ranking.beside), Tone::faint}});
    if (!told.insert(site).second) continue;
    if (std::string callers = callers_text(profile, *site, ranking.cost); !callers.empty()) {
      table.add_note(std::move(callers));
    }
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
                   heap_change_cell(total.before, total.after)});
  }
  return "\n" + table.render(style, 2);
}

std::string difference_answer(const HeapProfile& before, const HeapProfile& after, HeapCost cost,
                              const TerminalStyle& style) {
  const std::uint64_t old_cost = cost_of(before.totals, cost);
  const std::uint64_t new_cost = cost_of(after.totals, cost);
  std::string text;
  if (old_cost == new_cost) {
    text = fmt::format("The same {}: {}.", cost_words(cost), heap_amount(after.totals, cost));
  } else {
    text = fmt::format("{} {}: {} instead of {}", new_cost < old_cost ? "Fewer" : "More",
                       cost_words(cost), heap_amount(after.totals, cost),
                       heap_amount(before.totals, cost));
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
  std::set<const HeapSite*> told;
  for (const Ranking& ranking : rankings) {
    details += ranking_table(profile, sites, ranking, top, style, told);
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
  details += render_changes(fmt::format("{}, by site", words), difference.sites, difference.cost,
                            top, style);
  details +=
      render_changes("with what they called", difference.callers, difference.cost, top, style);
  return style.answer_last ? details + "\n" + first : first + details;
}

}  // namespace hone::reports

#include "reports/sections/heap_section.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/sections/heap_changes.hpp"
#include "reports/sections/report_frame.hpp"
#include "reports/words/format.hpp"

namespace hone::reports {

namespace {

std::string count(std::uint64_t number) { return format_count(static_cast<double>(number)); }
std::string bytes(std::uint64_t number) { return format_bytes(static_cast<double>(number)); }

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string counted(std::uint64_t number, std::string_view thing) {
  return fmt::format("{} {}{}", count(number), thing, number == 1 ? "" : "s");
}

Text command_text(const HeapProfile& profile) {
  if (profile.command.empty()) return "the program";
  return Span{.text = profile.command, .kind = SpanKind::command};
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

std::string totals_text(const HeapProfile& profile) {
  const HeapCosts& totals = profile.totals;
  if (totals.allocations == 0) return "no allocations were recorded.";
  return fmt::format("{} of {} in {}; peak {} after {}; {}.",
                     counted(totals.allocations, "allocation"), bytes(totals.bytes),
                     seconds_text(profile.run_seconds), bytes(totals.peak_bytes),
                     seconds_text(profile.peak_seconds), leaks_text(profile));
}

Paragraph answer(const HeapProfile& profile) {
  const HeapCosts& totals = profile.totals;
  Text text = filled("{}: {}", {command_text(profile), totals_text(profile)});
  if (totals.temporary > 0) {
    text +=
        fmt::format(" {} ({}) {} temporary: freed by the very next event.", count(totals.temporary),
                    format_percent(share(totals.temporary, totals.allocations)),
                    totals.temporary == 1 ? "was" : "were");
  }
  return {std::move(text), Paragraph::Role::answer};
}

Document incomplete(const HeapProfile& profile, std::string_view which) {
  Document document;
  if (profile.incomplete.empty()) return document;
  document.add(Paragraph{fmt::format("Incomplete{}: {}. The figures are those up to there.", which,
                                     profile.incomplete),
                         Paragraph::Role::answer});
  return document;
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
Text callers_text(const HeapProfile& profile, const HeapSite& site, HeapCost cost) {
  constexpr std::size_t most_named_callers = 2;
  if (site.callers.size() < 2) return {};
  std::vector<const HeapCaller*> callers;
  callers.reserve(site.callers.size());
  for (const HeapCaller& caller : site.callers) callers.push_back(&caller);
  std::stable_sort(callers.begin(), callers.end(), [&](const HeapCaller* a, const HeapCaller* b) {
    return cost_of(a->costs, cost) > cost_of(b->costs, cost);
  });
  Text text;
  for (std::size_t i = 0; i < most_named_callers; ++i) {
    const HeapFrame& frame = profile.frames[callers[i]->frame];
    text += i == 0 ? "called by " : ", ";
    text += function_span(frame_name(profile, frame));
    const Text place = place_text(place_of(profile, frame));
    if (i == 0 && !place.empty()) text += filled(" ({})", {place});
    text += fmt::format(
        " {}", format_percent(share(cost_of(callers[i]->costs, cost), cost_of(site.costs, cost))));
  }
  return text;
}

// `told`: the sites whose callers stand in an earlier table.
Document ranking_table(const HeapProfile& profile, const std::vector<HeapSite>& sites,
                       const Ranking& ranking, std::size_t top, std::set<const HeapSite*>& told) {
  Table table{{{ranking.title},
               {"where"},
               {ranking.column, Align::right},
               {"share", Align::right},
               {ranking.beside_column, Align::right}}};
  const std::uint64_t whole = cost_of(profile.totals, ranking.cost);
  for (const HeapSite* const site : ranked(sites, ranking.cost, top)) {
    const bool known = site->frame != HeapSite::unknown;
    const HeapFrame frame = known ? profile.frames[site->frame] : HeapFrame{};
    Row row{{{function_span(frame_name(profile, frame))},
             {place_text(place_of(profile, frame)), Tone::faint},
             heap_cell(site->costs, ranking.cost, Tone::strong),
             {format_percent(share(cost_of(site->costs, ranking.cost), whole))},
             heap_cell(site->costs, ranking.beside, Tone::faint)}};
    if (told.insert(site).second) row.note = callers_text(profile, *site, ranking.cost);
    table.add(std::move(row));
  }
  return document_of(std::move(table));
}

Document sizes_table(const HeapProfile& profile) {
  std::uint64_t most = 1;
  for (const SizeClass& size : profile.sizes) most = std::max(most, size.allocations);
  Table table{{{"size, up to", Align::right},
               {"allocations", Align::right},
               {"share", Align::right},
               {"", Align::left}}};
  for (const SizeClass& size : profile.sizes) {
    table.add_row({{bytes(size.largest)},
                   {count(size.allocations)},
                   {format_percent(share(size.allocations, profile.totals.allocations))},
                   {.text = "", .tone = Tone::faint, .bar = share(size.allocations, most)}});
  }
  return document_of(std::move(table));
}

// The totals of a comparison, a row each.
struct Total {
  std::string_view label;
  HeapAmounts amounts;
  bool is_bytes;
};

std::array<Total, 6> totals_of(const HeapCosts& before, const HeapCosts& after) {
  return {Total{"allocations", {before.allocations, after.allocations}, false},
          Total{"temporary", {before.temporary, after.temporary}, false},
          Total{"bytes", {before.bytes, after.bytes}, true},
          Total{"peak", {before.peak_bytes, after.peak_bytes}, true},
          Total{"leaked allocations", {before.leaked_allocations, after.leaked_allocations}, false},
          Total{"leaked bytes", {before.leaked_bytes, after.leaked_bytes}, true}};
}

Document totals_table(const HeapProfile& before, const HeapProfile& after) {
  Table table{{{"total"}, {"old", Align::right}, {"new", Align::right}, {"change", Align::right}}};
  for (const Total& total : totals_of(before.totals, after.totals)) {
    const auto text = [&](std::uint64_t value) {
      return total.is_bytes ? bytes(value) : count(value);
    };
    table.add_row({{std::string(total.label)},
                   {text(total.amounts.before)},
                   {text(total.amounts.after)},
                   heap_change_cell(total.amounts)});
  }
  return document_of(std::move(table));
}

Paragraph difference_answer(const HeapProfile& before, const HeapProfile& after, HeapCost cost) {
  const HeapAmounts amounts{cost_of(before.totals, cost), cost_of(after.totals, cost)};
  std::string text;
  if (amounts.kind() == ChangeKind::same) {
    text = fmt::format("The same {}: {}.", cost_words(cost), heap_amount(after.totals, cost));
  } else {
    text = fmt::format("{} {}: {} instead of {}", amounts.after < amounts.before ? "Fewer" : "More",
                       cost_words(cost), heap_amount(after.totals, cost),
                       heap_amount(before.totals, cost));
    if (amounts.kind() != ChangeKind::from_zero) {
      text += fmt::format(" ({})", format_signed_percent(share(amounts.after, amounts.before) - 1));
    }
    text += ".";
  }
  text += fmt::format(" Peak {} instead of {}.", bytes(after.totals.peak_bytes),
                      bytes(before.totals.peak_bytes));
  return {std::move(text), Paragraph::Role::answer};
}

}  // namespace

AnsweredDocument heap_section(const HeapProfile& profile, const std::vector<HeapSite>& sites,
                              std::size_t top) {
  AnsweredDocument document;
  document.answer.add(answer(profile));
  document.answer.append(incomplete(profile, ""));
  std::set<const HeapSite*> told;
  for (const Ranking& ranking : rankings) {
    document.details.add_part(ranking_table(profile, sites, ranking, top, told));
  }
  document.details.add_part(sizes_table(profile));
  document.details.add(Break{});
  document.details.add(
      Paragraph{"Counted by heaptrack, in the program alone: what it started itself is not in "
                "these figures. A site is the innermost function that is not an allocator's or "
                "the C++ library's." +
                input_text(profile.input)});
  return document;
}

AnsweredDocument heap_difference_section(const HeapProfile& before, const HeapProfile& after,
                                         const HeapDifference& difference, std::size_t top) {
  const HeapCost cost = difference.cost;
  AnsweredDocument document;
  document.answer.add(difference_answer(before, after, cost));
  document.answer.append(incomplete(before, ", the old one"));
  document.answer.append(incomplete(after, ", the new one"));
  document.details = totals_table(before, after);
  document.details.add_part(
      heap_change_table(fmt::format("{}, by site", cost_words(cost)), difference.sites, cost, top));
  document.details.add_part(
      heap_change_table("with what they called", difference.callers, cost, top));
  return document;
}

}  // namespace hone::reports

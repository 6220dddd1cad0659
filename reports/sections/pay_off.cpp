#include "reports/sections/pay_off.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/sections/crossover_section.hpp"
#include "reports/sections/overview.hpp"
#include "reports/words/change.hpp"
#include "reports/words/format.hpp"
#include "reports/words/gain_order.hpp"
#include "reports/words/interval_column.hpp"
#include "reports/words/labels.hpp"

namespace hone::reports {

namespace {

struct Entry {
  const SubjectReport* subject = nullptr;
  const VariantReport* variant = nullptr;
  const Comparison* comparison = nullptr;  // nullptr: not compared
  const Crossover* crossover = nullptr;    // nullptr: not scanned
};

// How rows are set apart: what pays, what does not, and what is not known.
int rank(const Entry& entry) {
  return entry.comparison == nullptr ? 4 : pay_off_rank(entry.comparison->verdict);
}

bool comes_first(const Entry& one, const Entry& other) {
  if (one.comparison == nullptr || other.comparison == nullptr) return rank(one) < rank(other);
  return pays_more(*one.comparison, *other.comparison);
}

const Crossover* find_crossover(const Report& report, const SubjectReport& subject,
                                const VariantReport& variant) {
  const auto found =
      std::find_if(report.crossovers.begin(), report.crossovers.end(), [&](const Crossover& c) {
        return c.subject == subject.id && c.variant == variant.name &&
               c.metric == subject.metrics.front().id;
      });
  return found == report.crossovers.end() ? nullptr : &*found;
}

std::vector<Entry> entries_of(const Report& report) {
  std::vector<Entry> entries;
  std::set<std::string_view> seen;
  for (const SubjectReport& subject : report.subjects) {
    if (!seen.insert(subject.id).second || subject.variants.empty()) continue;
    Entry entry{&subject, &subject.variants.back(), nullptr, nullptr};
    if (!subject.comparisons.empty()) entry.comparison = &subject.comparisons.front();
    entry.crossover = find_crossover(report, subject, *entry.variant);
    entries.push_back(entry);
  }
  std::stable_sort(entries.begin(), entries.end(), comes_first);
  return entries;
}

// "2.31 (2.25-2.38)": as a factor, above 1 better.
std::string gain_text(const Comparison& comparison) {
  const auto factor = [](double value) { return format_value(value, Unit::quotient); };
  if (is_from_or_to_zero(comparison)) {
    return fmt::format("{} for {}", format_value(comparison.counts->variant, Unit::count),
                       format_value(comparison.counts->baseline, Unit::count));
  }
  const std::optional<Gain>& gain = comparison.gain;
  if (is_exact(comparison)) return gain ? fmt::format("{} (exact)", factor(gain->factor)) : "-";
  if (!gain || !gain->interval) return "too few pairs";
  const bool is_open = comparison.verdict == Verdict::inconclusive;
  return fmt::format("{} ({}-{})", is_open ? "?" : factor(gain->factor), factor(gain->interval->lo),
                     factor(gain->interval->hi));
}

std::string memory_text(const VariantReport& variant) {
  constexpr double in_percent_below = 10;
  if (!variant.memory) return "-";
  if (!variant.memory->is_notable) return "0 %";
  const double ratio = variant.memory->ratio;
  return ratio < in_percent_below ? format_signed_percent(ratio - 1) : format_factor(ratio);
}

std::string where_it_ends(const Entry& entry) {
  return entry.crossover == nullptr ? "not scanned" : crossover_in_short(*entry.crossover);
}

std::vector<Cell> cells_of(const Entry& entry) {
  std::vector<Cell> cells{{Span{.text = entry.subject->id, .kind = SpanKind::subject}},
                          {entry.variant->name}};
  if (entry.comparison == nullptr) {
    cells.insert(cells.end(), {{"not compared", Tone::bad}, {"-"}, {"-"}});
    return cells;
  }
  cells.insert(cells.end(), {{gain_text(*entry.comparison), tone_of(entry.comparison->verdict)},
                             {memory_text(*entry.variant)},
                             {where_it_ends(entry)}});
  return cells;
}

std::string_view words_for_rank(int rank, bool is_one) {
  switch (rank) {
    case 0: return is_one ? "pays" : "pay";
    case 1: return is_one ? "makes no difference" : "make no difference";
    case 2: return "undecided";
    case 3: return is_one ? "loses" : "lose";
    default: return "not compared";
  }
}

std::string tally(const std::vector<Entry>& entries) {
  std::string text = fmt::format("{} workload{} at the default point", entries.size(),
                                 entries.size() == 1 ? "" : "s");
  std::string_view separator = ": ";
  for (int wanted = 0; wanted <= 4; ++wanted) {
    const auto count = std::count_if(entries.begin(), entries.end(),
                                     [&](const Entry& entry) { return rank(entry) == wanted; });
    if (count == 0) continue;
    text += fmt::format("{}{} {}", separator, count, words_for_rank(wanted, count == 1));
    separator = ", ";
  }
  return text;
}

}  // namespace

Document pay_off(const Report& report) {
  const std::vector<Entry> entries = entries_of(report);
  // A variant can be looked up, a number cannot.
  Table table{{{"workload"},
               {.title = "variant", .may_be_left_out = true},
               {fmt::format("gain ({})", interval_level(report.plan.alpha)), Align::right},
               {"memory", Align::right},
               {"pays no more at"}},
              Rows::lines};
  for (const Entry& entry : entries) table.add_row(cells_of(entry));
  Document document;
  document.add(Paragraph{tally(entries), Paragraph::Role::answer});
  document.add(Break{});
  document.add(std::move(table));
  document.add(Break{});
  document.add(Paragraph{filled(
      "The gain is a factor against the baseline, above 1 better, ? where it is undecided; memory "
      "the change of what lives on the heap at its peak, or of resident memory. Between two values "
      "(8..32) the border lies somewhere; -o keeps every point of the scans.{}",
      {Span{.text = " Which variant stands for a technique: hone show, or a wider terminal.",
            .is_substitute = true}})});
  document.add_part(failures(report));
  return document;
}

}  // namespace hone::reports

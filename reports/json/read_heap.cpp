#include "reports/json/read_heap.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace hone::reports {

namespace {

HeapCosts read_costs(const JsonField& object) {
  const auto count = [&](std::string_view key) { return object.field(key).whole<std::uint64_t>(); };
  return {.allocations = count("allocations"),
          .temporary = count("temporary"),
          .bytes = count("bytes"),
          .peak_bytes = count("peak_bytes"),
          .leaked_allocations = count("leaked_allocations"),
          .leaked_bytes = count("leaked_bytes")};
}

// The object may say more than the place, as a site does.
HeapPlace read_place(const JsonField& object) {
  const JsonField line = object.field("line");
  return {.function = object.field("function").text(),
          .file = object.field("file").text_or_empty(),
          .line = line.is_absent() ? 0 : line.whole<std::uint64_t>(1)};
}

HeapPlace place_or_empty(const JsonField& field) {
  return field.is_absent() ? HeapPlace{} : read_place(field);
}

std::optional<HeapCosts> costs_or_absent(const JsonField& field) {
  if (field.is_absent()) return std::nullopt;
  return read_costs(field);
}

HeapChange read_change(const JsonField& object) {
  HeapChange change;
  change.function = object.field("function").text();
  change.before = costs_or_absent(object.field("before"));
  change.after = costs_or_absent(object.field("after"));
  if (!change.before && !change.after) object.refuse("has costs neither before nor after");
  return change;
}

}  // namespace

HeapSummary read_heap_summary(const JsonField& object) {
  HeapSummary summary;
  summary.totals = read_costs(object.field("totals"));
  summary.iterations = object.field("iterations").whole<std::uint64_t>(1);
  summary.incomplete = object.field("incomplete").text_or_empty();
  object.field("sites").each([&](const JsonField& site) {
    summary.sites.push_back({.place = read_place(site),
                             .caller = place_or_empty(site.field("caller")),
                             .costs = read_costs(site.field("costs"))});
  });
  return summary;
}

// A caller has no place in the source.
HeapDifference read_heap_difference(const JsonField& object) {
  HeapDifference difference;
  difference.cost = object.field("cost").word({HeapCost::allocations, HeapCost::temporary,
                                               HeapCost::bytes, HeapCost::peak, HeapCost::leaked});
  object.field("sites").each([&](const JsonField& site) {
    HeapChange& change = difference.sites.emplace_back(read_change(site));
    change.place = read_place(site);
    change.caller = place_or_empty(site.field("caller"));
  });
  object.field("callers").each(
      [&](const JsonField& caller) { difference.callers.push_back(read_change(caller)); });
  return difference;
}

}  // namespace hone::reports

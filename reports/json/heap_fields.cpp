#include "reports/json/heap_fields.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace hone::reports {

namespace {

// The members `file` and `line`, each null where it is not known.
void write_source(JsonWriter& out, const HeapPlace& place) {
  out.text_or_null("file", place.file);
  out.member("line", place.line > 0 ? std::optional(place.line) : std::nullopt);
}

void write_caller(JsonWriter& out, const HeapPlace& caller) {
  out.key("caller");
  if (caller.function.empty()) return out.null();
  out.object([&] {
    out.member("function", caller.function);
    write_source(out, caller);
  });
}

void write_costs(JsonWriter& out, std::string_view key, const std::optional<HeapCosts>& costs) {
  out.key(key);
  if (!costs) return out.null();
  write_heap(out, *costs);
}

std::string_view word_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::from_zero: return "added";
    case ChangeKind::to_zero: return "vanished";
    case ChangeKind::same:
    case ChangeKind::changed:
    case ChangeKind::unclear: break;
  }
  return "changed";
}

void write_changes(JsonWriter& out, std::string_view key, const std::vector<HeapChange>& changes) {
  out.key(key);
  out.list_of(changes, [&](const HeapChange& change) {
    out.object([&] {
      out.member("function", change.function);
      out.member("kind", word_of(change.kind()));
      write_source(out, change.place);
      write_caller(out, change.caller);
      write_costs(out, "before", change.before);
      write_costs(out, "after", change.after);
    });
  });
}

}  // namespace

void write_heap(JsonWriter& out, const HeapCosts& costs) {
  out.object([&] {
    out.member("allocations", costs.allocations);
    out.member("temporary", costs.temporary);
    out.member("bytes", costs.bytes);
    out.member("peak_bytes", costs.peak_bytes);
    out.member("leaked_allocations", costs.leaked_allocations);
    out.member("leaked_bytes", costs.leaked_bytes);
  });
}

void write_heap(JsonWriter& out, const HeapSummary& summary) {
  out.object([&] {
    out.key("totals");
    write_heap(out, summary.totals);
    out.member("iterations", summary.iterations);
    out.text_or_null("incomplete", summary.incomplete);
    out.key("sites");
    out.list_of(summary.sites, [&](const HeapSiteSummary& site) {
      out.object([&] {
        out.member("function", site.place.function);
        write_source(out, site.place);
        write_caller(out, site.caller);
        out.key("costs");
        write_heap(out, site.costs);
      });
    });
  });
}

void write_members(JsonWriter& out, const HeapDifference& difference) {
  out.member("cost", to_string(difference.cost));
  write_changes(out, "sites", difference.sites);
  write_changes(out, "callers", difference.callers);
}

void write_heap(JsonWriter& out, const HeapDifference& difference) {
  out.object([&] { write_members(out, difference); });
}

}  // namespace hone::reports

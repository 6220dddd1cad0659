#include "reports/json/heap_fields.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/json/text_or_null.hpp"

namespace hone::reports {

namespace {

using Json = nlohmann::ordered_json;

Json line_or_null(const HeapPlace& place) {
  return place.line > 0 ? Json(place.line) : Json(nullptr);
}

Json place_or_null(const HeapPlace& place) {
  if (place.function.empty()) return nullptr;
  return {{"function", place.function},
          {"file", text_or_null(place.file)},
          {"line", line_or_null(place)}};
}

Json costs_or_null(const std::optional<HeapCosts>& costs) {
  return costs ? heap_json(*costs) : Json(nullptr);
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

Json json(const std::vector<HeapChange>& changes) {
  Json array = Json::array();
  for (const HeapChange& change : changes) {
    array.push_back({{"function", change.function},
                     {"kind", word_of(change.kind())},
                     {"file", text_or_null(change.place.file)},
                     {"line", line_or_null(change.place)},
                     {"caller", place_or_null(change.caller)},
                     {"before", costs_or_null(change.before)},
                     {"after", costs_or_null(change.after)}});
  }
  return array;
}

}  // namespace

Json heap_json(const HeapCosts& costs) {
  return {{"allocations", costs.allocations},
          {"temporary", costs.temporary},
          {"bytes", costs.bytes},
          {"peak_bytes", costs.peak_bytes},
          {"leaked_allocations", costs.leaked_allocations},
          {"leaked_bytes", costs.leaked_bytes}};
}

Json heap_json(const HeapSummary& summary) {
  Json sites = Json::array();
  for (const HeapSiteSummary& site : summary.sites) {
    sites.push_back({{"function", site.place.function},
                     {"file", text_or_null(site.place.file)},
                     {"line", line_or_null(site.place)},
                     {"caller", place_or_null(site.caller)},
                     {"costs", heap_json(site.costs)}});
  }
  return {{"totals", heap_json(summary.totals)},
          {"iterations", summary.iterations},
          {"incomplete", text_or_null(summary.incomplete)},
          {"sites", std::move(sites)}};
}

Json heap_json(const HeapDifference& difference) {
  return {{"cost", to_string(difference.cost)},
          {"sites", json(difference.sites)},
          {"callers", json(difference.callers)}};
}

}  // namespace hone::reports

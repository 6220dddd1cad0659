// A frame and a stack stand on a line of their own: profiles have thousands of them.
#include "reports/json/heap_json.hpp"

#include <cstddef>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/json/heap_fields.hpp"
#include "reports/json/json_fields.hpp"
#include "reports/json/read_heap.hpp"
#include "reports/json/text_or_null.hpp"

namespace hone::reports {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* schema = "hone.heap/1";
constexpr const char* save_heap_again = "hone heap -o FILE saves one that can be compared";

// As large as a profile can get that was read from a trace.
constexpr JsonLimits heap_limits{.bytes = std::size_t{4} << 30, .values = 100'000'000};

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json json(const HeapProfile& profile, const HeapFrame& frame) {
  return {{"function", text_or_null(profile.names[frame.function])},
          {"file", text_or_null(profile.names[frame.file])},
          {"line", frame.line > 0 ? Json(frame.line) : Json(nullptr)},
          {"object", text_or_null(profile.names[frame.object])}};
}

Json json(const HeapNode& node, bool is_root) {
  return {{"parent", is_root ? Json(nullptr) : Json(node.parent)},
          {"frame", is_root ? Json(nullptr) : Json(node.frame)},
          {"costs", node.costs == HeapCosts{} ? Json(nullptr) : heap_json(node.costs)}};
}

template <class Items, class Convert>
std::string lines(const Items& items, Convert convert) {
  std::string out = "[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    out += i == 0 ? "\n    " : ",\n    ";
    out += dump(convert(items[i], i));
  }
  return out + (items.empty() ? "]" : "\n  ]");
}

std::string render(const HeapProfile& profile, const Tool& tool, const std::string& created,
                   const Json& difference) {
  const Json head{
      {"schema", schema},
      {"tool",
       {{"name", tool.name}, {"version", tool.version}, {"revision", text_or_null(tool.revision)}}},
      {"created", created},
      {"command", text_or_null(profile.command)},
      {"incomplete", text_or_null(profile.incomplete)},
      {"run_s", profile.run_seconds},
      {"peak_s", profile.peak_seconds},
      {"peak_rss_bytes", profile.peak_rss ? Json(*profile.peak_rss) : Json(nullptr)},
      {"totals", heap_json(profile.totals)}};
  std::string out = "{\n";
  for (const auto& [key, value] : head.items()) {
    out += fmt::format("  \"{}\": {},\n", key, dump(value));
  }
  out += "  \"sizes\": " + lines(profile.sizes, [](const SizeClass& size, std::size_t) {
           return Json{
               {"largest", size.largest}, {"allocations", size.allocations}, {"bytes", size.bytes}};
         });
  out += ",\n  \"frames\": " + lines(profile.frames, [&](const HeapFrame& frame, std::size_t) {
           return json(profile, frame);
         });
  out += ",\n  \"stacks\": " + lines(profile.nodes, [](const HeapNode& node, std::size_t index) {
           return json(node, index == 0);
         });
  if (!difference.is_null()) out += ",\n  \"difference\": " + dump(difference);
  return out + "\n}\n";
}

}  // namespace

std::string render_heap_json(const HeapProfile& profile, const Tool& tool,
                             const std::string& created) {
  return render(profile, tool, created, nullptr);
}

std::string render_heap_difference_json(const HeapProfile& before, const HeapProfile& after,
                                        const HeapDifference& difference, const Tool& tool,
                                        const std::string& created) {
  Json changes{{"old",
                {{"command", text_or_null(before.command)},
                 {"incomplete", text_or_null(before.incomplete)},
                 {"run_s", before.run_seconds},
                 {"peak_s", before.peak_seconds},
                 {"totals", heap_json(before.totals)}}}};
  changes.update(heap_json(difference));
  return render(after, tool, created, changes);
}

Result<HeapProfile> parse_heap_json(std::string_view text) {
  const Result<JsonValue> document = parse_json(text, heap_limits);
  if (!document) return document.error();
  JsonRefusal refusal;
  const JsonField report(*document, refusal);
  if (!report.is_object() || !report.field("schema").is_text()) {
    return Error{"schema: is missing, so this is no report of hone's", save_heap_again};
  }
  if (const std::string id = report.field("schema").text(); id != schema) {
    return Error{fmt::format("it is a report of {}, not of '{}'", JsonField::quoted(id), schema),
                 save_heap_again};
  }
  HeapProfile profile = read_heap_profile(report);
  if (refusal.happened()) {
    return Error{fmt::format("{}: {}", refusal.place, refusal.reason), save_heap_again};
  }
  return profile;
}

}  // namespace hone::reports

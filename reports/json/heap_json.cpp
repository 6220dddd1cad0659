// A frame and a stack stand on a line of their own: profiles have thousands of them.
#include "reports/json/heap_json.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/json/heap_fields.hpp"

namespace hone::reports {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* schema = "hone.heap/1";

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

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

// What a report says, taken out of it field by field. The first field that is not as it should be
// is remembered, and makes the result an error.
class Reader {
 public:
  Result<HeapProfile> read(std::string_view text) {
    const Json report = Json::parse(text, nullptr, false);
    if (report.is_discarded()) return Error{"it is not JSON, or cut short", ""};
    const Json* const id = field(report, "schema");
    if (id == nullptr || !id->is_string()) return Error{"it is no report of hone's", ""};
    if (*id != schema) {
      return Error{
          fmt::format("it is a report of '{}', not of '{}'", id->get<std::string>(), schema),
          "hone heap -o FILE saves one that can be compared"};
    }
    fill(report);
    if (!wrong_.empty()) return Error{fmt::format("its {} is not as it should be", wrong_), ""};
    return std::move(profile_);
  }

 private:
  static const Json* field(const Json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
  }

  void fill(const Json& report) {
    profile_.command = text(report, "command");
    profile_.incomplete = text(report, "incomplete");
    profile_.run_seconds = seconds(report, "run_s");
    profile_.peak_seconds = seconds(report, "peak_s");
    if (const Json* rss = field(report, "peak_rss_bytes"); rss != nullptr && !rss->is_null()) {
      profile_.peak_rss = whole(report, "peak_rss_bytes");
    }
    const Json* const totals = field(report, "totals");
    if (totals == nullptr) return reject("totals");
    profile_.totals = costs(*totals);
    for_each(report, "sizes", [&](const Json& size) {
      profile_.sizes.push_back(
          {whole(size, "largest"), whole(size, "allocations"), whole(size, "bytes")});
    });
    for_each(report, "frames", [&](const Json& frame) {
      const Json* const line = field(frame, "line");
      const bool known = line != nullptr && !line->is_null();
      profile_.frames.push_back({name(frame, "function"), name(frame, "file"),
                                 known ? whole(frame, "line") : 0, name(frame, "object")});
    });
    profile_.nodes.clear();
    for_each(report, "stacks", [&](const Json& stack) { add_node(stack); });
    if (profile_.nodes.empty()) reject("stacks");
  }

  void add_node(const Json& stack) {
    HeapNode node;
    if (!profile_.nodes.empty()) {
      node.parent = whole(stack, "parent");
      node.frame = whole(stack, "frame");
      if (node.parent >= profile_.nodes.size()) reject("parent");
      if (node.frame >= profile_.frames.size()) reject("frame");
    }
    const Json* const found = field(stack, "costs");
    if (found != nullptr && !found->is_null()) node.costs = costs(*found);
    if (wrong_.empty()) profile_.nodes.push_back(node);
  }

  template <class Visit>
  void for_each(const Json& object, const char* key, Visit visit) {
    const Json* const items = field(object, key);
    if (items == nullptr || !items->is_array()) return reject(key);
    for (const Json& item : *items) {
      if (!wrong_.empty()) return;
      visit(item);
    }
  }

  HeapCosts costs(const Json& object) {
    return {.allocations = whole(object, "allocations"),
            .temporary = whole(object, "temporary"),
            .bytes = whole(object, "bytes"),
            .peak_bytes = whole(object, "peak_bytes"),
            .leaked_allocations = whole(object, "leaked_allocations"),
            .leaked_bytes = whole(object, "leaked_bytes")};
  }

  std::uint64_t whole(const Json& object, const char* key) {
    const Json* const value = field(object, key);
    if (value != nullptr && value->is_number_unsigned()) return value->get<std::uint64_t>();
    reject(key);
    return 0;
  }

  double seconds(const Json& object, const char* key) {
    const Json* const value = field(object, key);
    if (value != nullptr && value->is_number()) {
      const double number = value->get<double>();
      if (std::isfinite(number) && number >= 0) return number;
    }
    reject(key);
    return 0;
  }

  // Empty for null.
  std::string text(const Json& object, const char* key) {
    const Json* const value = field(object, key);
    if (value != nullptr && value->is_string()) return value->get<std::string>();
    if (value == nullptr || !value->is_null()) reject(key);
    return "";
  }

  std::size_t name(const Json& object, const char* key) {
    std::string value = text(object, key);
    const auto [found, is_new] = numbers_.try_emplace(value, profile_.names.size());
    if (is_new) profile_.names.push_back(std::move(value));
    return found->second;
  }

  void reject(const char* what) {
    if (wrong_.empty()) wrong_ = fmt::format("'{}'", what);
  }

  HeapProfile profile_;
  std::map<std::string, std::size_t> numbers_{{"", 0}};  // of names
  std::string wrong_;
};

}  // namespace

namespace {

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

Result<HeapProfile> parse_heap_json(std::string_view text) { return Reader().read(text); }

}  // namespace hone::reports

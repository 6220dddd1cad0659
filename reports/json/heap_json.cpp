// A frame and a stack stand on a line of their own: profiles have thousands of them.
#include "reports/json/heap_json.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/json/heap_fields.hpp"
#include "reports/json/input_fields.hpp"
#include "reports/json/json_fields.hpp"
#include "reports/json/json_writer.hpp"
#include "reports/json/read_heap.hpp"

namespace hone::reports {

namespace {

constexpr const char* schema = "hone.heap/1";
constexpr const char* save_heap_again = "hone heap -o FILE saves one that can be compared";

// As large as a profile can get that was read from a trace.
constexpr JsonLimits heap_limits{.bytes = std::size_t{4} << 30, .values = 100'000'000};

void write(JsonWriter& out, const HeapProfile& profile, const HeapFrame& frame) {
  out.object([&] {
    out.text_or_null("function", profile.names[frame.function]);
    out.text_or_null("file", profile.names[frame.file]);
    out.member("line", frame.line > 0 ? std::optional(frame.line) : std::nullopt);
    out.text_or_null("object", profile.names[frame.object]);
  });
}

void write(JsonWriter& out, const HeapNode& node, bool is_root) {
  out.object([&] {
    out.member("parent", is_root ? std::nullopt : std::optional(node.parent));
    out.member("frame", is_root ? std::nullopt : std::optional(node.frame));
    out.key("costs");
    if (node.costs == HeapCosts{}) return out.null();
    write_heap(out, node.costs);
  });
}

void write(JsonWriter& out, const SizeClass& size) {
  out.object([&] {
    out.member("largest", size.largest);
    out.member("allocations", size.allocations);
    out.member("bytes", size.bytes);
  });
}

void write(JsonWriter& out, const Tool& tool) {
  out.object([&] {
    out.member("name", tool.name);
    out.member("version", tool.version);
    out.text_or_null("revision", tool.revision);
  });
}

// What a profile and the older one of a difference both say of themselves.
void write_run(JsonWriter& out, const HeapProfile& profile) {
  out.text_or_null("command", profile.command);
  out.text_or_null("incomplete", profile.incomplete);
  out.member("run_s", profile.run_seconds);
  out.member("peak_s", profile.peak_seconds);
}

void write_totals(JsonWriter& out, const HeapProfile& profile) {
  out.key("totals");
  write_heap(out, profile.totals);
}

// The text that write_value() writes.
template <class Write>
std::string text_of(Write write_value) {
  JsonWriter out;
  write_value(out);
  return std::move(out).text();
}

// A list with an item a line.
template <class Items, class Write>
std::string lines(const Items& items, Write write_item) {
  std::string out = "[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    out += i == 0 ? "\n    " : ",\n    ";
    out += text_of([&](JsonWriter& item) { write_item(item, items[i], i); });
  }
  return out + (items.empty() ? "]" : "\n  ]");
}

// The object's members so far, one a line, without the bracket that ends it.
std::string head(const HeapProfile& profile, const Tool& tool, const std::string& created) {
  std::string members = lay_out_json(text_of([&](JsonWriter& out) {
                                       out.object([&] {
                                         out.member("schema", schema);
                                         out.key("tool");
                                         write(out, tool);
                                         out.member("created", created);
                                         write_run(out, profile);
                                         write_input(out, profile.input);
                                         out.member("peak_rss_bytes", profile.peak_rss);
                                         write_totals(out, profile);
                                       });
                                     }),
                                     {.line_limit = 0, .depth = 1, .indent = 2});
  members.resize(members.size() - std::string_view("\n}").size());
  return members + ",\n";
}

// `difference`: its text; empty: there is none.
std::string render(const HeapProfile& profile, const Tool& tool, const std::string& created,
                   const std::string& difference) {
  std::string out = head(profile, tool, created);
  out += "  \"sizes\": " + lines(profile.sizes, [](JsonWriter& item, const SizeClass& size,
                                                   std::size_t) { write(item, size); });
  out += ",\n  \"frames\": " +
         lines(profile.frames, [&](JsonWriter& item, const HeapFrame& frame, std::size_t) {
           write(item, profile, frame);
         });
  out += ",\n  \"stacks\": " +
         lines(profile.nodes, [](JsonWriter& item, const HeapNode& node, std::size_t index) {
           write(item, node, index == 0);
         });
  if (!difference.empty()) out += ",\n  \"difference\": " + difference;
  return out + "\n}\n";
}

}  // namespace

std::string render_heap_json(const HeapProfile& profile, const Tool& tool,
                             const std::string& created) {
  return render(profile, tool, created, "");
}

std::string render_heap_difference_json(const HeapProfile& before, const HeapProfile& after,
                                        const HeapDifference& difference, const Tool& tool,
                                        const std::string& created) {
  const auto write_difference = [&](JsonWriter& out) {
    out.object([&] {
      out.key("old");
      out.object([&] {
        write_run(out, before);
        write_totals(out, before);
      });
      write_members(out, difference);
    });
  };
  return render(after, tool, created, text_of(write_difference));
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

#include "reports/json/read_heap.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/json/input_fields.hpp"

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

// 0: not known.
std::uint64_t read_line(const JsonField& field) {
  return field.is_absent() ? 0 : field.whole<std::uint64_t>(1);
}

// The object may say more than the place, as a site does.
HeapPlace read_place(const JsonField& object) {
  return {.function = object.field("function").text(),
          .file = object.field("file").text_or_empty(),
          .line = read_line(object.field("line"))};
}

HeapPlace place_or_empty(const JsonField& field) {
  return field.is_absent() ? HeapPlace{} : read_place(field);
}

std::optional<HeapCosts> costs_or_absent(const JsonField& field) {
  if (field.is_absent()) return std::nullopt;
  return read_costs(field);
}

HeapChange read_heap_change(const JsonField& object) {
  HeapChange change;
  change.function = object.field("function").text();
  change.before = costs_or_absent(object.field("before"));
  change.after = costs_or_absent(object.field("after"));
  if (!change.before && !change.after) object.refuse("has costs neither before nor after");
  return change;
}

// Names are kept once, the empty one for what is not known.
class NameTable {
 public:
  explicit NameTable(std::vector<std::string>& names) : names_(names) {}

  std::size_t index_of(const JsonField& field) {
    const auto [found, is_new] = indices_.try_emplace(field.text_or_empty(), names_.size());
    if (is_new) names_.push_back(found->first);
    return found->second;
  }

 private:
  std::vector<std::string>& names_;
  std::map<std::string, std::size_t> indices_{{"", 0}};
};

// The place in a list of `size` items; an index that is none is refused.
std::size_t read_index(const JsonField& field, std::size_t size) {
  if (size == 0) field.refuse("refers to a list that is empty");
  return field.whole<std::size_t>(0, std::max<std::size_t>(size, 1) - 1);
}

// The first one is the root.
void add_node(const JsonField& stack, HeapProfile& profile) {
  HeapNode node;
  if (!profile.nodes.empty()) {
    node.parent = read_index(stack.field("parent"), profile.nodes.size());
    node.frame = read_index(stack.field("frame"), profile.frames.size());
  }
  node.costs = costs_or_absent(stack.field("costs")).value_or(HeapCosts{});
  profile.nodes.push_back(node);
}

}  // namespace

HeapProfile read_heap_profile(const JsonField& object) {
  HeapProfile profile;
  profile.command = object.field("command").text_or_empty();
  profile.incomplete = object.field("incomplete").text_or_empty();
  profile.input = read_input(object.field("input"));
  profile.run_seconds = object.field("run_s").number(0);
  profile.peak_seconds = object.field("peak_s").number(0);
  if (const JsonField rss = object.field("peak_rss_bytes"); !rss.is_absent()) {
    profile.peak_rss = rss.whole<std::uint64_t>();
  }
  profile.totals = read_costs(object.field("totals"));
  object.field("sizes").each([&](const JsonField& size) {
    profile.sizes.push_back({.largest = size.field("largest").whole<std::uint64_t>(),
                             .allocations = size.field("allocations").whole<std::uint64_t>(),
                             .bytes = size.field("bytes").whole<std::uint64_t>()});
  });
  NameTable names(profile.names);
  object.field("frames").each([&](const JsonField& frame) {
    profile.frames.push_back({.function = names.index_of(frame.field("function")),
                              .file = names.index_of(frame.field("file")),
                              .line = read_line(frame.field("line")),
                              .object = names.index_of(frame.field("object"))});
  });
  profile.nodes.clear();
  const JsonField stacks = object.field("stacks");
  stacks.each([&](const JsonField& stack) { add_node(stack, profile); });
  if (profile.nodes.empty()) stacks.refuse("has no stack, not even the root");
  return profile;
}

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
    HeapChange& change = difference.sites.emplace_back(read_heap_change(site));
    change.place = read_place(site);
    change.caller = place_or_empty(site.field("caller"));
  });
  object.field("callers").each(
      [&](const JsonField& caller) { difference.callers.push_back(read_heap_change(caller)); });
  return difference;
}

}  // namespace hone::reports

#include "analyzers/derive/heap_sites.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "analyzers/derive/allocator_functions.hpp"

namespace hone::derive {
namespace {

constexpr std::size_t none = HeapSite::unknown;

bool has_any(const HeapCosts& costs) { return costs != HeapCosts{}; }

std::vector<bool> allocator_frames(const HeapProfile& profile) {
  std::vector<bool> result;
  result.reserve(profile.frames.size());
  for (const HeapFrame& frame : profile.frames) {
    result.push_back(is_allocator_function(profile.names[frame.function]));
  }
  return result;
}

// The functions of a profile, numbered by name.
struct Functions {
  std::vector<std::string> names;
  std::vector<std::size_t> of_frame;
  std::vector<bool> is_allocator;
};

Functions functions_of(const HeapProfile& profile) {
  Functions functions;
  std::unordered_map<std::string, std::size_t> numbers;
  for (const HeapFrame& frame : profile.frames) {
    std::string name = frame_name(profile, frame);
    const auto [found, is_new] = numbers.try_emplace(name, functions.names.size());
    functions.of_frame.push_back(found->second);
    if (!is_new) continue;
    functions.is_allocator.push_back(is_allocator_function(name));
    functions.names.push_back(std::move(name));
  }
  return functions;
}

using CostsByName = std::map<std::string, HeapCosts>;

CostsByName site_costs(const HeapProfile& profile) {
  CostsByName costs;
  for (const HeapSite& site : heap_sites(profile)) {
    costs[site.frame == none ? "[unknown]" : frame_name(profile, profile.frames[site.frame])] +=
        site.costs;
  }
  return costs;
}

// The children of each node: the first, and each one's next sibling; 0: none, for the root is
// nobody's child.
struct Children {
  std::vector<std::size_t> first;
  std::vector<std::size_t> next;
};

Children children_of(const HeapProfile& profile) {
  Children children{std::vector<std::size_t>(profile.nodes.size()),
                    std::vector<std::size_t>(profile.nodes.size())};
  for (std::size_t node = 1; node < profile.nodes.size(); ++node) {
    std::size_t& first = children.first[profile.nodes[node].parent];
    children.next[node] = std::exchange(first, node);
  }
  return children;
}

// With everything below each node. Parents come before their children.
std::vector<HeapCosts> subtree_costs(const HeapProfile& profile) {
  std::vector<HeapCosts> costs;
  costs.reserve(profile.nodes.size());
  for (const HeapNode& node : profile.nodes) costs.push_back(node.costs);
  for (std::size_t node = profile.nodes.size() - 1; node > 0; --node) {
    costs[profile.nodes[node].parent] += costs[node];
  }
  return costs;
}

// What each function cost with all that it called; a stack counts once for a function that is on
// it several times.
CostsByName inclusive_costs(const HeapProfile& profile) {
  const Functions functions = functions_of(profile);
  const Children children = children_of(profile);
  const std::vector<HeapCosts> subtrees = subtree_costs(profile);
  std::vector<HeapCosts> costs(functions.names.size());
  std::vector<std::size_t> on_path(functions.names.size());
  std::size_t node = 0;
  const auto enter = [&](std::size_t child) {
    node = child;
    const std::size_t function = functions.of_frame[profile.nodes[node].frame];
    if (on_path[function]++ == 0) costs[function] += subtrees[node];
  };
  const auto leave = [&] { --on_path[functions.of_frame[profile.nodes[node].frame]]; };
  if (children.first[0] != 0) enter(children.first[0]);
  while (node != 0) {
    if (children.first[node] != 0) {
      enter(children.first[node]);
      continue;
    }
    while (node != 0 && children.next[node] == 0) {
      leave();
      node = profile.nodes[node].parent;
    }
    if (node == 0) break;
    leave();
    enter(children.next[node]);
  }
  CostsByName by_name;
  for (std::size_t function = 0; function < costs.size(); ++function) {
    const bool shown = !functions.is_allocator[function] && has_any(costs[function]);
    if (shown) by_name[functions.names[function]] = costs[function];
  }
  return by_name;
}

// How much a function changed, and how much there was of it.
struct Magnitude {
  std::uint64_t change = 0;
  std::uint64_t amount = 0;
};

Magnitude magnitude(const HeapChange& change, HeapCost cost) {
  const std::uint64_t before = change.before ? cost_of(*change.before, cost) : 0;
  const std::uint64_t after = change.after ? cost_of(*change.after, cost) : 0;
  const auto [low, high] = std::minmax(before, after);
  return {high - low, high};
}

// The largest change first; of a chain of callers that changed by the same, the innermost: the one
// with the least else in it.
bool comes_first(const Magnitude& a, const Magnitude& b) {
  return a.change != b.change ? a.change > b.change : a.amount < b.amount;
}

std::vector<HeapChange> changes(const CostsByName& before, const CostsByName& after,
                                HeapCost cost) {
  std::map<std::string, HeapChange> by_name;
  for (const auto& [name, costs] : before) by_name[name].before = costs;
  for (const auto& [name, costs] : after) by_name[name].after = costs;
  std::vector<HeapChange> result;
  for (auto& [name, change] : by_name) {
    if (change.before == change.after) continue;
    change.function = name;
    result.push_back(std::move(change));
  }
  std::stable_sort(result.begin(), result.end(), [&](const HeapChange& a, const HeapChange& b) {
    return comes_first(magnitude(a, cost), magnitude(b, cost));
  });
  return result;
}

}  // namespace

std::vector<HeapSite> heap_sites(const HeapProfile& profile) {
  const std::vector<bool> is_allocator = allocator_frames(profile);
  std::vector<std::size_t> site_of(profile.nodes.size(), none);  // frames
  std::unordered_map<std::size_t, std::size_t> numbers;
  std::vector<HeapSite> sites;
  for (std::size_t index = 0; index < profile.nodes.size(); ++index) {
    const HeapNode& node = profile.nodes[index];
    if (index > 0) site_of[index] = is_allocator[node.frame] ? site_of[node.parent] : node.frame;
    if (!has_any(node.costs)) continue;
    const std::size_t own = index == 0 ? none : node.frame;
    const std::size_t frame = site_of[index] == none ? own : site_of[index];
    const auto [found, is_new] = numbers.try_emplace(frame, sites.size());
    if (is_new) sites.push_back({frame, {}});
    sites[found->second].costs += node.costs;
  }
  return sites;
}

HeapDifference compare_heaps(const HeapProfile& before, const HeapProfile& after, HeapCost cost) {
  return {.cost = cost,
          .sites = changes(site_costs(before), site_costs(after), cost),
          .callers = changes(inclusive_costs(before), inclusive_costs(after), cost)};
}

StackProfile heap_stacks(const HeapProfile& profile, HeapCost cost) {
  StackProfile stacks;
  stacks.unit = is_in_bytes(cost) ? "bytes" : "allocations";
  for (const HeapFrame& frame : profile.frames) {
    stacks.frames.push_back({frame_name(profile, frame), profile.names[frame.file], frame.line});
  }
  for (std::size_t index = 0; index < profile.nodes.size(); ++index) {
    const std::uint64_t weight = cost_of(profile.nodes[index].costs, cost);
    if (weight == 0) continue;
    WeightedStack stack;
    stack.weight = weight;
    for (std::size_t node = index; node != 0; node = profile.nodes[node].parent) {
      stack.frames.push_back(profile.nodes[node].frame);
    }
    std::reverse(stack.frames.begin(), stack.frames.end());
    stacks.stacks.push_back(std::move(stack));
  }
  return stacks;
}

}  // namespace hone::derive

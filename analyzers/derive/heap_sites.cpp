#include "analyzers/derive/heap_sites.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "analyzers/derive/allocator_functions.hpp"

namespace hone::derive {
namespace {

constexpr std::size_t none = HeapSite::unknown;
constexpr std::array all_heap_costs{HeapCost::allocations, HeapCost::bytes, HeapCost::peak,
                                    HeapCost::temporary, HeapCost::leaked};

bool has_any(const HeapCosts& costs) { return costs != HeapCosts{}; }

// By name; or by file, since of an inlined function the name comes without its namespace.
bool is_allocator_frame(const HeapProfile& profile, const HeapFrame& frame) {
  return is_allocator_function(profile.names[frame.function]) ||
         profile.names[frame.file].find("/include/c++/") != std::string::npos;
}

std::vector<bool> allocator_frames(const HeapProfile& profile) {
  std::vector<bool> result;
  result.reserve(profile.frames.size());
  for (const HeapFrame& frame : profile.frames) {
    result.push_back(is_allocator_frame(profile, frame));
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
    functions.is_allocator.push_back(is_allocator_frame(profile, frame));
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
  const HeapAmounts amounts = change.amounts_of(cost);
  return {amounts.distance(), std::max(amounts.before, amounts.after)};
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

// The node of each node's site, and the node that called it: 0: none. Both are the nearest outward
// that are no allocator's; a function that calls itself is not its own caller.
struct SiteNodes {
  std::vector<std::size_t> site;
  std::vector<std::size_t> caller;
};

SiteNodes site_nodes(const HeapProfile& profile) {
  const std::vector<bool> is_allocator = allocator_frames(profile);
  SiteNodes nodes{std::vector<std::size_t>(profile.nodes.size()),
                  std::vector<std::size_t>(profile.nodes.size())};
  for (std::size_t index = 1; index < profile.nodes.size(); ++index) {
    const HeapNode& node = profile.nodes[index];
    const std::size_t outer = nodes.site[node.parent];
    const bool is_outer_itself =
        outer != 0 &&
        profile.frames[profile.nodes[outer].frame].function == profile.frames[node.frame].function;
    nodes.site[index] = is_allocator[node.frame] ? outer : index;
    nodes.caller[index] = is_outer_itself ? nodes.caller[outer] : outer;
  }
  return nodes;
}

HeapPlace place_of(const HeapProfile& profile, std::size_t frame) {
  if (frame == none) return {"[unknown]", "", 0};
  const HeapFrame& found = profile.frames[frame];
  return {frame_name(profile, found), profile.names[found.file], found.line};
}

// The numbers of those that have any of the cost, by falling cost.
template <class Items>
std::vector<std::size_t> costliest(const Items& items, HeapCost cost, std::size_t most) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (cost_of(items[i].costs, cost) > 0) numbers.push_back(i);
  }
  std::stable_sort(numbers.begin(), numbers.end(), [&](std::size_t a, std::size_t b) {
    return cost_of(items[a].costs, cost) > cost_of(items[b].costs, cost);
  });
  numbers.resize(std::min(numbers.size(), most));
  return numbers;
}

HeapPlace main_caller(const HeapProfile& profile, const HeapSite& site, HeapCost cost) {
  const std::vector<std::size_t> first = costliest(site.callers, cost, 1);
  return first.empty() ? HeapPlace{} : place_of(profile, site.callers[first.front()].frame);
}

// Where each function of the sites does so most, and who calls it there.
std::map<std::string, std::pair<HeapPlace, HeapPlace>> places_by_name(const HeapProfile& profile,
                                                                      HeapCost cost) {
  const std::vector<HeapSite> sites = heap_sites(profile);
  std::map<std::string, std::pair<HeapPlace, HeapPlace>> places;
  std::vector<std::size_t> order = costliest(sites, cost, sites.size());
  for (std::size_t i = 0; i < sites.size(); ++i) order.push_back(i);  // then those that have none
  for (const std::size_t number : order) {
    HeapPlace place = place_of(profile, sites[number].frame);
    std::string name = place.function;
    places.try_emplace(std::move(name), std::move(place),
                       main_caller(profile, sites[number], cost));
  }
  return places;
}

void name_places(HeapDifference& difference, const HeapProfile& before, const HeapProfile& after) {
  const auto old_places = places_by_name(before, difference.cost);
  const auto new_places = places_by_name(after, difference.cost);
  for (HeapChange& change : difference.sites) {
    const auto& places = change.after ? new_places : old_places;
    const auto found = places.find(change.function);
    if (found == places.end()) continue;
    change.place = found->second.first;
    change.caller = found->second.second;
  }
}

}  // namespace

std::vector<HeapSite> heap_sites(const HeapProfile& profile) {
  const SiteNodes nodes = site_nodes(profile);
  std::unordered_map<std::size_t, std::size_t> numbers;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> caller_numbers;
  std::vector<HeapSite> sites;
  for (std::size_t index = 0; index < profile.nodes.size(); ++index) {
    const HeapNode& node = profile.nodes[index];
    if (!has_any(node.costs)) continue;
    const std::size_t own = nodes.site[index] == 0 ? index : nodes.site[index];
    const std::size_t frame = own == 0 ? none : profile.nodes[own].frame;
    const auto [found, is_new] = numbers.try_emplace(frame, sites.size());
    if (is_new) sites.push_back({frame, {}});
    HeapSite& site = sites[found->second];
    site.costs += node.costs;
    const std::size_t caller = nodes.caller[own];
    if (caller == 0) continue;
    const std::size_t caller_frame = profile.nodes[caller].frame;
    const auto [known, is_first] =
        caller_numbers.try_emplace({found->second, caller_frame}, site.callers.size());
    if (is_first) site.callers.push_back({caller_frame, {}});
    site.callers[known->second].costs += node.costs;
  }
  return sites;
}

HeapSummary summarise_heap(const HeapTrace& trace, std::size_t most) {
  const HeapProfile& profile = trace.profile;
  const std::vector<HeapSite> sites = heap_sites(profile);
  std::vector<bool> chosen(sites.size());
  for (const HeapCost cost : all_heap_costs) {
    for (const std::size_t site : costliest(sites, cost, most)) chosen[site] = true;
  }
  HeapSummary summary{profile.totals, trace.iterations, profile.incomplete, {}};
  for (const std::size_t site : costliest(sites, HeapCost::allocations, sites.size())) {
    if (!chosen[site]) continue;
    summary.sites.push_back({place_of(profile, sites[site].frame),
                             main_caller(profile, sites[site], HeapCost::allocations),
                             sites[site].costs});
  }
  return summary;
}

HeapDifference compare_heaps(const HeapProfile& before, const HeapProfile& after, HeapCost cost) {
  HeapDifference difference{
      .cost = cost,
      .sites = changes(site_costs(before), site_costs(after), cost),
      .callers = changes(inclusive_costs(before), inclusive_costs(after), cost)};
  name_places(difference, before, after);
  return difference;
}

HeapCost most_telling_cost(const HeapProfile& before, const HeapProfile& after) {
  const HeapDifference difference = compare_heaps(before, after, HeapCost::allocations);
  for (const HeapCost cost : all_heap_costs) {
    const bool differs =
        std::any_of(difference.sites.begin(), difference.sites.end(),
                    [&](const HeapChange& change) { return change.differs_in(cost); });
    if (differs) return cost;
  }
  return HeapCost::allocations;
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

StackProfile heap_difference_stacks(const HeapProfile& before, const HeapProfile& after,
                                    HeapCost cost) {
  StackProfile stacks;
  stacks.unit = is_in_bytes(cost) ? "bytes" : "allocations";
  stacks.is_difference = true;
  std::map<std::string, std::size_t> frames;
  std::map<std::vector<std::size_t>, std::size_t> known;  // by frames: the stack
  const auto add = [&](const HeapProfile& profile, std::uint64_t WeightedStack::*weight) {
    const StackProfile one = heap_stacks(profile, cost);
    std::vector<std::size_t> numbers;
    numbers.reserve(one.frames.size());
    for (const StackFrame& frame : one.frames) {
      const auto [found, is_new] = frames.try_emplace(frame.name, stacks.frames.size());
      if (is_new) stacks.frames.push_back(frame);
      numbers.push_back(found->second);
    }
    for (const WeightedStack& stack : one.stacks) {
      std::vector<std::size_t> path;
      path.reserve(stack.frames.size());
      for (const std::size_t frame : stack.frames) path.push_back(numbers[frame]);
      const auto [found, is_new] = known.try_emplace(path, stacks.stacks.size());
      if (is_new) stacks.stacks.push_back({.frames = std::move(path)});
      stacks.stacks[found->second].*weight += stack.weight;
    }
  };
  add(after, &WeightedStack::weight);
  add(before, &WeightedStack::before);
  return stacks;
}

}  // namespace hone::derive

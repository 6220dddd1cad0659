#include "analyzers/derive/function_changes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <string>

namespace hone::derive {
namespace {

constexpr std::size_t most_changes = 20;

struct Cost {
  double instructions = 0;
  double calls = 0;
};

struct CostList {
  std::map<std::string, Cost> by_name;
  double cheapest = std::numeric_limits<double>::infinity();  // of those listed
  bool was_cut = false;
};

CostList list_of(const std::vector<FunctionCost>& functions) {
  CostList list;
  for (const FunctionCost& function : functions) {
    if (function.name.starts_with("(the rest")) {
      list.was_cut = true;
      continue;
    }
    Cost& cost = list.by_name[function.name];
    cost.instructions += function.instructions;
    cost.calls += function.calls;
    list.cheapest = std::min(list.cheapest, function.instructions);
  }
  return list;
}

using Kind = FunctionChange::Kind;

// Changes of what one list has and the other has not.
void add_missing(const CostList& from, const CostList& other, Kind kind,
                 std::vector<FunctionChange>& changes) {
  const double sign = kind == Kind::vanished ? -1 : 1;
  for (const auto& [name, cost] : from.by_name) {
    if (other.by_name.contains(name)) continue;
    if (other.was_cut && cost.instructions <= other.cheapest) continue;
    changes.push_back(
        {name, other.was_cut ? Kind::changed : kind, sign * cost.instructions, sign * cost.calls});
  }
}

}  // namespace

std::vector<FunctionChange> function_changes(const std::vector<FunctionCost>& baseline,
                                             const std::vector<FunctionCost>& variant) {
  const CostList before = list_of(baseline);
  const CostList after = list_of(variant);
  std::vector<FunctionChange> changes;
  add_missing(before, after, Kind::vanished, changes);
  add_missing(after, before, Kind::added, changes);
  for (const auto& [name, cost] : after.by_name) {
    const auto found = before.by_name.find(name);
    if (found == before.by_name.end()) continue;
    changes.push_back({name, Kind::changed, cost.instructions - found->second.instructions,
                       cost.calls - found->second.calls});
  }
  std::erase_if(changes, [](const FunctionChange& change) { return change.instructions == 0; });
  std::stable_sort(changes.begin(), changes.end(),
                   [](const FunctionChange& a, const FunctionChange& b) {
                     return std::abs(a.instructions) > std::abs(b.instructions);
                   });
  if (changes.size() > most_changes) changes.resize(most_changes);
  return changes;
}

}  // namespace hone::derive

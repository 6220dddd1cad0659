#include "analyzers/derive/function_changes.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "analyzers/text/function_names.hpp"

namespace hone::derive {
namespace {

constexpr std::size_t most_changes = 20;
constexpr std::size_t longest_short_name = 60;

using ByName = std::map<std::string, FunctionCost>;

ByName by_name(const std::vector<FunctionCost>& functions) {
  ByName sums;
  for (const FunctionCost& function : functions) sums[function.name] += function;
  return sums;
}

double total_instructions(const std::vector<FunctionCost>& functions) {
  return std::accumulate(functions.begin(), functions.end(), 0.0,
                         [](double sum, const FunctionCost& f) { return sum + f.instructions; });
}

using Kind = FunctionChange::Kind;

}  // namespace

std::vector<FunctionChange> function_changes(const std::vector<FunctionCost>& baseline,
                                             const std::vector<FunctionCost>& variant) {
  const ByName before = by_name(baseline);
  const ByName after = by_name(variant);
  std::vector<FunctionChange> changes;
  for (const auto& [name, cost] : before) {
    if (after.contains(name)) continue;
    changes.push_back({name, Kind::vanished, -cost.instructions, -cost.calls});
  }
  for (const auto& [name, cost] : after) {
    const auto found = before.find(name);
    const bool is_new = found == before.end();
    const FunctionCost& then = is_new ? FunctionCost{} : found->second;
    changes.push_back({name, is_new ? Kind::added : Kind::changed,
                       cost.instructions - then.instructions, cost.calls - then.calls});
  }
  std::erase_if(changes, [](const FunctionChange& change) { return change.instructions == 0; });
  std::stable_sort(changes.begin(), changes.end(),
                   [](const FunctionChange& a, const FunctionChange& b) {
                     return std::abs(a.instructions) > std::abs(b.instructions);
                   });
  if (changes.size() > most_changes) changes.resize(most_changes);
  std::vector<std::string> names;
  names.reserve(changes.size());
  for (const FunctionChange& change : changes) names.push_back(change.name);
  names = text::short_function_names(names, longest_short_name);
  for (std::size_t i = 0; i < changes.size(); ++i) changes[i].short_name = std::move(names[i]);
  return changes;
}

InstructionChange instruction_change(const std::vector<FunctionCost>& baseline,
                                     const std::vector<FunctionCost>& variant) {
  return {total_instructions(baseline), total_instructions(variant)};
}

std::vector<FunctionCost> with_rest(std::vector<FunctionCost> functions, std::size_t most) {
  if (functions.size() <= most) return functions;
  const std::size_t others = functions.size() - most;
  FunctionCost rest;
  rest.name = fmt::format("(the rest: {} function{})", others, others == 1 ? "" : "s");
  for (std::size_t i = most; i < functions.size(); ++i) rest += functions[i];
  functions.resize(most);
  functions.push_back(std::move(rest));
  return functions;
}

}  // namespace hone::derive

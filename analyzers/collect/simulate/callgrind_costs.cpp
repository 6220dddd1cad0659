#include "analyzers/collect/simulate/callgrind_costs.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "fmt/format.h"

namespace hone::collect {
namespace {

// "f'2" is f called by itself.
std::string_view without_recursion_level(std::string_view name) {
  const std::size_t quote = name.rfind('\'');
  if (quote == std::string_view::npos || quote == 0 || quote + 1 == name.size()) return name;
  const bool is_level = name.find_first_not_of("0123456789", quote + 1) == std::string_view::npos;
  return is_level ? name.substr(0, quote) : name;
}

// Callgrind calls a function without a symbol by its address, or "???".
bool has_symbol(std::string_view name) {
  return !name.starts_with("0x") && name != "???" && !name.empty();
}

// Callgrind's word for any program's entry, and for the part of the C library that calls main.
constexpr std::string_view below_main = "(below main)";

std::string display_name(std::string_view name, std::string_view object) {
  if (has_symbol(name)) return std::string(without_recursion_level(name));
  const std::string_view file = object.substr(object.rfind('/') + 1);
  return fmt::format("unnamed code in {}", file.empty() ? "no file" : file);
}

// Which of a profile's columns one of our figures is the sum of.
class Columns {
 public:
  Columns(const CallgrindProfile& profile, std::initializer_list<std::string_view> events) {
    for (std::size_t i = 0; i < profile.events.size(); ++i) {
      if (std::find(events.begin(), events.end(), profile.events[i]) != events.end()) {
        indices_.push_back(i);
      }
    }
  }

  [[nodiscard]] double sum(const std::vector<std::uint64_t>& costs) const {
    double sum = 0;
    for (const std::size_t index : indices_) {
      if (index < costs.size()) sum += static_cast<double>(costs[index]);
    }
    return sum;
  }

 private:
  std::vector<std::size_t> indices_;
};

Error overflow() { return {"the sum of callgrind's profiles overflows 64 bits", ""}; }

Result<void> add_all(const std::vector<std::uint64_t>& costs, std::vector<std::uint64_t>& sums) {
  if (sums.size() < costs.size()) sums.resize(costs.size());
  for (std::size_t i = 0; i < costs.size(); ++i) {
    if (__builtin_add_overflow(sums[i], costs[i], &sums[i])) return overflow();
  }
  return {};
}

// As glibc's symbols have them, whichever of its aliases callgrind takes.
constexpr std::array allocation_functions{
    "malloc",        "calloc",         "realloc",          "reallocarray",    "memalign",
    "aligned_alloc", "posix_memalign", "__posix_memalign", "valloc",          "pvalloc",
    "__libc_malloc", "__libc_calloc",  "__libc_realloc",   "__libc_memalign", "__libc_reallocarray",
    "__libc_valloc", "__libc_pvalloc"};

// What the above share in glibc; it may call malloc, and has suffixes such as ".constprop.0".
constexpr std::string_view shared_part = "_mid_memalign";

bool is_allocation_function(std::string_view name) {
  return std::find(allocation_functions.begin(), allocation_functions.end(), name) !=
         allocation_functions.end();
}

// Of the replaceable forms: not placement, and no class's own.
bool is_operator_new(std::string_view name) {
  if (!name.starts_with("operator new(") && !name.starts_with("operator new[](")) return false;
  return name.find("void*") == std::string_view::npos;
}

}  // namespace

Result<void> ProfileSum::add(const CallgrindProfile& profile) {
  if (sum_.events.empty()) sum_.events = profile.events;
  if (sum_.events != profile.events) {
    return Error{"callgrind's profiles of one run count different events", ""};
  }
  if (const Result<void> added = add_all(profile.totals, sum_.totals); !added) return added.error();
  std::vector<std::size_t> ours;
  ours.reserve(profile.functions.size());
  for (const CallgrindFunction& theirs : profile.functions) {
    ours.push_back(function({.name = name(profile.names[theirs.name]),
                             .file = name(profile.names[theirs.file]),
                             .object = name(profile.names[theirs.object])}));
    CallgrindFunction& sum = sum_.functions[ours.back()];
    if (__builtin_add_overflow(sum.calls, theirs.calls, &sum.calls)) return overflow();
    if (const Result<void> added = add_all(theirs.self, sum.self); !added) return added.error();
  }
  for (const CallgrindCalls& theirs : profile.calls) {
    const std::pair key{ours[theirs.caller], ours[theirs.callee]};
    const auto [entry, is_new] = calls_.emplace(key, sum_.calls.size());
    if (is_new) sum_.calls.push_back({.caller = key.first, .callee = key.second});
    CallgrindCalls& sum = sum_.calls[entry->second];
    sum.count += theirs.count;  // no more than the callee's calls
    if (__builtin_add_overflow(sum.instructions, theirs.instructions, &sum.instructions)) {
      return overflow();
    }
  }
  return {};
}

std::size_t ProfileSum::name(const std::string& text) {
  const auto [entry, is_new] = names_.emplace(text, sum_.names.size());
  if (is_new) sum_.names.push_back(text);
  return entry->second;
}

std::size_t ProfileSum::function(const CallgrindFunction& key) {
  const auto [entry, is_new] =
      functions_.emplace(std::tuple{key.object, key.file, key.name}, sum_.functions.size());
  if (is_new) sum_.functions.push_back(key);
  return entry->second;
}

// Events as in simulated_readings().
std::vector<FunctionCost> function_costs(const CallgrindProfile& profile, double iterations) {
  const Columns instructions(profile, {"Ir"});
  const Columns l1d_misses(profile, {"D1mr", "D1mw"});
  const Columns llc_misses(profile, {"ILmr", "DLmr", "DLmw"});
  const Columns branch_misses(profile, {"Bcm", "Bim"});
  std::map<std::pair<std::string, std::string_view>, FunctionCost> by_name;
  for (const CallgrindFunction& function : profile.functions) {
    const std::string_view object = profile.names[function.object];
    by_name[{display_name(profile.names[function.name], object), object}] +=
        FunctionCost{.name = {},
                     .object = {},
                     .calls = static_cast<double>(function.calls),
                     .instructions = instructions.sum(function.self),
                     .l1d_misses = l1d_misses.sum(function.self),
                     .llc_misses = llc_misses.sum(function.self),
                     .branch_misses = branch_misses.sum(function.self)};
  }
  std::vector<FunctionCost> costs;
  costs.reserve(by_name.size());
  for (auto& [key, cost] : by_name) {
    cost.name = key.first;
    cost.object = key.second;
    for (double* const figure : {&cost.calls, &cost.instructions, &cost.l1d_misses,
                                 &cost.llc_misses, &cost.branch_misses}) {
      *figure /= iterations;
    }
    costs.push_back(std::move(cost));
  }
  // Stable: equal ones stay in the order of their names, the same each time.
  std::stable_sort(costs.begin(), costs.end(), [](const FunctionCost& a, const FunctionCost& b) {
    return a.instructions > b.instructions;
  });
  return costs;
}

// An operator new is counted by the malloc that it calls. Where the same object provides both, as
// mimalloc does or a static program, it may allocate without that: then it counts itself.
std::uint64_t allocation_calls(const CallgrindProfile& profile) {
  const auto name_of = [&](const CallgrindFunction& function) {
    return without_recursion_level(profile.names[function.name]);
  };
  std::vector<bool> has_allocator(profile.names.size());  // by object
  for (const CallgrindFunction& function : profile.functions) {
    if (is_allocation_function(name_of(function))) has_allocator[function.object] = true;
  }
  std::vector<bool> allocates(profile.functions.size());
  for (std::size_t i = 0; i < profile.functions.size(); ++i) {
    const CallgrindFunction& function = profile.functions[i];
    const std::string_view name = name_of(function);
    allocates[i] =
        is_allocation_function(name) || (is_operator_new(name) && has_allocator[function.object]);
  }
  std::uint64_t count = 0;
  for (const CallgrindCalls& calls : profile.calls) {
    const std::string_view caller = profile.names[profile.functions[calls.caller].name];
    if (allocates[calls.caller] || caller.starts_with(shared_part)) continue;
    if (allocates[calls.callee]) count += calls.count;
  }
  return count;
}

// A function without a symbol is taken for main where the C library's start calls it in another
// object than its own.
std::optional<std::uint64_t> instructions_of_main(const CallgrindProfile& profile) {
  const auto is_entry = [](std::string_view name) {
    return without_recursion_level(name) == below_main;
  };
  std::optional<std::uint64_t> sum;
  for (const CallgrindCalls& calls : profile.calls) {
    const CallgrindFunction& caller = profile.functions[calls.caller];
    const CallgrindFunction& callee = profile.functions[calls.callee];
    const std::string_view from = profile.names[caller.name];
    const std::string_view to = profile.names[callee.name];
    const bool is_named = to == "main" && from != "main";
    const bool is_nameless = !has_symbol(to) && is_entry(from) && callee.object != caller.object &&
                             has_symbol(profile.names[callee.object]);
    if (is_named || is_nameless) sum = sum.value_or(0) + calls.instructions;
  }
  return sum;
}

bool has_function_names(const CallgrindProfile& profile) {
  return std::any_of(profile.functions.begin(), profile.functions.end(),
                     [&](const CallgrindFunction& function) {
                       const std::string& name = profile.names[function.name];
                       return has_symbol(name) && name != below_main;
                     });
}

}  // namespace hone::collect

// What callgrind's profiles tell beyond their totals: the cost of each function, and how often
// memory was allocated. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzers/collect/simulate/callgrind_parse.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::collect {

// Adds up the profiles of several processes, or the parts of one.
class ProfileSum {
 public:
  ProfileSum() { sum_.names.emplace_back(); }

  // Fails when the profile's events differ from the first one's or a sum overflows; the object is
  // of no use any more then.
  Result<void> add(const CallgrindProfile& profile);

  [[nodiscard]] const CallgrindProfile& sum() const { return sum_; }

 private:
  std::size_t name(const std::string& text);
  std::size_t function(const CallgrindFunction& key);

  CallgrindProfile sum_;
  std::unordered_map<std::string, std::size_t> names_{{"", 0}};
  std::map<std::tuple<std::size_t, std::size_t, std::size_t>, std::size_t> functions_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> calls_;
};

// Costs of each function per iteration, by falling instructions; their sums are those of the
// profile. Functions are told apart by object and name: recursion levels of a function and the
// files that its code was inlined from are one. Functions without a symbol are one entry for each
// object, since an address means nothing in another build. `iterations` > 0.
std::vector<FunctionCost> function_costs(const CallgrindProfile& profile, double iterations);

// Number of calls of malloc, calloc, realloc, memalign and their kin from outside of the allocator,
// as heaptrack counts them; what the allocator calls of itself is a part of one of these.
std::uint64_t allocation_calls(const CallgrindProfile& profile);

// Instructions of the program's main and of all that it called; nullopt: no call of it was seen, as
// in a program without symbols that is linked statically, or in a part of a profile after main.
std::optional<std::uint64_t> instructions_of_main(const CallgrindProfile& profile);

// Whether the profile has names of functions. False for a program without symbols that is linked
// statically: who is called cannot be told.
bool has_function_names(const CallgrindProfile& profile);

}  // namespace hone::collect

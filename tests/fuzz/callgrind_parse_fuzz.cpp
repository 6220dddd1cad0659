// Any bytes at all: the parser must neither crash nor hang, and what it accepts must
// hold together, since the readers of a profile index by what it says; they are tried, too.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "analyzers/collect/simulate/callgrind_costs.hpp"
#include "analyzers/collect/simulate/callgrind_parse.hpp"
#include "tests/fuzz/fuzz_target.hpp"

using hone::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto profile = hone::collect::parse_callgrind(text);
  if (!profile.ok()) {
    require(!profile.error().what.empty());
    return 0;
  }
  require(!profile->events.empty());
  require(profile->totals.size() == profile->events.size());
  for (const auto& function : profile->functions) {
    require(function.name < profile->names.size());
    require(function.file < profile->names.size());
    require(function.object < profile->names.size());
    require(function.self.size() <= profile->events.size());
  }
  for (const auto& calls : profile->calls) {
    require(calls.caller < profile->functions.size());
    require(calls.callee < profile->functions.size());
    require(calls.count <= profile->functions[calls.callee].calls);
  }
  require(hone::collect::function_costs(*profile, 1).size() <= profile->functions.size());
  hone::collect::ProfileSum sum;
  if (sum.add(*profile).ok()) {
    require(hone::collect::allocation_calls(sum.sum()) ==
            hone::collect::allocation_calls(*profile));
  }
  return 0;
}

// Any bytes at all: a saved report is refused, or holds together.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "analyzers/derive/heap_sites.hpp"
#include "reports/formats/terminal.hpp"
#include "reports/json/heap_json.hpp"
#include "reports/sections/heap_section.hpp"
#include "tests/fuzz/fuzz_target.hpp"

using hone::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto profile = hone::reports::parse_heap_json(text);
  if (!profile.ok()) {
    require(!profile.error().what.empty());
    return 0;
  }
  const auto sites = hone::derive::heap_sites(*profile);
  require(
      !hone::reports::render_terminal(hone::reports::heap_section(*profile, sites, 5), {}).empty());
  hone::derive::compare_heaps(*profile, {}, hone::HeapCost::leaked);
  return 0;
}

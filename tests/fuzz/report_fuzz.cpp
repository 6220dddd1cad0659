// Any bytes at all: a saved report is refused at a place, or what it says is written and read
// again without a change.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reports/json/read_report.hpp"
#include "reports/json/report_json.hpp"
#include "tests/fuzz/fuzz_target.hpp"

using hone::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto report = hone::reports::read_report(text);
  if (!report.ok()) {
    require(!report.error().what.empty() && !report.error().next.empty());
    return 0;
  }
  const auto again = hone::reports::read_report(hone::reports::render_json(*report));
  require(again.ok() && *again == *report);
  return 0;
}

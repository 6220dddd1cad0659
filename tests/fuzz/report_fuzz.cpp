// Any bytes at all: a saved report, or the journal of a run, is refused at a place, or what it says
// is written and read again without a change.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "reports/json/read_report.hpp"
#include "reports/json/report_json.hpp"
#include "tests/fuzz/fuzz_target.hpp"

using hone::fuzz::require;

namespace {

void read_as_journal(std::string_view text) {
  const auto journal = hone::reports::read_journal(text);
  if (!journal.ok()) {
    require(!journal.error().what.empty() && !journal.error().next.empty());
    return;
  }
  std::string lines = hone::reports::render_journal_head(journal->report);
  for (const hone::SubjectReport& subject : journal->report.subjects) {
    lines += hone::reports::render_journal_line(subject);
  }
  const auto again = hone::reports::read_journal(lines);
  require(again.ok() && !again->is_cut && again->report.subjects == journal->report.subjects);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (hone::reports::begins_as_journal(text)) {
    read_as_journal(text);
    return 0;
  }
  const auto report = hone::reports::read_report(text);
  if (!report.ok()) {
    require(!report.error().what.empty() && !report.error().next.empty());
    return 0;
  }
  const auto again = hone::reports::read_report(hone::reports::render_json(*report));
  require(again.ok() && *again == *report);
  return 0;
}

// Reads back a saved report, hone.report/1: what render_json() wrote, apart from text that was not
// UTF-8.
#pragma once

#include <string_view>

#include "analyzers/model/report.hpp"
#include "analyzers/model/result.hpp"

namespace hone::reports {

// Refuses a text that is no such report or does not hold together. The error names the place, as in
// `subjects[0].variants[1].metrics.wall_time.value: is missing`. A newer or an older hone with the
// same schema may have written the report: unknown fields are passed over, and fields that older
// reports lack have their defaults. The text may come from anyone: the memory that it can take is
// bounded.
Result<Report> read_report(std::string_view text);

// Whether the text begins as a journal does, hone.journal/1.
bool begins_as_journal(std::string_view text);

// Whether all that is in a file may be what a run wrote of its journal before it was ended: a
// journal, or less than its beginning. `head`: the first 64 bytes, or all of a shorter text.
bool may_be_journal(std::string_view head);

struct Journal {
  Report report;        // as it was begun: neither interrupted nor with crossovers
  bool is_cut = false;  // its last line does not end, and was left out
};

// Reads the journal of a run, as render_journal_head() and render_journal_line() wrote it, in the
// same way. The error names the line, too, as in `line 3: variants[0].name: is missing`.
Result<Journal> read_journal(std::string_view text);

}  // namespace hone::reports

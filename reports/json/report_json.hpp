// A report as JSON, `hone.report/1`; what each field means stands in
// reports/schema/hone.report-1.schema.json.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"

namespace hone::reports {

// Renders the report: keys in a fixed order, units in SI base, UTF-8 (bytes that are not become
// U+FFFD), a line feed at the end. Throws std::logic_error, naming the field, when a number is not
// finite: JSON has no word for it, and a made-up one would be read as a result.
std::string render_json(const Report& report);

// The lines of a journal, `hone.journal/1`, which a run keeps of what is finished: the first one
// holds all of the report but its subjects, and each further one is a subject as in a report.
std::string render_journal_head(Report report);
std::string render_journal_line(const SubjectReport& subject);

}  // namespace hone::reports

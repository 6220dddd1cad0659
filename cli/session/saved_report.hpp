// A saved report, and what the journal of a run that never ended adds to it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzers/model/report.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

struct SavedReport {
  Report report;
  std::vector<Error> notes;   // about the journal: what it adds, or why it adds nothing
  bool is_completed = false;  // with subjects of its journal, whose run does not go on
  std::string journal;        // beside the report
};

// Whether the file is a journal, perhaps one that was cut off; what cannot be read is none.
bool is_journal(const std::string& path);

// Reads a report, or the journal that a run keeps of it; "-": from stdin. A report whose run was
// cut off is completed from the journal beside it, which may be all that there is of the report.
Result<SavedReport> load_report(const std::string& path);

// Saves a completed report in its place, and deletes the journal.
Result<void> save_completed(const std::string& path, const SavedReport& saved);

}  // namespace hone::cli

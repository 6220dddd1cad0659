#include "cli/session/report_saver.hpp"

#include <utility>

#include "analyzers/analyze/crossovers.hpp"
#include "cli/output/save.hpp"
#include "fmt/format.h"
#include "reports/json/report_json.hpp"

namespace hone::cli {

ReportSaver::ReportSaver(std::string output)
    : output_(std::move(output)), as_it_goes_(!output_.empty() && !is_stream(output_)) {}

void ReportSaver::subject_done(const Report& report) {
  if (!as_it_goes_) return;
  append(report);
  if (schedule_.is_due(SaveSchedule::Clock::now())) save_unfinished(report);
}

// Without a journal, as on a full disk, the report that is saved now and then is all that is kept;
// whether the end can be saved is said then.
void ReportSaver::append(const Report& report) {
  if (!can_journal_) return;
  std::string head;
  if (!journal_) {
    Result<JournalFile> created = JournalFile::create(journal_of(output_));
    can_journal_ = created.ok();
    if (!can_journal_) return;
    journal_ = std::move(*created);
    head = reports::render_journal_head(report);
  }
  for (; can_journal_ && in_journal_ < report.subjects.size(); head.clear()) {
    const std::string line = reports::render_journal_line(report.subjects[in_journal_]);
    can_journal_ = journal_->append(head + line).ok();
    if (can_journal_) ++in_journal_;
  }
  if (in_journal_ > 0) return;
  journal_->remove();  // nothing in it is whole
  journal_.reset();
}

// Should the run never end, the report says that it was cut off.
void ReportSaver::save_unfinished(const Report& report) {
  const SaveSchedule::Clock::time_point begin = SaveSchedule::Clock::now();
  Report so_far = report;
  so_far.interrupted = true;
  so_far.crossovers = analyze::find_crossovers(so_far.subjects, so_far.interrupted);
  // Whether the report can be saved in the end is said then.
  if (save(output_, reports::render_json(so_far))) in_output_ = so_far.subjects.size();
  schedule_.saved(begin, SaveSchedule::Clock::now());
}

std::string ReportSaver::what_is_kept(const Report& report) const {
  if (in_journal_ > 0) {
    return fmt::format("{} was finished is in its journal: hone report {} -o OTHER_FILE",
                       can_journal_ ? "all that" : "a part of what", journal_of(output_));
  }
  if (in_output_ > 0) {
    return fmt::format("it has {} of the {} subjects that were finished", in_output_,
                       report.subjects.size());
  }
  return "nothing of what was finished could be kept";
}

Result<void> ReportSaver::finish(const Report& report) {
  if (output_.empty() || report.subjects.empty()) return {};
  Result<void> saved = save(output_, reports::render_json(report));
  if (saved) {
    if (journal_) journal_->remove();
    return {};
  }
  if (as_it_goes_) append(report);
  if (!as_it_goes_) return saved;
  return Error{saved.error().what, what_is_kept(report)};
}

}  // namespace hone::cli

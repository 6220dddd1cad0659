// Keeps what a run has finished safe while it goes on, at a cost that does not grow with what was
// finished before: each subject is a line of a journal, and the report itself, which holds all of
// them, is saved at the end and now and then before.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "analyzers/model/report.hpp"
#include "analyzers/model/result.hpp"
#include "cli/output/journal_file.hpp"

namespace hone::cli {

// When the whole report is saved again: at first, and then when so much time has passed since the
// last time that saving takes a fiftieth of it.
class SaveSchedule {
 public:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] bool is_due(Clock::time_point now) const { return now >= next_; }

  void saved(Clock::time_point begin, Clock::time_point end) {
    constexpr int part = 50;
    next_ = end + part * (end - begin);
  }

 private:
  Clock::time_point next_ = Clock::time_point::min();
};

class ReportSaver {
 public:
  // `output`: the report's file; empty: nothing is kept. A stream is written to once, at the end.
  explicit ReportSaver(std::string output);

  // Keeps the last subject of the report. More will follow: the end is finish()'s.
  void subject_done(const Report& report);

  // Saves the report as it is at the end. Nothing is left behind when that works; else the error
  // names what has finished subjects: the journal, or the report that was saved before. A report
  // without subjects replaces no older one.
  Result<void> finish(const Report& report);

 private:
  void append(const Report& report);
  void save_unfinished(const Report& report);
  [[nodiscard]] std::string what_is_kept(const Report& report) const;

  std::string output_;
  bool as_it_goes_;
  std::optional<JournalFile> journal_;
  std::size_t in_journal_ = 0;  // so many subjects, each whole
  std::size_t in_output_ = 0;   // so many in the report that was saved last
  bool can_journal_ = true;
  SaveSchedule schedule_;
};

}  // namespace hone::cli

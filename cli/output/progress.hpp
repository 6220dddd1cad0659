// The progress line on stderr: what runs, how many units so far, the intervals as
// they narrow, the time left. It is shown only when stderr is a terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "analyzers/measure/runner.hpp"

namespace hone::cli {

// One line that is redrawn in its place.
class ProgressLine {
 public:
  explicit ProgressLine(bool enabled) : enabled_(enabled) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // What does not fit in the terminal's width is cut.
  void draw(const std::string& line);
  // Wipes the line, so that other output does not mix with it.
  void clear();

 private:
  bool enabled_;
  bool drawn_ = false;
};

// The progress of a run.
class Progress : public measure::RunObserver {
 public:
  Progress(bool enabled, std::size_t subjects) : line_(enabled), subjects_(subjects) {}

  void next_subject() { ++subject_; }
  void stage(const Subject& subject, std::string_view what) override;
  void unit_done(const Subject& subject, const SubjectRun& run, measure::Seconds left) override;

 private:
  ProgressLine line_;
  std::size_t subjects_;
  std::size_t subject_ = 0;
  std::chrono::steady_clock::time_point last_drawn_;
};

// Whether a progress line may be shown: stderr is a terminal that can rewrite its line.
bool stderr_is_terminal();

}  // namespace hone::cli

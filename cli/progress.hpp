// The progress line on stderr: what runs, how many units so far, the intervals as
// they narrow, the time left. Only when stderr is a terminal.
#pragma once

#include <cstddef>
#include <string>

#include "cli/runner.hpp"

namespace hone::cli {

class Progress : public RunObserver {
 public:
  Progress(bool enabled, std::size_t subjects) : enabled_(enabled), subjects_(subjects) {}
  ~Progress() override { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void next_subject() { ++subject_; }
  void stage(const Subject& subject, std::string_view what) override;
  void unit_done(const Subject& subject, const SubjectRun& run, Seconds left) override;
  // Wipes the line, so that other output does not mix with it.
  void clear();

 private:
  void draw(const std::string& line);

  bool enabled_;
  std::size_t subjects_;
  std::size_t subject_ = 0;
  bool drawn_ = false;
};

// Whether a progress line may be shown: stderr is a terminal that can rewrite its line.
bool stderr_is_terminal();

}  // namespace hone::cli

// The progress line on stderr: what runs, how many units so far, the time left, the
// intervals as they narrow. It is shown only when stderr is a terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/measure/runner.hpp"
#include "analyzers/model/plan.hpp"
#include "cli/output/live_terminal.hpp"

namespace hone::cli {

// One line that is redrawn in its place. Drawing and wiping never wait for the terminal.
class ProgressLine {
 public:
  explicit ProgressLine(bool enabled);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // Draws as many of the pieces, whole, as fit the terminal's width, the first one at any rate.
  void draw(const std::vector<std::string>& pieces);
  // Wipes the line, so that other output does not mix with it.
  void clear();

 private:
  std::optional<LiveTerminal> terminal_;  // absent: the line is not shown
  bool drawn_ = false;
};

// What wipes a progress line that was left on the terminal, which had no room to wipe it: the next
// output there begins with it. Empty: nothing was left there.
std::string_view owed_wipe();

// The progress of a run.
class Progress : public measure::RunObserver {
 public:
  Progress(bool enabled, const Plan& plan);

  void next_subject() { ++subject_; }
  void stage(const Subject& subject, std::string_view what) override;
  void runs_begin() override;
  void unit_done(const Subject& subject, const SubjectRun& run,
                 std::optional<measure::Seconds> left) override;

 private:
  [[nodiscard]] std::string beginning(const Subject& subject) const;

  ProgressLine line_;
  std::size_t subjects_;
  std::size_t subject_ = 0;
  std::optional<int> pairs_;  // of each comparison; absent: as the budget says
  bool commands_write_here_;  // what a run prints may appear where the line is
  std::chrono::steady_clock::time_point last_drawn_;
};

// Whether the path is that of the terminal behind stderr, where the progress line is.
bool is_terminal_of_stderr(const std::string& path);

// Whether a progress line may be shown: stderr is a terminal that can rewrite its line.
bool stderr_is_terminal();

}  // namespace hone::cli

#include "cli/output/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "cli/output/console.hpp"
#include "fmt/format.h"
#include "reports/layout/escape.hpp"
#include "reports/layout/utf8.hpp"

namespace hone::cli {
namespace {

// Units may take less than a millisecond, and drawing is work on the machine that is measured.
constexpr std::chrono::milliseconds shortest_pause{100};

constexpr std::string_view wipe = "\r\x1b[K";

// The terminal is the process's, and so is what was left on it.
bool is_wipe_owed = false;

// A name from outside, on one line and short.
std::string shown_name(const std::string& name, std::size_t longest) {
  return reports::shorten_to_width(reports::escape_text(name), longest);
}

// "pool -52.1 .. -48.0 %": the variant, and by how much its metric changes so far; by differences
// "pool -0.3 .. +1.2".
std::string interval_text(const Subject& subject, const ComparisonRun& comparison) {
  constexpr std::size_t longest_name = 24;
  const std::string name = shown_name(subject.variants[comparison.variant].name, longest_name);
  if (!comparison.decision || !comparison.decision->interval) return name + " ...";
  const Interval& interval = *comparison.decision->interval;
  if (subject.metrics[comparison.metric].scale == Scale::difference) {
    return fmt::format("{} {:+.3g} .. {:+.3g}", name, interval.lo, interval.hi);
  }
  return fmt::format("{} {:+.1f} .. {:+.1f} %", name, 100 * std::expm1(interval.lo),
                     100 * std::expm1(interval.hi));
}

bool is_open(const ComparisonRun& comparison) {
  return !comparison.decision || comparison.decision->verdict == Verdict::inconclusive;
}

// A command's errors, or all that it prints, appear on the terminal of hone's stderr.
bool print_to_terminal(const CommandSettings& commands) {
  return commands.pass_errors_on || commands.output == CommandSettings::Output::inherit ||
         (commands.output == CommandSettings::Output::file &&
          is_terminal_of_stderr(commands.output_file));
}

}  // namespace

Progress::Progress(bool enabled, const Plan& plan)
    : line_(enabled),
      subjects_(plan.subjects.size()),
      pairs_(plan.pairs),
      commands_write_here_(print_to_terminal(plan.command)) {}

std::string Progress::beginning(const Subject& subject) const {
  constexpr std::size_t longest_id = 40;
  return fmt::format("[{}/{}] {}", subject_, subjects_, shown_name(subject.id, longest_id));
}

void Progress::stage(const Subject& subject, std::string_view what) {
  const std::size_t comma = std::min(what.find(','), what.size());
  line_.draw({beginning(subject), fmt::format(": {}", what.substr(0, comma)),
              std::string(what.substr(comma))});
}

void Progress::runs_begin() {
  if (commands_write_here_) line_.clear();
}

void Progress::unit_done(const Subject& subject, const SubjectRun& run,
                         std::optional<measure::Seconds> left) {
  const auto now = std::chrono::steady_clock::now();
  if (commands_write_here_ || now - last_drawn_ < shortest_pause) return;
  last_drawn_ = now;
  const std::size_t units = run.variants.front().samples.size();
  std::vector<std::string> pieces{
      beginning(subject),
      pairs_ ? fmt::format(": run {} of {}", units, *pairs_) : fmt::format(": unit {}", units)};
  // Before the intervals, of which a narrow terminal may not show all. The last unit leaves none.
  if (left && left->count() > 0) {
    pieces.push_back(std::isinf(left->count())
                         ? ", until decided or Ctrl-C"
                         : fmt::format(", {} {:.0f} s left", pairs_ ? "about" : "at most",
                                       std::ceil(left->count())));
  }
  for (const ComparisonRun& comparison : run.comparisons) {
    if (is_open(comparison)) pieces.push_back("; " + interval_text(subject, comparison));
  }
  line_.draw(pieces);
}

ProgressLine::ProgressLine(bool enabled) {
  if (enabled) terminal_.emplace();
}

ProgressLine::~ProgressLine() {
  clear();
  is_wipe_owed = is_wipe_owed || drawn_;
}

void ProgressLine::draw(const std::vector<std::string>& pieces) {
  if (!terminal_) return;
  // One less: a wrapped line cannot be wiped.
  const auto room = static_cast<std::size_t>(terminal_columns(STDERR_FILENO) - 1);
  std::string line = reports::shorten_to_width(pieces.front(), room);
  for (auto piece = pieces.begin() + 1; piece != pieces.end(); ++piece) {
    if (reports::display_width(line) + reports::display_width(*piece) > room) break;
    line += *piece;
  }
  // Also where some of it was dropped: something may be there.
  terminal_->write(std::string(wipe) + line);
  drawn_ = true;
}

void ProgressLine::clear() {
  if (drawn_ && terminal_->write(wipe)) drawn_ = false;
}

std::string_view owed_wipe() { return std::exchange(is_wipe_owed, false) ? wipe : ""; }

bool is_terminal_of_stderr(const std::string& path) {
  struct stat there {};
  struct stat here {};
  if (isatty(STDERR_FILENO) == 0 || fstat(STDERR_FILENO, &here) != 0) return false;
  if (stat(path.c_str(), &there) != 0 || !S_ISCHR(there.st_mode)) return false;
  unsigned int terminal = 0;  // the real one, should stderr be /dev/tty
  if (there.st_rdev == here.st_rdev ||
      (ioctl(STDERR_FILENO, TIOCGDEV, &terminal) == 0 && there.st_rdev == terminal)) {
    return true;
  }
  // /dev/tty is whichever terminal controls the process; no other one tells its session.
  struct stat controlling {};
  return stat("/dev/tty", &controlling) == 0 && there.st_rdev == controlling.st_rdev &&
         tcgetsid(STDERR_FILENO) >= 0;
}

bool stderr_is_terminal() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) != 0 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace hone::cli

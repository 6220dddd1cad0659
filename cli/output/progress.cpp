#include "cli/output/progress.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

#include "fmt/format.h"
#include "reports/layout/escape.hpp"
#include "reports/layout/utf8.hpp"

namespace hone::cli {
namespace {

// Units may take less than a millisecond, and drawing is work on the machine that is measured.
constexpr std::chrono::milliseconds shortest_pause{100};

std::size_t stderr_width() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

// A name from outside, on one line and short.
std::string shown_name(const std::string& name) {
  constexpr std::size_t longest = 24;
  return reports::shorten_to_width(reports::escape_text(name), longest);
}

// "pool -52.1 .. -48.0 %": the variant, and by how much its metric changes so far.
std::string interval_text(const Subject& subject, const ComparisonRun& comparison) {
  const std::string name = shown_name(subject.variants[comparison.variant].name);
  if (!comparison.decision || !comparison.decision->interval) return name + " ...";
  const Interval& interval = *comparison.decision->interval;
  return fmt::format("{} {:+.1f} .. {:+.1f} %", name, 100 * std::expm1(interval.lo),
                     100 * std::expm1(interval.hi));
}

bool is_open(const ComparisonRun& comparison) {
  return !comparison.decision || comparison.decision->verdict == Verdict::inconclusive;
}

}  // namespace

void Progress::stage(const Subject& subject, std::string_view what) {
  line_.draw(fmt::format("[{}/{}] {}: {}", subject_, subjects_, subject.id, what));
}

void Progress::unit_done(const Subject& subject, const SubjectRun& run, measure::Seconds left) {
  const auto now = std::chrono::steady_clock::now();
  if (now - last_drawn_ < shortest_pause) return;
  last_drawn_ = now;
  std::string line = fmt::format("[{}/{}] {}: unit {}", subject_, subjects_, subject.id,
                                 run.variants.front().samples.size());
  // Before the intervals, of which a narrow terminal may not show all.
  line += std::isinf(left.count())
              ? ", until decided or Ctrl-C"
              : fmt::format(", at most {:.0f} s left", std::ceil(left.count()));
  for (const ComparisonRun& comparison : run.comparisons) {
    if (is_open(comparison)) line += "; " + interval_text(subject, comparison);
  }
  line_.draw(line);
}

void ProgressLine::draw(const std::string& line) {
  if (!enabled_) return;
  // A wrapped line cannot be wiped.
  const std::string_view shown = reports::prefix_of_width(line, stderr_width() - 1);
  fmt::print(stderr, "\r\x1b[K{}", shown);
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressLine::clear() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

bool stderr_is_terminal() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) != 0 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace hone::cli

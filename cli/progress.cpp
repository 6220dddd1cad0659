#include "cli/progress.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

#include "fmt/format.h"

namespace hone::cli {
namespace {

std::size_t stderr_width() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

// "pool -52.1 .. -48.0 %": the variant, and by how much its metric changes so far.
std::string interval_text(const Subject& subject, const ComparisonRun& comparison) {
  const std::string& name = subject.variants[comparison.variant].name;
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
  draw(fmt::format("[{}/{}] {}: {}", subject_, subjects_, subject.id, what));
}

void Progress::unit_done(const Subject& subject, const SubjectRun& run, Seconds left) {
  std::string line =
      fmt::format("[{}/{}] {}: unit {}, at most {:.0f} s left", subject_, subjects_, subject.id,
                  run.variants.front().samples.size(), std::ceil(left.count()));
  for (const ComparisonRun& comparison : run.comparisons) {
    if (is_open(comparison)) line += "; " + interval_text(subject, comparison);
  }
  draw(line);
}

void Progress::draw(const std::string& line) {
  if (!enabled_) return;
  const std::string shown = line.substr(0, stderr_width() - 1);  // a wrapped line cannot be wiped
  fmt::print(stderr, "\r\x1b[K{}", shown);
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

bool stderr_is_terminal() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) != 0 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace hone::cli

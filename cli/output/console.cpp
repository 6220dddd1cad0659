#include "cli/output/console.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/process/write_whole.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/progress.hpp"
#include "fmt/format.h"
#include "reports/layout/escape.hpp"
#include "reports/layout/style.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/layout/wrap.hpp"

namespace hone::cli {
namespace {

constexpr int usual_width = 80;
constexpr int narrowest = 20;
constexpr int widest = 120;  // longer lines are hard to follow

bool wants_color(ColorMode mode) {
  if (mode != ColorMode::automatic) return mode == ColorMode::always;
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return (no_color == nullptr || *no_color == '\0') && isatty(STDOUT_FILENO) != 0 &&
         (terminal == nullptr || std::string_view(terminal) != "dumb");
}

}  // namespace

void occupy_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest free number, which is this one. The wrong direction: EBADF.
    if (open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) != stream) return;
  }
}

int terminal_columns(int stream) {
  winsize size{};
  if (ioctl(stream, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual_width;
  return size.ws_col;
}

std::string stderr_lines(std::string_view text) {
  constexpr std::size_t hanging = 2;
  const reports::TerminalStyle style{.width = terminal_columns(STDERR_FILENO)};
  if (isatty(STDERR_FILENO) == 0 || reports::display_width(text) <= reports::columns(style)) {
    return fmt::format("{}\n", text);
  }
  return reports::paragraph(text, 0, hanging, style);
}

void print_error(std::string_view what, std::string_view next) {
  std::string line = fmt::format("hone: {}", reports::escape_text(what));
  if (!next.empty()) line += fmt::format(" ({})", reports::escape_text(next));
  // Where it cannot be written, there is nobody to tell.
  collect::write_whole(STDERR_FILENO, fmt::format("{}{}", owed_wipe(), stderr_lines(line)),
                       collect::OnInterrupt::give_up);
}

void print_error(const Error& error) { print_error(error.what, error.next); }

int refuse(const Error& error) {
  print_error(error);
  return collect::interrupted() ? exit_interrupted : exit_bad_usage;
}

Result<void> write_stdout(std::string_view text) {
  const std::string_view wipe = isatty(STDOUT_FILENO) != 0 ? owed_wipe() : "";
  const int error = collect::write_whole(STDOUT_FILENO, fmt::format("{}{}", wipe, text),
                                         collect::OnInterrupt::give_up);
  if (error == 0) return {};
  return Error{fmt::format("cannot write to stdout: {}", std::strerror(error)), ""};
}

int finish_with_output(std::string_view text, int code) {
  const Result<void> written = write_stdout(text);
  if (written) return code;
  // Whoever interrupts hone, or hangs its terminal up, waits for no output.
  if (collect::interrupted()) return exit_interrupted;
  print_error(written.error());
  return exit_bad_usage;
}

reports::TerminalStyle stdout_style(const Globals& globals) {
  return {.color = wants_color(globals.color),
          .width = std::clamp(terminal_columns(STDOUT_FILENO), narrowest, widest),
          .answer_last = isatty(STDOUT_FILENO) != 0};
}

}  // namespace hone::cli

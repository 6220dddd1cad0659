// The only place that writes to the terminal, beside the progress display.
#pragma once

#include <string>
#include <string_view>

#include "analyzers/model/result.hpp"
#include "cli/options/command.hpp"
#include "reports/formats/terminal.hpp"

namespace hone::cli {

// Gives each closed standard stream a descriptor that refuses reading or writing, which then fails
// as it would have. Otherwise the next file that hone opens would become that stream.
void occupy_closed_streams();

// The columns of the terminal behind one of hone's standard streams; 80 where that is none, or does
// not know.
int terminal_columns(int stream);

// The text, escaped already, as a notice on stderr, with the line's end: one line, which is wrapped
// where stderr is a terminal that is too narrow for it.
std::string stderr_lines(std::string_view text);

// Prints "hone: WHAT (NEXT)" on stderr.
void print_error(std::string_view what, std::string_view next);
void print_error(const Error& error);

// Prints the error and returns the exit code that goes with it: nothing was done, or it was
// interrupted before anything was.
int refuse(const Error& error);

// Writes all of `text` to stdout. Error: it cannot be written (a closed pipe, a full disk), or an
// interrupt came while it was.
Result<void> write_stdout(std::string_view text);

// Writes `text` to stdout and returns `code`, or the exit code for an unwritable stdout or an
// interrupt.
int finish_with_output(std::string_view text, int code);

// Colour and width for a report on stdout.
reports::TerminalStyle stdout_style(const Globals& globals);

}  // namespace hone::cli

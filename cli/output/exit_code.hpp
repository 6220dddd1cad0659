// The exit codes of every command.
#pragma once

namespace hone::cli {

enum ExitCode : int {
  exit_done = 0,
  exit_regression = 1,
  exit_bad_usage = 2,  // also: input that cannot be read, output that cannot be written
  exit_inconclusive = 3,
  exit_subject_failed = 4,
  exit_own_fault = 70,  // a fault of hone's own, or no memory
  exit_interrupted = 130,
};

// The exit code of a wrapped command, passed on as a shell gives it: 128 + N after signal N.
constexpr int passed_on(int code, int signal) { return signal != 0 ? 128 + signal : code; }

}  // namespace hone::cli

// The exit codes of every command.
#pragma once

namespace hone::cli {

enum ExitCode : int {
  exit_done = 0,
  exit_regression = 1,
  exit_bad_usage = 2,  // also: input that cannot be read, output that cannot be written
  exit_inconclusive = 3,
  exit_subject_failed = 4,
  exit_interrupted = 130,
};

}  // namespace hone::cli

// What a pass beside timing gets of a command: how to run it once, and how it ends by itself.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "analyzers/collect/launch/launcher.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

struct TrialRun {
  Launch launch;
  std::size_t padding = 0;  // bytes of HONE_PADDING
  ExecObserver executed{};  // as in RunRequest
};

// A command, how it ends by itself in an ordinary run, and how it is run once. `run` runs a launch
// with the command's hooks, input and output, under the time limit. A run that ends by itself is
// returned as it ended, however that was; a Failure means that running it failed.
struct CommandTrial {
  Launch launch;
  RunEnd native_end;
  Seconds limit{60};
  std::function<Result<CommandRun, Failure>(const TrialRun& run)> run;
};

// How a run ended, in words: "exit status 3", "killed by SIGSEGV (Segmentation fault)".
std::string describe_end(const RunEnd& end);

}  // namespace hone::collect

// What a pass beside timing is given of a command: how to run it once, and how it ends by itself.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "analyzers/collect/launch/launcher.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

// A command, how it ends without callgrind, and how it is run once: with its hooks, input and
// output, under the time limit, with so many bytes of HONE_PADDING. However a run ends by itself,
// it is told as it is; a failure is one of running it.
struct CommandTrial {
  Launch launch;
  RunEnd native_end;
  Seconds limit{60};
  std::function<Result<CommandRun, Failure>(const Launch& launch, std::size_t padding)> run;
};

// "exit status 3", "killed by SIGSEGV".
std::string describe_end(const RunEnd& end);

}  // namespace hone::collect

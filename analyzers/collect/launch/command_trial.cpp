#include "analyzers/collect/launch/command_trial.hpp"

#include "analyzers/collect/process/process.hpp"
#include "fmt/format.h"

namespace hone::collect {

std::string describe_end(const RunEnd& end) {
  Exit exit;
  exit.code = end.code;
  exit.signal = end.signal;
  return describe(exit);
}

}  // namespace hone::collect

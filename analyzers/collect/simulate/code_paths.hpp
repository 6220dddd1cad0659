// Whether the code that a simulation ran is what the machine's own processor runs in the
// environment of the simulation, by the objects that the instructions are of.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/collect/launch/exec_watch.hpp"
#include "analyzers/collect/simulate/callgrind_parse.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/simulated_processor.hpp"

namespace hone::collect {

struct ObjectShare {
  std::string object;  // path; empty: code that is in no file, as a program makes it at run time
  double share = 0;    // of the profile's instructions
};

// The objects by falling share.
std::vector<ObjectShare> shares_of_objects(const CallgrindProfile& profile);

// The extensions in a file, as extensions_in_file() finds them.
using ExtensionFinder =
    std::function<Result<std::set<std::string, std::less<>>>(const std::string& path)>;

// Why the simulated code may be other code than this machine's processor runs even with the
// tunables of the simulation, in words that follow a colon; empty: there is no such reason.
// Up to a hundredth of the instructions may be of an object that has code for what the simulated
// processor lacks. `trusted`: an object that is told what to run and needs no look.
std::string why_other_code(const CallgrindProfile& profile, const SimulatedProcessor& processor,
                           const ExtensionFinder& extensions, std::string_view trusted = {});

// Sees whether every program that a run executes has the tunables of the simulation.
class TunablesWatch {
 public:
  explicit TunablesWatch(std::string tunables) : tunables_(std::move(tunables)) {}

  // To be called as an ExecObserver is.
  void look_at(pid_t process);

  // In words that follow a colon; empty: all programs have them.
  [[nodiscard]] const std::string& why_not() const { return why_not_; }

 private:
  std::string tunables_;
  std::string why_not_;
};

}  // namespace hone::collect

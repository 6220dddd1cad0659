// Runs a whole command under callgrind, its children included, and adds up what each process cost.
// The counts are exact, so that one run shows a change of a thousandth, however noisy the machine.
// What the kernel executes for the command is not counted, nor is the part of a process before an
// exec, since callgrind writes when a program ends. docs/simulation.md tells more.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/collect/launch/command_trial.hpp"
#include "analyzers/collect/launch/launcher.hpp"
#include "analyzers/collect/simulate/callgrind.hpp"
#include "analyzers/collect/simulate/callgrind_parse.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

struct CommandSimulation {
  CallgrindProfile profile;           // the sum over its processes
  bool nameless = false;              // some process had no function names at all
  std::optional<StartUp> start_up{};  // absent: of some process it is not known where main begins
  std::string other_code{};  // as why_other_code() tells; empty: natively it runs the same code
};

// Simulates instructions alone, or with `caches` caches and branches, too, with the tunables of
// simulated runs. With caches the command is run once more, natively, to see that all its programs
// get these tunables.
// FailureKind::unavailable: the command cannot be simulated, and why; another kind is what
// trial.run gave.
Result<CommandSimulation, Failure> simulate_command(const CommandTrial& trial,
                                                    const std::optional<CacheGeometry>& caches);

// The launch under callgrind, which leaves profiles of each process and what valgrind itself said
// in `folder`. The variable `_`, which a shell sets to where hone is, becomes the command's.
Launch simulated_launch(const Launch& launch, const std::optional<CacheGeometry>& caches,
                        const std::filesystem::path& folder);

// Padding in bytes that fills the command's environment and arguments up to whole pages. Without it
// the stack would move with the length of a name or a value, and counts would change by some tens.
// A miss or two still depend on how many pages there are, and each variable costs what it costs to
// look it over.
std::size_t page_filling_padding(const Launch& launch);

// The sum over a folder's profiles. Fails when there is none, one is damaged or missing, or one
// holds what another counted, too.
Result<CommandSimulation> read_simulation(const std::filesystem::path& folder);

// Why a run's counts are not those of the command: valgrind refused a program or does not know an
// instruction, or the run ended otherwise than by itself. `log`: what valgrind said. nullopt: the
// counts are the command's. Pure.
std::optional<std::string> why_not_simulated(const CommandRun& run, const RunEnd& native,
                                             std::string_view log);

}  // namespace hone::collect

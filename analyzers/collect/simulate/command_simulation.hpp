// Runs a whole command under callgrind, its children included, and adds up what each process
// cost: exact, so that one run shows a change of a thousandth, on a machine however noisy. What
// the kernel executes for it is not counted, nor is the part of a process before an exec:
// callgrind writes when a program ends. docs/simulation.md tells more.
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
  CallgrindProfile profile;  // the sum over its processes
  bool nameless = false;     // some process had no function names at all
};

// Instructions alone, or with `caches` caches and branches, too. FailureKind::unavailable: it
// cannot be simulated, and why; another kind is what `run` gave.
Result<CommandSimulation, Failure> simulate_command(const CommandTrial& trial,
                                                    const std::optional<CacheGeometry>& caches);

// The launch under callgrind, which leaves profiles of each process and what valgrind itself said
// in `folder`. `_`, which a shell sets to where hone is, becomes the command's.
Launch simulated_launch(const Launch& launch, const std::optional<CacheGeometry>& caches,
                        const std::filesystem::path& folder);

// Bytes that fill the command's environment and arguments up to whole pages: with the length of a
// name or a value the stack would move, and with that counts by some tens. A miss or two still
// depend on how many pages there are, and each variable costs what it costs to look it over.
std::size_t page_filling_padding(const Launch& launch);

// The sum over a folder's profiles. Fails when there is none, one is damaged or missing, or one
// holds what another counted, too.
Result<CommandSimulation> read_simulation(const std::filesystem::path& folder);

// Why a run's counts are not the command's: valgrind refused a program, or it ended otherwise than
// by itself. `log`: what valgrind said. nullopt: they are. Pure.
std::optional<std::string> why_not_simulated(const CommandRun& run, const RunEnd& native,
                                             std::string_view log);

}  // namespace hone::collect

// What programs see of the processor under callgrind, by a small program that is run natively and
// under valgrind; and the environment in which the C library chooses the same code on both.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/model/result.hpp"
#include "analyzers/model/simulated_processor.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

inline constexpr const char* tunables_variable = "GLIBC_TUNABLES";

// What hone-cpu-probe printed.
struct CpuProbe {
  std::string glibc;
  std::vector<std::string> features;
  std::map<std::string, std::string> functions;  // by "LIBRARY NAME": where it lies in the library
};

Result<CpuProbe> parse_cpu_probe(std::string_view text);

// Tunables of simulated runs. What glibc takes from the processor beside its instruction sets, or
// from the number of CPUs, has one value on every machine: from which size on memory is copied past
// the caches, that no copy is one `rep` instruction (callgrind counts each of its rounds, a
// processor the whole as one), and eight arenas of malloc, which is what one CPU gets, so that
// programs of up to eight threads allocate as they do anywhere. `users`: the tunables that are set
// already, which prevail. Pure.
std::string simulation_tunables(std::string_view users);

// The same for native runs, in which glibc is to choose its functions as on a processor that has
// these features and no others. Of glibc.cpu.hwcaps the user's are kept, too. Simulated runs have
// no masks: with them what the dynamic linker executes does not repeat itself under callgrind.
// Pure.
std::string native_tunables(std::span<const std::string> features, std::string_view users);

// What hone's own programs need in their environment to run under valgrind, which gives up where
// TMPDIR is no folder: the one that hone falls back to. Empty: nothing.
std::vector<std::pair<std::string, std::string>> valgrind_folder();

// The launch with the tunables of simulated runs as the last variable of its environment.
Launch with_simulation_tunables(const Launch& launch);

// The launch with those of native runs that take the simulated path, likewise.
Launch with_native_tunables(const Launch& launch);

// The simulated processor as this process's runs see it. Found out at the first call, in about the
// time that valgrind takes to start. Error: valgrind cannot be run.
const Result<SimulatedProcessor>& simulated_processor();

// The features in words: "AVX-512, VAES and GFNI". `features` is not empty.
std::string in_words(std::span<const std::string> features);

}  // namespace hone::collect

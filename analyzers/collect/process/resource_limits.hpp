// The limits of the user's shell and of the control group (getrlimit, pids.max), which commands
// inherit from hone: which of them ended a process, or kept one from being started.
#pragma once

#include <string>

#include <sys/resource.h>

#include "analyzers/collect/process/process.hpp"

namespace hone::collect {

// What a signal that ended a process probably came from, as words that follow how it ended:
// "; out of memory?". Empty: it says nothing. SIGKILL is the kernel's both where memory is short
// and where the CPU time has come to its limit, `cpu_time` (RLIMIT_CPU); a usage of nearly as much,
// since the kernel counts by ticks, tells these apart.
std::string cause_of_kill(const Exit& exit, const rlimit& cpu_time);

// Likewise, by hone's own limit.
std::string cause_of_kill(const Exit& exit);

// The next step after fork or clone has failed; "" where there is none to name.
std::string remedy_for_starting(int error);

}  // namespace hone::collect

// Runs a command that belongs to the user's procedure and not to what is measured: --setup,
// --prepare, --conclude, --cleanup. What it leaves running goes on, since starting a server is
// what a set-up may be for.
#pragma once

#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

// Runs the command until it ends, or kills it once `is_to_end` says so: interrupted(), or hurried()
// for what cleans up. The failure says how it ended, with the tail of what it printed.
Result<void, Failure> run_hook(const Launch& launch, bool (*is_to_end)());

}  // namespace hone::collect

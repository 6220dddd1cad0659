// Runs a command that belongs to the user's procedure and not to what is measured: --setup,
// --prepare, --conclude, --cleanup. What it leaves running goes on, since starting a server is
// what a set-up may be for.
#pragma once

#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

// Runs the command until it ends. With `heed_interrupt` an interrupt kills it. The failure says how
// it ended, with the tail of what it printed.
Result<void, Failure> run_hook(const Launch& launch, bool heed_interrupt);

}  // namespace hone::collect

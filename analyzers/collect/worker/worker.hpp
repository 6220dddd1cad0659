// The worker's side of the protocol: one process, one variant of one workload.
#pragma once

#include <cstdint>

#include "analyzers/collect/worker/worker_protocol.hpp"

namespace hone::collect {

// Serves the channel until the other side closes it or says finish. Returns the process's exit
// code.
int serve_worker(int descriptor);

// Works without a channel: prepares the variant, runs it and prints time and checksum; for use
// under another tool (perf, valgrind, a debugger). Returns the process's exit code.
int run_standalone(const Job& job, std::uint64_t iterations);

}  // namespace hone::collect

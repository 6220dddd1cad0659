// Runs one command with heaptrack's library in it, and reads the trace while it is written. Not by
// the `heaptrack` program, which is a shell script: it would hang for ever on a static program,
// leave its pipe in /tmp, mix its words with the command's output and hide by which signal the
// command ended. What the command starts itself is not traced.
#pragma once

#include <functional>
#include <string>

#include "analyzers/collect/launch/launcher.hpp"
#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

// Where heaptrack's parts are, which its script finds relative to itself.
struct HeaptrackFiles {
  std::string preloaded;    // libheaptrack_preload.so
  std::string interpreter;  // heaptrack_interpret, which resolves addresses
};

Result<HeaptrackFiles> find_heaptrack();

// What a program did with its heap while `run` ran the launch that it is given, once. `run` says
// whether nothing of it is left that could hold the trace open. Refused: a program into which
// nothing can be preloaded, and all that cannot be started. The profile says whether it is
// incomplete, and why.
Result<HeapProfile> record_heap(const HeaptrackFiles& heaptrack, const Launch& launch,
                                const std::function<bool(const Launch& traced)>& run);

struct HeapRun {
  CommandRun run;
  HeapProfile profile;
};

// The same, where `request` is how to run it, without its command.
Result<HeapRun> trace_heap(const HeaptrackFiles& heaptrack, const Launch& launch,
                           Launcher& launcher, RunRequest request);

// An existing trace, compressed or not.
Result<HeapProfile> read_heap_trace(const std::string& path);

}  // namespace hone::collect

// Runs one command with heaptrack's library in it, and reads the trace while it is written. The
// `heaptrack` program is not used, since it is a shell script: it would hang for ever on a static
// program, leave its pipe in /tmp, mix its words with the command's output and hide by which signal
// the command ended. Processes that the command starts are not traced.
#pragma once

#include <functional>
#include <string>

#include "analyzers/collect/launch/launcher.hpp"
#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

// Paths of heaptrack's parts, which its script finds relative to itself.
struct HeaptrackFiles {
  std::string preloaded;    // libheaptrack_preload.so
  std::string interpreter;  // heaptrack_interpret, which resolves addresses
};

Result<HeaptrackFiles> find_heaptrack();

// Runs the launch that it is given, once, and tells the observer of what it executes, as in
// RunRequest. Returns whether nothing of the run is left that could hold the trace open.
using TracedRun = std::function<bool(const Launch& traced, const ExecObserver& executed)>;

// Records what a program does with its heap while `run` runs it. Fails for a program into which
// nothing can be preloaded, one with a malloc of its own, and one that cannot be started. The
// profile says whether it is incomplete, and why.
Result<HeapProfile> record_heap(const HeaptrackFiles& heaptrack, const Launch& launch,
                                const TracedRun& run);

struct HeapRun {
  CommandRun run;
  HeapProfile profile;
};

// Records the heap likewise, in a run by `launcher`; `request` is how to run it, without its
// command.
Result<HeapRun> trace_heap(const HeaptrackFiles& heaptrack, const Launch& launch,
                           Launcher& launcher, RunRequest request);

// Reads an existing trace, compressed or not.
Result<HeapProfile> read_heap_trace(const std::string& path);

}  // namespace hone::collect

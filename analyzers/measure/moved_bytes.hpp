// Some programs do less where nobody can read what they print: GNU grep stops at the first match
// when its stdout is /dev/null, GNU tar reads no file. What a run has read and written tells.
#pragma once

#include "analyzers/collect/launch/launcher.hpp"

namespace hone::measure {

// Whether the run that wrote to /dev/null did less than the one that wrote into a pipe: wrote not
// half as much, or moved less by more than a tenth and more than the files that a program's start
// reads. What a program reads anew or not at all in a second run, such as a cache of its own, looks
// the same: the run with the pipe should be the later one.
bool does_less_unread(const collect::IoBytes& to_null, const collect::IoBytes& to_pipe);

}  // namespace hone::measure

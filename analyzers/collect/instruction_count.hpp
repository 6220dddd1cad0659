// Instructions that a whole command executes, its children included, counted by callgrind
// without caches and branches: exact, so that one run shows a change of a thousandth, on a
// machine however noisy. What the kernel executes for it is not counted.
#pragma once

#include <filesystem>

#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

// The launch under callgrind, which leaves one profile for each process in `folder`. The part of
// a process before an exec is lost: callgrind writes when a program ends.
Launch counted_launch(const Launch& launch, const std::filesystem::path& folder);

// The sum over the profiles. Fails when there is none, or one is damaged.
Result<double> counted_instructions(const std::filesystem::path& folder);

}  // namespace hone::collect

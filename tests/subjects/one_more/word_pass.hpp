// A collector as others add one: how many words a command line has, or parameters a workload.
#pragma once

#include <array>
#include <string_view>

#include "analyzers/collect/passes/passes.hpp"

namespace hone::collect {

inline constexpr std::array<std::string_view, 1> word_metrics{"words"};

Result<PassResult, Failure> count_parameters(const WorkerLaunch& launch);
Result<PassResult, Failure> count_words(const CommandTrial& trial);

}  // namespace hone::collect

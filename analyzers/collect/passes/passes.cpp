#include "analyzers/collect/passes/passes.hpp"

#include "analyzers/collect/passes/pass_table.hpp"

namespace hone::collect {

// Alone in this file: a program that defines it itself, as a test does, has other passes.
std::span<const Pass> passes() { return pass_table; }

}  // namespace hone::collect

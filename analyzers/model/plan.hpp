// What is to be measured, and how: everything that the runner needs to know.
// A plan is plain data; the same plan and seed draw the same orders.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzers/model/subject.hpp"

namespace hone {

struct Plan {
  std::vector<Subject> subjects;
  std::uint64_t seed = 1;
  double alpha = 0.05;   // error rate of each comparison, in (0, 1)
  double margin = 0.01;  // relative change that still counts as equivalent, >= 0
  std::chrono::duration<double> budget{10};           // per comparison; six pairs are always run
  int rounds = 5;                                     // blocks per variant in a unit; odd
  std::chrono::duration<double> block_target{0.002};  // shortest block aimed at
  std::chrono::duration<double> block_limit{0.1};  // longest block aimed at; wins over block_target
  std::chrono::duration<double> timeout{60};       // for one answer of a worker
  std::vector<std::string> collectors;  // ids of the passes beside timing, e.g. "allocations"
};

}  // namespace hone

// What on this machine disturbs a measurement or limits what can be measured, each
// with its remedy. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::collect {

// How this very program was compiled.
struct Build {
  bool has_assertions = false;  // NDEBUG is not set: not a release build
  bool is_sanitized = false;    // AddressSanitizer or ThreadSanitizer
};

Build this_build();

// What matters for the warnings beside the environment itself.
struct Circumstances {
  std::optional<double> cpu_limit{};  // of the control group, in CPUs
  std::string pmu_remedy{};           // when there is no PMU; may be empty
  Build build{};
};

// Warnings, the gravest first: what biases, then what adds noise, then what cannot be measured.
std::vector<Warning> environment_warnings(const Environment& environment,
                                          const Circumstances& circumstances);

}  // namespace hone::collect

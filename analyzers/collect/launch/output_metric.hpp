// Reads a metric that the user defined from what a command printed. Pure; the output may
// be anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzers/model/metric.hpp"
#include "analyzers/model/result.hpp"

namespace hone::collect {

// Checks that the metric's pattern is valid: an RE2 with a group, or a JSON pointer. The error says
// what is wrong.
Result<void> check_pattern(const OutputMetric& metric);

// The metric's number: the first match's first group, or the number at the pointer, which of an
// empty pointer is the whole output; from 1e-100 to 1e100, so that ratios exist, or by
// Scale::difference from -1e100 to 1e100. `missing`: how many bytes that followed the output were
// not kept. The error is one line that names the metric, and says why the number was not taken.
Result<double> read_output_metric(const OutputMetric& metric, std::string_view output,
                                  std::uint64_t missing = 0);

}  // namespace hone::collect

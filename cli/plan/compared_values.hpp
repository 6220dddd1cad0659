// `hone compare` with one command: which parameter's values are compared with each other, and which
// of them is the baseline. And with several: which command is. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analyzers/model/result.hpp"
#include "cli/options/scan.hpp"

namespace hone::cli {

struct ComparedValues {
  Scan compared;              // two values at least
  std::size_t reference = 0;  // index of the one that is the baseline
  std::vector<Scan> others;   // each combination of theirs is a subject, as with several commands
};

// What is compared are the values of the first scan that has more than one. `reference` as typed,
// "" where it was not given: a value, or "n=4", which says of which scan it is. Errors: no scan has
// two values; `reference` is none of the values.
Result<ComparedValues> choose_compared(std::vector<Scan> scans, const std::string& reference);

// The index of the command that `reference` names, by its text or by its name; `names` has one for
// each command, or none. 0 where `reference` is empty. Error: none is called so.
Result<std::size_t> reference_command(const std::vector<std::string>& commands,
                                      const std::vector<std::string>& names,
                                      const std::string& reference);

}  // namespace hone::cli

// `-P name=...` of hone compare: the values of a parameter, and their place {name} in commands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/result.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::cli {

struct Scan {
  std::string name;  // [A-Za-z_][A-Za-z0-9_]*
  std::vector<ParameterValue> values;
};

// "n=1,10,100", "n=1..8", "n=0..1:0.25": a list, or a range with both ends and a step (1 when not
// given). Values are integers where they are written as such, else text; doubles among them are
// dropped. At most 10,000 values.
Result<Scan> parse_scan(const std::string& text);

// Every combination, the last scan varying fastest; one empty point for no scans.
std::vector<std::vector<ParameterAssignment>> scan_points(const std::vector<Scan>& scans);

// Whether fill_in() would replace a {name} in the text.
bool uses(std::string_view text, std::string_view name);

// `text` with each {name} replaced by its value. "{{name}}" stands for a literal "{name}", and
// "${name}" is left to the shell. An error for a {name} that no assignment has.
Result<std::string> fill_in(std::string_view text, const std::vector<ParameterAssignment>& point);

}  // namespace hone::cli

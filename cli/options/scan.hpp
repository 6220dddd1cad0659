// `-P name=...` of hone compare: the values of a parameter, and their place {name} in commands.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/model/result.hpp"
#include "analyzers/model/subject.hpp"
#include "cli/options/parameter_text.hpp"

namespace hone::cli {

// A name, [A-Za-z_][A-Za-z0-9_]*, and its values, each once and at most most_values.
using Scan = std::pair<std::string, std::vector<ParameterValue>>;

// Parses "n=1,10,100", "n=1..8", "n=0..1:0.25,5" by the grammar of parameter_text.hpp. The values
// are numbers where each is written as to_string() writes it, otherwise texts. An item is a range
// where its ends and step are numbers, which may be typed as 64k; the step is 1 when not given. Any
// other item with ".." in it is a text.
Result<Scan> parse_scan(const ParameterText& parameter);

// The first value that is given twice, in whichever spelling; nullopt: none is. parse_scan() takes
// each once.
std::optional<std::string> value_given_twice(const ParameterText& parameter);

// The index of the value that `text` means, which may be typed as in -P: "64k" is 64000. nullopt:
// it is none of them.
std::optional<std::size_t> find_value(const Scan& scan, std::string_view text);

// Whether fill_in() would replace a {name} in the text.
bool uses(std::string_view text, std::string_view name);

// `text` with each {name} replaced by its value. "{{name}}" stands for a literal "{name}", and
// "${name}" is left to the shell. An error for a {name} that no assignment has. Without any
// assignment there is nothing to fill in: the text stays as it is, since programs such as awk have
// braces of their own.
Result<std::string> fill_in(std::string_view text, const std::vector<ParameterAssignment>& point);

}  // namespace hone::cli

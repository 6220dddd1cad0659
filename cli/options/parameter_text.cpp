#include "cli/options/parameter_text.hpp"

#include <algorithm>

#include "analyzers/text/parts.hpp"

namespace hone::cli {
namespace {

std::optional<RangeText> range_of(std::string_view item) {
  const std::size_t dots = item.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  std::string_view rest = item.substr(dots + 2);
  const bool has_step = rest.find(':') != std::string_view::npos;
  RangeText range{std::string(item.substr(0, dots)), std::string(text::take_until(rest, ':'))};
  if (has_step) range.step = rest;
  return range;
}

// The parts between commas; "\," is a comma that belongs to a part.
std::vector<std::string> split_items(std::string_view text) {
  std::vector<std::string> items{""};
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escapes = text.substr(at, 2) == "\\,";
    if (escapes) ++at;
    if (text[at] == ',' && !escapes) {
      items.emplace_back();
    } else {
      items.back() += text[at];
    }
  }
  return items;
}

Result<ParameterText> parse_parameter(std::string_view option, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    return Error{fmt::format("{} '{}' is not of the form name=value[,value...] or "
                             "name=first..last[:step]",
                             option, text),
                 fmt::format("for example {0} n=1,10,100 or {0} n=1..8", option)};
  }
  ParameterText parameter{text.substr(0, equals), {}};
  for (std::string& item : split_items(std::string_view(text).substr(equals + 1))) {
    std::optional<RangeText> range = range_of(item);
    parameter.items.push_back({std::move(item), std::move(range)});
  }
  return parameter;
}

}  // namespace

Result<std::vector<ParameterText>> parse_parameters(std::string_view option,
                                                    const std::vector<std::string>& texts) {
  std::vector<ParameterText> parameters;
  for (const std::string& text : texts) {
    Result<ParameterText> parameter = parse_parameter(option, text);
    if (!parameter) return parameter.error();
    const std::string& name = parameter->name;
    if (std::any_of(parameters.begin(), parameters.end(),
                    [&](const ParameterText& earlier) { return earlier.name == name; })) {
      return Error{fmt::format("{} '{}': parameter '{}' is given twice", option, text, name),
                   fmt::format("list its values: {} {}=v1,v2", option, name)};
    }
    parameters.push_back(std::move(*parameter));
  }
  return parameters;
}

}  // namespace hone::cli

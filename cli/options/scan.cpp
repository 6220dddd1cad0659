#include "cli/options/scan.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "analyzers/text/nearest.hpp"
#include "cli/options/range.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

bool is_name_character(char c, bool first) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  return letter || (!first && c >= '0' && c <= '9');
}

// How many characters of `text` form a name; 0: none does.
std::size_t name_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && is_name_character(text[length], length == 0)) ++length;
  return length;
}

template <class Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number number{};
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

ParameterValue value_of(std::string_view text) {
  const std::optional<std::int64_t> number = parse_whole<std::int64_t>(text);
  // "007" and "-0" must reach the command as they were typed.
  if (number && std::to_string(*number) == text) return *number;
  return std::string(text);
}

struct Range {
  double first = 0;
  double last = 0;
  double step = 1;
};

// nullopt: not of the form "a..b" or "a..b:step", with numbers.
std::optional<Range> parse_range(std::string_view text) {
  const std::optional<RangeText> range = split_range(text);
  if (!range) return std::nullopt;
  const auto first = parse_whole<double>(range->first);
  const auto last = parse_whole<double>(range->last);
  const auto step = range->step ? parse_whole<double>(*range->step) : std::optional(1.0);
  if (!first || !last || !step) return std::nullopt;
  return Range{*first, *last, *step};
}

Result<std::vector<ParameterValue>> range_values(const Range& range, const std::string& text) {
  const Result<std::vector<double>> numbers =
      stepped_values(range.first, range.last, range.step, "-P", text);
  if (!numbers) return numbers.error();
  std::vector<ParameterValue> values;
  values.reserve(numbers->size());
  for (const double number : *numbers) values.push_back(value_of(fmt::format("{:.12g}", number)));
  return values;
}

std::vector<ParameterValue> listed_values(std::string_view text) {
  std::vector<ParameterValue> values;
  while (true) {
    const std::size_t comma = text.find(',');
    ParameterValue value = value_of(text.substr(0, comma));
    if (std::find(values.begin(), values.end(), value) == values.end()) {
      values.push_back(std::move(value));
    }
    if (comma == std::string_view::npos) return values;
    text.remove_prefix(comma + 1);
  }
}

// {name} or {{name}}.
struct Place {
  std::string_view name;
  bool doubled = false;
  [[nodiscard]] std::size_t size() const { return name.size() + (doubled ? 4 : 2); }
};

// The one that begins at `at`; nullopt: none does. "${name}" is the shell's.
std::optional<Place> place_at(std::string_view text, std::size_t at) {
  if (text[at] != '{' || (at > 0 && text[at - 1] == '$')) return std::nullopt;
  Place place;
  place.doubled = text.substr(at, 2) == "{{";
  const std::string_view rest = text.substr(at + (place.doubled ? 2 : 1));
  place.name = rest.substr(0, name_length(rest));
  const std::string_view closing = place.doubled ? "}}" : "}";
  const bool closed = rest.substr(place.name.size(), closing.size()) == closing;
  return closed && !place.name.empty() ? std::optional(place) : std::nullopt;
}

const ParameterValue* find_value(const std::vector<ParameterAssignment>& point,
                                 std::string_view name) {
  const auto found = std::find_if(point.begin(), point.end(),
                                  [&](const auto& assignment) { return assignment.first == name; });
  return found == point.end() ? nullptr : &found->second;
}

Error unknown_name(std::string_view text, std::string_view name,
                   const std::vector<ParameterAssignment>& point) {
  std::vector<std::string> names;
  names.reserve(point.size());
  for (const auto& assignment : point) names.push_back(assignment.first);
  return {fmt::format("\"{}\" uses {{{}}}, but there is no -P {}=...{}", text, name, name,
                      text::did_you_mean(name, names)),
          fmt::format("write {{{{{}}}}} to mean {{{}}} itself", name, name)};
}

}  // namespace

Result<Scan> parse_scan(const std::string& text) {
  const std::size_t length = name_length(text);
  if (length == 0 || length + 1 >= text.size() || text[length] != '=') {
    return Error{
        fmt::format("-P '{}' is not of the form name=v1,v2 or name=first..last:step", text), ""};
  }
  Scan scan{text.substr(0, length), {}};
  const std::string_view values = std::string_view(text).substr(length + 1);
  if (const std::optional<Range> range = parse_range(values)) {
    Result<std::vector<ParameterValue>> listed = range_values(*range, text);
    if (!listed) return listed.error();
    scan.values = std::move(*listed);
  } else {
    scan.values = listed_values(values);
  }
  if (scan.values.size() > most_values) {
    return Error{fmt::format("-P {} has more than {} values", scan.name, most_values), ""};
  }
  return scan;
}

std::vector<std::vector<ParameterAssignment>> scan_points(const std::vector<Scan>& scans) {
  std::vector<std::vector<ParameterAssignment>> points{{}};
  for (const Scan& scan : scans) {
    std::vector<std::vector<ParameterAssignment>> extended;
    for (const auto& point : points) {
      for (const ParameterValue& value : scan.values) {
        extended.push_back(point);
        extended.back().emplace_back(scan.name, value);
      }
    }
    points = std::move(extended);
  }
  return points;
}

bool uses(std::string_view text, std::string_view name) {
  for (std::size_t at = 0; at < text.size();) {
    const std::optional<Place> place = place_at(text, at);
    if (place && !place->doubled && place->name == name) return true;
    at += place ? place->size() : 1;
  }
  return false;
}

Result<std::string> fill_in(std::string_view text, const std::vector<ParameterAssignment>& point) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::optional<Place> place = place_at(text, at);
    if (!place) {
      filled += text[at++];
      continue;
    }
    if (place->doubled) {
      filled += fmt::format("{{{}}}", place->name);
    } else if (const ParameterValue* value = find_value(point, place->name)) {
      filled += to_string(*value);
    } else {
      return unknown_name(text, place->name, point);
    }
    at += place->size();
  }
  return filled;
}

}  // namespace hone::cli

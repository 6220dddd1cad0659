#include "cli/options/scan.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "analyzers/text/characters.hpp"
#include "analyzers/text/nearest.hpp"
#include "analyzers/text/numbers.hpp"
#include "cli/options/quantity.hpp"
#include "cli/options/range.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

constexpr std::string_view option = "-P";

// How many characters of `text` form a name; 0: none does.
std::size_t name_length(std::string_view text) {
  if (text.empty() || text::is_digit(text.front())) return 0;
  std::size_t length = 0;
  while (length < text.size() && text::is_identifier(text[length])) ++length;
  return length;
}

// "007", "-0" and "1.50" must reach the command as they were typed, and so are no numbers.
ParameterValue value_of(std::string_view text) {
  const std::optional<std::int64_t> whole = text::parse_number<std::int64_t>(text);
  if (whole && std::to_string(*whole) == text) return *whole;
  const std::optional<double> number = text::parse_number<double>(text);
  if (number && std::isfinite(*number) && decimal_text(*number) == text) return *number;
  return std::string(text);
}

// Without what is left by adding steps: 3 * 0.1 is 0.3.
ParameterValue value_of(double number) {
  constexpr double whole_limit = 9007199254740992.0;  // 2^53: whole numbers are exact up to here
  const double rounded =
      text::parse_number<double>(fmt::format("{:.12g}", number)).value_or(number);
  if (std::abs(rounded) > whole_limit || rounded != std::floor(rounded)) return rounded;
  return static_cast<std::int64_t>(rounded);
}

bool is_text(const ParameterValue& value) { return std::holds_alternative<std::string>(value); }

// One kind of value for the whole scan: where one is a text, all are.
std::vector<ParameterValue> as_one_kind(std::vector<ParameterValue> values) {
  if (std::none_of(values.begin(), values.end(), is_text)) return values;
  for (ParameterValue& value : values) value = to_string(value);
  return values;
}

struct Range {
  double first = 0;
  double last = 0;
  double step = 1;
};

std::optional<double> number_of(std::string_view text) {
  if (const auto number = text::parse_number<double>(text)) return number;
  const std::optional<std::int64_t> count = parse_count(text);
  return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

// nullopt: no range of numbers, and so a text.
std::optional<Range> range_of(const ItemText& item) {
  if (!item.range) return std::nullopt;
  const auto first = number_of(item.range->first);
  const auto last = number_of(item.range->last);
  const auto step = item.range->step ? number_of(*item.range->step) : std::optional(1.0);
  if (!first || !last || !step) return std::nullopt;
  return Range{*first, *last, *step};
}

Result<std::vector<ParameterValue>> values_of(const ItemText& item, const ItemPlace& place) {
  const std::optional<Range> range = range_of(item);
  if (!range) return std::vector{value_of(item.text)};
  const Result<std::vector<double>> numbers =
      stepped_values(range->first, range->last, range->step, place);
  if (!numbers) return numbers.error();
  std::vector<ParameterValue> values;
  values.reserve(numbers->size());
  for (const double number : *numbers) values.push_back(value_of(number));
  return values;
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

const ParameterValue* value_at(const std::vector<ParameterAssignment>& point,
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

Result<Scan> parse_scan(const ParameterText& parameter) {
  const std::string& name = parameter.name;
  if (name_length(name) != name.size()) {
    return ItemPlace{option, name, parameter.items.front().text}.refuse(
        fmt::format("'{}' is no name", name),
        fmt::format("letters, digits and '_' make one, as in {} n=1,10", option));
  }
  return distinct_values<ParameterValue>(option, parameter, values_of)
      .map([&](std::vector<ParameterValue> values) {
        return Scan{name, as_one_kind(std::move(values))};
      });
}

std::optional<std::string> value_given_twice(const ParameterText& parameter) {
  std::set<ParameterValue> known;
  for (const ItemText& item : parameter.items) {
    const auto values = values_of(item, {option, parameter.name, item.text});
    if (!values) continue;
    for (const ParameterValue& value : *values) {
      if (!known.insert(value).second) return to_string(value);
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> find_value(const Scan& scan, std::string_view text) {
  const std::vector<ParameterValue>& values = scan.second;
  const auto index_if = [&](auto&& is_it) -> std::optional<std::size_t> {
    const auto found = std::find_if(values.begin(), values.end(), is_it);
    if (found == values.end()) return std::nullopt;
    return static_cast<std::size_t>(found - values.begin());
  };
  const auto by_text =
      index_if([&](const ParameterValue& value) { return to_string(value) == text; });
  const std::optional<double> number = number_of(text);
  if (by_text || !number) return by_text;
  return index_if(
      [&](const ParameterValue& value) { return number_of(to_string(value)) == number; });
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
  if (point.empty()) return std::string(text);
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::optional<Place> place = place_at(text, at);
    if (!place) {
      filled += text[at++];
      continue;
    }
    if (place->doubled) {
      filled += fmt::format("{{{}}}", place->name);
    } else if (const ParameterValue* value = value_at(point, place->name)) {
      filled += to_string(*value);
    } else {
      return unknown_name(text, place->name, point);
    }
    at += place->size();
  }
  return filled;
}

}  // namespace hone::cli

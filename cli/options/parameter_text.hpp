// The grammar of parameters, one for `hone run -p` and `hone compare -P`:
//   NAME=ITEM,ITEM,...   where an item is a value, first..last or first..last:step.
// A comma of a value is written "\,". What a value is, and which ends a range may have, is each
// option's own business. Pure.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/model/result.hpp"
#include "fmt/format.h"

namespace hone::cli {

// The most subjects that parameters may make: each has a budget of its own.
inline constexpr std::size_t most_values = 10'000;

struct RangeText {
  std::string first;
  std::string last;
  std::optional<std::string> step{};
};

struct ItemText {
  std::string text;
  std::optional<RangeText> range{};  // absent: there is no ".." in it
};

struct ParameterText {
  std::string name;
  std::vector<ItemText> items;  // at least one, which may be empty if others follow it
};

// Where an error is: "-p 'nodes=10..1': ".
struct ItemPlace {
  std::string_view option;
  std::string_view name;
  std::string_view item;

  [[nodiscard]] Error refuse(std::string_view cause, std::string next) const {
    return {fmt::format("{} '{}={}': {}", option, name, item, cause), std::move(next)};
  }
};

// Parses the texts given to `option`. Errors: a text of another form, a name that is given twice.
Result<std::vector<ParameterText>> parse_parameters(std::string_view option,
                                                    const std::vector<std::string>& texts);

// The values of one name, each once, in the order given. `values_of` gives the values of an item.
// Errors: those of `values_of`, and more than most_values values.
template <class Value>
Result<std::vector<Value>> distinct_values(
    std::string_view option, const ParameterText& parameter,
    const std::function<Result<std::vector<Value>>(const ItemText&, const ItemPlace&)>& values_of) {
  std::vector<Value> distinct;
  std::set<Value> known;
  for (const ItemText& item : parameter.items) {
    const Result<std::vector<Value>> values = values_of(item, {option, parameter.name, item.text});
    if (!values) return values.error();
    for (const Value& value : *values) {
      if (known.insert(value).second) distinct.push_back(value);
    }
    if (distinct.size() > most_values) {
      return Error{
          fmt::format("{} {} has more than {} values", option, parameter.name, most_values),
          "give fewer values"};
    }
  }
  return distinct;
}

// Every combination of the values of each name, the last name varying fastest. Without names there
// is one combination, which is empty. An error: there are more than most_values.
template <class Name, class Value>
Result<std::vector<std::vector<std::pair<Name, Value>>>> combinations(
    std::string_view option, const std::vector<std::pair<Name, std::vector<Value>>>& lists) {
  double count = 1;
  for (const auto& list : lists) count *= static_cast<double>(list.second.size());
  if (count > static_cast<double>(most_values)) {
    return Error{
        fmt::format("{} makes {:g} combinations, more than {}", option, count, most_values),
        "give fewer values"};
  }
  std::vector<std::vector<std::pair<Name, Value>>> points{{}};
  for (const auto& [name, values] : lists) {
    std::vector<std::vector<std::pair<Name, Value>>> extended;
    extended.reserve(points.size() * values.size());
    for (const auto& point : points) {
      for (const Value& value : values) {
        extended.push_back(point);
        extended.back().emplace_back(name, value);
      }
    }
    points = std::move(extended);
  }
  return points;
}

}  // namespace hone::cli

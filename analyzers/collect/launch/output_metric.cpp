// RE2 matches in linear time and bounded memory, whatever pattern meets whatever output.
#include "analyzers/collect/launch/output_metric.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "analyzers/text/numbers.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

using Json = nlohmann::json;

// Any two of them have a ratio that a double holds, and a difference whose square it holds.
constexpr double smallest = 1e-100;
constexpr double largest = 1e100;

RE2::Options quiet_options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(RE2::Options::EncodingLatin1);  // bytes that are not UTF-8 must not matter
  return options;
}

// (?m): ^ and $ stand for the ends of a line, as people expect of output.
RE2 compile(const std::string& pattern) { return {"(?m)" + pattern, quiet_options()}; }

Error no_number(const OutputMetric& metric, std::string_view why, std::string next = "") {
  return {fmt::format("metric '{}': {}", metric.id, why), std::move(next)};
}

struct Found {
  std::string name;  // as messages say it: "'12' in its output"
  double number = 0;
  std::string_view not_held{};  // why no double holds it: "too large"; empty: one does
};

// As programs align numbers and sign them.
std::string_view bare_number(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" +"), text.size()));
  text.remove_suffix(text.size() - (text.find_last_not_of(' ') + 1));
  return text;
}

// Whether it is a number, but one that no double holds.
bool is_beyond_doubles(std::string_view text) {
  double number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc::result_out_of_range && rest == end;
}

// A group that reaches to where the output was cut may be the first digits of a longer number.
Result<Found> match(const OutputMetric& metric, std::string_view output, bool is_cut) {
  re2::StringPiece group;
  const re2::StringPiece text(output.data(), output.size());
  const bool matches = RE2::PartialMatch(text, compile(metric.pattern), &group);
  if (!matches || (is_cut && group.data() + group.size() == output.data() + output.size())) {
    return no_number(metric, fmt::format("nothing in its output matches /{}/", metric.pattern));
  }
  const std::string_view found(group.data(), group.size());
  const std::string_view bare = bare_number(found);
  std::string name = fmt::format("'{}' in its output", found.substr(0, 60));
  if (const auto number = text::parse_number<double>(bare)) return Found{std::move(name), *number};
  if (!is_beyond_doubles(bare)) return no_number(metric, name + " is not a number");
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (bare.front() == '-' && metric.scale == Scale::ratio) {
    return Found{std::move(name), -infinity};
  }
  return Found{std::move(name), infinity, "too large or too small"};
}

bool holds(const Json& document, const Json::json_pointer& pointer) {
  try {
    return document.contains(pointer);
  } catch (const Json::exception&) {  // thrown for a token that is no index, where an array is
    return false;
  }
}

Result<Found> look_up(const OutputMetric& metric, std::string_view output) {
  Json document;
  try {
    document = Json::parse(output.begin(), output.end());
  } catch (const Json::out_of_range&) {  // whichever number of the document it is
    return Found{"a number in its output", 0, "too large"};
  } catch (const Json::exception&) {
    return no_number(metric, "its output is not JSON");
  }
  const Json::json_pointer pointer(metric.pattern);
  if (!holds(document, pointer)) {
    return no_number(metric, fmt::format("there is no '{}' in its output", metric.pattern));
  }
  const Json& value = document.at(pointer);
  if (!value.is_number()) {
    return no_number(metric,
                     metric.pattern.empty()
                         ? "its output is not one number"
                         : fmt::format("'{}' in its output is not a number", metric.pattern));
  }
  const auto number = value.get<double>();
  // The document says 1e-400 as 0.
  const bool is_rounded = value.is_number_float() && number == 0;
  return Found{
      fmt::format("{:g}{}{} in its output", number, is_rounded ? " (or what rounds to it)" : "",
                  metric.pattern.empty() ? "" : fmt::format(" at '{}'", metric.pattern)),
      number};
}

// The number, where it can be compared with each other one on the metric's scale.
Result<double> comparable(const OutputMetric& metric, const Found& found) {
  const double number = found.number;
  const auto refuse = [&](std::string_view why, std::string next = "") {
    return no_number(metric, fmt::format("{} is {}", found.name, why), std::move(next));
  };
  const bool is_ratio = metric.scale == Scale::ratio;
  const auto out_of_bounds = [&](std::string_view how) {
    return refuse(fmt::format("{} to be compared: hone takes numbers from {:g} to {:g}", how,
                              is_ratio ? smallest : -largest, largest));
  };
  if (!found.not_held.empty()) return out_of_bounds(found.not_held);
  if (std::isnan(number)) return refuse("not a number");
  if (is_ratio && number <= 0) {
    return refuse("not a number above 0, so it has no ratio",
                  fmt::format("hone compares by ratios: print a number above 0, such as the "
                              "distance from a bound, or declare {}:difference",
                              metric.id));
  }
  if (std::isinf(number)) {
    return refuse(is_ratio ? "infinite, so it has no ratio" : "infinite, so it has no difference");
  }
  if (is_ratio && number < smallest) return out_of_bounds("too small");
  if (std::abs(number) > largest) return out_of_bounds(number > 0 ? "too large" : "too small");
  return number;
}

}  // namespace

Result<void> check_pattern(const OutputMetric& metric) {
  if (metric.syntax == OutputMetric::Syntax::regex) {
    const RE2 compiled = compile(metric.pattern);
    if (!compiled.ok()) {
      return Error{fmt::format("metric '{}': /{}/ is not a regular expression: {}", metric.id,
                               metric.pattern, compiled.error()),
                   ""};
    }
    if (compiled.NumberOfCapturingGroups() < 1) {
      return Error{fmt::format("metric '{}': /{}/ has no group", metric.id, metric.pattern),
                   "put the number's part in parentheses: 'rate=([0-9.]+) MB/s'"};
    }
    return {};
  }
  try {
    const Json::json_pointer pointer(metric.pattern);
  } catch (const Json::exception&) {
    return Error{fmt::format("metric '{}': '{}' is not a JSON pointer", metric.id, metric.pattern),
                 "it begins with a slash: /results/0/mean; an empty one means all of the output"};
  }
  return {};
}

Result<double> read_output_metric(const OutputMetric& metric, std::string_view output,
                                  std::uint64_t missing) {
  const Result<Found> found = metric.syntax == OutputMetric::Syntax::regex
                                  ? match(metric, output, missing > 0)
                                  : look_up(metric, output);
  if (!found && missing > 0) {
    return Error{fmt::format("{} (only the first {} of {} bytes were kept)", found.error().what,
                             output.size(), output.size() + missing),
                 "print the figure earlier, or less beside it"};
  }
  if (!found) return found.error();
  return comparable(metric, *found);
}

}  // namespace hone::collect

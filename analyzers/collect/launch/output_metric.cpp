// RE2 matches in linear time and bounded memory, whatever pattern meets whatever output.
#include "analyzers/collect/launch/output_metric.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "analyzers/text/numbers.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

using Json = nlohmann::json;

// Any two of them have a ratio that a double holds.
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

Error no_number(const OutputMetric& metric, std::string_view why) {
  return {fmt::format("metric '{}': {}", metric.id, why), ""};
}

// As programs align numbers and sign them.
std::optional<double> number_in(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" +"), text.size()));
  text.remove_suffix(text.size() - (text.find_last_not_of(' ') + 1));
  return text::parse_number<double>(text);
}

// A group that reaches to where the output was cut may be the first digits of a longer number.
Result<double> match(const OutputMetric& metric, std::string_view output, bool is_cut) {
  re2::StringPiece group;
  const re2::StringPiece text(output.data(), output.size());
  const bool matches = RE2::PartialMatch(text, compile(metric.pattern), &group);
  if (!matches || (is_cut && group.data() + group.size() == output.data() + output.size())) {
    return no_number(metric, fmt::format("nothing in its output matches /{}/", metric.pattern));
  }
  const std::string_view found(group.data(), group.size());
  if (const std::optional<double> number = number_in(found)) return *number;
  return no_number(metric, fmt::format("'{}' in its output is not a number", found.substr(0, 60)));
}

bool holds(const Json& document, const Json::json_pointer& pointer) {
  try {
    return document.contains(pointer);
  } catch (const Json::exception&) {  // thrown for a token that is no index, where an array is
    return false;
  }
}

Result<double> look_up(const OutputMetric& metric, std::string_view output) {
  const Json document = Json::parse(output.begin(), output.end(), nullptr, false);
  if (document.is_discarded()) return no_number(metric, "its output is not JSON");
  const Json::json_pointer pointer(metric.pattern);
  if (!holds(document, pointer)) {
    return no_number(metric, fmt::format("there is no '{}' in its output", metric.pattern));
  }
  const Json& value = document.at(pointer);
  if (value.is_number()) return value.get<double>();
  return no_number(metric, fmt::format("'{}' in its output is not a number", metric.pattern));
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
                 "it begins with a slash: /results/0/mean"};
  }
  return {};
}

Result<double> read_output_metric(const OutputMetric& metric, std::string_view output,
                                  std::uint64_t missing) {
  const Result<double> number = metric.syntax == OutputMetric::Syntax::regex
                                    ? match(metric, output, missing > 0)
                                    : look_up(metric, output);
  if (!number && missing > 0) {
    return Error{fmt::format("{} (only the first {} of {} bytes were kept)", number.error().what,
                             output.size(), output.size() + missing),
                 "print the figure earlier, or less beside it"};
  }
  if (!number) return number.error();
  if (*number >= smallest && *number <= largest) return *number;
  return no_number(metric,
                   fmt::format("{:g} is not a number above 0, so it has no ratio", *number));
}

}  // namespace hone::collect

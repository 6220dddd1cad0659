#include "cli/plan/compared_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzers/text/listing.hpp"
#include "analyzers/text/nearest.hpp"
#include "analyzers/text/numbers.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

bool has_several(const Scan& scan) { return scan.second.size() > 1; }

// "1, 2, 4 and 5 more": of a long list the beginning.
std::string values_text(const Scan& scan) {
  constexpr std::size_t most_shown = 8;
  std::vector<std::string> shown;
  for (const ParameterValue& value : scan.second) {
    if (shown.size() == most_shown) break;
    shown.push_back(to_string(value));
  }
  if (scan.second.size() > most_shown) {
    shown.push_back(fmt::format("{} more", scan.second.size() - most_shown));
  }
  return text::listed(shown, "and");
}

std::vector<std::string> texts_of(const Scan& scan) {
  std::vector<std::string> texts;
  texts.reserve(scan.second.size());
  for (const ParameterValue& value : scan.second) texts.push_back(to_string(value));
  return texts;
}

// The nearest value as a question: of numbers the one that is least away, else the one that is
// spelt most alike.
std::string nearest_value(const Scan& scan, std::string_view value) {
  const std::vector<std::string> texts = texts_of(scan);
  const std::optional<double> wanted = text::parse_number<double>(value);
  if (!wanted) return text::did_you_mean(value, texts);
  std::optional<std::size_t> nearest;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::optional<double> number = text::parse_number<double>(texts[i]);
    if (!number || !(std::abs(*number - *wanted) < least)) continue;
    least = std::abs(*number - *wanted);
    nearest = i;
  }
  return nearest ? fmt::format(" - did you mean '{}'?", texts[*nearest]) : "";
}

Error no_such_value(const Scan& scan, std::string_view value) {
  return {fmt::format("--reference '{}' is none of the values of {}{}", value, scan.first,
                      nearest_value(scan, value)),
          fmt::format("they are {}", values_text(scan))};
}

// What --reference says: a scan, by its index, and the value in it, by its own.
struct ReferencePlace {
  std::size_t scan = 0;
  std::size_t value = 0;
};

Result<ReferencePlace> find_reference(const std::vector<Scan>& scans, std::size_t usual,
                                      const std::string& reference) {
  if (const auto value = find_value(scans[usual], reference)) return ReferencePlace{usual, *value};
  const std::size_t equals = reference.find('=');
  for (std::size_t scan = 0; scan < scans.size(); ++scan) {
    const auto& [name, values] = scans[scan];
    if (equals == std::string::npos) {
      if (!find_value(scans[scan], reference) || !has_several(scans[scan])) continue;
      return Error{fmt::format("--reference '{}' is none of the values of {}, which are compared",
                               reference, scans[usual].first),
                   fmt::format("--reference {}={} compares those of {}", name, reference, name)};
    }
    if (name != reference.substr(0, equals)) continue;
    const std::string text = reference.substr(equals + 1);
    const auto value = find_value(scans[scan], text);
    if (!value) return no_such_value(scans[scan], text);
    if (has_several(scans[scan])) return ReferencePlace{scan, *value};
    return Error{fmt::format("--reference '{}': {} has this value alone", reference, name),
                 fmt::format("what is compared are the values of {}", scans[usual].first)};
  }
  return no_such_value(scans[usual], reference);
}

}  // namespace

Result<ComparedValues> choose_compared(std::vector<Scan> scans, const std::string& reference) {
  const auto first = std::find_if(scans.begin(), scans.end(), has_several);
  if (first == scans.end()) {
    return Error{"one command is compared over the values of a -P, and none has two of them",
                 "give several values, as in -P n=1,2,4, or another command"};
  }
  ReferencePlace place{static_cast<std::size_t>(first - scans.begin()), 0};
  if (!reference.empty()) {
    const Result<ReferencePlace> found = find_reference(scans, place.scan, reference);
    if (!found) return found.error();
    place = *found;
  }
  ComparedValues chosen{std::move(scans[place.scan]), place.value, {}};
  scans.erase(scans.begin() + static_cast<std::ptrdiff_t>(place.scan));
  chosen.others = std::move(scans);
  return chosen;
}

Result<std::size_t> reference_command(const std::vector<std::string>& commands,
                                      const std::vector<std::string>& names,
                                      const std::string& reference) {
  if (reference.empty()) return std::size_t{0};
  for (const std::vector<std::string>* texts : {&names, &commands}) {
    const auto found = std::find(texts->begin(), texts->end(), reference);
    if (found != texts->end()) return static_cast<std::size_t>(found - texts->begin());
  }
  std::vector<std::string> known = names;
  known.insert(known.end(), commands.begin(), commands.end());
  return Error{fmt::format("--reference '{}' is none of the commands{}", reference,
                           text::did_you_mean(reference, known)),
               "it is the one that the others are compared with, as it was typed, or its -n NAME"};
}

}  // namespace hone::cli

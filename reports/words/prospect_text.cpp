#include "reports/words/prospect_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "reports/words/change.hpp"
#include "reports/words/format.hpp"

namespace hone::reports {

namespace {

// To two digits, as an estimate deserves: 2.4, 12, 1,200.
std::string rough_number(double number) {
  const double unit = std::pow(10.0, std::floor(std::log10(number)) - 1);
  return format_count(std::round(number / unit) * unit);
}

std::string seen(const Detectable& detectable) {
  // From here on a factor is how people say it.
  constexpr double double_as_much = 2;
  const double ratio = detectable.ratio;
  const std::string size =
      ratio < double_as_much ? fmt::format("a difference of {} or more", format_percent(ratio - 1))
                             : fmt::format("a factor of {} or more", format_factor(ratio));
  return fmt::format("{} would have been seen with {} probability", size,
                     format_setting_percent(detectable.power));
}

std::string seen(const DetectableDifference& detectable, std::string_view metric_id) {
  return fmt::format("a difference of {} or more would have been seen with {} probability",
                     size_in_words(detectable.difference, metric_id),
                     format_setting_percent(detectable.power));
}

// "2.1 % more", "3.2 less", "none".
std::string estimate_in_words(const Comparison& comparison) {
  if (comparison.difference) {
    const double estimate = comparison.difference->estimate;
    return estimate == 0 ? "none" : by_how_much(estimate, comparison.metric);
  }
  const double ratio = comparison.ratio.value_or(1);
  return ratio == 1 ? "none" : difference_in_words(ratio, comparison.metric);
}

// "a budget of about 4 min (12 times as many pairs)", "--runs 42 (about 7 h)"; more runs than
// --runs takes are no option: "310 k runs (about 7 days)".
std::string effort_of(const ToDecide& wanted, const Comparison& comparison,
                      const PlanSummary& plan) {
  const std::string time =
      wanted.seconds ? fmt::format("about {}", rough_time(*wanted.seconds)) : "";
  if (plan.runs) {
    const std::string runs = wanted.is_feasible
                                 ? fmt::format("--runs {}", wanted.pairs)
                                 : rough_number(static_cast<double>(wanted.pairs)) + " runs";
    return runs + (time.empty() ? "" : fmt::format(" ({})", time));
  }
  const double times =
      static_cast<double>(wanted.pairs) / static_cast<double>(std::max(comparison.pairs, 1));
  std::string factor = fmt::format("{} times as many pairs", rough_number(times));
  if (time.empty()) return factor;
  return fmt::format("{}{} ({})", plan.until_decided ? "" : "a budget of ", time, factor);
}

std::string decided(const ToDecide& wanted, const Comparison& comparison, const PlanSummary& plan) {
  const std::string estimate = estimate_in_words(comparison);
  const std::string truth = estimate == "none" ? "there is none" : "the truth is " + estimate;
  const std::string effort = effort_of(wanted, comparison, plan);
  if (!wanted.is_feasible) {
    return fmt::format(
        "if {}, as estimated, {} would be needed: a quieter machine, a larger --margin or longer "
        "runs help more",
        truth, effort);
  }
  return fmt::format(
      "if {}, as estimated, {} would {}", truth, effort,
      wanted.verdict == Verdict::equivalent ? "show them to be equivalent" : "call it");
}

std::string sentence(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text + ".";
}

}  // namespace

std::string rough_time(double seconds) {
  constexpr std::array<std::pair<double, std::string_view>, 4> units{
      {{365.25 * 86400, "years"}, {86400, "days"}, {3600, "h"}, {60, "min"}}};
  for (const auto& [length, name] : units) {
    if (seconds / length >= 2) return fmt::format("{} {}", rough_number(seconds / length), name);
  }
  return seconds > 0 ? fmt::format("{} s", rough_number(seconds)) : "0 s";
}

std::string prospect_in_words(const Comparison& comparison, const PlanSummary& plan) {
  if (!comparison.prospect) return "";
  const auto& [detectable, to_decide] = *comparison.prospect;
  const auto* unseen = std::get_if<Absent>(&detectable);
  const auto* open = std::get_if<Absent>(&to_decide);
  if (unseen != nullptr && open != nullptr) {
    return fmt::format("What difference it would have seen cannot be said: {}.", unseen->reason);
  }
  std::string first;
  if (unseen != nullptr) {
    first = fmt::format("what difference it would have seen cannot be said: {}", unseen->reason);
  } else if (const auto* told = std::get_if<DetectableDifference>(&detectable)) {
    first = seen(*told, comparison.metric);
  } else {
    first = seen(std::get<Detectable>(detectable));
  }
  const std::string second =
      open != nullptr ? fmt::format("what would decide it cannot be said: {}", open->reason)
                      : decided(std::get<ToDecide>(to_decide), comparison, plan);
  return sentence(fmt::format("{}; {}", first, second));
}

}  // namespace hone::reports

#include "cli/options/comparison_options.hpp"

#include <algorithm>
#include <limits>
#include <random>

#include "analyzers/text/nearest.hpp"
#include "analyzers/text/parts.hpp"
#include "cli/options/cpu_option.hpp"
#include "cli/options/quantity.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"

namespace hone::cli {
namespace {

using Seconds = std::chrono::duration<double>;

// How much time a comparison gets, and how it is cut into blocks.
Result<void> set_effort(const ComparisonOptions& options, Plan& plan) {
  if (options.quick && options.thorough) {
    return Error{"--quick and --thorough contradict each other", "give one of them"};
  }
  if (options.until_decided && (options.quick || options.thorough)) {
    return Error{"--until-decided goes on for as long as it takes, --quick and --thorough do not",
                 "give one of them; --budget limits either"};
  }
  plan.until_decided = options.until_decided;
  if (options.until_decided) plan.budget = Seconds(std::numeric_limits<double>::infinity());
  if (options.quick) {
    plan.budget = Seconds(2);
    plan.rounds = 3;
    plan.block_limit = Seconds(0.03);
  } else if (options.thorough) {
    plan.budget = Seconds(60);
    plan.rounds = 7;
  }
  if (options.budget.empty()) return {};
  const Result<Seconds> budget = parse_positive_duration("--budget", options.budget);
  if (!budget) return budget.error();
  plan.budget = *budget;
  return {};
}

Result<void> set_thresholds(const ComparisonOptions& options, Plan& plan) {
  const std::optional<double> margin = parse_ratio(options.margin);
  if (!margin || *margin < 0 || *margin >= 1) {
    return Error{fmt::format("--margin '{}' is not a share from 0 up to 100%", options.margin),
                 "for example --margin 1%"};
  }
  const std::optional<double> alpha = parse_ratio(options.alpha);
  if (!alpha || *alpha <= 0 || *alpha >= 1) {
    return Error{fmt::format("--alpha '{}' is not between 0 and 1", options.alpha),
                 "for example --alpha 0.05"};
  }
  if (options.estimand != to_string(Estimand::median) &&
      options.estimand != to_string(Estimand::mean)) {
    return Error{fmt::format("--estimand '{}' is neither 'median' nor 'mean'", options.estimand),
                 "median is the typical run, mean what many runs take together"};
  }
  plan.estimand = options.estimand == to_string(Estimand::mean) ? Estimand::mean : Estimand::median;
  plan.margin = *margin;
  plan.alpha = *alpha;
  return {};
}

// 53 bits: a number that every JSON reader keeps exact.
std::uint64_t drawn_seed() {
  std::random_device device;
  const std::uint64_t high = device();
  return ((high << 32) | device()) >> 11;
}

constexpr std::string_view understood_suffix = "_time";

Result<VerdictMetric> find_verdict_metric(const std::string& name, VerdictOf whose,
                                          const std::vector<OutputMetric>& defined) {
  for (const OutputMetric& metric : defined) {
    if (metric.id == name) return VerdictMetric{metric.id, metric.better, metric.scale};
  }
  const std::size_t colon = name.find(':');
  if (colon != std::string::npos && whose == VerdictOf::command) {
    return Error{fmt::format("--metric {}: nothing stands after a metric's name here", name),
                 fmt::format("give --metric {}; which way is better, and differences in place of "
                             "ratios, are said where a metric is read from the output: "
                             "--metric-regex NAME:higher:difference=PATTERN",
                             name.substr(0, colon))};
  }
  std::vector<std::string> names;
  for (const Metric& metric : metrics()) {
    if (!may_judge(metric, whose)) continue;
    if (metric.id == name || metric.id == name + std::string(understood_suffix)) {
      return VerdictMetric{std::string(metric.id), metric.better};
    }
    names.emplace_back(metric.id);
  }
  for (const OutputMetric& metric : defined) names.push_back(metric.id);
  const std::string choices = fmt::format("choose among {}", fmt::join(names, ", "));
  if (find_metric(name) != nullptr) {
    return Error{fmt::format("--metric {}: the verdict cannot be about this one", name), choices};
  }
  return Error{fmt::format("unknown metric '{}'{}", name, text::did_you_mean(name, names)),
               choices};
}

}  // namespace

Result<void> apply(const ComparisonOptions& options, Plan& plan) {
  Result<void> set =
      set_effort(options, plan).and_then([&] { return set_thresholds(options, plan); });
  if (!set) return set;
  Result<CpuChoice> cpus = parse_cpu_choice(options.cpus);
  if (!cpus) return cpus.error();
  plan.cpus = std::move(*cpus);
  plan.seed = options.seed ? static_cast<std::uint64_t>(*options.seed) : drawn_seed();
  return {};
}

Result<std::vector<VerdictMetric>> parse_metrics(const std::string& text, VerdictOf whose,
                                                 const std::vector<OutputMetric>& defined) {
  std::vector<VerdictMetric> metrics;
  if (text.empty()) return metrics;
  for (const std::string& name : text::split(text, ',')) {
    Result<VerdictMetric> metric = find_verdict_metric(name, whose, defined);
    if (!metric) return metric.error();
    if (std::find(metrics.begin(), metrics.end(), *metric) == metrics.end()) {
      metrics.push_back(std::move(*metric));
    }
  }
  return metrics;
}

std::vector<std::string> metric_names(VerdictOf whose, std::string_view usual) {
  std::vector<std::string> names;
  for (const Metric& metric : metrics()) {
    if (!may_judge(metric, whose)) continue;
    std::string_view name = metric.id;
    if (name.ends_with(understood_suffix)) name.remove_suffix(understood_suffix.size());
    names.push_back(fmt::format("{}{}", name, metric.id == usual ? " (the default)" : ""));
  }
  return names;
}

Result<Seconds> parse_positive_duration(std::string_view option, const std::string& text) {
  const auto duration = parse_duration(text);
  if (duration && duration->count() > 0) return *duration;
  return Error{fmt::format("{} '{}' is not a time above 0 with its unit", option, text),
               fmt::format("for example {} 10s", option)};
}

}  // namespace hone::cli

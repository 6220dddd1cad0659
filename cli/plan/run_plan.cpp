#include "cli/plan/run_plan.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fnmatch.h>

#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/collect/worker/worker_protocol.hpp"
#include "analyzers/measure/comparisons.hpp"
#include "analyzers/model/metric.hpp"
#include "analyzers/text/nearest.hpp"
#include "cli/options/parameter_text.hpp"
#include "cli/options/quantity.hpp"
#include "cli/options/range.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "workloads/catalogue.hpp"

namespace hone::cli {
namespace {

using workloads::Parameter;
using workloads::Parameters;
using workloads::Workload;

constexpr std::string_view option = "-p";

using Assignments = std::vector<std::pair<const Parameter*, std::int64_t>>;

// What the subjects are made of, beside their workloads and points.
struct Offer {
  std::vector<Workload> workloads;  // fitted to the caches
  const workloads::CacheSizes& sizes;
  const std::vector<VerdictMetric>& metrics;  // requested; empty: each workload's own
  bool against_itself = false;
};

std::string allowed_values(const Parameter& parameter) {
  if (!parameter.choices.empty()) return fmt::format("{}", fmt::join(parameter.choices, ", "));
  if (!parameter.has_sizes()) return fmt::format("{} to {}", parameter.min, parameter.max);
  return fmt::format("{} to {}, or small, medium, large", parameter.min, parameter.max);
}

// A plain integer or name as parse_value takes it, or with a suffix: 100k, 64KiB.
Result<std::int64_t> parameter_value(const Workload& workload, const Parameter& parameter,
                                     const std::string& text, const ItemPlace& place) {
  std::optional<std::int64_t> value = workloads::parse_value(parameter, text);
  if (!value && parameter.choices.empty()) {
    if (const std::optional<std::int64_t> count = parse_count(text)) {
      value = workloads::parse_value(parameter, std::to_string(*count));
    }
  }
  if (value) return *value;
  return place.refuse(
      fmt::format("'{}' is no value for parameter '{}' of {}", text, parameter.name, workload.id),
      fmt::format("it takes {}", allowed_values(parameter)));
}

Result<const Parameter*> declared_parameter(const Workload& workload, const ParameterText& typed) {
  if (const Parameter* found = workloads::find_parameter(workload, typed.name)) return found;
  std::vector<std::string> names;
  for (const Parameter& parameter : workload.parameters) names.emplace_back(parameter.name);
  return ItemPlace{option, typed.name, typed.items.front().text}.refuse(
      fmt::format("{} has no parameter '{}'{}", workload.id, typed.name,
                  text::did_you_mean(typed.name, names)),
      fmt::format("it has {}", fmt::join(names, ", ")));
}

// The ends are values as any other, with suffixes or sizes.
Result<std::vector<std::int64_t>> range_values(const Workload& workload, const Parameter& parameter,
                                               const RangeText& range, const ItemPlace& place) {
  if (range.first.empty() || range.last.empty()) {
    return place.refuse("the range lacks an end",
                        fmt::format("for example {} {}=1..8", option, parameter.name));
  }
  if (!parameter.choices.empty()) {
    return place.refuse(fmt::format("parameter '{}' of {} takes names, which have no range",
                                    parameter.name, workload.id),
                        fmt::format("it takes {}", allowed_values(parameter)));
  }
  const auto first = parameter_value(workload, parameter, range.first, place);
  if (!first) return first.error();
  const auto last = parameter_value(workload, parameter, range.last, place);
  if (!last) return last.error();
  if (!range.step) {
    if (*first <= *last) return spread_values(*first, *last);
    return place.refuse(
        "the first value is above the last",
        fmt::format("for example {0} {1}=1..8, or {1}=8..1:-1", option, parameter.name));
  }
  const std::optional<std::int64_t> step = parse_count(*range.step);
  if (!step) {
    return place.refuse(fmt::format("the step '{}' is not a whole number", *range.step),
                        fmt::format("for example {} {}=1..8:1", option, parameter.name));
  }
  return stepped_values(static_cast<double>(*first), static_cast<double>(*last),
                        static_cast<double>(*step), place)
      .map([](const std::vector<double>& numbers) {
        std::vector<std::int64_t> values;
        values.reserve(numbers.size());
        for (const double number : numbers) values.push_back(std::llround(number));
        return values;
      });
}

Result<std::vector<std::int64_t>> values_of(const Workload& workload, const Parameter& parameter,
                                            const ItemText& item, const ItemPlace& place) {
  if (item.range) return range_values(workload, parameter, *item.range, place);
  return parameter_value(workload, parameter, item.text, place).map([](std::int64_t value) {
    return std::vector{value};
  });
}

Result<std::vector<Assignments>> sweep_points(const Workload& workload,
                                              const std::vector<ParameterText>& sweeps) {
  std::vector<std::pair<const Parameter*, std::vector<std::int64_t>>> lists;
  for (const ParameterText& sweep : sweeps) {
    const Result<const Parameter*> parameter = declared_parameter(workload, sweep);
    if (!parameter) return parameter.error();
    auto values = distinct_values<std::int64_t>(
        option, sweep, [&](const ItemText& item, const ItemPlace& place) {
          return values_of(workload, **parameter, item, place);
        });
    if (!values) return values.error();
    lists.emplace_back(*parameter, std::move(*values));
  }
  return combinations(option, lists);
}

// The command that runs this variant by itself, e.g. under a debugger.
Launch launch_of(const Workload& workload, const workloads::Variant& variant,
                 const std::vector<ParameterAssignment>& parameters) {
  collect::Job job{.workload = std::string(workload.id),
                   .variant = std::string(variant.name),
                   .parameters = {},
                   .plugin = std::string(workload.plugin)};
  for (const auto& [name, value] : parameters) job.parameters.emplace_back(name, to_string(value));
  Launch launch;
  launch.argv = collect::standalone_arguments(job);
  launch.argv.insert(launch.argv.begin(), "hone");
  if (!variant.preload.empty()) launch.env.emplace_back("LD_PRELOAD", variant.preload);
  return launch;
}

void add_variants(const Workload& workload, bool against_itself, Subject& subject) {
  const auto add = [&](const workloads::Variant& variant, const std::string& name) {
    subject.variants.push_back({name, std::string(variant.summary), std::string(variant.name),
                                launch_of(workload, variant, subject.parameters)});
  };
  if (against_itself) {
    const workloads::Variant& baseline = workload.variants.front();
    add(baseline, std::string(baseline.name));
    add(baseline, fmt::format("{}_again", baseline.name));
    return;
  }
  for (const workloads::Variant& variant : workload.variants) {
    add(variant, std::string(variant.name));
  }
}

void add_expectations(const Workload& workload, const Parameters& parameters, Subject& subject) {
  for (const workloads::Expectation& expected : workload.signature) {
    if (expected.where != nullptr && !expected.where(parameters)) continue;
    subject.expectations.push_back({std::string(expected.variant), std::string(expected.metric),
                                    expected.trend, expected.factor,
                                    std::string(expected.because)});
  }
}

bool are_same(const Workload& workload, const Parameters& one, const Parameters& other) {
  return std::all_of(
      workload.parameters.begin(), workload.parameters.end(),
      [&](const Parameter& parameter) { return one[parameter.name] == other[parameter.name]; });
}

// What the catalogue says of this point. Where it says that the technique does not pay at the
// default, that holds.
void add_claims(const Workload& workload, const Parameters& parameters, Subject& subject) {
  for (const workloads::Point& point : workload.no_gain) {
    if (!are_same(workload, parameters_at(workload, point), parameters)) continue;
    subject.claims.push_back({.variant = std::string(workload.variant_without_gain(point)),
                              .metric = std::string(workload.metric),
                              .says = PayClaim::Says::no_gain,
                              .text = std::string(point.text)});
  }
  if (workload.pay_off.variant.empty()) return;  // a plug-in's variants need be no techniques
  if (!are_same(workload, Parameters(workload.parameters), parameters)) return;
  const std::string variant(workload.pay_off.variant);
  if (std::any_of(subject.claims.begin(), subject.claims.end(),
                  [&](const PayClaim& claim) { return claim.variant == variant; })) {
    return;
  }
  subject.claims.push_back({.variant = variant,
                            .metric = std::string(workload.metric),
                            .says = PayClaim::Says::gains,
                            .text = {}});
}

// Whether the point leaves the default that was chosen by the caches as it is.
bool has_chosen_default(const Workload& workload, const Assignments& point) {
  return std::none_of(point.begin(), point.end(), [&](const auto& assignment) {
    return assignment.first->name == workload.default_at_level.parameter;
  });
}

Subject subject_at(const Offer& offer, const Workload& workload, const Assignments& point) {
  const std::vector<VerdictMetric>& metrics = offer.metrics;
  Parameters parameters(workload.parameters);
  for (const auto& [parameter, value] : point) parameters.set(parameter->name, value);
  Subject subject;
  subject.id = workload.id;
  subject.kind = workload.plugin.empty() ? SubjectKind::workload : SubjectKind::plugin;
  subject.plugin = workload.plugin;
  subject.family = workload.family();
  subject.technique = workload.technique;
  subject.summary = workload.summary;
  for (const Parameter& parameter : workload.parameters) {
    if (parameter.choices.empty()) {
      subject.parameters.emplace_back(parameter.name, parameters[parameter.name]);
    } else {
      subject.parameters.emplace_back(parameter.name,
                                      std::string(parameters.choice(parameter.name)));
    }
  }
  subject.work = {std::string(workload.iteration), std::string(workload.operation),
                  workload.operations(parameters)};
  if (workload.memory_bytes != nullptr) subject.memory_bytes = workload.memory_bytes(parameters);
  subject.metrics = metrics;
  if (metrics.empty()) {
    subject.metrics = {{std::string(workload.metric), known_metric(workload.metric).better}};
  }
  if (workload.threads != nullptr) {
    subject.threads =
        static_cast<int>(std::min<std::int64_t>(workload.threads(parameters), 1 << 20));
  }
  subject.footprint = footprint_at(workload, parameters, offer.sizes);
  if (has_chosen_default(workload, point)) subject.chosen = workload.default_chosen;
  add_variants(workload, offer.against_itself, subject);
  if (offer.against_itself) return subject;
  add_expectations(workload, parameters, subject);
  add_claims(workload, parameters, subject);
  return subject;
}

// Of the longest scan along a number that the points make.
int scan_points_of(const std::vector<Assignments>& points) {
  std::map<const Parameter*, std::set<std::int64_t>> values;
  for (const Assignments& point : points) {
    for (const auto& [parameter, value] : point) {
      if (parameter->choices.empty()) values[parameter].insert(value);
    }
  }
  std::size_t most = 1;
  for (const auto& [parameter, seen] : values) most = std::max(most, seen.size());
  return static_cast<int>(most);
}

// The baseline and this variant alone.
void keep_variant(std::string_view name, Subject& subject) {
  const Variant baseline = subject.variants.front();
  std::erase_if(subject.variants, [&](const Variant& variant) {
    return variant.name != name && variant.name != baseline.name;
  });
  std::erase_if(subject.expectations,
                [&](const Expectation& expected) { return expected.variant != name; });
  std::erase_if(subject.claims, [&](const PayClaim& claim) { return claim.variant != name; });
}

// The values of a workload's own scan; empty: it has none.
std::vector<std::int64_t> pay_off_values(const Workload& workload) {
  const workloads::PayOff& scan = workload.pay_off;
  const Parameter* parameter = workloads::find_parameter(workload, scan.parameter);
  if (parameter == nullptr || !scan.values.empty()) return scan.values;
  return spread_values(parameter->small, parameter->large);
}

// The default point first, then the scan. A point of the scan that is the default is one with it.
std::vector<Subject> pay_off_subjects(const Offer& offer, const Workload& workload) {
  const workloads::PayOff& scan = workload.pay_off;
  const std::vector<std::int64_t> values = pay_off_values(workload);
  std::vector<Subject> subjects{subject_at(offer, workload, {})};
  for (const std::int64_t value : values) {
    Assignments point;
    for (const auto& [name, assigned] : scan.assignments) {
      point.emplace_back(workloads::find_parameter(workload, name), assigned);
    }
    point.emplace_back(workloads::find_parameter(workload, scan.parameter), value);
    Subject subject = subject_at(offer, workload, point);
    subject.scan_points = static_cast<int>(values.size());
    if (subject.parameters == subjects.front().parameters) {
      subjects.front().scan_points = subject.scan_points;
    } else {
      subjects.push_back(std::move(subject));
    }
  }
  const std::string_view variant = workload.variant_of_technique();
  for (Subject& subject : subjects) keep_variant(variant, subject);
  return subjects;
}

Result<std::vector<Subject>> build_pay_off_subjects(const RunOptions& options,
                                                    const std::vector<const Workload*>& selected,
                                                    const Offer& offer) {
  if (!options.sweeps.empty()) {
    return Error{"--pay-off scans the workloads' own parameters, so -p has no place beside it",
                 "give one of them"};
  }
  if (offer.metrics.size() > 1) {
    return Error{"--pay-off tells of one metric, and --metric names several", "name one of them"};
  }
  if (options.against_itself) {
    return Error{"--pay-off and --against-itself contradict each other", "give one of them"};
  }
  std::vector<Subject> subjects;
  for (const Workload* workload : selected) {
    for (Subject& subject : pay_off_subjects(offer, *workload)) {
      subjects.push_back(std::move(subject));
    }
  }
  return subjects;
}

Result<std::vector<Subject>> build_subjects(const RunOptions& options, const Offer& offer) {
  const auto selected = select_workloads(options.selectors, offer.workloads);
  if (!selected) return selected.error();
  if (options.pay_off) return build_pay_off_subjects(options, *selected, offer);
  const Result<std::vector<ParameterText>> sweeps = parse_parameters(option, options.sweeps);
  if (!sweeps) return sweeps.error();
  std::vector<Subject> subjects;
  for (const Workload* workload : *selected) {
    const Result<std::vector<Assignments>> points = sweep_points(*workload, *sweeps);
    if (!points) return points.error();
    const int scan_points = scan_points_of(*points);
    for (const Assignments& point : *points) {
      subjects.push_back(subject_at(offer, *workload, point));
      subjects.back().scan_points = scan_points;
    }
  }
  return subjects;
}

// How a unit is cut into blocks, where that was asked for.
Result<void> set_blocks(const RunOptions& options, Plan& plan) {
  if (options.rounds) {
    if (*options.rounds < 1 || *options.rounds % 2 == 0) {
      return Error{fmt::format("--rounds {} is not an odd number above 0", *options.rounds),
                   "for example --rounds 5"};
    }
    plan.rounds = *options.rounds;
  }
  if (options.block.empty()) return {};
  const auto block = parse_positive_duration("--block", options.block);
  if (!block) return block.error();
  plan.block_target = *block;
  plan.block_limit = std::max(plan.block_limit, *block);
  return {};
}

}  // namespace

Result<const Workload*> select_workload(const std::string& id, Workloads offered) {
  std::vector<std::string> ids;
  for (const Workload& workload : offered) {
    if (workload.id == id) return &workload;
    ids.emplace_back(workload.id);
  }
  return Error{fmt::format("no workload '{}'{}", id, text::did_you_mean(id, ids)), "see hone list"};
}

Result<std::vector<const Workload*>> select_workloads(std::span<const std::string> selectors,
                                                      Workloads offered) {
  std::set<std::string_view> chosen;
  for (const std::string& selector : selectors) {
    bool matched = false;
    for (const Workload& workload : offered) {
      const std::string id(workload.id);
      if (workload.family() == selector || fnmatch(selector.c_str(), id.c_str(), 0) == 0) {
        chosen.insert(workload.id);
        matched = true;
      }
    }
    if (matched) continue;
    std::vector<std::string> names;
    for (const Workload& workload : offered) {
      names.emplace_back(workload.id);
      names.emplace_back(workload.family());
    }
    return Error{
        fmt::format("no workload matches '{}'{}", selector, text::did_you_mean(selector, names)),
        "see hone list"};
  }
  std::vector<const Workload*> workloads;
  for (const Workload& workload : offered) {
    if (selectors.empty() || chosen.count(workload.id) > 0) workloads.push_back(&workload);
  }
  return workloads;
}

Result<Plan> build_plan(const RunOptions& options, Workloads offered,
                        const workloads::CacheSizes& sizes) {
  Plan plan;
  const Result<void> cut = apply(options, plan).and_then([&] { return set_blocks(options, plan); });
  if (!cut) return cut.error();
  const auto timeout = parse_positive_duration("--timeout", options.timeout);
  if (!timeout) return timeout.error();
  plan.timeout = *timeout;
  const auto collectors = collect::collectors_of(collect::passes());
  if (auto applied = apply(options, collectors, plan); !applied) return applied.error();
  Result<std::vector<VerdictMetric>> metrics =
      parse_metrics(options.metric, VerdictOf::workload, {});
  if (!metrics) return metrics.error();
  Result<std::vector<Subject>> subjects = build_subjects(
      options, {workloads::fitted(offered, sizes), sizes, *metrics, options.against_itself});
  if (!subjects) return subjects.error();
  plan.subjects = std::move(*subjects);
  plan.pay_off = options.pay_off;
  plan.metrics = std::move(*metrics);
  if (const Result<void> fine = measure::check_alpha(plan); !fine) return fine.error();
  return plan;
}

}  // namespace hone::cli

// The contract of every workload, as workloads/workload.hpp states it: each rule is a test of
// each registered workload, so that a new file in the catalogue is held to all of them.
#include "workloads/catalogue.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/model/metric.hpp"

namespace hone::workloads {
namespace {

// Points with more operations than this are left to the program itself: a unit test would take
// seconds, or gigabytes.
constexpr double kMostOperations = 4e6;

// Lower case letters, digits and single underscores between them; begins with a letter.
bool is_snake_case(std::string_view name) {
  if (name.empty() || std::islower(static_cast<unsigned char>(name.front())) == 0) return false;
  if (name.back() == '_' || name.find("__") != std::string_view::npos) return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_';
  });
}

template <class Items>
std::vector<std::string_view> names_of(const Items& items) {
  std::vector<std::string_view> names;
  for (const auto& item : items) names.push_back(item.name);
  return names;
}

bool all_different(const std::vector<std::string_view>& names) {
  return std::set<std::string_view>(names.begin(), names.end()).size() == names.size();
}

Parameters at(const Workload& workload, const Point& point) {
  Parameters parameters(workload.parameters);
  for (const auto& [name, value] : point.assignments) parameters.set(name, value);
  return parameters;
}

void expect_valid(const Workload& workload, const Point& point) {
  std::vector<std::string_view> assigned;
  for (const auto& [name, value] : point.assignments) {
    assigned.push_back(name);
    const Parameter* parameter = find_parameter(workload, name);
    ASSERT_NE(parameter, nullptr) << "no parameter " << name;
    const auto choices = static_cast<std::int64_t>(parameter->choices.size());
    EXPECT_GE(value, choices > 0 ? 0 : parameter->min) << name;
    EXPECT_LE(value, choices > 0 ? choices - 1 : parameter->max) << name;
  }
  EXPECT_TRUE(all_different(assigned));
  EXPECT_FALSE(point.text.empty());
}

// "cache/false_sharing" as a test's name: "cache_false_sharing".
std::string test_name(std::string_view text) {
  std::string name(text);
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

std::vector<std::string_view> all_ids() {
  std::vector<std::string_view> ids;
  for (const Workload& workload : catalogue()) ids.push_back(workload.id);
  return ids;
}

TEST(Catalogue, is_not_empty) { EXPECT_FALSE(catalogue().empty()); }

TEST(Catalogue, is_sorted_by_unique_id) {
  const auto all = catalogue();
  const auto unordered = std::adjacent_find(
      all.begin(), all.end(), [](const Workload& a, const Workload& b) { return a.id >= b.id; });
  EXPECT_EQ(unordered, all.end()) << unordered->id;
}

TEST(Catalogue, finds_each_workload_by_its_id) {
  for (const Workload& workload : catalogue()) EXPECT_EQ(find_workload(workload.id), &workload);
}

TEST(Catalogue, finds_no_workload_by_a_part_of_its_id) {
  EXPECT_EQ(find_workload(""), nullptr);
  for (const Workload& workload : catalogue()) {
    EXPECT_EQ(find_workload(workload.family()), nullptr);
    EXPECT_EQ(find_workload(std::string(workload.id) + "x"), nullptr);
  }
}

class EveryWorkload : public testing::TestWithParam<std::string_view> {
 protected:
  static const Workload& workload() { return *find_workload(GetParam()); }
};

TEST_P(EveryWorkload, has_an_id_of_family_and_name) {
  const std::size_t slash = workload().id.find('/');
  ASSERT_NE(slash, std::string_view::npos);
  EXPECT_TRUE(is_snake_case(workload().id.substr(0, slash))) << workload().id;
  EXPECT_TRUE(is_snake_case(workload().id.substr(slash + 1))) << workload().id;
  EXPECT_EQ(workload().family(), workload().id.substr(0, slash));
}

TEST_P(EveryWorkload, describes_itself) {
  EXPECT_FALSE(workload().technique.empty());
  EXPECT_FALSE(workload().summary.empty());
  EXPECT_FALSE(workload().problem.empty());
  EXPECT_FALSE(workload().signature_text.empty());
  EXPECT_FALSE(workload().does_not_pay.empty());
  EXPECT_FALSE(workload().iteration.empty());
  EXPECT_FALSE(workload().operation.empty());
  EXPECT_FALSE(to_string(workload().leaf).empty());
  EXPECT_EQ(workload().summary.find('\n'), std::string_view::npos);
}

TEST_P(EveryWorkload, is_judged_by_a_time_that_lower_is_better_for) {
  const Metric* metric = find_metric(workload().metric);
  ASSERT_NE(metric, nullptr) << workload().metric;
  EXPECT_EQ(metric->unit, Unit::seconds);
  EXPECT_EQ(metric->better, Better::lower);
}

TEST_P(EveryWorkload, has_a_baseline_and_another_variant) {
  EXPECT_GE(workload().variants.size(), 2U);
  EXPECT_TRUE(all_different(names_of(workload().variants)));
  for (const Variant& variant : workload().variants) {
    EXPECT_TRUE(is_snake_case(variant.name)) << variant.name;
    EXPECT_FALSE(variant.summary.empty()) << variant.name;
    EXPECT_NE(variant.prepare, nullptr) << variant.name;
  }
}

TEST_P(EveryWorkload, has_a_baseline_that_runs_wherever_the_program_does) {
  const Variant& baseline = workload().variants.front();
  EXPECT_TRUE(baseline.preload.empty());
  EXPECT_EQ(baseline.unavailable, nullptr);
}

TEST_P(EveryWorkload, has_parameters_whose_sizes_rise_within_the_range) {
  EXPECT_TRUE(all_different(names_of(workload().parameters)));
  for (const Parameter& parameter : workload().parameters) {
    EXPECT_TRUE(is_snake_case(parameter.name)) << parameter.name;
    EXPECT_FALSE(parameter.meaning.empty()) << parameter.name;
    if (!parameter.choices.empty()) continue;
    EXPECT_LE(parameter.min, parameter.small) << parameter.name;
    EXPECT_LE(parameter.small, parameter.medium) << parameter.name;
    EXPECT_LE(parameter.medium, parameter.large) << parameter.name;
    EXPECT_LE(parameter.large, parameter.max) << parameter.name;
    EXPECT_LE(parameter.min, parameter.initial) << parameter.name;
    EXPECT_LE(parameter.initial, parameter.max) << parameter.name;
  }
}

TEST_P(EveryWorkload, has_defaults_whose_texts_are_read_back) {
  for (const Parameter& parameter : workload().parameters) {
    EXPECT_EQ(parse_value(parameter, value_text(parameter, parameter.initial)), parameter.initial)
        << parameter.name;
  }
}

TEST_P(EveryWorkload, has_choices_that_are_named_once_and_a_default_among_them) {
  for (const Parameter& parameter : workload().parameters) {
    if (parameter.choices.empty()) continue;
    EXPECT_GE(parameter.choices.size(), 2U) << parameter.name;
    EXPECT_TRUE(all_different(parameter.choices)) << parameter.name;
    EXPECT_THAT(parameter.choices, testing::Each(testing::Not(testing::IsEmpty())));
    EXPECT_GE(parameter.initial, 0) << parameter.name;
    EXPECT_LT(parameter.initial, static_cast<std::int64_t>(parameter.choices.size()))
        << parameter.name;
  }
}

TEST_P(EveryWorkload, expects_of_a_known_metric_of_another_variant_than_the_baseline) {
  for (const Expectation& expectation : workload().signature) {
    EXPECT_NE(find_variant(workload(), expectation.variant), nullptr) << expectation.variant;
    EXPECT_NE(expectation.variant, workload().variants.front().name);
    EXPECT_NE(find_metric(expectation.metric), nullptr) << expectation.metric;
    EXPECT_GE(expectation.factor, 1) << expectation.variant << ' ' << expectation.metric;
    EXPECT_FALSE(expectation.because.empty()) << expectation.variant << ' ' << expectation.metric;
  }
}

TEST_P(EveryWorkload, names_a_point_where_it_does_not_pay) {
  EXPECT_FALSE(workload().no_gain.empty());
  for (const Point& point : workload().no_gain) expect_valid(workload(), point);
}

TEST_P(EveryWorkload, names_the_variant_that_does_not_pay_there) {
  for (const Point& point : workload().no_gain) {
    const std::string_view variant = workload().variant_without_gain(point);
    EXPECT_NE(find_variant(workload(), variant), nullptr) << "'" << variant << "' " << point.text;
    EXPECT_NE(variant, workload().variants.front().name) << point.text;
  }
}

TEST_P(EveryWorkload, names_a_small_point_that_a_test_can_afford) {
  expect_valid(workload(), workload().small);
  ASSERT_NE(workload().operations, nullptr);
  EXPECT_LE(workload().operations(at(workload(), workload().small)), kMostOperations);
}

TEST_P(EveryWorkload, counts_its_operations_at_every_named_point) {
  ASSERT_NE(workload().operations, nullptr);
  std::vector<Point> points = workload().no_gain;
  points.push_back(workload().small);
  points.push_back({});
  for (const Point& point : points) {
    EXPECT_GT(workload().operations(at(workload(), point)), 0) << point.text;
  }
}

TEST_P(EveryWorkload, says_how_much_memory_it_needs_at_every_named_point) {
  ASSERT_NE(workload().memory_bytes, nullptr);
  std::vector<Point> points = workload().no_gain;
  points.push_back(workload().small);
  points.push_back({});
  for (const Point& point : points) {
    EXPECT_GT(workload().memory_bytes(at(workload(), point)), 0) << point.text;
  }
}

TEST_P(EveryWorkload, says_how_much_data_it_is_about_at_every_named_point) {
  ASSERT_NE(workload().footprint, nullptr);
  std::vector<Point> points = workload().no_gain;
  points.push_back(workload().small);
  points.push_back({});
  for (const Point& point : points) {
    const double bytes = workload().footprint(at(workload(), point));
    EXPECT_GT(bytes, 0) << point.text;
    EXPECT_LE(bytes, workload().memory_bytes(at(workload(), point))) << point.text;
  }
}

// The value is found by bisection.
void expect_growing_footprint(const Workload& workload, const Point& point,
                              std::string_view along) {
  const Parameter* parameter = find_parameter(workload, along);
  ASSERT_NE(parameter, nullptr) << along;
  ASSERT_TRUE(parameter->choices.empty()) << along;
  Parameters parameters = at(workload, point);
  double least = 0;
  for (std::int64_t value = parameter->min; value < parameter->max; value += 1 + value / 3) {
    parameters.set(along, value);
    const double bytes = workload.footprint(parameters);
    EXPECT_GE(bytes, least) << along << '=' << value;
    least = bytes;
  }
}

TEST_P(EveryWorkload, has_data_that_grows_with_the_parameter_that_is_chosen_by_the_caches) {
  if (const std::string_view along = workload().footprint_grows_with; !along.empty()) {
    expect_growing_footprint(workload(), {}, along);
  }
  const AtLevel& by_default = workload().default_at_level;
  if (!by_default.parameter.empty()) expect_growing_footprint(workload(), {}, by_default.parameter);
  for (const Point& point : workload().no_gain) {
    if (point.at_level.parameter.empty()) continue;
    EXPECT_GT(point.at_level.cap_bytes, 0);
    EXPECT_TRUE(std::any_of(
        point.assignments.begin(), point.assignments.end(),
        [&](const auto& assignment) { return assignment.first == point.at_level.parameter; }))
        << "no value for a machine that does not tell its caches: " << point.text;
    expect_growing_footprint(workload(), point, point.at_level.parameter);
  }
}

TEST_P(EveryWorkload, names_the_variant_that_stands_for_the_technique) {
  const std::string_view variant = workload().pay_off.variant;
  EXPECT_NE(find_variant(workload(), variant), nullptr) << "'" << variant << "'";
  EXPECT_NE(variant, workload().variants.front().name);
}

TEST_P(EveryWorkload, scans_a_number_upwards_to_show_where_it_stops_paying) {
  const PayOff& scan = workload().pay_off;
  const Parameter* parameter = find_parameter(workload(), scan.parameter);
  ASSERT_NE(parameter, nullptr) << "'" << scan.parameter << "'";
  EXPECT_TRUE(parameter->choices.empty()) << scan.parameter;
  EXPECT_EQ(std::adjacent_find(scan.values.begin(), scan.values.end(), std::greater_equal<>()),
            scan.values.end());
  for (const std::int64_t value : scan.values) {
    EXPECT_GE(value, parameter->min);
    EXPECT_LE(value, parameter->max);
  }
  for (const auto& [name, value] : scan.assignments) EXPECT_NE(name, scan.parameter);
  expect_valid(workload(), {.assignments = scan.assignments, .text = "the scan"});
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryWorkload, testing::ValuesIn(all_ids()),
                         [](const auto& test) { return test_name(test.param); });

// One variant at one point, beside the baseline.
struct Trial {
  std::string_view workload;
  std::string_view variant;
  std::string point;
  Point where;
};

void PrintTo(const Trial& trial, std::ostream* out) {
  *out << trial.workload << ' ' << trial.variant << " at " << trial.point;
}

// The small point with every number one less where that is allowed: a kernel that takes several
// elements a step has some left over there, which round numbers would not show.
Point uneven(const Workload& workload) {
  const Parameters small = at(workload, workload.small);
  Point point{.text = "uneven"};
  for (const Parameter& parameter : workload.parameters) {
    const std::int64_t value = small[parameter.name];
    const bool is_lowered =
        parameter.choices.empty() && value > std::max<std::int64_t>(parameter.min, 2);
    point.assignments.emplace_back(parameter.name, is_lowered ? value - 1 : value);
  }
  return point;
}

std::vector<Trial> all_trials() {
  std::vector<Trial> trials;
  for (const Workload& workload : catalogue()) {
    for (const Variant& variant : workload.variants) {
      trials.push_back({workload.id, variant.name, "small", workload.small});
      trials.push_back({workload.id, variant.name, "uneven", uneven(workload)});
      trials.push_back({workload.id, variant.name, "default", {}});
      for (std::size_t i = 0; i < workload.no_gain.size(); ++i) {
        trials.push_back(
            {workload.id, variant.name, "no_gain_" + std::to_string(i), workload.no_gain[i]});
      }
    }
  }
  return trials;
}

// Why this trial cannot be made here; nullopt when it can.
std::optional<std::string> skipped(const Workload& workload, const Variant& variant,
                                   const Parameters& parameters) {
  if (workload.operations(parameters) > kMostOperations) {
    return "more than " + std::to_string(static_cast<long>(kMostOperations)) + " operations";
  }
  if (!variant.preload.empty()) return "needs " + std::string(variant.preload) + " preloaded";
  return variant.unavailable == nullptr ? std::nullopt : variant.unavailable(parameters);
}

// The baseline's checksum at the trial's point; computed once for all variants, since some take
// seconds where each access is checked.
std::uint64_t checksum_of_baseline(const Workload& workload, const Trial& trial) {
  static std::map<std::pair<std::string_view, std::string>, std::uint64_t> known;
  const auto [entry, is_new] = known.try_emplace({trial.workload, trial.point});
  if (is_new) entry->second = workload.variants.front().prepare(at(workload, trial.where))();
  return entry->second;
}

class EveryVariant : public testing::TestWithParam<Trial> {};

TEST_P(EveryVariant, returns_the_baselines_checksum_on_every_call) {
  const Trial& trial = GetParam();
  const Workload& workload = *find_workload(trial.workload);
  const Variant& variant = *find_variant(workload, trial.variant);
  const Parameters parameters = at(workload, trial.where);
  if (const auto reason = skipped(workload, variant, parameters)) GTEST_SKIP() << *reason;
  const std::uint64_t expected = checksum_of_baseline(workload, trial);
  const Kernel kernel = variant.prepare(parameters);
  EXPECT_EQ(kernel(), expected) << "first call";
  EXPECT_EQ(kernel(), expected) << "second call";
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryVariant, testing::ValuesIn(all_trials()),
                         [](const auto& test) {
                           return test_name(test.param.workload) + "_" +
                                  test_name(test.param.variant) + "_" + test.param.point;
                         });

}  // namespace
}  // namespace hone::workloads

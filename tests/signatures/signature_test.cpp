// Every workload's expected signature against exact counts: at its small point of allocations and
// callgrind's simulation, at the points where it does not pay of allocations alone, since those
// points are large, and of the one count that such a point follows from. A count that cannot be had
// fails the test.
#include <algorithm>
#include <map>
#include <span>
#include <string>

#include <gtest/gtest.h>

#include "analyzers/analyze/analyze.hpp"
#include "analyzers/collect/passes/allocation_pass.hpp"
#include "analyzers/collect/passes/cache_pass.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/collect/worker/worker.hpp"
#include "analyzers/measure/workload_executor.hpp"
#include "cli/plan/run_plan.hpp"
#include "fmt/format.h"
#include "workloads/catalogue.hpp"

namespace hone {
namespace {

using workloads::Workload;

constexpr measure::Seconds worker_timeout{120};

// The workload's subject at a point of its parameters.
Subject subject_at(const Workload& workload, const workloads::Point& point) {
  cli::RunOptions options;
  options.selectors = {std::string(workload.id)};
  for (const auto& [name, value] : point.assignments) {
    const workloads::Parameter& parameter = *workloads::find_parameter(workload, name);
    options.sweeps.push_back(
        parameter.choices.empty()
            ? fmt::format("{}={}", name, value)
            : fmt::format("{}={}", name, parameter.choices[static_cast<std::size_t>(value)]));
  }
  Result<Plan> plan = cli::build_plan(options);
  EXPECT_TRUE(plan.ok()) << plan.error().what;
  return plan->subjects.front();
}

bool is_one_of(std::string_view id, std::span<const std::string_view> ids) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// The passes that the subject's expectations need, run for every variant they speak of.
SubjectRun count(const Subject& subject) {
  measure::WorkloadExecutor executor(worker_timeout);
  SubjectRun run;
  run.variants.resize(subject.variants.size());
  for (std::size_t v = 0; v < subject.variants.size(); ++v) {
    std::map<std::string_view, bool> needed;
    for (const Expectation& expected : subject.expectations) {
      if (v != 0 && expected.variant != subject.variants[v].name) continue;
      needed["allocations"] |= is_one_of(expected.metric, collect::allocation_metrics);
      needed["cache"] |= is_one_of(expected.metric, collect::cache_metrics);
    }
    for (const auto& [pass, is_needed] : needed) {
      if (!is_needed) continue;
      Result<PassResult, Failure> result =
          executor.run_pass(subject, v, *collect::find_pass(pass), {worker_timeout});
      if (!result) {
        ADD_FAILURE() << subject.variants[v].name << ", " << pass << ": " << result.error().text;
        continue;
      }
      run.variants[v].counts.merge(result->readings);
    }
  }
  return run;
}

// Expectations of the metrics of one pass.
void keep_expectations(std::span<const std::string_view> metrics, Subject& subject) {
  std::erase_if(subject.expectations,
                [&](const Expectation& expected) { return !is_one_of(expected.metric, metrics); });
}

void expect_signature(const Subject& subject) {
  const SubjectRun run = count(subject);
  const SubjectReport report = analyze::analyze(subject, run, Plan{});
  for (const Expectation& expected : subject.expectations) {
    for (std::size_t v = 0; v < subject.variants.size(); ++v) {
      if (v != 0 && subject.variants[v].name != expected.variant) continue;
      const auto reading = run.variants[v].counts.find(expected.metric);
      if (reading == run.variants[v].counts.end()) continue;
      const auto* absent = std::get_if<Absent>(&reading->second);
      EXPECT_EQ(absent, nullptr) << subject.variants[v].name << ' ' << expected.metric << ": "
                                 << (absent != nullptr ? absent->reason : "");
    }
  }
  for (const Finding& finding : report.findings) {
    ADD_FAILURE() << finding.text << ": " << fmt::format("{}", fmt::join(finding.evidence, ", "));
  }
}

class Signature : public testing::TestWithParam<const Workload*> {};

TEST_P(Signature, HoldsAtTheSmallPoint) {
  expect_signature(subject_at(*GetParam(), GetParam()->small));
}

TEST_P(Signature, OfAllocationsHoldsWhereTheTechniqueDoesNotPay) {
  for (const workloads::Point& point : GetParam()->no_gain) {
    SCOPED_TRACE(point.text);
    Subject subject = subject_at(*GetParam(), point);
    keep_expectations(collect::allocation_metrics, subject);
    expect_signature(subject);
  }
}

TEST_P(Signature, APointWithoutGainThatFollowsFromACountHasIt) {
  const Workload& workload = *GetParam();
  for (const workloads::Point& point : workload.no_gain) {
    if (point.no_less.empty()) continue;
    SCOPED_TRACE(point.text);
    ASSERT_TRUE(is_one_of(point.no_less, collect::allocation_metrics) ||
                is_one_of(point.no_less, collect::cache_metrics));
    Subject subject = subject_at(workload, point);
    subject.expectations = {{.variant = std::string(workload.variant_without_gain(point)),
                             .metric = std::string(point.no_less),
                             .trend = Trend::rises,
                             .factor = 1,
                             .because = std::string(point.text)}};
    expect_signature(subject);
  }
}

TEST_P(Signature, SaysSomethingThatCanBeCountedExactly) {
  const Subject subject = subject_at(*GetParam(), GetParam()->small);
  EXPECT_FALSE(subject.expectations.empty()) << "no expectation holds at the small point";
}

std::vector<const Workload*> all_workloads() {
  std::vector<const Workload*> all;
  for (const Workload& workload : workloads::catalogue()) all.push_back(&workload);
  return all;
}

std::string test_name(const testing::TestParamInfo<const Workload*>& info) {
  std::string name(info.param->id);
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Signature, testing::ValuesIn(all_workloads()), test_name);

}  // namespace
}  // namespace hone

// Its own worker, as hone is.
int main(int argc, char** argv) {
  if (argc > 3 && std::string_view(argv[1]) == "worker") {
    return hone::collect::serve_worker(std::stoi(argv[3]));
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

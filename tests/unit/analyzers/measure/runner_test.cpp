#include "analyzers/measure/runner.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <variant>

#include <gtest/gtest.h>

#include "analyzers/measure/comparisons.hpp"

namespace hone::measure {
namespace {

// Pretends to run variants of known cost on a clock of its own.
class FakeExecutor : public Executor {
 public:
  std::vector<double> costs{1.0, 1.0, 1.0};  // seconds an iteration, by variant
  double noise = 0.01;                       // of each block, log-normal
  Seconds unit_time{0.1};
  std::map<std::size_t, Failure> probe_failures;
  std::map<std::size_t, std::uint64_t> checksums;
  std::map<std::size_t, Failure> pass_failures;
  std::function<std::optional<VariantFailure>(int unit)> unit_failure;
  int interrupt_at_unit = -1;
  int zero_at_unit = -1;  // whose times are all 0
  std::function<double(int unit)> slowest_core;
  std::vector<VariantFailure> clean_up_failures;
  int clean_ups = 0;
  std::vector<double> instructions{1000, 1000, 1000};
  int counts = 0;
  double unsteady = 0;  // of each count, log-normal
  Seconds count_cost{0};
  bool runs_once = false;         // as commands do: there is no iteration to count
  std::vector<double> cpu_costs;  // empty: as costs

  collect::CounterPlan counter_plan;
  std::function<std::optional<double>(int unit, std::size_t round)> counted;  // of its first event
  std::function<double(int unit)> counter_share;

  std::map<std::size_t, SimulatedPath> simulated_paths;

  std::vector<double> busy;  // of two CPUs, by others: of one call after the other

  std::vector<UnitRequest> requests;
  int passes_run = 0;
  PassResult pass_result{.readings = {{"allocations", Value{3, Provenance::counted}}}};
  Seconds simulation_limit{0};  // as it was told last

  Result<Probe, Failure> probe(const Subject& /*subject*/, std::size_t variant) override {
    if (const auto found = probe_failures.find(variant); found != probe_failures.end()) {
      return found->second;
    }
    if (runs_once) return Probe{};
    const auto sum = checksums.find(variant);
    return Probe{sum == checksums.end() ? 7 : sum->second, Seconds(costs.at(variant))};
  }

  UnitResult run_unit(const UnitRequest& request) override {
    const int unit = static_cast<int>(requests.size());
    requests.push_back(request);
    clock_ += unit_time;
    if (unit == interrupt_at_unit) interrupted_ = true;
    if (unit_failure) {
      if (const auto failure = unit_failure(unit)) return *failure;
    }
    UnitRun result;
    if (slowest_core) result.slowest_core = slowest_core(unit);
    for (const std::size_t variant : request.order.launches) {
      VariantUnit part{.variant = variant, .totals = {{"peak_rss", 1e6}}};
      for (std::size_t round = 0; round < request.order.rounds.size(); ++round) {
        const double noise_factor = std::exp(noise * gaussian_(random_));
        const double wall = (unit == zero_at_unit ? 0 : costs.at(variant)) * noise_factor;
        const double cpu = cpu_costs.empty() ? wall : cpu_costs.at(variant) * noise_factor;
        part.blocks.push_back({{"wall_time", wall}, {"cpu_time", cpu}});
        if (const auto count = counted ? counted(unit, round) : std::nullopt) {
          part.blocks.back()[counter_plan.events.at(0).metric] = *count;
          part.counter_shares[counter_plan.events.at(0).metric] = counter_share(unit);
        }
      }
      result.parts.push_back(std::move(part));
    }
    return result;
  }

  std::vector<VariantFailure> clean_up(const Subject& /*subject*/) override {
    ++clean_ups;
    return clean_up_failures;
  }

  [[nodiscard]] const collect::CounterPlan& counters() const override { return counter_plan; }
  [[nodiscard]] std::span<const collect::Pass> passes() const override { return collect::passes(); }

  Result<PassResult, Failure> run_pass(const Subject& /*subject*/, std::size_t variant,
                                       const collect::Pass& /*pass*/,
                                       const PassSettings& settings) override {
    ++passes_run;
    simulation_limit = settings.simulation_limit;
    if (const auto found = pass_failures.find(variant); found != pass_failures.end()) {
      return found->second;
    }
    return pass_result;
  }

  std::optional<Crowding> crowding(const Subject& /*subject*/) override {
    if (busy.empty()) return std::nullopt;
    const double now = busy.front();
    busy.erase(busy.begin());
    return Crowding{2, 2, now};
  }

  [[nodiscard]] std::optional<SimulatedPath> simulated_path(std::size_t variant) const override {
    const auto found = simulated_paths.find(variant);
    return found == simulated_paths.end() ? std::nullopt : std::optional(found->second);
  }

  void draw_again(std::uint64_t seed) { random_.seed(seed); }

  Result<double, Failure> count(const Subject& /*subject*/, std::size_t variant,
                                std::string_view /*metric*/) override {
    ++counts;
    clock_ += count_cost;
    return std::round(instructions.at(variant) * std::exp(unsteady * gaussian_(random_)));
  }

  Seconds now() override { return clock_; }
  bool interrupted() override { return interrupted_; }

 private:
  Seconds clock_{0};
  bool interrupted_ = false;
  std::mt19937_64 random_{7};
  std::normal_distribution<double> gaussian_;
};

Subject subject_with(std::size_t variants) {
  Subject subject;
  subject.id = "test/subject";
  subject.metrics = {{"wall_time", Better::lower}};
  for (std::size_t v = 0; v < variants; ++v) {
    subject.variants.push_back({"v" + std::to_string(v), "", "", {}});
  }
  return subject;
}

Plan plan_with_budget(double seconds) {
  Plan plan;
  plan.budget = Seconds(seconds);
  return plan;
}

SubjectRun run(FakeExecutor& executor, const Plan& plan, std::size_t variants = 2) {
  RunObserver observer;
  return run_subject(subject_with(variants), plan, executor, observer);
}

// Keeps what a progress display is told.
class ToldObserver : public RunObserver {
 public:
  std::vector<std::optional<Seconds>> left;  // after each unit
  int runs_begun = 0;

  void runs_begin() override { ++runs_begun; }
  void unit_done(const Subject& /*subject*/, const SubjectRun& /*run*/,
                 std::optional<Seconds> time) override {
    left.push_back(time);
  }
};

TEST(Runner, TheTimeLeftIsThatOfTheUnitsToCome) {
  FakeExecutor executor;
  executor.unit_time = Seconds(2);
  executor.noise = 0;
  ToldObserver observer;
  run_subject(subject_with(2), plan_with_budget(24), executor, observer);
  ASSERT_GE(observer.left.size(), 3U);
  EXPECT_DOUBLE_EQ(observer.left[0]->count(), 22);
  EXPECT_DOUBLE_EQ(observer.left[2]->count(), 18);
}

TEST(Runner, TheTimeLeftIsMoreThanTheBudgetWhereADecisionNeedsMorePairs) {
  FakeExecutor executor;
  executor.unit_time = Seconds(2);
  ToldObserver observer;
  run_subject(subject_with(2), plan_with_budget(1), executor, observer);
  ASSERT_GE(observer.left.size(), 6U);
  EXPECT_DOUBLE_EQ(observer.left[0]->count(), 10);
  EXPECT_DOUBLE_EQ(observer.left[4]->count(), 2);
  EXPECT_DOUBLE_EQ(observer.left[5]->count(), 0);
}

TEST(Runner, WhatIsMeasuredAloneHasNoTimeLeft) {
  FakeExecutor executor;
  ToldObserver observer;
  Plan plan = plan_with_budget(1);
  plan.runs = 3;
  run_subject(subject_with(1), plan, executor, observer);
  EXPECT_EQ(observer.left, std::vector<std::optional<Seconds>>(3));
}

TEST(Runner, TheObserverIsToldBeforeFirstAndBeforeTimedRuns) {
  FakeExecutor executor;
  ToldObserver observer;
  run_subject(subject_with(2), plan_with_budget(1), executor, observer);
  EXPECT_EQ(observer.runs_begun, 2);
}

TEST(Runner, TheMoreCrowdedEndOfTheUnitsCounts) {
  for (const std::vector<double>& busy : {std::vector{0.1, 1.4}, std::vector{1.4, 0.1}}) {
    FakeExecutor executor;
    executor.busy = busy;
    EXPECT_EQ(run(executor, plan_with_budget(1)).crowding, (Crowding{2, 2, 1.4}));
  }
}

TEST(Runner, ClearImprovementIsDecidedBeforeTheBudgetEnds) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5};
  const SubjectRun result = run(executor, plan_with_budget(10));
  ASSERT_EQ(result.comparisons.size(), 1U);
  const Decision& decision = *result.comparisons[0].decision;
  EXPECT_EQ(decision.verdict, Verdict::improvement);
  EXPECT_EQ(decision.stopped, Stopped::decided);
  EXPECT_NEAR(std::exp(decision.effect), 0.5, 0.02);
  EXPECT_LT(executor.requests.size(), 20U);
}

TEST(Runner, NoDifferenceIsEquivalent) {
  FakeExecutor executor;
  executor.noise = 0.001;
  const SubjectRun result = run(executor, plan_with_budget(10));
  EXPECT_EQ(result.comparisons[0].decision->verdict, Verdict::equivalent);
}

TEST(Runner, TooMuchNoiseEndsWithTheBudget) {
  FakeExecutor executor;
  executor.noise = 0.5;
  const SubjectRun result = run(executor, plan_with_budget(2));
  EXPECT_EQ(result.comparisons[0].decision->verdict, Verdict::inconclusive);
  EXPECT_EQ(result.comparisons[0].decision->stopped, Stopped::budget);
  EXPECT_EQ(executor.requests.size(), 20U);
}

TEST(Runner, SixUnitsAreRunHoweverSmallTheBudget) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5};
  const SubjectRun result = run(executor, plan_with_budget(0.001));
  EXPECT_EQ(executor.requests.size(), 6U);
  EXPECT_TRUE(result.comparisons[0].decision->interval.has_value());
}

Plan plan_of_runs(int runs) {
  Plan plan = plan_with_budget(0.001);
  plan.pairs = runs;
  return plan;
}

TEST(Runner, SoManyPairsAreRunAsThePlanFixes) {
  for (const int runs : {1, 3, 6, 25}) {
    FakeExecutor executor;
    executor.costs = {1.0, 0.5};  // decided after six, if it were looked at
    const SubjectRun result = run(executor, plan_of_runs(runs));
    EXPECT_EQ(executor.requests.size(), static_cast<std::size_t>(runs));
    const Decision& decision = *result.comparisons[0].decision;
    EXPECT_EQ(decision.pairs, runs);
    EXPECT_EQ(decision.looks, 1);
    EXPECT_EQ(decision.verdict, runs < 6 ? Verdict::inconclusive : Verdict::improvement);
    EXPECT_EQ(decision.stopped, runs < 6 ? Stopped::budget : Stopped::decided);
  }
}

TEST(Runner, OfFixedPairsNoneIsLeftOut) {
  FakeExecutor executor;
  executor.slowest_core = [](int unit) { return unit % 5 == 4 ? 1e8 : 3e9; };
  const SubjectRun result = run(executor, plan_of_runs(60));
  EXPECT_EQ(executor.requests.size(), 60U);
  EXPECT_EQ(result.dropped.total(), 0);
  EXPECT_EQ(result.variants[0].samples.size(), 60U);
}

TEST(Runner, AnInterruptOfFixedPairsLeavesThoseThatThereAre) {
  FakeExecutor executor;
  executor.noise = 0.5;
  executor.interrupt_at_unit = 8;
  const SubjectRun result = run(executor, plan_of_runs(100));
  const Decision& decision = *result.comparisons[0].decision;
  EXPECT_EQ(decision.pairs, 8);
  EXPECT_EQ(decision.looks, 1);
  EXPECT_EQ(decision.stopped, Stopped::interrupted);
}

TEST(Runner, TheTimeLeftOfFixedPairsIsThatOfTheirOwn) {
  FakeExecutor executor;
  executor.unit_time = Seconds(2);
  ToldObserver observer;
  run_subject(subject_with(2), plan_of_runs(9), executor, observer);
  ASSERT_EQ(observer.left.size(), 9U);
  EXPECT_DOUBLE_EQ(observer.left[0]->count(), 16);
  EXPECT_DOUBLE_EQ(observer.left[8]->count(), 0);
}

// 400 comparisons of equals at the whole of alpha; of 5 %, more than 40 once in a million seeds.
TEST(Runner, FixedPairsOfEqualsAreCalledDifferentNoMoreOftenThanAlphaSays) {
  int called = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    FakeExecutor executor;
    executor.draw_again(seed);
    executor.noise = 0.1;
    Plan plan = plan_of_runs(8);
    plan.margin = 0;
    plan.seed = seed;
    called += run(executor, plan).comparisons[0].decision->verdict != Verdict::inconclusive ? 1 : 0;
  }
  EXPECT_LE(called, 40);
  EXPECT_GE(called, 2);
}

TEST(Runner, WhatIsInconclusiveSaysWhatItCouldHaveSeen) {
  FakeExecutor executor;
  executor.noise = 0.1;
  executor.unit_time = Seconds(0.1);
  const SubjectRun result = run(executor, plan_with_budget(2), 3);
  ASSERT_EQ(result.comparisons.size(), 2U);
  ASSERT_EQ(result.comparisons[0].decision->verdict, Verdict::inconclusive);
  ASSERT_TRUE(result.comparisons[0].prospect);
  const auto* detectable = std::get_if<Detectable>(&result.comparisons[0].prospect->detectable);
  ASSERT_NE(detectable, nullptr);
  EXPECT_GT(detectable->ratio, 1.01);
  EXPECT_LT(detectable->ratio, 1.3);
  EXPECT_NEAR(*result.pair_seconds, 0.05, 1e-9);  // a unit has a pair of each of two variants
}

TEST(Runner, WhatIsDecidedSaysNothingOfIt) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5};
  EXPECT_FALSE(run(executor, plan_with_budget(10)).comparisons[0].prospect);
}

TEST(FewestPairsThatDecide, FollowFromAlphaItsSharesAndTheEstimand) {
  Plan plan;
  Subject subject = subject_with(2);
  EXPECT_EQ(fewest_pairs_that_decide(subject, plan), 6);
  subject.metrics.push_back({"cpu_time", Better::lower});
  EXPECT_EQ(fewest_pairs_that_decide(subject, plan), 7);
  plan.estimand = Estimand::mean;
  EXPECT_EQ(fewest_pairs_that_decide(subject, plan), 60);
}

TEST(Runner, DecidedVariantsLeaveTheUnits) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5, 1.0};
  executor.noise = 0.02;
  run(executor, plan_with_budget(10), 3);
  EXPECT_EQ(executor.requests.front().order.launches.size(), 3U);
  EXPECT_EQ(executor.requests.back().order.launches.size(), 2U);
}

TEST(Runner, IterationsAreSharedAndReachTheTarget) {
  FakeExecutor executor;
  executor.costs = {0.001, 0.0001};
  const SubjectRun result = run(executor, plan_with_budget(1));
  EXPECT_EQ(result.iterations, 20U);
}

TEST(Runner, SlowVariantLimitsTheIterations) {
  FakeExecutor executor;
  executor.costs = {0.05, 0.00001};
  const SubjectRun result = run(executor, plan_with_budget(1));
  EXPECT_EQ(result.iterations, 2U);
}

TEST(Runner, WrongChecksumIsNotTimed) {
  FakeExecutor executor;
  executor.checksums[1] = 8;
  const SubjectRun result = run(executor, plan_with_budget(1));
  ASSERT_TRUE(result.variants[1].failure.has_value());
  EXPECT_EQ(result.variants[1].failure->kind, FailureKind::wrong_checksum);
  EXPECT_TRUE(executor.requests.empty());
}

TEST(Runner, FailedVariantLeavesTheOthersUnharmed) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5, 0.5};
  executor.probe_failures[1] = Failure{FailureKind::crashed, "SIGSEGV", ""};
  const SubjectRun result = run(executor, plan_with_budget(10), 3);
  ASSERT_EQ(result.comparisons.size(), 1U);
  EXPECT_EQ(result.comparisons[0].variant, 2U);
  EXPECT_EQ(result.comparisons[0].decision->verdict, Verdict::improvement);
}

TEST(Runner, CrashInMidRunEndsOnlyThatComparison) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5, 0.5};
  executor.unit_failure = [](int unit) -> std::optional<VariantFailure> {
    if (unit != 3) return std::nullopt;
    return VariantFailure{1, Failure{FailureKind::crashed, "SIGKILL", ""}};
  };
  const SubjectRun result = run(executor, plan_with_budget(10), 3);
  EXPECT_TRUE(result.variants[1].failure.has_value());
  EXPECT_EQ(result.comparisons[0].decision->stopped, Stopped::interrupted);
  EXPECT_EQ(result.comparisons[0].decision->pairs, 3);
  EXPECT_EQ(result.comparisons[1].decision->verdict, Verdict::improvement);
}

TEST(Runner, CrashOfTheBaselineEndsTheSubject) {
  FakeExecutor executor;
  executor.noise = 0.5;
  executor.unit_failure = [](int unit) -> std::optional<VariantFailure> {
    if (unit != 2) return std::nullopt;
    return VariantFailure{0, Failure{FailureKind::crashed, "SIGKILL", ""}};
  };
  const SubjectRun result = run(executor, plan_with_budget(10), 3);
  EXPECT_EQ(executor.requests.size(), 3U);
  for (const ComparisonRun& comparison : result.comparisons) {
    EXPECT_EQ(comparison.decision->stopped, Stopped::interrupted);
  }
}

TEST(Runner, InterruptKeepsTheFinishedUnits) {
  FakeExecutor executor;
  executor.noise = 0.5;
  executor.interrupt_at_unit = 8;
  const SubjectRun result = run(executor, plan_with_budget(100));
  EXPECT_EQ(result.variants[0].samples.size(), 8U);
  EXPECT_EQ(result.comparisons[0].decision->stopped, Stopped::interrupted);
  EXPECT_EQ(result.comparisons[0].decision->pairs, 8);
  EXPECT_EQ(executor.passes_run, 0);
}

TEST(Runner, SameSeedDrawsTheSameOrders) {
  FakeExecutor first;
  FakeExecutor second;
  first.noise = second.noise = 0.5;
  run(first, plan_with_budget(1));
  run(second, plan_with_budget(1));
  ASSERT_EQ(first.requests.size(), second.requests.size());
  for (std::size_t unit = 0; unit < first.requests.size(); ++unit) {
    EXPECT_EQ(first.requests[unit].order.rounds, second.requests[unit].order.rounds);
    EXPECT_EQ(first.requests[unit].order.launches, second.requests[unit].order.launches);
    EXPECT_EQ(first.requests[unit].order.padding, second.requests[unit].order.padding);
  }
}

TEST(Runner, ASimulationsLimitIsToldBeforeItIsSpent) {
  class StageObserver : public RunObserver {
   public:
    void stage(const Subject& /*subject*/, std::string_view what) override {
      stages.emplace_back(what);
    }
    std::vector<std::string> stages;
  };
  FakeExecutor executor;
  Plan plan = plan_with_budget(1);
  plan.collectors = {"allocations", "cache"};
  plan.simulation_limit = Seconds(90);
  StageObserver observer;
  run_subject(subject_with(2), plan, executor, observer);
  ASSERT_FALSE(observer.stages.empty());
  EXPECT_EQ(observer.stages.back(), "cache: simulating, at most 90 s a variant");
  EXPECT_EQ(executor.simulation_limit, Seconds(90));
}

TEST(Runner, PassThatWasNotAskedForIsAbsentWithItsReason) {
  FakeExecutor executor;
  Plan plan = plan_with_budget(1);
  plan.collectors = {"allocations"};
  const SubjectRun result = run(executor, plan);
  EXPECT_EQ(executor.passes_run, 2);
  EXPECT_EQ(std::get<Value>(result.variants[1].counts.at("allocations")).number, 3);
  const auto& absent = std::get<Absent>(result.variants[1].counts.at("l1d_misses"));
  EXPECT_NE(absent.reason.find("--collect cache"), std::string::npos);
}

TEST(Runner, CrashInAPassIsTheVariantsFailure) {
  FakeExecutor executor;
  executor.pass_failures[1] = Failure{FailureKind::crashed, "SIGKILL", ""};
  Plan plan = plan_with_budget(1);
  plan.collectors = {"allocations"};
  const SubjectRun result = run(executor, plan);
  ASSERT_TRUE(result.variants[1].failure.has_value());
  EXPECT_EQ(result.variants[1].failure->kind, FailureKind::crashed);
  EXPECT_FALSE(result.variants[0].failure.has_value());
}

TEST(Runner, PassThatCannotBeHadIsAbsentOnly) {
  FakeExecutor executor;
  executor.pass_failures[1] = Failure{FailureKind::unavailable, "no valgrind", ""};
  Plan plan = plan_with_budget(1);
  plan.collectors = {"allocations"};
  const SubjectRun result = run(executor, plan);
  EXPECT_FALSE(result.variants[1].failure.has_value());
  EXPECT_EQ(std::get<Absent>(result.variants[1].counts.at("allocations")).reason, "no valgrind");
}

TEST(Runner, NoPassRunsWithoutABaseline) {
  FakeExecutor executor;
  executor.probe_failures[0] = Failure{FailureKind::crashed, "SIGSEGV", ""};
  Plan plan = plan_with_budget(1);
  plan.collectors = {"allocations"};
  run(executor, plan);
  EXPECT_EQ(executor.passes_run, 0);
}

TEST(Runner, UnitsKnowTheChecksumOfTheBaseline) {
  FakeExecutor executor;
  run(executor, plan_with_budget(1));
  EXPECT_EQ(executor.requests.front().checksum, 7U);
}

TEST(Runner, UnitsThatBecomeMuchSlowerEndAtTwiceTheBudget) {
  FakeExecutor executor;
  executor.noise = 0.5;
  executor.unit_failure = [&executor](int unit) -> std::optional<VariantFailure> {
    if (unit == 10) executor.unit_time = Seconds(2);
    return std::nullopt;
  };
  const SubjectRun result = run(executor, plan_with_budget(3));
  EXPECT_EQ(result.comparisons[0].decision->stopped, Stopped::budget);
  EXPECT_LT(executor.requests.size(), 16U);
}

Subject counted_subject() {
  Subject subject = subject_with(2);
  subject.metrics = {{"instructions", Better::lower}};
  return subject;
}

TEST(Runner, CountedMetricsNeedNoUnits) {
  FakeExecutor executor;
  executor.instructions = {1000, 1001};
  Plan plan = plan_with_budget(10);
  plan.margin = 0;
  RunObserver observer;
  const SubjectRun result = run_subject(counted_subject(), plan, executor, observer);
  EXPECT_TRUE(executor.requests.empty());
  EXPECT_EQ(executor.counts, 4);  // each twice, to see that it repeats itself
  const Decision& decision = *result.comparisons.at(0).decision;
  EXPECT_EQ(decision.verdict, Verdict::regression);
  EXPECT_EQ(decision.stopped, Stopped::decided);
  EXPECT_EQ(decision.interval->lo, decision.interval->hi);
  EXPECT_DOUBLE_EQ(std::get<Value>(result.variants[1].counts.at("instructions")).number, 1001);
}

TEST(Runner, EqualCountsAreEquivalentAtAnyMargin) {
  FakeExecutor executor;
  Plan plan = plan_with_budget(10);
  plan.margin = 0;
  RunObserver observer;
  const SubjectRun result = run_subject(counted_subject(), plan, executor, observer);
  EXPECT_EQ(result.comparisons.at(0).decision->verdict, Verdict::equivalent);
}

SubjectRun compare_allocations(double baseline, double variant) {
  FakeExecutor executor;
  executor.instructions = {baseline, variant};
  Subject subject = subject_with(2);
  subject.metrics = {{"allocations", Better::lower}};
  RunObserver observer;
  return run_subject(subject, plan_with_budget(10), executor, observer);
}

TEST(Runner, TwoCountsOfZeroAreEquivalent) {
  const SubjectRun result = compare_allocations(0, 0);
  EXPECT_EQ(result.comparisons.at(0).decision->verdict, Verdict::equivalent);
  const Value& count = std::get<Value>(result.variants[1].counts.at("allocations"));
  EXPECT_EQ(count.provenance, Provenance::counted);
  EXPECT_EQ(count.number, 0);
}

TEST(Runner, FromAndToACountOfZeroIsAnExactVerdict) {
  for (const auto& [baseline, variant, verdict] :
       {std::tuple(0.0, 7.0, Verdict::regression), std::tuple(7.0, 0.0, Verdict::improvement)}) {
    const SubjectRun result = compare_allocations(baseline, variant);
    EXPECT_FALSE(result.variants[1].failure.has_value());
    ASSERT_EQ(result.comparisons.size(), 1U);
    const ComparisonRun& comparison = result.comparisons[0];
    EXPECT_EQ(comparison.decision->verdict, verdict);
    EXPECT_EQ(comparison.decision->stopped, Stopped::decided);
    EXPECT_EQ(comparison.counts, (CountPair{baseline, variant}));
    EXPECT_TRUE(comparison.effects.empty());
    EXPECT_FALSE(comparison.decision->interval.has_value());
  }
}

TEST(Runner, NoCountsAreToldOfAComparisonByPairs) {
  FakeExecutor executor;
  const SubjectRun result = run(executor, plan_with_budget(1));
  EXPECT_FALSE(result.comparisons.at(0).counts.has_value());
}

TEST(Runner, HeapPassGivesItsTraceAndWhatWasNeverFreed) {
  FakeExecutor executor;
  executor.pass_result = {.readings = {{"leaked_bytes", Value{5, Provenance::counted}}},
                          .heap = HeapTrace{{}, 4}};
  Plan plan = plan_with_budget(1);
  plan.collectors = {"heap"};
  const SubjectRun result = run(executor, plan);
  EXPECT_EQ(std::get<Value>(result.variants[1].counts.at("leaked_bytes")).number, 5);
  ASSERT_TRUE(result.variants[1].heap.has_value());
  EXPECT_EQ(result.variants[1].heap->iterations, 4U);
}

SubjectRun compare_unsteady_counts(double ratio, std::uint64_t seed, Subject subject) {
  FakeExecutor executor;
  executor.instructions = {1000, 1000 * ratio};
  executor.unsteady = 0.01;
  executor.draw_again(seed);
  Plan plan = plan_with_budget(10);
  plan.margin = 0;
  plan.seed = seed;
  RunObserver observer;
  return run_subject(subject, plan, executor, observer);
}

TEST(Runner, CountsThatDoNotRepeatAreComparedByPairs) {
  const SubjectRun run = compare_unsteady_counts(1.1, 1, counted_subject());
  const Decision& decision = *run.comparisons.at(0).decision;
  EXPECT_EQ(decision.verdict, Verdict::regression);
  EXPECT_GE(decision.pairs, 6);
  EXPECT_LT(decision.interval->lo, decision.interval->hi);
}

TEST(Runner, CountsThatDoNotRepeatAreSeldomCalledDifferentFromThemselves) {
  int different = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const SubjectRun run = compare_unsteady_counts(1, seed, counted_subject());
    different += run.comparisons.at(0).decision->verdict == Verdict::inconclusive ? 0 : 1;
  }
  EXPECT_LE(different, 15);  // 5 expected; 16 or more with a probability of 3e-5
}

TEST(Runner, CountsThatDoNotRepeatKeepToTheBudget) {
  FakeExecutor executor;
  executor.instructions = {1000, 1000};
  executor.unsteady = 0.01;
  executor.count_cost = Seconds(0.5);
  Plan plan = plan_with_budget(10);
  plan.margin = 0;
  RunObserver observer;
  const SubjectRun run = run_subject(counted_subject(), plan, executor, observer);
  EXPECT_EQ(run.comparisons.at(0).decision->pairs, 10);
  EXPECT_EQ(run.comparisons.at(0).decision->stopped, Stopped::budget);
}

TEST(Runner, CountsThatDoNotRepeatTakeTheirPartOfAlpha) {
  Subject subject = subject_with(2);
  subject.metrics = {{"wall_time", Better::lower}, {"instructions", Better::lower}};
  const SubjectRun run = compare_unsteady_counts(1, 1, subject);
  ASSERT_EQ(run.comparisons.size(), 2U);
  for (const ComparisonRun& comparison : run.comparisons) {
    EXPECT_DOUBLE_EQ(comparison.alpha, 0.025);
  }
}

TEST(Runner, AValueWithoutARatioIsTheVariantsFailure) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.0, 1.0};
  const SubjectRun result = run(executor, plan_with_budget(2), 3);
  EXPECT_FALSE(result.variants[0].failure.has_value());
  EXPECT_NE(result.variants[1].failure->text.find("was 0 in 3 of 3 runs"), std::string::npos);
  EXPECT_GE(result.comparisons[1].decision->pairs, 6);
}

TEST(Runner, AFewZerosAreWithinTheClocksResolution) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5};
  executor.zero_at_unit = 2;
  const SubjectRun result = run(executor, plan_with_budget(10));
  EXPECT_FALSE(result.variants[1].failure.has_value());
  EXPECT_EQ(result.comparisons[0].decision->verdict, Verdict::improvement);
}

TEST(Runner, CountedMetricsTakeNoAlphaFromSampledOnes) {
  FakeExecutor executor;
  Subject subject = subject_with(2);
  subject.metrics = {{"wall_time", Better::lower}, {"instructions", Better::lower}};
  RunObserver observer;
  const SubjectRun result = run_subject(subject, plan_with_budget(2), executor, observer);
  ASSERT_EQ(result.comparisons.size(), 2U);
  EXPECT_DOUBLE_EQ(result.comparisons[0].alpha, 0.05);
}

TEST(Runner, DisturbedUnitsAreCountedAndNotSampled) {
  FakeExecutor executor;
  executor.noise = 0.5;
  executor.slowest_core = [](int unit) { return unit == 10 || unit == 16 ? 1e9 : 3e9; };
  const SubjectRun result = run(executor, plan_with_budget(3));
  EXPECT_EQ(result.dropped.slow_core, 2);
  EXPECT_EQ(result.dropped.steal, 0);
  EXPECT_EQ(result.variants[0].samples.size(), executor.requests.size() - 2);
  EXPECT_EQ(result.variants[0].samples[9].unit, 9);
  EXPECT_EQ(result.variants[0].samples[10].unit, 11);
  EXPECT_EQ(result.comparisons[0].effects.size(), result.variants[0].samples.size());
}

TEST(Runner, DisturbedUnitsDoNotUseUpTheSixThatAreAlwaysRun) {
  FakeExecutor executor;
  executor.noise = 0.5;
  executor.slowest_core = [](int unit) { return unit == 5 ? 1e9 : 3e9; };
  const SubjectRun result = run(executor, plan_with_budget(0.001));
  EXPECT_EQ(result.dropped.total() + 6, static_cast<int>(executor.requests.size()));
  EXPECT_EQ(result.variants[0].samples.size(), 6U);
}

TEST(Runner, CleansUpOnceHoweverTheSubjectEnded) {
  FakeExecutor finished;
  run(finished, plan_with_budget(1));
  EXPECT_EQ(finished.clean_ups, 1);

  FakeExecutor failed;
  failed.probe_failures[0] = Failure{FailureKind::crashed, "SIGSEGV", ""};
  run(failed, plan_with_budget(1));
  EXPECT_EQ(failed.clean_ups, 1);

  FakeExecutor failed_later;
  failed_later.unit_failure = [](int /*unit*/) {
    return VariantFailure{1, Failure{FailureKind::failed, "exit status 1", ""}};
  };
  run(failed_later, plan_with_budget(1));
  EXPECT_EQ(failed_later.clean_ups, 1);

  FakeExecutor stopped;
  stopped.interrupt_at_unit = 2;
  run(stopped, plan_with_budget(1));
  EXPECT_EQ(stopped.clean_ups, 1);
}

TEST(Runner, AFailedCleanUpIsTheVariantsFailureAndKeepsItsVerdict) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5};
  executor.clean_up_failures = {{1, Failure{FailureKind::failed, "its --cleanup failed", ""}}};
  const SubjectRun result = run(executor, plan_with_budget(10));
  ASSERT_TRUE(result.variants[1].failure.has_value());
  EXPECT_EQ(result.variants[1].failure->text, "its --cleanup failed");
  EXPECT_EQ(result.comparisons[0].decision->verdict, Verdict::improvement);
}

TEST(Runner, AFailedCleanUpDoesNotHideTheFirstFailure) {
  FakeExecutor executor;
  executor.probe_failures[1] = Failure{FailureKind::crashed, "SIGSEGV", ""};
  executor.clean_up_failures = {{1, Failure{FailureKind::failed, "its --cleanup failed", ""}}};
  EXPECT_EQ(run(executor, plan_with_budget(1)).variants[1].failure->text, "SIGSEGV");
}

SubjectRun run_with_two_metrics(FakeExecutor& executor, const Plan& plan) {
  Subject subject = subject_with(2);
  subject.metrics = {{"wall_time", Better::lower}, {"cpu_time", Better::lower}};
  RunObserver observer;
  return run_subject(subject, plan, executor, observer);
}

TEST(Runner, MetricsThatAreNotCalledDifferentKeepEqualPartsOfAlpha) {
  FakeExecutor executor;
  executor.noise = 0.001;
  const SubjectRun result = run_with_two_metrics(executor, plan_with_budget(10));
  for (const ComparisonRun& comparison : result.comparisons) {
    EXPECT_EQ(comparison.decision->verdict, Verdict::equivalent);
    EXPECT_DOUBLE_EQ(comparison.alpha, 0.025);
  }
}

TEST(Runner, AMetricCalledDifferentLeavesItsAlphaToTheOther) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5};
  executor.cpu_costs = {1.0, 1.0};
  executor.noise = 0.001;
  const SubjectRun result = run_with_two_metrics(executor, plan_with_budget(10));
  EXPECT_EQ(result.comparisons[0].decision->verdict, Verdict::improvement);
  EXPECT_DOUBLE_EQ(result.comparisons[0].alpha, 0.025);
  EXPECT_EQ(result.comparisons[1].decision->verdict, Verdict::equivalent);
  EXPECT_DOUBLE_EQ(result.comparisons[1].alpha, 0.05);
}

TEST(Runner, AMetricMayBeDecidedAfterTheOtherAndBeCalledDifferent) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.96};
  executor.cpu_costs = {1.0, 0.3};
  executor.noise = 0.1;
  const SubjectRun result = run_with_two_metrics(executor, plan_with_budget(600));
  const Decision& wall = *result.comparisons[0].decision;
  const Decision& cpu = *result.comparisons[1].decision;
  EXPECT_EQ(cpu.verdict, Verdict::improvement);
  EXPECT_EQ(wall.verdict, Verdict::improvement);
  EXPECT_LT(cpu.pairs, wall.pairs);
  EXPECT_DOUBLE_EQ(result.comparisons[1].alpha, 0.025);
  EXPECT_DOUBLE_EQ(result.comparisons[0].alpha, 0.05);
}

TEST(Runner, UntilDecidedGoesOnPastAnyUsualBudget) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.9};
  executor.noise = 0.5;
  Plan plan = plan_with_budget(std::numeric_limits<double>::infinity());
  plan.until_decided = true;
  const SubjectRun result = run(executor, plan);
  EXPECT_EQ(result.comparisons[0].decision->verdict, Verdict::improvement);
  EXPECT_EQ(result.comparisons[0].decision->stopped, Stopped::decided);
  EXPECT_GT(executor.now().count(), 10);
}

TEST(Runner, UntilDecidedMayBeInterruptedWithAValidInterval) {
  FakeExecutor executor;
  executor.noise = 0.5;
  executor.interrupt_at_unit = 300;
  Plan plan = plan_with_budget(std::numeric_limits<double>::infinity());
  plan.until_decided = true;
  plan.margin = 0;
  plan.alpha = 1e-6;
  const Decision decision = *run(executor, plan).comparisons[0].decision;
  EXPECT_EQ(decision.stopped, Stopped::interrupted);
  EXPECT_EQ(decision.pairs, 300);
  ASSERT_TRUE(decision.interval.has_value());
  EXPECT_LT(decision.interval->lo, 0);
  EXPECT_GT(decision.interval->hi, 0);
}

TEST(Runner, CommandsRunOnceAUnit) {
  FakeExecutor executor;
  executor.runs_once = true;
  executor.costs = {1.0, 0.5};
  Plan plan = plan_with_budget(10);
  plan.rounds = 1;
  const SubjectRun result = run(executor, plan);
  EXPECT_FALSE(result.variants[0].checksum.has_value());
  EXPECT_EQ(executor.requests.front().order.rounds.size(), 1U);
  EXPECT_EQ(executor.requests.front().checksum, std::nullopt);
  EXPECT_EQ(result.comparisons[0].decision->verdict, Verdict::improvement);
}

TEST(Runner, SubjectAloneRunsAsOftenAsAsked) {
  FakeExecutor executor;
  executor.runs_once = true;
  executor.costs = {0.5};
  Plan plan = plan_with_budget(0.1);
  plan.runs = 5;
  const SubjectRun result = run(executor, plan, 1);
  EXPECT_EQ(result.variants[0].samples.size(), 5U);
  EXPECT_TRUE(result.comparisons.empty());
}

TEST(Runner, SubjectAloneKeepsTheRunsBeforeAnInterrupt) {
  FakeExecutor executor;
  executor.runs_once = true;
  executor.costs = {0.5};
  executor.interrupt_at_unit = 3;
  Plan plan = plan_with_budget(10);
  plan.runs = 5;
  EXPECT_EQ(run(executor, plan, 1).variants[0].samples.size(), 3U);
}

TEST(Runner, CounterHasValuesInItsOwnBlocksAndTellsItsLeastShare) {
  FakeExecutor executor;
  executor.costs = {1.0, 1.0};
  executor.counter_plan.events = {{"cycles", "pmu::CYCLES", {}, 0}};
  executor.counted = [](int unit, std::size_t round) -> std::optional<double> {
    return round == 0 ? std::nullopt : std::optional(1000.0 * (unit + 1));
  };
  executor.counter_share = [](int unit) { return unit == 1 ? 0.25 : 0.5; };
  const SubjectRun result = run(executor, plan_with_budget(10));
  const VariantRun& variant = result.variants[0];
  EXPECT_DOUBLE_EQ(variant.samples[1].values.at("cycles").number, 2000);
  EXPECT_EQ(variant.counters.at("cycles").event, "pmu::CYCLES");
  EXPECT_DOUBLE_EQ(variant.counters.at("cycles").share, 0.25);
}

TEST(Runner, NumberOfAPassReplacesTheReasonForHavingNoCounter) {
  FakeExecutor executor;
  executor.counter_plan.absent = {{"allocations", "no PMU"}, {"instructions", "no PMU"}};
  Plan plan = plan_with_budget(1);
  plan.collectors = {"allocations"};
  const SubjectRun result = run(executor, plan);
  const ByMetric<Reading>& counts = result.variants[0].counts;
  EXPECT_TRUE(std::holds_alternative<Value>(counts.at("allocations")));
  EXPECT_EQ(std::get<Absent>(counts.at("instructions")).reason,
            "no PMU; not asked for (--collect cache)");
  EXPECT_EQ(std::get<Absent>(counts.at("instructions")).not_requested, "counters");
  EXPECT_EQ(std::get<Absent>(counts.at("l1d_loads")).not_requested, "cache");
  plan.counters = Plan::Counters::requested;
  const SubjectRun asked = run(executor, plan);
  EXPECT_EQ(std::get<Absent>(asked.variants[0].counts.at("instructions")).not_requested, "");
}

TEST(Runner, ReasonOfAPassThatWasAskedForBeatsThatOfUnaskedCounters) {
  FakeExecutor executor;
  executor.counter_plan.absent = {{"instructions", "no PMU"}};
  executor.pass_failures[0] = Failure{FailureKind::unavailable, "no valgrind", ""};
  Plan plan = plan_with_budget(1);
  plan.collectors = {"cache"};
  const SubjectRun result = run(executor, plan);
  const Absent& absent = std::get<Absent>(result.variants[0].counts.at("instructions"));
  EXPECT_EQ(absent.reason, "no valgrind");
  EXPECT_EQ(absent.not_requested, "");
}

TEST(Runner, CounterThatNeverCountedHasAReason) {
  FakeExecutor executor;
  executor.counter_plan.events = {{"cycles", "pmu::CYCLES", {}, 0}};
  const SubjectRun result = run(executor, plan_with_budget(1));
  EXPECT_NE(std::get<Absent>(result.variants[0].counts.at("cycles")).reason.find("in no run"),
            std::string::npos);
}

SubjectRun run_scan_point(FakeExecutor& executor, const Plan& plan, int points) {
  RunObserver observer;
  Subject subject = subject_with(2);
  subject.scan_points = points;
  return run_subject(subject, plan, executor, observer);
}

TEST(Runner, APointOfAScanIsReadAtItsPartOfAlphaAndJudgedAtTheWhole) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5};
  executor.noise = 0.05;
  const SubjectRun result = run_scan_point(executor, plan_with_budget(10), 10);
  const ComparisonRun& comparison = result.comparisons.at(0);
  EXPECT_DOUBLE_EQ(comparison.alpha, 0.05);
  EXPECT_EQ(comparison.decision->verdict, Verdict::improvement);
  EXPECT_EQ(comparison.decision->stopped, Stopped::decided);
  ASSERT_TRUE(comparison.scan.has_value());
  EXPECT_DOUBLE_EQ(comparison.scan->alpha, 0.005);
  ASSERT_TRUE(comparison.scan->interval.has_value());
  EXPECT_LE(comparison.scan->interval->lo, comparison.decision->interval->lo);
  EXPECT_GE(comparison.scan->interval->hi, comparison.decision->interval->hi);
  EXPECT_LT(comparison.scan->interval->hi, -0.01);
  EXPECT_EQ(comparison.decision->pairs, static_cast<int>(comparison.effects.size()));
}

TEST(Runner, APointOfNoScanHasNoSecondReading) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5};
  EXPECT_FALSE(run(executor, plan_with_budget(10)).comparisons.at(0).scan.has_value());
}

TEST(Runner, APointOfAScanHasAsManyPairsAsItsPartOfAlphaNeeds) {
  FakeExecutor executor;
  executor.costs = {1.0, 0.5};
  const SubjectRun result = run_scan_point(executor, plan_with_budget(0.001), 12);
  EXPECT_EQ(executor.requests.size(), 9U);  // 2^-8 < 0.05 / 12
  EXPECT_TRUE(result.comparisons.at(0).scan->interval.has_value());
}

TEST(Runner, ExactCountsOfAScanStayExact) {
  FakeExecutor executor;
  executor.instructions = {1000, 900};
  RunObserver observer;
  Subject subject = subject_with(2);
  subject.metrics = {{"instructions", Better::lower}};
  subject.scan_points = 4;
  const SubjectRun result = run_subject(subject, plan_with_budget(1), executor, observer);
  const ScanReading& scan = *result.comparisons.at(0).scan;
  EXPECT_EQ(scan.interval, (Interval{scan.log_ratio, scan.log_ratio}));
  EXPECT_DOUBLE_EQ(result.comparisons.at(0).alpha, 0.05);
}

TEST(Runner, UnsteadyCountsOfAScanAreReadTwice) {
  FakeExecutor executor;
  executor.instructions = {1e6, 5e5};
  executor.unsteady = 0.001;
  RunObserver observer;
  Subject subject = subject_with(2);
  subject.metrics = {{"instructions", Better::lower}};
  subject.scan_points = 4;
  const SubjectRun result = run_subject(subject, plan_with_budget(1), executor, observer);
  EXPECT_DOUBLE_EQ(result.comparisons.at(0).scan->alpha, 0.0125);
  EXPECT_DOUBLE_EQ(result.comparisons.at(0).alpha, 0.05);
  EXPECT_EQ(result.comparisons.at(0).decision->verdict, Verdict::improvement);
}

TEST(Runner, ReadingAScanIsNoLookOfItsOwnWhenCountsDoNotRepeat) {
  FakeExecutor executor;
  executor.instructions = {1e6, 5e5};
  executor.unsteady = 0.001;
  Subject subject = counted_subject();
  subject.scan_points = 4;
  RunObserver observer;
  const SubjectRun result = run_subject(subject, plan_with_budget(1), executor, observer);
  const Decision& decision = *result.comparisons.at(0).decision;
  EXPECT_EQ(decision.verdict, Verdict::improvement);
  EXPECT_EQ(decision.pairs, 9);
  EXPECT_EQ(decision.looks, 2);  // after 6 and after 9 pairs
}

TEST(Runner, UnsteadyCountsOfALongScanCanBeDecided) {
  Subject subject = counted_subject();
  subject.scan_points = 300;
  const SubjectRun run = compare_unsteady_counts(2, 1, subject);
  const ScanReading reading = run.comparisons.front().scan.value();
  ASSERT_TRUE(reading.interval.has_value());
  EXPECT_GT(reading.interval->lo, 0);
}

TEST(Runner, AScanIsReadWhenTheUserStopsIt) {
  FakeExecutor executor;
  executor.noise = 0.3;
  executor.interrupt_at_unit = 20;
  const SubjectRun result = run_scan_point(executor, plan_with_budget(100), 10);
  ASSERT_TRUE(result.comparisons.at(0).scan.has_value());
  EXPECT_EQ(result.comparisons.at(0).decision->stopped, Stopped::interrupted);
}

// How many units ran what was simulated, all of them after the others.
std::size_t units_as_simulated(const FakeExecutor& executor) {
  const auto first = std::find_if(executor.requests.begin(), executor.requests.end(),
                                  [](const UnitRequest& request) { return request.as_simulated; });
  EXPECT_TRUE(std::all_of(first, executor.requests.end(),
                          [](const UnitRequest& request) { return request.as_simulated; }));
  return static_cast<std::size_t>(executor.requests.end() - first);
}

TEST(SimulatedPaths, OfEveryVariantAreTimedSideBySideAndApartFromTheSamples) {
  FakeExecutor executor;
  executor.simulated_paths = {{0, {}}, {1, {}}};
  const SubjectRun done = run(executor, plan_with_budget(10));
  const std::size_t units = units_as_simulated(executor);
  EXPECT_GE(units, 6U);
  EXPECT_LE(units, 20U);
  for (const VariantRun& variant : done.variants) {
    ASSERT_TRUE(variant.path);
    EXPECT_EQ(variant.path->samples.size(), units);
  }
  EXPECT_EQ(done.variants[1].path->samples.front().unit, done.variants[0].path->samples[0].unit);
  EXPECT_EQ(done.variants[0].samples.size() + units, executor.requests.size());
}

TEST(SimulatedPaths, ThatNoRunCanTakeAreNotTimed) {
  FakeExecutor executor;
  executor.simulated_paths = {{0, {}}, {1, {.other_code = "it has code for AVX-512"}}};
  const SubjectRun done = run(executor, plan_with_budget(1));
  EXPECT_GT(units_as_simulated(executor), 0U);
  EXPECT_EQ(executor.requests.back().order.launches, std::vector<std::size_t>{0});
  EXPECT_TRUE(done.variants[1].path->samples.empty());
  EXPECT_EQ(done.variants[1].path->other_code, "it has code for AVX-512");
}

TEST(SimulatedPaths, WithoutASimulationThereAreNone) {
  FakeExecutor executor;
  const SubjectRun done = run(executor, plan_with_budget(1));
  EXPECT_EQ(units_as_simulated(executor), 0U);
  EXPECT_FALSE(done.variants[0].path);
}

TEST(SimulatedPaths, AVariantThatCannotTakeItHasThatReasonAndTheOtherGoesOn) {
  FakeExecutor executor;
  executor.simulated_paths = {{0, {}}, {1, {}}};
  executor.unit_failure = [&](int) -> std::optional<VariantFailure> {
    const UnitRequest& request = executor.requests.back();
    const std::vector<std::size_t>& launches = request.order.launches;
    if (!request.as_simulated || launches.size() < 2) return std::nullopt;
    return VariantFailure{1, Failure::unavailable("it dispatched to AVX3")};
  };
  const SubjectRun done = run(executor, plan_with_budget(1));
  EXPECT_FALSE(done.variants[1].failure) << "that says nothing against the variant";
  EXPECT_EQ(done.variants[1].path->other_code, "it dispatched to AVX3");
  EXPECT_TRUE(done.variants[1].path->samples.empty());
  EXPECT_FALSE(done.variants[0].path->samples.empty());
}

}  // namespace
}  // namespace hone::measure

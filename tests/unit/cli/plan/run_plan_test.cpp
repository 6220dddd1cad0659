// On the workloads of tests/subjects/misbehaving_workloads.cpp.
#include "cli/plan/run_plan.hpp"

#include <gtest/gtest.h>

#include "fmt/format.h"

namespace hone::cli {
namespace {

RunOptions options_for(const std::string& selector) {
  RunOptions options;
  options.selectors = {selector};
  return options;
}

std::string error_of(const RunOptions& options) {
  const Result<Plan> plan = build_plan(options);
  return plan ? "no error" : plan.error().what + " | " + plan.error().next;
}

TEST(PlanBuilder, IdsFamiliesAndGlobsSelect) {
  EXPECT_EQ(build_plan(options_for("test/known_ratio"))->subjects.size(), 1U);
  EXPECT_EQ(build_plan(options_for("test"))->subjects.size(), 7U);
  EXPECT_EQ(build_plan(options_for("test/fail*"))->subjects.size(), 2U);
  EXPECT_EQ(build_plan({})->subjects.size(), 7U);
}

TEST(PlanBuilder, OverlappingSelectorsSelectOnce) {
  RunOptions options = options_for("test");
  options.selectors.emplace_back("test/known_ratio");
  EXPECT_EQ(build_plan(options)->subjects.size(), 7U);
}

TEST(PlanBuilder, UnknownIdSuggestsTheNearest) {
  EXPECT_NE(error_of(options_for("test/known_ration")).find("did you mean 'test/known_ratio'"),
            std::string::npos);
  EXPECT_NE(error_of(options_for("zzz*")).find("no workload matches 'zzz*'"), std::string::npos);
}

TEST(PlanBuilder, SweepsMakeASubjectAPoint) {
  RunOptions options = options_for("test/known_ratio");
  options.sweeps = {"steps=10,2k,small"};
  const Result<Plan> plan = build_plan(options);
  ASSERT_TRUE(plan.ok()) << plan.error().what;
  ASSERT_EQ(plan->subjects.size(), 3U);
  EXPECT_EQ(to_string(plan->subjects[0].parameters[0].second), "10");
  EXPECT_EQ(to_string(plan->subjects[1].parameters[0].second), "2000");
  EXPECT_EQ(to_string(plan->subjects[2].parameters[0].second), "1000");
  EXPECT_EQ(plan->subjects[1].work.operations, 2000);
}

// Rows of 64 bytes: a default by level, a point without gain by level, and one without.
workloads::Workload rows() {
  workloads::Workload workload;
  workload.id = "test/rows";
  workload.operations = [](const workloads::Parameters&) { return 1.0; };
  workload.footprint = [](const workloads::Parameters& p) {
    return 64 * static_cast<double>(p["rows"]);
  };
  workload.default_at_level = {"rows", workloads::CacheLevel::second, 2, 1e9};
  workload.parameters = {{.name = "rows", .meaning = "", .initial = 10, .min = 1, .max = 1 << 20},
                         {.name = "order", .meaning = "", .initial = 0, .choices = {"up", "down"}}};
  for (const char* name : {"plain", "fast", "other"}) {
    workload.variants.push_back({.name = name, .summary = "", .prepare = nullptr});
  }
  workload.no_gain = {{.assignments = {{"rows", 5}},
                       .text = "few rows",
                       .at_level = {"rows", workloads::CacheLevel::first, 0.5, 1e9}},
                      {.assignments = {{"order", 1}}, .text = "backwards", .variant = "other"}};
  workload.pay_off = {.variant = "fast", .parameter = "rows", .values = {5, 512}};
  return workload;
}

workloads::CacheSizes small_caches() {
  workloads::CacheSizes sizes;
  sizes.levels = {{1, 1024}, {2, 4096}};
  return sizes;
}

std::vector<Subject> rows_at(const std::vector<std::string>& sweeps, bool against_itself = false) {
  RunOptions options;
  options.sweeps = sweeps;
  options.against_itself = against_itself;
  const std::vector<workloads::Workload> offered{rows()};
  return build_plan(options, offered, small_caches())->subjects;
}

TEST(PlanBuilder, ADefaultIsChosenByTheCaches) {
  const Subject subject = rows_at({}).at(0);
  EXPECT_EQ(to_string(subject.parameters[0].second), "128");
  EXPECT_EQ(subject.chosen, "rows=128 for 2 x L2 (4 KiB)");
  EXPECT_EQ(subject.footprint, (Footprint{8192, Footprint::Place::memory, 2, 4096, ""}));
}

TEST(PlanBuilder, AValueThatWasTypedIsNotChosenByTheCaches) {
  const Subject subject = rows_at({"rows=10"}).at(0);
  EXPECT_EQ(subject.chosen, "");
  EXPECT_EQ(subject.footprint, (Footprint{640, Footprint::Place::cache, 1, 1024, ""}));
}

TEST(PlanBuilder, ThreadsAreThoseThatTheWorkloadSays) {
  EXPECT_EQ(rows_at({}).at(0).threads, 1);
  std::vector<workloads::Workload> offered{rows()};
  offered[0].threads = [](const workloads::Parameters& p) { return 3 + p["order"]; };
  RunOptions options;
  options.sweeps = {"order=down"};
  EXPECT_EQ(build_plan(options, offered)->subjects.at(0).threads, 4);
}

TEST(PlanBuilder, WithoutKnownCachesTheFootprintIsBytesAndTheReason) {
  RunOptions options;
  const std::vector<workloads::Workload> offered{rows()};
  const Result<Plan> plan = build_plan(options, offered, {.unknown = "they are not told"});
  EXPECT_EQ(plan->subjects[0].footprint,
            (Footprint{640, Footprint::Place::unknown, 0, 0, "they are not told"}));
  EXPECT_EQ(plan->subjects[0].chosen, "rows=10 whatever the caches: they are not told");
}

TEST(PlanBuilder, APointWithoutGainIsClaimedAtItsResolvedValueOnly) {
  EXPECT_EQ(rows_at({"rows=8"}).at(0).claims,
            (std::vector<PayClaim>{{"fast", "cpu_time", PayClaim::Says::no_gain, "few rows"}}));
  EXPECT_TRUE(rows_at({"rows=5"}).at(0).claims.empty());
  EXPECT_TRUE(rows_at({"rows=8", "order=down"}).at(0).claims.empty());
}

TEST(PlanBuilder, APointWithoutGainNamesTheVariantThatDoesNotPay) {
  EXPECT_EQ(rows_at({"order=down"}).at(0).claims,
            (std::vector<PayClaim>{{"other", "cpu_time", PayClaim::Says::no_gain, "backwards"}}));
}

TEST(PlanBuilder, TheDefaultIsWhereTheTechniqueGains) {
  EXPECT_EQ(rows_at({}).at(0).claims,
            (std::vector<PayClaim>{{"fast", "cpu_time", PayClaim::Says::gains, ""}}));
  EXPECT_EQ(rows_at({"rows=128"}).at(0).claims, rows_at({}).at(0).claims);
}

TEST(PlanBuilder, ABaselineAgainstItselfClaimsNothing) {
  EXPECT_TRUE(rows_at({}, true).at(0).claims.empty());
}

TEST(PlanBuilder, RepeatedValueIsOnePoint) {
  RunOptions options = options_for("test/known_ratio");
  options.sweeps = {"steps=1000,1k,small"};
  EXPECT_EQ(build_plan(options)->subjects.size(), 1U);
}

TEST(PlanBuilder, BadSweepsAreNamed) {
  RunOptions options = options_for("test/known_ratio");
  const auto error_with = [&](const std::string& sweep) {
    options.sweeps = {sweep};
    return error_of(options);
  };
  EXPECT_NE(error_with("step=1").find("-p 'step=1': test/known_ratio has no parameter 'step'"),
            std::string::npos);
  EXPECT_NE(error_with("step=1").find("did you mean 'steps'"), std::string::npos);
  EXPECT_NE(error_with("steps=1,0").find("-p 'steps=0': '0' is no value for parameter 'steps'"),
            std::string::npos);
  EXPECT_NE(error_with("steps=many").find("'many'"), std::string::npos);
  EXPECT_NE(error_with("steps").find("name=value"), std::string::npos);
  EXPECT_NE(error_with("steps=").find("name=value"), std::string::npos);
  EXPECT_NE(error_with("=5").find("name=value"), std::string::npos);
  EXPECT_NE(error_with("steps=1,,2").find("-p 'steps=': '' is no value"), std::string::npos);
  options.sweeps = {"steps=1", "steps=2"};
  EXPECT_NE(error_of(options).find("given twice"), std::string::npos);
}

std::vector<std::string> values_in(const RunOptions& options) {
  std::vector<std::string> values;
  const Result<Plan> plan = build_plan(options);
  if (!plan) return {plan.error().what};
  for (const Subject& subject : plan->subjects) {
    values.push_back(to_string(subject.parameters[0].second));
  }
  return values;
}

TEST(PlanBuilder, RangesAreSweptWithOrWithoutAStep) {
  using Values = std::vector<std::string>;
  RunOptions options = options_for("test/known_ratio");
  options.sweeps = {"steps=1..4"};
  EXPECT_EQ(values_in(options), (Values{"1", "2", "3", "4"}));
  options.sweeps = {"steps=8..2:-3,8,1k"};
  EXPECT_EQ(values_in(options), (Values{"8", "5", "2", "1000"}));
  options.sweeps = {"steps=small..3k:1k"};
  EXPECT_EQ(values_in(options), (Values{"1000", "2000", "3000"}));
  options.sweeps = {"steps=1..128"};
  EXPECT_EQ(values_in(options),
            (Values{"1", "2", "4", "6", "9", "14", "22", "34", "53", "82", "128"}));
}

TEST(PlanBuilder, BadRangesAreNamed) {
  RunOptions options = options_for("test/crossing");
  const auto error_with = [&](const std::string& sweep) {
    options.sweeps = {sweep};
    return error_of(options);
  };
  EXPECT_NE(error_with("blocks=8..1").find("-p 'blocks=8..1': the first value is above the last"),
            std::string::npos);
  EXPECT_NE(error_with("blocks=1..8:0").find("the step does not lead"), std::string::npos);
  EXPECT_NE(error_with("blocks=1..8:x").find("the step 'x' is not a whole number"),
            std::string::npos);
  EXPECT_NE(error_with("blocks=1..").find("the range lacks an end"), std::string::npos);
  EXPECT_NE(error_with("blocks=0..8").find("'0' is no value"), std::string::npos);
  EXPECT_NE(error_with("blocks=1..20000:1").find("has more than 10000 values"), std::string::npos);
  EXPECT_NE(error_with("colour=red..blue").find("takes names, which have no range"),
            std::string::npos);
  options.sweeps = {"blocks=1..9000:1", "colour=red,blue"};
  EXPECT_NE(error_of(options).find("-p makes 18000 combinations, more than 10000"),
            std::string::npos);
}

TEST(PlanBuilder, AScanThatCouldDecideNothingIsRefused) {
  RunOptions options = options_for("test/crossing");
  options.metric = "cpu";
  options.sweeps = {"blocks=1..3276:1"};
  EXPECT_TRUE(build_plan(options).ok());
  options.sweeps = {"blocks=1..3277:1"};
  EXPECT_EQ(error_of(options),
            "the scan of test/crossing has 3277 values, and --alpha 0.05 is enough for 3276 | give "
            "fewer values, a larger --alpha, or --until-decided, which takes any");
  options.metric = "cpu,wall";
  options.sweeps = {"blocks=1..400:1"};
  options.alpha = "0.01";
  EXPECT_NE(error_of(options).find("400 values, and --alpha 0.01 of 2 metrics is enough for 327"),
            std::string::npos);
  options.metric = "allocations";  // exact
  EXPECT_TRUE(build_plan(options).ok());
  options.metric = "cpu";
  options.until_decided = true;
  options.alpha = "0.0000001";
  EXPECT_TRUE(build_plan(options).ok());
  options.until_decided = false;
  options.sweeps.clear();
  EXPECT_EQ(error_of(options),
            "--alpha 1e-07 is finer than the planned test can decide | give at least 1.6e-05, or "
            "--until-decided, which takes any");
}

TEST(PlanBuilder, TheAlphaThatIsOfferedIsTaken) {
  for (const char* metric : {"cpu", "cpu,wall,peak_rss"}) {
    for (const int points : {1, 2, 9, 41}) {
      RunOptions options = options_for("test/crossing");
      options.metric = metric;
      options.sweeps = {fmt::format("blocks=1..{}:1", points)};
      if (points == 1) options.sweeps.clear();
      options.alpha = "0.0000001";
      const std::string error = error_of(options);
      const std::string before = "give at least ";
      const std::size_t at = error.find(before) + before.size();
      options.alpha = error.substr(at, error.find(',', at) - at);
      EXPECT_TRUE(build_plan(options).ok()) << error << ": " << error_of(options);
    }
  }
}

TEST(PlanBuilder, PointsOfAScanShareAlphaAndOthersDoNot) {
  RunOptions options = options_for("test/crossing");
  EXPECT_EQ(build_plan(options)->subjects[0].scan_points, 1);
  options.sweeps = {"colour=red,blue"};
  EXPECT_EQ(build_plan(options)->subjects[0].scan_points, 1);
  options.sweeps = {"blocks=1,2,4", "colour=red,blue"};
  const Result<Plan> plan = build_plan(options);
  for (const Subject& subject : plan->subjects) EXPECT_EQ(subject.scan_points, 3);
}

TEST(PlanBuilder, PayOffIsTheDefaultPointAndTheWorkloadsOwnScan) {
  RunOptions options = options_for("test/crossing");
  options.pay_off = true;
  const Result<Plan> plan = build_plan(options);
  ASSERT_TRUE(plan.ok()) << plan.error().what;
  EXPECT_TRUE(plan->pay_off);
  EXPECT_EQ(values_in(options), (std::vector<std::string>{"4", "2", "8", "16", "32"}));
  for (const Subject& subject : plan->subjects) {
    EXPECT_EQ(subject.scan_points, 5);
    ASSERT_EQ(subject.variants.size(), 2U);
    EXPECT_EQ(subject.variants[0].name, "each");
    EXPECT_EQ(subject.variants[1].name, "square");
  }
}

TEST(PlanBuilder, PayOffOfAWorkloadWithoutAScanIsItsDefaultPoint) {
  RunOptions options = options_for("test/known_ratio");
  options.pay_off = true;
  const Result<Plan> plan = build_plan(options);
  ASSERT_EQ(plan->subjects.size(), 1U);
  EXPECT_EQ(plan->subjects[0].scan_points, 1);
}

TEST(PlanBuilder, PayOffRefusesWhatContradictsIt) {
  RunOptions options = options_for("test/crossing");
  options.pay_off = true;
  options.sweeps = {"blocks=1,2"};
  EXPECT_NE(error_of(options).find("-p has no place beside it"), std::string::npos);
  options.sweeps.clear();
  options.against_itself = true;
  EXPECT_NE(error_of(options).find("contradict"), std::string::npos);
}

TEST(PlanBuilder, ThresholdsOutOfRangeAreNamed) {
  for (const char* alpha : {"0", "1", "-0.1", "2", "x", "100%"}) {
    RunOptions options = options_for("test/known_ratio");
    options.alpha = alpha;
    EXPECT_NE(error_of(options).find("--alpha"), std::string::npos) << alpha;
  }
  for (const char* margin : {"-1%", "100%", "x", ""}) {
    RunOptions options = options_for("test/known_ratio");
    options.margin = margin;
    EXPECT_NE(error_of(options).find("--margin"), std::string::npos) << margin;
  }
  for (const char* budget : {"0", "0s", "-1s", "10", "soon"}) {
    RunOptions options = options_for("test/known_ratio");
    options.budget = budget;
    EXPECT_NE(error_of(options).find("--budget"), std::string::npos) << budget;
  }
}

TEST(PlanBuilder, MetricsHaveShortNames) {
  RunOptions options = options_for("test/known_ratio");
  options.metric = "wall";
  EXPECT_EQ(build_plan(options)->subjects[0].metrics.at(0).id, "wall_time");
  options.metric = "";
  EXPECT_EQ(build_plan(options)->subjects[0].metrics.at(0).id, "cpu_time");
  options.metric = "wal_time";
  EXPECT_NE(error_of(options).find("did you mean 'wall_time'"), std::string::npos);
  options.metric = "l1d_misses";
  EXPECT_NE(error_of(options).find("the verdict cannot be about this one"), std::string::npos);
}

TEST(PlanBuilder, UnknownCollectorIsNamed) {
  RunOptions options = options_for("test/known_ratio");
  options.collect = "allocation";
  EXPECT_NE(error_of(options).find("did you mean 'allocations'"), std::string::npos);
  options.collect = "none";
  EXPECT_TRUE(build_plan(options)->collectors.empty());
}

TEST(PlanBuilder, QuickAndThoroughContradict) {
  RunOptions options = options_for("test/known_ratio");
  options.quick = options.thorough = true;
  EXPECT_NE(error_of(options).find("contradict"), std::string::npos);
}

TEST(PlanBuilder, BudgetOverridesQuick) {
  RunOptions options = options_for("test/known_ratio");
  options.quick = true;
  options.budget = "500ms";
  EXPECT_DOUBLE_EQ(build_plan(options)->budget.count(), 0.5);
}

TEST(PlanBuilder, BlocksCanBeCutOtherwise) {
  RunOptions options = options_for("test/known_ratio");
  options.quick = true;  // whose blocks would end at 30 ms
  options.rounds = 9;
  options.block = "40ms";
  const Result<Plan> plan = build_plan(options);
  EXPECT_EQ(plan->rounds, 9);
  EXPECT_DOUBLE_EQ(plan->block_target.count(), 0.04);
  EXPECT_GE(plan->block_limit, plan->block_target);
}

TEST(PlanBuilder, BadBlocksAreNamed) {
  RunOptions options = options_for("test/known_ratio");
  options.rounds = 4;
  EXPECT_NE(error_of(options).find("--rounds 4"), std::string::npos);
  options.rounds = 1;
  options.block = "soon";
  EXPECT_NE(error_of(options).find("--block 'soon'"), std::string::npos);
}

TEST(PlanBuilder, SeedIsKeptOrDrawn) {
  RunOptions options = options_for("test/known_ratio");
  EXPECT_NE(build_plan(options)->seed, build_plan(options)->seed);
  options.seed = 17;
  EXPECT_EQ(build_plan(options)->seed, 17U);
}

TEST(PlanBuilder, AgainstItselfRunsTheBaselineTwice) {
  RunOptions options = options_for("test/known_ratio");
  options.against_itself = true;
  const Result<Plan> plan = build_plan(options);
  const std::vector<Variant>& variants = plan->subjects[0].variants;
  ASSERT_EQ(variants.size(), 2U);
  EXPECT_EQ(variants[0].implementation, variants[1].implementation);
  EXPECT_NE(variants[0].name, variants[1].name);
}

}  // namespace
}  // namespace hone::cli

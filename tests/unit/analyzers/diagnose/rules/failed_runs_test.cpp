#include "analyzers/diagnose/rules/failed_runs.hpp"

#include <csignal>
#include <utility>

#include <gtest/gtest.h>

namespace hone::diagnose {
namespace {

Sample ended(RunEnd end) {
  Sample sample;
  sample.end = end;
  return sample;
}

// A command per list of endings, named "a", "b", ...
std::vector<Finding> judge_runs(std::vector<std::vector<Sample>> samples) {
  SubjectReport report;
  for (std::vector<Sample>& of_variant : samples) {
    VariantReport variant;
    variant.name = static_cast<char>('a' + report.variants.size());
    variant.samples = std::move(of_variant);
    report.variants.push_back(std::move(variant));
  }
  return failed_runs(report);
}

constexpr RunEnd success{};
constexpr RunEnd status_1{.code = 1, .signal = 0};
constexpr RunEnd segmentation_fault{.code = 0, .signal = SIGSEGV};

TEST(FailedRuns, HasNothingToSayWhereAllRunsEndedWell) {
  EXPECT_TRUE(judge_runs({{ended(success), ended(success)}, {}}).empty());
}

TEST(FailedRuns, HasNothingToSayOfWorkloads) {
  EXPECT_TRUE(judge_runs({{Sample{}, Sample{}}}).empty());
}

TEST(FailedRuns, CountsTheRunsOfAnExitStatus) {
  const std::vector<Finding> findings =
      judge_runs({{ended(success)}, {ended(status_1), ended(success), ended(status_1)}});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].text, "b exited with status 1 in 2 of 3 runs");
  EXPECT_EQ(findings[0].rule, "failed_runs");
}

TEST(FailedRuns, TellsEachWayToFailInOneFindingAVariant) {
  const std::vector<Finding> findings =
      judge_runs({{ended(status_1)},
                  {ended(segmentation_fault), ended(status_1), ended(status_1), ended(success)}});
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].text, "a exited with status 1 in 1 of 1 run");
  EXPECT_EQ(findings[1].text,
            "b was killed by SIGSEGV in 1 and exited with status 1 in 2 of 4 runs");
}

TEST(FailedRuns, AreCertainButNoFailureSinceTheyWereIgnoredOnRequest) {
  const std::vector<Finding> findings = judge_runs({{ended(status_1)}});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].confidence, Confidence::certain);
  EXPECT_FALSE(findings[0].is_failure);
}

TEST(FailedRuns, ASignalWithoutANameIsANumber) {
  EXPECT_EQ(judge_runs({{ended({.code = 0, .signal = 63})}})[0].text,
            "a was killed by signal 63 in 1 of 1 run");
}

}  // namespace
}  // namespace hone::diagnose

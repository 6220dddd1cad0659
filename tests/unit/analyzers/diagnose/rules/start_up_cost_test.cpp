#include "analyzers/diagnose/rules/start_up_cost.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::diagnose {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

SubjectReport with_start_up(const std::vector<StartUp>& start_ups) {
  SubjectReport report;
  for (const StartUp& start_up : start_ups) {
    VariantReport variant;
    variant.name = report.variants.empty() ? "old" : "new";
    variant.simulated = SimulatedCounts{.start_up = start_up};
    report.variants.push_back(std::move(variant));
  }
  return report;
}

SubjectReport about_instructions(SubjectReport report) {
  report.comparisons.resize(1);
  report.comparisons[0].metric = "instructions";
  return report;
}

TEST(StartUpCost, OfAShortProgramIsTold) {
  const std::vector<Finding> findings =
      start_up_cost(with_start_up({{.in_main = 6000, .outside = 126'000}}));
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].text,
            "95 % of the instructions of old are outside of main: they load the program, and start "
            "and end the C library");
  EXPECT_THAT(findings[0].evidence, ElementsAre("old: 6000 in main, 126000 before and after it"));
}

TEST(StartUpCost, BesideAVerdictOnInstructionsItIsSaidWhatMainAloneDoes) {
  const std::vector<Finding> findings = start_up_cost(about_instructions(with_start_up(
      {{.in_main = 6000, .outside = 126'000}, {.in_main = 9000, .outside = 125'000}})));
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].text, HasSubstr("of old are outside of main"));
  EXPECT_THAT(findings[0].evidence,
              ElementsAre("old: 6000 in main, 126000 before and after it",
                          "new: 9000 in main, 125000 before and after it",
                          "in main alone new executes 50 % more than the baseline"));
}

TEST(StartUpCost, WhereMainDoesTheSameThatIsSaid) {
  const std::vector<Finding> findings = start_up_cost(about_instructions(
      with_start_up({{.in_main = 60, .outside = 120}, {.in_main = 60, .outside = 900}})));
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].text, HasSubstr("94 % of the instructions of new"));
  EXPECT_EQ(findings[0].evidence.back(), "in main alone new executes as many as the baseline");
}

TEST(StartUpCost, OfALongProgramIsNoFinding) {
  EXPECT_THAT(start_up_cost(with_start_up({{.in_main = 9e8, .outside = 126'000}})), IsEmpty());
}

TEST(StartUpCost, IsNoFindingWhereItIsNotKnown) {
  EXPECT_THAT(start_up_cost({}), IsEmpty());
  SubjectReport report = with_start_up({{}});  // nothing was executed
  EXPECT_THAT(start_up_cost(about_instructions(report)), IsEmpty());
  report.variants[0].simulated->start_up.reset();
  EXPECT_THAT(start_up_cost(report), IsEmpty());
  report.variants[0].simulated.reset();
  EXPECT_THAT(start_up_cost(report), IsEmpty());
}

TEST(StartUpCost, WhereTheBaselinesMainIsEmptyNothingIsDividedByIt) {
  const std::vector<Finding> findings = start_up_cost(about_instructions(
      with_start_up({{.in_main = 0, .outside = 120}, {.in_main = 60, .outside = 900}})));
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].evidence, SizeIs(2));
}

}  // namespace
}  // namespace hone::diagnose

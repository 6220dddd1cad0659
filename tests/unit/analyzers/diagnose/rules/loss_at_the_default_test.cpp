#include "analyzers/diagnose/rules/loss_at_the_default.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/analyzers/diagnose/rules/compared.hpp"

namespace hone::diagnose {
namespace {

VariantReport timed_at_default(const std::string& name, double seconds) {
  VariantReport variant;
  variant.name = name;
  MetricSummary summary;
  summary.unit = Unit::seconds;
  summary.value = seconds;
  variant.metrics["cpu_time"] = summary;
  return variant;
}

SubjectReport claimed_at_default(Verdict verdict, PayClaim::Says says = PayClaim::Says::gains) {
  SubjectReport report;
  report.technique = "rows";
  report.claims = {{"new", "cpu_time", says, "few rows"}};
  report.variants = {timed_at_default("old", 0.002), timed_at_default("new", 0.005)};
  report.comparisons = {compared("cpu_time", 2.5, verdict)};
  return report;
}

TEST(LossAtTheDefault, IsToldWithBothFigures) {
  const std::vector<Finding> findings =
      loss_at_the_default(claimed_at_default(Verdict::regression));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "loss_at_the_default");
  EXPECT_EQ(findings[0].text, "new: should pay at the default point, but loses 2.5-fold");
  EXPECT_EQ(findings[0].evidence, (std::vector<std::string>{"old 0.002 s", "new 0.005 s"}));
  EXPECT_EQ(findings[0].technique, "rows");
  EXPECT_FALSE(findings[0].is_failure);
}

TEST(LossAtTheDefault, NeedsAFirmVerdict) {
  for (const Verdict verdict :
       {Verdict::improvement, Verdict::regression, Verdict::equivalent, Verdict::inconclusive}) {
    EXPECT_EQ(loss_at_the_default(claimed_at_default(verdict)).empty(),
              verdict != Verdict::regression);
  }
}

TEST(LossAtTheDefault, IsNoneWhereTheCatalogueSaysTheOpposite) {
  EXPECT_TRUE(loss_at_the_default(claimed_at_default(Verdict::regression, PayClaim::Says::no_gain))
                  .empty());
}

TEST(LossAtTheDefault, IsAboutTheMetricAndTheVariantThatWereClaimed) {
  SubjectReport report = claimed_at_default(Verdict::regression);
  report.claims[0].metric = "wall_time";
  EXPECT_TRUE(loss_at_the_default(report).empty());
  report.claims[0] = {"left out", "cpu_time", PayClaim::Says::gains, ""};
  EXPECT_TRUE(loss_at_the_default(report).empty());
}

}  // namespace
}  // namespace hone::diagnose

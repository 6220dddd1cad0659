#include "analyzers/diagnose/rules/loss_at_the_default.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/analyzers/diagnose/rules/claimed.hpp"

namespace hone::diagnose {
namespace {

SubjectReport with_loss(Verdict verdict, PayClaim::Says says = PayClaim::Says::gains) {
  return claimed(says, 2.5, verdict);
}

TEST(LossAtTheDefault, IsToldWithBothFigures) {
  const std::vector<Finding> findings = loss_at_the_default(with_loss(Verdict::regression));
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
    EXPECT_EQ(loss_at_the_default(with_loss(verdict)).empty(), verdict != Verdict::regression);
  }
}

TEST(LossAtTheDefault, IsNoneWhereTheCatalogueSaysTheOpposite) {
  EXPECT_TRUE(loss_at_the_default(with_loss(Verdict::regression, PayClaim::Says::no_gain)).empty());
}

TEST(LossAtTheDefault, IsAboutTheMetricAndTheVariantThatWereClaimed) {
  SubjectReport report = with_loss(Verdict::regression);
  report.claims[0].metric = "wall_time";
  EXPECT_TRUE(loss_at_the_default(report).empty());
  report.claims[0] = {"left out", "cpu_time", PayClaim::Says::gains, ""};
  EXPECT_TRUE(loss_at_the_default(report).empty());
}

}  // namespace
}  // namespace hone::diagnose

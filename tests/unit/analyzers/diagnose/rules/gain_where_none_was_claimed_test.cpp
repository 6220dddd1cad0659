#include "analyzers/diagnose/rules/gain_where_none_was_claimed.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/analyzers/diagnose/rules/claimed.hpp"

namespace hone::diagnose {
namespace {

SubjectReport with_gain(Verdict verdict, PayClaim::Says says = PayClaim::Says::no_gain) {
  return claimed(says, 0.5, verdict);
}

TEST(GainWhereNoneWasClaimed, IsToldWithBothFigures) {
  const std::vector<Finding> findings =
      gain_where_none_was_claimed(with_gain(Verdict::improvement));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "gain_where_none_was_claimed");
  EXPECT_EQ(findings[0].text, "new: should not pay at this point (few rows), but gains 2-fold");
  EXPECT_EQ(findings[0].evidence, (std::vector<std::string>{"old 0.002 s", "new 0.001 s"}));
  EXPECT_EQ(findings[0].technique, "rows");
  EXPECT_FALSE(findings[0].is_failure);
}

TEST(GainWhereNoneWasClaimed, NeedsAFirmVerdict) {
  for (const Verdict verdict :
       {Verdict::improvement, Verdict::regression, Verdict::equivalent, Verdict::inconclusive}) {
    EXPECT_EQ(gain_where_none_was_claimed(with_gain(verdict)).empty(),
              verdict != Verdict::improvement);
  }
}

TEST(GainWhereNoneWasClaimed, IsNoneWhereTheCatalogueSaysTheOpposite) {
  EXPECT_TRUE(
      gain_where_none_was_claimed(with_gain(Verdict::improvement, PayClaim::Says::gains)).empty());
}

TEST(GainWhereNoneWasClaimed, IsAboutTheMetricAndTheVariantThatWereClaimed) {
  SubjectReport report = with_gain(Verdict::improvement);
  report.claims[0].metric = "wall_time";
  EXPECT_TRUE(gain_where_none_was_claimed(report).empty());
  report.claims[0] = {"left out", "cpu_time", PayClaim::Says::no_gain, ""};
  EXPECT_TRUE(gain_where_none_was_claimed(report).empty());
}

TEST(GainWhereNoneWasClaimed, TheTextMayBeMissing) {
  SubjectReport report = with_gain(Verdict::improvement);
  report.claims[0].text.clear();
  EXPECT_EQ(gain_where_none_was_claimed(report)[0].text,
            "new: should not pay at this point, but gains 2-fold");
}

}  // namespace
}  // namespace hone::diagnose

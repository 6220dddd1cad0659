#include "analyzers/diagnose/rules/failed_variant.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/analyzers/diagnose/rules/compared.hpp"

namespace hone::diagnose {
namespace {

// The baseline "old" and the variant "new", neither of which failed.
SubjectReport two_variants() {
  SubjectReport report;
  report.variants.resize(2);
  report.variants[0].name = "old";
  report.variants[0].is_baseline = true;
  report.variants[1].name = "new";
  return report;
}

TEST(FailedVariant, HasNothingToSayWhereNoneDid) {
  EXPECT_TRUE(failed_variant(two_variants()).empty());
}

TEST(FailedVariant, TellsWhatHappenedAndWhatItPrinted) {
  SubjectReport report = two_variants();
  report.variants[1].failure = Failure{FailureKind::crashed, "killed by SIGSEGV", "no file\n"};
  const std::vector<Finding> findings = failed_variant(report);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "variant_crashed");
  EXPECT_EQ(findings[0].text, "new failed: killed by SIGSEGV");
  EXPECT_EQ(findings[0].evidence, std::vector<std::string>{"it printed: no file\n"});
  EXPECT_TRUE(findings[0].is_failure);
}

TEST(FailedVariant, WithoutItsBaselineNothingWasCompared) {
  SubjectReport report = two_variants();
  report.variants[0].failure = Failure{FailureKind::timed_out, "gave no answer", ""};
  EXPECT_EQ(failed_variant(report).at(0).text,
            "old failed: gave no answer; without its baseline nothing was compared");
  report.comparisons = {compared("cpu_time", 0.5, Verdict::improvement)};
  EXPECT_EQ(failed_variant(report).at(0).text, "old failed: gave no answer");
  report.comparisons.clear();
  report.variants.resize(1);
  EXPECT_EQ(failed_variant(report).at(0).text, "old failed: gave no answer");
}

TEST(FailedVariant, ThatCannotRunHereIsNoFailure) {
  SubjectReport report = two_variants();
  report.variants[1].failure = Failure{FailureKind::unavailable, "this CPU has no AVX-512", ""};
  const std::vector<Finding> findings = failed_variant(report);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "variant_unavailable");
  EXPECT_EQ(findings[0].text, "new cannot run here: this CPU has no AVX-512");
  EXPECT_FALSE(findings[0].is_failure);
}

}  // namespace
}  // namespace hone::diagnose

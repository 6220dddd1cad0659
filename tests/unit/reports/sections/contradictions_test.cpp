#include "reports/sections/contradictions.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

Finding contradiction(const std::string& rule) {
  return {.rule = rule,
          .text = "rows: should not pay at this point, but gains 2-fold",
          .evidence = {"columns 0.002 s", "rows 0.001 s"}};
}

std::string told(const Report& report) {
  return render_terminal(contradictions(report), {.width = 120});
}

TEST(Contradictions, AreToldWithTheirFigures) {
  Report report = sample_report();
  report.subjects.resize(2);
  report.subjects[1].findings = {contradiction("gain_where_none_was_claimed")};
  EXPECT_EQ(told(report),
            "  contradicted  memory/arena nodes=100000: rows: should not pay at this point, but "
            "gains 2-fold\n"
            "                - columns 0.002 s\n"
            "                - rows 0.001 s\n");
}

TEST(Contradictions, AreThoseOfThreeRules) {
  for (const char* rule :
       {"contradicted_signature", "gain_where_none_was_claimed", "loss_at_the_default"}) {
    EXPECT_TRUE(is_contradiction(contradiction(rule))) << rule;
  }
  EXPECT_FALSE(is_contradiction(contradiction("time_split")));
}

TEST(Contradictions, TheSameAtSeveralPointsIsToldOnce) {
  Report report = sample_report();
  report.subjects.resize(2);
  for (SubjectReport& subject : report.subjects) {
    subject.findings = {contradiction("contradicted_signature")};
  }
  EXPECT_THAT(told(report), HasSubstr("memory/arena nodes=1000: rows"));
  EXPECT_THAT(told(report), Not(HasSubstr("nodes=100000")));
}

TEST(Contradictions, AreNoneWhereAllHolds) { EXPECT_TRUE(contradictions(sample_report()).empty()); }

// Whatever stands first: one subject, several, so many that they are shown in short, a pay-off.
TEST(Contradictions, StandAtTheTopOfEveryReport) {
  for (const std::size_t subjects : {1U, 2U, 20U}) {
    for (const bool pay_off : {false, true}) {
      Report report = sample_report();
      report.interrupted = false;
      report.plan.pay_off = pay_off;
      report.crossovers.clear();
      report.subjects.resize(1);
      report.subjects[0].variants.resize(2);
      report.subjects[0].comparisons.resize(1);
      report.subjects[0].findings = {contradiction("loss_at_the_default")};
      report.subjects.resize(subjects, report.subjects[0]);
      for (std::size_t i = 0; i < subjects; ++i) {
        report.subjects[i].id = "memory/w" + std::to_string(i);
      }
      const std::string text = render_terminal(report, {.width = 120}, Extent::screens);
      EXPECT_TRUE(text.starts_with("  contradicted  memory/w0: rows: should not pay")) << text;
    }
  }
}

}  // namespace
}  // namespace hone::reports

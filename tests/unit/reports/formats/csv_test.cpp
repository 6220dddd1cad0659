#include "reports/formats/csv.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Report with_variant_named(const std::string& name) {
  Report report = sample_comparison();
  report.subjects.front().variants.front().name = name;
  return report;
}

TEST(Csv, MatchesGoldenFile) { expect_golden("report.csv", render_csv(sample_report())); }

TEST(Csv, MatchesGoldenFileOfOneComparisonOfCommands) {
  expect_golden("compare.csv", render_csv(sample_comparison()));
}

TEST(Csv, NoCellBeginsAFormula) {
  for (const std::string name : {"=1+1", "+1", "-1", "@a"}) {
    EXPECT_THAT(render_csv(with_variant_named(name)), HasSubstr(",'" + name + ",")) << name;
  }
}

TEST(Csv, CommasAndQuotesAreQuoted) {
  EXPECT_THAT(render_csv(with_variant_named("a, \"b\"")), HasSubstr(",\"a, \"\"b\"\"\","));
}

TEST(Csv, ALineFeedInANameEndsNoRow) {
  EXPECT_THAT(render_csv(with_variant_named("a\nb")), HasSubstr(",a\\x0ab,"));
}

TEST(Csv, AVariantWithoutNumbersSaysWhy) {
  Report report = sample_comparison();
  VariantReport& variant = report.subjects.front().variants.front();
  variant.metrics.clear();
  variant.failure = Failure::failed("it has no legs, and does not run");
  EXPECT_THAT(render_csv(report), HasSubstr(",\"it has no legs, and does not run\"\n"));
}

TEST(Csv, EveryRowHasAllColumns) {
  const std::vector<std::string> lines = lines_of(render_csv(sample_report()));
  ASSERT_GT(lines.size(), 20U);
  for (const std::string& line : lines) {
    int commas = 0;
    bool is_quoted = false;
    for (const char character : line) {
      if (character == '"') is_quoted = !is_quoted;
      if (character == ',' && !is_quoted) ++commas;
    }
    EXPECT_EQ(commas, 21) << line;
  }
}

}  // namespace
}  // namespace hone::reports

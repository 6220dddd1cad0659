#include "reports/sections/distribution.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

SubjectReport commands(const std::vector<std::vector<double>>& samples) {
  SubjectReport subject;
  subject.kind = SubjectKind::command;
  subject.metrics = {{"wall_time", Better::lower}};
  for (const std::vector<double>& values : samples) {
    VariantReport& variant = subject.variants.emplace_back();
    variant.name = static_cast<char>('a' + subject.variants.size() - 1);
    MetricSummary summary;
    summary.unit = Unit::seconds;
    variant.metrics["wall_time"] = summary;
    for (const double value : values) {
      variant.samples.emplace_back().values["wall_time"] = Value{value};
    }
  }
  return subject;
}

TEST(Quantiles, StandAboveTheirIntervals) {
  const std::string text = render_terminal(quantile_tables(sample_comparison().subjects[0]), {});
  EXPECT_THAT(text, ContainsRegex("wall time +min +p50 +p90\n"));
  EXPECT_THAT(text, ContainsRegex("12.0 ms +12.4 ms +13.0 ms\n"
                                  " +12.3 .. 12.5 ms +12.6 .. 14.9 ms\n"));
  EXPECT_THAT(text, HasSubstr("items_per_second"));
}

TEST(Quantiles, ThatNoVariantCanBoundHaveNoColumn) {
  SubjectReport subject = commands({{1}, {2}});
  std::get<MetricSummary>(subject.variants[0].metrics["wall_time"]).quantiles = {
      {0, 1.5, {}}, {0.5, 2, Interval{1, 3}}, {0.9, 4, {}}};
  std::get<MetricSummary>(subject.variants[1].metrics["wall_time"]).quantiles = {{0, 1.5, {}}};
  const std::string text = render_terminal(quantile_tables(subject), {});
  EXPECT_THAT(text, ContainsRegex("wall time +min +p50\n"));
  EXPECT_THAT(text, ContainsRegex("a +1.50 s +2.00 s\n"));
  EXPECT_THAT(text, ContainsRegex("b +1.50 s +-\n"));
}

TEST(Quantiles, AreLeftOutWhereNoVariantHasThem) {
  EXPECT_EQ(render_terminal(quantile_tables(commands({{1}, {2}})), {}), "");
}

TEST(Sketch, SharesAnAxisWhoseEndsAreNamed) {
  const std::vector<std::string> lines =
      lines_of(render_terminal(run_histogram(commands({{1, 1.1, 1.2}, {2, 2.1, 2.2}})), {}));
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], "  Where the runs lie (wall time; each row to its own peak)");
  EXPECT_EQ(lines[1].find('@'), lines[1].find('|') + 3);
  EXPECT_GT(lines[2].find('@'), lines[1].rfind('@'));
  EXPECT_THAT(lines[3], ContainsRegex("^ +1.00 s +2.20 s$"));
}

TEST(Sketch, CountsFarRunsAtTheEndsOfTheAxis) {
  const std::string text = render_terminal(
      run_histogram(commands({{1, 10, 10.1, 10.2, 10.3}, {10, 10.1, 10.2, 10.3, 90}})), {});
  EXPECT_THAT(text, HasSubstr("; <, > count far runs)"));
  EXPECT_THAT(text, ContainsRegex("a +<1 \\|.*\\|\n"));
  EXPECT_THAT(text, ContainsRegex("b +\\|.*\\| >1\n"));
}

TEST(Sketch, OneValueIsNamedOnce) {
  EXPECT_THAT(render_terminal(run_histogram(commands({{3}, {3}})), {}),
              ContainsRegex("\n +3.00 s\n$"));
}

TEST(Sketch, LeavesOutAVariantWithoutRunsAndIsEmptyWithoutAny) {
  EXPECT_THAT(render_terminal(run_histogram(commands({{3}, {}})), {}), Not(ContainsRegex("\n +b")));
  EXPECT_EQ(render_terminal(run_histogram(commands({{}, {}})), {}), "");
}

}  // namespace
}  // namespace hone::reports

#include "analyzers/analyze/crossovers.hpp"

#include <gtest/gtest.h>

namespace hone::analyze {
namespace {

Comparison comparison(const std::string& variant, double log_ratio) {
  Comparison made;
  made.baseline = "vector";
  made.variant = variant;
  made.metric = "cpu_time";
  made.pairs = 13;
  made.margin = 0.01;
  made.alpha = 0.05;
  made.scan = ScanReading{log_ratio, Interval{log_ratio - 0.01, log_ratio + 0.01}, 0.0125};
  return made;
}

SubjectReport point(std::int64_t length, const std::string& mode, double log_ratio) {
  SubjectReport subject;
  subject.id = "memory/small_vector";
  subject.parameters = {{"length", length}, {"mode", mode}};
  subject.metrics = {{"cpu_time", Better::lower}};
  subject.scan_points = 4;
  subject.variants.resize(2);
  subject.variants[0].name = "vector";
  subject.variants[1].name = "inlined";
  subject.comparisons = {comparison("inlined", log_ratio)};
  return subject;
}

TEST(Crossovers, APointByItselfIsNoScan) {
  EXPECT_TRUE(find_crossovers({}).empty());
  EXPECT_TRUE(find_crossovers({point(1, "fill", -0.2)}).empty());
}

TEST(Crossovers, EachValueOfTheOtherParametersIsAScanOfItsOwn) {
  const auto found = find_crossovers({point(1, "fill", -0.2), point(1, "move", 0.2),
                                      point(9, "fill", 0.2), point(9, "move", 0.2)});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].parameter, "length");
  EXPECT_EQ(found[0].fixed, (std::vector<ParameterAssignment>{{"mode", std::string("fill")}}));
  EXPECT_EQ(found[0].answer.kind, CrossoverKind::pays_up_to);
  EXPECT_EQ(found[1].answer.kind, CrossoverKind::pays_nowhere);
  EXPECT_EQ(found[0].alpha, 0.05);
  EXPECT_FALSE(found[0].is_exact);
}

TEST(Crossovers, NamesHaveNoOrderToScanAlong) {
  EXPECT_TRUE(find_crossovers({point(1, "fill", -0.2), point(1, "move", 0.2)}).empty());
}

TEST(Crossovers, SubjectsOfNoScanAreLeftOut) {
  std::vector<SubjectReport> subjects{point(1, "fill", -0.2), point(9, "fill", 0.2),
                                      point(20, "fill", 0.2)};
  subjects[1].scan_points = 1;  // a default point beside a scan
  const auto found = find_crossovers(subjects);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].answer.crossings.at(0).between, (Interval{1, 20}));
}

TEST(Crossovers, APointWithoutAComparisonWasNotMeasured) {
  std::vector<SubjectReport> subjects{point(1, "fill", -0.2), point(9, "fill", 0.2),
                                      point(20, "fill", 0.2)};
  subjects[1].comparisons.clear();
  const auto found = find_crossovers(subjects);
  EXPECT_EQ(found.at(0).answer.points.at(1).state, PointState::not_measured);
  subjects[0].comparisons.clear();
  subjects[2].comparisons.clear();
  EXPECT_TRUE(find_crossovers(subjects).empty());
}

TEST(Crossovers, ExactCountsAreExactTogether) {
  std::vector<SubjectReport> subjects{point(1, "fill", -0.2), point(9, "fill", 0.2)};
  for (SubjectReport& subject : subjects) {
    subject.metrics = {{"allocations", Better::lower}};
    subject.comparisons[0].metric = "allocations";
    subject.comparisons[0].counts = CountPair{10, 8};
  }
  EXPECT_TRUE(find_crossovers(subjects).at(0).is_exact);
  subjects[1].comparisons[0].counts.reset();
  EXPECT_FALSE(find_crossovers(subjects).at(0).is_exact);
}

TEST(Crossovers, ACountThatBecameZeroPaysAlthoughItHasNoRatio) {
  std::vector<SubjectReport> subjects{point(1, "fill", 0), point(100, "fill", 0.2)};
  for (SubjectReport& subject : subjects) {
    subject.metrics = {{"allocations", Better::lower}};
    subject.comparisons[0].metric = "allocations";
  }
  Comparison& zero = subjects[0].comparisons[0];
  zero.counts = CountPair{20'000, 0};
  zero.verdict = Verdict::improvement;
  zero.scan.reset();
  const ScanAnswer answer = find_crossovers(subjects).at(0).answer;
  EXPECT_EQ(answer.points.at(0).state, PointState::pays);
  EXPECT_EQ(answer.kind, CrossoverKind::pays_up_to);
  EXPECT_DOUBLE_EQ(answer.crossings.at(0).value, 10);
}

}  // namespace
}  // namespace hone::analyze

#include "reports/sections/crossover_section.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"
#include "reports/layout/utf8.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

Crossover crossover(CrossoverKind kind, std::vector<std::pair<double, PointState>> points,
                    std::vector<Crossing> crossings = {}) {
  Crossover made;
  made.subject = "memory/small_vector";
  made.parameter = "length";
  made.baseline = "vector";
  made.variant = "inlined";
  made.metric = "cpu_time";
  made.answer.kind = kind;
  made.answer.crossings = std::move(crossings);
  for (const auto& [value, state] : points) {
    made.answer.points.push_back({value, ScanReading{}, state});
  }
  return made;
}

using enum PointState;

TEST(Crossover, AnEndOfTheGainIsAnEstimateBetweenTheTwoValuesThatWereTried) {
  EXPECT_EQ(crossover_sentence(crossover(CrossoverKind::pays_up_to,
                                         {{1, pays}, {8, pays}, {12, loses}, {128, loses}},
                                         {{9.2, {8, 12}, false}})),
            "pays up to about length=9 here (8 .. 12, 95 %), then loses");
}

TEST(Crossover, ABeginOfTheGain) {
  EXPECT_EQ(crossover_sentence(crossover(CrossoverKind::pays_from,
                                         {{1, no_difference}, {8, loses}, {12, pays}},
                                         {{11.4, {8, 12}, true}})),
            "pays from about length=11 on here (8 .. 12, 95 %), below that it loses or makes no "
            "difference");
}

TEST(Crossover, BetweenNeighbouringNumbersThereIsNothingToEstimate) {
  EXPECT_EQ(crossover_sentence(crossover(CrossoverKind::pays_up_to, {{8, pays}, {9, loses}},
                                         {{8.5, {8, 9}, false}})),
            "pays up to length=8 here (95 %), then loses");
  EXPECT_EQ(crossover_sentence(crossover(CrossoverKind::pays_from, {{8, loses}, {9, pays}},
                                         {{8.5, {8, 9}, true}})),
            "pays from length=9 on here (95 %), below that it loses");
}

TEST(Crossover, WithoutACrossingTheValuesThatWereTriedAreTold) {
  EXPECT_EQ(crossover_sentence(
                crossover(CrossoverKind::pays_everywhere, {{1, pays}, {12, pays}, {128, pays}})),
            "pays at every value of length that was tried (1 .. 128, 95 %)");
  EXPECT_EQ(crossover_sentence(crossover(CrossoverKind::pays_nowhere, {{1, loses}, {128, loses}})),
            "pays at no value of length that was tried (1 .. 128, 95 %): it loses");
  EXPECT_EQ(crossover_sentence(
                crossover(CrossoverKind::pays_nowhere, {{1, no_difference}, {128, no_difference}})),
            "pays at no value of length that was tried (1 .. 128, 95 %): it makes no difference");
}

TEST(Crossover, WhatIsOpenIsToldUnlessTheCrossingTellsIt) {
  EXPECT_EQ(crossover_sentence(crossover(
                CrossoverKind::pays_up_to,
                {{1, undecided}, {2, pays}, {4, undecided}, {8, loses}, {16, not_measured}},
                {{5, {2, 8}, false}})),
            "pays up to about length=5 here (2 .. 8, 95 %), then loses; undecided at 1; not "
            "measured at 16");
  EXPECT_EQ(crossover_sentence(crossover(CrossoverKind::unclear, {{1, pays}, {2, undecided}})),
            "pays at every value of length that was decided (1, 95 %); undecided at 2");
}

TEST(Crossover, NothingDecidedSaysWhy) {
  Crossover open = crossover(CrossoverKind::unclear, {{1, undecided}, {2, undecided}});
  open.answer.reason = "not enough pairs";
  EXPECT_EQ(crossover_sentence(open), "may pay or not: not enough pairs; undecided at 1, 2");
}

TEST(Crossover, LongListsAreCut) {
  std::vector<std::pair<double, PointState>> points;
  for (int value = 1; value <= 7; ++value) points.emplace_back(value, undecided);
  EXPECT_THAT(crossover_sentence(crossover(CrossoverKind::unclear, points)),
              HasSubstr("undecided at 1, 2, 3, 4 and 3 more"));
}

TEST(Crossover, SeveralCrossingsAreAllTold) {
  EXPECT_EQ(
      crossover_sentence(crossover(CrossoverKind::unclear,
                                   {{1, pays}, {2, loses}, {50, loses}, {79, pays}, {128, pays}},
                                   {{1.5, {1, 2}, false}, {60, {50, 79}, true}})),
      "crosses more than once (95 %): pays up to 1, from about 60 (50 .. 79)");
}

TEST(Crossover, ExactCountsHaveNoErrorRate) {
  Crossover exact =
      crossover(CrossoverKind::pays_up_to, {{8, pays}, {16, loses}}, {{12, {8, 16}, false}});
  exact.is_exact = true;
  EXPECT_EQ(crossover_sentence(exact),
            "pays up to about length=12 here (8 .. 16, exact), then loses");
}

TEST(Crossover, AnEstimateHasTwoDigitsAndStaysBetweenTheValues) {
  EXPECT_THAT(crossover_sentence(crossover(CrossoverKind::pays_up_to, {{1000, pays}, {1e6, loses}},
                                           {{123456, {1000, 1e6}, false}})),
              HasSubstr("length=120000 here (1000 .. 1000000,"));
  EXPECT_THAT(crossover_sentence(crossover(CrossoverKind::pays_up_to, {{1001, pays}, {1040, loses}},
                                           {{1004, {1001, 1040}, false}})),
              HasSubstr("length=1001 here"));
}

TEST(Crossover, InShortForATable) {
  EXPECT_EQ(crossover_in_short(crossover(CrossoverKind::pays_up_to, {{8, pays}, {12, loses}},
                                         {{9.2, {8, 12}, false}})),
            "length > 8..12");
  EXPECT_EQ(crossover_in_short(crossover(CrossoverKind::pays_from, {{8, loses}, {12, pays}},
                                         {{9.2, {8, 12}, true}})),
            "length < 8..12");
  EXPECT_EQ(crossover_in_short(crossover(CrossoverKind::pays_everywhere, {{1, pays}, {128, pays}})),
            "length: nowhere");
  EXPECT_EQ(crossover_in_short(crossover(CrossoverKind::pays_nowhere, {{1, loses}, {2, loses}})),
            "length: everywhere");
  EXPECT_EQ(crossover_in_short(crossover(CrossoverKind::unclear, {{1, undecided}})),
            "length: unclear");
}

TEST(Crossover, ThousandsAreShortenedInATable) {
  const auto ends_at = [](double value) {
    return crossover_in_short(crossover(CrossoverKind::pays_up_to, {{8, pays}, {value, loses}},
                                        {{9, {8, value}, false}}));
  };
  EXPECT_EQ(ends_at(120'000), "length > 8..120k");
  EXPECT_EQ(ends_at(3'000'000), "length > 8..3M");
  EXPECT_EQ(ends_at(1200), "length > 8..1200");
}

TEST(Crossover, ScansOfOneWorkloadAreToldApartByWhatIsFixed) {
  Report report = sample_report();
  Crossover other = report.crossovers.front();
  other.fixed = {{"node_bytes", std::int64_t{256}}};
  report.crossovers.push_back(other);
  const std::string text = render_terminal(crossover_section(report), {});
  EXPECT_THAT(text, HasSubstr("along nodes: memory/arena node_bytes=64\n"));
  EXPECT_THAT(text, HasSubstr("along nodes: memory/arena node_bytes=256\n"));
  EXPECT_THAT(render_terminal(crossover_section(sample_report()), {}),
              Not(HasSubstr("memory/arena node_bytes")));
}

TEST(Crossover, SeveralMetricsAreToldApart) {
  Report report = sample_report();
  Crossover other = report.crossovers.front();
  other.metric = "peak_rss";
  report.crossovers.insert(report.crossovers.begin(), other);
  EXPECT_THAT(render_terminal(crossover_section(report), {}),
              HasSubstr("  peak RSS: monotonic pays"));
}

TEST(Crossover, NamesFromOutsideAreEscapedAndLinesFit) {
  const std::string text = render_terminal(crossover_section(sample_report()), {});
  EXPECT_THAT(text, HasSubstr("mi\\x1b[5mmalloc"));
  for (const std::string& line : lines_of(text)) EXPECT_LE(display_width(line), 80U) << line;
}

TEST(Crossover, ACloserLookIsACommandToPaste) {
  EXPECT_THAT(render_terminal(crossover_section(sample_report()), {}),
              HasSubstr("\n    hone run memory/arena -p node_bytes=64 -p nodes=1000..100000\n"));
  Report report = sample_report();
  report.plan.metrics = {"cpu_time", "wall_time"};
  EXPECT_THAT(render_terminal(crossover_section(report), {.width = 60}),
              HasSubstr("\n    hone run memory/arena --metric cpu_time \\\n"
                        "      -p node_bytes=64 -p nodes=1000..100000\n"));
}

TEST(Crossover, ACloserLookAtAPluginNamesItsFile) {
  Report report = sample_report();
  SubjectReport& subject = report.subjects.front();
  ASSERT_EQ(subject.id, "memory/arena");
  subject.kind = SubjectKind::plugin;
  subject.variants.front().launch.argv = {"hone", "worker", "--plugin", "/a b.so", "memory/arena"};
  EXPECT_THAT(render_terminal(crossover_section(report), {}),
              HasSubstr("    hone run memory/arena --plugin '/a b.so' -p node_bytes=64"));
}

}  // namespace
}  // namespace hone::reports

#include "cli/options/comparison_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<OutputMetric> defined{{.id = "rate", .better = Better::higher}};

Error refused(const std::string& text, VerdictOf whose) {
  const auto parsed = parse_metrics(text, whose, defined);
  return parsed.ok() ? Error{} : parsed.error();
}

TEST(ParseMetrics, NamesEachOnceInTheOrderGiven) {
  const auto parsed = parse_metrics("peak_rss,wall,wall_time,rate", VerdictOf::command, defined);
  ASSERT_TRUE(parsed.ok());
  EXPECT_THAT(*parsed, ElementsAre(VerdictMetric{"peak_rss", Better::lower},
                                   VerdictMetric{"wall_time", Better::lower},
                                   VerdictMetric{"rate", Better::higher}));
}

TEST(ParseMetrics, NoTextNamesNone) {
  EXPECT_THAT(*parse_metrics("", VerdictOf::command, defined), IsEmpty());
}

TEST(ParseMetrics, WhatAVerdictMayBeAboutDependsOnWhose) {
  EXPECT_TRUE(parse_metrics("user", VerdictOf::command, {}).ok());
  EXPECT_TRUE(parse_metrics("user", VerdictOf::self_test, {}).ok());
  EXPECT_THAT(refused("user_time", VerdictOf::workload).what,
              HasSubstr("cannot be about this one"));
  EXPECT_THAT(refused("peak_rss", VerdictOf::self_test).next,
              HasSubstr("choose among wall_time, cpu_time, user_time, rate"));
}

TEST(ParseMetrics, AnUnknownNameGetsTheNearest) {
  EXPECT_THAT(refused("alocations", VerdictOf::workload).what,
              HasSubstr("unknown metric 'alocations' - did you mean 'allocations'"));
}

TEST(MetricNames, AreWhatParseMetricsTakes) {
  for (const VerdictOf whose : {VerdictOf::workload, VerdictOf::command, VerdictOf::self_test}) {
    const std::vector<std::string> names = metric_names(whose);
    EXPECT_EQ(names.front(), "wall");
    for (const std::string& name : names) {
      EXPECT_TRUE(parse_metrics(name, whose, {}).ok()) << name;
    }
  }
}

TEST(MetricNames, TellTheUsualOne) {
  EXPECT_THAT(metric_names(VerdictOf::self_test, usual_metric),
              ElementsAre("wall (the default)", "cpu", "user"));
}

}  // namespace
}  // namespace hone::cli

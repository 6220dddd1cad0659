#include "reports/words/labels.hpp"

#include <gtest/gtest.h>

namespace hone::reports {
namespace {

TEST(MetricLabel, IsThatOfItsRow) { EXPECT_EQ(metric_label("cpu_time"), "cpu time"); }

TEST(MetricLabel, OfAnEventThatSoundsLikeAMetricTellsThemApart) {
  EXPECT_EQ(metric_label("page_faults"), "page faults");
  EXPECT_EQ(metric_label("event_page_faults"), "page faults (event)");
}

TEST(MetricLabel, OfWhatHoneDoesNotKnowIsItsId) {
  EXPECT_EQ(metric_label("requests"), "requests");
  EXPECT_EQ(metric_label("event_9lives"), "event_9lives");
}

}  // namespace
}  // namespace hone::reports

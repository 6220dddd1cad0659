#include "reports/formats/ratio_chart.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(RatioAxis, HasOneInItAndTicksThatReadWell) {
  EXPECT_THAT(RatioAxis({{.ratio = 0.43, .interval = Interval{0.4, 0.5}}}).head(),
              testing::AllOf(HasSubstr(">0.4<"), HasSubstr(">0.6<"), HasSubstr(">1<"),
                             Not(HasSubstr(">2<"))));
  EXPECT_THAT(RatioAxis({{.ratio = 0.02}, {.ratio = 30}}).head(),
              testing::AllOf(HasSubstr(">0.1<"), HasSubstr(">1<"), HasSubstr(">10<")));
  EXPECT_THAT(RatioAxis({{.ratio = 1.01, .interval = Interval{0.99, 1.03}}}).head(),
              testing::AllOf(HasSubstr(">0.99<"), HasSubstr(">1<"), HasSubstr(">1.02<")));
  EXPECT_THAT(RatioAxis(std::vector<RatioMark>{{.ratio = 1}}).head(), HasSubstr(">1<"));
}

TEST(RatioAxis, FarMarksDoNotStretchIt) {
  const RatioAxis axis({{.ratio = 1e-9, .interval = Interval{0, 1e300}}});
  EXPECT_THAT(axis.head(), testing::AllOf(HasSubstr(">0.001<"), HasSubstr(">1000<")));
}

std::size_t arrows(const std::string& drawing) {
  std::size_t count = 0;
  for (std::size_t at = drawing.find("<path"); at != std::string::npos;
       at = drawing.find("<path", at + 1)) {
    ++count;
  }
  return count;
}

TEST(RatioAxis, AnIntervalThatGoesOnHasAnArrow) {
  const RatioMark bounded{.ratio = 0.5, .interval = Interval{0.4, 0.6}};
  const RatioMark open{.ratio = 0.5, .interval = Interval{0, 0.6}};
  const RatioMark unbounded{.ratio = 0.5};
  const RatioAxis axis({bounded, open, unbounded});
  EXPECT_EQ(arrows(axis.row(bounded, Tone::good)), 0U);
  EXPECT_EQ(arrows(axis.row(open, Tone::good)), 1U);
  EXPECT_EQ(arrows(axis.row(unbounded, Tone::doubtful)), 2U);
  EXPECT_THAT(axis.row(unbounded, Tone::doubtful), HasSubstr("ratio 0.5, not bounded"));
}

TEST(RatioAxis, VerdictsAreToldApartByTheirForm) {
  const RatioMark mark{.ratio = 0.5, .interval = Interval{0.4, 0.6}};
  const RatioAxis axis({mark});
  EXPECT_THAT(axis.row(mark, Tone::good), HasSubstr("<circle cx"));
  EXPECT_THAT(axis.row(mark, Tone::bad), HasSubstr("width=\"7\""));
  EXPECT_THAT(axis.row(mark, Tone::doubtful), HasSubstr("class=\"ring\""));
  EXPECT_THAT(axis.row(mark, Tone::plain), HasSubstr("width=\"3\""));
  EXPECT_THAT(axis.row(mark, Tone::good), HasSubstr("ratio 0.5, between 0.4 and 0.6"));
}

TEST(RatioAxis, ATableWithoutRatiosHasNone) {
  Table table{.columns = {{"a"}}};
  table.add_row({{"1"}});
  EXPECT_FALSE(ratio_axis(table, 0));
  Cell cell{"2"};
  cell.mark = RatioMark{};
  table.add_row({cell});
  EXPECT_TRUE(ratio_axis(table, 0));
}

}  // namespace
}  // namespace hone::reports

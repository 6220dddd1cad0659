// What holds of every row of passes.
#include "analyzers/collect/passes/passes.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/model/metric.hpp"

namespace hone::collect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Passes, ReadMetricsThatHaveARow) {
  for (const Pass& pass : passes()) {
    for (const std::string_view id : pass.metrics) EXPECT_NE(find_metric(id), nullptr) << id;
    for (const std::string_view id : pass.command_metrics) {
      EXPECT_NE(find_metric(id), nullptr) << id;
    }
  }
}

TEST(Passes, HaveIdsThatMeanNothingElseToCollect) {
  for (const Pass& pass : passes()) {
    EXPECT_NE(pass.id, "counters");
    EXPECT_NE(pass.id, "none");
    EXPECT_EQ(find_pass(pass.id), &pass) << pass.id;
  }
  EXPECT_EQ(find_pass("counters"), nullptr);
}

TEST(Passes, OneOfCommandsSaysWhatItReadsOfThem) {
  for (const Pass& pass : passes()) {
    EXPECT_EQ(pass.run_command == nullptr, pass.command_metrics.empty()) << pass.id;
  }
}

TEST(Passes, ReadEachCountThatAVerdictMayBeAbout) {
  for (const Metric& metric : metrics()) {
    if (metric.basis == Basis::sampled) continue;
    if (may_judge(metric, VerdictOf::workload)) {
      EXPECT_NE(first_pass_that_reads(metric.id, passes()), nullptr) << metric.id;
    }
    if (may_judge(metric, VerdictOf::command)) {
      EXPECT_NE(first_pass_that_reads(metric.id, command_passes()), nullptr) << metric.id;
    }
  }
  EXPECT_EQ(first_pass_that_reads("wall_time", passes()), nullptr);
}

TEST(Passes, TheFirstThatReadsAMetricIsTaken) {
  EXPECT_EQ(first_pass_that_reads("allocations", command_passes())->id, "allocations");
  EXPECT_EQ(first_pass_that_reads("instructions", command_passes())->tool, "valgrind");
}

TEST(Passes, OfCommandsNoneIsMadeByDefault) {
  const auto is_default = [](const Pass& pass) { return pass.by_default; };
  EXPECT_TRUE(std::any_of(passes().begin(), passes().end(), is_default));
  EXPECT_TRUE(std::none_of(command_passes().begin(), command_passes().end(), is_default));
}

TEST(Collectors, TellOfEachPassInTheOrderOfTheRows) {
  const std::vector<Collector> collectors = collectors_of(passes());
  ASSERT_EQ(collectors.size(), passes().size());
  for (std::size_t row = 0; row < collectors.size(); ++row) {
    EXPECT_EQ(collectors[row].id, passes()[row].id);
    EXPECT_EQ(collectors[row].meaning, passes()[row].meaning);
    EXPECT_EQ(collectors[row].tool, passes()[row].tool);
    EXPECT_EQ(collectors[row].by_default, passes()[row].by_default);
  }
}

TEST(Tools, ThatSeveralPassesStartAreNamedOnce) {
  Pass one = passes().front();
  one.tool = "valgrind";
  Pass none = one;
  none.tool = "";
  const std::vector<Pass> some{one, none, one};
  EXPECT_THAT(tools_of(some), ElementsAre("valgrind"));
  EXPECT_THAT(tools_of({}), IsEmpty());
}

}  // namespace
}  // namespace hone::collect

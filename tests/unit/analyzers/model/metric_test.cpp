#include "analyzers/model/metric.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone {
namespace {

using testing::ElementsAre;

std::vector<std::string_view> judged_by(VerdictOf whose) {
  std::vector<std::string_view> ids;
  for (const Metric& metric : metrics()) {
    if (may_judge(metric, whose)) ids.push_back(metric.id);
  }
  return ids;
}

TEST(Metrics, ARowIsFoundByItsId) {
  for (const Metric& metric : metrics()) EXPECT_EQ(find_metric(metric.id), &metric) << metric.id;
  EXPECT_EQ(find_metric("wall"), nullptr);
  EXPECT_EQ(find_metric(""), nullptr);
}

TEST(Metrics, OneThatIsToldBesideAnotherNamesARow) {
  for (const Metric& metric : metrics()) {
    if (metric.beside.empty()) continue;
    EXPECT_NE(find_metric(metric.beside), nullptr) << metric.id;
  }
}

TEST(Metrics, VerdictsOfCommandsAreAboutAllThatVerdictsOfWorkloadsAreAbout) {
  EXPECT_THAT(judged_by(VerdictOf::workload),
              ElementsAre("wall_time", "cpu_time", "peak_rss", "instructions", "allocations",
                          "allocated_bytes", "temporary_allocations"));
  EXPECT_THAT(
      judged_by(VerdictOf::command),
      ElementsAre("wall_time", "cpu_time", "user_time", "system_time", "peak_rss", "page_faults",
                  "instructions", "allocations", "allocated_bytes", "temporary_allocations"));
  EXPECT_THAT(judged_by(VerdictOf::self_test), ElementsAre("wall_time", "cpu_time", "user_time"));
  EXPECT_THAT(judged_by(VerdictOf::self_test | VerdictOf::workload),
              ElementsAre("wall_time", "cpu_time"));
}

TEST(Metrics, AVerdictOnACountNeedsNoSamples) {
  EXPECT_EQ(basis_of("instructions"), Basis::simulated);
  EXPECT_EQ(basis_of("allocated_bytes"), Basis::counted);
  EXPECT_EQ(basis_of("wall_time"), Basis::sampled);
  EXPECT_EQ(basis_of("what_the_user_defined"), Basis::sampled);
  EXPECT_TRUE(is_deterministic("allocations"));
  EXPECT_FALSE(is_deterministic("page_faults"));
}

TEST(Metrics, AnIdThatTheProgramNamesWrongIsAnError) {
  EXPECT_EQ(known_metric("ipc").label, "IPC");
  EXPECT_THROW(known_metric("iqc"), std::logic_error);
}

}  // namespace
}  // namespace hone

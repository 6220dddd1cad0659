// Each row against libpfm4's own tables, whatever processor this is.
#include "analyzers/collect/counters/event_table.hpp"

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analyzers/collect/counters/event_names.hpp"
#include "analyzers/model/metric.hpp"

namespace hone::collect {
namespace {

// libpfm4 then knows PMUs that are not here; read when it starts, so set before any test runs.
const bool knows_all_pmus = setenv("LIBPFM_ENCODE_INACTIVE", "1", 1) == 0;

const std::map<PmuKind, std::vector<std::string>> pmus_of_kind{
    {PmuKind::intel_snb, {"snb", "snb_ep"}},
    {PmuKind::intel_ivb, {"ivb", "ivb_ep", "hsw", "hsw_ep", "bdw", "bdw_ep"}},
    {PmuKind::intel_skl, {"skl", "skx", "clx"}},
    {PmuKind::intel_icl, {"icl", "icx", "spr"}},
    {PmuKind::amd_zen3, {"amd64_fam17h_zen1", "amd64_fam17h_zen2", "amd64_fam19h_zen3"}},
    {PmuKind::amd_zen4, {"amd64_fam19h_zen4"}},
};

std::vector<EventRow> rows_of(PmuKind kind) {
  std::vector<EventRow> rows;
  for (const EventRow& row : event_table()) {
    if (row.pmu == kind) rows.push_back(row);
  }
  return rows;
}

std::set<PmuKind> kinds() {
  std::set<PmuKind> found;
  for (const EventRow& row : event_table()) found.insert(row.pmu);
  return found;
}

TEST(EventTable, EachGenericNameIsOne) {
  for (const EventRow& row : event_table()) {
    if (row.source != NameSource::generic) continue;
    const Result<NamedEvent> event = find_event(row.event);
    ASSERT_TRUE(event.ok()) << event.error().what;
    EXPECT_TRUE(event->name.starts_with("perf::PERF_COUNT_HW_")) << event->name;
  }
}

TEST(EventTable, EachCoreNameIsOneOfItsPmus) {
#ifndef __x86_64__
  GTEST_SKIP() << "libpfm4 knows an architecture's PMUs on that architecture only";
#endif
  ASSERT_TRUE(knows_all_pmus);
  for (const EventRow& row : event_table()) {
    if (row.source != NameSource::core) continue;
    for (const std::string& pmu : pmus_of_kind.at(row.pmu)) {
      const Result<NamedEvent> event = find_event(pmu + "::" + std::string(row.event));
      EXPECT_TRUE(event.ok()) << pmu << "::" << row.event << ": " << event.error().what;
    }
  }
}

TEST(EventTable, CodesAreThoseOfTheManuals) {
#ifndef __x86_64__
  GTEST_SKIP() << "libpfm4 knows an architecture's PMUs on that architecture only";
#endif
  const auto config = [](const std::string& name) {
    const Result<NamedEvent> event = find_event(name);
    return event ? event->code.config : ~std::uint64_t{0};
  };
  EXPECT_EQ(config("skl::IDQ_UOPS_NOT_DELIVERED:CORE"), 0x019cU);
  EXPECT_EQ(config("skl::UOPS_ISSUED:ANY"), 0x010eU);
  EXPECT_EQ(config("skl::UOPS_RETIRED:RETIRE_SLOTS"), 0x02c2U);
  EXPECT_EQ(config("skl::INT_MISC:RECOVERY_CYCLES"), 0x010dU);
  EXPECT_EQ(config("skl::MEM_LOAD_RETIRED:L1_MISS"), 0x08d1U);
  EXPECT_EQ(config("icl::LONGEST_LAT_CACHE:MISS"), 0x412eU);
  EXPECT_EQ(config("amd64_fam19h_zen4::DISPATCH_STALLS_1:FE_NO_OPS"), 0x1'0000'01a0U);
  EXPECT_EQ(config("amd64_fam19h_zen4::DISPATCH_STALLS_1:BE_STALLS"), 0x1'0000'1ea0U);
  EXPECT_EQ(config("amd64_fam19h_zen4::RETIRED_OPS"), 0xc1U);
}

TEST(EventTable, EachPmuAnswersForEachUsualMetric) {
  for (const PmuKind kind : kinds()) {
    std::set<std::string_view> answered;
    for (const EventRow& row : rows_of(kind)) answered.insert(row.metric);
    for (const std::string_view metric : usual_metrics()) {
      EXPECT_TRUE(answered.contains(metric)) << metric << " of " << static_cast<int>(kind);
    }
  }
}

TEST(EventTable, AnAbsenceHasAReasonAndAnEventAName) {
  for (const EventRow& row : event_table()) {
    EXPECT_EQ(row.event.empty(), row.source == NameSource::none) << row.metric;
    EXPECT_TRUE(row.source != NameSource::none || !row.note.empty()) << row.metric;
  }
}

TEST(EventTable, UsualMetricsAreHonesOwn) {
  for (const std::string_view metric : usual_metrics()) {
    EXPECT_NE(find_metric(metric), nullptr) << metric;
  }
}

TEST(EventTable, SlotsComeFirstAndWhole) {
  const std::map<TopdownRecipe, std::vector<std::string_view>> recipes{
      {TopdownRecipe::intel_issued_slots,
       {"topdown_slots", "topdown_frontend_slots", "topdown_retired_slots", "topdown_issued_slots",
        "topdown_recovery_slots"}},
      {TopdownRecipe::intel_shares,
       {"topdown_slots", "topdown_frontend_slots", "topdown_retired_slots",
        "topdown_backend_slots"}},
      {TopdownRecipe::amd_slots,
       {"topdown_slots", "topdown_frontend_slots", "topdown_retired_slots", "topdown_issued_slots",
        "topdown_backend_slots"}},
      {TopdownRecipe::arm_slots,
       {"topdown_slots", "topdown_frontend_slots", "topdown_backend_slots",
        "topdown_speculated_ops", "topdown_retired_ops"}},
  };
  for (const PmuKind kind : kinds()) {
    std::vector<std::string_view> metrics;
    for (const EventRow& row : rows_of(kind)) {
      if (row.set == EventSet::topdown) metrics.push_back(row.metric);
    }
    const std::optional<TopdownRecipe> recipe = recipe_of(kind);
    EXPECT_EQ(metrics, recipe ? recipes.at(*recipe) : std::vector<std::string_view>{});
  }
}

TEST(EventTable, PmusAreKnownByLibpfmsNames) {
  for (const auto& [kind, names] : pmus_of_kind) {
    for (const std::string& name : names) EXPECT_EQ(kind_of_pmu(name), kind) << name;
  }
  EXPECT_FALSE(kind_of_pmu("").has_value());
  EXPECT_FALSE(kind_of_pmu("netburst").has_value());
}

}  // namespace
}  // namespace hone::collect

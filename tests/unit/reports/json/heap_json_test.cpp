#include "reports/json/heap_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_heap.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;

std::string rendered(const HeapProfile& profile) {
  return render_heap_json(profile, {"hone", "0.2.0", "abc1234"}, "2026-11-24T08:46:00Z");
}

TEST(HeapJson, MatchesGoldenFile) { expect_golden("heap.json", rendered(sample_heap())); }

TEST(HeapJson, IsReadBackAsItWas) {
  const HeapProfile profile = sample_heap();
  const Result<HeapProfile> again = parse_heap_json(rendered(profile));
  ASSERT_TRUE(again.ok()) << again.error().what;
  EXPECT_EQ(again->totals, profile.totals);
  EXPECT_EQ(again->peak_rss, profile.peak_rss);
  EXPECT_EQ(again->nodes.size(), profile.nodes.size());
  EXPECT_EQ(rendered(*again), rendered(profile));
}

TEST(HeapJson, SurvivesNamesThatAreNotUtf8) {
  HeapProfile profile = sample_heap();
  profile.names[1] = "\xff\x01";
  EXPECT_TRUE(parse_heap_json(rendered(profile)).ok());
}

// Each field left out, or of another type, or pointing nowhere.
TEST(HeapJson, RefusesWhatDoesNotHoldTogether) {
  const nlohmann::json good = nlohmann::json::parse(rendered(sample_heap()));
  for (const auto& [key, value] : good.items()) {
    if (key == "tool" || key == "created") continue;  // not read
    nlohmann::json bad = good;
    bad[key] = true;
    EXPECT_FALSE(parse_heap_json(bad.dump()).ok()) << key;
    if (key == "peak_rss_bytes") continue;  // may be absent
    bad.erase(key);
    EXPECT_FALSE(parse_heap_json(bad.dump()).ok()) << key;
  }
  const auto error_with = [&](const char* pointer, const nlohmann::json& value) {
    nlohmann::json bad = good;
    bad[nlohmann::json::json_pointer(pointer)] = value;
    const Result<HeapProfile> profile = parse_heap_json(bad.dump());
    return profile.ok() ? "accepted" : profile.error().what;
  };
  EXPECT_EQ(error_with("/stacks/1/parent", 1), "its 'parent' is not as it should be");
  EXPECT_EQ(error_with("/stacks/1/frame", 3), "its 'frame' is not as it should be");
  EXPECT_EQ(error_with("/totals/bytes", -1), "its 'bytes' is not as it should be");
  EXPECT_EQ(error_with("/stacks", nlohmann::json::array()), "its 'stacks' is not as it should be");
  EXPECT_THAT(error_with("/schema", "hone.report/1"), HasSubstr("hone.report/1"));
  EXPECT_EQ(parse_heap_json("").error().what, "it is not JSON, or cut short");
  EXPECT_EQ(parse_heap_json("[]").error().what, "it is no report of hone's");
}

}  // namespace
}  // namespace hone::reports

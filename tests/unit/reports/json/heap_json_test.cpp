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

TEST(HeapJson, SaysWhatTheInputWas) {
  HeapProfile profile = sample_heap();
  for (const auto& input : {InputSummary{"stdin", true, 12}, InputSummary{"/dev/zero"}}) {
    profile.input = input;
    const Result<HeapProfile> again = parse_heap_json(rendered(profile));
    ASSERT_TRUE(again.ok()) << again.error().what;
    EXPECT_EQ(again->input, input);
  }
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
    if (key == "peak_rss_bytes" || key == "command" || key == "incomplete") continue;  // may lack
    bad.erase(key);
    EXPECT_FALSE(parse_heap_json(bad.dump()).ok()) << key;
  }
  const auto error_with = [&](const char* pointer, const nlohmann::json& value) {
    nlohmann::json bad = good;
    bad[nlohmann::json::json_pointer(pointer)] = value;
    const Result<HeapProfile> profile = parse_heap_json(bad.dump());
    return profile.ok() ? "accepted" : profile.error().what;
  };
  EXPECT_EQ(error_with("/stacks/1/parent", 1),
            "stacks[1].parent: is not a whole number from 0 to 0");
  EXPECT_EQ(error_with("/stacks/1/frame", 3), "stacks[1].frame: is not a whole number from 0 to 2");
  EXPECT_EQ(error_with("/totals/bytes", -1),
            "totals.bytes: is not a whole number from 0 to 18446744073709551615");
  EXPECT_EQ(error_with("/stacks", nlohmann::json::array()),
            "stacks: has no stack, not even the root");
  EXPECT_EQ(error_with("/frames", nlohmann::json::array()),
            "stacks[1].frame: refers to a list that is empty");
  EXPECT_THAT(error_with("/schema", "hone.report/1"), HasSubstr("hone.report/1"));
  EXPECT_EQ(parse_heap_json("").error().what, "line 1, column 1: it ends too early");
  EXPECT_EQ(parse_heap_json("{x}").error().what, "line 1, column 2: it is not JSON");
  EXPECT_EQ(parse_heap_json("[]").error().what,
            "schema: is missing, so this is no report of hone's");
}

}  // namespace
}  // namespace hone::reports

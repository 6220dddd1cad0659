#include "reports/json/self_test_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_self_test.hpp"

namespace hone::reports {
namespace {

TEST(SelfTestJson, MatchesGoldenFile) {
  expect_golden("selftest.json", render_self_test_json(sample_self_test()));
}

TEST(SelfTestJson, AbsentNumbersAreNull) {
  const nlohmann::json json = nlohmann::json::parse(render_self_test_json(SelfTestReport{}));
  EXPECT_TRUE(json["smallest_effect"].is_null());
  EXPECT_TRUE(json["noise"]["steal"].is_null());
  EXPECT_TRUE(json["noise"]["autocorrelation"].is_null());
  EXPECT_TRUE(json["noise"]["spread"].is_null());
  EXPECT_TRUE(json["false_positives"].empty());
}

}  // namespace
}  // namespace hone::reports

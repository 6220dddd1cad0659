// What hone selftest found as JSON, `hone.selftest/1`; what each field means stands in
// reports/schema/hone.selftest-1.schema.json.
#pragma once

#include <string>

#include "analyzers/model/self_test.hpp"

namespace hone::reports {

std::string render_self_test_json(const SelfTestReport& report);

}  // namespace hone::reports

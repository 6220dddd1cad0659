// What hone selftest found, as text for a person and as JSON.
#pragma once

#include <string>

#include "analyzers/model/self_test.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

// The answer first: the false-positive rate, then what is detected, then how noisy it was.
std::string render_self_test(const SelfTestReport& report, const TerminalStyle& style);

// `hone.selftest/1`.
std::string render_self_test_json(const SelfTestReport& report);

}  // namespace hone::reports

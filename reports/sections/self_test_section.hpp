// What hone selftest found.
#pragma once

#include "analyzers/model/self_test.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// The answer first: the false-positive rate, then what is detected, then how noisy it was.
Document self_test_section(const SelfTestReport& report);

}  // namespace hone::reports

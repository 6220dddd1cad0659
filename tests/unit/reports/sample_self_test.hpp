// A finished self-test with trials of every sort, for the tests of its renderers.
#pragma once

#include "analyzers/model/self_test.hpp"

namespace hone::reports {

SelfTestReport sample_self_test();

}  // namespace hone::reports

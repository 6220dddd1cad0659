#include "cli/app.hpp"

#include <new>
#include <stdexcept>

#include <gtest/gtest.h>

#include "cli/output/exit_code.hpp"

namespace hone::cli {
namespace {

TEST(OwnFaults, AnInternalErrorIsNotTakenForBadUsage) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(catch_own_faults([]() -> int { throw std::logic_error("an invariant is broken"); }),
            exit_own_fault);
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("internal error: an invariant is broken"), std::string::npos) << said;
}

TEST(OwnFaults, SoIsALackOfMemory) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(catch_own_faults([]() -> int { throw std::bad_alloc(); }), 70);
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("out of memory"), std::string::npos) << said;
}

TEST(OwnFaults, AnExitCodeIsPassedOn) {
  EXPECT_EQ(catch_own_faults([] { return static_cast<int>(exit_subject_failed); }),
            exit_subject_failed);
}

}  // namespace
}  // namespace hone::cli

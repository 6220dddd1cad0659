#include "workloads/dispatch_target.hpp"

#include <gtest/gtest.h>

namespace hone::workloads {
namespace {

// In an order, since what a process dispatched to is one for all of it.
TEST(DispatchTarget, IsTheBestThatIsAllowed) {
  EXPECT_EQ(dispatch(1), 1U) << "nothing limits it";
  EXPECT_EQ(dispatched_target(), "AVX2");
  limit_dispatch("no such target");
  EXPECT_EQ(dispatch(0), 0U);
  limit_dispatch("SSE4");
  EXPECT_EQ(dispatch(0), 2U);
  EXPECT_EQ(dispatched_target(), "SSE4");
  EXPECT_EQ(dispatch(4), 4U) << "a processor without it takes what it has";
  limit_dispatch("AVX3");
}

}  // namespace
}  // namespace hone::workloads

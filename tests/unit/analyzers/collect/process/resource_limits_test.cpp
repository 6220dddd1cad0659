#include "analyzers/collect/process/resource_limits.hpp"

#include <cerrno>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

namespace hone::collect {
namespace {

using testing::HasSubstr;

constexpr rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};

Exit killed(int signal, time_t cpu_seconds) {
  Exit exit;
  exit.signal = signal;
  exit.usage.ru_utime.tv_sec = cpu_seconds;
  return exit;
}

TEST(ResourceLimits, CpuTimeEndsWhatHasUsedIt) {
  EXPECT_THAT(cause_of_kill(killed(SIGKILL, 5), rlimit{5, 5}),
              HasSubstr("limit of 5 s (ulimit -t)"));
  EXPECT_THAT(cause_of_kill(killed(SIGXCPU, 3), rlimit{3, 9}),
              HasSubstr("limit of 3 s (ulimit -t)"));
}

TEST(ResourceLimits, MemoryMayBeWhyWhereThereWasCpuTimeLeft) {
  EXPECT_EQ(cause_of_kill(killed(SIGKILL, 1), rlimit{5, 5}), "; out of memory?");
  EXPECT_EQ(cause_of_kill(killed(SIGKILL, 4), rlimit{4, 99}), "; out of memory?");
  EXPECT_EQ(cause_of_kill(killed(SIGKILL, 1'000'000), unlimited), "; out of memory?");
}

TEST(ResourceLimits, OtherSignalsSayNothing) {
  EXPECT_EQ(cause_of_kill(killed(SIGSEGV, 5), rlimit{5, 5}), "");
  EXPECT_EQ(cause_of_kill(killed(0, 5), rlimit{5, 5}), "");
}

TEST(ResourceLimits, AreNamedWhereTheyKeepSomethingFromBeingMade) {
  EXPECT_THAT(cause_of_kill(killed(SIGXFSZ, 0), unlimited), HasSubstr("ulimit -f"));
  EXPECT_THAT(remedy_for_opening(EFBIG), HasSubstr("ulimit -f"));
  EXPECT_THAT(remedy_for_starting(EAGAIN), HasSubstr("ulimit -u"));
  EXPECT_EQ(remedy_for_starting(ENOENT), "");
}

}  // namespace
}  // namespace hone::collect

#include "analyzers/collect/process/start_thread.hpp"

#include <atomic>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hone::collect {
namespace {

TEST(StartThread, DoesTheWork) {
  std::atomic<bool> done{false};
  Result<std::thread> thread = start_thread([&done] { done = true; });
  ASSERT_TRUE(thread.ok());
  thread->join();
  EXPECT_TRUE(done);
}

// In a process of its own: the limit holds for what else runs here, too. Root has none.
TEST(StartThread, SaysWhichLimitRefusesIt) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const rlimit none{0, 0};
    constexpr uid_t nobody = 65534;
    const bool limited =
        setrlimit(RLIMIT_NPROC, &none) == 0 && (getuid() != 0 || setuid(nobody) == 0);
    const Result<std::thread> thread = start_thread([] {});
    _exit(limited && !thread && thread.error().next.find("ulimit -u") != std::string::npos ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace hone::collect

#include "workloads/thread_team.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace hone::workloads {
namespace {

TEST(ThreadTeam, runs_the_task_once_for_each_index) {
  ThreadTeam team(4);
  std::vector<int> runs(team.size());
  team.run([&](std::size_t index) { ++runs[index]; });
  EXPECT_THAT(runs, testing::ElementsAre(1, 1, 1, 1));
}

TEST(ThreadTeam, returns_when_the_last_task_is_done) {
  ThreadTeam team(3);
  std::atomic<int> done{0};
  team.run([&](std::size_t index) {
    for (std::size_t i = 0; i < index * 50; ++i) std::this_thread::yield();
    ++done;
  });
  EXPECT_EQ(done, 3);
}

TEST(ThreadTeam, runs_its_tasks_at_the_same_time) {
  ThreadTeam team(3);
  std::barrier meeting(3);  // passed only if all three stand here together
  team.run([&](std::size_t) { meeting.arrive_and_wait(); });
}

TEST(ThreadTeam, keeps_its_threads_from_run_to_run) {
  ThreadTeam team(2);
  std::vector<std::thread::id> first(2);
  std::vector<std::thread::id> second(2);
  team.run([&](std::size_t index) { first[index] = std::this_thread::get_id(); });
  team.run([&](std::size_t index) { second[index] = std::this_thread::get_id(); });
  EXPECT_EQ(first, second);
  EXPECT_NE(first[0], first[1]);
}

TEST(ThreadTeam, shows_each_run_what_the_one_before_wrote) {
  ThreadTeam team(2);
  std::vector<int> before{0, 0};
  std::vector<int> after(2);
  for (int i = 0; i < 1000; ++i) {
    team.run([&](std::size_t index) { after[index] = before[1 - index] + 1; });
    before.swap(after);
  }
  EXPECT_THAT(before, testing::ElementsAre(1000, 1000));
}

TEST(ThreadTeam, without_a_run_ends_at_once) { ThreadTeam team(4); }

TEST(ThreadTeam, of_nobody_has_nothing_to_do) {
  ThreadTeam team(0);
  team.run([](std::size_t) { FAIL(); });
}

// The state letter of a thread of this process, from /proc: S is asleep in the kernel.
char state_of(pid_t thread) {
  std::ifstream stat("/proc/self/task/" + std::to_string(thread) + "/stat");
  std::string line;
  std::getline(stat, line);
  const std::size_t name_end = line.rfind(") ");
  return name_end == std::string::npos ? '?' : line[name_end + 2];
}

TEST(ThreadTeam, sleeps_in_the_kernel_between_runs) {
  ThreadTeam team(2);
  std::vector<pid_t> threads(2);
  team.run([&](std::size_t index) { threads[index] = static_cast<pid_t>(::syscall(SYS_gettid)); });
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  const auto asleep = [](pid_t thread) { return state_of(thread) == 'S'; };
  while (!std::all_of(threads.begin(), threads.end(), asleep) &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_EQ(state_of(threads[0]), 'S');
  EXPECT_EQ(state_of(threads[1]), 'S');
}

TEST(ThreadTeam, spreads_its_threads_over_the_cpus) {
  const std::vector<std::size_t> cpus = cpus_cores_first();
  if (cpus.size() < 2) GTEST_SKIP() << "one CPU only";
  ThreadTeam team(2);
  std::vector<int> seen(2);
  team.run([&](std::size_t index) { seen[index] = sched_getcpu(); });
  EXPECT_THAT(seen, testing::ElementsAre(cpus[0], cpus[1]));
}

TEST(CpusCoresFirst, lists_each_allowed_cpu_once) {
  cpu_set_t allowed;
  ASSERT_EQ(sched_getaffinity(0, sizeof(allowed), &allowed), 0);
  const std::vector<std::size_t> cpus = cpus_cores_first();
  EXPECT_EQ(cpus.size(), static_cast<std::size_t>(CPU_COUNT(&allowed)));
  EXPECT_EQ(std::set<std::size_t>(cpus.begin(), cpus.end()).size(), cpus.size());
  for (const std::size_t cpu : cpus) EXPECT_TRUE(CPU_ISSET(cpu, &allowed)) << cpu;
}

}  // namespace
}  // namespace hone::workloads

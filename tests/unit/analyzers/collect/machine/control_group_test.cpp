// Machines as the files of their control groups show them.
#include "analyzers/collect/machine/control_group.hpp"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::collect {
namespace {

namespace fs = std::filesystem;

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ParseControlGroups, ReadsBothVersions) {
  const auto groups = parse_control_groups("5:cpu,cpuacct:/a:b\n1:name=systemd:/s\n0::/u/v\n");
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_THAT(groups[0].controllers, ElementsAre("cpu", "cpuacct"));
  EXPECT_EQ(groups[0].path, "/a:b");
  EXPECT_THAT(groups[1].controllers, ElementsAre("name=systemd"));
  EXPECT_THAT(groups[2].controllers, IsEmpty());
  EXPECT_EQ(groups[2].path, "/u/v");
}

TEST(ParseControlGroups, PassesOverWhatIsNone) {
  for (const char* text : {"", "\n\n", "nonsense\n", "0:\n", "0::\n", "0::relative", ":", "::::"}) {
    EXPECT_THAT(parse_control_groups(text), IsEmpty()) << text;
  }
  EXPECT_EQ(parse_control_groups("nonsense\n0::/\n").size(), 1U);
}

TEST(ParseGroupMount, ReadsBothVersions) {
  const auto one = parse_group_mount(
      "31 30 0:28 /docker/7 /sys/fs/cgroup/cpu,cpuacct ro,nosuid shared:9 master:2 - cgroup cgroup "
      "rw,cpu,cpuacct");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->mounted, "/docker/7");
  EXPECT_EQ(one->point, "/sys/fs/cgroup/cpu,cpuacct");
  EXPECT_THAT(one->controllers, ElementsAre("rw", "cpu", "cpuacct"));
  const auto two = parse_group_mount("40 30 0:37 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
  ASSERT_TRUE(two);
  EXPECT_EQ(two->mounted, "/");
  EXPECT_THAT(two->controllers, IsEmpty());
}

TEST(ParseGroupMount, PassesOverWhatIsNone) {
  for (const char* line : {"", "nonsense", "1 2 3 / / rw - tmpfs tmpfs rw", "1 2 0:1 / / rw cgroup",
                           "1 2 0:1 / /cgroup rw - ", " - cgroup"}) {
    const auto mount = parse_group_mount(line);
    EXPECT_TRUE(!mount || mount->point.empty()) << line;
  }
}

TEST(ParseCpuMax, IsAQuotaInCpus) {
  EXPECT_EQ(parse_cpu_max("250000 100000\n"), 2.5);
  for (const std::string_view none : {"max 100000\n", "", "100000", "1 0", "-1 100000", "a b"}) {
    EXPECT_EQ(parse_cpu_max(none), std::nullopt) << none;
  }
}

TEST(ParseCpuQuota, IsNoneWhenNegative) {
  EXPECT_EQ(parse_cpu_quota("50000\n", "100000\n"), 0.5);
  EXPECT_EQ(parse_cpu_quota("-1\n", "100000\n"), std::nullopt);
  EXPECT_EQ(parse_cpu_quota("", ""), std::nullopt);
}

TEST(ParseMemoryMax, KnowsEachVersionsWordForNoLimit) {
  EXPECT_EQ(parse_memory_max("1073741824\n"), 1073741824.0);
  EXPECT_EQ(parse_memory_max("0\n"), 0.0);
  for (const std::string_view none : {"max\n", "9223372036854771712\n", "", "-1", "1 GiB"}) {
    EXPECT_EQ(parse_memory_max(none), std::nullopt) << none;
  }
}

TEST(ParseStatistic, IsFoundByItsWholeName) {
  EXPECT_EQ(parse_statistic("anon 5\ninactive_file 20\n", "inactive_file"), 20.0);
  EXPECT_EQ(parse_statistic("total_inactive_file 7\ninactive_file x\n", "inactive_file"),
            std::nullopt);
}

class ControlGroups : public testing::Test {
 protected:
  ControlGroups() {
    std::string name = fs::temp_directory_path() / "hone_groups_XXXXXX";
    root_ = mkdtemp(name.data());
  }
  ~ControlGroups() override { fs::remove_all(root_); }
  ControlGroups(const ControlGroups&) = delete;
  ControlGroups& operator=(const ControlGroups&) = delete;

  void belongs_to(std::string_view groups) { put("proc/self/cgroup", groups); }
  void mounts(std::string_view lines) { put("proc/self/mountinfo", lines); }
  void write(const fs::path& path, std::string_view text) { put("sys/fs/cgroup" / path, text); }
  [[nodiscard]] std::optional<double> cpus() const { return read_cpu_limit(root_); }
  [[nodiscard]] std::optional<double> memory() const { return read_memory_left(root_); }

 private:
  void put(const fs::path& path, std::string_view text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  fs::path root_;
};

TEST_F(ControlGroups, TheTightestLimitOnThePathCountsInVersionTwo) {
  belongs_to("0::/a/b/c\n");
  write("a/cpu.max", "150000 100000\n");
  write("a/b/cpu.max", "max 100000\n");
  write("a/b/c/cpu.max", "300000 100000\n");
  write("other/cpu.max", "1000 100000\n");
  write("a/memory.max", "5000\n");
  write("a/b/memory.max", "3000\n");
  write("a/b/c/memory.max", "max\n");
  EXPECT_EQ(cpus(), 1.5);
  EXPECT_EQ(memory(), 3000.0);
}

TEST_F(ControlGroups, TheTightestLimitOnThePathCountsInVersionOne) {
  belongs_to("4:memory:/m\n3:cpu,cpuacct:/a/b\n1:name=systemd:/s\n");
  write("cpu/cpu.cfs_quota_us", "-1\n");
  write("cpu/cpu.cfs_period_us", "100000\n");
  write("cpu/a/cpu.cfs_quota_us", "200000\n");
  write("cpu/a/cpu.cfs_period_us", "100000\n");
  write("cpu/a/b/cpu.cfs_quota_us", "25000\n");
  write("cpu/a/b/cpu.cfs_period_us", "50000\n");
  write("memory/memory.limit_in_bytes", "8000\n");
  write("memory/m/memory.limit_in_bytes", "9000\n");
  EXPECT_EQ(cpus(), 0.5);
  EXPECT_EQ(memory(), 8000.0);
}

TEST_F(ControlGroups, OfControllersThatAreMountedTogetherAreFoundWithoutALink) {
  belongs_to("3:cpuacct,cpu:/a\n");
  write("cpuacct,cpu/a/cpu.cfs_quota_us", "400000\n");
  write("cpuacct,cpu/a/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cpus(), 4.0);
}

// systemd's hybrid: version 1 with the controllers, version 2 beside it.
TEST_F(ControlGroups, OfBothVersionsAtOnceCountTogether) {
  belongs_to("2:memory:/a\n1:cpu:/a\n0::/u\n");
  write("memory/a/memory.limit_in_bytes", "5000\n");
  write("cpu/a/cpu.cfs_quota_us", "100000\n");
  write("cpu/a/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cpus(), 1.0);
  EXPECT_EQ(memory(), 5000.0);
  write("unified/u/cpu.max", "50000 100000\n");
  write("unified/u/memory.max", "4000\n");
  EXPECT_EQ(cpus(), 0.5);
  EXPECT_EQ(memory(), 4000.0);
}

TEST_F(ControlGroups, WithoutAControllerThereIsNoLimit) {
  belongs_to("2:memory:/a\n1:cpuset:/a\n");
  write("memory/a/memory.limit_in_bytes", "5000\n");
  write("cpu/a/cpu.cfs_quota_us", "100000\n");  // somebody else's: no such hierarchy is ours
  write("cpu/a/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cpus(), std::nullopt);
  EXPECT_EQ(memory(), 5000.0);
}

TEST_F(ControlGroups, WithoutFilesThereIsNoLimit) {
  EXPECT_EQ(cpus(), std::nullopt);
  EXPECT_EQ(memory(), std::nullopt);
  belongs_to("0::/gone\n");
  EXPECT_EQ(cpus(), std::nullopt);
  EXPECT_EQ(memory(), std::nullopt);
}

// The path of a container may be the host's, with the container's group mounted as the root.
TEST_F(ControlGroups, OfAContainerAreThoseOfTheRootThatItSees) {
  belongs_to("0::/docker/0123\n");
  write("cpu.max", "200000 100000\n");
  write("memory.max", "900\n");
  EXPECT_EQ(cpus(), 2.0);
  EXPECT_EQ(memory(), 900.0);
}

// Without a namespace of its own a container's path is the host's, and below its root there may be
// further groups.
TEST_F(ControlGroups, BelowTheRootOfAContainerAreFound) {
  belongs_to("3:cpu,cpuacct:/docker/7/job\n0::/docker/7/job\n");
  mounts(
      "30 22 0:27 / / rw - overlay overlay rw\n"
      "31 30 0:28 /docker/7 /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpuacct,cpu\n"
      "32 30 0:29 /docker/7 /sys/fs/cgroup/unified ro - cgroup2 cgroup2 rw\n");
  write("cpu,cpuacct/job/cpu.cfs_quota_us", "30000\n");
  write("cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cpus(), 0.3);
  write("unified/job/cpu.max", "20000 100000\n");
  EXPECT_EQ(cpus(), 0.2);
  write("cpu,cpuacct/cpu.cfs_quota_us", "10000\n");
  write("cpu,cpuacct/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cpus(), 0.1);
}

TEST_F(ControlGroups, AreFoundWhereverTheyAreMounted) {
  belongs_to("3:cpu:/a\n");
  mounts("31 30 0:28 / /sys/fs/cgroup/elsewhere rw - cgroup cgroup rw,cpu\n");
  write("elsewhere/a/cpu.cfs_quota_us", "50000\n");
  write("elsewhere/a/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cpus(), 0.5);
}

// As a mount of another group shows it: "/docker/77" does not lie below "/docker/7".
TEST_F(ControlGroups, OfAnotherBranchAreNotLookedFor) {
  belongs_to("3:cpu:/docker/77\n");
  mounts("31 30 0:28 /docker/7 /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu\n");
  write("cpu/cpu.cfs_quota_us", "200000\n");
  write("cpu/cpu.cfs_period_us", "100000\n");
  write("cpu/7/cpu.cfs_quota_us", "1000\n");
  write("cpu/7/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cpus(), 2.0);
}

TEST_F(ControlGroups, OutOfAContainersSightAreNotLookedFor) {
  belongs_to("0::/../../host\n");
  write("cpu.max", "200000 100000\n");
  write("host/cpu.max", "1000 100000\n");
  write("host/memory.max", "1\n");
  EXPECT_EQ(cpus(), 2.0);
  EXPECT_EQ(memory(), std::nullopt);
}

TEST_F(ControlGroups, LeaveWhatIsNotUsedAndWhatCanBeDropped) {
  belongs_to("0::/a\n");
  write("a/memory.max", "1000\n");
  write("a/memory.current", "700\n");
  write("a/memory.stat", "anon 500\ninactive_file 200\n");
  EXPECT_EQ(memory(), 500.0);
  write("a/memory.current", "1700\n");
  EXPECT_EQ(memory(), 0.0);
}

}  // namespace
}  // namespace hone::collect

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

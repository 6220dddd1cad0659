// Machines as a few files of /proc and of control groups show them.
#include "analyzers/collect/machine/available_memory.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace hone::collect {
namespace {

namespace fs = std::filesystem;

class AvailableMemory : public testing::Test {
 protected:
  AvailableMemory() {
    std::string name = fs::temp_directory_path() / "hone_memory_XXXXXX";
    root_ = mkdtemp(name.data());
  }
  ~AvailableMemory() override { fs::remove_all(root_); }
  AvailableMemory(const AvailableMemory&) = delete;
  AvailableMemory& operator=(const AvailableMemory&) = delete;

  void write(const fs::path& path, std::string_view text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  [[nodiscard]] MemoryLimits read() const { return read_memory_limits(root_); }

 private:
  fs::path root_;
};

TEST_F(AvailableMemory, OfTheMachineIsWhatCanBeHadWithoutSwapping) {
  write("proc/meminfo", "MemTotal:  8000000 kB\nMemFree:  100 kB\nMemAvailable:    4000000 kB\n");
  EXPECT_EQ(read().machine, 4000000.0 * 1024);
  EXPECT_FALSE(read().group.has_value());
}

TEST_F(AvailableMemory, IsUnknownWithoutFiles) {
  EXPECT_FALSE(read().machine.has_value());
  write("proc/meminfo", "MemAvailableSoon: 5 kB\nMemAvailable: many\n");
  write("proc/self/cgroup", "\nnonsense\n0:\n0::/gone\n");
  EXPECT_FALSE(read().machine.has_value());
  EXPECT_FALSE(read().group.has_value());
}

TEST_F(AvailableMemory, OfAGroupIsItsLimitLessWhatCannotBeDropped) {
  write("proc/self/cgroup", "0::/a/b\n");
  write("sys/fs/cgroup/a/b/memory.max", "1000\n");
  write("sys/fs/cgroup/a/b/memory.current", "700\n");
  write("sys/fs/cgroup/a/b/memory.stat", "anon 500\ninactive_file 200\n");
  EXPECT_EQ(read().group, 500.0);
}

TEST_F(AvailableMemory, OfAGroupIsNeverMoreThanThatOfTheGroupsAbove) {
  write("proc/self/cgroup", "0::/a/b\n");
  write("sys/fs/cgroup/a/memory.max", "300\n");
  write("sys/fs/cgroup/a/b/memory.max", "max\n");
  EXPECT_EQ(read().group, 300.0);
}

TEST_F(AvailableMemory, OfAContainerIsFoundWhereItsGroupIsTheRoot) {
  write("proc/self/cgroup", "0::/docker/0123\n");
  write("sys/fs/cgroup/memory.max", "900\n");
  EXPECT_EQ(read().group, 900.0);
}

TEST_F(AvailableMemory, KnowsVersionOneOfGroupsAndItsWordForNoLimit) {
  write("proc/self/cgroup", "4:cpu:/x\n3:memory:/x\n0::/\n");
  write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  EXPECT_FALSE(read().group.has_value());
  write("sys/fs/cgroup/memory/x/memory.limit_in_bytes", "5000\n");
  write("sys/fs/cgroup/memory/x/memory.usage_in_bytes", "6000\n");
  write("sys/fs/cgroup/memory/x/memory.stat", "total_inactive_file 1500\n");
  EXPECT_EQ(read().group, 500.0);
}

TEST(Shortage, IsOfTheTightestLimitThatIsExceeded) {
  const MemoryLimits limits{.machine = 100, .group = 50, .address_space = 30};
  EXPECT_FALSE(find_shortage(limits, 50, 30).has_value());
  EXPECT_EQ(find_shortage(limits, 60, 30)->available, 50);
  EXPECT_EQ(find_shortage(limits, 200, 30)->available, 50);
  EXPECT_EQ(find_shortage(limits, 50, 31)->available, 30);
  EXPECT_EQ(find_shortage(limits, 50, 31)->needed, 31);
  EXPECT_FALSE(find_shortage({}, 1e30, 1e30).has_value());
}

TEST(Shortage, ThisMachineHasSomeMemory) {
  const MemoryLimits limits = read_memory_limits();
  ASSERT_TRUE(limits.machine.has_value());
  EXPECT_GT(*limits.machine, 0);
}

}  // namespace
}  // namespace hone::collect

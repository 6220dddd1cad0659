#include "analyzers/collect/machine/cpu_pool.hpp"

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analyzers/collect/process/temporary_folder.hpp"

namespace hone::collect {
namespace {

using Cpus = std::vector<int>;

// A machine as /sys tells of it.
class CpuPoolTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Result<TemporaryFolder> made = TemporaryFolder::make();
    ASSERT_TRUE(made.ok());
    folder_.emplace(std::move(*made));
  }

  void tell(const std::string& file, const std::string& text) const {
    const std::filesystem::path path =
        std::filesystem::path(folder_->path()) / "sys/devices" / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text << '\n';
  }

  void tell_cpu(int cpu, const std::string& file, const std::string& text) const {
    tell("system/cpu/cpu" + std::to_string(cpu) + "/" + file, text);
  }

  [[nodiscard]] CpuPool pool(const Cpus& home, const CpuChoice& choice = {}) const {
    return CpuPool(choice, home, folder_->path());
  }

 private:
  std::optional<TemporaryFolder> folder_;
};

TEST_F(CpuPoolTest, AMachineOfWhichNothingIsToldHasOneKindOfCore) {
  const CpuPool cpus = pool({0, 1, 5});
  EXPECT_EQ(cpus.drawn_from(), (Cpus{0, 1, 5}));
  EXPECT_EQ(cpus.other_kind(), Cpus{});
  EXPECT_EQ(cpus.near(5), (Cpus{0, 1, 5}));
  EXPECT_EQ(cpus.beside(1), (Cpus{0, 5}));
}

TEST_F(CpuPoolTest, OfIntelsTwoKindsTheLargeCoresAreDrawnFrom) {
  tell("cpu_core/cpus", "0-3");
  tell("cpu_atom/cpus", "4-7");
  const CpuPool cpus = pool({1, 2, 5, 6});
  EXPECT_EQ(cpus.drawn_from(), (Cpus{1, 2}));
  EXPECT_EQ(cpus.other_kind(), (Cpus{5, 6}));
  EXPECT_EQ(cpus.all(), (Cpus{1, 2, 5, 6}));
  EXPECT_EQ(pool({5, 6}).drawn_from(), (Cpus{5, 6})) << "where there are no others";
}

TEST_F(CpuPoolTest, CoresOfLessCapacityAreOfAnotherKind) {
  for (const int cpu : {0, 1}) tell_cpu(cpu, "cpu_capacity", "446");
  for (const int cpu : {2, 3}) tell_cpu(cpu, "cpu_capacity", "1024");
  EXPECT_EQ(pool({0, 1, 2, 3}).drawn_from(), (Cpus{2, 3}));
  EXPECT_EQ(pool({0, 1}).drawn_from(), (Cpus{0, 1}));
}

TEST_F(CpuPoolTest, SingleCoresThatMayRunALittleFasterAreNoOtherKind) {
  tell_cpu(0, "cpufreq/cpuinfo_max_freq", "5700000");
  tell_cpu(1, "cpufreq/cpuinfo_max_freq", "5500000");
  tell_cpu(2, "cpufreq/cpuinfo_max_freq", "4100000");
  EXPECT_EQ(pool({0, 1, 2}).drawn_from(), (Cpus{0, 1}));
}

TEST_F(CpuPoolTest, ALeastKnowledgeOfEveryCpuIsNeeded) {
  tell_cpu(0, "cpufreq/cpuinfo_max_freq", "5700000");
  EXPECT_EQ(pool({0, 1}).drawn_from(), (Cpus{0, 1}));
}

TEST_F(CpuPoolTest, OnlyTheChosenOnesAreDrawnFromAndOthersAreWhereHoneWaits) {
  const CpuPool cpus = pool({0, 1, 2, 3}, {CpuChoice::Kind::same, {1, 3, 9}});
  EXPECT_EQ(cpus.drawn_from(), (Cpus{1, 3}));
  EXPECT_EQ(cpus.all(), (Cpus{1, 3}));
  EXPECT_EQ(cpus.beside(1), (Cpus{0, 2, 3}));
}

TEST_F(CpuPoolTest, EveryCpuIsDrawn) {
  const CpuPool cpus = pool({2, 4, 6});
  for (std::uint64_t number = 0; number < 6; ++number) {
    EXPECT_EQ(cpus.draw(number), static_cast<int>(2 + 2 * (number % 3)));
  }
}

TEST_F(CpuPoolTest, HoneWaitsOnAnotherCoreIfItCan) {
  for (const int cpu : {0, 1, 2, 3}) {
    tell_cpu(cpu, "topology/thread_siblings_list", cpu % 2 == 0 ? "0,2" : "1,3");
  }
  EXPECT_EQ(pool({0, 1, 2, 3}).beside(2), (Cpus{1, 3}));
  EXPECT_EQ(pool({0, 2}).beside(2), (Cpus{0}));
  EXPECT_EQ(pool({2}).beside(2), (Cpus{2}));
}

TEST_F(CpuPoolTest, MemoryIsNearOnTheSameNode) {
  tell("system/node/node0/cpulist", "0-1");
  tell("system/node/node1/cpulist", "2-3");
  EXPECT_EQ(pool({0, 1, 2}).near(1), (Cpus{0, 1}));
  EXPECT_EQ(pool({0, 1, 2}).near(2), (Cpus{2}));
}

}  // namespace
}  // namespace hone::collect

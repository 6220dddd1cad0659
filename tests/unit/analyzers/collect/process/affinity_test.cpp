#include "analyzers/collect/process/affinity.hpp"

#include <string>

#include <gtest/gtest.h>

#include "analyzers/collect/process/process.hpp"
#include "analyzers/text/cpu_list.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {
namespace {

// The CPUs that a program is told of which hone starts now.
std::string told() {
  const auto run = run_and_capture(
      {{"grep", "-Po", "Cpus_allowed_list:\\s*\\K.*", "/proc/self/status"}, {}, ""}, Seconds(10));
  return run ? std::string(text::trim(run->output)) : run.error().what;
}

TEST(Affinity, HoneComesHomeFromWhereItWasKept) {
  const std::vector<int> home = home_cpus();
  ASSERT_FALSE(home.empty());
  {
    const StayOn stay({home.back()});
    EXPECT_EQ(cpus_of(), std::vector<int>{home.back()});
    EXPECT_EQ(home_cpus(), home);
  }
  EXPECT_EQ(cpus_of(), home);
}

TEST(Affinity, AProgramIsNotKeptWhereHoneIs) {
  const std::string before = told();
  const StayOn stay({home_cpus().back()});
  EXPECT_EQ(told(), before);
}

TEST(Affinity, AProgramBeginsWhereItIsTold) {
  const int last = home_cpus().back();
  SpawnOptions options;
  options.cpus = {last};
  Result<Process> sleeper = spawn({{"sleep", "10"}, {}, ""}, options);
  ASSERT_TRUE(sleeper.ok());
  EXPECT_EQ(cpus_of(sleeper->pid()), std::vector<int>{last});
}

}  // namespace
}  // namespace hone::collect

#include "analyzers/text/cpu_list.hpp"

#include <gtest/gtest.h>

namespace hone::text {
namespace {

using Cpus = std::vector<int>;

TEST(CpuList, NumbersAndRangesAreReadAscendingAndOnce) {
  EXPECT_EQ(parse_cpu_list("0,2-3\n"), (Cpus{0, 2, 3}));
  EXPECT_EQ(parse_cpu_list("7,1,0-2"), (Cpus{0, 1, 2, 7}));
  EXPECT_EQ(parse_cpu_list("5-5"), (Cpus{5}));
}

TEST(CpuList, NonsenseIsNoList) {
  for (const char* text :
       {"", ",", "1,", "-1", "1-", "3-2", "a", "1 2", "0-99999999", "4096", "1-2-3", "+1", "1.5"}) {
    EXPECT_FALSE(parse_cpu_list(text)) << text;
  }
}

TEST(CpuList, IsWrittenAsTheKernelReadsIt) {
  EXPECT_EQ(cpu_list({}), "");
  EXPECT_EQ(cpu_list({0, 1, 2, 4, 6, 7}), "0-2,4,6,7");
  EXPECT_EQ(parse_cpu_list(cpu_list({0, 1, 2, 4, 6, 7})), (Cpus{0, 1, 2, 4, 6, 7}));
}

}  // namespace
}  // namespace hone::text

#include "analyzers/collect/allocations/own_allocator.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace hone::collect {
namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(OwnAllocator, IsALibraryThatDefinesMalloc) {
  const std::string counter = content_of(HONE_ALLOCATIONS);
  EXPECT_TRUE(defines_function(counter, "malloc"));
  EXPECT_FALSE(defines_function(counter, "mallo"));
  EXPECT_FALSE(defines_function(counter, "no_such_function"));
}

TEST(OwnAllocator, IsNoProgramThatOnlyCallsMalloc) {
  EXPECT_FALSE(defines_function(content_of(HONE_ALLOCATES_IN_PROCESSES), "malloc"));
}

TEST(OwnAllocator, IsNotSeenInWhatIsDamaged) {
  const std::string whole = content_of(HONE_ALLOCATIONS);
  for (const std::size_t length : {std::size_t{0}, std::size_t{5}, std::size_t{63}, std::size_t{64},
                                   std::size_t{1000}, whole.size() / 2}) {
    EXPECT_FALSE(defines_function(std::string_view(whole).substr(0, length), "malloc")) << length;
  }
  std::string wrong = whole;
  for (std::size_t at = 40; at < 64 && at < wrong.size(); ++at) wrong[at] = '\xff';
  EXPECT_FALSE(defines_function(wrong, "malloc"));
}

TEST(OwnAllocator, MayBePreloaded) {
  Launch launch;
  EXPECT_EQ(own_allocator(HONE_ALLOCATES_IN_PROCESSES, launch), std::nullopt);
  launch.env = {{"LD_PRELOAD", std::string("libm.so.6:") + HONE_ALLOCATIONS}};
  EXPECT_EQ(own_allocator(HONE_ALLOCATES_IN_PROCESSES, launch), HONE_ALLOCATIONS);
  launch.env = {{"LD_PRELOAD", "libm.so.6 no-such-library.so"}};
  EXPECT_EQ(own_allocator(HONE_ALLOCATES_IN_PROCESSES, launch), std::nullopt);
}

}  // namespace
}  // namespace hone::collect

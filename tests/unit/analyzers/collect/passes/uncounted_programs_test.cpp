#include "analyzers/collect/passes/uncounted_programs.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace hone::collect {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

std::string why(const std::string& environment, const std::string& path = "/bin/sh") {
  return why_uncounted(path, environment, "/lib/counter.so", "/proc/1/fd/7").value_or("counted");
}

TEST(UncountedPrograms, AProgramWithBothVariablesIsCounted) {
  EXPECT_EQ(why("HONE_ALLOCATION_FILE=/proc/1/fd/7\0LD_PRELOAD=/lib/counter.so\0"s), "counted");
  EXPECT_EQ(why("A=\0LD_PRELOAD=b.so:/lib/counter.so c.so\0HONE_ALLOCATION_FILE=/proc/1/fd/7\0"s),
            "counted");
}

TEST(UncountedPrograms, TheFirstVariableThatIsMissingIsNamed) {
  EXPECT_EQ(why(""), "was started without LD_PRELOAD");
  EXPECT_EQ(why("MY_LD_PRELOAD=/lib/counter.so\0LD_PRELOADED=/lib/counter.so\0"s),
            "was started without LD_PRELOAD");
  EXPECT_EQ(why("LD_PRELOAD=/usr/lib/counter.so\0"s),
            "was started with LD_PRELOAD=/usr/lib/counter.so");
  EXPECT_EQ(why("LD_PRELOAD=/lib/counter.so\0"s), "was started without HONE_ALLOCATION_FILE");
  EXPECT_EQ(why("LD_PRELOAD=/lib/counter.so\0HONE_ALLOCATION_FILE=/proc/2/fd/7\0"s),
            "was started without HONE_ALLOCATION_FILE");
}

TEST(UncountedPrograms, AnEnvironmentThatIsCutIsReadToItsEnd) {
  EXPECT_EQ(why("LD_PRELOAD"), "was started without LD_PRELOAD");
  EXPECT_EQ(why("LD_PRELOAD="), "was started with LD_PRELOAD=");
}

TEST(UncountedPrograms, AProgramThatNothingCanBeLoadedIntoIsNotCounted) {
  EXPECT_THAT(
      why("HONE_ALLOCATION_FILE=/proc/1/fd/7\0LD_PRELOAD=/lib/counter.so\0"s, HONE_EXITS_AT_ONCE),
      HasSubstr("statically linked"));
}

TEST(UncountedPrograms, AProcessWithoutTheCounterIsFound) {
  UncountedPrograms uncounted("/lib/counter.so", "/proc/1/fd/7");
  EXPECT_FALSE(uncounted.first().has_value());
  uncounted.look_at(getpid());
  ASSERT_TRUE(uncounted.first().has_value());
  EXPECT_THAT(*uncounted.first(), HasSubstr("test_collect' was started with"));
}

}  // namespace
}  // namespace hone::collect

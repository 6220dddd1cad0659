// Against libpfm4 itself; that of another version may know more names, and none that differ.
#include "analyzers/collect/counters/event_names.hpp"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::collect {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

NamedEvent found(const std::string& name) {
  const Result<NamedEvent> event = find_event(name);
  EXPECT_TRUE(event.ok()) << event.error().what;
  return event ? *event : NamedEvent{};
}

std::string why_not(const std::string& name) {
  const Result<NamedEvent> event = find_event(name);
  EXPECT_FALSE(event.ok());
  return event ? "" : event.error().what;
}

// Types and numbers: linux/perf_event.h.
constexpr std::uint32_t hardware_type = 0;
constexpr std::uint32_t software_type = 1;
constexpr std::uint32_t hardware_cache = 3;
constexpr std::uint32_t raw = 4;

TEST(EventNames, KnowWhatPeopleTypeForPerf) {
  const auto is = [](const std::string& name, std::uint32_t type, std::uint64_t config) {
    const EventCode code = found(name).code;
    EXPECT_EQ(code.type, type) << name;
    EXPECT_EQ(code.config, config) << name;
  };
  is("cycles", hardware_type, 0);
  is("instructions", hardware_type, 1);
  is("cache-misses", hardware_type, 3);
  is("branches", hardware_type, 4);
  is("branch-misses", hardware_type, 5);
  is("task-clock", software_type, 1);
  is("page-faults", software_type, 2);
  is("context-switches", software_type, 3);
  is("cpu-migrations", software_type, 4);
  is("L1-dcache-load-misses", hardware_cache, 0x10000);
  is("r1a2", raw, 0x1a2);
}

TEST(EventNames, AreKnownInEitherCase) {
  EXPECT_EQ(found("INSTRUCTIONS").code, found("instructions").code);
  EXPECT_EQ(found("l1-DCACHE-load-misses").code, found("L1-dcache-load-misses").code);
}

TEST(EventNames, CountInUserSpaceAndInTheKernelUnlessTheySay) {
  EXPECT_FALSE(found("instructions").code.exclude_user);
  EXPECT_FALSE(found("instructions").code.exclude_kernel);
  EXPECT_TRUE(found("instructions:u").code.exclude_kernel);
  EXPECT_FALSE(found("instructions:u").code.exclude_user);
  EXPECT_TRUE(found("cycles:k").code.exclude_user);
  EXPECT_FALSE(found("cycles:k").code.exclude_kernel);
  EXPECT_EQ(found("cycles:uk").code, found("cycles").code);
}

TEST(EventNames, AreReportedWithWhereTheyCount) {
  EXPECT_EQ(found("instructions").name, "perf::PERF_COUNT_HW_INSTRUCTIONS:u=1:k=1");
  EXPECT_EQ(found("cycles:k").name, "perf::PERF_COUNT_HW_CPU_CYCLES:u=0:k=1");
  EXPECT_EQ(found("page-faults").name, "perf::PERF_COUNT_SW_PAGE_FAULTS:u=1:k=1");
  EXPECT_EQ(found("L1-dcache-load-misses").name, "perf::PERF_COUNT_HW_CACHE_L1D:READ:MISS:u=1:k=1");
}

TEST(EventNames, ARawEventIsReportedWithItsCode) {
  EXPECT_EQ(found("r1a2").name, "perf_raw::r1a2:u=1:k=1");
  EXPECT_EQ(found("r003C:u").name, "perf_raw::r3c:u=1:k=0");
}

TEST(EventNames, UserSpaceOnlyShowsInTheName) {
  const NamedEvent event = in_user_space(found("instructions"));
  EXPECT_EQ(event.code, found("instructions:u").code);
  EXPECT_EQ(event.name, found("instructions:u").name);
}

TEST(EventNames, AMisspeltNameGetsTheNearest) {
  EXPECT_EQ(why_not("instrutions"),
            "no event is called 'instrutions' - did you mean 'instructions'?");
  EXPECT_THAT(why_not("page-fault"), HasSubstr("did you mean 'page-faults'?"));
  EXPECT_THAT(why_not("perf::brnches:u"), HasSubstr("did you mean 'branches'?"));
  EXPECT_THAT(why_not("xyzzyplugh"), Not(HasSubstr("did you mean")));
}

TEST(EventNames, AWrongModifierIsNamed) {
  EXPECT_THAT(why_not("cycles:pp"), StartsWith("the event 'cycles:pp' cannot be had: "));
}

TEST(EventNames, WhateverIsTypedGetsOneShortPrintableLine) {
  const std::string control{"cyc\x1b[31m\nles\0x", 13};
  for (const std::string& name :
       {std::string(), std::string(10'000, 'a'), std::string(10'000, ','), control,
        std::string("cycles,instructions"), std::string("cyc les"), std::string("caf\xc3\xa9"),
        std::string(":"), std::string("::"), std::string(":::u"), std::string("perf::"),
        std::string("r"), std::string("rxyz"), std::string("=1"), std::string("%s%n")}) {
    const std::string why = why_not(name);
    EXPECT_LT(why.size(), 250U) << name.size();
    EXPECT_TRUE(std::all_of(why.begin(), why.end(), [](char c) { return c >= ' ' && c <= '~'; }))
        << why;
  }
}

TEST(ShortenedName, LosesOnlyModifiersThatAreOff) {
  EXPECT_EQ(shorten_event_name("skl::INST_RETIRED:ANY_P:e=0:i=0:c=0:t=0:intx=0:intxcp=0:u=1:k=1:"
                               "precise=0:excl=0:mg=0:mh=1"),
            "skl::INST_RETIRED:ANY_P:u=1:k=1");
  EXPECT_EQ(shorten_event_name("snb::INT_MISC:RECOVERY_CYCLES:e=1:i=0:c=1:t=0:u=0:k=1:mg=1:mh=0"),
            "snb::INT_MISC:RECOVERY_CYCLES:e=1:c=1:u=0:k=1:mg=1");
  EXPECT_EQ(shorten_event_name(""), "");
}

}  // namespace
}  // namespace hone::collect

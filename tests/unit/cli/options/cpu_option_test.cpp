#include "cli/options/cpu_option.hpp"

#include <gtest/gtest.h>

namespace hone::cli {
namespace {

TEST(CpuOption, TakesAWordOrCpus) {
  EXPECT_EQ(parse_cpu_choice("same").value(), CpuChoice{});
  EXPECT_EQ(parse_cpu_choice("any").value(), (CpuChoice{CpuChoice::Kind::any, {}}));
  EXPECT_EQ(parse_cpu_choice("3,0-1").value(), (CpuChoice{CpuChoice::Kind::same, {0, 1, 3}}));
}

TEST(CpuOption, WhatIsNoChoiceIsNamed) {
  for (const char* text : {"", "all", "1-", "any,1", "0x1"}) {
    const Result<CpuChoice> choice = parse_cpu_choice(text);
    ASSERT_FALSE(choice.ok()) << text;
    EXPECT_EQ(choice.error().what,
              "--cpus '" + std::string(text) + "' is neither same, nor any, nor CPUs");
  }
}

TEST(CpuOption, CpusThatHoneMayNotUseAreNamedAndThoseThatItMay) {
  EXPECT_TRUE(check_cpu_choice({CpuChoice::Kind::same, {1, 3}}, {0, 1, 3}).ok());
  EXPECT_TRUE(check_cpu_choice({}, {0}).ok());
  const Result<void> refused = check_cpu_choice({CpuChoice::Kind::same, {1, 2, 4}}, {0, 1, 3});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().what, "--cpus: hone may not use 2,4");
  EXPECT_EQ(refused.error().next, "it may use 0,1,3");
}

}  // namespace
}  // namespace hone::cli

#include "cli/options/failure_option.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "CLI/CLI.hpp"
#include "cli/options/command_options.hpp"
#include "cli/options/shell_option.hpp"

namespace hone::cli {
namespace {

using testing::ElementsAre;

struct FailureWords {
  std::string codes;
  std::string shell;
  std::vector<std::string> commands;
};

FailureWords words_of(std::vector<std::string> words) {
  FailureWords result;
  CLI::App app;
  app.add_option("COMMAND", result.commands);
  add_failure_option(app, result.codes);
  add_shell_option(app, result.shell);
  app.callback([&] {
    take_flag_words(app, result.commands, {shell_word(result.shell), failure_word(result.codes)});
  });
  std::reverse(words.begin(), words.end());
  app.parse(words);
  return result;
}

TEST(FailureOption, CodesAreNumbersAndCommas) {
  for (const char* word : {"1", "1,2", "0", "256", "1,", "1,,2", "-1,2"}) {
    EXPECT_TRUE(looks_like_codes(word)) << word;
  }
  for (const char* word : {"", ",", "7z", "./1", "1 2", "1;2", "-", "--1", "-x", "2to3"}) {
    EXPECT_FALSE(looks_like_codes(word)) << word;
  }
}

TEST(FailureOption, TakesTheCodesBehindIt) {
  for (const char* option : {"-i", "--ignore-failure"}) {
    const FailureWords before = words_of({option, "1,2", "a", "b"});
    EXPECT_EQ(before.codes, "1,2");
    EXPECT_THAT(before.commands, ElementsAre("a", "b"));
    const FailureWords between = words_of({"a", option, "3", "b"});
    EXPECT_EQ(between.codes, "3");
    EXPECT_THAT(between.commands, ElementsAre("a", "b"));
  }
}

TEST(FailureOption, TakesNoCommand) {
  EXPECT_EQ(words_of({"a", "b"}).codes, "");
  EXPECT_EQ(words_of({"a", "b", "-i"}).codes, flag_without_value);
  const FailureWords before = words_of({"-i", "exit 1", "7z x", "1,2"});
  EXPECT_EQ(before.codes, flag_without_value);
  EXPECT_THAT(before.commands, ElementsAre("exit 1", "7z x", "1,2"));
  const FailureWords joined = words_of({"--ignore-failure=1", "2", "a"});
  EXPECT_EQ(joined.codes, "1");
  EXPECT_THAT(joined.commands, ElementsAre("2", "a"));
}

TEST(FailureOption, StandsBesideAnotherFlagWithAWord) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--shell", "bash", "-i", "1", "a", "b"},
        std::vector<std::string>{"-i", "1", "a", "--shell", "bash", "b"},
        std::vector<std::string>{"a", "b", "-i", "1", "--shell", "bash"}}) {
    const FailureWords both = words_of(words);
    EXPECT_EQ(both.codes, "1");
    EXPECT_EQ(both.shell, "bash");
    EXPECT_THAT(both.commands, ElementsAre("a", "b"));
  }
}

}  // namespace
}  // namespace hone::cli

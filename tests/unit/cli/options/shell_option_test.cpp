#include "cli/options/shell_option.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "CLI/CLI.hpp"

namespace hone::cli {
namespace {

using testing::ElementsAre;

struct Parsed {
  std::string shell;
  std::vector<std::string> commands;
};

Parsed parsed(std::vector<std::string> words) {
  Parsed result;
  std::string name;
  CLI::App app;
  app.add_option("COMMAND", result.commands);
  app.add_option("--name", name);
  add_shell_option(app, result.shell);
  app.callback([&] {
    take_flag_words(app, result.commands, {shell_word(result.shell)});
    settle_shell(result.shell);
  });
  std::reverse(words.begin(), words.end());
  app.parse(words);
  return result;
}

TEST(ShellOption, ShellsAreKnownByNameAndByPath) {
  for (const char* word : {"sh", "bash", "dash", "zsh", "ksh", "fish", "/bin/sh", "./my-x/bash"}) {
    EXPECT_TRUE(is_shell(word)) << word;
  }
  for (const char* word :
       {"", "/", "csh", "sh -c a", "ls /bin/sh", "cat</bin/sh", "bash/", "shh"}) {
    EXPECT_FALSE(is_shell(word)) << word;
  }
}

TEST(ShellOption, IsTheUsualShellWithoutAName) {
  EXPECT_EQ(parsed({"a", "b"}).shell, "");
  EXPECT_EQ(parsed({"--shell", "a", "bash"}).shell, "/bin/sh");
  EXPECT_THAT(parsed({"--shell", "a", "bash"}).commands, ElementsAre("a", "bash"));
  EXPECT_EQ(parsed({"a", "bash", "--shell"}).shell, "/bin/sh");
  EXPECT_EQ(parsed({"--shell", "--name", "sh", "bash"}).shell, "/bin/sh");
}

TEST(ShellOption, TakesTheNameOfAShellBehindIt) {
  const Parsed before = parsed({"--shell", "bash", "a", "bash"});
  EXPECT_EQ(before.shell, "bash");
  EXPECT_THAT(before.commands, ElementsAre("a", "bash"));
  const Parsed between = parsed({"a", "b", "--shell", "/bin/zsh", "c"});
  EXPECT_EQ(between.shell, "/bin/zsh");
  EXPECT_THAT(between.commands, ElementsAre("a", "b", "c"));
}

TEST(ShellOption, TakesAnyNameThatIsJoinedToIt) {
  const Parsed joined = parsed({"--shell=mine", "bash", "a"});
  EXPECT_EQ(joined.shell, "mine");
  EXPECT_THAT(joined.commands, ElementsAre("bash", "a"));
}

TEST(ShellOption, TheLastOfSeveralCounts) {
  EXPECT_EQ(parsed({"--shell", "bash", "a", "--shell=dash"}).shell, "dash");
  EXPECT_EQ(parsed({"--shell=dash", "--shell", "sh", "a"}).shell, "sh");
}

}  // namespace
}  // namespace hone::cli

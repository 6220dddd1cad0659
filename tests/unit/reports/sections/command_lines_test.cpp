#include "reports/sections/command_lines.hpp"

#include <algorithm>
#include <utility>

#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"

namespace hone::reports {
namespace {

VariantReport command(const std::string& name, std::vector<std::string> argv) {
  VariantReport variant;
  variant.name = name;
  variant.launch.argv = std::move(argv);
  return variant;
}

std::string lines(std::vector<VariantReport> variants) {
  SubjectReport subject;
  subject.kind = SubjectKind::command;
  subject.variants = std::move(variants);
  subject.variants.front().is_baseline = true;
  return render_terminal(command_lines(subject), {});
}

TEST(CommandLines, ACommandThatIsItsOwnNameIsShownOnceAsItWasTyped) {
  EXPECT_EQ(lines({command("./a \"x y\"", {"./a", "x y"}), command("./b", {"./b"})}),
            "  baseline      ./a \"x y\"\n"
            "  against       ./b\n");
}

TEST(CommandLines, ANameOfTheUsersStandsBesideItsCommand) {
  EXPECT_EQ(lines({command("old", {"./a", "it's"})}), "  baseline      old: ./a 'it'\\''s'\n");
}

TEST(CommandLines, WhatAShellRunsIsNotShownTwice) {
  EXPECT_EQ(lines({command("./a | wc", {"/bin/sh", "-c", "./a | wc"})}),
            "  baseline      ./a | wc\n");
}

TEST(CommandLines, LongCommandsAreShownWhole) {
  const std::string name = "./a " + std::string(150, 'x');
  std::string text = lines({command(name, {"./a", std::string(150, 'x')})});
  EXPECT_EQ(std::count(text.begin(), text.end(), 'x'), 150);
}

TEST(CommandLines, AHookThatAllShareIsShownOnce) {
  VariantReport one = command("./a", {"./a"});
  VariantReport other = command("./b", {"./b"});
  one.hooks.prepare = other.hooks.prepare = Launch{{"sync"}, {}, ""};
  other.hooks.setup = Launch{{"make", "b"}, {}, ""};
  EXPECT_EQ(lines({one, other}),
            "  baseline      ./a\n"
            "  against       ./b\n"
            "  setup         make b (of ./b)\n"
            "  prepare       sync\n");
}

}  // namespace
}  // namespace hone::reports

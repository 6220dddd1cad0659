#include "cli/output/file_roles.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "analyzers/collect/process/temporary_folder.hpp"

namespace hone::cli {
namespace {

class FileRolesTest : public testing::Test {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  [[nodiscard]] std::string made(const std::string& name) const {
    std::ofstream(path(name)) << "content";
    return path(name);
  }

 private:
  collect::TemporaryFolder folder_ = collect::TemporaryFolder::make().value();
};

std::string error_of(const FileRoles& roles) {
  const Result<void> apart = check_apart(roles);
  return apart ? "none" : apart.error().what;
}

TEST_F(FileRolesTest, DifferentFilesAreApart) {
  const std::string old = made("old");
  EXPECT_EQ(error_of({{{"--input", old}}, {{"-o", path("new")}, {"--flame", made("other")}}}),
            "none");
  EXPECT_EQ(error_of({{{"a", old}, {"b", old}}, {}}), "none");  // reading takes nothing away
  EXPECT_EQ(error_of({{}, {{"-o", ""}, {"--flame", ""}}}), "none");
}

TEST_F(FileRolesTest, WhatIsReadIsNotWritten) {
  const std::string old = made("old");
  std::filesystem::create_symlink("old", path("soft"));
  std::filesystem::create_hard_link(old, path("hard"));
  for (const std::string& name : {old, path("soft"), path("hard"), path("./old")}) {
    EXPECT_EQ(error_of({{{"--input", old}}, {{"-o", name}}}),
              "--input and -o are both '" + name + "'");
  }
}

TEST_F(FileRolesTest, AProgramIsNotReplaced) {
  const std::string image = path("image");
  std::ofstream(image) << "\x7f"
                          "ELF and more";
  EXPECT_EQ(error_of({{}, {{"-o", image}}}), "-o would replace the program '" + image + "'");
  const std::string script = path("script");
  std::ofstream(script) << "#!/bin/sh\n";
  EXPECT_EQ(error_of({{}, {{"--flame", script}}}), "none");  // a text, perhaps
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  EXPECT_EQ(error_of({{}, {{"--flame", script}}}),
            "--flame would replace the program '" + script + "'");
  std::filesystem::permissions(made("old"), std::filesystem::perms::owner_all);
  EXPECT_EQ(error_of({{}, {{"-o", path("old")}}}),
            "none");  // some file systems say so of every file
}

TEST_F(FileRolesTest, TwoThatCannotBeAreNotOne) {
  const std::string too_long = path(std::string(300, 'n'));
  EXPECT_EQ(error_of({{}, {{"-o", too_long}, {"--flame", too_long + "m"}}}), "none");
}

TEST_F(FileRolesTest, NothingIsWrittenTwice) {
  const std::string fresh = path("new");
  EXPECT_EQ(error_of({{}, {{"-o", fresh}, {"--flame", path("./new")}}}),
            "-o and --flame are both '" + path("./new") + "'");
  EXPECT_EQ(error_of({{}, {{"-o", "-"}, {"--output inherit", "/dev/stdout"}}}),
            "-o and --output inherit would both write to stdout");
}

TEST_F(FileRolesTest, ALinkToAFileThatIsNotThereYetIsThatFile) {
  std::filesystem::create_symlink("new", path("link"));
  std::filesystem::create_symlink(path("link"), path("second"));
  std::filesystem::create_symlink("loop", path("loop"));
  for (const std::string& name : {path("link"), path("second")}) {
    EXPECT_EQ(error_of({{}, {{"-o", name}, {"--output", path("new")}}}),
              "-o and --output are both '" + path("new") + "'");
    EXPECT_EQ(error_of({{}, {{"-o", path("new")}, {"--output", name}}}),
              "-o and --output are both '" + name + "'");
  }
  EXPECT_EQ(error_of({{}, {{"-o", path("loop")}, {"--output", path("new")}}}), "none");
}

TEST_F(FileRolesTest, AProgramIsRead) {
  const std::string program = made("program");
  std::filesystem::permissions(program, std::filesystem::perms{0755});
  const std::string folder = std::filesystem::path(program).parent_path();
  FileRoles roles;
  add_programs({{{"./program", "word"}, {}, folder},
                {{"./program"}, {}, folder},
                {{"true"}, {}, ""},
                {{"no_such_program"}, {}, ""},
                {{}, {}, ""}},
               roles);
  ASSERT_EQ(roles.read.size(), 2U);
  EXPECT_EQ(roles.read[1].path.front(), '/');  // found by PATH
  roles.written = {{"-o", program}};
  EXPECT_EQ(error_of(roles), "the program and -o are both '" + program + "'");
}

TEST(LaunchesOf, HooksAreAmongThem) {
  Plan plan;
  Variant& variant = plan.subjects.emplace_back().variants.emplace_back();
  variant.launch.argv = {"measured"};
  variant.hooks.cleanup = Launch{{"cleaner"}, {}, ""};
  const std::vector<Launch> launches = launches_of(plan);
  ASSERT_EQ(launches.size(), 2U);
  EXPECT_EQ(launches[0].argv.front(), "measured");
  EXPECT_EQ(launches[1].argv.front(), "cleaner");
}

TEST_F(FileRolesTest, DevicesMayBeShared) {
  EXPECT_EQ(error_of({{{"--input", "/dev/null"}}, {{"-o", "/dev/null"}, {"-f", "/dev/null"}}}),
            "none");
}

}  // namespace
}  // namespace hone::cli

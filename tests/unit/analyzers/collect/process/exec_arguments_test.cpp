#include "analyzers/collect/process/exec_arguments.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "analyzers/collect/process/program_file.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"

namespace hone::collect {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ExecArguments : public testing::Test {
 protected:
  // A file in the test's folder; its path.
  std::string file(const std::string& name, const std::string& content, mode_t mode = 0755) {
    const std::string path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << content;
    chmod(path.c_str(), mode);
    return path;
  }

  [[nodiscard]] std::string here(const std::string& name) const { return folder_.path() / name; }

  static std::string why(const std::string& path, int error) {
    return in_one_line(execution_error(path, path, "", error));
  }

  // Why the name is not found where PATH is the test's folder.
  std::string not_found(const std::string& name) {
    const std::string before = std::getenv("PATH");
    setenv("PATH", folder_.path().c_str(), 1);
    const Result<std::string> program = find_program({{name}, {}, ""});
    setenv("PATH", before.c_str(), 1);
    return program ? "found" : in_one_line(program.error());
  }

 private:
  TemporaryFolder folder_ = TemporaryFolder::make().value();
};

// The head of this very program, with two bytes of it replaced.
std::string own_head(std::size_t at, std::string_view bytes) {
  std::string head = program_head("/proc/self/exe");
  return head.replace(at, bytes.size(), bytes);
}

TEST_F(ExecArguments, ScriptWhoseInterpreterMayNotBeExecutedNamesIt) {
  EXPECT_THAT(why(file("of_folder", "#!/etc\n"), EACCES),
              HasSubstr("its interpreter '/etc' is a folder"));
  const std::string plain = file("plain", "text", 0644);
  EXPECT_THAT(why(file("of_plain", "#!" + plain + " -e\n"), EACCES),
              AllOf(HasSubstr("its interpreter '" + plain + "': Permission denied"),
                    HasSubstr("chmod +x")));
}

TEST_F(ExecArguments, FileThatMayNotBeExecutedGetsTheAdvice) {
  const std::string plain = file("plain", "#!/bin/sh\n", 0644);
  const Result<std::string> program = find_program({{plain}, {}, ""});
  ASSERT_FALSE(program.ok());
  EXPECT_THAT(in_one_line(program.error()),
              AllOf(HasSubstr("Permission denied"), HasSubstr("chmod +x")));
}

TEST_F(ExecArguments, WhatIsOnPathAndMayNotBeExecutedIsNotMissing) {
  file("no_permission", "#!/bin/sh\n", 0644);
  EXPECT_THAT(not_found("no_permission"),
              AllOf(HasSubstr("Permission denied"), HasSubstr(here("no_permission"))));
  std::filesystem::create_symlink("endless", here("endless"));
  EXPECT_THAT(not_found("endless"), HasSubstr("symbolic links"));
  std::filesystem::create_directory(here("folder"));
  EXPECT_THAT(not_found("folder"), HasSubstr("command not found"));
}

TEST_F(ExecArguments, ProgramForAnotherProcessorIsToldFromADamagedOne) {
  constexpr std::size_t machine = 18;  // e_machine, of two bytes, in this machine's order
  const std::string alien = file("alien", own_head(machine, "\x28\x01"));
  EXPECT_THAT(why(alien, ENOEXEC), HasSubstr("it is made for another kind of processor"));
  EXPECT_THAT(why(file("script", "#!" + alien + "\n"), ENOEXEC),
              HasSubstr("its interpreter '" + alien + "' is made for another kind"));
  for (const std::string& damaged :
       {file("cut", own_head(0, "").substr(0, 30)), file("odd", own_head(4, "\x77"))}) {
    EXPECT_THAT(why(damaged, ENOEXEC),
                AllOf(HasSubstr("damaged, cut short"), Not(HasSubstr("script"))));
  }
  EXPECT_THAT(why(file("text", "text\n"), ENOEXEC), HasSubstr("a script's first line"));
}

TEST_F(ExecArguments, MissingInterpreterIsNamed) {
  EXPECT_THAT(why(file("orphan", "#!/no/such -e\n"), ENOENT), HasSubstr("'/no/such'"));
  EXPECT_THAT(why(file("foreign", "#!/bin/sh\r\necho\r\n"), ENOENT), HasSubstr("Windows"));
  EXPECT_THAT(why(file("unlinked", own_head(0, "")), ENOENT), HasSubstr("loader"));
}

TEST_F(ExecArguments, ShellsOwnCommandIsNamedUnlessThereIsAProgram) {
  for (const char* const word : {"cd", "ulimit", ".", "source", "time"}) {
    EXPECT_THAT(not_found(word), AllOf(HasSubstr("only a shell has"), HasSubstr("--shell")))
        << word;
  }
  file("cd", "#!/bin/sh\n");
  EXPECT_EQ(not_found("cd"), "found");
}

TEST_F(ExecArguments, SeveralWordsInOneAreNamed) {
  for (const char* const name : {"ls -l", "./no/such -l"}) {
    EXPECT_THAT(not_found(name), HasSubstr("taken for the program's name")) << name;
  }
  EXPECT_THAT(not_found("nothing"), HasSubstr("is it installed"));
}

}  // namespace
}  // namespace hone::collect

#include "analyzers/collect/process/program_file.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/process/temporary_folder.hpp"

namespace hone::collect {
namespace {

TEST(ProgramFile, TellsStaticFromDynamic) {
  EXPECT_EQ(program_kind(program_head(HONE_ALLOCATES)), ProgramKind::dynamic);
  EXPECT_EQ(program_kind(program_head(HONE_EXITS_AT_ONCE)), ProgramKind::static_alone);
  EXPECT_FALSE(why_not_preloadable(HONE_ALLOCATES).has_value());
  EXPECT_EQ(why_not_preloadable(HONE_EXITS_AT_ONCE)->what, "is statically linked");
}

TEST(ProgramFile, IsOtherWhereItIsNoProgram) {
  for (const char* const head : {"", "\x7f",
                                 "\x7f"
                                 "ELF",
                                 "text", "MZ"}) {
    EXPECT_EQ(program_kind(head), ProgramKind::other) << head;
  }
  EXPECT_FALSE(why_not_preloadable("/no/such/file").has_value());
}

// Cut anywhere, and with each byte of its header damaged.
TEST(ProgramFile, SurvivesDamage) {
  const std::string head = program_head(HONE_ALLOCATES).substr(0, 1024);
  for (std::size_t length = 0; length < head.size(); ++length) program_kind(head.substr(0, length));
  for (std::size_t at = 0; at < 128; ++at) {
    std::string damaged = head;
    damaged[at] = static_cast<char>(0xFF);
    program_kind(damaged);
  }
}

TEST(ProgramFile, KnowsOtherProcessors) {
  std::string head = program_head(HONE_ALLOCATES);
  head[4] = 1;  // EI_CLASS: 32 bits
  EXPECT_EQ(program_kind(head), ProgramKind::other_machine);
  head[4] = 77;  // neither 32 nor 64 bits
  EXPECT_EQ(program_kind(head), ProgramKind::other);
}

TEST(ProgramFile, FollowsAScriptToItsInterpreter) {
  EXPECT_EQ(script_interpreter("#! /bin/sh -e\necho"), "/bin/sh");
  EXPECT_EQ(script_interpreter("#!/usr/bin/env"), "/usr/bin/env");
  EXPECT_EQ(script_interpreter("#!\n"), "");
  EXPECT_EQ(script_interpreter("echo"), "");
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  const std::string script = folder->path() / "script";
  std::ofstream(script) << "#!" << HONE_EXITS_AT_ONCE << "\n";
  EXPECT_EQ(why_not_preloadable(script)->what, "is statically linked");
  std::ofstream(script) << "#!" << script << "\n";  // of itself
  EXPECT_FALSE(why_not_preloadable(script).has_value());
}

}  // namespace
}  // namespace hone::collect

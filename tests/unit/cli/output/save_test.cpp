#include "cli/output/save.hpp"

#include <algorithm>
#include <climits>
#include <csignal>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyzers/collect/process/temporary_folder.hpp"

namespace hone::cli {
namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::ptrdiff_t files_in(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator(folder), {});
}

class Save : public testing::Test {
 protected:
  collect::TemporaryFolder folder_ = collect::TemporaryFolder::make().value();
  std::string path_ = (folder_.path() / "report.json").string();
};

TEST_F(Save, WritesTheLongestNameThatThereCanBe) {
  const std::string longest = (folder_.path() / std::string(NAME_MAX, 'n')).string();
  ASSERT_TRUE(save_atomically(longest, "content").ok());
  EXPECT_EQ(content_of(longest), "content");
  EXPECT_EQ(files_in(folder_.path()), 1);
}

TEST_F(Save, WritesAndReplaces) {
  ASSERT_TRUE(save_atomically(path_, "first").ok());
  ASSERT_TRUE(save_atomically(path_, "second").ok());
  EXPECT_EQ(content_of(path_), "second");
  EXPECT_EQ(files_in(folder_.path()), 1);
}

TEST_F(Save, MissingFolderIsAnError) {
  const std::string path = (folder_.path() / "none" / "report.json").string();
  EXPECT_FALSE(check_saveable(path).ok());
  EXPECT_FALSE(save_atomically(path, "x").ok());
}

TEST_F(Save, FolderIsAnError) {
  const auto saveable = check_saveable(folder_.path().string());
  ASSERT_FALSE(saveable.ok());
  EXPECT_NE(saveable.error().what.find("folder"), std::string::npos);
}

TEST_F(Save, NamedPipeIsWrittenToAndNotReplaced) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_TRUE(is_stream(path_));
  EXPECT_TRUE(check_saveable(path_).ok()) << "asked before anybody reads it";
  EXPECT_FALSE(save_atomically(path_, "x").ok());
  const std::string content(100'000, 'x');  // more than a pipe has room for
  const pid_t child = fork();
  if (child == 0) _exit(save(path_, content).ok() ? 0 : 1);
  EXPECT_EQ(content_of(path_), content);
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(std::filesystem::is_fifo(path_));
}

TEST_F(Save, SymbolicLinkToAFileThatIsNotThereYetIsFollowed) {
  const std::filesystem::path real = folder_.path() / "real.json";
  std::filesystem::create_symlink("real.json", path_);
  EXPECT_EQ(target_of(path_), real.string());
  ASSERT_TRUE(save_atomically(path_, "new").ok());
  EXPECT_TRUE(std::filesystem::is_symlink(path_));
  EXPECT_EQ(content_of(real), "new");
}

TEST_F(Save, SymbolicLinkToItselfIsAnErrorAndLeftAlone) {
  std::filesystem::create_symlink("report.json", path_);
  EXPECT_EQ(target_of(path_), path_);
  EXPECT_FALSE(check_saveable(path_).ok());
  EXPECT_FALSE(save_atomically(path_, "x").ok());
  EXPECT_TRUE(std::filesystem::is_symlink(path_));
}

TEST_F(Save, SymbolicLinkIsFollowed) {
  const std::filesystem::path real = folder_.path() / "real.json";
  ASSERT_TRUE(save_atomically(real.string(), "old").ok());
  std::filesystem::create_symlink("real.json", path_);
  ASSERT_TRUE(save_atomically(path_, "new").ok());
  EXPECT_TRUE(std::filesystem::is_symlink(path_));
  EXPECT_EQ(content_of(real), "new");
}

TEST_F(Save, ModeOfTheOldReportIsKept) {
  ASSERT_TRUE(save_atomically(path_, "old").ok());
  std::filesystem::permissions(path_, std::filesystem::perms{0640});
  ASSERT_TRUE(save_atomically(path_, "new").ok());
  EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms{0640});
}

TEST_F(Save, CheckingLeavesNothingBehind) {
  EXPECT_TRUE(check_saveable(path_).ok());
  EXPECT_EQ(files_in(folder_.path()), 0);
}

TEST(NamedDescriptor, IsThatOfAStandardStreamOrOfANumber) {
  EXPECT_EQ(named_descriptor("-"), 1);
  EXPECT_EQ(named_descriptor("/dev/stdout"), 1);
  EXPECT_EQ(named_descriptor("/dev/stderr"), 2);
  EXPECT_EQ(named_descriptor("/dev/fd/63"), 63);
  EXPECT_EQ(named_descriptor("/proc/self/fd/7"), 7);
  for (const char* path : {"", "report.json", "./-", "/dev/null", "/dev/fd/", "/dev/fd/x"}) {
    EXPECT_EQ(named_descriptor(path), std::nullopt) << path;
  }
}

TEST(SaveToStream, WritesToTheDescriptorThatItWasGiven) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string path = "/dev/fd/" + std::to_string(ends[1]);
  EXPECT_TRUE(check_saveable(path).ok());
  EXPECT_TRUE(save(path, "whole").ok());
  close(ends[1]);
  char content[16];
  EXPECT_EQ(read(ends[0], content, sizeof content), 5);
  EXPECT_FALSE(check_saveable(path).ok()) << "it is closed";
  EXPECT_FALSE(check_saveable("/dev/fd/" + std::to_string(ends[0])).ok()) << "it cannot be written";
  close(ends[0]);
}

TEST(SaveToStream, LeavesItsOwnDescriptorsAlone) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  EXPECT_FALSE(check_saveable("/dev/fd/" + std::to_string(ends[1])).ok());
  EXPECT_FALSE(save("/dev/fd/" + std::to_string(ends[1]), "x").ok());
  close(ends[0]);
  close(ends[1]);
}

TEST(SaveToStream, DevicesAreWrittenTo) {
  EXPECT_TRUE(save("/dev/null", "x").ok());
  EXPECT_FALSE(save("/dev/full", "x").ok());
}

// A full disk, by way of a limit on the size of files.
TEST_F(Save, FullDiskKeepsWhatWasThere) {
  ASSERT_TRUE(save_atomically(path_, "old").ok());
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    setrlimit(RLIMIT_FSIZE, &limit);
    _exit(save_atomically(path_, std::string(5000, 'x')).ok() ? 1 : 0);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0) << "the save must fail";
  EXPECT_EQ(content_of(path_), "old");
  EXPECT_EQ(files_in(folder_.path()), 1);
}

}  // namespace
}  // namespace hone::cli

#include "analyzers/collect/process/temporary_folder.hpp"

#include <cstdlib>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::collect {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// TMPDIR as long as the test takes.
class TemporaryPlaces : public testing::Test {
 protected:
  TemporaryPlaces() {
    if (const char* value = std::getenv("TMPDIR")) before_ = value;
  }
  ~TemporaryPlaces() override {
    if (before_) {
      place(*before_);
    } else {
      unsetenv("TMPDIR");
    }
  }
  static void place(const std::string& folder) { setenv("TMPDIR", folder.c_str(), 1); }

 private:
  std::optional<std::string> before_;
};

TEST_F(TemporaryPlaces, FoldersLieInTmpdirAndAreRemoved) {
  const TemporaryFolder outer = TemporaryFolder::make().value();
  place(outer.path().string());
  std::filesystem::path path;
  {
    const TemporaryFolder inner = TemporaryFolder::make().value();
    path = inner.path();
    EXPECT_EQ(path.parent_path(), outer.path());
    EXPECT_TRUE(open_temporary_file().ok());
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_TRUE(std::filesystem::is_empty(outer.path()));
}

TEST_F(TemporaryPlaces, AreInTmpWhereTmpdirIsNoFolder) {
  place("/nonexistent/folder");
  const auto folder = TemporaryFolder::make();
  ASSERT_TRUE(folder.ok());
  EXPECT_THAT(folder->path().string(), StartsWith("/tmp/"));
  EXPECT_TRUE(open_temporary_file().ok());
}

TEST_F(TemporaryPlaces, ErrorsNameTheFolderAndTheRemedy) {
  place("/proc");
  const auto folder = TemporaryFolder::make();
  ASSERT_FALSE(folder.ok());
  EXPECT_THAT(folder.error().what, StartsWith("cannot make a temporary folder in '/proc': "));
  EXPECT_THAT(folder.error().next, HasSubstr("TMPDIR"));
  const auto file = open_temporary_file();
  ASSERT_FALSE(file.ok());
  EXPECT_THAT(file.error().what, StartsWith("cannot make a temporary file in '/proc': "));
  EXPECT_THAT(file.error().next, HasSubstr("TMPDIR"));
}

// Nothing can be written to /proc, whose file system has no bytes.
TEST(RoomForTemporaryFiles, IsMissingOnAFullFileSystem) {
  const auto full = why_no_room("/proc/self");
  ASSERT_TRUE(full);
  EXPECT_THAT(full->what, HasSubstr("no space left in '/proc'"));
  EXPECT_THAT(full->next, HasSubstr("TMPDIR"));
  EXPECT_FALSE(why_no_room("/no/such"));
}

}  // namespace
}  // namespace hone::collect

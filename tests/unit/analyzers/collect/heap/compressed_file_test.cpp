#include "analyzers/collect/heap/compressed_file.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/process/temporary_folder.hpp"

namespace hone::collect {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string compressed_files = HONE_FIXTURES "/heaptrack/";

struct Content {
  std::string text;
  std::string incomplete;
};

Content content_of(const std::string& path) {
  Content content;
  const Result<ContentEnd> end = read_decompressed(path, [&](std::string_view piece) {
    content.text += piece;
    return true;
  });
  EXPECT_TRUE(end.ok()) << end.error().what;
  if (end.ok()) content.incomplete = end->incomplete;
  return content;
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class CompressedFile : public testing::TestWithParam<const char*> {
 protected:
  std::string written(const std::string& bytes) const {
    const std::string path = folder_->path() / "file";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  Result<TemporaryFolder> folder_ = TemporaryFolder::make();
};

TEST_P(CompressedFile, IsReadWhole) {
  const Content content = content_of(compressed_files + GetParam());
  EXPECT_EQ(content.text, bytes_of(compressed_files + "small.txt"));
  EXPECT_EQ(content.incomplete, "");
}

TEST_P(CompressedFile, MayConsistOfSeveral) {
  const std::string bytes = bytes_of(compressed_files + GetParam());
  const std::string text = bytes_of(compressed_files + "small.txt");
  const Content content = content_of(written(bytes + bytes));
  EXPECT_EQ(content.text, text + text);
  EXPECT_EQ(content.incomplete, "");
}

TEST_P(CompressedFile, SaysThatItIsCutShort) {
  const std::string bytes = bytes_of(compressed_files + GetParam());
  for (std::size_t length = 5; length < bytes.size(); length += 7) {
    const Content content = content_of(written(bytes.substr(0, length)));
    EXPECT_THAT(bytes_of(compressed_files + "small.txt"), StartsWith(content.text));
    EXPECT_EQ(content.incomplete, "the file is cut short") << length;
  }
}

TEST_P(CompressedFile, SaysThatItIsDamaged) {
  std::string bytes = bytes_of(compressed_files + GetParam());
  for (std::size_t at = 12; at < 24; ++at) bytes[at] = static_cast<char>(0xFF);
  EXPECT_NE(content_of(written(bytes)).incomplete, "");
  EXPECT_THAT(content_of(written(bytes_of(compressed_files + GetParam()) + "garbage")).incomplete,
              HasSubstr("damaged"));
}

TEST_P(CompressedFile, StopsWhenNoMoreIsWanted) {
  int pieces = 0;
  const Result<ContentEnd> end =
      read_decompressed(compressed_files + GetParam(), [&](std::string_view) {
        ++pieces;
        return false;
      });
  EXPECT_TRUE(end.ok());
  EXPECT_EQ(pieces, 1);
}

INSTANTIATE_TEST_SUITE_P(Formats, CompressedFile, testing::Values("small.zst", "small.gz"));

TEST(PlainFile, IsReadAsItIs) {
  const Content content = content_of(compressed_files + "small.txt");
  EXPECT_EQ(content.text, bytes_of(compressed_files + "small.txt"));
  EXPECT_EQ(content.incomplete, "");
}

TEST(PlainFile, IsAnErrorWhenItCannotBeRead) {
  const Sink none = [](std::string_view) { return true; };
  EXPECT_EQ(read_decompressed("/no/such/file", none).error().what,
            "cannot read '/no/such/file': No such file or directory");
  EXPECT_EQ(read_decompressed("/", none).error().what, "cannot read '/': it is a folder");
}

}  // namespace
}  // namespace hone::collect

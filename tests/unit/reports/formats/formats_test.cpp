#include "reports/formats/formats.hpp"

#include <set>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

TEST(Formats, EachIsFoundByItsNameAndByAFileOfIt) {
  std::set<std::string_view> suffixes;
  for (const Format& format : formats()) {
    EXPECT_EQ(find_format(format.id), &format);
    EXPECT_EQ(format_of_file("a.b" + std::string(format.suffix)), &format);
    EXPECT_TRUE(suffixes.insert(format.suffix).second) << format.suffix;
    EXPECT_FALSE(format.render(sample_report(), {}).empty()) << format.id;
  }
  EXPECT_EQ(find_format("yaml"), nullptr);
  EXPECT_EQ(format_of_file("report"), nullptr);
  EXPECT_EQ(format_of_file("md"), nullptr);
}

TEST(Formats, ThoseThatAreAskedForByNameAreWhatTheyAreCalled) {
  EXPECT_EQ(terminal_format().id, "terminal");
  EXPECT_EQ(json_format().id, "json");
}

}  // namespace
}  // namespace hone::reports

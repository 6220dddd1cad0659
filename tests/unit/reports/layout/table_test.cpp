#include "reports/layout/table.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace hone::reports {
namespace {

const TerminalStyle sixty{false, 60};

TEST(TextTable, AlignsColumnsByDisplayWidth) {
  TextTable table({{"name"}, {"time", Align::right}}, Overflow::hang_first);
  table.add_row({{"\xc3\xa4\xc3\xb6"}, {"1 ms"}});
  table.add_row({{"plain"}, {"100 ms"}});
  EXPECT_EQ(table.render(sixty, 2),
            "  name     time\n"
            "  \xc3\xa4\xc3\xb6       1 ms\n"
            "  plain  100 ms\n");
}

TEST(TextTable, ShowsNotesUnderTheTitles) {
  TextTable table({{"name"}, {"allocations", Align::right, "counted"}}, Overflow::hang_first);
  table.add_row({{"a"}, {"3"}});
  EXPECT_EQ(table.render(sixty, 0),
            "name  allocations\n"
            "          counted\n"
            "a               3\n");
}

TEST(TextTable, KeepsColumnsInPlaceBesideEmptyCells) {
  TextTable table({{"a"}, {"b", Align::right}, {"c"}}, Overflow::hang_first);
  table.add_row({{"x"}, {""}, {"z"}});
  table.add_row({{"x"}, {"yyy"}, {""}});
  EXPECT_EQ(table.render(sixty, 0),
            "a    b  c\n"
            "x       z\n"
            "x  yyy\n");
}

TEST(TextTable, GroupsByTheFirstColumnWhenTooWide) {
  const std::string subject(40, 's');
  TextTable table({{"subject"}, {"variant"}, {"verdict"}}, Overflow::group_first);
  table.add_row({{subject}, {"first"}, {"improvement"}});
  table.add_row({{subject}, {"second"}, {"regression"}});
  table.add_row({{"other"}, {"first"}, {"equivalent"}});
  EXPECT_EQ(table.render(sixty, 0), "  variant  verdict\n" + subject +
                                        "\n"
                                        "  first    improvement\n"
                                        "  second   regression\n"
                                        "other\n"
                                        "  first    equivalent\n");
}

TEST(TextTable, HangsOnlyTheNamesThatAreTooLong) {
  const std::string name(55, 'n');
  TextTable table({{"name"}, {"time", Align::right}}, Overflow::hang_first);
  table.add_row({{name}, {"100 ms"}});
  table.add_row({{"short"}, {"20 ms"}});
  EXPECT_EQ(table.render(sixty, 0), "name" + std::string(52, ' ') + "time\n" + name + "\n" +
                                        std::string(54, ' ') + "100 ms\n" + "short" +
                                        std::string(50, ' ') + "20 ms\n");
}

TEST(TextTable, SplitsColumnsIntoTablesThatEachNameTheRow) {
  const std::string wide(30, 'w');
  TextTable table({{"row"}, {"one"}, {"two"}}, Overflow::split_columns);
  table.add_row({{"a"}, {wide}, {wide}});
  EXPECT_EQ(table.render(sixty, 0), "row  one\na    " + wide + "\n\nrow  two\na    " + wide + "\n");
}

TEST(TextTable, ShortensCellsInTheLastResort) {
  TextTable table({{"row"}, {"one"}, {"two"}}, Overflow::hang_first);
  table.add_row({{"a"}, {std::string(80, 'y')}, {"end"}});
  EXPECT_EQ(table.render(sixty, 0), "row  one" + std::string(49, ' ') + "two\na    " +
                                        std::string(24, 'y') + ".." + std::string(24, 'y') +
                                        "  end\n");
}

TEST(TextTable, RejectsARowOfAnotherLength) {
  TextTable table({{"a"}, {"b"}}, Overflow::hang_first);
  EXPECT_THROW(table.add_row({{"only one"}}), std::logic_error);
}

}  // namespace
}  // namespace hone::reports

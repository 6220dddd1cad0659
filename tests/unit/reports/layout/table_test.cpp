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

TEST(TextTable, StacksRowsInTheLastResort) {
  TextTable table({{"row"}, {"one", Align::right, "counted"}, {"two"}, {""}}, Overflow::hang_first);
  table.add_row({{"a"}, {std::string(50, '1')}, {"end"}, {"kind"}});
  table.add_row({{"b"}, {""}, {std::string(60, '2')}, {""}});
  table.add_note("below");
  EXPECT_EQ(table.render(sixty, 2),
            "  row\n"
            "    a\n"
            "      one, counted\n"
            "        " +
                std::string(50, '1') +
                "\n"
                "      two           end\n"
                "                    kind\n"
                "    b\n"
                "      two\n" +
                std::string(60, '2') +
                "\n"
                "      below\n");
}

TEST(TextTable, StackedGroupsNameTheirRows) {
  TextTable table({{"subject"}, {"variant"}, {"change"}, {"95 % interval"}, {"verdict"}},
                  Overflow::group_first);
  table.add_row({{"first"}, {"a"}, {"2.31x faster"}, {"2.25x .. 2.38x"}, {"improvement"}});
  table.add_row({{"first"}, {"b"}, {"unknown"}, {"unbounded"}, {"inconclusive"}});
  table.add_row({{"second"}, {"a"}, {"unknown"}, {"unbounded"}, {"inconclusive"}});
  EXPECT_EQ(table.render({false, 40}, 2),
            "  first\n"
            "    a\n"
            "      change         2.31x faster\n"
            "      95 % interval  2.25x .. 2.38x\n"
            "      verdict        improvement\n"
            "    b\n"
            "      change         unknown\n"
            "      95 % interval  unbounded\n"
            "      verdict        inconclusive\n"
            "  second\n"
            "    a\n"
            "      change         unknown\n"
            "      95 % interval  unbounded\n"
            "      verdict        inconclusive\n");
}

TEST(TextTable, AStackedRowWithoutANameGoesOnWithTheOneAbove) {
  TextTable table({{"wall time"}, {"min"}, {"p50"}}, Overflow::hang_first);
  table.add_row({{"gzip"}, {"1.20 ms"}, {"1.30 ms"}});
  table.add_row({{""}, {""}, {"1.2 .. 1.4 ms"}});
  EXPECT_EQ(table.render({false, 20}, 2),
            "wall time\n"
            " gzip\n"
            "  min  1.20 ms\n"
            "  p50  1.30 ms\n"
            "       1.2 .. 1.4 ms\n");
}

TEST(TextTable, ATitleThatIsWiderThanItsColumnHangs) {
  TextTable table({{"a title of many words"}, {"one"}}, Overflow::hang_first);
  table.add_row({{"name"}, {std::string(45, '1')}});
  EXPECT_EQ(table.render(sixty, 0),
            "a title of many words\n"
            "               one\n"
            "name           " +
                std::string(45, '1') + "\n");
}

TEST(TextTable, NotesBelowRowsAreWrapped) {
  TextTable table({{"name"}, {"share"}}, Overflow::hang_first);
  table.add_row({{"a"}, {"75 %"}});
  table.add_note("called by one 75 %, two 20 %");
  EXPECT_EQ(table.render({false, 20}, 0),
            "name  share\n"
            "a     75 %\n"
            "  called by one\n"
            "  75 %, two 20 %\n");
}

TEST(TextTable, RejectsARowOfAnotherLength) {
  TextTable table({{"a"}, {"b"}}, Overflow::hang_first);
  EXPECT_THROW(table.add_row({{"only one"}}), std::logic_error);
}

}  // namespace
}  // namespace hone::reports

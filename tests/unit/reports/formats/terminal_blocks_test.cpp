#include "reports/formats/terminal_blocks.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/reports/golden.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr TerminalStyle sixty{false, 60};
constexpr TerminalStyle colored{true, 60};

std::string shown(std::vector<Block> blocks, const TerminalStyle& style = sixty) {
  return lay_out(Document{std::move(blocks)}, style);
}

const std::string long_text =
    "words that go on until the sixtieth column and then some more of them";

TEST(TerminalBlocks, ABreakIsOneEmptyLineBetweenWhatSaysSomething) {
  EXPECT_EQ(shown({Break{}, Heading{"a"}, Break{}, Break{}, Paragraph{""}, Heading{"b"}, Break{}}),
            "a\n\nb\n");
}

TEST(TerminalBlocks, ADocumentIsSetApartOnlyWhereBothSaySomething) {
  Document document;
  document.add_part({{Heading{"a"}}});
  document.add_part({});
  document.add_part({{Heading{"b"}}});
  document.append({{Heading{"c"}}});
  EXPECT_EQ(lay_out(document, sixty), "a\n\nb\nc\n");
}

TEST(TerminalBlocks, AHeadingIsStrong) {
  EXPECT_EQ(shown({Heading{"title"}}, colored), "\x1b[1mtitle\x1b[0m\n");
}

TEST(TerminalBlocks, AHeadingWhosePiecesHaveTonesKeepsThem) {
  const Text name = Span{.text = "name", .tone = Tone::strong};
  const Heading heading{filled("{}  {}", {name, "\x1b and more words"})};
  EXPECT_EQ(shown({heading}, colored), "\x1b[1mname\x1b[0m  \\x1b and more words\n");
  EXPECT_EQ(shown({heading}), "name  \\x1b and more words\n");
}

TEST(TerminalBlocks, WhatIsOfADeeperLevelIsIndentedMore) {
  EXPECT_EQ(shown({Heading{"title", 1}}, colored), "  \x1b[1mtitle\x1b[0m\n");
  EXPECT_EQ(shown({Paragraph{long_text, Paragraph::Role::note, 1}}),
            "    words that go on until the sixtieth column and then some\n    more of them\n");
  EXPECT_EQ(shown({Paragraph{long_text, Paragraph::Role::item, 1}}),
            "    words that go on until the sixtieth column and then\n      some more of them\n");
}

TEST(TerminalBlocks, AParagraphIsIndentedByItsRole) {
  EXPECT_EQ(shown({Paragraph{long_text}}),
            "words that go on until the sixtieth column and then some\nmore of them\n");
  EXPECT_EQ(shown({Paragraph{long_text, Paragraph::Role::answer}}),
            "words that go on until the sixtieth column and then some\n  more of them\n");
  EXPECT_EQ(shown({Paragraph{long_text, Paragraph::Role::note}}),
            "  words that go on until the sixtieth column and then some\n  more of them\n");
  EXPECT_EQ(shown({Paragraph{long_text, Paragraph::Role::item}}),
            "  words that go on until the sixtieth column and then some\n    more of them\n");
}

TEST(TerminalBlocks, ColorOfAPieceEndsWithItAndWithItsLine) {
  Text text = "plain ";
  text += Span{.text = "good", .tone = Tone::good};
  text += ", plain";
  EXPECT_EQ(shown({Paragraph{text}}, colored), "plain \x1b[32mgood\x1b[0m, plain\n");
  const Text long_good = Span{.text = long_text, .tone = Tone::good};
  for (const std::string& line : lines_of(shown({Paragraph{long_good}}, colored))) {
    EXPECT_TRUE(line.ends_with("\x1b[0m")) << line;
  }
}

TEST(TerminalBlocks, TheDetailOfAClaimStandsBesideItWhereBothFit) {
  EXPECT_EQ(shown({Claim{"b is faster than a", "(95 % interval)", Tone::good}}, colored),
            "\x1b[32mb is faster than a\x1b[0m (95 % interval)\n");
  EXPECT_EQ(shown({Claim{std::string(50, 'b') + " is faster", "(95 % interval)", Tone::good}}),
            std::string(50, 'b') + " is\n  faster\n  (95 % interval)\n");
}

TEST(TerminalBlocks, FieldsStandInAColumnWithTheirLists) {
  EXPECT_EQ(shown({Fields{{{"label", long_text},
                           {"finding", "text", Tone::strong, {"one\ntwo", "three"}},
                           {"", "goes on"}}}}),
            "  label         words that go on until the sixtieth column\n"
            "                and then some more of them\n"
            "  finding       text\n"
            "                - one\n"
            "                two\n"
            "                - three\n"
            "                goes on\n");
}

TEST(TerminalBlocks, ATableHasNotesPartsAndBars) {
  Table table{{{"name"}, {"count", Align::right, "measured"}, {""}}};
  table.add({.cells = {{"a"}, {"1"}, {.text = "", .bar = 0.1}}, .note = "below"});
  table.add({.cells = {{"part"}, {"2"}, {.text = "", .bar = 0.05}}, .is_part = true});
  EXPECT_EQ(shown({table}),
            "  name       count\n"
            "          measured\n"
            "  a              1  ###\n"
            "    below\n"
            "    part         2  #\n");
}

TEST(TerminalBlocks, ARowOfATableHasOneCellAColumn) {
  Table table{{{"a"}, {"b"}}};
  EXPECT_THROW(table.add_row({{"only one"}}), std::logic_error);
}

// A table with a column of which a note below may say the same.
std::vector<Block> table_that_gives_way(std::size_t name_width, Rows kind) {
  const std::string name(name_width, 'n');
  const auto names = std::make_shared<const std::vector<std::string>>(std::vector{name});
  Table table{{{"name"}, {"count"}, {.title = "how", .may_be_left_out = true}}, kind};
  table.add_row({{Span{.text = name, .kind = SpanKind::variant, .among = names}},
                 {std::string(30, '1')},
                 {"measured"}});
  return {table, Paragraph{Span{.text = "How: measured", .is_substitute = true}}};
}

TEST(TerminalBlocks, WhereRowsAreTooWideNamesGiveWayFirst) {
  const std::string text = shown(table_that_gives_way(20, Rows::named));
  EXPECT_THAT(text, HasSubstr("  nnnnnn..nnnnnn  111"));
  EXPECT_THAT(text, HasSubstr("measured\n"));
  EXPECT_THAT(text, Not(HasSubstr("How")));
  EXPECT_THAT(shown(table_that_gives_way(14, Rows::named)), HasSubstr(std::string(14, 'n')));
}

TEST(TerminalBlocks, ThenAColumnIsLeftOutAndToldBelow) {
  std::vector<Block> blocks = table_that_gives_way(20, Rows::named);
  auto& table = std::get<Table>(blocks[0]);
  table.rows[0].cells[1].text = std::string(40, '1');
  const std::string text = shown(blocks);
  EXPECT_THAT(text, HasSubstr(std::string(40, '1') + "\nHow: measured\n"));
  EXPECT_THAT(text, Not(HasSubstr("how")));
}

TEST(TerminalBlocks, ASubstituteIsOfTheTableAboveIt) {
  std::vector<Block> blocks = table_that_gives_way(20, Rows::named);
  std::get<Table>(blocks[0]).rows[0].cells[1].text = std::string(40, '1');
  blocks.insert(blocks.begin() + 1, Table{{{"other"}}});
  EXPECT_THAT(shown(blocks), Not(HasSubstr("How")));
}

TEST(TerminalBlocks, GroupsSetTheirNameApartWhereRowsAreTooWide) {
  Table table{{{"group"}, {"row"}}, Rows::grouped};
  table.add_row({{std::string(30, 'g')}, {std::string(30, 'r')}});
  table.add_row({{std::string(30, 'g')}, {"second"}});
  EXPECT_EQ(shown({table}), "    row\n  " + std::string(30, 'g') + "\n    " + std::string(30, 'r') +
                                "\n    second\n");
}

TEST(TerminalBlocks, RowsThatAreLinesLoseTheMiddleOfTheirNames) {
  Table table{{{"name"}, {"count", Align::right}}, Rows::lines};
  table.add_row({{std::string(60, 'n')}, {"1"}});
  EXPECT_EQ(shown({table}), "  name" + std::string(49, ' ') + "count\n  " + std::string(25, 'n') +
                                ".." + std::string(24, 'n') + "      1\n");
}

TEST(TerminalBlocks, ColumnsThatBelongTogetherAreSplitTogether) {
  Table table{{{"row"}, {"one"}, {.title = "of one", .is_joined = true}, {"two"}}};
  table.add_row({{"a"}, {std::string(20, '1')}, {std::string(20, '2')}, {std::string(20, '3')}});
  EXPECT_EQ(shown({table}), "  row  one                   of one\n  a    " + std::string(20, '1') +
                                "  " + std::string(20, '2') + "\n\n  row  two\n  a    " +
                                std::string(20, '3') + "\n");
}

TEST(TerminalBlocks, AHistogramNamesItsQuantityAndItsAxis) {
  const Histogram histogram{"Where they lie", "wall time", Unit::seconds, {{"a", {1, 1.1, 2}}}};
  const std::vector<std::string> lines = lines_of(shown({histogram}));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "  Where they lie (wall time; each row to its own peak)");
  EXPECT_TRUE(lines[1].starts_with("  a  |")) << lines[1];
  EXPECT_THAT(lines[2], testing::ContainsRegex("^ +1.00 s +2.00 s$"));
}

TEST(TerminalBlocks, AShellCommandIsBrokenBetweenItsWords) {
  EXPECT_EQ(shown({ShellCommand{{"hone run", "-p a=1"}}}), "    hone run -p a=1\n");
  EXPECT_EQ(shown({ShellCommand{{std::string(40, 'x'), std::string(20, 'y')}}}),
            "    " + std::string(40, 'x') + " \\\n      " + std::string(20, 'y') + "\n");
}

TEST(TerminalBlocks, EveryStringIsEscapedOnce) {
  const std::string evil = "\x1b[2J\xe2\x80\xae\n";
  const std::string safe = "\\x1b[2J\\u{202e}\\x0a";
  Table table{{{evil, Align::left, evil}}};
  table.add({.cells = {{evil}}, .note = evil});
  const std::vector<Block> blocks{Heading{evil},
                                  Paragraph{evil},
                                  Claim{evil, evil},
                                  Fields{{{evil, evil, Tone::plain, {"\x1b[2J\xe2\x80\xae"}}}},
                                  table,
                                  Histogram{evil, evil, Unit::count, {{evil, {1}}}},
                                  ShellCommand{{evil}}};
  for (const Block& block : blocks) {
    const std::string text = shown({block}, {false, 200});
    EXPECT_THAT(text, HasSubstr(safe)) << block.index();
    EXPECT_THAT(text, Not(HasSubstr("\x1b"))) << block.index();
    EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae"))) << block.index();
    EXPECT_THAT(text, Not(HasSubstr("\\\\"))) << block.index();
  }
}

}  // namespace
}  // namespace hone::reports

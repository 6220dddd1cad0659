#include "reports/formats/markdown.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string shown_as_markdown(const Text& text) {
  Document document;
  document.add(Paragraph{text});
  return render_markdown(document);
}

TEST(Markdown, MatchesGoldenFile) { expect_golden("report.md", render_markdown(sample_report())); }

TEST(Markdown, MatchesGoldenFileOfOneComparisonOfCommands) {
  expect_golden("compare.md", render_markdown(sample_comparison()));
}

TEST(Markdown, WordsAreNoMarkup) {
  EXPECT_EQ(shown_as_markdown("*a* _b_ [c](d) <b> `e` # f ~g~ &amp; $h$ \\"),
            "\\*a\\* \\_b\\_ \\[c\\](d) \\<b> \\`e\\` # f \\~g\\~ \\&amp; \\$h\\$ \\\\\n");
  EXPECT_EQ(shown_as_markdown("items_per_second, -2.0 .. +20 %"),
            "items_per_second, -2.0 .. +20 %\n");
}

TEST(Markdown, ASentenceBeginsNoOtherBlock) {
  EXPECT_EQ(shown_as_markdown("1. first"), "1\\. first\n");
  EXPECT_EQ(shown_as_markdown("1.5 MiB"), "1\\.5 MiB\n");
  for (const std::string begin : {"# a", "> a", "+ a", "- a", "---", "=="}) {
    EXPECT_EQ(shown_as_markdown(begin), "\\" + begin + "\n");
  }
}

TEST(Markdown, WordsThatWouldCallSomebodyOrLinkAreCode) {
  EXPECT_EQ(shown_as_markdown("ask @somebody about #12 at https://example.org or www.example.org"),
            "ask `@somebody` about `#12` at `https://example.org` or `www.example.org`\n");
}

TEST(Markdown, NamesAreCodeWhateverIsInThem) {
  EXPECT_EQ(shown_as_markdown(Span{"./a *b* <c> @d", SpanKind::command}), "`./a *b* <c> @d`\n");
  EXPECT_EQ(shown_as_markdown(Span{"a `b` c", SpanKind::variant}), "``a `b` c``\n");
  EXPECT_EQ(shown_as_markdown(Span{"`", SpanKind::variant}), "`` ` ``\n");
  EXPECT_EQ(shown_as_markdown(Span{" a ", SpanKind::variant}), "`  a  `\n");
}

TEST(Markdown, ATonedPieceIsStrongBetweenItsSpaces) {
  Text text("so ");
  text += Span{" fast ", SpanKind::words, Tone::good};
  text += Text("is it");
  EXPECT_EQ(shown_as_markdown(text), "so  **fast** is it\n");
}

TEST(Markdown, ABarInACellDoesNotEndIt) {
  Table table{.columns = {{.title = "a|b"}, {.title = "n", .align = Align::right, .note = "x"}}};
  table.add({.cells = {{Span{"c|d", SpanKind::variant}}, {"1"}}, .note = "as e|f"});
  table.add({.cells = {{Span{"c\\\\|d", SpanKind::variant}}, {"2", Tone::bad}}, .is_part = true});
  Document document;
  document.add(table);
  EXPECT_EQ(render_markdown(document),
            "| a\\|b | n (x) |\n"
            "| --- | ---: |\n"
            "| `c\\|d` | 1 |\n"
            "| &emsp;`c\\\\\\|d` | **2** |\n"
            "\n"
            "- `c\\|d`: as e|f\n");
}

TEST(Markdown, FieldsAreAListAndWhatAProgramWroteKeepsItsLines) {
  Fields fields;
  fields.fields.push_back({"failed", "it crashed", Tone::bad, {"one line", "two\nlines ```"}});
  fields.fields.push_back({"", "goes on"});
  Document document;
  document.add(Paragraph{"before"});
  document.add(fields);
  document.add(Paragraph{"after"});
  EXPECT_EQ(render_markdown(document),
            "before\n"
            "\n"
            "- **failed**: it crashed\n"
            "  - one line\n"
            "  - ````text\n"
            "    two\n"
            "    lines ```\n"
            "    ````\n"
            "  - goes on\n"
            "\n"
            "after\n");
}

TEST(Markdown, ACommandIsABlockToCopy) {
  Document document;
  document.add(ShellCommand{{"hone", "run", "'a b'"}});
  EXPECT_EQ(render_markdown(document), "```sh\nhone run 'a b'\n```\n");
}

TEST(Markdown, ManySubjectsHaveAnOverviewUnlessAllAreAskedFor) {
  Report report = sample_report();
  while (report.subjects.size() <= 12) report.subjects.push_back(report.subjects.back());
  EXPECT_THAT(render_markdown(report, Extent::screens), Not(HasSubstr("verdict on")));
  EXPECT_THAT(render_markdown(report, Extent::all), HasSubstr("verdict on"));
}

}  // namespace
}  // namespace hone::reports

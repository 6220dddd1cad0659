#include "reports/formats/html.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/html_blocks.hpp"
#include "reports/formats/sample_strips.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Html, MatchesGoldenFileOfOneComparisonOfCommands) {
  expect_golden("compare.html", render_html(sample_comparison()));
}

TEST(Html, HasNoScriptAndFetchesNothing) {
  const std::string page = render_html(sample_report());
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  for (const std::string part :
       {"<script", "http:", "https:", "<img", "<link", "url(", " style="}) {
    EXPECT_THAT(page, Not(HasSubstr(part))) << part;
  }
}

TEST(Html, TextIsInert) {
  Document document;
  document.add(Paragraph{"<b> & \"c\" 'd'"});
  document.add(Paragraph{Span{"<i>", SpanKind::command}});
  EXPECT_EQ(html_blocks(document),
            "<p>&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</p>\n<p><code>&lt;i&gt;</code></p>\n");
}

TEST(Html, EachHeadingOfTheFirstLevelBeginsASection) {
  Document document;
  document.add(Heading{"a"});
  document.add(Heading{"b", 1});
  document.add(Heading{"c"});
  EXPECT_EQ(html_blocks(document),
            "<section>\n<h2>a</h2>\n<h3>b</h3>\n</section>\n<section>\n<h2>c</h2>\n</section>\n");
}

TEST(Html, ATableHasAColumnMoreForItsRatios) {
  Table table{.columns = {{"variant"}, {"change", Align::right, "measured"}}};
  Cell change{"2x faster", Tone::good};
  change.mark = RatioMark{.ratio = 0.5, .interval = Interval{0.4, 0.6}};
  table.add_row({{"old"}, {""}});
  table.add({.cells = {{"new"}, change}, .note = "a note", .is_part = true});
  Document document;
  document.add(table);
  const std::string html = html_blocks(document);
  EXPECT_THAT(html,
              HasSubstr("<th scope=\"col\" class=\"right\">change<br><small>measured</small>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">old</th><td class=\"right\"></td>"
                              "<td class=\"chart\"></td>"));
  EXPECT_THAT(html, HasSubstr("<tr class=\"part\">"));
  EXPECT_THAT(html, HasSubstr("<span class=\"good\">2x faster</span>"));
  EXPECT_THAT(html, HasSubstr("aria-label=\"ratio 0.5, between 0.4 and 0.6\""));
  EXPECT_THAT(html, HasSubstr("<td colspan=\"3\">a note</td>"));
}

TEST(Html, WhatAProgramWroteKeepsItsLines) {
  Fields fields;
  fields.fields.push_back({"failed", "it crashed", Tone::bad, {"two\nlines"}});
  EXPECT_THAT(html_blocks(document_of(fields)), HasSubstr("<pre>two\nlines\n</pre>"));
}

TEST(Html, SamplesAreDrawnOnOneAxis) {
  Histogram histogram{"Where the runs lie", "wall time", Unit::seconds};
  histogram.series = {{"a<b", {1, 2, 3}}, {"empty", {}}, {"c", {2, 2, 2}}};
  const std::string figure = sample_strips(histogram);
  EXPECT_THAT(figure, HasSubstr("<code>a&lt;b</code> <small>3 samples, median 2.00 s</small>"));
  EXPECT_THAT(figure, Not(HasSubstr("empty")));
  EXPECT_THAT(figure, HasSubstr("<span>1.00 s</span><span>3.00 s</span>"));
  histogram.series.clear();
  EXPECT_EQ(sample_strips(histogram), "");
}

}  // namespace
}  // namespace hone::reports

#include "reports/formats/short_names.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "reports/layout/utf8.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {
namespace {

std::vector<std::string> cut(const std::vector<std::string>& names,
                             SubjectKind kind = SubjectKind::command) {
  SubjectReport subject;
  subject.kind = kind;
  for (const std::string& name : names) subject.variants.emplace_back().name = name;
  const VariantNames variants(subject);
  std::vector<std::string> result;
  result.reserve(names.size());
  for (const std::string& name : names) {
    result.push_back(shown(variants.of(name), NameRoom::table));
  }
  return result;
}

using Names = std::vector<std::string>;

TEST(ShortNames, ShortCommandsStayWhole) { EXPECT_EQ(cut({"./a", "./b"}), Names({"./a", "./b"})); }

TEST(ShortNames, LongCommandsLoseTheirMiddle) {
  EXPECT_EQ(cut({"./encode --level 1 --input movie.raw", "./b"}),
            Names({"./encode --..t movie.raw", "./b"}));
}

TEST(ShortNames, CommandsThatDifferInTheMiddleLoseWhatTheyShare) {
  EXPECT_EQ(cut({"./encode --level 1 --input movie.raw", "./encode --level 9 --input movie.raw"}),
            Names({".. 1 --input movie.raw", ".. 9 --input movie.raw"}));
}

TEST(ShortNames, WhatIsStillTheSameGetsANumber) {
  const std::string head(60, 'x');
  const std::string tail(60, 'y');
  EXPECT_EQ(cut({head + "1" + tail, head + "2" + tail}),
            Names({"#1 xxxxxxxxxx..yyyyyyyyy", "#2 xxxxxxxxxx..yyyyyyyyy"}));
}

TEST(ShortNames, ACommandAgainstItselfIsNotNumbered) {
  EXPECT_EQ(cut({"./a", "./a"}), Names({"./a", "./a"}));
}

TEST(ShortNames, AreNeverWiderThanAsked) {
  for (const std::string& name : cut({std::string(200, 'a'), std::string(201, 'a')})) {
    EXPECT_LE(display_width(name), 24U);
  }
}

TEST(ShortNames, AreEscapedBeforeTheyAreCut) {
  EXPECT_EQ(cut({"\x1b[31m", "./b"})[0], "\\x1b[31m");
}

TEST(ShortNames, WorkloadsKeepTheirNames) {
  const std::string name(60, 'n');
  EXPECT_EQ(cut({name}, SubjectKind::workload), Names({name}));
}

TEST(ShortNames, ASentenceHasMoreRoomThanATableAndAListLess) {
  SubjectReport subject;
  subject.kind = SubjectKind::command;
  const std::string name(60, 'n');
  subject.variants.emplace_back().name = name;
  const VariantNames variants(subject);
  EXPECT_EQ(display_width(shown(variants.of(name), NameRoom::sentence)), 40U);
  EXPECT_EQ(display_width(shown(variants.in_list(name), NameRoom::sentence)), 24U);
  EXPECT_EQ(display_width(shown(variants.of(name), NameRoom::table)), 24U);
  EXPECT_EQ(display_width(shown(variants.of(name), NameRoom::narrow_table)), 14U);
}

TEST(ShortNames, ASubjectLosesItsFamilyWhereTheTableIsNarrow) {
  const Span subject{.text = "memory/arena", .kind = SpanKind::subject};
  EXPECT_EQ(shown(subject, NameRoom::table), "memory/arena");
  EXPECT_EQ(shown(subject, NameRoom::narrow_table), "arena");
}

TEST(ShortNames, FunctionsPlacesAndCommandsAreEscapedAndThenCut) {
  const std::string hostile = "\x1b" + std::string(100, 'f') + "\xe2\x80\xae";
  for (const auto& [kind, columns] :
       {std::pair(SpanKind::function, 38U), {SpanKind::place, 26U}, {SpanKind::command, 50U}}) {
    const std::string text = shown(Span{.text = hostile, .kind = kind}, NameRoom::sentence);
    EXPECT_EQ(display_width(text), columns);
    EXPECT_TRUE(text.starts_with("\\x1bf")) << text;
    EXPECT_TRUE(text.ends_with("\\u{202e}")) << text;
  }
}

TEST(ShortNames, WordsAreNeverCut) {
  const std::string words(200, 'w');
  EXPECT_EQ(shown(Text(words), NameRoom::narrow_table), words);
}

TEST(ShortNames, SubstitutesAreShownWhereTheyAreCalledForOnly) {
  const Text text = filled("a{}", {Span{.text = " b", .is_substitute = true}});
  EXPECT_EQ(shown(text, NameRoom::sentence), "a");
  EXPECT_EQ(shown(text, NameRoom::sentence, true), "a b");
}

}  // namespace
}  // namespace hone::reports

#include "reports/words/variant_names.hpp"

#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "reports/layout/utf8.hpp"

namespace hone::reports {
namespace {

std::vector<std::string> cut(const std::vector<std::string>& names,
                             SubjectKind kind = SubjectKind::command) {
  SubjectReport subject;
  subject.kind = kind;
  for (const std::string& name : names) subject.variants.emplace_back().name = name;
  const VariantNames shown(subject, 24);
  std::vector<std::string> result;
  result.reserve(names.size());
  for (const std::string& name : names) result.push_back(shown.of(name));
  return result;
}

using Names = std::vector<std::string>;

TEST(VariantNames, ShortCommandsStayWhole) {
  EXPECT_EQ(cut({"./a", "./b"}), Names({"./a", "./b"}));
}

TEST(VariantNames, LongCommandsLoseTheirMiddle) {
  EXPECT_EQ(cut({"./encode --level 1 --input movie.raw", "./b"}),
            Names({"./encode --..t movie.raw", "./b"}));
}

TEST(VariantNames, CommandsThatDifferInTheMiddleLoseWhatTheyShare) {
  EXPECT_EQ(cut({"./encode --level 1 --input movie.raw", "./encode --level 9 --input movie.raw"}),
            Names({".. 1 --input movie.raw", ".. 9 --input movie.raw"}));
}

TEST(VariantNames, WhatIsStillTheSameGetsANumber) {
  const std::string head(60, 'x');
  const std::string tail(60, 'y');
  EXPECT_EQ(cut({head + "1" + tail, head + "2" + tail}),
            Names({"#1 xxxxxxxxxx..yyyyyyyyy", "#2 xxxxxxxxxx..yyyyyyyyy"}));
}

TEST(VariantNames, ACommandAgainstItselfIsNotNumbered) {
  EXPECT_EQ(cut({"./a", "./a"}), Names({"./a", "./a"}));
}

TEST(VariantNames, AreNeverWiderThanAsked) {
  for (const std::string& name : cut({std::string(200, 'a'), std::string(201, 'a')})) {
    EXPECT_LE(display_width(name), 24U);
  }
}

TEST(VariantNames, AreEscapedBeforeTheyAreCut) {
  EXPECT_EQ(cut({"\x1b[31m", "./b"})[0], "\\x1b[31m");
}

TEST(VariantNames, WorkloadsKeepTheirNames) {
  const std::string name(60, 'n');
  EXPECT_EQ(cut({name}, SubjectKind::workload), Names({name}));
}

}  // namespace
}  // namespace hone::reports

#include "cli/options/parameter_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::cli {
namespace {

using testing::ElementsAre;

std::string error_of(const std::vector<std::string>& texts) {
  const auto parsed = parse_parameters("-p", texts);
  return parsed ? "no error" : parsed.error().what + " (" + parsed.error().next + ")";
}

TEST(ParameterText, IsANameAndItsItems) {
  const auto parsed = parse_parameters("-p", {"nodes=1,10,small", "word=a=b,"});
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed->size(), 2U);
  EXPECT_EQ((*parsed)[0].name, "nodes");
  ASSERT_EQ((*parsed)[0].items.size(), 3U);
  EXPECT_EQ((*parsed)[0].items[2].text, "small");
  EXPECT_FALSE((*parsed)[0].items[2].range);
  EXPECT_EQ((*parsed)[1].items[0].text, "a=b");
  EXPECT_EQ((*parsed)[1].items[1].text, "");
}

TEST(ParameterText, EscapedCommasBelongToTheirItem) {
  const auto parsed = parse_parameters("-p", {R"(words=a\,b,c\d,\,,\)"});
  ASSERT_TRUE(parsed.ok());
  std::vector<std::string> texts;
  for (const ItemText& item : parsed->front().items) texts.push_back(item.text);
  EXPECT_THAT(texts, ElementsAre("a,b", R"(c\d)", ",", R"(\)"));
}

TEST(ParameterText, CutsARangeAtTheDotsAndTheColon) {
  const auto parsed = parse_parameters("-p", {"n=1..8,a..b:c,..:,1..2..3"});
  ASSERT_TRUE(parsed.ok());
  const std::vector<ItemText>& items = parsed->front().items;
  EXPECT_EQ(items[0].range->first, "1");
  EXPECT_EQ(items[0].range->last, "8");
  EXPECT_FALSE(items[0].range->step);
  EXPECT_EQ(items[1].text, "a..b:c");
  EXPECT_EQ(items[1].range->first, "a");
  EXPECT_EQ(items[1].range->step, "c");
  EXPECT_EQ(items[2].range->step, "");
  EXPECT_EQ(items[3].range->last, "2..3");
}

TEST(ParameterText, OfAnotherFormIsRefusedWithOneThatWouldDo) {
  for (const char* text : {"", "n", "n=", "=1", "="}) {
    EXPECT_EQ(error_of({text}),
              fmt::format("-p '{}' is not of the form name=value[,value...] or "
                          "name=first..last[:step] (for example -p n=1,10,100 or -p n=1..8)",
                          text));
  }
}

TEST(ParameterText, ANameGivenTwiceIsRefused) {
  EXPECT_EQ(error_of({"n=1", "m=1", "n=2"}),
            "-p 'n=2': parameter 'n' is given twice (list its values: -p n=v1,v2)");
}

TEST(Combinations, AreAllOfThemTheLastVaryingFastest) {
  using Lists = std::vector<std::pair<std::string, std::vector<int>>>;
  const auto points = combinations("-p", Lists{{"a", {1, 2}}, {"b", {3, 4}}});
  ASSERT_EQ(points->size(), 4U);
  EXPECT_THAT((*points)[1],
              ElementsAre(std::pair(std::string("a"), 1), std::pair(std::string("b"), 4)));
  EXPECT_THAT((*points)[2],
              ElementsAre(std::pair(std::string("a"), 2), std::pair(std::string("b"), 3)));
  EXPECT_THAT(*combinations("-p", Lists{}), ElementsAre(testing::IsEmpty()));
}

TEST(Combinations, OfTooManyValuesAreRefused) {
  const std::vector<int> many(101);
  using Lists = std::vector<std::pair<std::string, std::vector<int>>>;
  const auto points = combinations("-P", Lists{{"a", many}, {"b", many}});
  EXPECT_EQ(points.error().what, "-P makes 10201 combinations, more than 10000");
}

}  // namespace
}  // namespace hone::cli

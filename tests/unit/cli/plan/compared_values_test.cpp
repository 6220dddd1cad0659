#include "cli/plan/compared_values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fmt/format.h"

namespace hone::cli {
namespace {

using testing::HasSubstr;

std::vector<Scan> scans_from(const std::vector<std::string>& texts) {
  std::vector<Scan> scans;
  const auto parameters = parse_parameters("-P", texts);
  for (const ParameterText& parameter : *parameters) scans.push_back(*parse_scan(parameter));
  return scans;
}

// "n 2 of 3, 1 other", or the error.
std::string chosen(const std::vector<std::string>& texts, const std::string& reference) {
  const Result<ComparedValues> values = choose_compared(scans_from(texts), reference);
  if (!values) return values.error().what + " | " + values.error().next;
  return fmt::format("{} {} of {}, {} other", values->compared.first,
                     to_string(values->compared.second[values->reference]),
                     values->compared.second.size(), values->others.size());
}

TEST(ComparedValues, AreThoseOfTheFirstScanThatHasSeveral) {
  EXPECT_EQ(chosen({"n=1,2,4"}, ""), "n 1 of 3, 0 other");
  EXPECT_EQ(chosen({"m=7", "n=1,2", "k=3,4"}, ""), "n 1 of 2, 2 other");
  EXPECT_THAT(chosen({"m=7", "k=8"}, ""), HasSubstr("none has two of them"));
  EXPECT_THAT(chosen({}, ""), HasSubstr("none has two of them"));
}

TEST(ComparedValues, TheReferenceIsAValueInAnySpelling) {
  EXPECT_EQ(chosen({"n=1,2,4"}, "4"), "n 4 of 3, 0 other");
  EXPECT_EQ(chosen({"n=64k,128k"}, "128k"), "n 128k of 2, 0 other");
  EXPECT_EQ(chosen({"n=1000..3000:1000"}, "2k"), "n 2000 of 3, 0 other");
  EXPECT_EQ(chosen({"n=0.5,1"}, "0.50"), "n 0.5 of 2, 0 other");
  EXPECT_EQ(chosen({"n=a b,c"}, "c"), "n c of 2, 0 other");
}

TEST(ComparedValues, TheReferenceMayNameTheScan) {
  EXPECT_EQ(chosen({"n=1,2", "m=3,4"}, "n=2"), "n 2 of 2, 1 other");
  EXPECT_EQ(chosen({"n=1,2", "m=3,4"}, "m=4"), "m 4 of 2, 1 other");
  EXPECT_EQ(chosen({"n=x=1,x=2"}, "x=2"), "n x=2 of 2, 0 other");
  EXPECT_EQ(chosen({"n=x=1,x=2"}, "n=x=2"), "n x=2 of 2, 0 other");
}

TEST(ComparedValues, AReferenceThatIsNoneOfTheValuesIsRefusedWithThem) {
  EXPECT_EQ(chosen({"n=1,2,4"}, "3"),
            "--reference '3' is none of the values of n - did you mean '2'? | they are 1, 2 and 4");
  EXPECT_EQ(chosen({"n=1,2,4"}, "n=8"),
            "--reference '8' is none of the values of n - did you mean '4'? | they are 1, 2 and 4");
  EXPECT_THAT(chosen({"mode=fast,slow"}, "fats"), HasSubstr("did you mean 'fast'?"));
  EXPECT_THAT(chosen({"n=1..20:1"}, "21"), HasSubstr("7, 8 and 12 more"));
  EXPECT_THAT(chosen({"n=1,2"}, "k=1"), HasSubstr("'k=1' is none of the values of n"));
}

TEST(ComparedValues, AReferenceThatIsAValueOfAnotherScanIsToldHowToNameIt) {
  EXPECT_THAT(chosen({"n=1,2", "m=3,4"}, "4"), HasSubstr("--reference m=4 compares those of m"));
  EXPECT_THAT(chosen({"n=1,2", "m=3"}, "m=3"), HasSubstr("m has this value alone"));
  EXPECT_THAT(chosen({"n=1,2", "m=3"}, "3"), HasSubstr("they are 1 and 2"));
}

TEST(ReferenceCommand, IsNamedByItsTextOrItsName) {
  const std::vector<std::string> commands{"./a", "./b", "./a"};
  EXPECT_EQ(*reference_command(commands, {}, ""), 0U);
  EXPECT_EQ(*reference_command(commands, {}, "./b"), 1U);
  EXPECT_EQ(*reference_command(commands, {}, "./a"), 0U);
  EXPECT_EQ(*reference_command(commands, {"x", "y", "z"}, "z"), 2U);
  EXPECT_EQ(*reference_command(commands, {"x", "y", "./b"}, "./b"), 2U);
  const auto unknown = reference_command(commands, {"old", "new", "newer"}, "odl");
  ASSERT_FALSE(unknown.ok());
  EXPECT_THAT(unknown.error().what, HasSubstr("did you mean 'old'?"));
}

}  // namespace
}  // namespace hone::cli

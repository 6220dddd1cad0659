#include "analyzers/diagnose/rules/changed_functions.hpp"

#include <gtest/gtest.h>

#include "analyzers/derive/function_changes.hpp"
#include "analyzers/derive/metric_changes.hpp"

namespace hone::diagnose {
namespace {

using Costs = std::vector<std::pair<std::string, double>>;

std::vector<FunctionCost> functions_of(const Costs& costs) {
  std::vector<FunctionCost> functions;
  for (const auto& [name, instructions] : costs) {
    FunctionCost function;
    function.name = name;
    function.calls = 1;
    function.instructions = instructions;
    functions.push_back(std::move(function));
  }
  return functions;
}

std::vector<Finding> judge_costs(const Costs& baseline, const Costs& variant) {
  const std::vector<FunctionCost> before = functions_of(baseline);
  const std::vector<FunctionCost> after = functions_of(variant);
  SubjectReport report;
  report.variants.resize(2);
  report.variants[1].name = "new";
  report.variants[1].function_changes = derive::function_changes(before, after);
  report.variants[1].instruction_change = derive::instruction_change(before, after);
  derive::judge_changes(report);
  return changed_functions(report);
}

TEST(ChangedFunctions, NameWhereTheInstructionsWent) {
  const std::vector<Finding> findings =
      judge_costs({{"parse_line", 700}, {"read_block", 200}, {"main", 100}},
                  {{"read_block", 150}, {"main", 100}});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].text,
            "new: 93 % of the change in instructions (-75 %) is in parse_line (vanished)");
  EXPECT_TRUE(findings[0].evidence.empty()) << "the table of functions has the numbers";
}

TEST(ChangedFunctions, AFunctionThatTookOverIsNamedWithTheOneThatItReplaced) {
  const std::vector<Finding> findings =
      judge_costs({{"slow", 1000}, {"main", 10}}, {{"fast", 400}, {"main", 12}});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].text,
            "new: 100 % of the change in instructions (-59.2 %) is in slow (vanished) and fast "
            "(new)");
}

TEST(ChangedFunctions, OfNoChangeToSpeakOfIsNothing) {
  EXPECT_TRUE(judge_costs({{"f", 1000}}, {{"f", 1004}}).empty());
  EXPECT_TRUE(judge_costs({}, {}).empty());
}

TEST(ChangedFunctions, ThatAreManyAreNotBlamedOneByOne) {
  Costs before;
  Costs after;
  for (int i = 0; i < 20; ++i) {
    before.emplace_back("f" + std::to_string(i), 100);
    after.emplace_back("f" + std::to_string(i), 90);
  }
  EXPECT_TRUE(judge_costs(before, after).empty());
}

TEST(ChangedFunctions, LongNamesAreShort) {
  const std::string head = "std::_Function_handler<void (), ";
  const std::string tail = "::{lambda()#1}>::_M_invoke(std::_Any_data const&)";
  EXPECT_EQ(judge_costs({{head + "make<Rows>()" + tail, 1000}, {"main", 10}},
                        {{head + "make<Columns>()" + tail, 400}, {"main", 10}})
                .at(0)
                .text,
            "new: 100 % of the change in instructions (-59.4 %) is in make<Rows>()::{lambda()#1} "
            "(vanished) and make<Columns>()::{lambda()#1} (new)");
}

}  // namespace
}  // namespace hone::diagnose

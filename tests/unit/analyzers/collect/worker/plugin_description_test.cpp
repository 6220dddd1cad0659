#include "analyzers/collect/worker/plugin_description.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "analyzers/collect/worker/worker_protocol.hpp"

namespace hone::collect {
namespace {

using workloads::Parameters;
using workloads::PluginWorkloads;
using workloads::Workload;

Workload example() {
  Workload workload;
  workload.id = "mine/search";
  workload.summary = "with \"quotes\",\na line and \xff no UTF-8";
  workload.operation = "key";
  workload.metric = "wall_time";
  workload.parameters = {{.name = "keys", .meaning = "m", .initial = 3, .min = -1, .max = 9},
                         {.name = "shape", .meaning = "", .initial = 1, .choices = {"a", "b"}}};
  workload.variants = {{.name = "one", .summary = "s", .prepare = {}},
                       {.name = "two", .summary = "", .prepare = {}}};
  workload.pay_off = {
      .variant = "two", .parameter = "keys", .values = {2, 5}, .assignments = {{"shape", 0}}};
  workload.operations = [](const Parameters& parameters) {
    return static_cast<double>(parameters["keys"]);
  };
  return workload;
}

TEST(PluginDescription, SurvivesTheTripOnOneLine) {
  const std::string line = format_workload(example());
  EXPECT_EQ(line.find('\n'), std::string::npos);
  PluginWorkloads plugin;
  const Result<void> added = add_workload(line, plugin);
  ASSERT_TRUE(added.ok()) << added.error().what;
  const Workload& read = plugin.workloads.front();
  EXPECT_EQ(read.id, "mine/search");
  EXPECT_EQ(read.summary, "with \"quotes\",\na line and \xef\xbf\xbd no UTF-8");
  EXPECT_EQ(read.metric, "wall_time");
  EXPECT_EQ(read.parameters[0].min, -1);
  EXPECT_EQ(read.parameters[1].choices.size(), 2U);
  EXPECT_EQ(read.variants[0].summary, "s");
  EXPECT_FALSE(read.memory_bytes);
  EXPECT_EQ(read.pay_off.variant, "two");
  EXPECT_EQ(read.pay_off.parameter, "keys");
  EXPECT_EQ(read.pay_off.values, example().pay_off.values);
  EXPECT_EQ(read.pay_off.assignments, example().pay_off.assignments);
}

TEST(PluginDescription, WhatIsLongerThanThePluginWasAllowedIsRefused) {
  Workload long_winded = example();
  const std::string summary(3 * workloads::PluginLimits::text_bytes + 1, 's');
  long_winded.summary = summary;
  PluginWorkloads plugin;
  const Result<void> added = add_workload(format_workload(long_winded), plugin);
  ASSERT_FALSE(added.ok());
  EXPECT_NE(added.error().what.find("'summary'"), std::string::npos);
}

TEST(PluginDescription, WhatIsMissingOrAgainstTheRulesIsNamed) {
  const auto error_of = [](const std::string& line) {
    PluginWorkloads plugin;
    const Result<void> added = add_workload(line, plugin);
    return added ? "no error" : added.error().what;
  };
  EXPECT_NE(error_of("described").find("no description"), std::string::npos);
  EXPECT_NE(error_of("workload {").find("no JSON"), std::string::npos);
  EXPECT_NE(error_of("workload []").find("no JSON object"), std::string::npos);
  EXPECT_NE(error_of("workload {}").find("'id'"), std::string::npos);
  std::string line = format_workload(example());
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string changed = line;
    return changed.replace(changed.find(from), from.size(), to);
  };
  EXPECT_EQ(error_of(line), "no error");
  EXPECT_NE(error_of(replaced("[2,5]", "[2,true]")).find("'values'"), std::string::npos);
  EXPECT_NE(error_of(replaced("[2,5]", "[5,2]")).find("do not ascend"), std::string::npos);
  EXPECT_NE(error_of(replaced("mine/search", "MINE")).find("is no id"), std::string::npos);
  EXPECT_NE(error_of(replaced("\"initial\":3", "\"initial\":33")).find("not within"),
            std::string::npos);
  EXPECT_NE(error_of(replaced("\"initial\":3", "\"initial\":\"3\"")).find("'initial'"),
            std::string::npos);
  EXPECT_NE(error_of(replaced("[\"a\",\"b\"]", "[\"a\",1]")).find("'choices'"), std::string::npos);
}

TEST(PluginDescription, TheSameIdTwiceIsRefused) {
  PluginWorkloads plugin;
  ASSERT_TRUE(add_workload(format_workload(example()), plugin).ok());
  EXPECT_FALSE(add_workload(format_workload(example()), plugin).ok());
}

TEST(PluginDescription, QuestionsAreAnsweredByTheWorkloadsFunctions) {
  const std::vector<Workload> workloads{example()};
  const std::string question = format_question(Question::operations, 0, {7, 0});
  const Result<double> answer = answer_question(workloads, question);
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(*answer, 7);
  for (const char* wrong :
       {"operations", "operations 1 7 0", "operations 0 7", "operations 0 7 0 1",
        "operations 0 7 x", "memory 0 7 0", "weather 0 7 0"}) {
    EXPECT_FALSE(answer_question(workloads, wrong).ok()) << wrong;
  }
}

TEST(PluginDescription, ANumberSurvivesTheTripAndNothingElseIsOne) {
  for (const double number : {0.1, 0.0, -1.0, 1e308}) {
    EXPECT_EQ(parse_number_line(format_number(number)), number);
  }
  const auto nan = parse_number_line(format_number(std::numeric_limits<double>::quiet_NaN()));
  ASSERT_TRUE(nan.has_value());
  EXPECT_FALSE(is_usable(*nan));
  for (const char* line : {"number ", "number", "number 1 2", "numbers 1", "number 1x"}) {
    EXPECT_FALSE(parse_number_line(line).has_value()) << line;
  }
}

TEST(PluginDescription, AnAnswerIsUsableWithinItsBounds) {
  for (const double number : {1e-9, 1.0, 1e18}) EXPECT_TRUE(is_usable(number)) << number;
  for (const double number : {0.0, -1.0, 1e-10, 1e19, 1e308}) {
    EXPECT_FALSE(is_usable(number)) << number;
  }
  EXPECT_FALSE(is_usable(std::numeric_limits<double>::infinity()));
}

TEST(PluginDescription, AnyPathIsOneFieldOfAJob) {
  Job job{"mine/search", "one", {{"keys", "3"}}};
  job.plugin = "/a b/100%\n\x7f!@=/\xc3\xa4.so";
  const std::string line = format_job(job);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto parsed = parse_job(line);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->plugin, job.plugin);
  EXPECT_EQ(parsed->parameters, job.parameters);
  EXPECT_EQ(parse_describe(format_describe(job.plugin)), job.plugin);
  for (const char* nonsense : {"describe", "describe !", "describe x", "describe !%",
                               "describe !%4", "describe !%4g", "job a b !", "job a b !%zz"}) {
    EXPECT_FALSE(parse_describe(nonsense).has_value() || parse_job(nonsense).has_value())
        << nonsense;
  }
}

}  // namespace
}  // namespace hone::collect

#include "cli/plan/compare_plan.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hone::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

CompareOptions two_commands() {
  CompareOptions options;
  options.commands = {"./a --fast", "./b"};
  return options;
}

std::string error_of(const CompareOptions& options) {
  const Result<Plan> plan = build_compare_plan(options);
  return plan ? "no error" : plan.error().what + " | " + plan.error().next;
}

// Of two commands with one setting changed.
template <class Change>
std::string error_with(Change change) {
  CompareOptions options = two_commands();
  change(options);
  return error_of(options);
}

Plan planned(const CompareOptions& options) {
  Result<Plan> plan = build_compare_plan(options);
  EXPECT_TRUE(plan.ok()) << error_of(options);
  return plan ? std::move(*plan) : Plan{};
}

TEST(ComparePlan, CommandsBecomeVariantsTheFirstBeingTheBaseline) {
  const Plan plan = planned(two_commands());
  ASSERT_EQ(plan.subjects.size(), 1U);
  const Subject& subject = plan.subjects[0];
  EXPECT_EQ(subject.kind, SubjectKind::command);
  ASSERT_EQ(subject.variants.size(), 2U);
  EXPECT_EQ(subject.variants[0].name, "./a --fast");
  EXPECT_THAT(subject.variants[0].launch.argv, ElementsAre("./a", "--fast"));
  EXPECT_THAT(subject.variants[1].launch.argv, ElementsAre("./b"));
  EXPECT_FALSE(subject.variants[0].hooks.setup || subject.variants[0].hooks.prepare ||
               subject.variants[0].hooks.conclude || subject.variants[0].hooks.cleanup);
}

TEST(ComparePlan, DefaultsAreThoseOfTheHelp) {
  const Plan plan = planned(two_commands());
  EXPECT_EQ(plan.rounds, 1);
  EXPECT_EQ(plan.budget.count(), 10);
  EXPECT_FALSE(plan.until_decided);
  EXPECT_EQ(plan.command.input, "");
  EXPECT_EQ(plan.command.output, CommandSettings::Output::automatic);
  EXPECT_EQ(plan.command.warmup, 1);
  EXPECT_FALSE(plan.command.ignore_failure);
  EXPECT_FALSE(plan.command.timeout.has_value());
  ASSERT_EQ(plan.metrics.size(), 1U);
  EXPECT_EQ(plan.metrics[0].id, "wall_time");
  EXPECT_EQ(plan.subjects[0].metrics, plan.metrics);
}

TEST(ComparePlan, SettingsReachTheExecutor) {
  CompareOptions options = two_commands();
  options.input = "data";
  options.output = "told";
  options.ignore_failure = "true";
  options.warmup = 3;
  options.timeout = "1.5s";
  options.cwd = "folder";
  options.environment = {"A=1", "B=x=y", "A=2"};
  const Plan plan = planned(options);
  EXPECT_EQ(plan.command.input, "data");
  EXPECT_EQ(plan.command.output, CommandSettings::Output::file);
  EXPECT_EQ(plan.command.output_file, "told");
  EXPECT_TRUE(plan.command.ignore_failure);
  EXPECT_EQ(plan.command.warmup, 3);
  EXPECT_EQ(plan.command.timeout->count(), 1.5);
  EXPECT_EQ(plan.subjects[0].variants[1].launch.cwd, "folder");
  EXPECT_THAT(plan.subjects[0].variants[1].launch.env,
              ElementsAre(Pair("B", "x=y"), Pair("A", "2")));
  using Output = CommandSettings::Output;
  for (const auto& [word, output] :
       {std::pair{"inherit", Output::inherit}, std::pair{"pipe", Output::pipe},
        std::pair{"null", Output::null}}) {
    options.output = word;
    EXPECT_EQ(planned(options).command.output, output) << word;
    EXPECT_EQ(planned(options).command.output_file, "") << word;
  }
}

TEST(ComparePlan, RunsAreFixedInPlaceOfABudget) {
  EXPECT_FALSE(planned(two_commands()).pairs);
  CompareOptions options = two_commands();
  options.runs = 12;
  EXPECT_EQ(planned(options).pairs, 12);
  EXPECT_EQ(runs_that_never_decide(planned(options)), "");
}

TEST(ComparePlan, RunsGoWithNothingElseThatSaysWhenToEnd) {
  const auto error_beside = [](auto change) {
    return error_with([&](CompareOptions& options) {
      options.runs = 12;
      change(options);
    });
  };
  EXPECT_THAT(error_beside([](auto& options) { options.budget = "10s"; }),
              HasSubstr("--runs 12 ends after so many runs of each command, --budget when the time "
                        "is used up | give one of them"));
  EXPECT_THAT(error_beside([](auto& options) { options.until_decided = true; }),
              HasSubstr("--until-decided when the verdict is there"));
  EXPECT_THAT(error_beside([](auto& options) { options.quick = true; }), HasSubstr("--quick"));
  EXPECT_THAT(error_beside([](auto& options) { options.thorough = true; }),
              HasSubstr("--thorough"));
}

TEST(ComparePlan, RunsThatNeverDecideAreToldBeforehand) {
  CompareOptions options = two_commands();
  options.runs = 5;
  EXPECT_EQ(runs_that_never_decide(planned(options)),
            "--runs 5 can never decide at --alpha 0.05; --runs 6 can");
  options.runs = 59;
  options.estimand = "mean";
  EXPECT_EQ(runs_that_never_decide(planned(options)),
            "--runs 59 can never decide at --estimand mean --alpha 0.05; --runs 60 can");
  options.estimand = "median";
  options.runs = 7;
  options.alpha = "0.001";
  EXPECT_THAT(runs_that_never_decide(planned(options)), testing::EndsWith("--runs 11 can"));
  options.metric = "instructions";  // counts that repeat are decided by one run
  EXPECT_EQ(runs_that_never_decide(planned(options)), "");
}

TEST(ComparePlan, FailuresAreIgnoredAllOrByTheirCodes) {
  CompareOptions options = two_commands();
  EXPECT_FALSE(planned(options).command.ignore_failure);
  options.ignore_failure = flag_without_value;
  EXPECT_TRUE(planned(options).command.ignore_failure);
  EXPECT_TRUE(planned(options).command.ignored_codes.empty());
  options.ignore_failure = "1,255";
  EXPECT_TRUE(planned(options).command.ignore_failure);
  EXPECT_THAT(planned(options).command.ignored_codes, ElementsAre(1, 255));
  for (const char* codes : {"0", "256", "-1", "a", "1,", "1 2", "99999999999999999999"}) {
    options.ignore_failure = codes;
    EXPECT_THAT(error_of(options), HasSubstr("is no exit code from 1 to 255")) << codes;
  }
}

TEST(ComparePlan, EffortIsThatOfEveryComparison) {
  CompareOptions options = two_commands();
  options.quick = true;
  EXPECT_EQ(planned(options).budget.count(), 2);
  EXPECT_EQ(planned(options).rounds, 1);  // a run of a command is not cut into blocks
  options.budget = "30s";
  EXPECT_EQ(planned(options).budget.count(), 30);
  options = two_commands();
  options.until_decided = true;
  EXPECT_TRUE(planned(options).until_decided);
  EXPECT_TRUE(std::isinf(planned(options).budget.count()));
}

TEST(ComparePlan, FewerThanTwoCommandsAreNoComparison) {
  CompareOptions options;
  EXPECT_THAT(error_of(options), HasSubstr("at least two commands"));
  options.commands = {"./a"};
  EXPECT_THAT(error_of(options), HasSubstr("at least two commands"));
  EXPECT_THAT(error_of(options), HasSubstr("or one with the values of a -P"));
  EXPECT_THAT(error_of(options), HasSubstr("hone compare -P n=1,2,4 'make -j{n}'"));
}

CompareOptions one_command() {
  CompareOptions options;
  options.commands = {"make -j{n}"};
  options.scans = {"n=1,2,4"};
  return options;
}

std::vector<std::string> names_of(const Subject& subject) {
  std::vector<std::string> names;
  for (const Variant& variant : subject.variants) names.push_back(variant.name);
  return names;
}

TEST(ComparePlan, OneCommandIsComparedOverTheValuesOfAScan) {
  const Plan plan = planned(one_command());
  ASSERT_EQ(plan.subjects.size(), 1U);
  const Subject& subject = plan.subjects[0];
  EXPECT_THAT(names_of(subject), ElementsAre("n=1", "n=2", "n=4"));
  EXPECT_TRUE(subject.parameters.empty());
  EXPECT_THAT(subject.variants[2].parameters,
              ElementsAre(Pair("n", ParameterValue(std::int64_t{4}))));
  EXPECT_THAT(subject.variants[2].launch.argv, ElementsAre("make", "-j4"));
}

TEST(ComparePlan, SeveralCommandsHaveNoParametersOfTheirOwn) {
  CompareOptions options = two_commands();
  options.commands[0] = "./a {n}";
  options.scans = {"n=1,2"};
  for (const Subject& subject : planned(options).subjects) {
    for (const Variant& variant : subject.variants) EXPECT_TRUE(variant.parameters.empty());
  }
}

TEST(ComparePlan, TheReferenceIsTheBaselineAndTheOthersStayInOrder) {
  CompareOptions options = one_command();
  options.reference = "4";
  const Plan plan = planned(options);
  EXPECT_THAT(names_of(plan.subjects[0]), ElementsAre("n=4", "n=1", "n=2"));
  EXPECT_THAT(plan.subjects[0].variants[0].launch.argv, ElementsAre("make", "-j4"));
  options.reference = "n=2";
  EXPECT_THAT(names_of(planned(options).subjects[0]), ElementsAre("n=2", "n=1", "n=4"));
}

TEST(ComparePlan, TheReferenceOfSeveralCommandsIsOneOfThem) {
  CompareOptions options = two_commands();
  options.reference = "./b";
  EXPECT_THAT(names_of(planned(options).subjects[0]), ElementsAre("./b", "./a --fast"));
  options.names = {"old", "new"};
  EXPECT_THAT(names_of(planned(options).subjects[0]), ElementsAre("new", "old"));
  options.reference = "new";
  options.prepare = {"of a", "of b"};
  const Subject subject = planned(options).subjects[0];
  EXPECT_THAT(names_of(subject), ElementsAre("new", "old"));
  EXPECT_THAT(subject.variants[0].launch.argv, ElementsAre("./b"));
  EXPECT_THAT(subject.variants[0].hooks.prepare->argv, ElementsAre("of", "b"));
  options.reference = "nev";
  EXPECT_THAT(error_of(options), HasSubstr("--reference 'nev' is none of the commands"));
  EXPECT_THAT(error_of(options), HasSubstr("did you mean 'new'"));
}

TEST(ComparePlan, OfSeveralScansTheFirstIsComparedAndTheOthersMakeSubjects) {
  CompareOptions options = one_command();
  options.commands = {"./a {size} {n} {mode}"};
  options.scans = {"mode=x", "n=1,2", "size=10,20"};
  Plan plan = planned(options);
  ASSERT_EQ(plan.subjects.size(), 2U);
  EXPECT_THAT(names_of(plan.subjects[1]), ElementsAre("n=1", "n=2"));
  EXPECT_THAT(plan.subjects[1].parameters,
              ElementsAre(Pair("mode", ParameterValue(std::string("x"))),
                          Pair("size", ParameterValue(std::int64_t{20}))));
  EXPECT_THAT(plan.subjects[1].variants[1].launch.argv, ElementsAre("./a", "20", "2", "x"));
  options.reference = "size=20";
  plan = planned(options);
  ASSERT_EQ(plan.subjects.size(), 2U);
  EXPECT_THAT(names_of(plan.subjects[0]), ElementsAre("size=20", "size=10"));
  EXPECT_THAT(plan.subjects[0].variants[0].launch.argv, ElementsAre("./a", "20", "1", "x"));
}

TEST(ComparePlan, TheValueIsFilledInWhereverItIsUsed) {
  CompareOptions options = one_command();
  options.commands = {"./a"};
  options.environment = {"THREADS={n}"};
  options.setup = {"make {n}"};
  options.cwd = "in{n}";
  const Subject subject = planned(options).subjects[0];
  EXPECT_THAT(subject.variants[1].launch.env, ElementsAre(Pair("THREADS", "2")));
  EXPECT_EQ(subject.variants[1].launch.cwd, "in2");
  EXPECT_THAT(subject.variants[1].hooks.setup->argv, ElementsAre("make", "2"));
  options.prepare = {"a", "b"};
  EXPECT_THAT(error_of(options), HasSubstr("--prepare is given 2 times for 1 command"));
}

TEST(ComparePlan, NamesOfValuesAreGivenOnceOrForEach) {
  CompareOptions options = one_command();
  options.names = {"{n} jobs"};
  EXPECT_THAT(names_of(planned(options).subjects[0]), ElementsAre("1 jobs", "2 jobs", "4 jobs"));
  options.names = {"build"};
  EXPECT_THAT(names_of(planned(options).subjects[0]),
              ElementsAre("build n=1", "build n=2", "build n=4"));
  options.names = {"one", "two", "four"};
  options.reference = "2";
  EXPECT_THAT(names_of(planned(options).subjects[0]), ElementsAre("two", "one", "four"));
  options.names = {"one", "two"};
  EXPECT_THAT(error_of(options), HasSubstr("2 names for 3 values of n"));
  options.names = {""};
  EXPECT_THAT(error_of(options), HasSubstr("empty"));
}

TEST(ComparePlan, ValuesOfOneCommandHaveSeveralWordsAndKeepTheirKind) {
  CompareOptions options = one_command();
  options.commands = {"cc {n}"};
  options.scans = {"n=-O2 -g,a\\,b"};
  Subject subject = planned(options).subjects[0];
  EXPECT_THAT(names_of(subject), ElementsAre("n=-O2 -g", "n=a,b"));
  EXPECT_THAT(subject.variants[0].launch.argv, ElementsAre("cc", "-O2 -g"));
  options.scans = {"n=1..8:1"};
  subject = planned(options).subjects[0];
  EXPECT_EQ(subject.variants.size(), 8U);
  EXPECT_EQ(subject.variants[7].parameters[0].second, ParameterValue(std::int64_t{8}));
  options.scans = {"n=0.5,1"};
  subject = planned(options).subjects[0];
  EXPECT_EQ(subject.variants[0].parameters[0].second, ParameterValue(0.5));
}

TEST(ComparePlan, OneCommandNeedsSeveralDistinctValues) {
  CompareOptions options = one_command();
  options.scans = {"n=4"};
  EXPECT_THAT(error_of(options), HasSubstr("none has two of them"));
  options.scans = {"n=1,2,1"};
  EXPECT_THAT(error_of(options), HasSubstr("-P n: the value '1' is given twice"));
  options.scans = {"n=1..4:1,2"};
  EXPECT_THAT(error_of(options), HasSubstr("-P n: the value '2' is given twice"));
  options.scans = {"m=1,2"};
  EXPECT_THAT(error_of(options), HasSubstr("-P m: no command uses {m}"));
  options.commands = {""};
  EXPECT_THAT(error_of(options), HasSubstr("no command uses"));
}

TEST(ComparePlan, AFileForAllValuesIsNotCalledAfterOne) {
  CompareOptions options = two_commands();
  options.commands.front() += " {n}";
  options.scans = {"n=1,2"};
  options.output = "out{n}";
  EXPECT_THAT(error_of(options), HasSubstr("--output 'out{n}': {n} is not filled in there"));
  options.output = "auto";
  options.input = "{n}.txt";
  EXPECT_THAT(error_of(options), HasSubstr("--input '{n}.txt': {n} is not filled in there"));
  options.input = "{m}.txt";
  options.output = "{{n}}";
  EXPECT_EQ(error_of(options), "no error") << "neither is a place for a value";
  options.scans.clear();
  options.commands.front() = "./a";
  options.output = "out{n}";
  EXPECT_EQ(error_of(options), "no error") << "without -P braces are literal";
}

TEST(ComparePlan, AShellGetsTheCommandWhole) {
  CompareOptions options = two_commands();
  options.commands = {"a | b", "c '"};
  options.shell = "bash";
  const Plan plan = planned(options);
  EXPECT_THAT(plan.subjects[0].variants[0].launch.argv, ElementsAre("bash", "-c", "a | b"));
  EXPECT_THAT(plan.subjects[0].variants[1].launch.argv, ElementsAre("bash", "-c", "c '"));
}

TEST(ComparePlan, CommandsThatCannotBeCutAreRefused) {
  for (const char* command : {"", "  ", "echo 'a", "echo \"a", "a | b", "a\\"}) {
    EXPECT_NE(error_with([&](CompareOptions& o) { o.commands[1] = command; }), "no error")
        << command;
    EXPECT_NE(error_with([&](CompareOptions& o) { o.prepare = {command}; }), "no error") << command;
  }
}

TEST(ComparePlan, HooksAreForAllCommandsOrForEachItsOwn) {
  CompareOptions options = two_commands();
  options.prepare = {"rm -f out"};
  options.cleanup = {"clean a", "clean b"};
  const std::vector<Variant> variants = planned(options).subjects[0].variants;
  EXPECT_THAT(variants[0].hooks.prepare->argv, ElementsAre("rm", "-f", "out"));
  EXPECT_THAT(variants[1].hooks.prepare->argv, ElementsAre("rm", "-f", "out"));
  EXPECT_THAT(variants[0].hooks.cleanup->argv, ElementsAre("clean", "a"));
  EXPECT_THAT(variants[1].hooks.cleanup->argv, ElementsAre("clean", "b"));
  EXPECT_FALSE(variants[0].hooks.setup.has_value());
  options.setup = {"1", "2", "3"};
  EXPECT_THAT(error_of(options), HasSubstr("--setup is given 3 times for 2 commands"));
}

TEST(ComparePlan, NamesAreForAllCommandsOrForNone) {
  CompareOptions options = two_commands();
  options.names = {"old", "new"};
  EXPECT_EQ(planned(options).subjects[0].variants[1].name, "new");
  options.names = {"old"};
  EXPECT_THAT(error_of(options), HasSubstr("1 name for 2 commands"));
  options.names = {"old", ""};
  EXPECT_THAT(error_of(options), HasSubstr("empty"));
}

TEST(ComparePlan, NamesThatRecurAreNumbered) {
  CompareOptions options;
  options.commands = {"./a", "./a", "./a #2", "./a"};
  std::vector<std::string> names;
  const Plan plan = planned(options);
  for (const Variant& variant : plan.subjects[0].variants) names.push_back(variant.name);
  EXPECT_THAT(names, ElementsAre("./a", "./a #2", "./a #2 #2", "./a #3"));
}

TEST(ComparePlan, ScansMakeASubjectOfEachCombination) {
  CompareOptions options = two_commands();
  options.commands = {"./a {n}", "./b {n} {word}"};
  options.scans = {"n=1,2", "word=x y,z"};
  options.prepare = {"make {word}"};
  options.cwd = "in{n}";
  options.environment = {"WORD=<{word}>"};
  const Plan plan = planned(options);
  ASSERT_EQ(plan.subjects.size(), 4U);
  const Subject& subject = plan.subjects[2];
  EXPECT_THAT(subject.parameters, ElementsAre(Pair("n", ParameterValue(std::int64_t{2})),
                                              Pair("word", ParameterValue(std::string("x y")))));
  EXPECT_THAT(subject.variants[1].launch.argv, ElementsAre("./b", "2", "x y"));
  EXPECT_THAT(subject.variants[0].hooks.prepare->argv, ElementsAre("make", "x y"));
  EXPECT_EQ(subject.variants[0].launch.cwd, "in2");
  EXPECT_THAT(subject.variants[0].launch.env, ElementsAre(Pair("WORD", "<x y>")));
  EXPECT_EQ(subject.variants[1].name, "./b {n} {word}");
}

TEST(ComparePlan, ScanValuesAreFilledInAfterTheWordsAreCut) {
  CompareOptions options = two_commands();
  options.commands = {"echo {text}", "echo '{text}'"};
  options.scans = {"text='a | $b"};
  const Plan plan = planned(options);
  for (const Variant& variant : plan.subjects[0].variants) {
    EXPECT_THAT(variant.launch.argv, ElementsAre("echo", "'a | $b"));
  }
}

TEST(ComparePlan, ScansThatNobodyUsesAreRefused) {
  CompareOptions options = two_commands();
  options.scans = {"n=1,2"};
  EXPECT_THAT(error_of(options), HasSubstr("-P n: no command uses {n}"));
  for (const char* command : {"./a {{n}}", "./a {m}", "./a { n}", "./a {n"}) {
    options.commands[0] = command;
    EXPECT_NE(error_of(options), "no error") << command;
  }
}

TEST(ComparePlan, PlacesOfAnotherNameThanTheScansAreRefused) {
  const auto error = [](auto change) {
    return error_with([&](CompareOptions& options) {
      options.commands[0] = "{m}";
      options.scans = {"m=1"};
      change(options);
    });
  };
  const char* const place = "x {n}";
  EXPECT_EQ(error([](auto&) {}), "no error");
  EXPECT_THAT(error([&](auto& o) { o.commands[1] = place; }), HasSubstr("no -P n="));
  EXPECT_THAT(error([&](auto& o) { o.setup = {place}; }), HasSubstr("no -P n="));
  EXPECT_THAT(error([&](auto& o) { o.cleanup = {place, "y"}; }), HasSubstr("no -P n="));
  EXPECT_THAT(error([&](auto& o) { o.cwd = place; }), HasSubstr("no -P n="));
  EXPECT_THAT(error([&](auto& o) { o.environment = {"A={n}"}; }), HasSubstr("no -P n="));
  EXPECT_THAT(error([&](auto& o) { o.names = {"a", place}; }), HasSubstr("no -P n="));
}

TEST(ComparePlan, BracesAreLiteralWithoutAScan) {
  CompareOptions options;
  options.commands = {"awk '{print}' {{f}}", "b"};
  options.names = {"{a}", "{{b}}"};
  options.prepare = {"p {n} {{n}}"};
  options.cwd = "in{n}";
  options.environment = {"A={n}"};
  const Plan plan = planned(options);
  const std::vector<Variant>& variants = plan.subjects[0].variants;
  EXPECT_THAT(variants[0].launch.argv, ElementsAre("awk", "{print}", "{{f}}"));
  EXPECT_EQ(variants[0].name, "{a}");
  EXPECT_EQ(variants[1].name, "{{b}}");
  EXPECT_THAT(variants[1].hooks.prepare->argv, ElementsAre("p", "{n}", "{{n}}"));
  EXPECT_EQ(variants[0].launch.cwd, "in{n}");
  EXPECT_THAT(variants[0].launch.env, ElementsAre(Pair("A", "{n}")));
}

TEST(ComparePlan, NamesHaveTheValuesOfTheirPoint) {
  CompareOptions options = two_commands();
  options.commands[0] = "./a {n}";
  options.scans = {"n=1,2"};
  options.names = {"size {n}", "size 2"};
  const Plan plan = planned(options);
  EXPECT_EQ(plan.subjects[0].variants[0].name, "size 1");
  EXPECT_EQ(plan.subjects[1].variants[0].name, "size 2");
  EXPECT_EQ(plan.subjects[1].variants[1].name, "size 2 #2");
}

TEST(ComparePlan, ScansMustBeSoundAndDistinct) {
  CompareOptions options = two_commands();
  options.commands = {"{a}", "{b}"};
  options.scans = {"a=1", "b=1", "a=2"};
  EXPECT_THAT(error_of(options), HasSubstr("'a' is given twice"));
  options.scans = {"a=1", "b"};
  EXPECT_THAT(error_of(options), HasSubstr("not of the form"));
  options.scans = {"a=1..200", "b=1..200"};
  EXPECT_THAT(error_of(options), HasSubstr("40000 combinations, more than 10000"));
}

TEST(ComparePlan, MetricsAreThoseThatEachRunYields) {
  CompareOptions options = two_commands();
  options.metric = "wall,cpu_time,user,system,peak_rss,page_faults,wall_time,allocations";
  std::vector<std::string> ids;
  for (const VerdictMetric& metric : planned(options).metrics) ids.push_back(metric.id);
  EXPECT_THAT(ids, ElementsAre("wall_time", "cpu_time", "user_time", "system_time", "peak_rss",
                               "page_faults", "allocations"));
  for (const char* metric : {"walltime", "wall,,cpu", "peak_heap", ","}) {
    options.metric = metric;
    EXPECT_NE(error_of(options), "no error") << metric;
  }
}

TEST(ComparePlan, MetricsOfTheOutputAreWhatTheVerdictIsAbout) {
  CompareOptions options = two_commands();
  options.metric_regexes = {"rate:higher=([0-9.]+) MB/s", "time=t=(.*)"};
  options.metric_pointers = {"ops:lower=/results/0/ops"};
  Plan plan = planned(options);
  ASSERT_EQ(plan.metrics.size(), 3U);
  EXPECT_EQ(plan.metrics[0].id, "rate");
  EXPECT_EQ(plan.metrics[0].better, Better::higher);
  EXPECT_EQ(plan.metrics[1].better, Better::lower);
  EXPECT_EQ(plan.command.metrics[1].pattern, "t=(.*)");
  EXPECT_EQ(plan.command.metrics[2].syntax, OutputMetric::Syntax::json_pointer);
  options.metric = "wall,ops";
  plan = planned(options);
  ASSERT_EQ(plan.metrics.size(), 2U);
  EXPECT_EQ(plan.metrics[1].id, "ops");
  EXPECT_EQ(plan.command.metrics.size(), 3U);
}

TEST(ComparePlan, AMetricOfTheOutputMayBeComparedByDifferences) {
  CompareOptions options = two_commands();
  options.metric_regexes = {"drift:difference=d=(.*)", "gain:difference:higher=g=(.*)",
                            "rate:higher:ratio=r=(.*)"};
  options.metric_pointers = {"score:higher:difference=/score"};
  Plan plan = planned(options);
  ASSERT_EQ(plan.metrics.size(), 4U);
  EXPECT_EQ(plan.metrics[0], (VerdictMetric{"drift", Better::lower, Scale::difference}));
  EXPECT_EQ(plan.metrics[1], (VerdictMetric{"gain", Better::higher, Scale::difference}));
  EXPECT_EQ(plan.metrics[2], (VerdictMetric{"rate", Better::higher, Scale::ratio}));
  EXPECT_EQ(plan.metrics[3], (VerdictMetric{"score", Better::higher, Scale::difference}));
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(plan.command.metrics[i].scale, plan.metrics[i].scale);
  }
  EXPECT_EQ(plan.subjects[0].metrics, plan.metrics);
  options.metric = "wall,drift";
  EXPECT_EQ(planned(options).metrics[1],
            (VerdictMetric{"drift", Better::lower, Scale::difference}));
  options.metric = "wall:difference";
  EXPECT_THAT(error_of(options), HasSubstr("--metric-regex NAME:higher:difference=PATTERN"));
}

TEST(ComparePlan, BadMetricsOfTheOutputAreNamed) {
  for (const char* text :
       {"", "rate", "rate=", "=(x)", "Rate=(x)", "1x=(x)", "a b=(x)", "rate:best=(x)", "rate:=(x)",
        "rate:lower:higher=(x)", "rate:higher:higher=(x)", "rate:ratio:difference=(x)",
        "rate:higher:=(x)"}) {
    EXPECT_THAT(error_with([&](auto& o) { o.metric_regexes = {text}; }),
                HasSubstr("not of the form"))
        << text;
  }
  EXPECT_THAT(error_with([](auto& o) { o.metric_regexes = {"x=(y"}; }),
              HasSubstr("not a regular expression"));
  EXPECT_THAT(error_with([](auto& o) { o.metric_regexes = {"x=y"}; }), HasSubstr("no group"));
  EXPECT_THAT(error_with([](auto& o) { o.metric_pointers = {"x=y"}; }),
              HasSubstr("not a JSON pointer"));
  EXPECT_THAT(error_with([](auto& o) { o.metric_regexes = {"cpu_time=(x)"}; }),
              HasSubstr("a metric 'cpu_time' of its own"));
  EXPECT_THAT(error_with([](auto& o) {
                o.metric_regexes = {"x=(a)", "x=(b)"};
              }),
              HasSubstr("defined twice"));
}

TEST(ComparePlan, AnEmptyPointerIsOneAndAnEmptyRegexIsNone) {
  CompareOptions options = two_commands();
  options.metric_pointers = {"x:higher="};
  const Plan plan = planned(options);
  ASSERT_EQ(plan.command.metrics.size(), 1U);
  EXPECT_EQ(plan.command.metrics[0].pattern, "");
  EXPECT_THAT(error_with([](auto& o) { o.metric_pointers = {"x"}; }), HasSubstr("not of the form"));
}

TEST(ComparePlan, MetricsOfTheOutputNeedTheOutput) {
  CompareOptions options = two_commands();
  options.metric_regexes = {"x=(y)"};
  for (const char* output : {"inherit", "file", "null"}) {
    options.output = output;
    EXPECT_THAT(error_of(options), HasSubstr("--output auto or pipe only")) << output;
  }
  for (const char* output : {"auto", "pipe"}) {
    options.output = output;
    EXPECT_TRUE(build_compare_plan(options).ok()) << output;
  }
}

TEST(ComparePlan, BadSettingsAreNamed) {
  for (const char* timeout : {"0s", "-1s", "soon", "10", "1e999s"}) {
    EXPECT_THAT(error_with([&](auto& o) { o.timeout = timeout; }), HasSubstr("--timeout"))
        << timeout;
  }
  for (const char* variable : {"", "A", "=1"}) {
    EXPECT_THAT(error_with([&](auto& o) { o.environment = {variable}; }), HasSubstr("NAME=VALUE"));
  }
  EXPECT_THAT(error_with([](auto& o) { o.quick = o.thorough = true; }), HasSubstr("contradict"));
  EXPECT_THAT(error_with([](auto& o) { o.margin = "-1%"; }), HasSubstr("--margin"));
  EXPECT_THAT(error_with([](auto& o) { o.alpha = "1"; }), HasSubstr("--alpha"));
  EXPECT_THAT(error_with([](auto& o) { o.budget = "0s"; }), HasSubstr("--budget"));
}

TEST(ComparePlan, TheSeedIsKeptOrDrawn) {
  CompareOptions options = two_commands();
  options.seed = 12;
  EXPECT_EQ(planned(options).seed, 12U);
  options.seed.reset();
  EXPECT_NE(planned(options).seed, planned(options).seed);
}

}  // namespace
}  // namespace hone::cli

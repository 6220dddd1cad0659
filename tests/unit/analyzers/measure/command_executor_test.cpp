// Commands under callgrind: what is counted, that it is exact, and each way in which it cannot be
// had. The program is tests/subjects/simulated.cpp.
#include "analyzers/measure/command_executor.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/collect/process/affinity.hpp"
#include "analyzers/collect/process/exec_arguments.hpp"
#include "analyzers/collect/process/process.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"

namespace hone::measure {
namespace {

using testing::HasSubstr;

const std::string simulated = HONE_SIMULATED;

Subject subject_of(std::vector<std::string> argv) {
  Subject subject;
  subject.id = "command";
  subject.kind = SubjectKind::command;
  Variant variant;
  variant.launch.argv = std::move(argv);
  subject.variants.push_back(std::move(variant));
  return subject;
}

const collect::Pass* cache_pass_of(const CommandExecutor& executor) {
  for (const collect::Pass& pass : executor.passes()) {
    if (pass.id == "cache") return &pass;
  }
  return nullptr;
}

// Probes the command and makes the cache pass of it.
Result<PassResult, Failure> cache_pass(const std::vector<std::string>& argv,
                                       const CommandSettings& settings = {},
                                       Seconds limit = Seconds(60)) {
  Result<CommandExecutor> executor = CommandExecutor::start(settings);
  EXPECT_TRUE(executor.ok()) << executor.error().what;
  const Subject subject = subject_of(argv);
  if (const auto probe = executor->probe(subject, 0); !probe) return probe.error();
  return executor->run_pass(subject, 0, *cache_pass_of(*executor), {limit});
}

// The readings of a pass that must work.
ByMetric<double> counts(const std::vector<std::string>& argv,
                        const CommandSettings& settings = {}) {
  const Result<PassResult, Failure> result = cache_pass(argv, settings);
  EXPECT_TRUE(result.ok()) << result.error().text;
  ByMetric<double> counts;
  if (!result) return counts;
  for (const auto& [id, reading] : result->readings) {
    const auto* const value = std::get_if<Value>(&reading);
    EXPECT_NE(value, nullptr) << id << ": " << std::get<Absent>(reading).reason;
    if (value != nullptr) counts[id] = value->number;
  }
  return counts;
}

double instructions(const std::vector<std::string>& argv, const CommandSettings& settings = {}) {
  return counts(argv, settings)["instructions"];
}

// Why the pass cannot be made, although the command runs.
std::string reason(const std::vector<std::string>& argv, const CommandSettings& settings = {},
                   Seconds limit = Seconds(60)) {
  const Result<PassResult, Failure> result = cache_pass(argv, settings, limit);
  if (result) return "it was simulated";
  EXPECT_EQ(result.error().kind, FailureKind::unavailable) << result.error().text;
  return result.error().text;
}

// For the time of a test.
class Environment {
 public:
  Environment(std::string name, const std::string& value) : name_(std::move(name)) {
    if (const char* const old = std::getenv(name_.c_str())) old_ = old;
    setenv(name_.c_str(), value.c_str(), 1);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() {
    if (old_) setenv(name_.c_str(), old_->c_str(), 1);
    if (!old_) unsetenv(name_.c_str());
  }

 private:
  std::string name_;
  std::optional<std::string> old_;
};

std::string write_script(const std::filesystem::path& folder, const std::string& text) {
  const std::filesystem::path script = folder / "script";
  std::ofstream(script) << text;
  chmod(script.c_str(), 0755);
  return script;
}

TEST(SimulatedCommand, EachMetricIsSimulated) {
  const Result<PassResult, Failure> result = cache_pass({simulated, "work", "1000"});
  ASSERT_TRUE(result.ok()) << result.error().text;
  for (const std::string_view id : collect::find_pass("cache")->command_metrics) {
    const auto reading = result->readings.find(id);
    ASSERT_NE(reading, result->readings.end()) << id;
    ASSERT_TRUE(std::holds_alternative<Value>(reading->second)) << id;
    EXPECT_EQ(std::get<Value>(reading->second).provenance, Provenance::simulated) << id;
  }
}

TEST(SimulatedCommand, CountsARoundAsOften) {
  const double once = instructions({simulated, "work", "100000"});
  const double twice = instructions({simulated, "work", "200000"});
  const double thrice = instructions({simulated, "work", "300000"});
  EXPECT_EQ(twice - once, thrice - twice);
  EXPECT_GE(twice - once, 300000);  // a round takes at least three
}

TEST(SimulatedCommand, RepeatsToTheLastCount) {
  const ByMetric<double> first = counts({simulated, "work", "1000", "allocate", "10"});
  for (int run = 0; run < 2; ++run) {
    EXPECT_EQ(counts({simulated, "work", "1000", "allocate", "10"}), first);
  }
}

// Absent: it is not known.
std::optional<StartUp> start_up(const std::vector<std::string>& argv) {
  const Result<PassResult, Failure> result = cache_pass(argv);
  EXPECT_TRUE(result.ok()) << result.error().text;
  return result.ok() && result->code ? result->code->start_up : std::nullopt;
}

TEST(SimulatedCommand, StartUpDoesNotGrowWithTheWork) {
  // Words of one length: where the stack begins changes counts by some tens.
  const std::optional<StartUp> brief = start_up({simulated, "work", "001000"});
  const std::optional<StartUp> longer = start_up({simulated, "work", "101000"});
  ASSERT_TRUE(brief && longer);
  EXPECT_EQ(longer->outside, brief->outside);
  EXPECT_GE(longer->in_main - brief->in_main, 300'000);
  EXPECT_GT(brief->share(), 0.5);
}

TEST(SimulatedCommand, StartUpIsThatOfAllItsPrograms) {
  const std::string work = std::string(simulated) + " work 1000; ";
  const std::optional<StartUp> one = start_up({simulated, "work", "1000"});
  const std::optional<StartUp> two = start_up({"/bin/sh", "-c", work + work + ":"});
  ASSERT_TRUE(one && two);
  EXPECT_GT(two->outside, 2 * one->outside);
}

TEST(SimulatedCommand, TheLengthOfANameOrOfTheTemporaryFolderDoesNotMatter) {
  const Result<collect::TemporaryFolder> folder = collect::TemporaryFolder::make();
  ASSERT_TRUE(folder.ok());
  const std::filesystem::path longer = folder->path() / std::string(77, 'x') / "50%pace";
  std::filesystem::create_directories(longer);
  std::optional<ByMetric<double>> first;
  for (const std::filesystem::path& place : {folder->path(), longer}) {
    const Environment temporary("TMPDIR", place);
    for (const std::size_t length : {1U, 17U, 24U, 5000U}) {
      const Environment text("HONE_TEST_TEXT", std::string(length, 'x'));
      const ByMetric<double> now = counts({simulated, "work", "1000"});
      if (!first) first = now;
      for (const char* const id : {"instructions", "l1d_loads", "branches", "branch_misses"}) {
        EXPECT_EQ(now.at(id), first->at(id)) << id << ' ' << place << ' ' << length;
      }
      // More text is on more pages.
      EXPECT_NEAR(now.at("l1d_misses"), first->at("l1d_misses"), 4) << place << ' ' << length;
    }
  }
}

TEST(SimulatedCommand, WhereHoneIsDoesNotMatter) {
  const Environment shells("_", "/usr/bin/hone");
  const double here = instructions({simulated, "work", "1000"});
  const Environment elsewhere("_", "/a/much/longer/place/of/another/build/of/hone");
  EXPECT_EQ(instructions({simulated, "work", "1000"}), here);
}

TEST(SimulatedCommand, TheUsersOwnValgrindOptionsDoNotMatter) {
  const Environment none("VALGRIND_OPTS", "");
  const double without = instructions({simulated, "work", "1000"});
  const Environment options("VALGRIND_OPTS", "--collect-atstart=no --tool=none");
  EXPECT_EQ(instructions({simulated, "work", "1000"}), without);
}

TEST(SimulatedCommand, AForkedChildIsCountedOnceAndItsParentsPastIsNot) {
  const double alone = instructions({simulated, "work", "1000000"});
  const double with_child = instructions({simulated, "work", "1000000", "fork", "1000"});
  EXPECT_LT(with_child - alone, 20000);  // the fork itself
  const double round = instructions({simulated, "work", "1001000"}) - alone;
  const double busy_child = instructions({simulated, "work", "1000000", "fork", "2000"});
  EXPECT_EQ(busy_child - with_child, round);
}

TEST(SimulatedCommand, ChildrenThatExecuteAreCounted) {
  const double script = instructions({"/bin/sh", "-c", simulated + " work 1000000; :"});
  EXPECT_GT(script, instructions({simulated, "work", "1000000"}));
}

TEST(SimulatedCommand, AScriptIsItsInterpreter) {
  const Result<collect::TemporaryFolder> folder = collect::TemporaryFolder::make();
  ASSERT_TRUE(folder.ok());
  const std::string script =
      write_script(folder->path(), "#!/bin/sh\n" + simulated + " work 1000000\n:\n");
  EXPECT_GT(instructions({script}), 3e6);
}

TEST(SimulatedCommand, WhatIsBeforeAnExecIsLost) {
  const double after = instructions({simulated, "work", "10"});
  const double both =
      instructions({simulated, "work", "1000000", "execute", simulated, "work", "10"});
  EXPECT_LT(std::abs(both - after), 1000);
}

TEST(SimulatedCommand, AStaticProgramIsSimulatedToo) {
  const ByMetric<double> found = counts({HONE_SIMULATED_STATIC, "work", "1000", "allocate", "10"});
  EXPECT_GT(found.at("instructions"), 3000);
  const ByMetric<double> more = counts({HONE_SIMULATED_STATIC, "work", "1000", "allocate", "20"});
  EXPECT_EQ(more.at("allocations") - found.at("allocations"), 60);
}

TEST(SimulatedCommand, AFunctionIsFoundByItsName) {
  const Result<PassResult, Failure> result = cache_pass({simulated, "work", "1000000"});
  ASSERT_TRUE(result.ok()) << result.error().text;
  ASSERT_FALSE(result->functions.empty());
  const FunctionCost& dearest = result->functions.front();
  EXPECT_THAT(dearest.name, HasSubstr("work(unsigned long)"));
  EXPECT_EQ(dearest.object, simulated);
  EXPECT_EQ(dearest.calls, 1);
  EXPECT_GE(dearest.instructions, 3e6);
  double sum = 0;
  for (const FunctionCost& function : result->functions) sum += function.instructions;
  EXPECT_EQ(sum, std::get<Value>(result->readings.at("instructions")).number);
}

TEST(SimulatedCommand, AllocationsAreCountedExactly) {
  const double none = counts({simulated, "allocate", "0"}).at("allocations");
  EXPECT_EQ(counts({simulated, "allocate", "1000"}).at("allocations"), none + 6000);
}

// heaptrack's own words; nullopt: it is not installed.
std::optional<double> heaptracks_allocations(const std::vector<std::string>& argv) {
  if (!collect::find_program({.argv = {"heaptrack"}, .env = {}, .cwd = {}})) return std::nullopt;
  const Result<collect::TemporaryFolder> folder = collect::TemporaryFolder::make();
  const std::string trace = (folder->path() / "trace").string();
  std::vector<std::string> tracing{"heaptrack", "-o", trace};
  tracing.insert(tracing.end(), argv.begin(), argv.end());
  const auto traced = collect::run_and_capture({tracing, {}, ""}, Seconds(60));
  EXPECT_TRUE(traced.ok()) << traced.error().what;
  std::string file;
  for (const auto& entry : std::filesystem::directory_iterator(folder->path())) file = entry.path();
  const auto shown =
      collect::run_and_capture({{"heaptrack_print", "-f", file}, {}, ""}, Seconds(60));
  EXPECT_TRUE(shown.ok()) << shown.error().what;
  constexpr std::string_view words = "\ncalls to allocation functions: ";
  const std::size_t found = shown->output.rfind(words);
  EXPECT_NE(found, std::string::npos) << shown->output;
  return std::strtod(shown->output.c_str() + found + words.size(), nullptr);
}

TEST(SimulatedCommand, AllocationsAreThoseOfHeaptrack) {
  const std::vector<std::string> argv{simulated, "allocate", "1000"};
  const std::optional<double> expected = heaptracks_allocations(argv);
  if (!expected) GTEST_SKIP() << "heaptrack is not installed";
  // heaptrack does not watch reallocarray.
  EXPECT_EQ(counts(argv).at("allocations"), *expected);
}

TEST(SimulatedCommand, AFailureThatAlsoHappensWithoutCallgrindCounts) {
  CommandSettings settings;
  settings.ignore_failure = true;
  EXPECT_GT(instructions({simulated, "exit", "3"}, settings), 0);
}

TEST(SimulatedCommand, AFailureUnderCallgrindAloneIsNotTheVariants) {
  const std::string failed = reason({simulated, "failure"});
  EXPECT_THAT(failed, HasSubstr("exit status 5"));
  EXPECT_THAT(failed, HasSubstr("without it with exit status 0"));
  EXPECT_THAT(reason({simulated, "crash"}), HasSubstr("SIGABRT"));
  CommandSettings settings;
  settings.ignore_failure = true;
  EXPECT_THAT(reason({simulated, "failure"}, settings), HasSubstr("exit status 5"));
}

TEST(SimulatedCommand, AnUnknownInstructionIsNamed) {
  EXPECT_THAT(reason({simulated, "unknown_instruction"}),
              HasSubstr("does not know an instruction"));
  EXPECT_THAT(reason({"/bin/sh", "-c", simulated + " unknown_instruction; true"}),
              HasSubstr("does not know an instruction"));
}

TEST(SimulatedCommand, ExceedingTheLimitIsAbsentAndItsProcessesEnd) {
  CommandSettings settings;
  settings.timeout = Seconds(60);
  const auto start = std::chrono::steady_clock::now();
  const std::string slow = reason({simulated, "hang"}, settings, Seconds(1.5));
  EXPECT_LT(Seconds(std::chrono::steady_clock::now() - start), Seconds(30));
  EXPECT_THAT(slow, HasSubstr("callgrind did not end within 1.5 s; "));
}

TEST(SimulatedCommand, TheCommandsOwnTimeLimitIsNotTheSimulations) {
  CommandSettings settings;
  settings.timeout = Seconds(0.3);  // callgrind takes longer to start
  EXPECT_GT(instructions({simulated, "work", "1000000"}, settings), 0);
}

TEST(SimulatedCommand, WhatItLeavesRunningCannotBeCounted) {
  EXPECT_THAT(reason({simulated, "leave"}), HasSubstr("left processes running"));
}

TEST(SimulatedCommand, WhatAKilledProcessDidIsNotLeftOut) {
  EXPECT_THAT(reason({simulated, "kill"}), HasSubstr("a process of it was killed"));
}

TEST(SimulatedCommand, ItsOutputDoesNotReplaceThatOfATimedRun) {
  const Result<collect::TemporaryFolder> folder = collect::TemporaryFolder::make();
  CommandSettings settings;
  settings.output = CommandSettings::Output::file;
  settings.output_file = folder->path() / "output";
  std::ofstream(settings.output_file) << "kept";
  EXPECT_GT(instructions({"/bin/echo", "new"}, settings), 0);
  // The run before it, as the executor's probe makes one, wrote "new"; nothing else did.
  std::ifstream file(settings.output_file);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(text, "new\n");
}

TEST(SimulatedCommand, ASetuidProgramIsRefused) {
  const Result<collect::TemporaryFolder> folder = collect::TemporaryFolder::make();
  const std::string program = folder->path() / "set_user_id";
  std::filesystem::copy_file(simulated, program);
  ASSERT_EQ(chmod(program.c_str(), 04755), 0);
  EXPECT_THAT(reason({program}), HasSubstr("setuid"));
  EXPECT_THAT(reason({"/bin/sh", "-c", program + "; true"}), HasSubstr(program));
}

TEST(SimulatedCommand, WithoutValgrindItIsAbsent) {
  const Environment nowhere("PATH", "/nonexistent");
  EXPECT_THAT(reason({simulated, "work", "1"}), HasSubstr("'valgrind'"));
}

TEST(SimulatedCommand, AFailingHookIsTheVariants) {
  const CommandSettings settings;
  Result<CommandExecutor> executor = CommandExecutor::start(settings);
  ASSERT_TRUE(executor.ok());
  Subject subject = subject_of({simulated});
  ASSERT_TRUE(executor->probe(subject, 0).ok());
  subject.variants[0].hooks.prepare = Launch{{"false"}, {}, ""};
  const auto result = executor->run_pass(subject, 0, *cache_pass_of(*executor), {});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, FailureKind::failed);
  EXPECT_THAT(result.error().text, HasSubstr("--prepare"));
}

TEST(CountedCommand, CountsTheInstructionsThatTheCachePassDoes) {
  const CommandSettings settings;
  Result<CommandExecutor> executor = CommandExecutor::start(settings);
  ASSERT_TRUE(executor.ok());
  const Subject subject = subject_of({simulated, "work", "1000", "fork", "1000"});
  ASSERT_TRUE(executor->probe(subject, 0).ok());
  const Result<double, Failure> counted = executor->count(subject, 0, "instructions");
  ASSERT_TRUE(counted.ok()) << counted.error().text;
  EXPECT_EQ(*counted, instructions({simulated, "work", "1000", "fork", "1000"}));
}

TEST(CountedCommand, WhatFailsUnderCallgrindFails) {
  const CommandSettings settings;
  Result<CommandExecutor> executor = CommandExecutor::start(settings);
  ASSERT_TRUE(executor.ok());
  const Subject subject = subject_of({simulated, "failure"});
  ASSERT_TRUE(executor->probe(subject, 0).ok());
  const Result<double, Failure> counted = executor->count(subject, 0, "instructions");
  ASSERT_FALSE(counted.ok());
  EXPECT_EQ(counted.error().kind, FailureKind::failed);
  EXPECT_THAT(counted.error().text, HasSubstr("exit status 5"));
}

class PlacedCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    if (collect::home_cpus().size() < 2) GTEST_SKIP() << "hone may use one CPU only";
  }

  // Of commands that are compared with each other.
  static Placement placement(const std::vector<std::vector<std::string>>& commands) {
    const CommandSettings settings;
    Result<CommandExecutor> executor = CommandExecutor::start(settings);
    EXPECT_TRUE(executor.ok());
    Subject subject = subject_of(commands.front());
    for (std::size_t i = 1; i < commands.size(); ++i) {
      subject.variants.push_back(subject_of(commands[i]).variants.front());
    }
    for (std::size_t v = 0; v < commands.size(); ++v) {
      subject.variants[v].name = "command " + std::to_string(v);
      EXPECT_TRUE(executor->probe(subject, v).ok());
    }
    return executor->placement(subject).value_or(Placement{});
  }

  static std::string why_not(const std::string& script) {
    const Placement found = placement({{"true"}, {"/bin/sh", "-c", script}});
    EXPECT_FALSE(found.is_one_cpu) << script;
    EXPECT_EQ(found.cpus, collect::home_cpus()) << script;
    return found.reason;
  }
};

TEST_F(PlacedCommand, OneThreadIsKeptOnOneCpu) {
  const Placement found = placement({{"true"}, {"/bin/sh", "-c", "exec sort /dev/null"}});
  EXPECT_TRUE(found.is_one_cpu) << found.reason;
  EXPECT_EQ(found.reason, "");
}

TEST_F(PlacedCommand, SeveralThreadsAreNot) {
  const std::string threads =
      "exec /usr/bin/python3 -c 'import threading as t; x = t.Thread(target=int); x.start(); "
      "x.join()'";
  EXPECT_EQ(why_not(threads), "command 1 has more than one thread or process");
}

TEST_F(PlacedCommand, SeveralProcessesAreNot) {
  for (const char* script :
       {"true & sleep 0 & wait", "true | cat", "sleep 0.2 & true", "(true); true"}) {
    EXPECT_EQ(why_not(script), "command 1 has more than one thread or process") << script;
  }
}

TEST_F(PlacedCommand, AProgramThatChoosesItsCpusIsNot) {
  const std::string last = std::to_string(collect::home_cpus().back());
  EXPECT_EQ(why_not("exec taskset -c " + last + " true"), "command 1 chooses its CPUs itself");
}

TEST_F(PlacedCommand, BothSidesOfAUnitAreOnTheCpuThatWasDrawn) {
  const CommandSettings settings;
  Result<CommandExecutor> executor = CommandExecutor::start(settings);
  ASSERT_TRUE(executor.ok());
  const Result<collect::TemporaryFolder> folder = collect::TemporaryFolder::make();
  ASSERT_TRUE(folder.ok());
  const std::string file = folder->path() / "told";
  // Without a process of its own: only then is it kept on one CPU.
  const std::vector<std::string> note{
      "/bin/sh", "-c",
      "while read -r key value; do [ $key = Cpus_allowed_list: ] && echo $value >>" + file +
          "; done </proc/self/status; true"};
  Subject subject = subject_of(note);
  subject.variants.push_back(subject.variants.front());
  for (std::size_t v = 0; v < 2; ++v) ASSERT_TRUE(executor->probe(subject, v).ok());
  std::filesystem::remove(file);
  std::vector<int> expected;
  for (std::uint64_t unit = 0; unit < 4; ++unit) {
    UnitRequest request;
    request.subject = &subject;
    request.order.rounds = {{unit % 2, 1 - unit % 2}};
    request.order.cpu = unit / 2;
    const UnitResult run = executor->run_unit(request);
    ASSERT_TRUE(run.ok()) << run.error().failure.text;
    const int drawn = collect::home_cpus()[unit / 2];
    for (const VariantUnit& part : run->parts) EXPECT_EQ(part.cpu, drawn);
    expected.insert(expected.end(), 2, drawn);
  }
  std::vector<int> told;
  std::ifstream lines(file);
  for (int cpu = 0; lines >> cpu;) told.push_back(cpu);
  EXPECT_EQ(told, expected);
  EXPECT_EQ(collect::cpus_of(), collect::home_cpus()) << "hone is home again";
}

}  // namespace
}  // namespace hone::measure

// hone measured by itself. Programs of known work are compared with themselves, for the share of
// false differences, and with copies that have a known little more work, for the smallest effect
// that is found. The trials are made by the same runner as every comparison.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/measure/executor.hpp"
#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/self_test.hpp"

namespace hone::measure {

inline constexpr std::array<std::string_view, 3> known_programs{"cpu", "memory", "syscall"};
inline constexpr std::array known_effects{0.005, 0.01, 0.02, 0.05};  // additional work, relative

enum class TrialKind : std::uint8_t {
  itself,       // the program against itself, margin 0: any difference is false
  effect,       // against more work, margin 0: a regression is to be found
  equivalence,  // against itself, margin 1 %: to be called equivalent
};

struct Trial {
  TrialKind kind = TrialKind::itself;
  std::size_t program = 0;  // index into known_programs
  double effect = 0;
  // The outcome of the comparison:
  std::optional<Verdict> verdict{};  // absent: the trial failed
  int pairs = 0;
  Seconds took{0};
  std::optional<double> autocorrelation{};  // of the baseline's log times, lag 1
  std::optional<double> spread{};  // median |log-ratio| of the pairs; absent with an effect
};

struct SelfTestDesign {
  std::vector<std::size_t> programs{0, 1, 2};
  int trials_against_itself = 120;
  int trials_an_effect = 4;  // for each program and effect
  int trials_of_equivalence = 4;
  Seconds budget_against_itself{0.1};
  Seconds budget_an_effect{1};  // of a trial of equivalence, too
  Seconds program_time{0.004};  // CPU time of a program, for which its amount of work is chosen
  double alpha = 0.05;
  std::string metric = "wall_time";
  std::uint64_t seed = 1;
};

// Chooses the numbers of trials and their budgets so that all trials take about `time` together,
// half of it for programs against themselves. There are at least three trials of programs against
// themselves, and one of every other sort. Precondition: design.programs is set.
void share_out(Seconds time, SelfTestDesign& design);

// Every trial that the design asks for, in drawn order, so that no kind gets a quieter time.
std::vector<Trial> plan_trials(const SelfTestDesign& design);

// The amount of work of each program that takes program_time on this machine. Fails when a program
// cannot be run. An interruption leaves the amounts that are missing at 0.
Result<std::vector<std::uint64_t>> choose_amounts(const SelfTestDesign& design,
                                                  const std::string& program_path,
                                                  Executor& executor);

// The subject whose comparison is the trial.
Subject trial_subject(const Trial& trial, const SelfTestDesign& design,
                      const std::string& program_path, std::uint64_t amount);

// Makes the trials one after another, and calls `told` after each. Ends early when interrupted, and
// keeps the trials that were finished.
std::vector<Trial> run_trials(const std::vector<Trial>& planned, const SelfTestDesign& design,
                              const std::string& program_path,
                              const std::vector<std::uint64_t>& amounts, Executor& executor,
                              const std::function<void(std::size_t done)>& told);

// Judges the promise by the interval of the rate of false differences of all programs together.
Promise promise_of(const TrialTally& all, double alpha);

// Counts the trials, with intervals; the caller adds what only it knows (tool, time, load).
SelfTestReport tally(const std::vector<Trial>& trials, const SelfTestDesign& design);

}  // namespace hone::measure

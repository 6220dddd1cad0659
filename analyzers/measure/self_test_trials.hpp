// hone measured by itself: programs of known work against themselves, for the share of false
// differences, and against copies with a known little more work, for the smallest effect that is
// found. The trials are made by the same runner as every comparison.
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
inline constexpr std::array known_effects{0.005, 0.01, 0.02, 0.05};  // of a program's work

enum class TrialKind : std::uint8_t {
  itself,       // the program against itself, margin 0: any difference is false
  effect,       // against more work, margin 0: a regression is to be found
  equivalence,  // against itself, margin 1 %: to be called equivalent
};

struct Trial {
  TrialKind kind = TrialKind::itself;
  std::size_t program = 0;  // index into known_programs
  double effect = 0;
  // Of the comparison.
  std::optional<Verdict> verdict{};  // absent: it failed
  int pairs = 0;
  Seconds took{0};
  std::optional<double> autocorrelation{};  // of the baseline's log times, lag 1
  std::optional<double> spread{};           // median |log-ratio| of its pairs
};

struct SelfTestDesign {
  std::vector<std::size_t> programs{0, 1, 2};
  int trials_against_itself = 120;
  int trials_an_effect = 4;  // for each program and effect
  int trials_of_equivalence = 4;
  Seconds budget_against_itself{0.1};
  Seconds budget_an_effect{1};
  Seconds program_time{0.004};  // of CPU, by which the amounts of work are chosen
  double alpha = 0.05;
  std::string metric = "wall_time";
  std::uint64_t seed = 1;
};

// Chooses the numbers of trials and their budgets so that all of them take about `time` together,
// half of it for programs against themselves. design.programs is set already. At least three trials
// of those, one of each other.
void share_out(Seconds time, SelfTestDesign& design);

// Every trial that the design asks for, in drawn order, so that no kind gets a quieter time.
std::vector<Trial> plan_trials(const SelfTestDesign& design);

// How much work of each program takes program_time here. Fails when one cannot be run; when
// interrupted, what is missing is 0.
Result<std::vector<std::uint64_t>> choose_amounts(const SelfTestDesign& design,
                                                  const std::string& program_path,
                                                  Executor& executor);

// The comparison that a trial stands for.
Subject trial_subject(const Trial& trial, const SelfTestDesign& design,
                      const std::string& program_path, std::uint64_t amount);

// Makes the trials one after another and tells of each; ends early when interrupted, keeping what
// was finished.
std::vector<Trial> run_trials(const std::vector<Trial>& planned, const SelfTestDesign& design,
                              const std::string& program_path,
                              const std::vector<std::uint64_t>& amounts, Executor& executor,
                              const std::function<void(std::size_t done)>& told);

// By the interval of the rate of false differences, of all programs together.
Promise promise_of(const TrialTally& all, double alpha);

// Counts them, with intervals; the caller adds what only it knows (tool, time, noise).
SelfTestReport tally(const std::vector<Trial>& trials, const SelfTestDesign& design);

}  // namespace hone::measure

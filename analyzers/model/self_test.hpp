// What hone selftest found: `hone.selftest/1`. Times in seconds, rates in [0, 1].
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/report.hpp"
#include "analyzers/model/verdict.hpp"

namespace hone {

// Trials of one sort, and how many of them came out in a certain way.
struct TrialTally {
  std::string program;  // empty: all programs together
  double effect = 0;    // injected, relative; 0: none
  int trials = 0;
  int hits = 0;
  Interval rate;              // 95 % interval of hits / trials (Clopper-Pearson)
  double median_seconds = 0;  // that a trial took
  double median_pairs = 0;
};

inline double share_of_hits(const TrialTally& tally) {
  return tally.trials > 0 ? static_cast<double>(tally.hits) / tally.trials : 0;
}

// What the trials say of alpha, the rate of false differences that is promised. They can only
// contradict it, or leave little room for a higher rate.
enum class Promise : std::uint8_t {
  kept,          // the rate's interval leaves little room above alpha
  perhaps_kept,  // the interval leaves much room, since the trials are few
  broken,        // the interval lies above alpha
};

constexpr std::string_view to_string(Promise promise) {
  switch (promise) {
    case Promise::kept: return "kept";
    case Promise::perhaps_kept: return "perhaps_kept";
    case Promise::broken: return "broken";
  }
  return "";
}

// How disturbed the machine was during the trials.
struct MachineNoise {
  double load_before = 0;  // 1-minute load averages
  double load_after = 0;
  std::optional<double> stolen;           // share of CPU time that the hypervisor took
  std::optional<double> autocorrelation;  // of consecutive runs' log times, lag 1, median of trials
  std::optional<double> spread;           // median |log-ratio| of a pair of equal programs
};

struct SelfTestReport {
  Tool tool;
  std::string created;  // RFC 3339, UTC
  bool interrupted = false;
  double alpha = 0.05;
  std::string metric;          // that the verdicts were about
  double program_seconds = 0;  // CPU time for which each program was given work
  double itself_budget_seconds = 0;
  double effect_budget_seconds = 0;
  std::uint64_t seed = 0;
  double seconds = 0;  // in all
  int failed_trials = 0;
  std::vector<TrialTally> false_positives;  // hits: called different; all programs, then each
  std::optional<Promise> promise;           // of the false differences; absent: no trial
  std::vector<TrialTally> detections;       // hits: found; by effect: all, then each program
  std::vector<TrialTally> equivalences;     // hits: called equivalent at a margin of 1 %
  std::optional<double> smallest_effect;    // from which on 90 % were found; absent: none
  MachineNoise noise;
};

}  // namespace hone

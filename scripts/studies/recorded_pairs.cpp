// The tests on the noise of real programs rather than on a model of it: pairs of a program and
// itself, recorded by scripts/studies/record_pairs, cut into stretches of equal length. A stretch
// is a comparison; with a constant added to each log-ratio it is one with that effect.
//
//   study_recorded_pairs PAIRS REPORT...     hone's JSON reports of A/A comparisons
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "analyzers/stats/summary.hpp"
#include "scripts/studies/trials.hpp"

namespace hone::stats {
namespace {

constexpr std::array clips{0.01, 0.5, 1.0, 1.5, 2.5, 20.0};
constexpr std::array effects{0.3, 0.6, 1.0};  // in median |d|, as in the simulated study

struct Recording {
  std::string name;  // of the file, without its folder and ending
  std::vector<double> log_ratios;
};

// Throws what the JSON library throws when the file is no report.
Recording read_recording(const std::string& path) {
  std::ifstream file(path);
  const nlohmann::json report = nlohmann::json::parse(file);
  const std::size_t begin = path.rfind('/') + 1;  // npos + 1 is 0
  return {path.substr(begin, path.rfind('.') - begin),
          report.at("subjects").at(0).at("comparisons").at(0).at("log_ratios")};
}

double median_size(const std::vector<double>& log_ratios) {
  std::vector<double> sizes;
  for (const double d : log_ratios) sizes.push_back(std::abs(d));
  return median(sizes);
}

// nullopt: the confidence sequence.
using Clip = std::optional<double>;

Outcome decide(const Clip& clip, std::uint64_t seed, const std::vector<double>& log_ratios) {
  if (clip) {
    SequentialComparison comparison({.margin = 0, .seed = seed, .clip = *clip});
    return find_difference(comparison, log_ratios);
  }
  ConfidenceSequence sequence({.margin = 0});
  return find_difference(sequence, log_ratios);
}

// Of each whole stretch of `pairs`, every log-ratio moved by `effect`.
std::vector<Outcome> outcomes(const Recording& recording, std::size_t pairs, const Clip& clip,
                              double effect) {
  std::vector<Outcome> found;
  for (std::size_t begin = 0; begin + pairs <= recording.log_ratios.size(); begin += pairs) {
    const auto first = recording.log_ratios.begin() + static_cast<std::ptrdiff_t>(begin);
    std::vector<double> stretch(first, first + static_cast<std::ptrdiff_t>(pairs));
    for (double& d : stretch) d += effect;
    found.push_back(decide(clip, begin, stretch));
  }
  return found;
}

struct Tally {
  int hits = 0;
  std::size_t stretches = 0;

  void add(const std::vector<Outcome>& found) {
    hits += count_hits(found);
    stretches += found.size();
  }
};

void print_row(std::string_view program, const Clip& clip, const Tally& false_positives,
               const std::array<Tally, effects.size()>& powers) {
  fmt::print("| {} | {} | {} | {} |", program,
             clip ? fmt::format("clip {}", *clip) : "confidence sequence",
             false_positives.stretches,
             percent_with_interval(false_positives.hits, false_positives.stretches));
  for (const Tally& power : powers) {
    fmt::print(" {:.1f} % |", 100.0 * power.hits / static_cast<double>(power.stretches));
  }
  fmt::print("\n");
}

// A row a program, then all of them together.
void print_rows(const Clip& clip, std::span<const Recording> recordings, std::size_t pairs) {
  Tally all_false_positives;
  std::array<Tally, effects.size()> all_powers;
  for (const Recording& recording : recordings) {
    Tally false_positives;
    const std::vector<Outcome> called = outcomes(recording, pairs, clip, 0);
    false_positives.add(called);
    all_false_positives.add(called);
    std::array<Tally, effects.size()> powers;
    for (std::size_t i = 0; i < effects.size(); ++i) {
      const double effect = effects[i] * median_size(recording.log_ratios);
      const std::vector<Outcome> found = outcomes(recording, pairs, clip, effect);
      powers[i].add(found);
      all_powers[i].add(found);
    }
    print_row(recording.name, clip, false_positives, powers);
  }
  print_row("all", clip, all_false_positives, all_powers);
}

void print_tables(const std::vector<Recording>& recordings, std::size_t pairs) {
  fmt::print(
      "### Recorded pairs, in stretches of {}: alpha 5 %, margin 0; false positives, then the "
      "share found of an effect given in median |d|\n\n",
      pairs);
  fmt::print("| program | test | stretches | false positives (95 % binomial) |");
  for (const double effect : effects) fmt::print(" {} |", effect);
  fmt::print("\n|---|---|---|---|---|---|---|\n");
  for (const double clip : clips) print_rows(clip, recordings, pairs);
  print_rows(std::nullopt, recordings, pairs);
  fmt::print("\n| program | pairs | median \\|d\\| |\n|---|---|---|\n");
  for (const Recording& recording : recordings) {
    fmt::print("| {} | {} | {:.2f} % |\n", recording.name, recording.log_ratios.size(),
               100 * std::expm1(median_size(recording.log_ratios)));
  }
}

int run(std::span<char*> arguments) {
  std::size_t pairs = 0;
  if (arguments.size() >= 3) {
    const std::string_view text = arguments[1];
    std::from_chars(text.data(), text.data() + text.size(), pairs);
  }
  if (pairs < 6) {
    fmt::print(stderr, "usage: study_recorded_pairs PAIRS REPORT...; PAIRS are 6 or more\n");
    return 2;
  }
  std::vector<Recording> recordings;
  for (const char* path : arguments.subspan(2)) {
    try {
      recordings.push_back(read_recording(path));
    } catch (const nlohmann::json::exception& error) {
      fmt::print(stderr, "study_recorded_pairs: {}: {}\n", path, error.what());
      return 2;
    }
    if (recordings.back().log_ratios.size() < pairs) {
      fmt::print(stderr, "study_recorded_pairs: {}: fewer than {} pairs\n", path, pairs);
      return 2;
    }
  }
  print_tables(recordings, pairs);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace hone::stats

int main(int argc, char** argv) { return hone::stats::run({argv, static_cast<std::size_t>(argc)}); }

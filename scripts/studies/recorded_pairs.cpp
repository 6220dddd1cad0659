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
#include <utility>
#include <vector>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "analyzers/stats/summary.hpp"
#include "scripts/studies/trials.hpp"

namespace hone::stats {
namespace {

constexpr std::array effects{0.0, 0.3, 0.6, 1.0};  // in median |d|, as in the simulated study
constexpr std::size_t shown_effect = 2;            // of each program
constexpr int redraws = 4;

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

// What decides; no clip: the confidence sequence.
struct Method {
  std::string_view name;
  std::optional<double> clip;
};

constexpr std::array methods{Method{"clip 0.01", 0.01},
                             Method{"clip 0.5", 0.5},
                             Method{"clip 1", 1.0},
                             Method{"clip 1.5", 1.5},
                             Method{"clip 2.5", 2.5},
                             Method{"clip 20", 20.0},
                             Method{"confidence sequence", std::nullopt}};

Outcome decide(const Method& method, std::uint64_t seed, const std::vector<double>& log_ratios) {
  if (method.clip) {
    SequentialComparison comparison({.margin = 0, .seed = seed, .clip = *method.clip});
    return find_difference(comparison, log_ratios);
  }
  ConfidenceSequence sequence({.margin = 0});
  return find_difference(sequence, log_ratios);
}

struct Tally {
  int hits = 0;
  int stretches = 0;
};

// Of each whole stretch of `pairs`, every log-ratio moved by `effect`.
Tally count(const Recording& recording, std::size_t pairs, const Method& method, double effect) {
  Tally tally;
  for (std::size_t begin = 0; begin + pairs <= recording.log_ratios.size(); begin += pairs) {
    const auto first = recording.log_ratios.begin() + static_cast<std::ptrdiff_t>(begin);
    std::vector<double> stretch(first, first + static_cast<std::ptrdiff_t>(pairs));
    for (double& d : stretch) d += effect;
    tally.hits += decide(method, begin, stretch).hit ? 1 : 0;
    ++tally.stretches;
  }
  return tally;
}

double percent(const Tally& tally) { return 100.0 * tally.hits / tally.stretches; }

// By method, then by effect: of each recording.
using Tallies = std::array<std::array<std::vector<Tally>, effects.size()>, methods.size()>;

Tallies count_all(const std::vector<Recording>& recordings, std::size_t pairs) {
  Tallies tallies;
  for (std::size_t method = 0; method < methods.size(); ++method) {
    for (std::size_t effect = 0; effect < effects.size(); ++effect) {
      for (const Recording& recording : recordings) {
        const double size = effects[effect] * median_size(recording.log_ratios);
        tallies[method][effect].push_back(count(recording, pairs, methods[method], size));
      }
    }
  }
  return tallies;
}

// As if the orders had been drawn again: no difference for certain, and the same sizes. False
// positives here are the test's own; more of them in what was recorded come from the recording.
std::vector<Recording> redraw_signs(const std::vector<Recording>& recordings) {
  Engine engine(1);
  std::vector<Recording> redrawn;
  for (int repeat = 0; repeat < redraws; ++repeat) {
    for (Recording recording : recordings) {
      for (double& d : recording.log_ratios) d = (engine() >> 63U) != 0 ? d : -d;
      redrawn.push_back(std::move(recording));
    }
  }
  return redrawn;
}

Tally sum(const std::vector<Tally>& tallies) {
  Tally sum;
  for (const Tally& tally : tallies) {
    sum.hits += tally.hits;
    sum.stretches += tally.stretches;
  }
  return sum;
}

std::string rate_of(const Tally& tally) {
  return percent_with_interval(tally.hits, static_cast<std::size_t>(tally.stretches));
}

void print_together(const Tallies& tallies, const std::vector<Recording>& redrawn,
                    std::size_t pairs) {
  fmt::print(
      "### Recorded pairs in stretches of {}, all programs: alpha 5 %, margin 0; the share found "
      "of an effect in median |d|\n\n",
      pairs);
  fmt::print("| test | stretches | false positives (95 % binomial) | with signs drawn anew |");
  for (std::size_t effect = 1; effect < effects.size(); ++effect) {
    fmt::print(" {} |", effects[effect]);
  }
  fmt::print("\n|---|---|---|---|---|---|---|\n");
  for (std::size_t method = 0; method < methods.size(); ++method) {
    const Tally none = sum(tallies[method].front());
    std::vector<Tally> anew;
    for (const Recording& recording : redrawn) {
      anew.push_back(count(recording, pairs, methods[method], 0));
    }
    fmt::print("| {} | {} | {} | {} |", methods[method].name, none.stretches, rate_of(none),
               rate_of(sum(anew)));
    for (std::size_t effect = 1; effect < effects.size(); ++effect) {
      fmt::print(" {:.1f} % |", percent(sum(tallies[method][effect])));
    }
    fmt::print("\n");
  }
}

void print_each(const Tallies& tallies, const std::vector<Recording>& recordings) {
  fmt::print("\n### By program: false positives, and the share found of {} median |d|\n\n",
             effects[shown_effect]);
  fmt::print("| program | pairs | median \\|d\\| |");
  for (const Method& method : methods) fmt::print(" {} |", method.name);
  fmt::print("\n|---|---|---|---|---|---|---|---|---|---|\n");
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    fmt::print("| {} | {} | {:.2f} % |", recordings[i].name, recordings[i].log_ratios.size(),
               100 * std::expm1(median_size(recordings[i].log_ratios)));
    for (const auto& by_effect : tallies) {
      fmt::print(" {:.1f}, {:.1f} % |", percent(by_effect.front()[i]),
                 percent(by_effect[shown_effect][i]));
    }
    fmt::print("\n");
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
  const Tallies tallies = count_all(recordings, pairs);
  print_together(tallies, redraw_signs(recordings), pairs);
  print_each(tallies, recordings);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace hone::stats

int main(int argc, char** argv) { return hone::stats::run({argv, static_cast<std::size_t>(argc)}); }

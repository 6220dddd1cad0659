// What an inconclusive comparison says that it would have seen with 90 % probability, and what it
// says would decide it: how often is it so?
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/core.h>

#include "analyzers/stats/confidence_sequence.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "scripts/studies/tables.hpp"
#include "tests/simulated/shape_models.hpp"

namespace hone::stats {
namespace {

constexpr int draws = 1024;  // sign paths: a quarter of the usual, for four times the trials
constexpr std::int64_t most_pairs = 1500;  // of a comparison that is simulated

enum class Method { budget, runs, until_decided };

// Pairs about a true log-ratio of 0.
using Draw = std::vector<Pair> (*)(std::size_t pairs, Engine& engine);

template <Noise noise>
std::vector<Pair> draw_noise(std::size_t count, Engine& engine) {
  std::vector<Pair> pairs;
  for (const double log_ratio : simulate_pairs(noise, count, 0, engine)) {
    pairs.push_back({.effect = log_ratio,
                     .baseline = std::exp(-log_ratio / 2),
                     .variant = std::exp(log_ratio / 2)});
  }
  return pairs;
}

// Both sides have the shape.
template <std::size_t model>
std::vector<Pair> draw_shape(std::size_t count, Engine& engine) {
  static_assert(shape_models[model].both);
  std::vector<Pair> pairs;
  for (const RunPair& pair : simulate_shapes(shape_models[model], count, engine)) {
    pairs.push_back({.effect = std::log(pair.variant / pair.baseline),
                     .baseline = pair.baseline,
                     .variant = pair.variant});
  }
  return pairs;
}

struct Row {
  std::string_view name;
  Draw draw;
};

constexpr std::array rows{Row{"white", draw_noise<Noise::white>},
                          Row{"AR(1) 0.9", draw_noise<Noise::autoregressive>},
                          Row{"heavy tails", draw_noise<Noise::heavy_tails>},
                          Row{"bursts", draw_noise<Noise::bursts>},
                          Row{"steps", draw_noise<Noise::steps>},
                          Row{"both have an exponential tail", draw_shape<10>},
                          Row{"both have 40 % runs 10 % slower", draw_shape<11>}};

std::unique_ptr<SequentialTest> make_test(Method method, double margin, Engine& engine) {
  if (method == Method::until_decided) {
    return std::make_unique<ConfidenceSequence>(ConfidenceDesign{.margin = margin});
  }
  return std::make_unique<SequentialComparison>(SequentialDesign{
      .margin = margin, .seed = engine(), .looks_once = method == Method::runs, .draws = draws});
}

// Looks as a comparison does, at whose last look or verdict it ends.
Decision compare(SequentialTest& test, std::vector<Pair> drawn, double shift, double margin) {
  const std::size_t limit = drawn.size();
  const double edge = std::log1p(margin);
  for (std::size_t pairs = 1; pairs <= limit; ++pairs) {
    Pair& pair = drawn[pairs - 1];
    pair.effect += shift;
    pair.variant *= std::exp(shift);
    test.add(pair);
    const bool is_last = pairs == limit;
    if (!test.look_due() && !is_last) continue;
    const double share = static_cast<double>(pairs) / static_cast<double>(limit);
    test.spend(share);
    // No verdict without the rejection of an edge.
    if (!is_last && !test.rejects(edge) && !test.rejects(-edge)) continue;
    if (test.look(share).stopped == Stopped::decided) break;
  }
  return test.decision();
}

struct Tally {
  std::size_t trials = 0;
  std::size_t hits = 0;
  [[nodiscard]] std::string text() const {
    if (trials < 20) return "-";
    return fmt::format("{:.1f}", 100.0 * static_cast<double>(hits) / static_cast<double>(trials));
  }
};

// One inconclusive comparison, and two new ones: with the difference that it says would have been
// seen, and with the one that it saw and the pairs that it says decide. `hit` and `decided` of the
// outcomes say whether these had that verdict; `pairs` has a bit for each that was made.
constexpr std::size_t was_detected = 1;
constexpr std::size_t was_decided = 2;

Outcome try_prospect(Method method, Draw draw, std::size_t pairs, double margin, Engine& engine) {
  const std::unique_ptr<SequentialTest> first = make_test(method, margin, engine);
  const Decision seen = compare(*first, draw(pairs, engine), 0, margin);
  Outcome outcome;
  if (seen.verdict != Verdict::inconclusive) return outcome;
  const Prospect prospect = first->prospect();
  if (const auto* detectable = std::get_if<Detectable>(&prospect.detectable)) {
    const std::unique_ptr<SequentialTest> test = make_test(method, margin, engine);
    const Decision found = compare(*test, draw(pairs, engine), std::log(detectable->ratio), margin);
    outcome.hit = found.verdict == Verdict::regression;
    outcome.pairs |= was_detected;
  }
  const auto* wanted = std::get_if<ToDecide>(&prospect.to_decide);
  if (wanted != nullptr && wanted->pairs <= most_pairs) {
    const std::unique_ptr<SequentialTest> test = make_test(method, margin, engine);
    const Decision found =
        compare(*test, draw(static_cast<std::size_t>(wanted->pairs), engine), seen.effect, margin);
    outcome.decided = found.verdict == wanted->verdict;
    outcome.pairs |= was_decided;
  }
  return outcome;
}

struct Ending {
  Method method;
  std::string_view name;
};

constexpr std::array endings{Ending{Method::budget, "budget"}, Ending{Method::runs, "runs"},
                             Ending{Method::until_decided, "until decided"}};

void print_table(Study& study, double margin) {
  constexpr std::array<std::size_t, 4> sizes{6, 13, 28, 150};
  const int trials = study.share_of_trials(10);
  fmt::print(
      "### Declared for 90 %: margin {:g} %, up to {} trials a cell; seen, decided, in %\n\n",
      100 * margin, trials);
  fmt::print("| noise | ends | 6 pairs | 13 pairs | 28 pairs | 150 pairs |\n");
  fmt::print("|---|---|--:|--:|--:|--:|\n");
  for (const Row& row : rows) {
    for (const Ending& ending : endings) {
      fmt::print("| {} | {} |", row.name, ending.name);
      for (const std::size_t pairs : sizes) {
        const auto outcomes = run_trials(study, trials, [&](Engine& engine) {
          return try_prospect(ending.method, row.draw, pairs, margin, engine);
        });
        Tally detected;
        Tally decided;
        for (const Outcome& outcome : outcomes) {
          detected.trials += (outcome.pairs & was_detected) != 0 ? 1U : 0U;
          detected.hits += outcome.hit ? 1U : 0U;
          decided.trials += (outcome.pairs & was_decided) != 0 ? 1U : 0U;
          decided.hits += outcome.decided ? 1U : 0U;
        }
        fmt::print(" {}, {} |", detected.text(), decided.text());
        std::fflush(stdout);
      }
      fmt::print("\n");
    }
  }
}

}  // namespace

void print_prospects(Study& study) {
  for (const double margin : {0.0, 0.01}) {
    print_table(study, margin);
    fmt::print("\n");
  }
}

}  // namespace hone::stats

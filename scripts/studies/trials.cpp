#include "scripts/studies/trials.hpp"

#include <atomic>
#include <cmath>
#include <random>

#include <fmt/core.h>

#include "analyzers/stats/summary.hpp"

namespace hone::stats {
namespace {

// A last pair without a look would leave the budget's alpha unspent.
bool look_wanted(const SequentialTest& test, std::size_t limit) {
  return test.look_due() || test.effects().size() == limit;
}

double share(std::size_t pairs, std::size_t limit) {
  return static_cast<double>(pairs) / static_cast<double>(limit);
}

}  // namespace

std::vector<Outcome> run_trials(Study& study, int trials, const Trial& trial) {
  const std::uint64_t row = study.rows++;
  std::vector<Outcome> outcomes(static_cast<std::size_t>(trials));
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < outcomes.size(); i = next++) {
      std::seed_seq sequence{study.seed, row, static_cast<std::uint64_t>(i)};
      Engine engine(sequence);
      outcomes[i] = trial(engine);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < study.threads; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  return outcomes;
}

Outcome find_difference(SequentialTest& test, const std::vector<double>& log_ratios) {
  const std::size_t limit = log_ratios.size();
  for (std::size_t pairs = 1; pairs <= limit; ++pairs) {
    test.add(log_ratios[pairs - 1]);
    if (!look_wanted(test, limit)) continue;
    test.spend(share(pairs, limit));
    if (test.rejects(0)) return {.hit = true, .pairs = pairs, .decided = true};
  }
  return {.hit = false, .pairs = limit, .decided = false};
}

Outcome cover(SequentialTest& test, const std::vector<double>& log_ratios, double truth) {
  const std::size_t limit = log_ratios.size();
  for (std::size_t pairs = 1; pairs <= limit; ++pairs) {
    test.add(log_ratios[pairs - 1]);
    if (!look_wanted(test, limit)) continue;
    if (test.look(share(pairs, limit)).stopped == Stopped::decided) break;
  }
  const Decision& decision = test.decision();
  const bool covers =
      !decision.interval || (decision.interval->lo <= truth && truth <= decision.interval->hi);
  return {.hit = covers,
          .pairs = test.effects().size(),
          .decided = decision.stopped == Stopped::decided};
}

int count_hits(const std::vector<Outcome>& outcomes) {
  return static_cast<int>(std::count_if(outcomes.begin(), outcomes.end(),
                                        [](const Outcome& outcome) { return outcome.hit; }));
}

double decided_percent(const std::vector<Outcome>& outcomes) {
  const auto decided = std::count_if(outcomes.begin(), outcomes.end(),
                                     [](const Outcome& outcome) { return outcome.decided; });
  return 100.0 * static_cast<double>(decided) / static_cast<double>(outcomes.size());
}

double mean_pairs(const std::vector<Outcome>& outcomes) {
  std::size_t total = 0;
  for (const Outcome& outcome : outcomes) total += outcome.pairs;
  return share(total, outcomes.size());
}

std::string percent_with_interval(int hits, std::size_t trials) {
  const Interval interval = binomial_interval(hits, static_cast<int>(trials), 0.95);
  return fmt::format("{:.2f} % ({:.2f}-{:.2f})", 100.0 * hits / static_cast<double>(trials),
                     100 * interval.lo, 100 * interval.hi);
}

double typical_size(Noise noise, std::size_t pairs) {
  Engine engine(1);
  std::vector<double> sizes;
  for (int repeat = 0; repeat < 200; ++repeat) {
    for (const double d : simulate_pairs(noise, pairs, 0, engine)) sizes.push_back(std::abs(d));
  }
  return median(sizes);
}

}  // namespace hone::stats

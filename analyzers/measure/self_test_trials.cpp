#include "analyzers/measure/self_test_trials.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "analyzers/measure/runner.hpp"
#include "analyzers/stats/summary.hpp"
#include "fmt/format.h"
#include "workloads/inputs.hpp"

namespace hone::measure {
namespace {

constexpr std::array<std::uint64_t, known_programs.size()> first_amounts{1'000'000, 50'000, 10'000};
constexpr double equivalence_margin = 0.01;

Launch known_work(const std::string& program_path, std::size_t program, std::uint64_t amount) {
  Launch launch;
  launch.argv = {program_path, std::string(known_programs.at(program)), std::to_string(amount)};
  return launch;
}

Plan trial_plan(const Trial& trial, const SelfTestDesign& design, std::uint64_t seed) {
  Plan plan;
  plan.seed = seed;
  plan.alpha = design.alpha;
  plan.margin = trial.kind == TrialKind::equivalence ? equivalence_margin : 0;
  plan.budget =
      trial.kind == TrialKind::itself ? design.budget_against_itself : design.budget_an_effect;
  plan.rounds = 1;
  return plan;
}

// Of what follows each other: sum (x_i - mean)(x_i+1 - mean) / sum (x_i - mean)^2.
std::optional<double> autocorrelation(const std::vector<double>& values) {
  if (values.size() < 10) return std::nullopt;
  const double mean =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  double products = 0;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - mean) * (values[i] - mean);
    if (i > 0) products += (values[i - 1] - mean) * (values[i] - mean);
  }
  return squares > 0 ? std::optional(products / squares) : std::nullopt;
}

void note_noise(Trial& trial, const SubjectRun& run, const std::string& metric) {
  std::vector<double> times;
  for (const Sample& sample : run.variants.front().samples) {
    times.push_back(std::log(std::max(sample.values.find(metric)->second.number, 1e-9)));
  }
  trial.autocorrelation = autocorrelation(times);
  std::vector<double> sizes;
  for (const double ratio : run.comparisons.front().effects) sizes.push_back(std::abs(ratio));
  if (trial.effect == 0 && !sizes.empty()) trial.spread = stats::median(sizes);
}

// nullopt: no trial has one.
template <class Read>
std::optional<double> median_of(const std::vector<Trial>& trials, Read read) {
  std::vector<double> values;
  for (const Trial& trial : trials) {
    if (const std::optional<double> value = read(trial)) values.push_back(*value);
  }
  return values.empty() ? std::nullopt : std::optional(stats::median(values));
}

// nullopt: no trial of this sort was finished. `program` nullopt: of all programs.
std::optional<TrialTally> count(const std::vector<Trial>& trials, TrialKind kind, double effect,
                                std::optional<std::size_t> program) {
  std::vector<Trial> sort;
  for (const Trial& trial : trials) {
    const bool asked = trial.kind == kind && trial.effect == effect && trial.verdict &&
                       (!program || trial.program == *program);
    if (asked) sort.push_back(trial);
  }
  if (sort.empty()) return std::nullopt;
  const auto is_hit = [kind](const Trial& trial) {
    if (kind == TrialKind::equivalence) return trial.verdict == Verdict::equivalent;
    if (kind == TrialKind::effect) return trial.verdict == Verdict::regression;
    return trial.verdict != Verdict::inconclusive;
  };
  TrialTally tally;
  if (program) tally.program = known_programs.at(*program);
  tally.effect = effect;
  tally.trials = static_cast<int>(sort.size());
  tally.hits = static_cast<int>(std::count_if(sort.begin(), sort.end(), is_hit));
  tally.rate = stats::binomial_interval(tally.hits, tally.trials, 0.95);
  tally.median_seconds =
      *median_of(sort, [](const Trial& trial) { return std::optional(trial.took.count()); });
  tally.median_pairs =
      *median_of(sort, [](const Trial& trial) { return std::optional<double>(trial.pairs); });
  return tally;
}

// All programs together, then each, where there are several.
std::vector<TrialTally> count_all(const std::vector<Trial>& trials, TrialKind kind, double effect,
                                  const SelfTestDesign& design) {
  std::vector<TrialTally> tallies;
  const auto add = [&](std::optional<std::size_t> program) {
    if (auto counted = count(trials, kind, effect, program)) tallies.push_back(std::move(*counted));
  };
  add(std::nullopt);
  for (const std::size_t program : design.programs) add(program);
  return tallies;
}

void run_trial(Trial& trial, const Subject& subject, const Plan& plan, Executor& executor) {
  RunObserver observer;
  const Seconds start = executor.now();
  const SubjectRun run = run_subject(subject, plan, executor, observer);
  trial.took = executor.now() - start;
  if (run.comparisons.empty() || !run.comparisons.front().decision) return;
  const Decision& decision = *run.comparisons.front().decision;
  trial.verdict = decision.verdict;
  trial.pairs = decision.pairs;
  note_noise(trial, run, subject.metrics.front().id);
}

}  // namespace

void share_out(Seconds time, SelfTestDesign& design) {
  // Trials against themselves use up their budget; most of the others find what was put there
  // well before, in about this share of it.
  constexpr double used_share = 0.35;
  const auto kinds = static_cast<double>(design.programs.size() * (known_effects.size() + 1));
  const double each = time.count() / 2;
  design.budget_against_itself = Seconds(std::clamp(time.count() / 400, 0.01, 0.5));
  design.budget_an_effect = Seconds(std::clamp(time.count() / 30, 0.01, 10.0));
  const double against_itself = each / design.budget_against_itself.count();
  const double others = each / (kinds * used_share * design.budget_an_effect.count());
  design.trials_against_itself = static_cast<int>(std::clamp(against_itself, 3.0, 1e6));
  design.trials_an_effect = static_cast<int>(std::clamp(others, 1.0, 1e6));
  design.trials_of_equivalence = design.trials_an_effect;
}

std::vector<Trial> plan_trials(const SelfTestDesign& design) {
  std::vector<Trial> trials;
  const auto add = [&](int count, TrialKind kind, std::size_t program, double effect) {
    for (int i = 0; i < count; ++i) trials.push_back({kind, program, effect});
  };
  for (int i = 0; i < design.trials_against_itself; ++i) {
    add(1, TrialKind::itself, design.programs[static_cast<std::size_t>(i) % design.programs.size()],
        0);
  }
  for (const std::size_t program : design.programs) {
    for (const double effect : known_effects) {
      add(design.trials_an_effect, TrialKind::effect, program, effect);
    }
    add(design.trials_of_equivalence, TrialKind::equivalence, program, 0);
  }
  workloads::Random random(design.seed);
  workloads::shuffle(std::span(trials), random);
  return trials;
}

Result<std::vector<std::uint64_t>> choose_amounts(const SelfTestDesign& design,
                                                  const std::string& program_path,
                                                  Executor& executor) {
  std::vector<std::uint64_t> amounts(known_programs.size(), 0);
  for (const std::size_t program : design.programs) {
    Subject subject;
    subject.id = "calibration";
    subject.kind = SubjectKind::command;
    subject.variants = {
        {"once", "", "", known_work(program_path, program, first_amounts.at(program))}};
    const auto probed = executor.probe(subject, 0);
    if (executor.interrupted()) return amounts;
    if (!probed) {
      return Error{fmt::format("cannot run '{}': {}", program_path, probed.error().text),
                   "is hone installed whole?"};
    }
    double least = std::numeric_limits<double>::infinity();
    for (int run = 0; run < 5; ++run) {
      const UnitResult unit =
          executor.run_unit({&subject, draw_unit(design.seed, subject.id, run, {0}, 1), 1, {}});
      if (!unit) continue;
      least = std::min(least, unit->parts.front().blocks.front().find("cpu_time")->second);
    }
    executor.clean_up(subject);
    if (executor.interrupted()) return amounts;
    if (std::isinf(least)) {
      return Error{fmt::format("'{}' failed when run again", program_path), ""};
    }
    const double scale = design.program_time.count() / std::clamp(least, 1e-5, 10.0);
    amounts[program] = static_cast<std::uint64_t>(
        std::llround(scale * static_cast<double>(first_amounts.at(program))));
  }
  return amounts;
}

Subject trial_subject(const Trial& trial, const SelfTestDesign& design,
                      const std::string& program_path, std::uint64_t amount) {
  const auto more =
      static_cast<std::uint64_t>(std::llround(static_cast<double>(amount) * (1 + trial.effect)));
  Subject subject;
  subject.id = fmt::format("selftest/{}", known_programs.at(trial.program));
  subject.kind = SubjectKind::command;
  subject.metrics = {{design.metric, Better::lower}};
  subject.variants = {{"program", "", "", known_work(program_path, trial.program, amount)},
                      {"again", "", "", known_work(program_path, trial.program, more)}};
  return subject;
}

std::vector<Trial> run_trials(const std::vector<Trial>& planned, const SelfTestDesign& design,
                              const std::string& program_path,
                              const std::vector<std::uint64_t>& amounts, Executor& executor,
                              const std::function<void(std::size_t done)>& told) {
  std::vector<Trial> done;
  workloads::Random seeds(design.seed);
  for (Trial trial : planned) {
    const Subject subject = trial_subject(trial, design, program_path, amounts[trial.program]);
    run_trial(trial, subject, trial_plan(trial, design, seeds.next() >> 11U), executor);
    if (executor.interrupted()) break;
    done.push_back(trial);
    told(done.size());
  }
  return done;
}

Promise promise_of(const TrialTally& all, double alpha) {
  constexpr double close = 1.5;  // of alpha: an interval that ends below leaves little room
  if (all.rate.lo > alpha) return Promise::broken;
  return all.rate.hi > close * alpha ? Promise::perhaps_kept : Promise::kept;
}

SelfTestReport tally(const std::vector<Trial>& trials, const SelfTestDesign& design) {
  SelfTestReport report;
  report.alpha = design.alpha;
  report.metric = design.metric;
  report.program_seconds = design.program_time.count();
  report.itself_budget_seconds = design.budget_against_itself.count();
  report.effect_budget_seconds = design.budget_an_effect.count();
  report.seed = design.seed;
  report.failed_trials = static_cast<int>(std::count_if(
      trials.begin(), trials.end(), [](const Trial& trial) { return !trial.verdict; }));
  report.false_positives = count_all(trials, TrialKind::itself, 0, design);
  if (!report.false_positives.empty()) {
    report.promise = promise_of(report.false_positives.front(), design.alpha);
  }
  bool still_found = true;
  for (auto effect = known_effects.rbegin(); effect != known_effects.rend(); ++effect) {
    const std::vector<TrialTally> rows = count_all(trials, TrialKind::effect, *effect, design);
    report.detections.insert(report.detections.begin(), rows.begin(), rows.end());
    still_found = still_found && !rows.empty() && 10 * rows.front().hits >= 9 * rows.front().trials;
    if (still_found) report.smallest_effect = *effect;
  }
  report.equivalences = count_all(trials, TrialKind::equivalence, 0, design);
  report.noise.spread = median_of(trials, [](const Trial& trial) { return trial.spread; });
  report.noise.autocorrelation =
      median_of(trials, [](const Trial& trial) { return trial.autocorrelation; });
  return report;
}

}  // namespace hone::measure

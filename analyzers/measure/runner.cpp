#include "analyzers/measure/runner.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/measure/contests.hpp"
#include "analyzers/measure/disturbance.hpp"
#include "analyzers/measure/schedule.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "analyzers/stats/summary.hpp"
#include "fmt/format.h"

namespace hone::measure {
namespace {

// Names the subject's point, for the seed of its orders.
std::string subject_key(const Subject& subject) {
  std::string key = subject.id;
  for (const auto& [name, value] : subject.parameters) {
    key += fmt::format(" {}={}", name, to_string(value));
  }
  return key;
}

constexpr int most_count_pairs = 19;  // looks at 6, 9, 13 and 19; each run is simulated, so slow
constexpr double most_pairs = 1e5;    // of a comparison: more would fill memory and tell little
constexpr double overrun = 2;  // of the budget: units that slow down beyond it end the subject

class SubjectRunner {
 public:
  SubjectRunner(const Subject& subject, const Plan& plan, Executor& executor, RunObserver& observer)
      : subject_(subject), plan_(plan), executor_(executor), observer_(observer) {
    run_.variants.resize(subject.variants.size());
    zeros_.resize(subject.variants.size());
  }

  SubjectRun run() {
    note_uncounted();
    probe_variants();
    choose_iterations();
    if (!baseline_failed()) count_metrics();
    if (!baseline_failed() && !executor_.interrupted()) {
      if (subject_.variants.size() > 1) measure_units();
      if (subject_.variants.size() == 1) measure_alone();
    }
    note_silent_counters();
    compare_unsteady_counts();
    run_passes();
    clean_up();
    return std::move(run_);
  }

 private:
  void note_uncounted() {
    const bool wanted =
        plan_.counters == Plan::Counters::asked || !executor_.counters().events.empty();
    for (VariantRun& variant : run_.variants) {
      for (const auto& [metric, reason] : executor_.counters().absent) {
        variant.counts.emplace(metric, Absent{reason, wanted ? "" : "counters"});
      }
    }
  }

  // Each variant must reproduce the baseline's checksum before it is timed.
  void probe_variants() {
    observer_.stage(subject_, subject_.kind == SubjectKind::command ? "first runs" : "checking");
    probed_.assign(subject_.variants.size(), std::nullopt);
    for (std::size_t v = 0; v < subject_.variants.size(); ++v) {
      if (executor_.interrupted() || baseline_failed()) return;
      const Result<Probe, Failure> probe = executor_.probe(subject_, v);
      if (executor_.interrupted()) return;
      VariantRun& variant = run_.variants[v];
      if (!probe) {
        variant.failure = probe.error();
        continue;
      }
      variant.checksum = probe->checksum;
      probed_[v] = probe->iteration;
      if (variant.checksum != run_.variants[0].checksum) {
        variant.failure = wrong_checksum(*variant.checksum, *run_.variants[0].checksum);
      }
    }
  }

  static Failure wrong_checksum(std::uint64_t ours, std::uint64_t baselines) {
    return {FailureKind::wrong_checksum,
            fmt::format("checksum {:016x}, but the baseline's is {:016x}", ours, baselines), ""};
  }

  // One count for all variants, since unequal counts bias. The fastest variant's block should
  // reach the target, unless the slowest one's would then exceed the limit.
  void choose_iterations() {
    double fastest = 0;
    double slowest = 0;
    for (std::size_t v = 0; v < probed_.size(); ++v) {
      if (run_.variants[v].failure || !probed_[v] || probed_[v]->count() <= 0) continue;
      fastest = fastest > 0 ? std::min(fastest, probed_[v]->count()) : probed_[v]->count();
      slowest = std::max(slowest, probed_[v]->count());
    }
    if (fastest <= 0) return;
    const double wanted = std::ceil(plan_.block_target.count() / fastest);
    const double allowed = std::floor(plan_.block_limit.count() / slowest);
    run_.iterations = static_cast<std::uint64_t>(std::max(1.0, std::min(wanted, allowed)));
  }

  void measure_units() {
    Contests contests(subject_, plan_, run_, unsteady_metrics());
    const Seconds budget = plan_.budget * static_cast<double>(contests.compared_variants());
    const Seconds start = executor_.now();
    Seconds elapsed{0};
    for (int unit = 0; contests.any_open(); ++unit) {
      const UnitRequest request{&subject_,
                                draw_unit(plan_.seed, subject_key(subject_), unit,
                                          contests.active_variants(), plan_.rounds),
                                run_.iterations, run_.variants[0].checksum};
      const UnitResult result = executor_.run_unit(request);
      const Seconds last_elapsed = std::exchange(elapsed, executor_.now() - start);
      if (executor_.interrupted()) return contests.stop_all();
      if (!result) {
        run_.variants[result.error().variant].failure = result.error().failure;
        contests.fail(result.error().variant);
        continue;
      }
      if (drop(*result)) continue;
      record(unit, request.order, result->parts);
      if (const std::optional<VariantFailure> failed = without_ratio()) {
        run_.variants[failed->variant].failure = failed->failure;
        contests.fail(failed->variant);
        continue;
      }
      plan_units(contests, budget, elapsed - last_elapsed);
      contests.add(*result, elapsed > overrun * budget);
      observer_.unit_done(subject_, run_, time_left(budget, elapsed));
    }
  }

  // Nothing is compared, so nothing is dropped: the runs were asked for by number.
  void measure_alone() {
    for (int unit = 0; unit < plan_.runs && !executor_.interrupted(); ++unit) {
      const UnitRequest request{
          &subject_, draw_unit(plan_.seed, subject_key(subject_), unit, {0}, plan_.rounds),
          run_.iterations, run_.variants[0].checksum};
      const UnitResult result = executor_.run_unit(request);
      if (executor_.interrupted()) return;
      if (!result) {
        run_.variants[0].failure = result.error().failure;
        return;
      }
      record(unit, request.order, result->parts);
      observer_.unit_done(subject_, run_, Seconds(0));
    }
  }

  // A metric that is often 0 has no ratio to speak of, and ends its variant's comparisons. The
  // kernel splits the time of a short run into user and system time by what a tick hit: a few
  // zeros are that, and the test is robust to them.
  [[nodiscard]] std::optional<VariantFailure> without_ratio() const {
    for (std::size_t v = 0; v < run_.variants.size(); ++v) {
      if (run_.variants[v].failure) continue;
      const std::size_t runs = run_.variants[v].samples.size();
      for (const auto& [metric, zeros] : zeros_[v]) {
        if (zeros < 3 || 4 * zeros <= runs) continue;
        return VariantFailure{
            v, Failure{FailureKind::failed,
                       fmt::format("its {} was 0 in {} of {} runs, which has no ratio{}", metric,
                                   zeros, runs,
                                   metric.ends_with("_time")
                                       ? ": they are too short to tell, where cpu_time may do"
                                       : ""),
                       ""}};
      }
    }
    return std::nullopt;
  }

  void count_zeros(std::size_t variant, const Sample& sample) {
    for (const VerdictMetric& metric : subject_.metrics) {
      const auto value = sample.values.find(metric.id);
      if (value != sample.values.end() && value->second.number <= 0) ++zeros_[variant][metric.id];
    }
  }

  // Whether the unit is left out, counting it if so.
  bool drop(const UnitRun& unit) {
    const std::optional<Disturbance> found = disturbance_.judge(unit.slowest_core, unit.stolen);
    if (found == Disturbance::slow_core) ++run_.dropped.slow_core;
    if (found == Disturbance::steal) ++run_.dropped.steal;
    return found.has_value();
  }

  [[nodiscard]] int units_recorded() const {
    return static_cast<int>(run_.variants[0].samples.size());
  }

  // The budget in pairs, fixed before the first look from what a full unit costs: were the share
  // that a look may spend read off the clock, it would depend on which of the other comparisons
  // have ended, and so on the very values that this one judges. The median cost, so that one
  // hiccup does not cut the comparison short.
  void plan_units(Contests& contests, Seconds budget, Seconds unit) {
    if (units_recorded() <= Contests::first_look) unit_costs_.push_back(unit.count());
    if (units_recorded() != Contests::first_look || std::isinf(budget.count())) return;
    const double affordable = std::floor(budget.count() / stats::median(unit_costs_));
    planned_units_ =
        static_cast<int>(std::clamp<double>(affordable, contests.least_pairs(), most_pairs));
    contests.plan_pairs(planned_units_);
  }

  [[nodiscard]] Seconds time_left(Seconds budget, Seconds elapsed) const {
    if (planned_units_ == 0) return std::max(Seconds(0), budget - elapsed);
    return elapsed / units_recorded() * std::max(0, planned_units_ - units_recorded());
  }

  void record(int unit, const UnitOrder& order, const std::vector<VariantUnit>& parts) {
    const std::vector<std::size_t>& first_round = order.rounds.front();
    for (const VariantUnit& part : parts) {
      const auto place = std::find(first_round.begin(), first_round.end(), part.variant);
      Sample sample{unit, static_cast<int>(place - first_round.begin()), {}, part.end};
      for (const auto& [id, values] : by_metric(part.blocks)) {
        sample.values[id] = Value{stats::median(values), provenance_of(id)};
      }
      for (const auto& [id, total] : part.totals) {
        sample.values[id] = Value{total, provenance_of(id)};
      }
      count_zeros(part.variant, sample);
      VariantRun& variant = run_.variants[part.variant];
      note_counters(part, variant);
      variant.samples.push_back(std::move(sample));
      variant.left_behind += part.left_behind;
    }
  }

  // A counter that never got onto the PMU in a block has no value there.
  static ByMetric<std::vector<double>> by_metric(const std::vector<BlockValues>& blocks) {
    ByMetric<std::vector<double>> values;
    for (const BlockValues& block : blocks) {
      for (const auto& [id, value] : block) values[id].push_back(value);
    }
    return values;
  }

  // The share that is told of a counter is its least, so that none seems better than it was.
  void note_counters(const VariantUnit& part, VariantRun& variant) const {
    for (const collect::CountedEvent& event : executor_.counters().events) {
      const auto share = part.counter_shares.find(event.metric);
      if (share == part.counter_shares.end()) continue;
      const auto [noted, is_new] = variant.counters.emplace(
          event.metric, CounterSource{event.name, share->second, event.note});
      if (!is_new) noted->second.share = std::min(noted->second.share, share->second);
    }
  }

  // What was opened and yet never counted has a reason, too.
  void note_silent_counters() {
    for (VariantRun& variant : run_.variants) {
      if (variant.samples.empty()) continue;
      for (const collect::CountedEvent& event : executor_.counters().events) {
        if (variant.counters.contains(event.metric)) continue;
        variant.counts.emplace(
            event.metric,
            Absent{
                "the kernel counted it in no run (a set-user-ID program, threads from before, or "
                "never its turn on the PMU)"});
      }
    }
  }

  // The core's frequency comes from a chain of instructions whose latency is assumed.
  static Provenance provenance_of(std::string_view metric) {
    return metric == "frequency" ? Provenance::estimated : Provenance::measured;
  }

  // The metrics that a run of its own counts. A program that repeats itself to the instruction
  // needs no statistics; another is compared as times are, by pairs in drawn order.
  void count_metrics() {
    for (std::size_t metric = 0; metric < subject_.metrics.size(); ++metric) {
      if (!is_deterministic(subject_.metrics[metric].id)) continue;
      observer_.stage(subject_, subject_.metrics[metric].id);
      const std::optional<Counts> baseline = count_twice(0, metric);
      for (std::size_t variant = 1; variant < run_.variants.size(); ++variant) {
        const std::optional<Counts> counts = count_twice(variant, metric);
        if (!baseline || !counts) continue;
        if (baseline->repeat() && counts->repeat()) {
          decide_exactly(variant, metric, {baseline->first, counts->first});
        } else {
          unsteady_counts_.emplace_back(variant, metric);
        }
      }
    }
  }

  struct Counts {
    double first = 0;
    double second = 0;
    [[nodiscard]] bool repeat() const { return first == second; }
  };

  std::optional<Counts> count_twice(std::size_t variant, std::size_t metric) {
    const std::optional<double> first = count(variant, metric);
    const std::optional<double> second = count(variant, metric);
    if (!first || !second) return std::nullopt;
    return Counts{*first, *second};
  }

  // nullopt: it has failed, now or before, or the user asked to stop.
  std::optional<double> count(std::size_t variant, std::size_t metric) {
    VariantRun& run = run_.variants[variant];
    const std::string& id = subject_.metrics[metric].id;
    if (run.failure || executor_.interrupted()) return std::nullopt;
    const Result<double, Failure> counted = executor_.count(subject_, variant, id);
    if (executor_.interrupted()) return std::nullopt;
    if (!counted) {
      run.failure = counted.error();
      return std::nullopt;
    }
    const auto how = is_allocation_count(id) ? Provenance::counted : Provenance::simulated;
    run.counts.insert_or_assign(id, Value{*counted, how});
    return *counted;
  }

  void decide_exactly(std::size_t variant, std::size_t metric, const CountPair& counts) {
    Decision decision;
    decision.verdict = stats::judge(counts, plan_.margin, subject_.metrics[metric].better);
    decision.pairs = 1;
    decision.looks = 1;
    decision.stopped = Stopped::decided;
    ComparisonRun comparison{
        .variant = variant, .metric = metric, .alpha = plan_.alpha, .counts = counts};
    if (const std::optional<double> ratio = ratio_of(counts); ratio && *ratio > 0) {
      decision.log_ratio = std::log(*ratio);
      decision.interval = Interval{decision.log_ratio, decision.log_ratio};
      comparison.log_ratios = {decision.log_ratio};
      if (subject_.scan_points > 1) {
        comparison.scan =
            ScanReading{decision.log_ratio, decision.interval, plan_.alpha / subject_.scan_points};
      }
    }
    comparison.decision = decision;
    run_.comparisons.push_back(std::move(comparison));
  }

  // Each takes its part of alpha beside the metrics that are sampled.
  void compare_unsteady_counts() {
    const auto parts = static_cast<double>(unsteady_metrics() + sampled_metrics(subject_));
    for (const auto& [variant, metric] : unsteady_counts_) {
      const double alpha = plan_.alpha / parts / subject_.scan_points;
      stats::SequentialComparison test({.alpha = alpha,
                                        .margin = plan_.margin,
                                        .better = subject_.metrics[metric].better,
                                        .seed = plan_.seed,
                                        .draws = sign_paths(alpha)});
      for (int pair = 1; pair <= most_count_pairs && !decided(test); ++pair) {
        const std::optional<double> log_ratio = count_pair(variant, metric, pair);
        if (!log_ratio) break;
        test.add(*log_ratio);
        if (test.look_due() || pair == most_count_pairs) {
          test.look(static_cast<double>(pair) / most_count_pairs);
        }
      }
      if (test.log_ratios().empty()) continue;
      if (test.decision().pairs == 0) test.look(1e-6, Stopped::interrupted);
      std::optional<ScanReading> scan;
      if (subject_.scan_points > 1) {  // as Contests does it
        const Decision last = test.decision();
        scan = ScanReading{last.log_ratio, last.interval, test.alpha()};
        test.set_alpha(plan_.alpha / parts);
        test.look(1e-6, last.stopped);
      }
      run_.comparisons.push_back({.variant = variant,
                                  .metric = metric,
                                  .alpha = test.alpha(),
                                  .log_ratios = test.log_ratios(),
                                  .decision = test.decision(),
                                  .scan = scan});
    }
  }

  // Metrics of which some variant's counts are compared by pairs.
  [[nodiscard]] std::size_t unsteady_metrics() const {
    std::set<std::size_t> metrics;
    for (const auto& [variant, metric] : unsteady_counts_) metrics.insert(metric);
    return metrics.size();
  }

  static bool decided(const stats::SequentialComparison& test) {
    return test.decision().verdict != Verdict::inconclusive;
  }

  std::optional<double> count_pair(std::size_t variant, std::size_t metric, int pair) {
    std::map<std::size_t, double> counts;
    const UnitOrder order = draw_unit(plan_.seed, subject_key(subject_), -pair, {0, variant}, 1);
    for (const std::size_t side : order.rounds.front()) {
      const std::optional<double> counted = count(side, metric);
      if (!counted) return std::nullopt;
      counts[side] = *counted;
    }
    return log_ratio_of_counts(variant, metric, counts.at(0), counts.at(variant));
  }

  // Of counts that are sampled there is none to one of 0: the variant fails, with both in words.
  std::optional<double> log_ratio_of_counts(std::size_t variant, std::size_t metric,
                                            double baseline, double count) {
    if (baseline == count) return 0.0;
    if (baseline > 0 && count > 0) return std::log(count / baseline);
    run_.variants[variant].failure =
        Failure{FailureKind::failed,
                fmt::format("its {} are {:.15g}, the baseline's {:.15g}: a count of 0 has no "
                            "ratio to another",
                            subject_.metrics[metric].id, count, baseline),
                ""};
    return std::nullopt;
  }

  void run_passes() {
    if (baseline_failed()) return;
    for (const collect::Pass& pass : executor_.passes()) {
      for (std::size_t v = 0; v < run_.variants.size(); ++v) {
        if (run_.variants[v].failure) continue;
        const bool asked = collects(plan_, pass.id);
        if (asked) observer_.stage(subject_, stage_of(pass));
        keep(run_.variants[v], asked ? result_of(pass, v) : absent(pass, not_asked(pass)));
      }
    }
  }

  // What a pass may take is told before it is spent.
  [[nodiscard]] std::string stage_of(const collect::Pass& pass) const {
    if (!pass.simulates) return std::string(pass.id);
    return fmt::format("{}: simulating, at most {:.3g} s a variant", pass.id,
                       plan_.simulation_limit.count());
  }

  static Absent not_asked(const collect::Pass& pass) {
    return Absent{fmt::format("not asked for (--collect {})", pass.id), std::string(pass.id)};
  }

  void clean_up() {
    for (const VariantFailure& failed : executor_.clean_up(subject_)) {
      std::optional<Failure>& failure = run_.variants[failed.variant].failure;
      if (!failure) failure = failed.failure;
    }
  }

  // A number beats a reason for having none, and a counted one a simulated one; of two reasons each
  // is told, but what was asked for counts more.
  static void keep(VariantRun& variant, PassResult result) {
    if (!result.functions.empty()) variant.functions = std::move(result.functions);
    if (result.heap) variant.heap = std::move(result.heap);
    for (auto& [id, reading] : result.readings) {
      const auto [known, is_new] = variant.counts.try_emplace(id, reading);
      if (is_new) continue;
      auto* const missing = std::get_if<Absent>(&known->second);
      if (missing == nullptr) {
        if (is_counted(reading) && !is_counted(known->second)) known->second = reading;
        continue;
      }
      const auto* const also = std::get_if<Absent>(&reading);
      if (also == nullptr || (also->unasked.empty() && !missing->unasked.empty())) {
        known->second = reading;
      } else if (also->reason != missing->reason) {
        missing->reason += "; " + also->reason;
      }
    }
  }

  static bool is_counted(const Reading& reading) {
    const auto* const value = std::get_if<Value>(&reading);
    return value != nullptr && value->provenance == Provenance::counted;
  }

  PassResult result_of(const collect::Pass& pass, std::size_t variant) {
    if (executor_.interrupted()) return absent(pass, {"interrupted before this pass"});
    Result<PassResult, Failure> result =
        executor_.run_pass(subject_, variant, pass, {.simulation_limit = plan_.simulation_limit});
    if (result) return std::move(*result);
    if (executor_.interrupted()) return absent(pass, {"interrupted in this pass"});
    const Failure& failure = result.error();
    // What happens to it in a simulation alone says nothing against the variant.
    const bool is_its_own = failure.kind != FailureKind::unavailable &&
                            (!pass.simulates || failure.kind == FailureKind::wrong_checksum);
    if (is_its_own) run_.variants[variant].failure = failure;
    return absent(pass, Absent{failure.text});
  }

  static PassResult absent(const collect::Pass& pass, const Absent& reason) {
    PassResult result;
    for (const std::string_view id : pass.metrics) result.readings.emplace(id, reason);
    return result;
  }

  [[nodiscard]] bool baseline_failed() const { return run_.variants[0].failure.has_value(); }

  const Subject& subject_;
  const Plan& plan_;
  Executor& executor_;
  RunObserver& observer_;
  SubjectRun run_;
  std::vector<std::optional<Seconds>> probed_;  // per variant: time of an iteration, if it has any
  std::vector<ByMetric<std::size_t>> zeros_;  // per variant: runs in which a verdict's metric was 0
  DisturbanceRule disturbance_;
  // Variant and metric: counts that differ from run to run.
  std::vector<std::pair<std::size_t, std::size_t>> unsteady_counts_;
  std::vector<double> unit_costs_;  // of the first units, s
  int planned_units_ = 0;           // at most; 0: not known yet, or no limit
};

}  // namespace

SubjectRun run_subject(const Subject& subject, const Plan& plan, Executor& executor,
                       RunObserver& observer) {
  return SubjectRunner(subject, plan, executor, observer).run();
}

}  // namespace hone::measure

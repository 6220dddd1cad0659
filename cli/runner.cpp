#include "cli/runner.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "analyzers/collect/passes.hpp"
#include "analyzers/stats/sequential_comparison.hpp"
#include "analyzers/stats/summary.hpp"
#include "cli/schedule.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

// Names the subject's point, for the seed of its orders.
std::string subject_key(const Subject& subject) {
  std::string key = subject.id;
  for (const auto& [name, value] : subject.parameters) {
    key += fmt::format(" {}={}", name, to_string(value));
  }
  return key;
}

// One comparison in progress.
struct Contest {
  std::size_t run_index = 0;  // into SubjectRun::comparisons
  std::size_t variant = 0;
  stats::SequentialComparison test;
  bool open = true;
};

const int first_look = stats::SequentialDesign{}.first_look;  // pairs; so many are always run
constexpr double overrun = 2;  // of the budget: units that slow down beyond it end the subject

class SubjectRunner {
 public:
  SubjectRunner(const Subject& subject, const Plan& plan, Executor& executor, RunObserver& observer)
      : subject_(subject), plan_(plan), executor_(executor), observer_(observer) {
    run_.variants.resize(subject.variants.size());
  }

  SubjectRun run() {
    probe_variants();
    choose_iterations();
    if (!baseline_failed() && !executor_.interrupted()) measure_units();
    run_passes();
    return std::move(run_);
  }

 private:
  // Each variant must reproduce the baseline's checksum before it is timed.
  void probe_variants() {
    observer_.stage(subject_, "checking");
    probed_.assign(subject_.variants.size(), Seconds(0));
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
        variant.failure = Failure{FailureKind::wrong_checksum,
                                  fmt::format("checksum {:016x}, but the baseline's is {:016x}",
                                              *variant.checksum, *run_.variants[0].checksum),
                                  ""};
      }
    }
  }

  // One count for all variants, since unequal counts bias. The fastest variant's block should
  // reach the target, unless the slowest one's would then exceed the limit.
  void choose_iterations() {
    double fastest = 0;
    double slowest = 0;
    for (std::size_t v = 0; v < probed_.size(); ++v) {
      if (run_.variants[v].failure || probed_[v].count() <= 0) continue;
      fastest = fastest > 0 ? std::min(fastest, probed_[v].count()) : probed_[v].count();
      slowest = std::max(slowest, probed_[v].count());
    }
    if (fastest <= 0) return;
    const double wanted = std::ceil(plan_.block_target.count() / fastest);
    const double allowed = std::floor(plan_.block_limit.count() / slowest);
    run_.iterations = static_cast<std::uint64_t>(std::max(1.0, std::min(wanted, allowed)));
    run_.rounds = plan_.rounds;
  }

  void measure_units() {
    open_contests();
    const Seconds start = executor_.now();
    for (int unit = 0; any_open(); ++unit) {
      const UnitRequest request{
          &subject_,
          draw_unit(plan_.seed, subject_key(subject_), unit, active_variants(), plan_.rounds),
          run_.iterations, run_.variants[0].checksum.value_or(0)};
      const UnitResult result = executor_.run_unit(request);
      const Seconds elapsed = executor_.now() - start;
      if (executor_.interrupted()) return stop_all();
      if (!result) {
        fail(result.error());
        continue;
      }
      record(unit, request.order, *result);
      plan_pairs(elapsed);
      decide(*result, elapsed > overrun * budget());
      observer_.unit_done(subject_, run_, time_left(elapsed));
    }
  }

  // Of all comparisons together.
  [[nodiscard]] Seconds budget() const {
    return plan_.budget * static_cast<double>(contests_.size());
  }

  // The budget in pairs, fixed before the first look from what a full unit costs: were the share
  // that a look may spend read off the clock, it would depend on which of the other comparisons
  // have ended, and so on the very values that this one judges.
  void plan_pairs(Seconds elapsed) {
    const int units = static_cast<int>(run_.variants[0].samples.size());
    if (units != first_look) return;
    const double affordable = std::floor(budget() / elapsed * units);
    planned_pairs_ = static_cast<int>(std::clamp(affordable, double{first_look}, 1e6));
  }

  // The share of its budget that a comparison has used, in (0, 1].
  [[nodiscard]] double spent(const Contest& contest) const {
    if (planned_pairs_ == 0) return 1e-6;  // before the first look: nothing to decide yet
    return std::min(1.0, static_cast<double>(pairs_of(contest)) / planned_pairs_);
  }

  [[nodiscard]] Seconds time_left(Seconds elapsed) const {
    const int units = static_cast<int>(run_.variants[0].samples.size());
    if (planned_pairs_ == 0) return std::max(Seconds(0), budget() - elapsed);
    return elapsed / units * std::max(0, planned_pairs_ - units);
  }

  void open_contests() {
    for (std::size_t v = 1; v < subject_.variants.size(); ++v) {
      if (run_.variants[v].failure) continue;
      const stats::SequentialDesign design{.alpha = plan_.alpha,
                                           .margin = plan_.margin,
                                           .better = known_metric(subject_.metric).better,
                                           .seed = plan_.seed};
      run_.comparisons.push_back({.variant = v, .log_ratios = {}, .decision = std::nullopt});
      contests_.push_back({run_.comparisons.size() - 1, v, stats::SequentialComparison(design)});
    }
  }

  [[nodiscard]] bool any_open() const {
    return std::any_of(contests_.begin(), contests_.end(),
                       [](const Contest& contest) { return contest.open; });
  }

  // The baseline, and the variants whose comparison is still open.
  [[nodiscard]] std::vector<std::size_t> active_variants() const {
    std::vector<std::size_t> active{0};
    for (const Contest& contest : contests_) {
      if (contest.open) active.push_back(contest.variant);
    }
    return active;
  }

  static int pairs_of(const Contest& contest) {
    return static_cast<int>(contest.test.log_ratios().size());
  }

  void record(int unit, const UnitOrder& order, const std::vector<VariantUnit>& units) {
    const std::vector<std::size_t>& first_round = order.rounds.front();
    for (const VariantUnit& part : units) {
      const auto place = std::find(first_round.begin(), first_round.end(), part.variant);
      Sample sample{unit, static_cast<int>(place - first_round.begin()), {}};
      for (const auto& [id, unused] : part.blocks.front()) {
        sample.values[id] = Value{stats::median(block_values(part, id)), Provenance::measured};
      }
      for (const auto& [id, total] : part.totals) {
        sample.values[id] = Value{total, Provenance::measured};
      }
      run_.variants[part.variant].samples.push_back(std::move(sample));
    }
  }

  // `out_of_time`: units have become much slower than planned; this look is the last.
  void decide(const std::vector<VariantUnit>& units, bool out_of_time) {
    const VariantUnit* baseline = part_of(units, 0);
    for (Contest& contest : contests_) {
      if (!contest.open) continue;
      const double log_ratio = unit_log_ratio(*part_of(units, contest.variant), *baseline);
      contest.test.add(log_ratio);
      run_.comparisons[contest.run_index].log_ratios.push_back(log_ratio);
      const double share = out_of_time ? 1 : spent(contest);
      const bool last = share >= 1 && pairs_of(contest) >= first_look;
      if (!last && !contest.test.look_due()) continue;
      const Decision& decision = contest.test.look(share);
      run_.comparisons[contest.run_index].decision = decision;
      contest.open = decision.verdict == Verdict::inconclusive && !last;
    }
  }

  // ln(variant / baseline) of the verdict's metric: the median over rounds, each of which pairs
  // neighbouring blocks; for a figure of the whole process, the one ratio.
  [[nodiscard]] double unit_log_ratio(const VariantUnit& variant,
                                      const VariantUnit& baseline) const {
    const auto total = variant.totals.find(subject_.metric);
    if (total != variant.totals.end()) {
      return std::log(total->second / baseline.totals.find(subject_.metric)->second);
    }
    const std::vector<double> ours = block_values(variant, subject_.metric);
    const std::vector<double> theirs = block_values(baseline, subject_.metric);
    std::vector<double> ratios(ours.size());
    for (std::size_t round = 0; round < ours.size(); ++round) {
      ratios[round] = std::log(ours[round] / theirs[round]);
    }
    return stats::median(ratios);
  }

  static std::vector<double> block_values(const VariantUnit& part, std::string_view metric) {
    std::vector<double> values;
    values.reserve(part.blocks.size());
    for (const BlockValues& block : part.blocks) values.push_back(block.find(metric)->second);
    return values;
  }

  static const VariantUnit* part_of(const std::vector<VariantUnit>& units, std::size_t variant) {
    return &*std::find_if(units.begin(), units.end(),
                          [&](const VariantUnit& part) { return part.variant == variant; });
  }

  // A variant that fails ends its own comparison; the baseline ends them all.
  void fail(const VariantFailure& failed) {
    run_.variants[failed.variant].failure = failed.failure;
    for (Contest& contest : contests_) {
      if (contest.open && (failed.variant == 0 || failed.variant == contest.variant)) {
        stop(contest);
      }
    }
  }

  void stop_all() {
    for (Contest& contest : contests_) {
      if (contest.open) stop(contest);
    }
  }

  // A last look at what there is, at a moment that did not depend on the data.
  void stop(Contest& contest) {
    contest.open = false;
    if (pairs_of(contest) == 0) return;
    run_.comparisons[contest.run_index].decision =
        contest.test.look(spent(contest), Stopped::interrupted);
  }

  void run_passes() {
    if (baseline_failed()) return;
    for (const collect::Pass& pass : collect::passes()) {
      const bool asked = std::find(plan_.collectors.begin(), plan_.collectors.end(), pass.id) !=
                         plan_.collectors.end();
      if (asked) observer_.stage(subject_, pass.id);
      for (std::size_t v = 0; v < run_.variants.size(); ++v) {
        if (run_.variants[v].failure) continue;
        run_.variants[v].counts.merge(
            asked ? readings(pass, v)
                  : absent(pass, fmt::format("not asked for (--collect {})", pass.id)));
      }
    }
  }

  ByMetric<Reading> readings(const collect::Pass& pass, std::size_t variant) {
    if (executor_.interrupted()) return absent(pass, "interrupted before this pass");
    Result<ByMetric<Reading>, Failure> result = executor_.run_pass(subject_, variant, pass.id);
    if (result) return std::move(*result);
    if (executor_.interrupted()) return absent(pass, "interrupted in this pass");
    const Failure& failure = result.error();
    if (failure.kind != FailureKind::unavailable) run_.variants[variant].failure = failure;
    return absent(pass, failure.text);
  }

  static ByMetric<Reading> absent(const collect::Pass& pass, const std::string& reason) {
    ByMetric<Reading> readings;
    for (const std::string_view id : pass.metrics) readings.emplace(id, Absent{reason});
    return readings;
  }

  [[nodiscard]] bool baseline_failed() const { return run_.variants[0].failure.has_value(); }

  const Subject& subject_;
  const Plan& plan_;
  Executor& executor_;
  RunObserver& observer_;
  SubjectRun run_;
  std::vector<Seconds> probed_;  // per variant; 0: not known
  std::vector<Contest> contests_;
  int planned_pairs_ = 0;  // of each comparison, at most; 0: not known yet
};

}  // namespace

SubjectRun run_subject(const Subject& subject, const Plan& plan, Executor& executor,
                       RunObserver& observer) {
  return SubjectRunner(subject, plan, executor, observer).run();
}

}  // namespace hone::cli

// Runs workloads of the catalogue: starts worker processes of this very program.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "analyzers/collect/machine/steal_meter.hpp"
#include "analyzers/collect/worker/worker_client.hpp"
#include "analyzers/measure/executor.hpp"
#include "analyzers/measure/unit_cpus.hpp"

namespace hone::measure {

class WorkloadExecutor : public Executor {
 public:
  explicit WorkloadExecutor(Seconds worker_timeout, collect::CounterPlan counters = {},
                            const CpuChoice& cpus = {})
      : worker_timeout_(worker_timeout), counters_(std::move(counters)), cpus_(cpus) {}

  // Leaves a subject out: its probes fail with the text "it WHY". Call it before anything is run.
  void leave_out(const Subject* subject, const std::string& why) { left_out_[subject] = why; }

  Result<Probe, Failure> probe(const Subject& subject, std::size_t variant) override;
  [[nodiscard]] std::optional<Placement> placement(const Subject& subject) const override;
  std::optional<Crowding> crowding(const Subject& subject) override;
  UnitResult run_unit(const UnitRequest& request) override;
  std::vector<VariantFailure> clean_up(const Subject& subject) override;
  [[nodiscard]] const collect::CounterPlan& counters() const override { return counters_; }
  [[nodiscard]] std::span<const collect::Pass> passes() const override;
  Result<PassResult, Failure> run_pass(const Subject& subject, std::size_t variant,
                                       const collect::Pass& pass,
                                       const PassSettings& settings) override;
  [[nodiscard]] std::optional<SimulatedPath> simulated_path(std::size_t variant) const override;
  Result<double, Failure> count(const Subject& subject, std::size_t variant,
                                std::string_view metric) override;
  Seconds now() override;
  bool interrupted() override;

 private:
  // For each variant, with the counters, and as it was simulated if the unit is to run so.
  [[nodiscard]] std::vector<collect::WorkerLaunch> unit_launches(const UnitRequest& request,
                                                                 std::optional<int> cpu) const;
  [[nodiscard]] collect::WorkerLaunch worker_launch(const Subject& subject, std::size_t variant,
                                                    std::size_t padding) const;

  Seconds worker_timeout_;
  collect::CounterPlan counters_;
  UnitCpus cpus_;
  collect::StealMeter steal_;
  std::map<const Subject*, std::string> left_out_;
  // Of the subject that is being measured, by variant.
  std::map<std::size_t, SimulatedCode> simulated_;
  std::map<std::size_t, std::string> timed_targets_;
};

}  // namespace hone::measure

// Runs the user's commands. Each run is a fresh process, made by a launcher that is smaller than
// any command.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/collect/launch/launcher.hpp"
#include "analyzers/collect/machine/steal_meter.hpp"
#include "analyzers/collect/simulate/command_simulation.hpp"
#include "analyzers/measure/executor.hpp"
#include "analyzers/model/plan.hpp"

namespace hone::measure {

class CommandExecutor : public Executor {
 public:
  // Errors: the launcher cannot be started, the input cannot be read, the output file cannot be
  // written. `settings` must outlive the executor.
  static Result<CommandExecutor> start(const CommandSettings& settings,
                                       collect::CounterPlan counters = {});

  // Sets the variant up and runs it untimed, as often as the settings say.
  Result<Probe, Failure> probe(const Subject& subject, std::size_t variant) override;
  UnitResult run_unit(const UnitRequest& request) override;
  std::vector<VariantFailure> clean_up(const Subject& subject) override;
  [[nodiscard]] const collect::CounterPlan& counters() const override { return counters_; }
  [[nodiscard]] std::span<const collect::Pass> passes() const override {
    return collect::command_passes();
  }
  Result<PassResult, Failure> run_pass(const Subject& subject, std::size_t variant,
                                       const collect::Pass& pass,
                                       const PassSettings& settings) override;
  Result<double, Failure> count(const Subject& subject, std::size_t variant,
                                std::string_view metric) override;
  // Why a run outside passes could not be started; absent: all could.
  [[nodiscard]] const std::optional<Error>& not_started() const { return not_started_; }
  Seconds now() override;
  bool interrupted() override;

 private:
  CommandExecutor(const CommandSettings& settings, collect::CounterPlan counters,
                  collect::Launcher launcher, collect::Descriptor input)
      : settings_(&settings),
        counters_(std::move(counters)),
        events_(collect::events_of(counters_)),
        launcher_(std::move(launcher)),
        input_(std::move(input)) {}

  enum class RunKind : std::uint8_t {
    first,  // untimed: its stdout is watched, to show it if the run fails
    timed,
    in_pass,  // under a pass's tool: however the run ends by itself is no failure
  };

  // Runs the command once, with the variant's hooks, as the variant's next run. `limit` takes the
  // place of the settings' timeout for a run in a pass.
  Result<collect::CommandRun, Failure> run_once(const Subject& subject, std::size_t variant,
                                                const collect::PreparedCommand& command,
                                                std::size_t padding, RunKind kind,
                                                std::optional<Seconds> limit = std::nullopt);
  Result<collect::CommandRun, Failure> launch(const collect::PreparedCommand& command,
                                              std::size_t padding, RunKind kind,
                                              std::optional<Seconds> limit, std::size_t number);
  Result<void> direct_streams(RunKind kind, collect::RunRequest& request,
                              collect::Descriptor& file) const;
  // The variant as a pass runs it. The trial must not outlive this executor or `subject`.
  collect::CommandTrial trial_of(const Subject& subject, std::size_t variant, Seconds limit);
  // The time limit of a run in a pass that a verdict may be about: the command's own timeout, made
  // `slowdown` times as long; infinite where the command has none.
  [[nodiscard]] Seconds patient_limit(double slowdown) const;
  Result<double, Failure> count_instructions(const Subject& subject, std::size_t variant);
  Result<VariantUnit, Failure> measure(const Subject& subject, std::size_t variant,
                                       std::size_t padding);

  const CommandSettings* settings_;
  collect::CounterPlan counters_;
  std::vector<collect::EventInSet> events_;  // of counters_
  collect::Launcher launcher_;
  collect::Descriptor input_;
  collect::StealMeter steal_;
  std::optional<Error> not_started_;
  double core_frequency_ = 0;  // after the last run
  // The commands of the subject that is being measured, by variant; absent: not set up.
  std::vector<std::optional<collect::PreparedCommand>> commands_;
  // Both are as long as commands_.
  std::vector<RunEnd> ends_;       // how the last run ended
  std::vector<std::size_t> runs_;  // how many have begun, untimed ones and those in passes included
};

}  // namespace hone::measure

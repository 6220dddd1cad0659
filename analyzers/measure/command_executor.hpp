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
#include "analyzers/measure/stdin_file.hpp"
#include "analyzers/measure/unit_cpus.hpp"
#include "analyzers/model/plan.hpp"

namespace hone::measure {

class CommandExecutor : public Executor {
 public:
  // Errors: the launcher cannot be started, the input cannot be read, the output file cannot be
  // written. `settings` must outlive the executor.
  static Result<CommandExecutor> start(const CommandSettings& settings,
                                       collect::CounterPlan counters = {},
                                       const CpuChoice& cpus = {});

  // Sets the variant up and runs it untimed, as often as the settings say.
  Result<Probe, Failure> probe(const Subject& subject, std::size_t variant) override;
  [[nodiscard]] std::optional<Placement> placement(const Subject& subject) const override;
  UnitResult run_unit(const UnitRequest& request) override;
  std::vector<VariantFailure> clean_up(const Subject& subject) override;
  [[nodiscard]] const collect::CounterPlan& counters() const override { return counters_; }
  [[nodiscard]] std::optional<InputSummary> input() const override { return input_.summary; }
  [[nodiscard]] std::span<const collect::Pass> passes() const override {
    return collect::command_passes();
  }
  Result<PassResult, Failure> run_pass(const Subject& subject, std::size_t variant,
                                       const collect::Pass& pass,
                                       const PassSettings& settings) override;
  [[nodiscard]] std::optional<SimulatedPath> simulated_path(std::size_t variant) const override;
  Result<double, Failure> count(const Subject& subject, std::size_t variant,
                                std::string_view metric) override;
  // Why a run outside passes could not be started; absent: all could.
  [[nodiscard]] const std::optional<Error>& not_started() const { return not_started_; }
  Seconds now() override;
  bool interrupted() override;

 private:
  CommandExecutor(const CommandSettings& settings, collect::CounterPlan counters,
                  collect::Launcher launcher, CommandInput input, const CpuChoice& cpus)
      : settings_(&settings),
        counters_(std::move(counters)),
        events_(collect::events_of(counters_)),
        launcher_(std::move(launcher)),
        input_(std::move(input)),
        cpus_(cpus) {}

  enum class RunKind : std::uint8_t {
    first,   // untimed: its stdout is watched, to show it if the run fails
    unread,  // untimed: its stdout is /dev/null
    timed,
    in_pass,  // under a pass's tool: however the run ends by itself is no failure
  };

  struct RunSettings {
    RunKind kind = RunKind::first;
    std::size_t padding = 0;           // bytes of HONE_PADDING
    std::optional<int> cpu{};          // the unit's; absent: it is not on one CPU
    std::optional<Seconds> limit{};    // of a run in a pass, in the place of the timeout
    collect::ExecObserver executed{};  // as in collect::RunRequest
  };

  // Runs the command once, with the variant's hooks, as the variant's next run.
  Result<collect::CommandRun, Failure> run_once(const Subject& subject, std::size_t variant,
                                                const collect::PreparedCommand& command,
                                                const RunSettings& run);
  Result<collect::CommandRun, Failure> launch(const collect::PreparedCommand& command,
                                              const RunSettings& run, std::size_t number);
  Result<void> direct_streams(RunKind kind, collect::RunRequest& request,
                              collect::Descriptor& file) const;
  // Whether timed runs write into a pipe that is emptied.
  [[nodiscard]] bool reads_output() const;
  // The variant as a pass runs it. The trial must not outlive this executor or `subject`.
  collect::CommandTrial trial_of(const Subject& subject, std::size_t variant, Seconds limit);
  // The time limit of a run in a pass that a verdict may be about: the command's own timeout, made
  // `slowdown` times as long; infinite where the command has none.
  [[nodiscard]] Seconds patient_limit(double slowdown) const;
  Result<double, Failure> count_instructions(const Subject& subject, std::size_t variant);
  // What is known of a variant of the subject that is being measured.
  struct VariantState {
    std::optional<collect::PreparedCommand> command;  // absent: it could not be prepared
    RunEnd end;                                       // of the last run
    std::size_t runs = 0;  // that have begun, untimed ones and those in passes included
    std::optional<UnreadOutput> unread_output;  // absent: it does as much for /dev/null
    std::optional<SimulatedCode> simulated;     // absent: it was not simulated
  };
  // `to_pipe`: what a run moved whose output was read.
  Result<std::optional<UnreadOutput>, Failure> find_unread_output(const Subject& subject,
                                                                  std::size_t variant,
                                                                  const collect::IoBytes& to_pipe);
  // `command`: the variant's, or as it is simulated.
  Result<VariantUnit, Failure> measure(const Subject& subject, std::size_t variant,
                                       const collect::PreparedCommand& command, std::size_t padding,
                                       std::optional<int> cpu);
  // Where hone is while a program runs on `cpu`.
  [[nodiscard]] std::vector<int> place_of_hone(int cpu) const;
  // The speed of the unit's CPU, or else of the one that hone is on, Hz.
  [[nodiscard]] double gauge(std::optional<int> cpu) const;
  // What an untimed run tells of the CPUs that the variant needs.
  void note_cpu_use(const Subject& subject, std::size_t variant, const collect::CommandRun& run);

  const CommandSettings* settings_;
  collect::CounterPlan counters_;
  std::vector<collect::EventInSet> events_;  // of counters_
  collect::Launcher launcher_;
  CommandInput input_;
  collect::StealMeter steal_;
  UnitCpus cpus_;
  std::optional<Error> not_started_;
  double core_frequency_ = 0;         // after the last run; 0: the gauge was disturbed
  std::vector<VariantState> states_;  // by variant, of those that were set up
  bool prints_errors_ = false;        // some untimed run has, which hone reads as it comes
  bool output_is_read_ = false;       // timed runs write into a pipe, since one does less otherwise
};

}  // namespace hone::measure

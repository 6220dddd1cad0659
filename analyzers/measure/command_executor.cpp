#include "analyzers/measure/command_executor.hpp"

#include <algorithm>
#include <limits>

#include <unistd.h>

#include "analyzers/collect/launch/hook.hpp"
#include "analyzers/collect/launch/output_metric.hpp"
#include "analyzers/collect/machine/core_speed.hpp"
#include "analyzers/collect/machine/issue_width.hpp"
#include "analyzers/collect/process/affinity.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/process/resource_limits.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"
#include "analyzers/collect/simulate/command_simulation.hpp"
#include "analyzers/collect/simulate/valgrind_cpu.hpp"
#include "analyzers/measure/command_streams.hpp"
#include "analyzers/measure/counter_values.hpp"
#include "analyzers/measure/moved_bytes.hpp"
#include "fmt/format.h"

namespace hone::measure {
namespace {

using collect::CommandRun;
using collect::OutputTarget;
using collect::PreparedCommand;

constexpr double simulation_slowdown = 100;  // for a run's time limit: more than callgrind's
constexpr std::size_t shown_bytes = 2000;    // of the output of a run that failed

std::string tail_of(const std::string& text) {
  return text.size() > shown_bytes ? text.substr(text.size() - shown_bytes) : text;
}

// What the run printed: its errors, or else its output where hone saw that.
std::string shown_output(const CommandRun& run) {
  return tail_of(run.error.text.empty() ? run.output.text : run.error.text);
}

// " in run 3", where earlier runs went well.
std::string in_run(std::optional<std::size_t> run) {
  return run.value_or(0) == 0 ? "" : fmt::format(" in run {}", *run);
}

bool is_ignored(const collect::Exit& exit, const CommandSettings& settings) {
  if (!settings.ignore_failure) return false;
  const std::vector<int>& codes = settings.ignored_codes;
  return codes.empty() ||
         (exit.signal == 0 && std::find(codes.begin(), codes.end(), exit.code) != codes.end());
}

// Why the run does not count; absent: it does. `where`: "", or " in run 3".
std::optional<Failure> failure_of(const CommandRun& run, std::optional<Seconds> timeout,
                                  bool ignore_failure, const std::string& where) {
  if (run.stopped_by != 0) {
    return Failure{FailureKind::failed, collect::describe_terminal_stop(run.stopped_by),
                   shown_output(run)};
  }
  if (run.end == collect::Ending::timed_out) {
    return Failure{FailureKind::timed_out,
                   fmt::format("did not end within {:.3g} s{}{}", timeout->count(), where,
                               run.not_killed ? "; it goes on, since hone may not kill it" : ""),
                   shown_output(run)};
  }
  if (run.end == collect::Ending::interrupted) {
    return Failure::failed("interrupted");
  }
  if (run.not_killed) {
    return Failure{FailureKind::failed, "left a process running that hone may not kill" + where,
                   shown_output(run)};
  }
  if (ignore_failure || (run.exit.signal == 0 && run.exit.code == 0)) return std::nullopt;
  const FailureKind kind = run.exit.signal != 0 ? FailureKind::crashed : FailureKind::failed;
  return Failure{kind, describe(run.exit) + where + collect::cause_of_kill(run.exit),
                 shown_output(run)};
}

BlockValues values_of(const CommandRun& run) {
  const rusage& usage = run.exit.usage;
  BlockValues values;
  values["wall_time"] = run.wall.count();
  values["user_time"] = collect::seconds(usage.ru_utime);
  values["system_time"] = collect::seconds(usage.ru_stime);
  values["cpu_time"] = collect::seconds(usage.ru_utime) + collect::seconds(usage.ru_stime);
  values["peak_rss"] = 1024 * static_cast<double>(usage.ru_maxrss);
  values["page_faults"] = static_cast<double>(usage.ru_minflt + usage.ru_majflt);
  values["context_switches"] = static_cast<double>(usage.ru_nvcsw + usage.ru_nivcsw);
  return values;
}

// The metrics that the user defined.
Result<BlockValues, Failure> output_values(const std::vector<OutputMetric>& metrics,
                                           const CommandRun& run) {
  BlockValues values;
  for (const OutputMetric& metric : metrics) {
    const std::string& text = run.output.text;
    const Result<double> value =
        collect::read_output_metric(metric, text, run.output.bytes - text.size());
    if (!value) return Failure{FailureKind::failed, in_one_line(value.error()), tail_of(text)};
    values[metric.id] = *value;
  }
  return values;
}

Failure hook_failed(std::string_view which, Failure failure) {
  failure.text = fmt::format("its {} failed: {}", which, failure.text);
  return failure;
}

// Runs the hook, if there is one. It is told which variant it is for, and which run. The command is
// not: its environment must be the same for each variant.
Result<void, Failure> run_optional(std::string_view which, const std::optional<Launch>& hook,
                                   std::string_view variant, std::optional<std::size_t> run,
                                   bool (*is_to_end)() = collect::interrupted) {
  if (!hook) return {};
  Launch told = *hook;
  told.env.emplace_back("HONE_VARIANT", variant);
  if (run) told.env.emplace_back("HONE_RUN", fmt::format("{}", *run));
  const Result<void, Failure> done = collect::run_hook(told, is_to_end);
  if (done) return {};
  Failure failure = hook_failed(which, done.error());
  failure.text += in_run(run);
  return failure;
}

}  // namespace

Result<CommandExecutor> CommandExecutor::start(const CommandSettings& settings,
                                               collect::CounterPlan counters,
                                               const CpuChoice& cpus) {
  Result<CommandInput> input = open_input(settings);
  if (!input) return input.error();
  Result<collect::Launcher> launcher = collect::Launcher::start();
  if (!launcher) return launcher.error();
  return CommandExecutor(settings, std::move(counters), std::move(*launcher), std::move(*input),
                         cpus);
}

// Where the command's output goes. A run in a pass must not write again what a timed one wrote, nor
// may it find /dev/null in the place of a file, for which some programs write nothing at all; and
// its errors are read for what valgrind says.
Result<void> CommandExecutor::direct_streams(RunKind kind, collect::RunRequest& request,
                                             collect::Descriptor& file) const {
  using Output = CommandSettings::Output;
  const bool in_pass = kind == RunKind::in_pass;
  const bool inherits = settings_->output == Output::inherit && !in_pass;
  const bool passes_on = inherits || (settings_->pass_errors_on && !in_pass);
  request.error = passes_on ? OutputTarget::to(STDERR_FILENO) : OutputTarget::keep_last();
  if (inherits) {
    request.output = OutputTarget::to(STDOUT_FILENO);
  } else if (settings_->output == Output::file) {
    Result<collect::Descriptor> opened =
        in_pass ? collect::open_temporary_file() : open_output_file(*settings_);
    if (!opened) return opened.error();
    file = std::move(*opened);
    request.output = OutputTarget::to(file.get());
  } else if (!settings_->metrics.empty()) {
    request.output = OutputTarget::keep_first();
  } else if (kind == RunKind::first) {
    request.output = OutputTarget::keep_last();
  } else if (kind != RunKind::unread && reads_output()) {
    request.output = OutputTarget::drain();
  }
  return {};
}

bool CommandExecutor::reads_output() const {
  using Output = CommandSettings::Output;
  const bool is_unknown = settings_->output == Output::automatic && settings_->warmup == 0;
  return settings_->output == Output::pipe || is_unknown || output_is_read_;
}

Result<CommandRun, Failure> CommandExecutor::launch(const PreparedCommand& command,
                                                    const RunSettings& settings,
                                                    std::size_t number) {
  const RunKind kind = settings.kind;
  collect::RunRequest request;
  request.command = &command;
  request.padding = settings.padding;
  request.executed = settings.executed;
  request.input = input_.file.get();
  request.rewind_input = static_cast<bool>(input_.file);
  request.timeout = kind == RunKind::in_pass ? settings.limit : settings_->timeout;
  if (kind == RunKind::timed) request.events = events_;
  const bool is_untimed = kind == RunKind::first || kind == RunKind::unread;
  request.count_io = is_untimed;
  request.note_cpu_use = is_untimed;
  request.note_last_cpu = kind == RunKind::timed && !settings.cpu;
  request.cpus = settings.cpu ? std::vector<int>{*settings.cpu} : cpus_.all();
  if (settings.cpu) request.launcher_cpus = request.cpus;
  collect::Descriptor file;
  if (const Result<void> opened = direct_streams(kind, request, file); !opened) {
    return Failure::failed(opened.error());
  }
  const bool in_pass = kind == RunKind::in_pass;
  Result<CommandRun, collect::RunError> run = launcher_.run(request);
  if (!run) {
    const Error& error = run.error().error;
    const bool could_not = run.error().kind == collect::RunFailure::not_started;
    if (could_not && !in_pass) not_started_ = error;
    return Failure::failed(error);
  }
  if (std::optional<Failure> failure =
          failure_of(*run, request.timeout, in_pass || is_ignored(run->exit, *settings_),
                     in_pass ? "" : in_run(number))) {
    const bool unseen = request.output.kind == OutputTarget::Kind::null ||
                        request.output.kind == OutputTarget::Kind::drain;
    const bool ended = run->end == collect::Ending::completed && run->stopped_by == 0;
    if (unseen && failure->output.empty() && ended) {
      failure->text += "; its stdout was not kept (--output FILE keeps it)";
    }
    return std::move(*failure);
  }
  return std::move(*run);
}

Result<CommandRun, Failure> CommandExecutor::run_once(const Subject& subject, std::size_t variant,
                                                      const PreparedCommand& command,
                                                      const RunSettings& settings) {
  const std::string& name = subject.variants[variant].name;
  const Hooks& hooks = subject.variants[variant].hooks;
  const std::size_t number = states_[variant].runs++;
  if (auto prepared = run_optional("--prepare", hooks.prepare, name, number); !prepared) {
    return prepared.error();
  }
  Result<CommandRun, Failure> run = launch(command, settings, number);
  // However it ended: what was prepared may have to be undone. Where an interrupt ended it, another
  // one ends this.
  const collect::SecondSignalHeld held;
  const Result<void, Failure> concluded =
      run_optional("--conclude", hooks.conclude, name, number,
                   collect::interrupted() ? collect::hurried : collect::interrupted);
  if (run && !concluded) return concluded.error();
  return run;
}

// hone and its launcher sleep while the program runs, and to wake on another CPU takes longer: they
// are where the program is. Only where hone has to read meanwhile is it beside it.
std::vector<int> CommandExecutor::place_of_hone(int cpu) const {
  const bool reads = reads_output() || !settings_->metrics.empty() || prints_errors_;
  return reads ? cpus_.pool().beside(cpu) : std::vector<int>{cpu};
}

double CommandExecutor::gauge(std::optional<int> cpu) const {
  const std::vector<int> place = cpu ? place_of_hone(*cpu) : std::vector<int>{};
  const bool is_there = !cpu || place == std::vector<int>{*cpu};
  if (!is_there) collect::move_to({*cpu});
  const double frequency = collect::core_frequency();
  if (!is_there) collect::move_to(place);
  return frequency;
}

void CommandExecutor::note_cpu_use(const Subject& subject, std::size_t variant,
                                   const CommandRun& run) {
  const std::vector<int>& given = cpus_.all().empty() ? collect::home_cpus() : cpus_.all();
  prints_errors_ = prints_errors_ || run.error.bytes > 0;
  if (const auto why = why_several(run.cpu_use, given)) {
    cpus_.need_several(fmt::format("{} {}", subject.variants[variant].name, *why));
  }
}

std::optional<Placement> CommandExecutor::placement(const Subject& /*subject*/) const {
  return cpus_.placement();
}

Result<Probe, Failure> CommandExecutor::probe(const Subject& subject, std::size_t variant) {
  states_.resize(std::max(states_.size(), variant + 1));
  VariantState& state = states_[variant];
  const Variant& chosen = subject.variants[variant];
  if (auto set_up = run_optional("--setup", chosen.hooks.setup, chosen.name, std::nullopt);
      !set_up) {
    return set_up.error();
  }
  Result<PreparedCommand> command = PreparedCommand::prepare(chosen.launch);
  if (!command) return Failure::failed(command.error());
  state.command = std::move(*command);
  std::optional<collect::IoBytes> io_to_pipe;  // of the last run; absent: it printed nothing
  for (int run = 0; run < settings_->warmup; ++run) {
    const Result<CommandRun, Failure> done =
        run_once(subject, variant, *state.command, {RunKind::first});
    if (!done) return done.error();
    state.end = {done->exit.code, done->exit.signal};
    note_cpu_use(subject, variant, *done);
    io_to_pipe = done->output.bytes > 0 ? done->io : std::nullopt;
    const Result<BlockValues, Failure> read = output_values(settings_->metrics, *done);
    if (!read) return read.error();
  }
  if (settings_->warmup == 0) {
    cpus_.need_several(fmt::format("{} had no warm-up run to tell its threads by", chosen.name));
  }
  const bool may_be_unread =
      settings_->output == CommandSettings::Output::automatic && settings_->metrics.empty();
  if (!may_be_unread || !io_to_pipe) return Probe{};
  Result<std::optional<UnreadOutput>, Failure> unread =
      find_unread_output(subject, variant, *io_to_pipe);
  if (!unread) return unread.error();
  state.unread_output = *unread;
  output_is_read_ = output_is_read_ || state.unread_output;
  return Probe{};
}

// A run that moved less than the first one may have had less to do, being the second one: a third
// run, whose output is read again, decides.
Result<std::optional<UnreadOutput>, Failure> CommandExecutor::find_unread_output(
    const Subject& subject, std::size_t variant, const collect::IoBytes& to_pipe) {
  const std::optional<UnreadOutput> none;
  const PreparedCommand& command = *states_[variant].command;
  const Result<CommandRun, Failure> unread = run_once(subject, variant, command, {RunKind::unread});
  if (!unread) return unread.error();
  if (!unread->io || !does_less_unread(*unread->io, to_pipe)) return none;
  const Result<CommandRun, Failure> read = run_once(subject, variant, command, {RunKind::first});
  if (!read) return read.error();
  if (!read->io || !does_less_unread(*unread->io, *read->io)) return none;
  return std::optional(UnreadOutput{.to_null = unread->io->read + unread->io->written,
                                    .to_pipe = read->io->read + read->io->written});
}

Result<VariantUnit, Failure> CommandExecutor::measure(const Subject& subject, std::size_t variant,
                                                      const PreparedCommand& command,
                                                      std::size_t padding, std::optional<int> cpu) {
  const VariantState& state = states_[variant];
  const Result<CommandRun, Failure> run =
      run_once(subject, variant, command, {RunKind::timed, padding, cpu});
  if (!run) return run.error();
  BlockValues values = values_of(*run);
  const double before = core_frequency_;
  core_frequency_ = gauge(cpu);
  if (core_frequency_ > 0) {
    values["frequency"] = before > 0 ? std::min(before, core_frequency_) : core_frequency_;
  }
  Result<BlockValues, Failure> read = output_values(settings_->metrics, *run);
  if (!read) return read.error();
  values.merge(*read);
  VariantUnit part;
  add_counts(counters_, run->counted, 1, values, part.counter_shares);
  part.blocks.push_back(std::move(values));
  part.end = RunEnd{run->exit.code, run->exit.signal};
  part.left_behind = run->left_behind;
  part.cpu = cpu ? cpu : run->last_cpu;
  part.unread_output = state.unread_output;
  return part;
}

UnitResult CommandExecutor::run_unit(const UnitRequest& request) {
  steal_.begin();
  UnitRun unit;
  const std::optional<int> cpu = cpus_.draw(request.order.cpu);
  const collect::StayOn stay(cpu ? place_of_hone(*cpu) : std::vector<int>{});
  if (cpu) core_frequency_ = gauge(cpu);  // the last unit's may have been another CPU
  for (const std::size_t variant : request.order.rounds.front()) {
    Result<PreparedCommand> simulated{Error{}};
    if (request.as_simulated) {
      const Launch& launch = request.subject->variants[variant].launch;
      simulated = PreparedCommand::prepare(collect::with_native_tunables(launch));
      if (!simulated) return VariantFailure{variant, Failure::unavailable(simulated.error())};
    }
    Result<VariantUnit, Failure> part =
        measure(*request.subject, variant, simulated ? *simulated : *states_[variant].command,
                request.order.padding, cpu);
    if (!part) return VariantFailure{variant, part.error()};
    part->variant = variant;
    states_[variant].end = part->end.value_or(RunEnd{});
    if (const auto core = part->blocks.front().find("frequency");
        core != part->blocks.front().end()) {
      unit.slowest_core = std::min(unit.slowest_core.value_or(core->second), core->second);
    }
    unit.parts.push_back(std::move(*part));
  }
  unit.stolen = steal_.end();
  return unit;
}

std::vector<VariantFailure> CommandExecutor::clean_up(const Subject& subject) {
  std::vector<VariantFailure> failures;
  // An interrupt leaves the clean-up to end; a second one ends it, and what was finished is saved.
  const collect::SecondSignalHeld held;
  // Those that probe() came to, whether or not their set-up worked.
  for (std::size_t variant = 0; variant < states_.size(); ++variant) {
    const Variant& chosen = subject.variants[variant];
    const Result<void, Failure> cleaned = run_optional("--cleanup", chosen.hooks.cleanup,
                                                       chosen.name, std::nullopt, collect::hurried);
    if (!cleaned) failures.push_back({variant, cleaned.error()});
  }
  states_.clear();
  cpus_.end_subject();
  output_is_read_ = false;
  prints_errors_ = false;
  return failures;
}

collect::CommandTrial CommandExecutor::trial_of(const Subject& subject, std::size_t variant,
                                                Seconds limit) {
  const auto run_trial = [this, &subject, variant,
                          limit](const collect::TrialRun& run) -> Result<CommandRun, Failure> {
    const Result<PreparedCommand> command = PreparedCommand::prepare(run.launch);
    if (!command) {
      return Failure::unavailable(
          fmt::format("it cannot be run: {}", in_one_line(command.error())));
    }
    return run_once(subject, variant, *command,
                    {.kind = RunKind::in_pass,
                     .padding = run.padding,
                     .limit = limit,
                     .executed = run.executed});
  };
  return {.launch = subject.variants[variant].launch,
          .native_end = states_[variant].end,
          .limit = limit,
          .run = run_trial};
}

Result<PassResult, Failure> CommandExecutor::run_pass(const Subject& subject, std::size_t variant,
                                                      const collect::Pass& pass,
                                                      const PassSettings& settings) {
  const Seconds limit = pass.simulates ? settings.simulation_limit : patient_limit(pass.slowdown);
  Result<PassResult, Failure> result = pass.run_command(trial_of(subject, variant, limit));
  if (result && result->code) states_[variant].simulated = result->code;
  return result;
}

std::optional<SimulatedPath> CommandExecutor::simulated_path(std::size_t variant) const {
  if (variant >= states_.size() || !states_[variant].simulated) return std::nullopt;
  SimulatedPath path;
  path.other_code = states_[variant].simulated->other_code;
  path.start_up = states_[variant].simulated->start_up;
  path.issue_width = collect::issue_width();
  return path;
}

Seconds CommandExecutor::patient_limit(double slowdown) const {
  return settings_->timeout ? *settings_->timeout * slowdown
                            : Seconds(std::numeric_limits<double>::infinity());
}

Result<double, Failure> CommandExecutor::count(const Subject& subject, std::size_t variant,
                                               std::string_view metric) {
  if (metric == "instructions") return count_instructions(subject, variant);
  return count_by_pass(*this, subject, variant, metric, {});
}

Result<double, Failure> CommandExecutor::count_instructions(const Subject& subject,
                                                            std::size_t variant) {
  const Result<collect::CommandSimulation, Failure> simulation = collect::simulate_command(
      trial_of(subject, variant, patient_limit(simulation_slowdown)), std::nullopt);
  if (!simulation) {
    Failure failure = simulation.error();
    if (failure.kind == FailureKind::unavailable) {
      failure.kind = FailureKind::failed;
    } else {
      failure.text = "under callgrind: " + failure.text;
    }
    return failure;
  }
  states_[variant].simulated = SimulatedCode{"", simulation->other_code, simulation->start_up};
  return static_cast<double>(*simulation->profile.total("Ir"));
}

Seconds CommandExecutor::now() { return std::chrono::steady_clock::now().time_since_epoch(); }

bool CommandExecutor::interrupted() { return collect::interrupted(); }

}  // namespace hone::measure

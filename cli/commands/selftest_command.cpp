#include "cli/commands/selftest_command.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "analyzers/collect/environment.hpp"
#include "analyzers/collect/machine/steal_meter.hpp"
#include "analyzers/collect/process/affinity.hpp"
#include "analyzers/collect/process/installation.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/measure/command_executor.hpp"
#include "analyzers/measure/self_test_trials.hpp"
#include "analyzers/text/listing.hpp"
#include "analyzers/text/parts.hpp"
#include "cli/options/cpu_option.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/version.hpp"
#include "cli/session/session.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "reports/formats/terminal.hpp"
#include "reports/json/self_test_json.hpp"
#include "reports/sections/self_test_section.hpp"

namespace hone::cli {
namespace {

struct SelftestCommand {
  ComparisonOptions options;  // quick, thorough, alpha, metric and seed
  std::string programs = fmt::format("{}", fmt::join(measure::known_programs, ","));
  bool json = false;
};

Result<measure::Seconds> time_in_all(const ComparisonOptions& options) {
  if (!options.budget.empty()) return parse_positive_duration("--budget", options.budget);
  if (options.quick) return measure::Seconds(60);
  return measure::Seconds(options.thorough ? 1800 : 300);
}

Result<std::vector<std::size_t>> parse_programs(const std::string& text) {
  std::vector<std::size_t> programs;
  for (const std::string& name : text::split(text, ',')) {
    const auto* const found =
        std::find(measure::known_programs.begin(), measure::known_programs.end(), name);
    if (found == measure::known_programs.end()) {
      return Error{fmt::format("--programs: there is no '{}'", name),
                   fmt::format("choose among {}", fmt::join(measure::known_programs, ", "))};
    }
    const auto index = static_cast<std::size_t>(found - measure::known_programs.begin());
    if (std::find(programs.begin(), programs.end(), index) == programs.end()) {
      programs.push_back(index);
    }
  }
  return programs;
}

Result<measure::SelfTestDesign> build_design(const SelftestCommand& command) {
  Plan plan;
  if (const Result<void> applied = apply(command.options, plan); !applied) return applied.error();
  const auto chosen = parse_metrics(command.options.metric, VerdictOf::self_test, {});
  if (!chosen) return chosen.error();
  if (chosen->size() > 1) return Error{"--metric: a self-test is about one metric", "give one"};
  Result<std::vector<std::size_t>> programs = parse_programs(command.programs);
  if (!programs) return programs.error();
  const Result<measure::Seconds> time = time_in_all(command.options);
  if (!time) return time.error();
  measure::SelfTestDesign design;
  design.programs = std::move(*programs);
  measure::share_out(*time, design);
  design.alpha = plan.alpha;
  design.seed = plan.seed;
  if (!chosen->empty()) design.metric = chosen->front().id;
  return design;
}

double load_now() {
  const NumberOrAbsent load = collect::collect_environment().load;
  const double* number = std::get_if<double>(&load);
  return number != nullptr ? *number : 0;
}

int exit_code_of(const SelfTestReport& report) {
  if (report.interrupted) return exit_interrupted;
  return report.failed_trials > 0 ? exit_subject_failed : exit_done;
}

int selftest(const SelftestCommand& command, const Globals& globals) {
  const Result<measure::SelfTestDesign> design = build_design(command);
  if (!design) return refuse(design.error());
  const Result<std::string> program = collect::installed_file("hone-known-work");
  if (!program) return refuse(program.error());
  const Result<CpuChoice> cpus = parse_cpu_choice(command.options.cpus);
  if (!cpus) return refuse(cpus.error());
  if (auto usable = check_cpu_choice(*cpus, collect::home_cpus()); !usable) {
    return refuse(usable.error());
  }
  const CommandSettings settings;
  Result<measure::CommandExecutor> executor = measure::CommandExecutor::start(settings, {}, *cpus);
  if (!executor) return refuse(executor.error());
  collect::install_interrupt_handlers();

  const std::string created = now_utc();
  const double load_before = load_now();
  const measure::Seconds start = executor->now();
  collect::StealMeter steal(collect::StealMeter::Span::long_one);
  steal.begin();
  const auto amounts = choose_amounts(*design, *program, *executor);
  if (!amounts) return refuse(amounts.error());
  const std::vector<measure::Trial> planned = measure::plan_trials(*design);
  ProgressLine line(!globals.quiet && stderr_is_terminal());
  const std::vector<measure::Trial> done =
      measure::run_trials(planned, *design, *program, *amounts, *executor, [&](std::size_t trials) {
        line.draw({fmt::format("trial {} of {}", trials, planned.size()),
                   fmt::format(", {:.0f} s", (executor->now() - start).count())});
      });
  line.clear();

  SelfTestReport report = measure::tally(done, *design);
  report.tool = tool();
  report.created = created;
  report.interrupted = executor->interrupted();
  report.seconds = (executor->now() - start).count();
  report.noise.load_before = load_before;
  report.noise.load_after = load_now();
  report.noise.stolen = steal.end();
  return finish_with_output(
      command.json
          ? reports::render_self_test_json(report)
          : reports::render_terminal(reports::self_test_section(report), stdout_style(globals)),
      exit_code_of(report));
}

}  // namespace

void add_selftest_command(CLI::App& app, const Globals& globals, Action& run) {
  CLI::App* command =
      app.add_subcommand("selftest", "how often hone is wrong here, and what it detects");
  auto options = std::make_shared<SelftestCommand>();
  command->add_flag("--quick", options->options.quick, "about a minute; else about five");
  command->add_flag("--thorough", options->options.thorough, "about half an hour");
  command->add_option("--budget", options->options.budget, "about how long in all")
      ->check(is_not_empty())
      ->option_text("TIME");
  command
      ->add_option(
          "--metric", options->options.metric,
          fmt::format("what the verdicts are about: {}",
                      text::listed(metric_names(VerdictOf::self_test, usual_metric), "or")))
      ->check(is_not_empty())
      ->option_text("NAME");
  command
      ->add_option("--programs", options->programs,
                   "which of the built-in programs; all: " + options->programs)
      ->option_text("NAMES");
  add_alpha_option(*command, options->options);
  add_seed_option(*command, options->options);
  add_cpus_option(*command, options->options);
  command->add_flag("--json", options->json, "hone.selftest/1 instead of text");
  command->footer(
      "Compares built-in programs with themselves, where every difference is false,\n"
      "and with copies that do 0.5, 1, 2 and 5 % more work.\n\n"
      "Examples:\n"
      "  hone selftest --quick\n"
      "  hone selftest --metric cpu --programs cpu --json");
  command->callback([options, &globals, &run] {
    run = [options, &globals] { return selftest(*options, globals); };
  });
}

}  // namespace hone::cli

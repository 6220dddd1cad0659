#include "cli/plan/compare_plan.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzers/collect/launch/output_metric.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/measure/comparisons.hpp"
#include "analyzers/text/characters.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"
#include "cli/options/parameter_text.hpp"
#include "cli/options/scan.hpp"
#include "cli/options/words.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

using Point = std::vector<ParameterAssignment>;

// "name=PATTERN", "name:higher=PATTERN" or "name:lower=PATTERN".
Result<OutputMetric> parse_output_metric(std::string_view option, const std::string& text,
                                         OutputMetric::Syntax syntax) {
  const std::size_t equals = text.find('=');
  const std::string_view name = std::string_view(text).substr(0, equals);
  const std::size_t colon = name.find(':');
  const std::string_view direction =
      colon == std::string_view::npos ? "lower" : name.substr(colon + 1);
  OutputMetric metric{.id = std::string(name.substr(0, colon)), .syntax = syntax};
  if (equals == std::string::npos || equals + 1 == text.size() || !text::is_small_name(metric.id) ||
      (direction != "lower" && direction != "higher")) {
    return Error{
        fmt::format("{} '{}' is not of the form name=PATTERN or name:higher=PATTERN", option, text),
        "a name has small letters, digits and '_'"};
  }
  if (find_metric(metric.id) != nullptr || find_metric(metric.id + "_time") != nullptr) {
    return Error{fmt::format("{} '{}': hone has a metric '{}' of its own", option, text, metric.id),
                 "choose another name"};
  }
  metric.better = direction == "higher" ? Better::higher : Better::lower;
  metric.pattern = text.substr(equals + 1);
  if (const Result<void> pattern = collect::check_pattern(metric); !pattern) return pattern.error();
  return metric;
}

Result<std::vector<OutputMetric>> parse_output_metrics(const CompareOptions& options) {
  std::vector<OutputMetric> metrics;
  const auto add = [&](std::string_view option, const std::vector<std::string>& texts,
                       OutputMetric::Syntax syntax) -> Result<void> {
    for (const std::string& text : texts) {
      Result<OutputMetric> metric = parse_output_metric(option, text, syntax);
      if (!metric) return metric.error();
      for (const OutputMetric& earlier : metrics) {
        if (earlier.id == metric->id) {
          return Error{fmt::format("metric '{}' is defined twice", earlier.id), ""};
        }
      }
      metrics.push_back(std::move(*metric));
    }
    return {};
  };
  using Syntax = OutputMetric::Syntax;
  const Result<void> added =
      add("--metric-regex", options.metric_regexes, Syntax::regex).and_then([&] {
        return add("--metric-json", options.metric_pointers, Syntax::json_pointer);
      });
  if (!added) return added.error();
  return metrics;
}

// What --metric names; without it what the user defined, else the wall time.
Result<std::vector<VerdictMetric>> verdict_metrics_of(const CompareOptions& options,
                                                      const std::vector<OutputMetric>& defined) {
  Result<std::vector<VerdictMetric>> named =
      parse_metrics(options.metric, VerdictOf::command, defined);
  if (!named || !named->empty()) return named;
  for (const OutputMetric& metric : defined) named->push_back({metric.id, metric.better});
  if (named->empty()) {
    named->push_back({std::string(usual_metric), known_metric(usual_metric).better});
  }
  return named;
}

Result<std::vector<int>> ignored_codes_of(const CompareOptions& options) {
  std::vector<int> codes;
  const std::string& text = options.ignore_failure;
  if (text.empty() || text == flag_without_value) return codes;
  for (const std::string& word : text::split(text, ',')) {
    const std::optional<int> code = text::parse_number<int>(word);
    if (!code || *code < 1 || *code > 255) {
      return Error{
          fmt::format("--ignore-failure {}: '{}' is no exit code from 1 to 255", text, word),
          "for example -i 1,2; without codes all failures are ignored"};
    }
    codes.push_back(*code);
  }
  return codes;
}

Result<CommandSettings> compare_settings(const CompareOptions& options) {
  Result<CommandSettings> settings = command_settings(options);
  if (!settings) return settings.error();
  Result<std::vector<int>> codes = ignored_codes_of(options);
  if (!codes) return codes.error();
  settings->ignore_failure = !options.ignore_failure.empty();
  settings->ignored_codes = std::move(*codes);
  settings->warmup = options.warmup;
  Result<std::vector<OutputMetric>> metrics = parse_output_metrics(options);
  if (!metrics) return metrics.error();
  settings->metrics = std::move(*metrics);
  const bool is_others = settings->output == CommandSettings::Output::inherit ||
                         settings->output == CommandSettings::Output::file;
  if (!settings->metrics.empty() && is_others) {
    return Error{"a metric read from the output goes with --output auto or pipe only",
                 "hone has to read the output itself"};
  }
  return settings;
}

// The words of a command at one point. They are cut before values are filled in, so that a
// value with a blank stays in one word.
Result<Launch> launch_at(const std::string& command, const CompareOptions& options,
                         const Point& point) {
  Launch launch;
  if (!options.shell.empty()) {
    const Result<std::string> script = fill_in(command, point);
    if (!script) return script.error();
    launch.argv = {options.shell, "-c", *script};
  } else {
    const Result<std::vector<std::string>> words = split_words(command);
    if (!words) return words.error();
    for (const std::string& word : *words) {
      const Result<std::string> filled = fill_in(word, point);
      if (!filled) return filled.error();
      launch.argv.push_back(*filled);
    }
  }
  const Result<std::string> cwd = fill_in(options.cwd, point);
  if (!cwd) return cwd.error();
  launch.cwd = *cwd;
  for (const std::string& text : options.environment) {
    const auto assignment = parse_assignment(text);
    if (!assignment) return assignment.error();
    const Result<std::string> value = fill_in(assignment->second, point);
    if (!value) return value.error();
    set_variable(launch, assignment->first, *value);
  }
  return launch;
}

// The hook for one of the commands; none when the option was not given.
Result<std::optional<Launch>> hook_at(std::string_view option,
                                      const std::vector<std::string>& given, std::size_t command,
                                      const CompareOptions& options, const Point& point) {
  if (given.empty()) return std::optional<Launch>{};
  if (given.size() != 1 && given.size() != options.commands.size()) {
    return Error{fmt::format("{} is given {} times for {} commands", option, given.size(),
                             options.commands.size()),
                 "give it once, or once for each command"};
  }
  return launch_at(given[given.size() == 1 ? 0 : command], options, point).map([](Launch launch) {
    return std::optional<Launch>(std::move(launch));
  });
}

Result<Hooks> hooks_at(std::size_t command, const CompareOptions& options, const Point& point) {
  Hooks hooks;
  struct Wanted {
    std::string_view option;
    const std::vector<std::string>& given;
    std::optional<Launch>& hook;
  };
  for (const Wanted& wanted : {Wanted{"--setup", options.setup, hooks.setup},
                               Wanted{"--prepare", options.prepare, hooks.prepare},
                               Wanted{"--conclude", options.conclude, hooks.conclude},
                               Wanted{"--cleanup", options.cleanup, hooks.cleanup}}) {
    Result<std::optional<Launch>> hook =
        hook_at(wanted.option, wanted.given, command, options, point);
    if (!hook) return hook.error();
    wanted.hook = std::move(*hook);
  }
  return hooks;
}

// As given, with the point's values, or the commands themselves as they were typed; a name that
// recurs is numbered, since reports know a variant by its name.
Result<std::vector<std::string>> variant_names(const CompareOptions& options, const Point& point) {
  if (!options.names.empty() && options.names.size() != options.commands.size()) {
    return Error{
        fmt::format("{} names for {} commands", options.names.size(), options.commands.size()),
        "give -n once for each command, in their order"};
  }
  const std::vector<std::string>& given = options.names.empty() ? options.commands : options.names;
  std::vector<std::string> names;
  for (const std::string& text : given) {
    const Result<std::string> name = options.names.empty() ? text : fill_in(text, point);
    if (!name) return name.error();
    if (name->empty()) return Error{"a command or its name is empty", "name a program to run"};
    std::string unique = *name;
    for (int number = 2; std::find(names.begin(), names.end(), unique) != names.end(); ++number) {
      unique = fmt::format("{} #{}", *name, number);
    }
    names.push_back(std::move(unique));
  }
  return names;
}

Result<Subject> subject_at(const CompareOptions& options, const Point& point) {
  const Result<std::vector<std::string>> names = variant_names(options, point);
  if (!names) return names.error();
  Subject subject;
  subject.id = "compare";
  subject.kind = SubjectKind::command;
  subject.parameters = point;
  subject.work.iteration = "run the command";
  for (std::size_t command = 0; command < options.commands.size(); ++command) {
    Result<Launch> launch = launch_at(options.commands[command], options, point);
    if (!launch) return launch.error();
    Result<Hooks> hooks = hooks_at(command, options, point);
    if (!hooks) return hooks.error();
    subject.variants.push_back({(*names)[command], "", "", std::move(*launch), std::move(*hooks)});
  }
  return subject;
}

bool is_used(const std::string& name, const CompareOptions& options) {
  const auto any_uses = [&](const std::vector<std::string>& texts) {
    return std::any_of(texts.begin(), texts.end(),
                       [&](const std::string& text) { return uses(text, name); });
  };
  return any_uses(options.commands) || any_uses(options.setup) || any_uses(options.prepare) ||
         any_uses(options.conclude) || any_uses(options.cleanup) || any_uses(options.environment) ||
         uses(options.cwd, name);
}

Result<std::vector<Point>> points_of(const CompareOptions& options) {
  const Result<std::vector<ParameterText>> parameters = parse_parameters("-P", options.scans);
  if (!parameters) return parameters.error();
  std::vector<Scan> scans;
  for (const ParameterText& parameter : *parameters) {
    Result<Scan> scan = parse_scan(parameter);
    if (!scan) return scan.error();
    if (!is_used(parameter.name, options)) {
      return Error{fmt::format("-P {}: no command uses {{{}}}", parameter.name, parameter.name),
                   fmt::format("write {{{}}} where its value belongs", parameter.name)};
    }
    scans.push_back(std::move(*scan));
  }
  return combinations("-P", scans);
}

}  // namespace

Result<Plan> build_compare_plan(const CompareOptions& options) {
  if (options.commands.size() < 2) {
    return Error{"a comparison needs at least two commands, the first being the baseline",
                 "quote each: hone compare './a --fast' './b'"};
  }
  Plan plan;
  if (const Result<void> applied = apply(options, plan); !applied) return applied.error();
  const auto collectors = collect::collectors_of(collect::command_passes());
  if (auto applied = apply(options, collectors, plan); !applied) return applied.error();
  plan.rounds = 1;  // a run of a command is a whole process: there are no blocks to alternate
  Result<CommandSettings> settings = compare_settings(options);
  if (!settings) return settings.error();
  plan.command = std::move(*settings);
  Result<std::vector<VerdictMetric>> metrics = verdict_metrics_of(options, plan.command.metrics);
  if (!metrics) return metrics.error();
  plan.metrics = std::move(*metrics);
  const Result<std::vector<Point>> points = points_of(options);
  if (!points) return points.error();
  for (const Point& point : *points) {
    Result<Subject> subject = subject_at(options, point);
    if (!subject) return subject.error();
    subject->metrics = plan.metrics;
    plan.subjects.push_back(std::move(*subject));
  }
  if (const Result<void> fine = measure::check_alpha(plan); !fine) return fine.error();
  return plan;
}

}  // namespace hone::cli

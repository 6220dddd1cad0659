#include "cli/plan/compare_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
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
#include "cli/plan/compared_values.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

using Point = std::vector<ParameterAssignment>;

// What stands after the name, in any order: "higher" or "lower", and "difference" or "ratio".
// False: another word, or two that answer one question.
bool set_qualities(std::string_view words, OutputMetric& metric) {
  bool has_direction = false;
  bool has_scale = false;
  for (const std::string& word : text::split(words, ':')) {
    const bool is_scale = word == to_string(Scale::difference) || word == to_string(Scale::ratio);
    if (!is_scale && word != "higher" && word != "lower") return false;
    if (std::exchange(is_scale ? has_scale : has_direction, true)) return false;
    if (word == "higher") metric.better = Better::higher;
    if (word == to_string(Scale::difference)) metric.scale = Scale::difference;
  }
  return true;
}

// "name=PATTERN" or "name:higher:difference=PATTERN". An empty pattern is a JSON pointer, to the
// whole document.
Result<OutputMetric> parse_output_metric(std::string_view option, const std::string& text,
                                         OutputMetric::Syntax syntax) {
  const std::size_t equals = text.find('=');
  const std::string_view name = std::string_view(text).substr(0, equals);
  const std::size_t colon = name.find(':');
  OutputMetric metric{.id = std::string(name.substr(0, colon)), .syntax = syntax};
  const bool is_qualified =
      colon == std::string_view::npos || set_qualities(name.substr(colon + 1), metric);
  const bool has_pattern =
      equals != std::string::npos &&
      (equals + 1 < text.size() || syntax == OutputMetric::Syntax::json_pointer);
  if (!has_pattern || !text::is_small_name(metric.id) || !is_qualified) {
    return Error{
        fmt::format("{} '{}' is not of the form name=PATTERN or name:higher=PATTERN", option, text),
        "a name has small letters, digits and '_'; higher or lower says what is better, and "
        "difference that numbers may be 0 or below"};
  }
  if (find_metric(metric.id) != nullptr || find_metric(metric.id + "_time") != nullptr) {
    return Error{fmt::format("{} '{}': hone has a metric '{}' of its own", option, text, metric.id),
                 "choose another name"};
  }
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
  for (const OutputMetric& metric : defined) {
    named->push_back({metric.id, metric.better, metric.scale});
  }
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
          fmt::format("--ignore-failure={}: '{}' is no exit code from 1 to 255", text, word),
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
  const bool is_readable = settings->output == CommandSettings::Output::automatic ||
                           settings->output == CommandSettings::Output::pipe;
  if (!settings->metrics.empty() && !is_readable) {
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

// One of a subject's variants: a command as it was typed, and the values that it is filled in with.
struct Side {
  std::size_t command = 0;  // index into the options' commands
  Point values;             // of all parameters
  Point own;                // those in which it differs from the other sides
};

// What the subjects and their variants are made of.
struct Layout {
  std::optional<Scan> compared;  // absent: the commands are compared, not values
  std::size_t reference = 0;     // the side that is the baseline
  std::vector<Point> points;     // one for each subject
};

std::vector<Side> sides_at(const CompareOptions& options, const Layout& layout,
                           const Point& point) {
  std::vector<Side> sides;
  if (!layout.compared) {
    for (std::size_t command = 0; command < options.commands.size(); ++command) {
      sides.push_back({command, point, {}});
    }
    return sides;
  }
  const auto& [name, values] = *layout.compared;
  for (const ParameterValue& value : values) {
    sides.push_back({0, point, {{name, value}}});
    sides.back().values.emplace_back(name, value);
  }
  return sides;
}

// The hook for one of the sides; none when the option was not given.
Result<std::optional<Launch>> hook_at(std::string_view option,
                                      const std::vector<std::string>& given, const Side& side,
                                      const CompareOptions& options) {
  if (given.empty()) return std::optional<Launch>{};
  const std::size_t commands = options.commands.size();
  if (given.size() != 1 && given.size() != commands) {
    return Error{fmt::format("{} is given {} times for {} command{}", option, given.size(),
                             commands, commands == 1 ? "" : "s"),
                 commands == 1 ? "give it once, with {NAME} of a -P for what differs"
                               : "give it once, or once for each command"};
  }
  return launch_at(given[given.size() == 1 ? 0 : side.command], options, side.values)
      .map([](Launch launch) { return std::optional<Launch>(std::move(launch)); });
}

Result<Hooks> hooks_at(const Side& side, const CompareOptions& options) {
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
    Result<std::optional<Launch>> hook = hook_at(wanted.option, wanted.given, side, options);
    if (!hook) return hook.error();
    wanted.hook = std::move(*hook);
  }
  return hooks;
}

std::string assignment_text(const ParameterAssignment& assignment) {
  return fmt::format("{}={}", assignment.first, to_string(assignment.second));
}

// Of one command at several values: "n=2", and of one name for all of them that name with the
// value.
Result<std::string> value_name(const CompareOptions& options, const Side& side,
                               std::size_t number) {
  const ParameterAssignment& own = side.own.front();
  if (options.names.empty()) return assignment_text(own);
  const std::string& given = options.names[options.names.size() == 1 ? 0 : number];
  Result<std::string> name = fill_in(given, side.values);
  if (!name || name->empty() || options.names.size() > 1 || uses(given, own.first)) return name;
  return fmt::format("{} {}", *name, assignment_text(own));
}

Result<void> check_names(const CompareOptions& options, const Layout& layout, std::size_t sides) {
  const std::size_t names = options.names.size();
  if (names == 0 || names == sides || (names == 1 && layout.compared)) return {};
  if (!layout.compared) {
    return Error{fmt::format("{} {} for {} commands", names, names == 1 ? "name" : "names", sides),
                 "give -n once for each command, in their order"};
  }
  const std::string& parameter = layout.compared->first;
  return Error{fmt::format("{} names for {} values of {}", names, sides, parameter),
               fmt::format("give -n once, with {{{}}} for the value, or once for each", parameter)};
}

// As given, with the point's values, or the commands themselves as they were typed, or what each
// value is; a name that recurs is numbered, since reports know a variant by its name.
Result<std::vector<std::string>> variant_names(const CompareOptions& options, const Layout& layout,
                                               const std::vector<Side>& sides) {
  if (Result<void> fitting = check_names(options, layout, sides.size()); !fitting) {
    return fitting.error();
  }
  std::vector<std::string> names;
  std::set<std::string> known;
  for (std::size_t number = 0; number < sides.size(); ++number) {
    const std::string& command = options.commands[sides[number].command];
    const Result<std::string> name = layout.compared ? value_name(options, sides[number], number)
                                     : options.names.empty()
                                         ? command
                                         : fill_in(options.names[number], sides[number].values);
    if (!name) return name.error();
    if (name->empty() || command.empty()) {
      return Error{"a command or its name is empty", "name a program to run"};
    }
    std::string unique = *name;
    for (int next = 2; !known.insert(unique).second; ++next) {
      unique = fmt::format("{} #{}", *name, next);
    }
    names.push_back(std::move(unique));
  }
  return names;
}

Result<Subject> subject_at(const CompareOptions& options, const Layout& layout,
                           const Point& point) {
  const std::vector<Side> sides = sides_at(options, layout, point);
  const Result<std::vector<std::string>> names = variant_names(options, layout, sides);
  if (!names) return names.error();
  Subject subject;
  subject.id = "compare";
  subject.kind = SubjectKind::command;
  subject.parameters = point;
  subject.work.iteration = "run the command";
  for (std::size_t number = 0; number < sides.size(); ++number) {
    const Side& side = sides[number];
    Result<Launch> launch = launch_at(options.commands[side.command], options, side.values);
    if (!launch) return launch.error();
    Result<Hooks> hooks = hooks_at(side, options);
    if (!hooks) return hooks.error();
    subject.variants.push_back(
        {(*names)[number], "", "", std::move(*launch), std::move(*hooks), side.own});
  }
  const auto reference = subject.variants.begin() + static_cast<std::ptrdiff_t>(layout.reference);
  std::rotate(subject.variants.begin(), reference, reference + 1);
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

Result<std::vector<Scan>> scans_of(const CompareOptions& options,
                                   const std::vector<ParameterText>& parameters) {
  std::vector<Scan> scans;
  for (const ParameterText& parameter : parameters) {
    Result<Scan> scan = parse_scan(parameter);
    if (!scan) return scan.error();
    if (!is_used(parameter.name, options)) {
      return Error{fmt::format("-P {}: no command uses {{{}}}", parameter.name, parameter.name),
                   fmt::format("write {{{}}} where its value belongs", parameter.name)};
    }
    scans.push_back(std::move(*scan));
  }
  return scans;
}

// A scan may have a value twice; to compare one with itself is not what anybody types so.
Result<void> check_distinct(const Scan& compared, const std::vector<ParameterText>& parameters) {
  for (const ParameterText& parameter : parameters) {
    if (parameter.name != compared.first) continue;
    const std::optional<std::string> twice = value_given_twice(parameter);
    if (!twice) continue;
    return Error{
        fmt::format("-P {}: the value '{}' is given twice", parameter.name, *twice),
        "each value is compared with the others; a command that is given twice is compared "
        "with itself"};
  }
  return {};
}

Result<Layout> layout_of(const CompareOptions& options) {
  const Result<std::vector<ParameterText>> parameters = parse_parameters("-P", options.scans);
  if (!parameters) return parameters.error();
  Result<std::vector<Scan>> scans = scans_of(options, *parameters);
  if (!scans) return scans.error();
  Result<std::vector<Point>> points = combinations("-P", *scans);
  if (!points) return points.error();
  if (options.commands.size() > 1) {
    return reference_command(options.commands, options.names, options.reference)
        .map([&](std::size_t reference) {
          return Layout{std::nullopt, reference, std::move(*points)};
        });
  }
  Result<ComparedValues> chosen = choose_compared(std::move(*scans), options.reference);
  if (!chosen) return chosen.error();
  if (auto distinct = check_distinct(chosen->compared, *parameters); !distinct) {
    return distinct.error();
  }
  points = combinations("-P", chosen->others);
  if (!points) return points.error();
  return Layout{std::move(chosen->compared), chosen->reference, std::move(*points)};
}

Result<void> check_commands(const CompareOptions& options) {
  if (options.commands.size() > 1) return {};
  if (options.commands.size() == 1 && !options.scans.empty()) return {};
  return Error{
      "a comparison needs at least two commands, the first being the baseline, or one with "
      "the values of a -P",
      "quote each: hone compare './a --fast' './b', or hone compare -P n=1,2,4 'make -j{n}'"};
}

// Neither effort nor budget goes with it: each of them says otherwise when to end.
Result<void> set_runs(const CompareOptions& options, Plan& plan) {
  if (!options.runs) return {};
  const auto either = [&](std::string_view other, std::string_view when) {
    return Error{fmt::format("--runs {} ends after {} of each command, {} {}", *options.runs,
                             *options.runs == 1 ? "one run" : "so many runs", other, when),
                 "give one of them"};
  };
  if (options.until_decided) return either("--until-decided", "when the verdict is there");
  if (!options.budget.empty()) return either("--budget", "when the time is used up");
  if (options.quick) return either("--quick", "after 2 s");
  if (options.thorough) return either("--thorough", "after 60 s");
  plan.pairs = *options.runs;
  return {};
}

}  // namespace

Result<void> check_not_filled_in(std::string_view option, const std::string& file,
                                 const CompareOptions& options) {
  const Result<std::vector<ParameterText>> parameters = parse_parameters("-P", options.scans);
  if (!parameters) return parameters.error();
  for (const ParameterText& parameter : *parameters) {
    if (!uses(file, parameter.name)) continue;
    return Error{fmt::format("{} '{}': {{{}}} is not filled in there: all values have one file",
                             option, file, parameter.name),
                 "name a file without it"};
  }
  return {};
}

std::string runs_that_never_decide(const Plan& plan) {
  if (!plan.pairs || plan.subjects.empty()) return "";
  const Subject& subject = plan.subjects.front();
  const int fewest = measure::fewest_pairs_that_decide(subject, plan);
  if (*plan.pairs >= fewest || measure::sampled_metrics(subject) == 0) return "";
  const std::string_view mean = plan.estimand == Estimand::mean ? " --estimand mean" : "";
  return fmt::format("--runs {} can never decide at{} --alpha {:g}; --runs {} can", *plan.pairs,
                     mean, plan.alpha, fewest);
}

Result<Plan> build_compare_plan(const CompareOptions& options) {
  if (const Result<void> enough = check_commands(options); !enough) return enough.error();
  Plan plan;
  if (const Result<void> applied = apply(options, plan); !applied) return applied.error();
  if (const Result<void> set = set_runs(options, plan); !set) return set.error();
  const auto collectors = collect::collectors_of(collect::command_passes());
  if (auto applied = apply(options, collectors, plan); !applied) return applied.error();
  plan.rounds = 1;  // a run of a command is a whole process: there are no blocks to alternate
  Result<CommandSettings> settings = compare_settings(options);
  if (!settings) return settings.error();
  plan.command = std::move(*settings);
  Result<std::vector<VerdictMetric>> metrics = verdict_metrics_of(options, plan.command.metrics);
  if (!metrics) return metrics.error();
  plan.metrics = std::move(*metrics);
  for (const auto& [option, file] :
       {std::pair("--input", options.input), std::pair("--output", options.output)}) {
    if (auto named = check_not_filled_in(option, file, options); !named) return named.error();
  }
  const Result<Layout> layout = layout_of(options);
  if (!layout) return layout.error();
  for (const Point& point : layout->points) {
    Result<Subject> subject = subject_at(options, *layout, point);
    if (!subject) return subject.error();
    subject->metrics = plan.metrics;
    plan.subjects.push_back(std::move(*subject));
  }
  if (const Result<void> fine = measure::check_alpha(plan); !fine) return fine.error();
  return plan;
}

}  // namespace hone::cli

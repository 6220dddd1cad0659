#include "analyzers/collect/worker/plugin_description.hpp"

#include "analyzers/collect/worker/worker_protocol.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "nlohmann/json.hpp"

namespace hone::collect {
namespace {

using nlohmann::json;
using workloads::Parameter;
using workloads::Parameters;
using workloads::PluginWorkloads;
using workloads::Workload;

// Reads fields of one object; the first that is missing or of another type is the error.
class Fields {
 public:
  Fields(const json& object, PluginWorkloads& plugin) : object_(object), plugin_(plugin) {}

  std::string_view text(const char* name) {
    const json* value = find(name, &json::is_string);
    return value == nullptr ? std::string_view{} : keep(name, *value);
  }

  std::int64_t integer(const char* name) {
    const json* value = find(name, &json::is_number_integer);
    return value == nullptr ? 0 : value->get<std::int64_t>();
  }

  bool flag(const char* name) {
    const json* value = find(name, &json::is_boolean);
    return value != nullptr && value->get<bool>();
  }

  const json& list(const char* name) {
    static const json none = json::array();
    const json* value = find(name, &json::is_array);
    return value == nullptr ? none : *value;
  }

  std::vector<std::string_view> texts(const char* name) {
    std::vector<std::string_view> all;
    for (const json& item : list(name)) {
      if (!item.is_string()) {
        wrong(name);
        break;
      }
      all.push_back(keep(name, item));
    }
    return all;
  }

  std::vector<std::int64_t> integers(const char* name) {
    std::vector<std::int64_t> all;
    for (const json& item : list(name)) {
      if (!item.is_number_integer()) {
        wrong(name);
        break;
      }
      all.push_back(item.get<std::int64_t>());
    }
    return all;
  }

  const json& object(const char* name) {
    static const json none = json::object();
    const json* value = find(name, &json::is_object);
    return value == nullptr ? none : *value;
  }

  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  const json* find(const char* name, bool (json::*is_wanted)() const noexcept) {
    const auto found = object_.find(name);
    if (found != object_.end() && ((*found).*is_wanted)()) return &*found;
    wrong(name);
    return nullptr;
  }

  // The plug-in's own process has held it to its limit, unless the plug-in wrote to the channel
  // itself; a byte that is no UTF-8 has become three since.
  std::string_view keep(const char* name, const json& value) {
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() <= 3 * workloads::PluginLimits::text_bytes) return plugin_.keep(text);
    wrong(name);
    return {};
  }

  void wrong(const char* name) {
    if (problem_.empty()) problem_ = fmt::format("no valid '{}' in its description", name);
  }

  const json& object_;
  PluginWorkloads& plugin_;
  std::string problem_;
};

json parameter_json(const Parameter& parameter) {
  return {{"name", parameter.name}, {"meaning", parameter.meaning}, {"initial", parameter.initial},
          {"min", parameter.min},   {"max", parameter.max},         {"choices", parameter.choices}};
}

json pay_off_json(const workloads::PayOff& scan) {
  json others = json::array();
  for (const auto& [name, value] : scan.assignments) {
    others.push_back({{"name", name}, {"value", value}});
  }
  return {{"variant", scan.variant},
          {"parameter", scan.parameter},
          {"values", scan.values},
          {"others", std::move(others)}};
}

// `read` fills in an item from its fields; the error is that of the first item which has one.
template <class Read>
std::string read_items(const json& items, PluginWorkloads& plugin, Read read) {
  for (const json& item : items) {
    Fields fields(item, plugin);
    read(fields);
    if (!fields.problem().empty()) return fields.problem();
  }
  return {};
}

std::string read_lists(Fields& fields, PluginWorkloads& plugin, Workload& workload) {
  std::string problem = read_items(fields.list("parameters"), plugin, [&](Fields& given) {
    Parameter parameter;
    parameter.name = given.text("name");
    parameter.meaning = given.text("meaning");
    parameter.initial = given.integer("initial");
    parameter.min = given.integer("min");
    parameter.max = given.integer("max");
    parameter.choices = given.texts("choices");
    workload.parameters.push_back(std::move(parameter));
  });
  if (!problem.empty()) return problem;
  return read_items(fields.list("variants"), plugin, [&](Fields& given) {
    workloads::Variant variant;
    variant.name = given.text("name");
    variant.summary = given.text("summary");
    workload.variants.push_back(std::move(variant));
  });
}

std::string read_pay_off(const json& object, PluginWorkloads& plugin, workloads::PayOff& scan) {
  Fields fields(object, plugin);
  scan.variant = fields.text("variant");
  scan.parameter = fields.text("parameter");
  scan.values = fields.integers("values");
  std::string problem = read_items(fields.list("others"), plugin, [&](Fields& given) {
    const std::string_view name = given.text("name");
    scan.assignments.emplace_back(name, given.integer("value"));
  });
  return fields.problem().empty() ? problem : fields.problem();
}

// Takes the number before the next blank off `rest`.
template <class Number>
std::optional<Number> take_number(std::string_view& rest) {
  return text::parse_number<Number>(text::take_until(rest, ' '));
}

// Of any text in JSON: a control character becomes \u and four digits.
constexpr std::size_t escaped_bytes = 6;

// What a description at all limits has at most, with twice the names of its fields.
constexpr std::size_t longest_description() {
  using Limits = workloads::PluginLimits;
  constexpr std::size_t texts = 9 * Limits::text_bytes;  // of the workload itself
  constexpr std::size_t variants = Limits::variants * (Limits::name_bytes + Limits::text_bytes);
  constexpr std::size_t parameters = Limits::parameters * (Limits::name_bytes + Limits::text_bytes +
                                                           Limits::choices * Limits::name_bytes);
  constexpr std::size_t scan = (2 + Limits::parameters) * Limits::name_bytes;
  constexpr std::size_t field_names = 256 * (1 + Limits::variants + 2 * Limits::parameters) +
                                      4 * Limits::parameters * Limits::choices +
                                      24 * Limits::pay_off_values;
  return escaped_bytes * (texts + variants + parameters + scan) + field_names;
}
static_assert(longest_description() < longest_description_line);

}  // namespace

std::string format_workload(const Workload& workload) {
  json variants = json::array();
  for (const workloads::Variant& variant : workload.variants) {
    variants.push_back({{"name", variant.name}, {"summary", variant.summary}});
  }
  json parameters = json::array();
  for (const Parameter& parameter : workload.parameters) {
    parameters.push_back(parameter_json(parameter));
  }
  const json description{{"id", workload.id},
                         {"summary", workload.summary},
                         {"technique", workload.technique},
                         {"problem", workload.problem},
                         {"does_not_pay", workload.does_not_pay},
                         {"iteration", workload.iteration},
                         {"operation", workload.operation},
                         {"metric", workload.metric},
                         {"memory", static_cast<bool>(workload.memory_bytes)},
                         {"pay_off", pay_off_json(workload.pay_off)},
                         {"parameters", std::move(parameters)},
                         {"variants", std::move(variants)}};
  return "workload " + description.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<void> add_workload(std::string_view line, PluginWorkloads& plugin) {
  const std::optional<std::string> text = parse_text(line, "workload");
  if (!text) return Error{"its description is no description", ""};
  const json description = json::parse(*text, nullptr, false);
  if (!description.is_object()) return Error{"its description is no JSON object", ""};
  Fields fields(description, plugin);
  Workload workload;
  workload.id = fields.text("id");
  workload.summary = fields.text("summary");
  workload.technique = fields.text("technique");
  workload.problem = fields.text("problem");
  workload.does_not_pay = fields.text("does_not_pay");
  workload.iteration = fields.text("iteration");
  workload.operation = fields.text("operation");
  workload.metric = fields.text("metric");
  if (fields.flag("memory")) workload.memory_bytes = [](const Parameters&) { return 0.0; };
  std::string problem = read_lists(fields, plugin, workload);
  if (problem.empty()) problem = read_pay_off(fields.object("pay_off"), plugin, workload.pay_off);
  if (!fields.problem().empty()) problem = fields.problem();
  if (!problem.empty()) return Error{std::move(problem), ""};
  if (plugin.workloads.size() == workloads::PluginLimits::workloads) {
    return Error{"it has too many workloads", ""};
  }
  plugin.workloads.push_back(std::move(workload));
  return workloads::check_workloads(plugin.workloads);
}

std::string format_question(Question question, std::size_t workload,
                            const std::vector<std::int64_t>& values) {
  std::string line =
      fmt::format("{} {}", question == Question::operations ? "operations" : "memory", workload);
  for (const std::int64_t value : values) line += fmt::format(" {}", value);
  return line;
}

Result<double> answer_question(const std::vector<Workload>& workloads, std::string_view line) {
  const Error unknown{fmt::format("an unknown question: '{}'", line), ""};
  const std::string_view verb = text::take_until(line, ' ');
  if (verb != "operations" && verb != "memory") return unknown;
  const auto index = take_number<std::size_t>(line);
  if (!index || *index >= workloads.size()) return unknown;
  const Workload& workload = workloads[*index];
  Parameters parameters(workload.parameters);
  for (const Parameter& parameter : workload.parameters) {
    const auto value = take_number<std::int64_t>(line);
    if (!value) return unknown;
    parameters.set(parameter.name, *value);
  }
  const auto& function = verb == "operations" ? workload.operations : workload.memory_bytes;
  if (!function || !line.empty()) return unknown;
  return function(parameters);
}

std::string format_number(double number) { return fmt::format("number {}", number); }

std::optional<double> parse_number_line(std::string_view line) {
  const std::optional<std::string> text = parse_text(line, "number");
  return text ? text::parse_number<double>(*text) : std::nullopt;
}

bool is_usable(double answer) { return answer >= least_answer && answer <= most_answer; }

}  // namespace hone::collect

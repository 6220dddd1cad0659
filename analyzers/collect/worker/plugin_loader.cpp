#include "analyzers/collect/worker/plugin_loader.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <dlfcn.h>

#include "analyzers/text/characters.hpp"
#include "workloads/catalogue.hpp"

namespace hone::workloads {
namespace {

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

// [a-z0-9_]+, and no longer than names may be.
bool is_word(std::string_view text) {
  return text.size() <= PluginLimits::name_bytes && text::is_small_word(text);
}

bool is_name(std::string_view text) { return is_word(text) && text::is_small_name(text); }

bool is_id(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && is_word(text.substr(0, slash)) &&
         is_word(text.substr(slash + 1));
}

std::string range(std::size_t least, std::size_t most) {
  return std::to_string(least) + " to " + std::to_string(most);
}

// The first name that two items have; empty: none.
template <class Items>
std::string_view repeated_name(const Items& items) {
  std::set<std::string_view> seen;
  for (const auto& item : items) {
    if (!seen.insert(item.name).second) return item.name;
  }
  return {};
}

std::optional<std::string> wrong_choices(const Parameter& parameter) {
  const std::size_t count = parameter.choices.size();
  if (count < 2 || count > PluginLimits::choices) {
    return "has " + std::to_string(count) + " choices, not " + range(2, PluginLimits::choices);
  }
  std::set<std::string_view> seen;
  for (const std::string_view choice : parameter.choices) {
    if (!is_word(choice)) return "has a choice " + quoted(choice) + ", which is not [a-z0-9_]+";
    if (!seen.insert(choice).second) return "has the choice " + quoted(choice) + " twice";
  }
  if (parameter.initial < 0 || static_cast<std::size_t>(parameter.initial) >= count) {
    return "has no choice number " + std::to_string(parameter.initial) + ", its default";
  }
  return std::nullopt;
}

std::optional<std::string> wrong_parameter(const Parameter& parameter) {
  if (!is_name(parameter.name)) return "has a name that is not [a-z][a-z0-9_]*";
  if (!parameter.choices.empty()) return wrong_choices(parameter);
  if (parameter.min > parameter.max) return "has a min above its max";
  if (parameter.initial < parameter.min || parameter.initial > parameter.max) {
    return "has a default, " + std::to_string(parameter.initial) + ", that is not within " +
           std::to_string(parameter.min) + " to " + std::to_string(parameter.max);
  }
  return std::nullopt;
}

std::optional<std::string> wrong_variants(const std::vector<Variant>& variants) {
  if (variants.size() < 2 || variants.size() > PluginLimits::variants) {
    return "has " + std::to_string(variants.size()) + " variants, not " +
           range(2, PluginLimits::variants) + ": the baseline and what is compared with it";
  }
  for (const Variant& variant : variants) {
    if (!is_name(variant.name)) {
      return "has a variant " + quoted(variant.name) + ", which is not [a-z][a-z0-9_]*";
    }
  }
  const std::string_view twice = repeated_name(variants);
  if (!twice.empty()) return "has the variant " + quoted(twice) + " twice";
  return std::nullopt;
}

bool is_value_of(const Parameter& parameter, std::int64_t value) {
  if (parameter.choices.empty()) return value >= parameter.min && value <= parameter.max;
  return value >= 0 && static_cast<std::size_t>(value) < parameter.choices.size();
}

std::optional<std::string> wrong_scan_values(const Parameter& scanned,
                                             const std::vector<std::int64_t>& values) {
  if (values.size() < 2 || values.size() > PluginLimits::pay_off_values) {
    return "has " + std::to_string(values.size()) + " pay_off_values, not " +
           range(2, PluginLimits::pay_off_values);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!is_value_of(scanned, values[i])) {
      return "has " + std::to_string(values[i]) +
             " among its pay_off_values, which is no value of " + quoted(scanned.name);
    }
    if (i > 0 && values[i] <= values[i - 1]) return "has pay_off_values that do not ascend";
  }
  return std::nullopt;
}

std::optional<std::string> wrong_pay_off(const Workload& workload) {
  const PayOff& scan = workload.pay_off;
  const bool is_variant =
      std::any_of(workload.variants.begin() + 1, workload.variants.end(),
                  [&](const Variant& variant) { return variant.name == scan.variant; });
  if (!scan.variant.empty() && !is_variant) {
    return "has the pay_off_variant " + quoted(scan.variant) +
           ", which is none of those compared with its baseline";
  }
  if (scan.parameter.empty()) {
    if (scan.values.empty() && scan.assignments.empty()) return std::nullopt;
    return "has a scan for --pay-off without a pay_off_parameter";
  }
  const Parameter* scanned = find_parameter(workload, scan.parameter);
  if (scanned == nullptr || !scanned->choices.empty()) {
    return "has the pay_off_parameter " + quoted(scan.parameter) +
           ", which is none of its parameters that are numbers";
  }
  for (const auto& [name, value] : scan.assignments) {
    const Parameter* parameter = find_parameter(workload, name);
    if (parameter == nullptr || !is_value_of(*parameter, value)) {
      return "has a pay_off_point with " + std::to_string(value) + " for " + quoted(name);
    }
  }
  return wrong_scan_values(*scanned, scan.values);
}

std::optional<std::string> wrong_workload(const Workload& workload) {
  if (workload.summary.empty()) return "has no summary";
  if (workload.metric != "cpu_time" && workload.metric != "wall_time") {
    return "has the metric " + quoted(workload.metric) + ", not cpu_time or wall_time";
  }
  if (std::optional<std::string> wrong = wrong_variants(workload.variants)) return wrong;
  if (workload.parameters.size() > PluginLimits::parameters) {
    return "has more than " + std::to_string(PluginLimits::parameters) + " parameters";
  }
  for (const Parameter& parameter : workload.parameters) {
    if (std::optional<std::string> wrong = wrong_parameter(parameter)) {
      return "parameter " + quoted(parameter.name) + " " + *wrong;
    }
  }
  const std::string_view twice = repeated_name(workload.parameters);
  if (!twice.empty()) return "has the parameter " + quoted(twice) + " twice";
  return wrong_pay_off(workload);
}

// Reads the plug-in's structs, of the sizes that it was compiled with.
class Reader {
 public:
  explicit Reader(const hone_plugin_t& plugin)
      : plugin_(plugin_item<hone_plugin_t>(&plugin, plugin.plugin_size, 0)) {}

  Result<PluginWorkloads> read() {
    for (std::size_t i = 0; i < plugin_.workload_count; ++i) {
      read_workload(plugin_item<hone_workload_t>(plugin_.workloads, plugin_.workload_size, i), i);
      if (!problem_.empty()) return Error{problem_, ""};
    }
    if (const Result<void> checked = check_workloads(result_.workloads); !checked) {
      return checked.error();
    }
    return std::move(result_);
  }

 private:
  void wrong(const std::string& what) {
    if (problem_.empty()) problem_ = where_ + " " + what;
  }

  // NULL is the empty text.
  std::string_view text(const char* given, const char* field,
                        std::size_t most = PluginLimits::text_bytes) {
    if (given == nullptr) return {};
    const std::size_t length = strnlen(given, most + 1);
    if (length > most) {
      wrong("has a " + std::string(field) + " of more than " + std::to_string(most) + " bytes");
      return {};
    }
    return result_.keep(std::string(given, length));
  }

  std::string_view name(const char* given, const char* field) {
    if (given == nullptr) wrong("has a " + std::string(field) + " that is NULL");
    return text(given, field, PluginLimits::name_bytes);
  }

  // Whether `count` of them are there; says what is wrong otherwise.
  bool is_array(const void* items, std::size_t count, std::size_t most, const char* what) {
    if (count > most) {
      wrong("has " + std::to_string(count) + " " + what + ", more than " + std::to_string(most));
      return false;
    }
    if (count > 0 && items == nullptr) {
      wrong("has " + std::to_string(count) + " " + what + " at NULL");
      return false;
    }
    return true;
  }

  void read_workload(const hone_workload_t& given, std::size_t index) {
    where_ = "workload " + std::to_string(index + 1);
    Workload workload;
    if (given.id == nullptr) wrong("has an id that is NULL");
    workload.id = text(given.id, "id", 2 * PluginLimits::name_bytes + 1);
    if (!workload.id.empty()) where_ = workload.id;
    workload.summary = text(given.summary, "summary");
    workload.technique = text(given.technique, "technique");
    workload.problem = text(given.problem, "problem");
    workload.does_not_pay = text(given.does_not_pay, "does_not_pay");
    workload.iteration =
        given.iteration == nullptr ? "a call of run()" : text(given.iteration, "iteration");
    workload.operation = given.operation == nullptr ? "iteration" : text(given.operation, "unit");
    if (given.metric != nullptr) workload.metric = text(given.metric, "metric");
    if (!is_array(given.parameters, given.parameter_count, PluginLimits::parameters,
                  "parameters") ||
        !is_array(given.variants, given.variant_count, PluginLimits::variants, "variants")) {
      return;
    }
    std::vector<std::string_view> names;
    names.reserve(given.parameter_count);
    for (std::size_t i = 0; i < given.parameter_count; ++i) {
      read_parameter(plugin_item<hone_parameter_t>(given.parameters, plugin_.parameter_size, i),
                     workload);
      names.push_back(workload.parameters.back().name);
    }
    for (std::size_t i = 0; i < given.variant_count; ++i) {
      read_variant(plugin_item<hone_variant_t>(given.variants, plugin_.variant_size, i), names,
                   workload);
    }
    workload.operations = number(given.operations, names);
    if (!workload.operations) workload.operations = [](const Parameters&) { return 1.0; };
    workload.memory_bytes = number(given.memory_bytes, names);
    read_pay_off(given, names, workload);
    result_.workloads.push_back(std::move(workload));
  }

  void read_pay_off(const hone_workload_t& given, const std::vector<std::string_view>& names,
                    Workload& workload) {
    PayOff& scan = workload.pay_off;
    scan.variant = text(given.pay_off_variant, "pay_off_variant", PluginLimits::name_bytes);
    scan.parameter = text(given.pay_off_parameter, "pay_off_parameter", PluginLimits::name_bytes);
    if (!is_array(given.pay_off_values, given.pay_off_value_count, PluginLimits::pay_off_values,
                  "pay_off_values")) {
      return;
    }
    scan.values.assign(given.pay_off_values, given.pay_off_values + given.pay_off_value_count);
    if (given.pay_off_point == nullptr) return;
    scan.assignments.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == scan.parameter) continue;
      scan.assignments.emplace_back(names[i], given.pay_off_point[i]);
    }
  }

  void read_parameter(const hone_parameter_t& given, Workload& workload) {
    Parameter parameter;
    parameter.name = name(given.name, "parameter's name");
    parameter.meaning = text(given.meaning, "parameter's meaning");
    parameter.initial = given.initial;
    parameter.min = given.min;
    parameter.max = given.max;
    if (is_array(given.choices, given.choice_count, PluginLimits::choices, "choices")) {
      parameter.choices.reserve(given.choice_count);
      for (std::size_t i = 0; i < given.choice_count; ++i) {
        parameter.choices.push_back(name(given.choices[i], "choice"));
      }
    }
    if (given.choices != nullptr && given.choice_count == 0) wrong("has choices, but 0 of them");
    workload.parameters.push_back(std::move(parameter));
  }

  void read_variant(const hone_variant_t& given, const std::vector<std::string_view>& names,
                    Workload& workload) {
    Variant variant;
    variant.name = name(given.name, "variant's name");
    variant.summary = text(given.summary, "variant's summary");
    if (given.prepare == nullptr) wrong("has a variant without prepare()");
    if (given.run == nullptr) wrong("has a variant without run()");
    const auto prepare = given.prepare;
    const auto run = given.run;
    const auto destroy = given.destroy;
    variant.prepare = [=](const Parameters& parameters) -> Kernel {
      const char* error = nullptr;
      void* state = prepare(values_of(parameters, names).data(), &error);
      if (error != nullptr) throw PrepareFailed(reason_of(error));
      const std::shared_ptr<void> owned(state, [destroy](void* prepared) {
        if (destroy != nullptr) destroy(prepared);
      });
      return [owned, run] { return run(owned.get()); };
    };
    if (const auto unavailable = given.unavailable; unavailable != nullptr) {
      variant.unavailable = [=](const Parameters& parameters) -> std::optional<std::string> {
        const char* reason = unavailable(values_of(parameters, names).data());
        return reason == nullptr ? std::nullopt : std::optional<std::string>(reason_of(reason));
      };
    }
    workload.variants.push_back(std::move(variant));
  }

  static const char* reason_of(const char* given) {
    return *given == '\0' ? "without a reason" : given;
  }

  // Never empty, so that a callback gets a pointer that it may look at.
  static std::vector<std::int64_t> values_of(const Parameters& parameters,
                                             const std::vector<std::string_view>& names) {
    std::vector<std::int64_t> values;
    values.reserve(names.size() + 1);
    for (const std::string_view name : names) values.push_back(parameters[name]);
    values.push_back(0);
    return values;
  }

  static std::function<double(const Parameters&)> number(
      double (*callback)(const std::int64_t*), const std::vector<std::string_view>& names) {
    if (callback == nullptr) return {};
    return
        [=](const Parameters& parameters) { return callback(values_of(parameters, names).data()); };
  }

  const hone_plugin_t plugin_;
  PluginWorkloads result_;
  std::string where_;
  std::string problem_;
};

// Whether a struct's first version ends where its last field does, without padding that a later
// field could fall into, and is still the head of today's.
template <class T>
constexpr bool begins_with(std::size_t first, std::size_t last_field) {
  return last_field + 8 == first && sizeof(T) >= first && sizeof(T) % 8 == 0 && alignof(T) == 8;
}
static_assert(begins_with<hone_plugin_t>(FirstSizes::plugin,
                                         offsetof(hone_plugin_t, workload_count)));
static_assert(offsetof(hone_plugin_t, workloads) == 24);  // after `reserved`
static_assert(begins_with<hone_workload_t>(FirstSizes::workload,
                                           offsetof(hone_workload_t, memory_bytes)));
static_assert(begins_with<hone_variant_t>(FirstSizes::variant,
                                          offsetof(hone_variant_t, unavailable)));
static_assert(begins_with<hone_parameter_t>(FirstSizes::parameter,
                                            offsetof(hone_parameter_t, choice_count)));

// Less than the first version cannot be read; and each field that was appended has 8 bytes.
bool is_size(std::uint32_t size, std::uint32_t first) {
  constexpr std::uint32_t most = 1 << 16;
  return size >= first && size <= most && size % 8 == 0;
}

std::optional<std::string> wrong_frame(const hone_plugin_t* plugin) {
  const std::string ours = std::to_string(HONE_PLUGIN_ABI);
  if (plugin == nullptr) {
    return "its " HONE_PLUGIN_ENTRY "() refuses ABI " + ours + ", which this hone has";
  }
  if (plugin->abi != HONE_PLUGIN_ABI) {
    return "it was built for ABI " + std::to_string(plugin->abi) + ", and this hone has ABI " +
           ours + ": build it with the workloads/plugin.h of this hone";
  }
  if (!is_size(plugin->plugin_size, FirstSizes::plugin) ||
      !is_size(plugin->workload_size, FirstSizes::workload) ||
      !is_size(plugin->variant_size, FirstSizes::variant) ||
      !is_size(plugin->parameter_size, FirstSizes::parameter)) {
    return "the sizes of its structs are not those of ABI " + ours +
           ": define its entry point with HONE_PLUGIN";
  }
  if (plugin->workload_count == 0 || plugin->workloads == nullptr) return "it has no workload";
  if (plugin->workload_count > PluginLimits::workloads) {
    return "it has " + std::to_string(plugin->workload_count) + " workloads, more than " +
           std::to_string(PluginLimits::workloads);
  }
  return std::nullopt;
}

// dlerror() without the path, which the caller knows.
std::string loading_error(const std::string& path) {
  const char* error = dlerror();
  std::string text = error == nullptr ? "the dynamic linker does not say why" : error;
  if (text.starts_with(path + ": ")) text.erase(0, path.size() + 2);
  return text;
}

}  // namespace

Result<void> check_workloads(const std::vector<Workload>& workloads) {
  if (workloads.empty()) return Error{"it has no workload", ""};
  std::set<std::string_view> ids;
  for (const Workload& workload : workloads) {
    if (!is_id(workload.id)) {
      return Error{quoted(workload.id) + " is no id: family/name, each [a-z0-9_]+", ""};
    }
    if (const std::optional<std::string> wrong = wrong_workload(workload)) {
      return Error{std::string(workload.id) + " " + *wrong, ""};
    }
    if (!ids.insert(workload.id).second) {
      return Error{"two of its workloads are called " + quoted(workload.id), ""};
    }
  }
  return {};
}

Result<PluginWorkloads> read_plugin(const hone_plugin_t* answer) {
  if (const std::optional<std::string> wrong = wrong_frame(answer)) return Error{*wrong, ""};
  return Reader(*answer).read();
}

Result<OpenPlugin> open_plugin(const std::string& path) {
  dlerror();
  // All symbols now: a missing one is told here, not in the middle of a run.
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return Error{loading_error(path), ""};
  void* entry = dlsym(library, HONE_PLUGIN_ENTRY);
  if (entry == nullptr) {
    return Error{"it exports no " HONE_PLUGIN_ENTRY "(): does it use HONE_PLUGIN?", ""};
  }
  return OpenPlugin{reinterpret_cast<hone_plugin_entry_t>(entry)};
}

}  // namespace hone::workloads

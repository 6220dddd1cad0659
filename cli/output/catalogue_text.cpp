#include "cli/output/catalogue_text.hpp"

#include <string_view>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "nlohmann/json.hpp"
#include "reports/layout/escape.hpp"
#include "reports/layout/wrap.hpp"
#include "workloads/catalogue.hpp"

namespace hone::cli {
namespace {

using nlohmann::ordered_json;
using reports::escape_text;  // a plug-in's texts come from outside
using reports::TerminalStyle;
using reports::Tone;
using workloads::Parameter;
using workloads::Workload;

std::string value_text(const Parameter& parameter, std::int64_t value) {
  if (parameter.choices.empty()) return std::to_string(value);
  return std::string(parameter.choices.at(static_cast<std::size_t>(value)));
}

std::string range_text(const Parameter& parameter) {
  if (!parameter.choices.empty()) return fmt::format("{}", fmt::join(parameter.choices, ", "));
  if (!parameter.has_sizes()) return fmt::format("{} to {}", parameter.min, parameter.max);
  return fmt::format("{} to {}; small {}, medium {}, large {}", parameter.min, parameter.max,
                     parameter.small, parameter.medium, parameter.large);
}

std::string parameters_section(const Workload& workload, const TerminalStyle& style) {
  std::string text;
  for (const Parameter& parameter : workload.parameters) {
    text += reports::labelled(
        parameter.name, Tone::strong,
        fmt::format("{}Default {}; {}.",
                    parameter.meaning.empty() ? "" : escape_text(parameter.meaning) + ". ",
                    value_text(parameter, parameter.initial), range_text(parameter)),
        style);
  }
  return text;
}

// What a variant is among those of its workload, to stand behind its summary.
std::string_view part_played(const Workload& workload, const workloads::Variant& variant) {
  if (variant.name == workload.variants.front().name) return " (the baseline)";
  if (variant.name == workload.variant_of_technique()) return " (stands for the technique)";
  return "";
}

std::string variants_section(const Workload& workload, const TerminalStyle& style) {
  std::string text;
  for (const workloads::Variant& variant : workload.variants) {
    text += reports::labelled(
        variant.name, Tone::strong,
        fmt::format("{}{}", escape_text(variant.summary), part_played(workload, variant)), style);
  }
  return text;
}

std::string trend_text(const workloads::Expectation& expected) {
  switch (expected.trend) {
    case Trend::falls: return fmt::format("falls {:.3g}-fold or more", expected.factor);
    case Trend::rises: return fmt::format("rises {:.3g}-fold or more", expected.factor);
    case Trend::unchanged: return fmt::format("stays within {:.3g}-fold", expected.factor);
  }
  return "";
}

std::string signature_section(const Workload& workload, const TerminalStyle& style) {
  std::string text = reports::paragraph(workload.signature_text, 2, 2, style);
  for (const workloads::Expectation& expected : workload.signature) {
    text += reports::paragraph(
        fmt::format("{}: {} {}{}{}", expected.variant, expected.metric, trend_text(expected),
                    expected.where != nullptr ? ", at some points" : "",
                    expected.because.empty() ? "" : fmt::format(" ({})", expected.because)),
        4, 6, style);
  }
  return text;
}

// The command line that runs the workload at this point.
std::string point_command(const Workload& workload, const workloads::Point& point) {
  std::string command = fmt::format("hone run {}", workload.id);
  for (const auto& [name, value] : point.assignments) {
    command += fmt::format(" -p {}={}", name,
                           value_text(*workloads::find_parameter(workload, name), value));
  }
  return command;
}

std::string no_gain_section(const Workload& workload, const TerminalStyle& style) {
  std::string text = reports::paragraph(escape_text(workload.does_not_pay), 2, 2, style);
  for (const workloads::Point& point : workload.no_gain) {
    text += reports::paragraph(fmt::format("{} (see {}): {}", point_command(workload, point),
                                           workload.variant_without_gain(point), point.text),
                               4, 6, style);
  }
  return text;
}

std::string heading(std::string_view title, const TerminalStyle& style) {
  return "\n" + reports::paint(title, Tone::strong, style) + "\n";
}

ordered_json parameter_json(const Parameter& parameter) {
  ordered_json json{{"name", parameter.name}, {"meaning", parameter.meaning}};
  if (parameter.choices.empty()) {
    json["default"] = parameter.initial;
    json["min"] = parameter.min;
    json["max"] = parameter.max;
    if (parameter.has_sizes()) {
      json["small"] = parameter.small;
      json["medium"] = parameter.medium;
      json["large"] = parameter.large;
    }
  } else {
    json["default"] = value_text(parameter, parameter.initial);
    json["choices"] = parameter.choices;
  }
  return json;
}

// The points where the technique does not pay, as `-p` takes them, each with the variant whose
// verdict shows it: the one that stands for the technique, or another that loses there alone.
ordered_json no_gain_json(const Workload& workload) {
  ordered_json points = ordered_json::array();
  for (const workloads::Point& point : workload.no_gain) {
    ordered_json parameters = ordered_json::object();
    for (const auto& [name, value] : point.assignments) {
      parameters[std::string(name)] = value_text(*workloads::find_parameter(workload, name), value);
    }
    points.push_back({{"parameters", parameters},
                      {"variant", workload.variant_without_gain(point)},
                      {"text", point.text}});
  }
  return points;
}

}  // namespace

std::string list_text(const std::vector<const Workload*>& workloads, const TerminalStyle& style) {
  std::string text;
  std::string_view family;
  for (const Workload* workload : workloads) {
    if (workload->family() != family) {
      family = workload->family();
      text += fmt::format("{}{}\n", text.empty() ? "" : "\n",
                          reports::paint(fmt::format("{}/", family), Tone::strong, style));
    }
    text += fmt::format("  {}\n", reports::paint(workload->id, Tone::strong, style));
    text += reports::paragraph(escape_text(workload->summary), 4, 4, style);
    std::vector<std::string_view> variants;
    for (const workloads::Variant& variant : workload->variants) variants.push_back(variant.name);
    text += reports::paragraph(fmt::format("variants: {}", fmt::join(variants, ", ")), 4, 6, style);
    std::vector<std::string> parameters;
    for (const Parameter& parameter : workload->parameters) {
      parameters.push_back(
          fmt::format("{}={}", parameter.name, value_text(parameter, parameter.initial)));
    }
    if (!parameters.empty()) {
      text += reports::paragraph(fmt::format("-p {}", fmt::join(parameters, " ")), 4, 6, style);
    }
  }
  return text + "\nhone show ID tells more; hone run ID measures it.\n";
}

std::string list_json(const std::vector<const Workload*>& workloads) {
  ordered_json list = ordered_json::array();
  for (const Workload* workload : workloads) {
    ordered_json variants = ordered_json::array();
    for (const workloads::Variant& variant : workload->variants) {
      variants.push_back({{"name", variant.name}, {"summary", variant.summary}});
    }
    ordered_json parameters = ordered_json::array();
    for (const Parameter& parameter : workload->parameters) {
      parameters.push_back(parameter_json(parameter));
    }
    const bool is_ours = workload->plugin.empty();
    list.push_back({{"id", workload->id},
                    {"family", workload->family()},
                    {"technique", workload->technique},
                    {"leaf", is_ours ? ordered_json(workloads::to_string(workload->leaf))
                                     : ordered_json(nullptr)},
                    {"summary", workload->summary},
                    {"metric", workload->metric},
                    {"parameters", parameters},
                    {"variants", variants},
                    {"stands_for_technique", workload->variant_of_technique()},
                    {"no_gain", no_gain_json(*workload)}});
    if (!is_ours) list.back()["plugin"] = workload->plugin;
  }
  return list.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string show_text(const Workload& workload, const TerminalStyle& style) {
  const bool is_ours = workload.plugin.empty();
  std::string text = fmt::format("{}  {}\n", reports::paint(workload.id, Tone::strong, style),
                                 escape_text(workload.technique));
  text += reports::paragraph(escape_text(workload.summary), 2, 2, style);
  if (!workload.problem.empty()) {
    text += heading("What is slow, and why", style) +
            reports::paragraph(escape_text(workload.problem), 2, 2, style);
  }
  text += heading("Variants", style) + variants_section(workload, style);
  if (!workload.parameters.empty()) {
    text +=
        heading("Parameters (-p name=value,value...)", style) + parameters_section(workload, style);
  }
  if (is_ours) {
    text += heading("What the counters show", style) + signature_section(workload, style);
  }
  if (!workload.does_not_pay.empty()) {
    text += heading("Where it does not pay", style) + no_gain_section(workload, style);
  }
  text += heading("How it is measured", style);
  const std::string origin =
      is_ours ? fmt::format("Leaf of the decision tree: {}.", workloads::to_string(workload.leaf))
              : fmt::format("From the plug-in {}.", escape_text(workload.plugin));
  text += reports::paragraph(fmt::format("One iteration: {}. The verdict is about {}. {}",
                                         escape_text(workload.iteration), workload.metric, origin),
                             2, 2, style);
  return text;
}

}  // namespace hone::cli

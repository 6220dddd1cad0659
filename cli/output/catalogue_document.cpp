#include "cli/output/catalogue_document.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "reports/words/footprint_text.hpp"
#include "reports/words/format.hpp"
#include "workloads/catalogue.hpp"

namespace hone::cli {
namespace {

using reports::Break;
using reports::Document;
using reports::Fields;
using reports::Heading;
using reports::Paragraph;
using reports::Span;
using reports::Text;
using reports::Tone;
using workloads::CacheSizes;
using workloads::Parameter;
using workloads::Workload;

constexpr std::size_t below = 1;  // the level of what stands below a workload's id or a note

Paragraph note(Text text, std::size_t level = 0) {
  return {std::move(text), Paragraph::Role::note, level};
}

Paragraph item_below(Text text) { return {std::move(text), Paragraph::Role::item, below}; }

// Adds the part under its title; an empty part has none.
void add_titled(Document& document, std::string_view title, Document part) {
  if (part.empty()) return;
  document.add(Break{});
  document.add(Heading{title});
  document.append(std::move(part));
}

std::string range_text(const Parameter& parameter) {
  if (!parameter.choices.empty()) return fmt::format("{}", fmt::join(parameter.choices, ", "));
  if (!parameter.has_sizes()) return fmt::format("{} to {}", parameter.min, parameter.max);
  return fmt::format("{} to {}; small {}, medium {}, large {}", parameter.min, parameter.max,
                     parameter.small, parameter.medium, parameter.large);
}

std::string parameter_line(const Parameter& parameter) {
  return fmt::format("{}{}Default {}; {}.", parameter.meaning,
                     parameter.meaning.empty() ? "" : ". ",
                     workloads::value_text(parameter, parameter.initial), range_text(parameter));
}

Document parameters_part(const Workload& workload) {
  Fields fields;
  for (const Parameter& parameter : workload.parameters) {
    std::string line = parameter_line(parameter);
    if (parameter.name == workload.default_at_level.parameter) {
      line += fmt::format(" Chosen: {}.", workload.default_chosen);
    }
    fields.fields.push_back({std::string(parameter.name), std::move(line), Tone::strong});
  }
  return document_of(std::move(fields));
}

// What a variant is among those of its workload, to stand behind its summary.
std::string_view part_played(const Workload& workload, const workloads::Variant& variant) {
  if (variant.name == workload.variants.front().name) return " (the baseline)";
  if (variant.name == workload.variant_of_technique()) return " (stands for the technique)";
  return "";
}

Document variants_part(const Workload& workload) {
  Fields fields;
  for (const workloads::Variant& variant : workload.variants) {
    fields.fields.push_back({std::string(variant.name),
                             fmt::format("{}{}", variant.summary, part_played(workload, variant)),
                             Tone::strong});
  }
  return document_of(std::move(fields));
}

Document problem_part(const Workload& workload) {
  Document document;
  if (!workload.problem.empty()) document.add(note(workload.problem));
  return document;
}

std::string trend_text(const workloads::Expectation& expected) {
  switch (expected.trend) {
    case Trend::falls: return fmt::format("falls {:.3g}-fold or more", expected.factor);
    case Trend::rises: return fmt::format("rises {:.3g}-fold or more", expected.factor);
    case Trend::unchanged: return fmt::format("stays within {:.3g}-fold", expected.factor);
  }
  return "";
}

Document signature_part(const Workload& workload) {
  Document document;
  if (workload.signature_text.empty()) return document;
  document.add(note(workload.signature_text));
  for (const workloads::Expectation& expected : workload.signature) {
    document.add(item_below(
        fmt::format("{}: {} {}{}{}", expected.variant, expected.metric, trend_text(expected),
                    expected.where != nullptr ? ", at some points" : "",
                    expected.because.empty() ? "" : fmt::format(" ({})", expected.because))));
  }
  return document;
}

// The command line that runs the workload at this point.
std::string point_command(const Workload& workload, const workloads::Point& point) {
  std::string command = fmt::format("hone run {}", workload.id);
  for (const auto& [name, value] : point.assignments) {
    command +=
        fmt::format(" -p {}={}", name,
                    workloads::value_text(*workloads::find_parameter(workload, name), value));
  }
  return command;
}

// What the data is and how its size was chosen, to stand behind a point's text. Why it is not known
// where the data lies stands beside the default.
std::string place_text(const Workload& workload, const workloads::Point& point,
                       const CacheSizes& sizes) {
  std::string text;
  if (const std::optional<Footprint> footprint =
          footprint_at(workload, parameters_at(workload, point), sizes)) {
    const bool is_known = footprint->place != Footprint::Place::unknown;
    text = fmt::format(" [{}]", is_known ? reports::footprint_text(*footprint)
                                         : reports::format_bytes(footprint->bytes));
  }
  if (!point.chosen.empty()) text += fmt::format(" [{}]", point.chosen);
  return text;
}

Document no_gain_part(const Workload& workload, const CacheSizes& sizes) {
  Document document;
  if (workload.does_not_pay.empty()) return document;
  document.add(note(workload.does_not_pay));
  for (const workloads::Point& point : workload.no_gain) {
    document.add(item_below(fmt::format("{} (see {}): {}", point_command(workload, point),
                                        workload.variant_without_gain(point), point.text) +
                            place_text(workload, point, sizes)));
  }
  for (const workloads::LeftOutPoint& left_out : workload.left_out) {
    document.add(item_below(fmt::format("not to be seen on this machine ({}): {}", left_out.reason,
                                        left_out.point.text)));
  }
  return document;
}

Document measured_part(const Workload& workload, const CacheSizes& sizes) {
  const std::string origin =
      workload.plugin.empty()
          ? fmt::format("Leaf of the decision tree: {}.", workloads::to_string(workload.leaf))
          : fmt::format("From the plug-in {}.", workload.plugin);
  Document document;
  document.add(note(fmt::format("One iteration: {}. The verdict is about {}. {}",
                                workload.iteration, workload.metric, origin)));
  if (const std::optional<Footprint> footprint =
          footprint_at(workload, workloads::Parameters(workload.parameters), sizes)) {
    document.add(
        note(fmt::format("Data at the default: {}.", reports::footprint_text(*footprint))));
  }
  if (const std::vector<std::int64_t> values = values_by_level(workload, sizes);
      values.size() > 1) {
    document.add(note(fmt::format("From cache to cache: hone run {} -p {}={}", workload.id,
                                  workload.footprint_grows_with, fmt::join(values, ","))));
  }
  return document;
}

Document list_entry(const Workload& workload) {
  Document document;
  document.add(Heading{workload.id, below});
  document.add(note(workload.summary, below));
  std::vector<std::string_view> variants;
  for (const workloads::Variant& variant : workload.variants) variants.push_back(variant.name);
  document.add(item_below(fmt::format("variants: {}", fmt::join(variants, ", "))));
  std::vector<std::string> parameters;
  for (const Parameter& parameter : workload.parameters) {
    parameters.push_back(
        fmt::format("{}={}", parameter.name, workloads::value_text(parameter, parameter.initial)));
  }
  if (!parameters.empty()) {
    document.add(item_below(fmt::format("-p {}", fmt::join(parameters, " "))));
  }
  return document;
}

}  // namespace

Document list_document(const std::vector<const Workload*>& workloads) {
  Document document;
  std::string_view family;
  for (const Workload* workload : workloads) {
    if (workload->family() != family) {
      family = workload->family();
      document.add(Break{});
      document.add(Heading{fmt::format("{}/", family)});
    }
    document.append(list_entry(*workload));
  }
  document.add(Break{});
  document.add(Paragraph{"hone show ID tells more; hone run ID measures it."});
  return document;
}

Document show_document(const Workload& workload, const CacheSizes& sizes) {
  Document document;
  const Text id = Span{.text = std::string(workload.id), .tone = Tone::strong};
  document.add(Heading{reports::filled("{}  {}", {id, workload.technique})});
  document.add(note(workload.summary));
  add_titled(document, "What is slow, and why", problem_part(workload));
  add_titled(document, "Variants", variants_part(workload));
  add_titled(document, "Parameters (-p name=value,value...)", parameters_part(workload));
  add_titled(document, "What the counters show", signature_part(workload));
  add_titled(document, "Where it does not pay", no_gain_part(workload, sizes));
  add_titled(document, "How it is measured", measured_part(workload, sizes));
  return document;
}

}  // namespace hone::cli

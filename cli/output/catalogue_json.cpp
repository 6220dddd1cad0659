#include "cli/output/catalogue_json.hpp"

#include <optional>

#include "nlohmann/json.hpp"
#include "workloads/catalogue.hpp"

namespace hone::cli {
namespace {

using nlohmann::ordered_json;
using workloads::CacheSizes;
using workloads::Parameter;
using workloads::Workload;

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
    json["default"] = workloads::value_text(parameter, parameter.initial);
    json["choices"] = parameter.choices;
  }
  return json;
}

ordered_json text_or_null(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

// As in a report.
ordered_json footprint_json(const Workload& workload, const workloads::Point& point,
                            const CacheSizes& sizes) {
  const std::optional<Footprint> footprint =
      footprint_at(workload, parameters_at(workload, point), sizes);
  if (!footprint) return nullptr;
  const bool is_known = footprint->place != Footprint::Place::unknown;
  const auto number = [&](auto value) {
    return is_known ? ordered_json(value) : ordered_json(nullptr);
  };
  return {{"bytes", footprint->bytes},
          {"place", to_string(footprint->place)},
          {"level", number(footprint->level)},
          {"cache_bytes", number(footprint->cache_bytes)},
          {"reason", text_or_null(footprint->reason)}};
}

// The points where the technique does not pay, as `-p` takes them, each with the variant whose
// verdict shows it: the one that stands for the technique, or another that loses there alone.
ordered_json no_gain_json(const Workload& workload, const CacheSizes& sizes) {
  ordered_json points = ordered_json::array();
  for (const workloads::Point& point : workload.no_gain) {
    ordered_json parameters = ordered_json::object();
    for (const auto& [name, value] : point.assignments) {
      parameters[std::string(name)] =
          workloads::value_text(*workloads::find_parameter(workload, name), value);
    }
    points.push_back({{"parameters", parameters},
                      {"variant", workload.variant_without_gain(point)},
                      {"text", point.text},
                      {"footprint", footprint_json(workload, point, sizes)},
                      {"chosen", text_or_null(point.chosen)}});
  }
  return points;
}

ordered_json left_out_json(const Workload& workload) {
  ordered_json points = ordered_json::array();
  for (const workloads::LeftOutPoint& left_out : workload.left_out) {
    points.push_back({{"text", left_out.point.text},
                      {"variant", workload.variant_without_gain(left_out.point)},
                      {"reason", left_out.reason}});
  }
  return points;
}

}  // namespace

std::string list_json(const std::vector<const Workload*>& workloads, const CacheSizes& sizes) {
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
                    {"no_gain", no_gain_json(*workload, sizes)},
                    {"left_out", left_out_json(*workload)},
                    {"footprint", footprint_json(*workload, {}, sizes)},
                    {"chosen", text_or_null(workload->default_chosen)}});
    if (!is_ours) list.back()["plugin"] = workload->plugin;
  }
  return list.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace hone::cli

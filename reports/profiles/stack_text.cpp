#include "reports/profiles/stack_text.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/layout/escape.hpp"

namespace hone::reports {

namespace {

using Json = nlohmann::ordered_json;

std::string folded_name(const std::string& name) {
  std::string text = escape_text(name.empty() ? "[unknown]" : name);
  std::replace(text.begin(), text.end(), ';', ':');
  return text;
}

Json speedscope_frame(const StackFrame& frame) {
  Json json{{"name", frame.name}};
  if (!frame.file.empty()) json["file"] = frame.file;
  if (frame.line > 0) json["line"] = frame.line;
  return json;
}

}  // namespace

std::string render_folded(const StackProfile& profile) {
  std::vector<std::string> names;
  names.reserve(profile.frames.size());
  for (const StackFrame& frame : profile.frames) names.push_back(folded_name(frame.name));
  std::map<std::string, std::uint64_t> weights;
  for (const WeightedStack& stack : profile.stacks) {
    std::string line;
    for (const std::size_t frame : stack.frames) {
      if (!line.empty()) line += ';';
      line += names[frame];
    }
    if (line.empty()) line = "[unknown]";
    if (stack.weight > 0) weights[line] += stack.weight;
  }
  std::string out;
  for (const auto& [line, weight] : weights) out += fmt::format("{} {}\n", line, weight);
  return out;
}

std::string render_speedscope(const StackProfile& profile) {
  Json frames = Json::array();
  for (const StackFrame& frame : profile.frames) frames.push_back(speedscope_frame(frame));
  Json samples = Json::array();
  Json weights = Json::array();
  std::uint64_t sum = 0;
  for (const WeightedStack& stack : profile.stacks) {
    if (stack.weight == 0) continue;
    samples.push_back(stack.frames);
    weights.push_back(stack.weight);
    sum += stack.weight;
  }
  const Json file{{"$schema", "https://www.speedscope.app/file-format-schema.json"},
                  {"name", profile.title},
                  {"exporter", "hone"},
                  {"activeProfileIndex", 0},
                  {"shared", {{"frames", std::move(frames)}}},
                  {"profiles", Json::array({{{"type", "sampled"},
                                             {"name", profile.title},
                                             {"unit", profile.unit == "bytes" ? "bytes" : "none"},
                                             {"startValue", 0},
                                             {"endValue", sum},
                                             {"samples", std::move(samples)},
                                             {"weights", std::move(weights)}}})}};
  return file.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hone::reports

#include "reports/words/labels.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hone::reports {

namespace {

bool has_assignment(const SubjectReport& subject, const ParameterAssignment& assignment) {
  return std::find(subject.parameters.begin(), subject.parameters.end(), assignment) !=
         subject.parameters.end();
}

// The assignments that not every subject of the same id shares.
std::vector<ParameterAssignment> distinguishing(const SubjectReport& subject,
                                                const std::vector<SubjectReport>& all) {
  std::vector<ParameterAssignment> chosen;
  for (const ParameterAssignment& assignment : subject.parameters) {
    const bool shared = std::all_of(all.begin(), all.end(), [&](const SubjectReport& other) {
      return other.id != subject.id || has_assignment(other, assignment);
    });
    if (!shared) chosen.push_back(assignment);
  }
  return chosen;
}

}  // namespace

std::string metric_label(std::string_view id) {
  if (const Metric* metric = find_metric(id)) return std::string{metric->label};
  constexpr std::string_view event = "event_";
  if (id.starts_with(event)) {
    if (const Metric* alike = find_metric(id.substr(event.size()))) {
      return fmt::format("{} (event)", alike->label);
    }
  }
  return std::string{id};
}

std::string event_label(std::string_view event) {
  if (const std::size_t pmu = event.find("::"); pmu != std::string_view::npos) {
    event.remove_prefix(pmu + 2);
  }
  std::string label;
  bool excludes_user = false;
  bool excludes_kernel = false;
  while (!event.empty()) {
    const std::size_t end = std::min(event.find(':'), event.size());
    const std::string_view part = event.substr(0, end);
    event.remove_prefix(std::min(end + 1, event.size()));
    excludes_user = excludes_user || part == "u=0";
    excludes_kernel = excludes_kernel || part == "k=0";
    if (part.ends_with("=0") || part == "u=1" || part == "k=1") continue;
    if (!label.empty()) label += ':';
    label += part;
  }
  if (excludes_kernel && !excludes_user) label += ":u";
  if (excludes_user && !excludes_kernel) label += ":k";
  return label;
}

std::string parameters_text(const std::vector<ParameterAssignment>& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    if (!text.empty()) text += ' ';
    text += fmt::format("{}={}", name, to_string(value));
  }
  return text;
}

std::vector<std::string> subject_labels(const std::vector<SubjectReport>& subjects) {
  std::vector<std::string> labels;
  for (const SubjectReport& subject : subjects) {
    std::string label = subject.id;
    const std::string parameters = parameters_text(distinguishing(subject, subjects));
    if (!parameters.empty()) label += " " + parameters;
    labels.push_back(std::move(label));
  }
  return labels;
}

}  // namespace hone::reports

#include "reports/labels.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/escape.hpp"

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
  const Metric* metric = find_metric(id);
  return metric != nullptr ? std::string{metric->label} : escape_text(id);
}

std::string parameters_text(const std::vector<ParameterAssignment>& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    if (!text.empty()) text += ' ';
    text += fmt::format("{}={}", escape_text(name), escape_text(to_string(value)));
  }
  return text;
}

std::vector<std::string> subject_labels(const std::vector<SubjectReport>& subjects) {
  std::vector<std::string> labels;
  for (const SubjectReport& subject : subjects) {
    std::string label = escape_text(subject.id);
    const std::string parameters = parameters_text(distinguishing(subject, subjects));
    if (!parameters.empty()) label += " " + parameters;
    labels.push_back(std::move(label));
  }
  return labels;
}

}  // namespace hone::reports

#include "reports/sections/contradictions.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/words/labels.hpp"

namespace hone::reports {

namespace {

constexpr std::array<std::string_view, 3> contradicting_rules{
    "contradicted_signature", "gain_where_none_was_claimed", "loss_at_the_default"};

}  // namespace

bool is_contradiction(const Finding& finding) {
  return std::find(contradicting_rules.begin(), contradicting_rules.end(), finding.rule) !=
         contradicting_rules.end();
}

Document contradictions(const Report& report) {
  const std::vector<std::string> labels = subject_labels(report.subjects);
  Fields fields;
  std::set<std::pair<std::string_view, std::string_view>> told;
  for (std::size_t i = 0; i < report.subjects.size(); ++i) {
    const SubjectReport& subject = report.subjects[i];
    for (const Finding& finding : subject.findings) {
      if (!is_contradiction(finding) || !told.emplace(subject.id, finding.text).second) continue;
      fields.fields.push_back({"contradicted", fmt::format("{}: {}", labels[i], finding.text),
                               Tone::doubtful, finding.evidence});
    }
  }
  return document_of(std::move(fields));
}

}  // namespace hone::reports

#include "reports/sections/unmeasured.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzers/model/collector.hpp"
#include "reports/words/labels.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

// A variant by its subject's and its own index in the report.
using Place = std::pair<std::size_t, std::size_t>;

struct Gap {
  std::string reason;
  std::vector<std::string> metrics;  // labels
  std::vector<Place> places;         // where each of them is missing
};

using Places = std::vector<Place>;

// In the order in which the report meets them.
std::vector<Gap> gaps_of(const Report& report) {
  std::vector<std::pair<std::pair<std::string, std::string>, Places>> missing;
  for (std::size_t s = 0; s < report.subjects.size(); ++s) {
    const std::vector<VariantReport>& variants = report.subjects[s].variants;
    for (std::size_t v = 0; v < variants.size(); ++v) {
      for (const auto& [metric, reading] : variants[v].metrics) {
        const Absent* absent = std::get_if<Absent>(&reading);
        if (absent == nullptr || !absent->not_requested.empty()) continue;
        const std::pair key{absent->reason, metric};
        auto at = std::find_if(missing.begin(), missing.end(),
                               [&](const auto& entry) { return entry.first == key; });
        if (at == missing.end()) at = missing.insert(missing.end(), {key, {}});
        at->second.emplace_back(s, v);
      }
    }
  }
  std::vector<Gap> gaps;
  for (const auto& [key, places] : missing) {
    const auto& [reason, metric] = key;
    auto at =
        std::find_if(gaps.begin(), gaps.end(), [&, &why = reason, &where = places](const Gap& gap) {
          return gap.reason == why && gap.places == where;
        });
    if (at == gaps.end()) at = gaps.insert(gaps.end(), Gap{reason, {}, places});
    at->metrics.push_back(metric_label(metric));
  }
  return gaps;
}

Places all_places(const Report& report) {
  Places all;
  for (std::size_t s = 0; s < report.subjects.size(); ++s) {
    for (std::size_t v = 0; v < report.subjects[s].variants.size(); ++v) all.emplace_back(s, v);
  }
  return all;
}

// "memory/arena" when all its variants are meant, else "memory/arena (bump, reset)".
Text list_places(const Report& report, const std::vector<std::string>& labels,
                 const Places& places) {
  std::map<std::size_t, std::vector<Text>> by_subject;
  for (const auto& [subject, variant] : places) {
    const SubjectReport& owner = report.subjects[subject];
    by_subject[subject].push_back(VariantNames(owner).in_list(owner.variants[variant].name));
  }
  std::vector<Text> parts;
  for (const auto& [subject, names] : by_subject) {
    const bool all = names.size() == report.subjects[subject].variants.size();
    parts.push_back(all ? Text(labels[subject])
                        : filled("{} ({})", {labels[subject], joined(names, ", ")}));
  }
  return joined(parts, ", ");
}

// Where it is missing, or where it is not when that is much shorter. Empty: everywhere.
Text places_text(const Report& report, const std::vector<std::string>& labels,
                 const Places& places) {
  Places others;
  const Places all = all_places(report);
  std::set_difference(all.begin(), all.end(), places.begin(), places.end(),
                      std::back_inserter(others));
  if (others.empty()) return {};
  if (2 * others.size() >= places.size()) {
    return filled(" of {}", {list_places(report, labels, places)});
  }
  return filled(" of all but {}", {list_places(report, labels, others)});
}

std::set<std::string> collectors_not_requested(const Report& report) {
  std::set<std::string> collectors;
  for (const SubjectReport& subject : report.subjects) {
    for (const VariantReport& variant : subject.variants) {
      for (const auto& [metric, reading] : variant.metrics) {
        const Absent* absent = std::get_if<Absent>(&reading);
        if (absent == nullptr || absent->not_requested.empty()) continue;
        collectors.insert(absent->not_requested);
      }
    }
  }
  return collectors;
}

// What nobody asked for: how to, where it can be had.
std::vector<std::string> hints(const Report& report, Warnings warnings) {
  std::vector<std::string> lines;
  std::set<std::string> collectors = collectors_not_requested(report);
  const bool is_pmu_missing =
      !report.environment.pmu_available && collectors.erase(std::string(counters_id)) > 0;
  if (is_pmu_missing && warnings == Warnings::hidden) {
    lines.push_back("hardware counters: " + report.environment.pmu_reason);
  }
  if (!collectors.empty()) {
    lines.push_back(fmt::format("not asked for: --collect {}", fmt::join(collectors, ",")));
  }
  return lines;
}

}  // namespace

Document unmeasured(const Report& report, Warnings warnings) {
  const std::vector<std::string> labels = subject_labels(report.subjects);
  Document items;
  for (const Gap& gap : gaps_of(report)) {
    items.add(Paragraph{filled("{}{}: {}", {fmt::format("{}", fmt::join(gap.metrics, ", ")),
                                            places_text(report, labels, gap.places), gap.reason}),
                        Paragraph::Role::item});
  }
  for (const std::string& hint : hints(report, warnings)) {
    items.add(Paragraph{hint, Paragraph::Role::item});
  }
  if (items.empty()) return {};
  Document document;
  document.add(Heading{"Not measured"});
  document.append(std::move(items));
  return document;
}

}  // namespace hone::reports

#include "reports/words/readings.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"

namespace hone::reports {

namespace {

// Topics that explain a difference in time come first, in this order.
constexpr std::array explaining{Topic::work,    Topic::l1d,         Topic::llc,    Topic::branches,
                                Topic::topdown, Topic::allocations, Topic::faults, Topic::memory};

bool is_present(const SubjectReport& subject, std::string_view metric) {
  return std::any_of(subject.variants.begin(), subject.variants.end(),
                     [&](const VariantReport& v) { return summary_of(v, metric) != nullptr; });
}

void add_once(std::vector<std::string>& ids, std::string_view id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.emplace_back(id);
}

// The provenance that all variants share; nullopt when they differ.
std::optional<Provenance> common_provenance(const SubjectReport& subject, std::string_view metric) {
  std::optional<Provenance> common;
  for (const VariantReport& variant : subject.variants) {
    const MetricSummary* summary = summary_of(variant, metric);
    if (summary == nullptr) continue;
    if (common && *common != summary->provenance) return std::nullopt;
    common = summary->provenance;
  }
  return common;
}

}  // namespace

std::vector<std::string> present_metrics(const SubjectReport& subject) {
  std::vector<std::string> ids;
  for (const Topic topic : explaining) {
    for (const Metric& metric : metrics()) {
      if (metric.topic == topic && is_present(subject, metric.id)) add_once(ids, metric.id);
    }
  }
  for (const Metric& metric : metrics()) {
    if (is_present(subject, metric.id)) add_once(ids, metric.id);
  }
  for (const VariantReport& variant : subject.variants) {
    for (const auto& [id, reading] : variant.metrics) {
      if (is_present(subject, id)) add_once(ids, id);
    }
  }
  return ids;
}

std::vector<std::string> compared_metrics(const SubjectReport& subject) {
  std::vector<std::string> ids;
  for (const VerdictMetric& metric : subject.metrics) add_once(ids, metric.id);
  for (const Comparison& comparison : subject.comparisons) add_once(ids, comparison.metric);
  return ids;
}

std::vector<const VariantReport*> uncompared_variants(const SubjectReport& subject) {
  std::vector<const VariantReport*> uncompared;
  for (const VariantReport& variant : subject.variants) {
    if (variant.is_baseline && subject.variants.size() > 1) continue;
    const bool is_compared =
        std::any_of(subject.comparisons.begin(), subject.comparisons.end(),
                    [&](const Comparison& c) { return c.variant == variant.name; });
    if (!is_compared) uncompared.push_back(&variant);
  }
  return uncompared;
}

std::string label_of(const SubjectReport& subject, std::string_view metric) {
  if (find_metric(metric) == nullptr) {
    for (const VariantReport& variant : subject.variants) {
      const MetricSummary* summary = summary_of(variant, metric);
      if (summary != nullptr && !summary->event.empty()) return event_label(summary->event);
    }
  }
  return metric_label(metric);
}

std::string event_text(const SubjectReport& subject, std::string_view metric) {
  for (const VariantReport& variant : subject.variants) {
    const MetricSummary* summary = summary_of(variant, metric);
    if (summary == nullptr || summary->event.empty()) continue;
    const std::string note =
        summary->event_note.empty() ? "" : fmt::format(" ({})", summary->event_note);
    return fmt::format("{} = {}{}", label_of(subject, metric), summary->event, note);
  }
  return "";
}

Column value_column(const SubjectReport& subject, std::string_view metric) {
  const std::optional<Provenance> provenance = common_provenance(subject, metric);
  const std::string_view several = is_present(subject, metric) ? "mixed" : "";
  return {label_of(subject, metric), Align::right,
          std::string{provenance ? to_string(*provenance) : several}};
}

Cell value_cell(const SubjectReport& subject, const VariantReport& variant,
                std::string_view metric) {
  const MetricSummary* summary = summary_of(variant, metric);
  if (summary == nullptr) return {"-"};
  std::string text = format_value(summary->value, summary->unit);
  if (!common_provenance(subject, metric)) {
    text += fmt::format(" {}", to_string(summary->provenance));
  }
  return {std::move(text), Tone::plain, Quantity{summary->value, summary->unit}};
}

}  // namespace hone::reports

#include "reports/words/provenance_key.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace hone::reports {

namespace {

constexpr std::array<std::pair<Provenance, std::string_view>, 4> meanings{{
    {Provenance::measured, "by the kernel, the PMU or a clock"},
    {Provenance::simulated, "by callgrind's model"},
    {Provenance::estimated, "computed from other measurements"},
    {Provenance::counted, "every event, exact"},
}};

bool uses(const Report& report, Provenance provenance) {
  for (const SubjectReport& subject : report.subjects) {
    for (const VariantReport& variant : subject.variants) {
      for (const auto& [metric, reading] : variant.metrics) {
        const MetricSummary* summary = std::get_if<MetricSummary>(&reading);
        if (summary != nullptr && summary->provenance == provenance) return true;
      }
    }
  }
  return false;
}

}  // namespace

std::string provenance_key(const Report& report) {
  std::string text;
  for (const auto& [provenance, meaning] : meanings) {
    if (uses(report, provenance)) text += fmt::format(" {}: {}.", to_string(provenance), meaning);
  }
  return text;
}

}  // namespace hone::reports

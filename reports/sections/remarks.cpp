#include "reports/sections/remarks.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzers/text/cpu_list.hpp"
#include "reports/words/change.hpp"
#include "reports/words/prospect_text.hpp"
#include "reports/words/variant_names.hpp"

namespace hone::reports {

namespace {

int units_kept(const SubjectReport& subject) {
  std::size_t most = 0;
  for (const VariantReport& variant : subject.variants) {
    most = std::max(most, variant.samples.size());
  }
  return static_cast<int>(most);
}

// One cause needs no count of its own.
std::string causes(const DroppedUnits& dropped) {
  constexpr std::string_view steal = "the hypervisor took the CPU";
  constexpr std::string_view slow_core = "the core ran far below its speed";
  if (dropped.slow_core == 0) return std::string{steal};
  if (dropped.steal == 0) return std::string{slow_core};
  return fmt::format("{} ({}), {} ({})", steal, dropped.steal, slow_core, dropped.slow_core);
}

std::string dropped_text(const SubjectReport& subject) {
  const int dropped = subject.dropped.total();
  return fmt::format("{} of {} units: {}; the rule does not see which {} suffered", dropped,
                     dropped + units_kept(subject), causes(subject.dropped),
                     is_command(subject) ? "command" : "variant");
}

std::string finding_text(const Finding& finding) {
  std::string text = finding.text;
  if (finding.confidence != Confidence::certain) {
    text += fmt::format(" ({})", to_string(finding.confidence));
  }
  if (!finding.technique.empty()) {
    text += fmt::format(" Speaks for: {}.", finding.technique);
  }
  return text;
}

bool is_held_back(const SubjectReport& subject, const Comparison& comparison) {
  return subject.crowding && decides_verdicts(*subject.crowding) && !is_exact(comparison);
}

// Empty: there was nothing to choose, or the user has chosen.
std::string cpus_text(const SubjectReport& subject) {
  const std::optional<Placement>& placement = subject.placement;
  if (!placement || placement->is_one_cpu || placement->cpus.size() < 2) return "";
  if (placement->reason == "--cpus any") return "";
  return fmt::format("any of {} for each run: {}", text::cpu_list(placement->cpus),
                     placement->reason);
}

}  // namespace

Document remarks(const SubjectReport& subject, const PlanSummary& plan, Inconclusive inconclusive) {
  Fields remarks;
  if (subject.dropped.total() > 0) remarks.fields.push_back({"left out", dropped_text(subject)});
  if (std::string where = cpus_text(subject); !where.empty()) {
    remarks.fields.push_back({"CPUs", std::move(where)});
  }
  const VariantNames names(subject);
  for (const Comparison& comparison : subject.comparisons) {
    const bool is_open = comparison.verdict == Verdict::inconclusive;
    if (!is_open || inconclusive == Inconclusive::told) continue;
    std::string why = is_held_back(subject, comparison) ? "held back, see the finding below"
                                                        : explain_inconclusive(comparison, plan);
    const std::string prospect = prospect_in_words(comparison, plan);
    if (!prospect.empty()) why += ". " + prospect;
    remarks.fields.push_back({"inconclusive",
                              filled("{}: {}", {names.of(comparison.variant), std::move(why)}),
                              Tone::doubtful});
  }
  for (const Finding& finding : subject.findings) {
    remarks.fields.push_back({finding.is_failure ? "failed" : "finding", finding_text(finding),
                              finding.is_failure ? Tone::bad : Tone::strong, finding.evidence});
  }
  return document_of(std::move(remarks));
}

}  // namespace hone::reports

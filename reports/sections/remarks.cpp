#include "reports/sections/remarks.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/words/change.hpp"
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
                     subject.kind == SubjectKind::command ? "command" : "variant");
}

std::string finding_text(const Finding& finding) {
  std::string text = escape_text(finding.text);
  if (finding.confidence != Confidence::certain) {
    text += fmt::format(" ({})", to_string(finding.confidence));
  }
  if (!finding.technique.empty()) {
    text += fmt::format(" Speaks for: {}.", escape_text(finding.technique));
  }
  return text;
}

// A line each; what a subject wrote to its standard error keeps its own lines.
std::string evidence_lines(const std::vector<std::string>& evidence, const TerminalStyle& style) {
  std::string out;
  for (const std::string& item : evidence) {
    std::string_view rest = item;
    std::string_view bullet = "- ";
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      out += labelled("", Tone::plain,
                      fmt::format("{}{}", bullet, escape_text(rest.substr(0, end))), style);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      bullet = "";
    }
  }
  return out;
}

}  // namespace

std::string render_remarks(const SubjectReport& subject, Inconclusive inconclusive,
                           const TerminalStyle& style) {
  std::string out;
  if (subject.dropped.total() > 0) {
    out += labelled("left out", Tone::faint, dropped_text(subject), style);
  }
  const VariantNames names(subject, name_in_sentence);
  for (const Comparison& comparison : subject.comparisons) {
    const bool is_open = comparison.verdict == Verdict::inconclusive;
    if (!is_open || inconclusive == Inconclusive::told) continue;
    out += labelled(
        "inconclusive", Tone::doubtful,
        fmt::format("{}: {}", names.of(comparison.variant), explain_inconclusive(comparison)),
        style);
  }
  for (const Finding& finding : subject.findings) {
    out += labelled(finding.is_failure ? "failed" : "finding",
                    finding.is_failure ? Tone::bad : Tone::strong, finding_text(finding), style);
    out += evidence_lines(finding.evidence, style);
  }
  return out;
}

}  // namespace hone::reports

#include "analyzers/diagnose/rules/changed_functions.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/text/listing.hpp"
#include "fmt/format.h"

namespace hone::diagnose {
namespace {

constexpr std::size_t most_named = 3;

std::string_view suffix(FunctionChange::Kind kind) {
  switch (kind) {
    case FunctionChange::Kind::added: return " (new)";
    case FunctionChange::Kind::vanished: return " (vanished)";
    case FunctionChange::Kind::changed: return "";
  }
  return "";
}

struct Account {
  std::size_t functions = 0;  // the first so many
  double share = 0;           // of the whole change
};

// The fewest that account for it within a fifth, since a function that took over another's work
// must be named with it; else as many as may be named.
Account account(const std::vector<FunctionChange>& changes, double whole) {
  Account best;
  double sum = 0;
  for (std::size_t i = 0; i < std::min(most_named, changes.size()); ++i) {
    sum += changes[i].instructions;
    best = {i + 1, sum / whole};
    if (std::abs(best.share - 1) <= 0.2) break;
  }
  return best;
}

std::string list(const std::vector<FunctionChange>& changes, std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    names.push_back(changes[i].short_name);
    names.back() += suffix(changes[i].kind);
  }
  return text::listed(names, "and");
}

}  // namespace

std::vector<Finding> changed_functions(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const VariantReport& variant : report.variants) {
    const std::optional<InstructionChange>& whole = variant.instruction_change;
    if (variant.function_changes.empty() || !whole || !whole->is_notable) continue;
    const Account found = account(variant.function_changes, whole->difference());
    if (found.share < 0.5 || found.share > 1.5) continue;  // spread over many, or swapped about
    Finding finding;
    finding.rule = "changed_functions";
    finding.text =
        fmt::format("{}: {:.0f} % of the change in instructions ({:+.3g} %) is in {}", variant.name,
                    found.share * 100, whole->difference() / whole->before * 100,
                    list(variant.function_changes, found.functions));
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace hone::diagnose

#include "analyzers/diagnose/changed_functions.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

constexpr double worth_telling = 0.005;  // of the baseline's instructions
constexpr std::size_t most_named = 3;
constexpr std::size_t longest_name = 60;  // bytes; in a sentence

// Of all functions: those that the list names and the rest.
double total_instructions(const VariantRun& run) {
  return std::accumulate(run.functions.begin(), run.functions.end(), 0.0,
                         [](double sum, const FunctionCost& f) { return sum + f.instructions; });
}

// The head of a long name, whole code points of UTF-8 only.
std::string shortened(const std::string& name) {
  if (name.size() <= longest_name) return name;
  std::size_t end = longest_name;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0U) == 0x80U) --end;
  return name.substr(0, end) + "..";
}

std::string named(const FunctionChange& change) {
  switch (change.kind) {
    case FunctionChange::Kind::added: return shortened(change.name) + " (new)";
    case FunctionChange::Kind::vanished: return shortened(change.name) + " (vanished)";
    case FunctionChange::Kind::changed: return shortened(change.name);
  }
  return "";
}

std::string evidence_line(const FunctionChange& change) {
  return fmt::format("{}: {:+.6g} instructions of its own, {:+.6g} calls", change.name,
                     change.instructions, change.calls);
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
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += i + 1 == count ? " and " : ", ";
    text += named(changes[i]);
  }
  return text;
}

}  // namespace

std::vector<Finding> changed_functions(const Evidence& evidence) {
  std::vector<Finding> findings;
  const double before = total_instructions(evidence.run.variants.front());
  for (std::size_t v = 1; v < evidence.report.variants.size(); ++v) {
    const VariantReport& variant = evidence.report.variants[v];
    const double change = total_instructions(evidence.run.variants[v]) - before;
    const bool is_worth = before > 0 && std::abs(change) > worth_telling * before;
    if (variant.function_changes.empty() || !is_worth) continue;
    const Account found = account(variant.function_changes, change);
    if (found.share < 0.5 || found.share > 1.5) continue;  // spread over many, or swapped about
    Finding finding;
    finding.rule = "changed_functions";
    finding.text = fmt::format("{}: {:.0f} % of the change in instructions ({:+.3g} %) is in {}",
                               variant.name, found.share * 100, change / before * 100,
                               list(variant.function_changes, found.functions));
    for (std::size_t i = 0; i < found.functions; ++i) {
      finding.evidence.push_back(evidence_line(variant.function_changes[i]));
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace hone::diagnose

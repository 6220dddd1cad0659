#include "analyzers/diagnose/rules/failed_runs.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <utility>

#include "fmt/format.h"

namespace hone::diagnose {
namespace {

struct Ending {
  RunEnd end;
  std::size_t runs = 0;
};

// Each way in which runs failed, in the order in which it was first seen.
std::vector<Ending> failures_of(const VariantReport& variant) {
  std::vector<Ending> endings;
  for (const Sample& sample : variant.samples) {
    if (!sample.end || *sample.end == RunEnd{}) continue;
    const auto seen = std::find_if(endings.begin(), endings.end(),
                                   [&](const Ending& ending) { return ending.end == *sample.end; });
    if (seen != endings.end()) {
      seen->runs += 1;
    } else {
      endings.push_back({*sample.end, 1});
    }
  }
  return endings;
}

// "exited with status 1", "was killed by SIGSEGV"; a signal without a name is a number.
std::string ending_text(const RunEnd& end) {
  if (end.signal == 0) return fmt::format("exited with status {}", end.code);
  const char* name = sigabbrev_np(end.signal);
  return name != nullptr ? fmt::format("was killed by SIG{}", name)
                         : fmt::format("was killed by signal {}", end.signal);
}

std::string sentence(const std::string& variant, const std::vector<Ending>& endings,
                     std::size_t runs) {
  std::string text = variant;
  for (std::size_t i = 0; i < endings.size(); ++i) {
    const char* const separator = i == 0 ? "" : i + 1 == endings.size() ? " and" : ",";
    text += fmt::format("{} {} in {}", separator, ending_text(endings[i].end), endings[i].runs);
  }
  return text + fmt::format(" of {} run{}", runs, runs == 1 ? "" : "s");
}

}  // namespace

std::vector<Finding> failed_runs(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const VariantReport& variant : report.variants) {
    const std::vector<Ending> endings = failures_of(variant);
    if (endings.empty()) continue;
    findings.push_back(
        {.rule = "failed_runs", .text = sentence(variant.name, endings, variant.samples.size())});
  }
  return findings;
}

}  // namespace hone::diagnose

#include "cli/options/collect_options.hpp"

#include <algorithm>

#include "analyzers/text/nearest.hpp"
#include "analyzers/text/parts.hpp"
#include "cli/options/comparison_options.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"

namespace hone::cli {
namespace {

Result<void> set_collectors(const std::string& text, std::span<const std::string_view> passes,
                            Plan& plan) {
  if (text.empty()) return {};
  plan.collectors.clear();
  plan.counters = Plan::Counters::off;
  if (text == "none") return {};
  std::vector<std::string> known{"counters"};
  known.insert(known.end(), passes.begin(), passes.end());
  for (const std::string& name : text::split(text, ',')) {
    if (name == "counters") {
      plan.counters = Plan::Counters::asked;
    } else if (std::find(passes.begin(), passes.end(), name) != passes.end()) {
      if (!collects(plan, name)) plan.collectors.push_back(name);
    } else {
      return Error{fmt::format("unknown collector '{}'{}", name, text::did_you_mean(name, known)),
                   fmt::format("choose among {}, or none", fmt::join(known, ", "))};
    }
  }
  return {};
}

Result<void> set_events(const std::vector<std::string>& texts, Plan& plan) {
  for (const std::string& text : texts) {
    for (std::string& name : text::split(text, ',')) {
      if (name.empty()) {
        return Error{fmt::format("--events '{}': a name is empty", text),
                     "for example --events cycles,instructions:u"};
      }
      plan.events.push_back(std::move(name));
    }
  }
  if (!plan.events.empty()) plan.counters = Plan::Counters::asked;
  return {};
}

}  // namespace

Result<void> apply(const CollectOptions& options, std::span<const std::string_view> passes,
                   Plan& plan) {
  if (auto set = set_collectors(options.collect, passes, plan); !set) return set.error();
  if (auto set = set_events(options.events, plan); !set) return set.error();
  if (options.simulation_limit.empty()) return {};
  const auto limit = parse_positive_duration("--simulation-limit", options.simulation_limit);
  if (!limit) return limit.error();
  plan.simulation_limit = *limit;
  return {};
}

}  // namespace hone::cli

#include "cli/options/collect_options.hpp"

#include <algorithm>

#include "analyzers/text/nearest.hpp"
#include "analyzers/text/parts.hpp"
#include "cli/options/comparison_options.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"

namespace hone::cli {
namespace {

bool is_among(std::span<const Collector> passes, std::string_view id) {
  return std::any_of(passes.begin(), passes.end(),
                     [&](const Collector& pass) { return pass.id == id; });
}

void set_default_collectors(std::span<const Collector> passes, Plan& plan) {
  for (const Collector& pass : passes) {
    if (pass.by_default) plan.collectors.emplace_back(pass.id);
  }
}

Result<void> set_collectors(const std::string& text, std::span<const Collector> passes,
                            Plan& plan) {
  plan.counters = Plan::Counters::off;
  if (text == "none") return {};
  for (const std::string& name : text::split(text, ',')) {
    if (name == counters_id) {
      plan.counters = Plan::Counters::requested;
    } else if (is_among(passes, name)) {
      if (!collects(plan, name)) plan.collectors.push_back(name);
    } else {
      std::vector<std::string> known{std::string(counters_id)};
      for (const Collector& pass : passes) known.emplace_back(pass.id);
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
  if (!plan.events.empty()) plan.counters = Plan::Counters::requested;
  return {};
}

}  // namespace

std::vector<std::string> collector_names(std::span<const Collector> passes) {
  std::vector<std::string> names{fmt::format("{} (the default where there is a PMU)", counters_id)};
  for (const Collector& pass : passes) {
    names.push_back(fmt::format("{}{}", pass.id, pass.by_default ? " (the default)" : ""));
  }
  return names;
}

Result<void> apply(const CollectOptions& options, std::span<const Collector> passes, Plan& plan) {
  plan.collectors.clear();
  if (options.collect.empty()) {
    set_default_collectors(passes, plan);
  } else if (auto set = set_collectors(options.collect, passes, plan); !set) {
    return set.error();
  }
  if (auto set = set_events(options.events, plan); !set) return set.error();
  if (options.simulation_limit.empty()) return {};
  const auto limit = parse_positive_duration("--simulation-limit", options.simulation_limit);
  if (!limit) return limit.error();
  plan.simulation_limit = *limit;
  return {};
}

}  // namespace hone::cli

// The options that every command with comparisons shares: how much time, how sure, about what.
// Pure: from what the user typed to a Plan's settings.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/plan.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

// As typed; nothing has been checked yet.
struct ComparisonOptions {
  bool quick = false;
  bool thorough = false;
  bool until_decided = false;
  std::string estimand = "median";
  std::string budget;  // empty: as quick, thorough or until_decided say
  std::string margin = "1%";
  std::string alpha = "0.05";
  std::string metric;                // "a,b,..."; empty: each subject's own
  std::optional<std::int64_t> seed;  // >= 0; absent: drawn
  std::string cpus = "same";
};

// Sets the plan's effort, thresholds and seed. Errors name the option and what would be right.
Result<void> apply(const ComparisonOptions& options, Plan& plan);

// What verdicts are about unless the user or a subject says otherwise.
inline constexpr std::string_view usual_metric = "wall_time";

// The metrics that the text names, each once, in its order; "" names none. They are hone's own that
// verdicts of `whose` may be about, "wall" being short for "wall_time", or those `defined` by the
// user. An error: a name that is none of these.
Result<std::vector<VerdictMetric>> parse_metrics(const std::string& text, VerdictOf whose,
                                                 const std::vector<OutputMetric>& defined);

// Names of hone's own metrics for a help text, as short as parse_metrics takes them, in the order
// of the rows: "wall (the default)" where wall_time is the `usual` one, "cpu", "peak_rss".
std::vector<std::string> metric_names(VerdictOf whose, std::string_view usual = "");

// Parses a value of `option` such as "10s". An error: it is no time, or not more than 0.
Result<std::chrono::duration<double>> parse_positive_duration(std::string_view option,
                                                              const std::string& text);

}  // namespace hone::cli

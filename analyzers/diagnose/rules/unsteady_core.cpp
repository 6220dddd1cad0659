#include "analyzers/diagnose/rules/unsteady_core.hpp"

#include "analyzers/stats/summary.hpp"
#include "fmt/format.h"

namespace hone::diagnose {
namespace {

constexpr double noticeable = 1.05;      // of the 90th to the 10th percentile
constexpr std::size_t fewest_runs = 10;  // fewer have no such percentiles

}  // namespace

std::vector<Finding> unsteady_core(const Evidence& evidence) {
  std::vector<double> speeds;
  for (const VariantRun& variant : evidence.run.variants) {
    for (const Sample& sample : variant.samples) {
      const auto speed = sample.values.find("frequency");
      if (speed != sample.values.end()) speeds.push_back(speed->second.number);
    }
  }
  if (speeds.size() < fewest_runs) return {};
  const double slow = stats::quantile(speeds, 0.1);
  const double fast = stats::quantile(speeds, 0.9);
  if (fast < noticeable * slow) return {};
  return {{.rule = "unsteady_core",
           .text = "the core's speed changed meanwhile, which makes every time less steady; "
                   "instructions (--metric instructions) do not depend on it",
           .evidence = {fmt::format("one run in ten below {:.2f} GHz, one above {:.2f} GHz",
                                    slow * 1e-9, fast * 1e-9)}}};
}

}  // namespace hone::diagnose

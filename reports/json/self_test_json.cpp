#include "reports/json/self_test_json.hpp"

#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

namespace hone::reports {

namespace {

using Json = nlohmann::ordered_json;

Json tally_json(const TrialTally& tally) {
  return {{"program", tally.program.empty() ? Json(nullptr) : Json(tally.program)},
          {"effect", tally.effect},
          {"trials", tally.trials},
          {"hits", tally.hits},
          {"rate", share_of_hits(tally)},
          {"interval", Json::array({tally.rate.lo, tally.rate.hi})},
          {"median_s", tally.median_seconds},
          {"median_pairs", tally.median_pairs}};
}

Json tallies_json(const std::vector<TrialTally>& tallies) {
  Json array = Json::array();
  for (const TrialTally& tally : tallies) array.push_back(tally_json(tally));
  return array;
}

Json or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

}  // namespace

std::string render_self_test_json(const SelfTestReport& report) {
  const Json json{
      {"schema", "hone.selftest/1"},
      {"tool",
       {{"name", report.tool.name},
        {"version", report.tool.version},
        {"revision", report.tool.revision.empty() ? Json(nullptr) : Json(report.tool.revision)}}},
      {"created", report.created},
      {"interrupted", report.interrupted},
      {"alpha", report.alpha},
      {"metric", report.metric},
      {"seed", report.seed},
      {"program_s", report.program_seconds},
      {"itself_budget_s", report.itself_budget_seconds},
      {"effect_budget_s", report.effect_budget_seconds},
      {"seconds", report.seconds},
      {"failed_trials", report.failed_trials},
      {"false_positives", tallies_json(report.false_positives)},
      {"promise", report.promise ? Json(to_string(*report.promise)) : Json(nullptr)},
      {"detections", tallies_json(report.detections)},
      {"equivalences", tallies_json(report.equivalences)},
      {"smallest_effect", or_null(report.smallest_effect)},
      {"noise",
       {{"load_before", report.noise.load_before},
        {"load_after", report.noise.load_after},
        {"steal", or_null(report.noise.stolen)},
        {"autocorrelation", or_null(report.noise.autocorrelation)},
        {"spread", or_null(report.noise.spread)}}}};
  return json.dump(1) + "\n";
}

}  // namespace hone::reports

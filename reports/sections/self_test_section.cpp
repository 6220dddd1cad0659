#include "reports/sections/self_test_section.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/layout/table.hpp"
#include "reports/layout/wrap.hpp"
#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"

namespace hone::reports {

namespace {

using Json = nlohmann::ordered_json;

double share(const TrialTally& tally) {
  return tally.trials > 0 ? static_cast<double>(tally.hits) / tally.trials : 0;
}

std::string rate_text(const TrialTally& tally) {
  return fmt::format("{:.1f} %", 100 * share(tally));
}

std::string interval_text(const TrialTally& tally) {
  return fmt::format("{:.1f} .. {:.1f} %", 100 * tally.rate.lo, 100 * tally.rate.hi);
}

// What the trials say of the promise. They can only contradict it, or leave little room for more.
std::string_view judged(const TrialTally& all, double alpha) {
  constexpr double close = 1.5;  // of alpha: an interval that ends below leaves little room
  if (all.rate.lo > alpha) return "More false differences than promised";
  if (all.rate.hi > close * alpha) {
    return "No more false differences than promised, as far as so few trials can tell";
  }
  return "False differences as promised";
}

std::string false_positive_answer(const SelfTestReport& report, const TerminalStyle& style) {
  if (report.false_positives.empty()) return "";
  const TrialTally& all = report.false_positives.front();
  const std::string text = fmt::format(
      "{}: {} of {} comparisons of a program with itself were called different ({}, 95 % interval "
      "{}); alpha promises {} at most.",
      judged(all, report.alpha), all.hits, all.trials, rate_text(all), interval_text(all),
      format_setting_percent(report.alpha));
  return paragraph(text, 0, 2, style);
}

std::string detection_answer(const SelfTestReport& report, const TerminalStyle& style) {
  if (report.detections.empty()) return "";
  if (!report.smallest_effect) {
    return paragraph(fmt::format("No effect that was put there was found in 90 % of the trials "
                                 "within {:g} s.",
                                 report.effect_budget_seconds),
                     0, 2, style);
  }
  const auto least = std::find_if(
      report.detections.begin(), report.detections.end(),
      [&](const TrialTally& tally) { return tally.effect == *report.smallest_effect; });
  return paragraph(
      fmt::format("A change of +{} in {} that was put there was found in {} of {} trials within "
                  "{:g} s, and larger ones in 90 % or more.",
                  format_setting_percent(*report.smallest_effect), metric_label(report.metric),
                  least->hits, least->trials, report.effect_budget_seconds),
      0, 2, style);
}

std::string answer(const SelfTestReport& report, const TerminalStyle& style) {
  if (report.false_positives.empty() && report.detections.empty()) return "Nothing was finished.\n";
  return false_positive_answer(report, style) + detection_answer(report, style);
}

std::string program_cell(const TrialTally& tally) {
  return tally.program.empty() ? "all" : tally.program;
}

// One sort of trials, a row a program.
std::string tally_table(std::string_view title, const std::vector<TrialTally>& tallies,
                        const TerminalStyle& style) {
  if (tallies.empty()) return "";
  Table table({{"program"},
               {std::string{title}, Align::right},
               {"rate", Align::right},
               {"95 % interval", Align::right},
               {"median time", Align::right},
               {"median pairs", Align::right}},
              Overflow::hang_first);
  for (const TrialTally& tally : tallies) {
    table.add_row({{program_cell(tally)},
                   {fmt::format("{} of {}", tally.hits, tally.trials)},
                   {rate_text(tally)},
                   {interval_text(tally)},
                   {format_seconds(tally.median_seconds)},
                   {fmt::format("{:g}", tally.median_pairs)}});
  }
  return "\n" + table.render(style, 2);
}

// The detection curve: a row an effect; all programs first, then each, with its rate and its median
// time. Cells are short: with three programs, 80 columns are just enough.
std::string detection_table(const std::vector<TrialTally>& tallies, const TerminalStyle& style) {
  std::vector<Column> columns{{"effect"}, {"found", Align::right}};
  for (const TrialTally& tally : tallies) {
    if (tally.effect != tallies.front().effect) break;
    columns.push_back({program_cell(tally), Align::right});
  }
  Table table(columns, Overflow::hang_first);
  std::vector<Cell> row;
  for (const TrialTally& tally : tallies) {
    if (tally.program.empty()) {
      row = {{"+" + format_setting_percent(tally.effect)},
             {fmt::format("{} of {}", tally.hits, tally.trials)}};
    }
    row.push_back(
        {fmt::format("{:.0f} %, {}", 100 * share(tally), format_seconds(tally.median_seconds))});
    if (row.size() == columns.size()) table.add_row(row);
  }
  return tallies.empty() ? "" : "\n" + table.render(style, 2);
}

std::string closing(const SelfTestReport& report, const TerminalStyle& style) {
  const MachineNoise& noise = report.noise;
  std::string text = fmt::format(
      "Programs of about {} of CPU time, by {}; up to {:g} s a trial of a program with itself, "
      "{:g} s of others; seed {}; {:.0f} s in all. Equivalent: within a margin of 1 %; the others "
      "at a margin of 0. The machine: load {:.1f} to {:.1f}",
      format_seconds(report.program_seconds), metric_label(report.metric),
      report.itself_budget_seconds, report.effect_budget_seconds, report.seed, report.seconds,
      noise.load_before, noise.load_after);
  if (noise.stolen) text += fmt::format(", steal {:.2f} %", 100 * *noise.stolen);
  if (noise.autocorrelation) {
    text += fmt::format(", autocorrelation of consecutive runs {:.2f}", *noise.autocorrelation);
  }
  if (noise.spread) {
    text += fmt::format(", half of the pairs of equal runs differ by more than {:.2f} %",
                        100 * std::expm1(*noise.spread));
  }
  text += ".";
  if (report.failed_trials > 0) {
    text += fmt::format(" {} trials failed and are not counted.", report.failed_trials);
  }
  return paragraph(text, 0, 0, style);
}

Json tally_json(const TrialTally& tally) {
  return {{"program", tally.program.empty() ? Json(nullptr) : Json(tally.program)},
          {"effect", tally.effect},
          {"trials", tally.trials},
          {"hits", tally.hits},
          {"rate", share(tally)},
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

std::string render_self_test(const SelfTestReport& report, const TerminalStyle& style) {
  std::string out;
  if (report.interrupted) {
    out += paint("Interrupted", Tone::doubtful, style) + ": only what was finished is counted.\n";
  }
  out += answer(report, style);
  out += tally_table("called different", report.false_positives, style);
  out += detection_table(report.detections, style);
  out += tally_table("equivalent", report.equivalences, style);
  return out + "\n" + closing(report, style);
}

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

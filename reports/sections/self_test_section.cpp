#include "reports/sections/self_test_section.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "reports/sections/report_frame.hpp"
#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"

namespace hone::reports {

namespace {

std::string rate_text(const TrialTally& tally) {
  return fmt::format("{:.1f} %", 100 * share_of_hits(tally));
}

std::string interval_text(const TrialTally& tally) {
  return fmt::format("{:.1f} .. {:.1f} %", 100 * tally.rate.lo, 100 * tally.rate.hi);
}

std::string_view words_for(Promise promise) {
  switch (promise) {
    case Promise::kept: return "False differences as promised";
    case Promise::perhaps_kept:
      return "No more false differences than promised, as far as so few trials can tell";
    case Promise::broken: return "More false differences than promised";
  }
  return "";
}

std::string false_positive_answer(const SelfTestReport& report) {
  const TrialTally& all = report.false_positives.front();
  return fmt::format(
      "{}: {} of {} comparisons of a program with itself were called different ({}, 95 % interval "
      "{}); alpha promises {} at most.",
      words_for(*report.promise), all.hits, all.trials, rate_text(all), interval_text(all),
      format_setting_percent(report.alpha));
}

std::string detection_answer(const SelfTestReport& report) {
  if (!report.smallest_effect) {
    return fmt::format(
        "No effect that was put there was found in 90 % of the trials within {:g} s.",
        report.effect_budget_seconds);
  }
  const auto least = std::find_if(
      report.detections.begin(), report.detections.end(),
      [&](const TrialTally& tally) { return tally.effect == *report.smallest_effect; });
  return fmt::format(
      "A change of +{} in {} that was put there was found in {} of {} trials within {:g} s, and "
      "larger ones in 90 % or more.",
      format_setting_percent(*report.smallest_effect), metric_label(report.metric), least->hits,
      least->trials, report.effect_budget_seconds);
}

Document answer(const SelfTestReport& report) {
  Document document;
  const auto add = [&](std::string text) {
    document.add(Paragraph{std::move(text), Paragraph::Role::answer});
  };
  if (report.interrupted) document.append(interruption("counted"));
  if (!report.false_positives.empty() && report.promise) add(false_positive_answer(report));
  if (!report.detections.empty()) add(detection_answer(report));
  if (report.false_positives.empty() && report.detections.empty()) add("Nothing was finished.");
  return document;
}

std::string program_cell(const TrialTally& tally) {
  return tally.program.empty() ? "all" : tally.program;
}

// One sort of trials, a row a program.
Document tally_table(std::string_view title, const std::vector<TrialTally>& tallies) {
  Table table{{{"program"},
               {title, Align::right},
               {"rate", Align::right},
               {"95 % interval", Align::right},
               {"median time", Align::right},
               {"median pairs", Align::right}}};
  for (const TrialTally& tally : tallies) {
    table.add_row({{program_cell(tally)},
                   {fmt::format("{} of {}", tally.hits, tally.trials)},
                   {rate_text(tally)},
                   {interval_text(tally)},
                   {format_seconds(tally.median_seconds)},
                   {fmt::format("{:g}", tally.median_pairs)}});
  }
  return document_of(std::move(table));
}

// The detection curve: a row an effect; all programs first, then each, with its rate and its median
// time. Cells are short: with three programs, 80 columns are just enough.
Document detection_table(const std::vector<TrialTally>& tallies) {
  Table table{{{"effect"}, {"found", Align::right}}};
  for (const TrialTally& tally : tallies) {
    if (tally.effect != tallies.front().effect) break;
    table.columns.push_back({program_cell(tally), Align::right});
  }
  std::vector<Cell> row;
  for (const TrialTally& tally : tallies) {
    if (tally.program.empty()) {
      row = {{"+" + format_setting_percent(tally.effect)},
             {fmt::format("{} of {}", tally.hits, tally.trials)}};
    }
    row.push_back({fmt::format("{:.0f} %, {}", 100 * share_of_hits(tally),
                               format_seconds(tally.median_seconds))});
    if (row.size() == table.columns.size()) table.add_row(row);
  }
  return document_of(std::move(table));
}

Document closing(const SelfTestReport& report) {
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
  Document document;
  document.add(Paragraph{std::move(text)});
  return document;
}

}  // namespace

Document self_test_section(const SelfTestReport& report) {
  Document document = answer(report);
  document.add_part(tally_table("called different", report.false_positives));
  document.add_part(detection_table(report.detections));
  document.add_part(tally_table("equivalent", report.equivalences));
  document.add_part(closing(report));
  return document;
}

}  // namespace hone::reports

// A comparison in words: how much, between which bounds, how sure. The estimate and its
// interval always stand on one scale. A factor says how many times ("2.31x faster"); small
// or unsettled changes are percentages of the baseline's value ("0.41 % slower"). A comparison by
// differences is in the metric's unit ("3.2 more").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"
#include "reports/document/tone.hpp"

namespace hone::reports {

struct ChangeText {
  std::string change;  // "2.31x faster", "0.41 % slower", "could be", "0 instead of 100", "unknown"
  std::string interval;  // "2.25x .. 2.38x", "-0.80 .. +2.1 %", "-0.1 .. +0.5", "unbounded"
};

// Describes a comparison in the words of words_for(). An inconclusive comparison names its bounds
// only: an estimate alone would read like an answer.
ChangeText describe_change(const Comparison& comparison);

// The counts of an exact comparison: "0 instead of 100,000".
std::string counts_in_words(const Comparison& comparison);

// Why an inconclusive comparison ended where it did.
std::string_view ending(const Comparison& comparison, const PlanSummary& plan);

// One sentence on an inconclusive comparison: what it could be, the resolution that was
// reached and why it ended.
std::string explain_inconclusive(const Comparison& comparison, const PlanSummary& plan);

// "3.2 more", "0.4 less"; "0" for a difference of 0.
std::string by_how_much(double difference, std::string_view metric_id);

// "3.2": a number, in the metric's unit where it has one.
std::string size_in_words(double size, std::string_view metric_id);

// What counts as equivalent: "1 %", or of differences "0.032 (1 % of the baseline's size)".
std::string margin_in_words(const Comparison& comparison);

// Half of the interval's width: "0.80 %", or of differences "0.3". nullopt: there is no interval.
std::optional<std::string> resolution_in_words(const Comparison& comparison);

// "0.80 % faster", "2.1 % more"; "0 %" for a ratio of 1.
std::string difference_in_words(double ratio, std::string_view metric_id);

// How a metric changes in words: time gets faster or slower, counts get fewer or more, and every
// other metric gets less or more.
struct ChangeWords {
  std::string_view falls;
  std::string_view rises;
  bool is_time = false;
};

ChangeWords words_for(std::string_view metric_id);

// The interval beside a change whose direction was said in words already: "1.10x .. 1.14x",
// "1.1 .. 1.7 %"; with signs where it lies on both sides of no change.
std::string interval_of_change(const Comparison& comparison);

// The interval in words: "0.80 % faster to 2.1 % slower", "0.30 to 2.1 % slower", "0.1 less to 0.5
// more". Precondition: the comparison has an interval.
std::string range_in_words(const Comparison& comparison);

// The colour that goes with the verdict's word.
Tone tone_of(Verdict verdict);

// The change as a cell of a table, in the words of `text`.
Cell change_cell(const Comparison& comparison, const ChangeText& text);

}  // namespace hone::reports

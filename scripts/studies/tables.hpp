// The tables of docs/statistics.md that are simulated, one a file. Each prints itself
// as Markdown.
#pragma once

#include "scripts/studies/trials.hpp"

namespace hone::stats {

// The group-sequential comparison, and the estimate beside its interval.
void print_false_positives(Study& study);
void print_coverage(Study& study);
void print_power(Study& study);
void print_estimators(Study& study);
void print_crossovers(Study& study);

// Coverage of the declared median or mean, where the two sides have noise of different shapes.
void print_median_coverage(Study& study);
void print_mean_coverage(Study& study);
// And what it costs where they do not.
void print_estimand_cost(Study& study);

// Comparisons by differences, whose margin is a share of a few of their own values.
void print_differences(Study& study);

// What inconclusive comparisons say of their power, and how often it is so.
void print_prospects(Study& study);

// The confidence sequence.
void print_anytime_false_positives(Study& study);
void print_anytime_coverage(Study& study);
void print_anytime_power(Study& study);
void print_anytime_choices(Study& study);

}  // namespace hone::stats

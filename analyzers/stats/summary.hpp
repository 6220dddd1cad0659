// Robust summaries of one series. A result has the unit of its samples. Nothing
// here reorders the caller's samples: they keep run order, and each function
// sorts a copy. Empty input or a probability out of range is a bug of the
// caller: std::invalid_argument.
#pragma once

#include <optional>
#include <span>

#include "analyzers/model/verdict.hpp"

namespace hone::stats {

// The mean of the middle two when their number is even.
double median(std::span<const double> samples);

// Median distance to the median. Not scaled: multiply by 1.4826 to estimate the
// standard deviation of a normal distribution.
double median_absolute_deviation(std::span<const double> samples);

// Linear interpolation between order statistics, position (n - 1) p from the
// smallest: definition 7 of Hyndman & Fan, "Sample quantiles in statistical
// packages" (1996). `probability` is in [0, 1].
double quantile(std::span<const double> samples, double probability);

// Interval of the population median between the k-th smallest and the k-th
// largest sample; k is the greatest whose coverage 1 - 2 P(Binomial(n, 1/2) < k)
// reaches `confidence` (Conover, "Practical Nonparametric Statistics", 3.2).
// No distribution is assumed, but the samples must be independent, which a
// series of one process rarely is: descriptive, never a verdict. Absent when
// even the extremes do not reach the confidence (n < 6 at 95 %).
std::optional<Interval> median_interval(std::span<const double> samples, double confidence);

// Clopper-Pearson interval of a proportion: coverage is never below `confidence`
// (Clopper & Pearson, Biometrika 26, 1934).
Interval binomial_interval(int successes, int trials, double confidence);

}  // namespace hone::stats

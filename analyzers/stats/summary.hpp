// Robust summaries of one series. A result has the unit of its samples. Nothing
// here reorders the caller's samples: they keep run order, and each function
// sorts a copy. Empty input or a probability out of range is a bug of the
// caller: std::invalid_argument.
#pragma once

#include <optional>
#include <span>

#include "analyzers/model/verdict.hpp"

namespace hone::stats {

// The mean of the middle two when the number of samples is even.
double median(std::span<const double> samples);

// Median distance to the median. Not scaled: multiply by 1.4826 to estimate the
// standard deviation of a normal distribution.
double median_absolute_deviation(std::span<const double> samples);

// Linear interpolation between order statistics, position (n - 1) p from the
// smallest: definition 7 of Hyndman & Fan, "Sample quantiles in statistical
// packages" (1996). `probability` is in [0, 1].
double quantile(std::span<const double> samples, double probability);

// The interval of the population quantile between two order statistics: the r-th and
// the s-th smallest sample. r is the greatest and s the least number whose tail,
// P(Binomial(n, p) < r) or P(Binomial(n, p) >= s), is (1 - confidence) / 2 at most
// (Conover, "Practical Nonparametric Statistics", 3.2; David & Nagaraja, "Order
// Statistics", 7.1). No distribution is assumed, but the samples must be independent,
// which those of one process rarely are: the interval is descriptive, never a verdict.
// nullopt: an extreme does not reach its tail, at 95 % n < 6 for the median, n < 368 for
// p = 0.99.
std::optional<Interval> quantile_interval(std::span<const double> samples, double probability,
                                          double confidence);

// quantile_interval of the median.
std::optional<Interval> median_interval(std::span<const double> samples, double confidence);

// Clopper-Pearson interval of a proportion: coverage is never below `confidence`
// (Clopper & Pearson, Biometrika 26, 1934).
Interval binomial_interval(int successes, int trials, double confidence);

}  // namespace hone::stats

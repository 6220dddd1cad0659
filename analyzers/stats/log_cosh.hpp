#pragma once

#include <cmath>
#include <numbers>

namespace hone::stats {

// ln cosh x without overflow.
inline double log_cosh(double x) {
  const double size = std::abs(x);
  return size + std::log1p(std::exp(-2 * size)) - std::numbers::ln2;
}

}  // namespace hone::stats

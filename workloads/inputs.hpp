// Seeded input generators: the same seed gives the same input on every machine and with every
// standard library (none of <random>'s distributions does so). Zipf is the exception: std::pow may
// differ in the last bit between maths libraries, and so may a rank now and then.
#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace hone::workloads {

// SplitMix64 (Steele, Lea, Flood 2014): one 64-bit state, passes BigCrush, any seed is good.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  // Uniform over all 64-bit values.
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  // Uniform in [0, bound), bound > 0, by multiply-shift: the bias is below bound / 2^64.
  std::uint64_t below(std::uint64_t bound) {
    __extension__ using Wide = unsigned __int128;  // not ISO C++, yet in both compilers
    return static_cast<std::uint64_t>((static_cast<Wide>(next()) * bound) >> 64);
  }

  // Uniform in [lo, hi].
  std::int64_t between(std::int64_t lo, std::int64_t hi) {
    return lo + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(hi - lo) + 1));
  }

  // Uniform in [0, 1).
  double real() { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

// Fisher-Yates.
template <class T>
void shuffle(std::span<T> items, Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[random.below(i)]);
  }
}

// Ranks 0 .. size-1 with probability proportional to 1 / (rank + 1)^exponent, by inversion of
// the cumulative table: O(size) memory, O(log size) a draw.
class Zipf {
 public:
  Zipf(std::size_t size, double exponent) : cumulative_(size) {
    double total = 0;
    for (std::size_t rank = 0; rank < size; ++rank) {
      total += std::pow(static_cast<double>(rank + 1), -exponent);
      cumulative_[rank] = total;
    }
  }

  std::size_t draw(Random& random) const {
    const double target = random.real() * cumulative_.back();
    std::size_t lo = 0;
    std::size_t hi = cumulative_.size() - 1;
    while (lo < hi) {
      const std::size_t middle = std::midpoint(lo, hi);
      if (cumulative_[middle] > target) {
        hi = middle;
      } else {
        lo = middle + 1;
      }
    }
    return lo;
  }

 private:
  std::vector<double> cumulative_;
};

}  // namespace hone::workloads

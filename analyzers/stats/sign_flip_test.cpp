// How the test is kept exact and cheap:
// - The statistic sum(psi) / sqrt(sum(psi^2)) is compared only with itself under
//   other signs, which leave the denominator alone: sum(psi) is enough.
// - psi is rounded to integers, so equal sums compare equal and ties are seen.
// - The statistic is two-sided, so a path and its mirror image are one path: the
//   first pair's sign is held at plus and all signs are relative to it.
// - The observed path replaces the drawn path that has the same enumerated signs.
//   Given the set of paths it is then equally likely to be any of them.
// - Eight pairs at a time: the 256 signed sums of eight weights are tabulated,
//   and each path adds the entry of its byte.
// - From 1024 pairs on the scale stays that of the first 1024, which is as good. So
//   the weights stay too, and a look goes on from the sums of the one before it.
#include "analyzers/stats/sign_flip_test.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <stdexcept>

namespace hone::stats {
namespace {

constexpr std::size_t group_size = 8;
constexpr std::size_t scale_pairs = 1024;  // at most so many, the first ones, set the scale

std::vector<double> centre(std::span<const double> effects, double delta) {
  std::vector<double> centred(effects.begin(), effects.end());
  for (double& value : centred) value -= delta;
  return centred;
}

// Median of |x|; of the |x| > 0 where most are zero, as exact counts can be.
double median_size(std::span<const double> centred) {
  std::vector<double> sizes;
  sizes.reserve(centred.size());
  for (const double x : centred) sizes.push_back(std::abs(x));
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), middle, sizes.end());
  if (*middle > 0) return *middle;
  sizes.erase(std::remove(sizes.begin(), sizes.end(), 0.0), sizes.end());
  if (sizes.empty()) return 0;
  const auto half = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), half, sizes.end());
  return *half;
}

// How |d - delta| becomes an integer psi.
struct Weighing {
  double limit = 0;  // |d - delta| that is clipped; 0 when all pairs are zero
  double unit = 0;   // psi of a clipped pair

  friend bool operator==(const Weighing&, const Weighing&) = default;
};

double greatest_size(std::span<const double> centred) {
  double greatest = 0;
  for (const double x : centred) greatest = std::max(greatest, std::abs(x));
  return greatest;
}

double clipping_limit(std::span<const double> centred, double clip) {
  const std::size_t first = std::min(centred.size(), scale_pairs);
  double scale = median_size(centred.first(first));
  if (scale == 0) scale = median_size(centred);
  return clip * scale;
}

// `clip` is absent where no pair is clipped.
Weighing weighing_of(std::span<const double> centred, std::optional<double> clip) {
  // As fine as 15 bits, but a sum over all pairs must fit an int32.
  const double most = std::floor(double{1 << 30} / static_cast<double>(centred.size()));
  return {.limit = clip ? clipping_limit(centred, *clip) : greatest_size(centred),
          .unit = std::min(32768.0, most)};
}

void weigh(std::span<const double> centred, const Weighing& weighing,
           std::vector<std::int32_t>& weights) {
  for (std::size_t i = weights.size(); i < centred.size(); ++i) {
    const double share =
        weighing.limit > 0 ? std::min(1.0, std::abs(centred[i]) / weighing.limit) : 0.0;
    weights.push_back(static_cast<std::int32_t>(std::lround(share * weighing.unit)));
  }
}

// Which observed signs are minus, relative to the first pair that is not zero.
// A zero has no weight, so its sign is free; it counts as plus.
std::vector<bool> relative_minus(std::span<const double> centred) {
  const auto first = std::find_if(centred.begin(), centred.end(), [](double x) { return x != 0; });
  const bool reference = first != centred.end() && *first < 0;
  std::vector<bool> minus;
  minus.reserve(centred.size());
  for (const double x : centred) minus.push_back(x != 0 && (x < 0) != reference);
  return minus;
}

// The sums of up to eight weights under each of the 256 sign patterns.
std::array<std::int32_t, 256> signed_sums(std::span<const std::int32_t> weights) {
  std::array<std::int32_t, 256> table{};
  for (const std::int32_t weight : weights) table[0] += weight;
  for (std::size_t bit = 0; bit < group_size; ++bit) {
    const std::int32_t flip = bit < weights.size() ? 2 * weights[bit] : 0;
    const std::size_t half = std::size_t{1} << bit;
    for (std::size_t pattern = 0; pattern < half; ++pattern) {
      table[half + pattern] = table[pattern] - flip;
    }
  }
  return table;
}

std::int32_t observed_sum(std::span<const std::int32_t> weights, const std::vector<bool>& minus) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += minus[i] ? -weights[i] : weights[i];
  return sum;
}

// Number of the path whose enumerated signs are the observed ones: bit i - 1 for pair i.
std::size_t observed_path(const std::vector<bool>& minus, std::size_t enumerated) {
  std::size_t path = 0;
  for (std::size_t pair = 1; pair <= enumerated && pair < minus.size(); ++pair) {
    if (minus[pair]) path |= std::size_t{1} << (pair - 1);
  }
  return path;
}

// |sum| that a path must exceed for at most `allowed` of them to do so. Only the
// upper tail is selected from, where the normal approximation says that it holds
// enough; `distances` of paths rejected before are negative.
std::int32_t critical_value(std::span<const std::int32_t> distances, std::size_t allowed,
                            std::span<const std::int32_t> weights) {
  double variance = 0;
  for (const double weight : weights) variance += weight * weight;
  auto floor = static_cast<std::int32_t>(1.5 * std::sqrt(variance));
  std::vector<std::int32_t> tail;
  for (;;) {
    for (const std::int32_t distance : distances) {
      if (distance >= floor) tail.push_back(distance);
    }
    if (tail.size() > allowed) break;
    floor = 0;
    tail.clear();
  }
  const auto rank = tail.begin() + static_cast<std::ptrdiff_t>(allowed);
  std::nth_element(tail.begin(), rank, tail.end(), std::greater<>());
  return *rank;
}

}  // namespace

SignFlipTest::SignFlipTest(int paths, double clip, std::uint64_t seed)
    : paths_(static_cast<std::size_t>(std::max(paths, 0))),
      enumerated_(static_cast<std::size_t>(std::countr_zero(paths_))),
      clip_(clip),
      engine_(seed) {
  if (paths < least_paths || paths > most_paths || !std::has_single_bit(paths_)) {
    throw std::invalid_argument("the number of sign paths is a power of two in [256, 65536]");
  }
  if (!(clip > 0)) throw std::invalid_argument("the clip is positive");
}

// The bits of pair 0 and of the enumerated pairs come from the path's number.
std::uint8_t SignFlipTest::draw_signs(std::size_t path, std::size_t group,
                                      std::uint8_t random) const {
  const std::size_t first = group * group_size;
  if (first > enumerated_) return random;
  const std::size_t fixed = std::min(group_size, enumerated_ + 1 - first);
  const auto mask = static_cast<std::uint8_t>((1U << fixed) - 1U);
  const auto own = static_cast<std::uint8_t>((path << 1U) >> first);
  return static_cast<std::uint8_t>((own & mask) | (random & static_cast<std::uint8_t>(~mask)));
}

void SignFlipTest::extend(std::size_t pairs) {
  const std::size_t groups = (pairs + group_size - 1) / group_size;
  for (std::size_t group = signs_.size() / paths_; group < groups; ++group) {
    for (std::size_t path = 0; path < paths_; path += sizeof(std::uint64_t)) {
      std::uint64_t random = engine_();
      for (std::size_t i = 0; i < sizeof random; ++i, random >>= 8U) {
        signs_.push_back(draw_signs(path + i, group, static_cast<std::uint8_t>(random)));
      }
    }
  }
}

void SignFlipTest::add_to_sums(std::span<const std::int32_t> weights, std::size_t summed,
                               std::span<std::int32_t> sums) const {
  for (std::size_t first = summed - summed % group_size; first < weights.size();
       first += group_size) {
    std::array<std::int32_t, group_size> group{};
    for (std::size_t i = std::max(first, summed); i < first + group_size && i < weights.size();
         ++i) {
      group[i - first] = weights[i];
    }
    const std::array<std::int32_t, 256> table = signed_sums(group);
    const std::uint8_t* bytes = signs_.data() + first / group_size * paths_;
    for (std::size_t path = 0; path < paths_; ++path) sums[path] += table[bytes[path]];
  }
}

bool SignFlipTest::rejects(std::span<const double> effects, std::span<const Look> looks,
                           double delta) const {
  return rejects_zero(centre(effects, delta), looks, clip_);
}

bool SignFlipTest::rejects_mean_of_zero(std::span<const double> differences,
                                        std::span<const Look> looks) const {
  return rejects_zero(differences, looks, std::nullopt);
}

bool SignFlipTest::rejects_zero(std::span<const double> centred, std::span<const Look> looks,
                                std::optional<double> clip) const {
  const std::vector<bool> minus = relative_minus(centred);
  const std::size_t own = observed_path(minus, enumerated_);

  Weighing weighing;
  std::vector<std::int32_t> weights;
  std::vector<std::int32_t> sums(paths_, 0);
  std::vector<std::int32_t> distances(paths_);
  std::vector<std::uint8_t> rejected(paths_, 0);
  std::size_t rejected_count = 0;
  bool observed_rejected = false;
  for (const Look& look : looks) {
    const std::span<const double> seen = centred.first(look.pairs);
    if (const Weighing now = weighing_of(seen, clip); now != weighing) {
      weighing = now;
      weights.clear();
      std::fill(sums.begin(), sums.end(), 0);
    }
    const std::size_t summed = weights.size();
    weigh(seen, weighing, weights);
    add_to_sums(weights, summed, sums);
    sums[own] = observed_sum(weights, minus);
    const std::int32_t observed = std::abs(sums[own]);
    for (std::size_t path = 0; path < paths_; ++path) {
      distances[path] = rejected[path] != 0 ? -1 : std::abs(sums[path]);
    }
    const auto affordable =
        static_cast<std::size_t>(look.alpha_spent * static_cast<double>(paths_));
    const std::int32_t critical = critical_value(distances, affordable - rejected_count, weights);
    for (std::size_t path = 0; path < paths_; ++path) {
      const bool beyond = distances[path] > critical;
      rejected[path] |= static_cast<std::uint8_t>(beyond);
      rejected_count += static_cast<std::size_t>(beyond);
    }
    // Compared even when the observed path fell at an earlier look: the answer is this look's.
    observed_rejected = observed > critical;
  }
  return observed_rejected;
}

std::int32_t SignFlipTest::sum(std::span<const double> effects, double delta) const {
  const std::vector<double> centred = centre(effects, delta);
  std::vector<std::int32_t> weights;
  weigh(centred, weighing_of(centred, clip_), weights);
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += centred[i] < 0 ? -weights[i] : weights[i];
  return sum;
}

}  // namespace hone::stats

// Group-sequential sign-flip test of "the pairs are symmetric about delta".
//
// When the order of a pair is drawn at random, its sign is a coin flip given its
// size, whatever the noise. The test draws paths of signs once, walks every path
// through the same looks as the observed one, and lets each look reject only the
// share of paths that its alpha pays for. The observed path is one among equals,
// so the error rate holds exactly: no distribution, no independence in time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

namespace hone::stats {

// One analysis of the data so far.
struct Look {
  std::size_t pairs = 0;   // how many, from the first, were seen
  double alpha_spent = 0;  // by this look and all before it
};

class SignFlipTest {
 public:
  static constexpr int least_paths = 256;
  static constexpr int most_paths = 65536;

  // `paths`: how many distinct |statistic| are drawn, a power of two in
  // [least_paths, most_paths]; more paths cost time in proportion and buy a finer alpha.
  // With 2^m paths every sign pattern of the first m + 1 pairs is enumerated, so the early
  // looks involve no Monte Carlo. `clip`: in medians of |d - delta|.
  // Throws std::invalid_argument when an argument is out of range.
  SignFlipTest(int paths, double clip, std::uint64_t seed);

  // Draws the signs of the pairs up to `pairs`; they never change afterwards.
  void extend(std::size_t pairs);

  // Is delta rejected at the last look? Looks are in order: neither their pairs nor
  // their alpha falls. extend() must have covered the last. False without any look.
  // Cost: about paths / 8 table look-ups a pair, and again for each look up to
  // 1024 pairs.
  [[nodiscard]] bool rejects(std::span<const double> effects, std::span<const Look> looks,
                             double delta) const;

  // Is it rejected at the last look that the mean of these differences is 0? As above, but no
  // difference is clipped: given their sizes the sum is as likely to be negative as positive only
  // where they are symmetric about 0, as those of two sides that do not differ are; else its spread
  // under other signs is that of a mean, and the error rate holds as far as the central limit
  // theorem does.
  [[nodiscard]] bool rejects_mean_of_zero(std::span<const double> differences,
                                          std::span<const Look> looks) const;

  // The statistic at a look at all of these pairs, with its sign; its unit changes
  // with the pairs and with delta.
  [[nodiscard]] std::int32_t sum(std::span<const double> effects, double delta) const;

 private:
  [[nodiscard]] bool rejects_zero(std::span<const double> centred, std::span<const Look> looks,
                                  std::optional<double> clip) const;
  [[nodiscard]] std::uint8_t draw_signs(std::size_t path, std::size_t group,
                                        std::uint8_t random) const;
  // Adds to each path's sum the weights from number `summed` on, under its signs.
  void add_to_sums(std::span<const std::int32_t> weights, std::size_t summed,
                   std::span<std::int32_t> sums) const;

  std::size_t paths_;
  std::size_t enumerated_;  // m: sign bits taken from the path's own number
  double clip_;
  std::mt19937_64 engine_;
  // One byte holds a path's signs of eight pairs (bit set: minus); all paths of
  // pairs 0-7 come first, then all of pairs 8-15, and so on.
  std::vector<std::uint8_t> signs_;
};

}  // namespace hone::stats

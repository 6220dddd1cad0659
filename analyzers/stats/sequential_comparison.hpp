// Group-sequential comparison: a few planned looks within a budget, the most
// powerful way to decide when it is known where the pairs will end.
//
// The interval is a repeated confidence interval (Jennison & Turnbull, JRSS B 51,
// 1989): all of a comparison's intervals cover the true effect at once with
// probability 1 - alpha, so stopping at any look, for any reason, is valid.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analyzers/stats/sequential_test.hpp"
#include "analyzers/stats/sign_flip_test.hpp"

namespace hone::stats {

struct SequentialDesign {
  double alpha = 0.05;            // error rate of the whole comparison, in (0, 1)
  double margin = 0.01;           // see SequentialTest, >= 0
  Better better = Better::lower;  // `neither` reads a rise as a regression, like `lower`
  Estimand estimand = Estimand::median;
  Scale scale = Scale::ratio;
  std::uint64_t seed = 1;
  int first_look = 6;       // pairs, >= 1
  double growth = 1.5;      // of the pairs from look to look, > 1: looks at 6, 9, 13, 19, 28, ...
  bool looks_once = false;  // after the last pair, whose number is fixed: no look is ever due
  int draws = 4096;         // sign paths; see SignFlipTest
  double clip = 1.0;        // of the statistic, in medians of |d - delta|
};

// The number of pairs at the planned look that follows one at `pairs`.
std::size_t look_after(std::size_t pairs, double growth);

// The looks so far have spent alpha * sqrt(fraction), where `fraction` is the share of the
// budget used. look() throws std::invalid_argument for a fraction outside (0, 1].
class SequentialComparison : public SequentialTest {
 public:
  // Throws std::invalid_argument on a design out of range.
  explicit SequentialComparison(const SequentialDesign& design);

  // Has the next planned number of pairs been reached?
  [[nodiscard]] bool look_due() const override;

  [[nodiscard]] bool rejects(double effect) const override;

  // The alpha that all looks so far have spent; at most alpha(), and it never falls.
  [[nodiscard]] double alpha_spent() const;

 private:
  // The alpha that a look has spent is computed only when it is needed, since alpha() may
  // rise: a later test then walks all looks, past ones included, at the new alpha.
  struct PastLook {
    std::size_t pairs = 0;
    double fraction = 0;  // the largest so far
  };

  void note_look(double fraction) override;
  [[nodiscard]] bool below_balance(double effect) const override;
  [[nodiscard]] std::optional<std::size_t> sign_rank(double alpha) const override;
  [[nodiscard]] double signs_factor() const override;
  [[nodiscard]] bool rejects_mean_of_zero(std::span<const double> differences) const override;
  [[nodiscard]] std::unique_ptr<Thresholds> thresholds(double signs_alpha) const override;
  [[nodiscard]] int fewest_that_decide() const override;
  // The looks so far, had the comparison this error rate.
  [[nodiscard]] std::vector<Look> looks_at(double alpha) const;

  SequentialDesign design_;
  SignFlipTest test_;
  std::vector<PastLook> looks_;
  std::size_t next_look_;
};

}  // namespace hone::stats

// Anytime-valid comparison: look whenever you like, stop whenever you like, with no
// budget set beforehand. It serves --until-decided, a live display and an interrupt.
//
// A gambler bets on the sign of each d - delta. While delta is the truth the signs
// are fair coins, whatever the noise, so no way of betting makes money: the wealth
// is a martingale, and it ever reaches 1 / alpha with a probability of alpha at most
// (Ville, "Etude critique de la notion de collectif", 1939). A delta against which
// the wealth stands at 1 / alpha or above is rejected; the interval is the hull of
// the others. All the intervals together cover the truth with 1 - alpha
// (Howard, Ramdas, McAuliffe & Sekhon, Ann. Stat. 49, 2021; betting: Waudby-Smith &
// Ramdas, "Estimating means of bounded random variables by betting", 2103.06476).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "analyzers/stats/sequential_test.hpp"

namespace hone::stats {

struct ConfidenceDesign {
  double alpha = 0.05;            // error rate over all looks that will ever be taken, in (0, 1)
  double margin = 0.01;           // see SequentialTest, >= 0
  Better better = Better::lower;  // `neither` reads a rise as a regression, like `lower`
  Estimand estimand = Estimand::median;
  Scale scale = Scale::ratio;
  double clip = 1.5;  // of d - delta, in median absolute deviations of past pairs
  // The bets are a geometric grid of lambda, over which the wealth is averaged: large
  // bets win from few pairs with a large effect, small bets from many with a small one.
  // lambda is meant for a psi that is 1 at the clip: there a lambda of 4 all but doubles
  // the stake or loses it.
  double largest_bet = 4;
  double bet_ratio = 2;  // of neighbours, > 1
  int bets = 7;          // >= 1
};

// look() ignores its `fraction`. A look costs no alpha; looks are rationed only because
// each takes time.
class ConfidenceSequence : public SequentialTest {
 public:
  // Throws std::invalid_argument on a design out of range.
  explicit ConfidenceSequence(const ConfidenceDesign& design);

  // A look is due at every pair up to 100, then whenever there are 2 % more pairs than at
  // the last look.
  [[nodiscard]] bool look_due() const override;

  [[nodiscard]] bool rejects(double effect) const override;

  // ln of the wealth after the pairs of the last look, of a gambler who began with 1 and
  // bet against this effect being the truth.
  [[nodiscard]] double log_wealth(double effect) const;

 private:
  // One lambda, and ln cosh(lambda psi) for every level of |psi|.
  struct Bet {
    double lambda = 0;  // per level of psi
    std::vector<double> log_cosh_of_level;
  };

  void note_look(double fraction) override;
  [[nodiscard]] bool below_balance(double effect) const override;
  [[nodiscard]] std::optional<std::size_t> sign_rank(double alpha) const override;
  [[nodiscard]] double signs_factor() const override;
  [[nodiscard]] bool rejects_mean_of_zero(std::span<const double> differences) const override;
  [[nodiscard]] std::unique_ptr<Thresholds> thresholds(double signs_alpha) const override;
  [[nodiscard]] int fewest_that_decide() const override;

  ConfidenceDesign design_;
  double clip_;
  std::vector<Bet> bets_;
  std::vector<double> levels_per_unit_;  // of |d - delta|, for each pair seen at a look
  double levels_now_ = 0;                // the same, for the next pair
  std::size_t next_scale_ = 0;           // pairs after which levels_now_ is set anew
  std::size_t next_look_ = 1;
};

}  // namespace hone::stats

// What the comparisons reach on simulated noise with known truth: false positives,
// coverage of the interval at the stop, the pairs it takes, and what other choices
// would have cost. Prints the Markdown tables of docs/statistics.md.
//
//   study_simulated_noise [TRIALS [SEED [TABLE...]]]      all tables by default
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/core.h>

#include "scripts/studies/tables.hpp"

namespace hone::stats {
namespace {

struct Table {
  std::string_view name;
  std::uint64_t first_row;  // of its streams, which do not depend on the tables chosen
  void (*print)(Study&);
};

constexpr std::array tables{
    Table{"false_positives", 0, print_false_positives},
    Table{"coverage", 10, print_coverage},
    Table{"power", 20, print_power},
    Table{"estimators", 60, print_estimators},
    Table{"crossovers", 80, print_crossovers},
    Table{"median_coverage", 500, print_median_coverage},
    Table{"mean_coverage", 620, print_mean_coverage},
    Table{"estimand_cost", 680, print_estimand_cost},
    Table{"prospects", 800, print_prospects},
    Table{"differences", 900, print_differences},
    Table{"anytime_false_positives", 100, print_anytime_false_positives},
    Table{"anytime_coverage", 200, print_anytime_coverage},
    Table{"anytime_power", 300, print_anytime_power},
    Table{"anytime_choices", 400, print_anytime_choices},
};

// A positive number, whole; `preset` when the argument was not given.
bool read_number(int argc, char** argv, int index, std::uint64_t preset, std::uint64_t& number) {
  number = preset;
  if (index >= argc) return true;
  const std::string_view text = argv[index];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number > 0;
}

// The tables named from argument `first` on; none when a name is unknown.
std::vector<Table> choose_tables(int argc, char** argv, int first) {
  if (argc <= first) return {tables.begin(), tables.end()};
  std::vector<Table> chosen;
  for (int i = first; i < argc; ++i) {
    const auto* const found =
        std::find_if(tables.begin(), tables.end(),
                     [name = std::string_view(argv[i])](const Table& t) { return t.name == name; });
    if (found == tables.end()) return {};
    chosen.push_back(*found);
  }
  return chosen;
}

int run(int argc, char** argv) {
  std::uint64_t trials = 0;
  std::uint64_t seed = 0;
  constexpr std::uint64_t most_trials = 10'000'000;
  const std::vector<Table> chosen = choose_tables(argc, argv, 3);
  if (chosen.empty() || !read_number(argc, argv, 1, 20000, trials) || trials > most_trials ||
      !read_number(argc, argv, 2, 1, seed)) {
    fmt::print(stderr, "usage: study_simulated_noise [TRIALS [SEED [TABLE...]]]; trials up to {}\n",
               most_trials);
    for (const Table& table : tables) fmt::print(stderr, "  {}\n", table.name);
    return 2;
  }
  Study study{.trials = static_cast<int>(trials), .seed = seed};
  for (const Table& table : chosen) {
    study.rows = table.first_row;
    table.print(study);
    fmt::print("\n");
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace hone::stats

int main(int argc, char** argv) { return hone::stats::run(argc, argv); }

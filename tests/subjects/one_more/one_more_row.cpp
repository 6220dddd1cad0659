// The rows of metrics and of passes with one more of each: a program that links this file has them.
// Both functions come before those of hone's libraries, which are linked only where they are
// missing.
#include <algorithm>
#include <span>
#include <vector>

#include "analyzers/collect/passes/pass_table.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/model/metric.hpp"
#include "analyzers/model/metric_table.hpp"
#include "tests/subjects/one_more/word_pass.hpp"

namespace hone {
namespace {

// The rows with another one after that of this id.
template <class Row>
std::vector<Row> with(std::span<const Row> rows, std::string_view after, const Row& added) {
  std::vector<Row> more(rows.begin(), rows.end());
  const auto place =
      std::find_if(more.begin(), more.end(), [&](const Row& row) { return row.id == after; });
  more.insert(place + 1, added);
  return more;
}

}  // namespace

std::span<const Metric> metrics() {
  static const std::vector<Metric> rows =
      with<Metric>(metric_table, "instructions",
                   Metric{"words", "words", Unit::count, Better::lower, Topic::work, Per::run,
                          VerdictOf::workload | VerdictOf::command, Basis::counted});
  return rows;
}

namespace collect {

std::span<const Pass> passes() {
  static const std::vector<Pass> rows =
      with<Pass>(pass_table, "allocations",
                 Pass{.id = "words",
                      .meaning = "words of a command line, or parameters of a workload",
                      .metrics = word_metrics,
                      .run = count_parameters,
                      .run_command = count_words,
                      .command_metrics = word_metrics});
  return rows;
}

}  // namespace collect
}  // namespace hone

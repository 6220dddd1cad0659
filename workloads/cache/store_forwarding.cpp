// A histogram in one table against several. Each count is loaded, incremented and stored; when the
// next value falls on the same count, its load needs what was stored a moment ago. The processor
// forwards it from the store buffer, but that takes several cycles, and equal values follow each
// other in one long chain. Tables used in turn keep neighbours apart, and are added up in the end.
// Only time shows it: instructions stay. It does not pay where values rarely repeat within a few
// steps, and it loses where the tables no longer fit the cache, or have more counts to add up
// than there were values.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

struct State {
  std::vector<std::uint16_t> values;
  std::vector<std::uint32_t> counts;  // table after table
  std::size_t bins = 0;
};

constexpr std::size_t unrolled = 8;

// Eight values a turn with any number of tables, so that only the table differs. Value k of a
// turn goes to table k mod Tables.
template <std::size_t Tables, std::size_t... offset>
void count_eight(const std::uint16_t* values, const std::array<std::uint32_t*, Tables>& tables,
                 std::index_sequence<offset...> /*offsets*/) {
  (++tables[offset % Tables][values[offset]], ...);
}

template <std::size_t Tables>
void count(const std::uint16_t* values, std::size_t size, std::uint32_t* counts, std::size_t bins) {
  std::array<std::uint32_t*, Tables> tables{};
  for (std::size_t table = 0; table < Tables; ++table) tables[table] = counts + table * bins;
  std::size_t i = 0;
  for (; size - i >= unrolled; i += unrolled) {
    count_eight<Tables>(values + i, tables, std::make_index_sequence<unrolled>());
  }
  for (; i < size; ++i) ++counts[values[i]];
}

// Adds the tables up into the first, and hashes and clears them all.
template <std::size_t Tables>
std::uint64_t merge(std::uint32_t* counts, std::size_t bins) {
  std::uint64_t checksum = 0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    std::uint32_t sum = 0;
    for (std::size_t table = 0; table < Tables; ++table) {
      sum += counts[table * bins + bin];
      counts[table * bins + bin] = 0;
    }
    checksum = checksum * 3 + opaque(sum);
  }
  return checksum;
}

std::shared_ptr<State> make_state(const Parameters& parameters, std::size_t tables) {
  auto state = std::make_shared<State>();
  state->bins = static_cast<std::size_t>(parameters["bins"]);
  state->counts.resize(tables * state->bins);
  state->values.resize(static_cast<std::size_t>(parameters["values"]));
  const auto repeated = static_cast<std::uint64_t>(parameters["repeated"]);
  Random random(81);
  const std::uint64_t common = random.below(state->bins);
  for (std::uint16_t& value : state->values) {
    const bool is_common = random.below(100) < repeated;
    value = static_cast<std::uint16_t>(is_common ? common : random.below(state->bins));
  }
  return state;
}

template <std::size_t Tables>
Kernel prepare(const Parameters& parameters) {
  return [state = make_state(parameters, Tables)] {
    count<Tables>(opaque(state->values.data()), state->values.size(), state->counts.data(),
                  opaque(state->bins));
    return merge<Tables>(opaque(state->counts.data()), state->bins);
  };
}

constexpr double most_tables = 8;

double values(const Parameters& parameters) { return static_cast<double>(parameters["values"]); }

double memory_bytes(const Parameters& parameters) {
  return values(parameters) * sizeof(std::uint16_t) +
         most_tables * static_cast<double>(parameters["bins"]) * sizeof(std::uint32_t);
}

bool has_few_bins_to_add_up(const Parameters& parameters) {
  return parameters["values"] >= 64 * parameters["bins"];
}

// One table fits an L1 of 128 KiB and is used evenly, eight exceed any.
bool only_one_table_fits_l1(const Parameters& parameters) {
  return parameters["bins"] >= 6144 && parameters["bins"] <= 8192 && parameters["repeated"] <= 50;
}

Workload describe() {
  return {
      .id = "cache/store_forwarding",
      .technique = "interleaved tables",
      .leaf = Leaf::data_layout,
      .summary = "a histogram in one table, or in several that take turns",
      .problem =
          "Counting a value loads its count, adds one and stores it. If the next value is the "
          "same, its load must wait for that store and be served by forwarding, several cycles "
          "each time. Data in which one value is common makes one long chain of these, while the "
          "processor could count several different values a cycle.",
      .signature_text =
          "Time only (cycles, IPC): the instructions stay about the same. With many bins the "
          "additional tables show as L1 misses.",
      .does_not_pay =
          "Values that are spread evenly over many bins: neighbours are rarely the same, nothing "
          "waits. Tables that no longer fit the first-level cache together, where one did. Few "
          "values for many bins: adding the tables up costs more than counting. Processors that "
          "rename memory forward within a cycle and gain less.",
      .iteration = "counts `values` values of 16 bits in `bins` bins and adds the tables up",
      .operation = "value",
      .operations = values,
      .memory_bytes = memory_bytes,
      // One table of the counts.
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["bins"]) * sizeof(std::uint32_t);
          },
      .parameters =
          {
              {.name = "values",
               .meaning = "values counted in one iteration",
               .initial = 1 << 18,
               .small = 1 << 12,
               .medium = 1 << 18,
               .large = 1 << 24,
               .min = 1,
               .max = 1 << 28},
              {.name = "bins",
               .meaning = "counts of a table, 4 bytes each",
               .initial = 256,
               .small = 16,
               .medium = 256,
               .large = 65'536,
               .min = 1,
               .max = 65'536},
              {.name = "repeated",
               .meaning = "share of the values that are all the same, in percent",
               .initial = 90,
               .small = 0,
               .medium = 50,
               .large = 100,
               .min = 0,
               .max = 100},
          },
      .variants =
          {
              {.name = "one_table", .summary = "one table of counts", .prepare = prepare<1>},
              {.name = "tables_2", .summary = "two tables in turn", .prepare = prepare<2>},
              {.name = "tables_4", .summary = "four tables in turn", .prepare = prepare<4>},
              {.name = "tables_8", .summary = "eight tables in turn", .prepare = prepare<8>},
          },
      .signature =
          {
              {"tables_4", "instructions", Trend::unchanged, 1.2, "as many counts",
               has_few_bins_to_add_up},
              {"tables_8", "l1d_misses", Trend::rises, 2, "eight tables do not fit L1",
               only_one_table_fits_l1},
          },
      .no_gain =
          {
              {.assignments = {{"bins", 4096}, {"repeated", 0}},
               .text = "evenly over 4096 bins: neighbours differ, and the tables fill the cache",
               .no_less = "instructions"},
              {.assignments = {{"values", 1 << 12}, {"bins", 65'536}},
               .text = "4096 values for 65,536 bins: adding up the tables is nearly all the work",
               .no_less = "instructions"},
          },
      .pay_off = {.variant = "tables_4",
                  .parameter = "repeated",
                  .values = {0, 5, 10, 25, 50, 90},
                  .assignments = {{"bins", 4096}}},
      .small = {.assignments = {{"values", 1 << 16}},
                .text = "65,536 values in 256 bins: quick to simulate"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

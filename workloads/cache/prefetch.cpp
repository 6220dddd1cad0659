// Software prefetch of an indexed gather. The addresses are known long before their turn (they
// stand in an index), yet the processor sees only as far ahead as its reorder buffer reaches:
// where each record takes dozens of instructions, a handful of records, so it waits for the caches
// beyond the second level, or for memory, most of the time. A prefetch asks for the record some
// iterations ahead. Only time and stall counters show it: the same lines are fetched, and a
// simulation counts the same misses. It loses where the table lies in cache (nothing to wait for,
// an instruction or two more a record), where a record takes so little work that the processor sees
// far enough by itself, and at a distance that is too short.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

constexpr std::size_t words_per_record = 8;

struct alignas(64) Record {
  std::uint64_t words[words_per_record];
};

// The record asked for lies this far ahead in the index; 0: none is asked for.
constexpr std::size_t farthest = 1024;

struct State {
  std::vector<Record> table;
  std::vector<std::uint32_t> index;  // `farthest` more than there are lookups, for the last ones
  std::size_t lookups = 0;
};

// Words do not depend on each other, so that the hash of a record does not wait for itself.
template <std::size_t Words>
std::uint64_t hash(const Record& record) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < Words; ++i) {
    const std::uint64_t word = record.words[i];
    const std::uint64_t mixed = (word ^ (word >> 29)) * 0xbf58476d1ce4e5b9ULL;
    sum += opaque(mixed ^ (mixed >> 32));  // scalar under every compiler
  }
  return sum;
}

// Machine code: scalar, no call.
template <std::size_t Words, std::size_t Distance>
[[gnu::noinline]] std::uint64_t gather(const Record* table, const std::uint32_t* index,
                                       std::size_t lookups) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < lookups; ++i) {
    if constexpr (Distance > 0) __builtin_prefetch(&table[index[i + Distance]]);
    sum += hash<Words>(table[index[i]]);
  }
  return sum;
}

std::shared_ptr<const State> make_state(const Parameters& parameters) {
  auto state = std::make_shared<State>();
  const auto records = static_cast<std::size_t>(parameters["records"]);
  state->lookups = static_cast<std::size_t>(parameters["lookups"]);
  state->table.resize(records);
  std::uint64_t word = 0;
  for (Record& record : state->table) {
    for (std::uint64_t& slot : record.words) slot = word += 0x9e3779b97f4a7c15ULL;
  }
  Random random(31);
  state->index.resize(state->lookups + farthest);
  for (std::uint32_t& i : state->index) i = static_cast<std::uint32_t>(random.below(records));
  return state;
}

template <std::size_t Words, std::size_t Distance>
Kernel make_kernel(const Parameters& parameters) {
  return [state = make_state(parameters)] {
    return gather<Words, Distance>(state->table.data(), opaque(state->index.data()),
                                   opaque(state->lookups));
  };
}

constexpr std::int64_t whole_record = 2;

template <std::size_t Distance>
Kernel prepare(const Parameters& parameters) {
  switch (parameters["words"]) {
    case 0: return make_kernel<1, Distance>(parameters);
    case 1: return make_kernel<4, Distance>(parameters);
    default: return make_kernel<words_per_record, Distance>(parameters);
  }
}

double lookups(const Parameters& parameters) { return static_cast<double>(parameters["lookups"]); }

double memory_bytes(const Parameters& parameters) {
  return static_cast<double>(parameters["records"]) * sizeof(Record) +
         (lookups(parameters) + farthest) * sizeof(std::uint32_t);
}

bool reads_one_word(const Parameters& parameters) { return parameters["words"] == 0; }

Workload describe() {
  return {
      .id = "cache/prefetch",
      .technique = "software prefetch",
      .leaf = Leaf::data_layout,
      .summary = "hash records in the order of an index, asking for them some lookups ahead",
      .problem =
          "A gather reads records wherever an index says. The addresses are known in advance, but "
          "no hardware prefetcher can guess them, and the processor looks ahead only by the few "
          "hundred instructions of its reorder buffer: five to ten records, when each takes dozens "
          "of instructions. A load from beyond the second-level cache takes longer than that, one "
          "from memory several times as long. The default table is twice as large as the last "
          "level, where that is known and the memory is large enough.",
      .signature_text =
          "Time only, and hardware counters of stalls on memory. Each prefetch is an instruction "
          "or two more, and the simulated misses stay: the lines are the same, they only come "
          "earlier.",
      .does_not_pay =
          "A table that lies in the first-level cache: there is nothing to wait for, and the "
          "additional instructions remain, which vanish only beside the work on whole records. "
          "With one word of each record most of the gain is gone too: the reorder buffer then "
          "holds dozens of lookups and keeps as many loads in flight by itself. One lookup ahead "
          "is too late; a thousand ahead is too early for a table in the second-level cache: lines "
          "leave the first before their turn.",
      .iteration = "looks up `lookups` records by random index and hashes `words` words of each",
      .operation = "lookup",
      .operations = lookups,
      .memory_bytes = memory_bytes,
      .footprint =
          [](const Parameters& p) { return static_cast<double>(p["records"]) * sizeof(Record); },
      .footprint_grows_with = "records",
      .default_at_level = {"records", CacheLevel::last, 2, 768.0 * 1024 * 1024},
      .parameters =
          {
              {.name = "records",
               .meaning = "records of 64 bytes in the table",
               .initial = 1 << 20,
               .small = 256,
               .medium = 1 << 14,
               .large = 1 << 24,
               .min = 1,
               .max = 1 << 26},
              {.name = "words",
               .meaning = "words of 8 bytes hashed of each record",
               .initial = whole_record,
               .choices = {"1", "4", "8"}},
              {.name = "lookups",
               .meaning = "lookups in one iteration",
               .initial = 1 << 17,
               .small = 1 << 14,
               .medium = 1 << 17,
               .large = 1 << 20,
               .min = 1 << 10,
               .max = 1 << 24},
          },
      .variants =
          {
              {.name = "plain", .summary = "no prefetch", .prepare = prepare<0>},
              {.name = "ahead_1",
               .summary = "prefetch of the next lookup: too late",
               .prepare = prepare<1>},
              {.name = "ahead_4", .summary = "four lookups ahead", .prepare = prepare<4>},
              {.name = "ahead_16", .summary = "sixteen lookups ahead", .prepare = prepare<16>},
              {.name = "ahead_64", .summary = "64 lookups ahead", .prepare = prepare<64>},
              {.name = "ahead_1024",
               .summary = "1024 lookups ahead: 64 KiB, more than many first-level caches",
               .prepare = prepare<farthest>},
          },
      .signature =
          {
              {"ahead_16", "l1d_misses", Trend::unchanged, 1.1,
               "the same lines; the simulation does not follow prefetches"},
              {"ahead_16", "instructions", Trend::rises, 1.1, "the prefetch and its index",
               reads_one_word},
              {"ahead_16", "instructions", Trend::unchanged, 1.25, "little beside the hash",
               [](const Parameters& p) { return p["words"] == whole_record; }},
          },
      .no_gain =
          {
              {.assignments = {{"records", 256}, {"words", 0}},
               .text =
                   "a table in the first-level cache: the prefetches are only more instructions",
               .no_less = "instructions",
               .at_level = {"records", CacheLevel::first, 0.5, 16'384}},
          },
      .pay_off = {.variant = "ahead_16",
                  .parameter = "records",
                  .values = {128, 512, 4096, 16'384, 65'536, 1 << 18},
                  .assignments = {{"words", 0}}},
      .small = {.assignments = {{"records", 1 << 14}, {"words", 0}, {"lookups", 1 << 15}},
                .text = "1 MiB, one word of each record: quick to simulate"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

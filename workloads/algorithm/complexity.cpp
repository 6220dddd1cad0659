// Look up keys in a small database: a scan of all entries, a binary search, a hash table. A scan's
// comparisons grow with the entries (instructions show it), a binary search's with their logarithm,
// a hash table's not at all. Among a few entries the scan still beats binary search and
// std::unordered_map: its comparisons are in one or two cache lines, and it follows no pointer.
// Where the table must be built for few lookups, building it costs more than it saves.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

struct Entry {
  std::uint64_t key;
  std::uint64_t value;
};
using Entries = std::vector<Entry>;

// Each index is built from the entries, which outlive it; find(key) is the key's value, or 0 where
// it is not there.

class LinearScan {
 public:
  explicit LinearScan(const Entries& entries) : entries_(&entries) {}
  [[nodiscard]] std::uint64_t find(std::uint64_t key) const {
    const auto found = std::find_if(entries_->begin(), entries_->end(),
                                    [key](const Entry& entry) { return entry.key == key; });
    return found == entries_->end() ? 0 : found->value;
  }

 private:
  const Entries* entries_;
};

class BinarySearch {
 public:
  explicit BinarySearch(const Entries& entries) : sorted_(entries) {
    std::sort(sorted_.begin(), sorted_.end(),
              [](const Entry& a, const Entry& b) { return a.key < b.key; });
  }
  [[nodiscard]] std::uint64_t find(std::uint64_t key) const {
    const auto found = std::lower_bound(
        sorted_.begin(), sorted_.end(), key,
        [](const Entry& entry, std::uint64_t wanted) { return entry.key < wanted; });
    return found == sorted_.end() || found->key != key ? 0 : found->value;
  }

 private:
  Entries sorted_;
};

template <class Map>
class HashTable {
 public:
  explicit HashTable(const Entries& entries) {
    map_.reserve(entries.size());
    for (const Entry& entry : entries) map_.emplace(entry.key, entry.value);
  }
  [[nodiscard]] std::uint64_t find(std::uint64_t key) const {
    const auto found = map_.find(key);
    return found == map_.end() ? 0 : found->second;
  }

 private:
  Map map_;
};

class StandardTable : public HashTable<std::unordered_map<std::uint64_t, std::uint64_t>> {
  using HashTable::HashTable;
};

class FlatTable : public HashTable<absl::flat_hash_map<std::uint64_t, std::uint64_t>> {
  using HashTable::HashTable;
};

constexpr std::int64_t built_before = 0;
constexpr std::int64_t built_within = 1;

// Orders enough for this many lookups: a predictor learns thousands of repeated ones by heart, and
// a scan of few entries, each length guessed right, would then beat everything.
constexpr std::int64_t unrepeated_lookups = 1 << 20;

struct Input {
  Entries entries;
  std::vector<std::uint64_t> wanted;  // keys at random, then the same in other orders
  std::size_t lookups = 0;            // keys of one order
};

std::size_t orders_of(const Parameters& parameters) {
  const std::int64_t lookups = parameters["lookups"];
  return static_cast<std::size_t>((unrepeated_lookups + lookups - 1) / lookups);
}

Input make_input(const Parameters& parameters) {
  Random random(45);
  Input input;
  input.entries.resize(static_cast<std::size_t>(parameters["entries"]));
  for (Entry& entry : input.entries) entry = {random.next(), random.next()};
  input.lookups = static_cast<std::size_t>(parameters["lookups"]);
  const std::size_t orders = orders_of(parameters);
  input.wanted.reserve(orders * input.lookups);
  const auto misses = static_cast<std::uint64_t>(parameters["misses"]);
  for (std::size_t i = 0; i < input.lookups; ++i) {
    const std::uint64_t present = input.entries[random.below(input.entries.size())].key;
    // A random key is another than all entries', but for an accident of 64 bits.
    input.wanted.push_back(random.below(100) < misses ? random.next() : present);
  }
  for (std::size_t order = 1; order < orders; ++order) {
    for (std::size_t i = 0; i < input.lookups; ++i) {  // Fisher and Yates, inside out
      const auto place = static_cast<std::size_t>(random.below(i + 1));
      input.wanted.push_back(input.wanted[i]);
      std::swap(input.wanted.back(), input.wanted[order * input.lookups + place]);
    }
  }
  return input;
}

// Machine code of look_up<LinearScan>: scalar, no stack, no call.
// Machine code of look_up<BinarySearch>: scalar, branch, no stack, no call.
// Machine code of look_up<StandardTable>: scalar, no stack, no call.
// Machine code of look_up<FlatTable>: no stack, no call.
template <class Index>
[[gnu::noinline]] std::uint64_t look_up(const Index& index, std::span<const std::uint64_t> wanted) {
  std::uint64_t sum = 0;
  for (const std::uint64_t key : wanted) sum += index.find(key);
  return sum;
}

template <class Index>
Kernel prepare(const Parameters& parameters) {
  struct State {
    Input input;
    std::optional<Index> index;
    std::size_t next = 0;  // where the next iteration's keys begin

    std::span<const std::uint64_t> take_order() {
      const std::size_t begin = std::exchange(next, next + input.lookups);
      if (next == input.wanted.size()) next = 0;
      return {input.wanted.data() + begin, input.lookups};
    }
  };
  auto state = std::make_shared<State>();
  state->input = make_input(parameters);
  if (parameters["build"] == built_within) {
    return [state] { return look_up(Index(state->input.entries), state->take_order()); };
  }
  state->index.emplace(state->input.entries);
  return [state] { return look_up(*state->index, state->take_order()); };
}

// Entries, a copy or a table's node with its bucket, and the keys to look up.
double memory_bytes(const Parameters& p) {
  constexpr double bytes_an_entry = sizeof(Entry) + 64;
  const auto wanted = static_cast<double>(orders_of(p)) * static_cast<double>(p["lookups"]);
  return static_cast<double>(p["entries"]) * bytes_an_entry + wanted * sizeof(std::uint64_t);
}

bool is_kept(const Parameters& p) { return p["build"] == built_before; }

bool has_many_entries(const Parameters& p) { return is_kept(p) && p["entries"] >= 512; }

const Registration registered{[] {
  return Workload{
      .id = "algorithm/complexity",
      .technique = "Algorithmic change",
      .leaf = Leaf::algorithmic_change,
      .summary = "look up keys: scan all entries, binary search, hash table",
      .problem =
          "A scan reads half of all entries for each key that it finds, and all of them for one "
          "that "
          "is not there (`misses`): twice the entries, twice the time. A program that was quick "
          "with a hundred entries stands still with a hundred "
          "thousand, and no faster scan cures that.",
      .signature_text =
          "Instructions fall with the entries: to their logarithm with a binary search, to a "
          "constant with a hash table. But a binary search's branches go either way: about every "
          "second step is mispredicted, which is why a scan stays ahead of it for longer than the "
          "instructions suggest.",
      .does_not_pay =
          "With few entries: among four or sixteen a scan beats binary_search and unordered_map, "
          "because it reads one line or a few and follows no pointer. flat_hash_map wins even "
          "there when the keys come in no order (with one entry it loses): a scan's length is "
          "guessed wrong. (A loop that looks up the same few thousand keys again and again hides "
          "that: the predictor knows them by heart.) Where exactly the lines cross depends on key, "
          "hash and machine, hence the sweep. An index that is built for a handful of lookups "
          "(build=within) costs a sort or an insertion of every entry, and a scan is done before.",
      .iteration =
          "looks up `lookups` keys, all of them present but for `misses`, and sums their values; "
          "each iteration the same keys in another order, until a million lookups",
      .operation = "lookup",
      .operations = [](const Parameters& p) { return static_cast<double>(p["lookups"]); },
      .memory_bytes = memory_bytes,
      .footprint =
          [](const Parameters& p) { return static_cast<double>(p["entries"]) * sizeof(Entry); },
      .parameters =
          {
              {.name = "entries",
               .meaning = "entries of key and value, 8 bytes each",
               .initial = 1024,
               .small = 8,
               .medium = 1024,
               .large = 65'536,
               .min = 1,
               .max = 1 << 18},
              {.name = "lookups",
               .meaning = "keys looked up in one iteration",
               .initial = 1 << 14,
               .small = 16,
               .medium = 1 << 14,
               .large = 1 << 17,
               .min = 1,
               .max = 1 << 17},
              {.name = "misses",
               .meaning = "share of the keys that are not there, in percent",
               .initial = 0,
               .small = 0,
               .medium = 50,
               .large = 100,
               .min = 0,
               .max = 100},
              {.name = "build",
               .meaning = "whether the iteration builds the sorted copy or table",
               .initial = built_before,
               .choices = {"before", "within"}},
          },
      .variants =
          {
              {.name = "linear",
               .summary = "std::find_if over a vector in no order",
               .prepare = prepare<LinearScan>},
              {.name = "binary_search",
               .summary = "std::lower_bound over a sorted vector",
               .prepare = prepare<BinarySearch>},
              {.name = "unordered_map",
               .summary = "std::unordered_map",
               .prepare = prepare<StandardTable>},
              {.name = "flat_hash_map",
               .summary = "absl::flat_hash_map: entries in the table itself",
               .prepare = prepare<FlatTable>},
          },
      .signature =
          {
              {"binary_search", "instructions", Trend::falls, 5, "halves instead of steps",
               has_many_entries},
              {"unordered_map", "instructions", Trend::falls, 10, "one bucket instead of all",
               has_many_entries},
              {"flat_hash_map", "instructions", Trend::falls, 10, "one group instead of all",
               has_many_entries},
          },
      .no_gain = {{.assignments = {{"entries", 1}},
                   .text = "one entry: the tables hash for nothing, and lose",
                   .no_less = "instructions"},
                  {.assignments = {{"entries", 4}},
                   .text = "four entries: binary_search and unordered_map lose to the scan; "
                           "flat_hash_map does not",
                   .no_less = "instructions"},
                  {.assignments = {{"lookups", 16}, {"build", built_within}},
                   .text = "an index of 1,024 entries built for 16 lookups",
                   .no_less = "instructions"}},
      .pay_off = {.variant = "unordered_map",
                  .parameter = "entries",
                  .values = {1, 2, 4, 8, 16, 32, 64, 1024}},
      .small = {.assignments = {{"entries", 1024}, {"lookups", 512}},
                .text = "512 lookups among 1,024 entries"}};
}};

}  // namespace
}  // namespace hone::workloads

// Node-based against flat hash tables. A table of nodes follows a pointer from its bucket to the
// entry, a cache line each, and allocates every entry; a flat one keeps the entries in one array
// and finds them by probing neighbours. L1 misses a lookup show it, and allocations when it grows.
// Nodes win where their place matters: whoever may hold a pointer to an entry needs no lookup at
// all, while a flat table moves its entries when it grows, which large values make dear. And they
// win for tiny tables that are built anew, before a flat one has done its first doublings.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/container/node_hash_map.h>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using Key = std::uint64_t;

template <std::size_t Bytes>
struct Value {
  std::array<std::uint64_t, Bytes / sizeof(std::uint64_t)> words;
};

// --- The tables. `stable`: an entry stays where it is, so that others may point to it.

template <class Map, bool IsStable>
class Library {
 public:
  using Mapped = typename Map::mapped_type;
  static constexpr bool stable = IsStable;

  void reserve(std::size_t entries) { map_.reserve(entries); }
  void insert(Key key, const Mapped& value) { map_.emplace(key, value); }
  void finish() {}
  [[nodiscard]] const Mapped* find(Key key) const {
    const auto found = map_.find(key);
    return found == map_.end() ? nullptr : &found->second;
  }
  template <class Visit>
  void for_each(Visit visit) const {
    for (const auto& [key, value] : map_) visit(key, value);
  }

 private:
  Map map_;
};

template <class Mapped>
using UnorderedMap = Library<std::unordered_map<Key, Mapped>, true>;
template <class Mapped>
using NodeHashMap = Library<absl::node_hash_map<Key, Mapped>, true>;
template <class Mapped>
using FlatHashMap = Library<absl::flat_hash_map<Key, Mapped>, false>;

// A hash whose highest bits depend on all of the key.
struct Mixing {
  static std::size_t slot(Key key, int shift) {
    return ((key ^ (key >> 32)) * 0x9e3779b97f4a7c15ULL) >> shift;
  }
};

// The key's own lowest bits, as the hash of an integer is itself in libstdc++ and libc++. Their
// tables take it modulo a prime number, or mix it; a table of 2^n slots must not do without.
struct Identity {
  static std::size_t slot(Key key, int shift) { return key & (~std::uint64_t{0} >> shift); }
};

// A table of our own: keys and values in one array, linear probing, at most two thirds full. Key 0
// marks an empty slot; nothing is erased.
template <class Value, class Hash>
class Probing {
 public:
  using Mapped = Value;
  static constexpr bool stable = false;

  void reserve(std::size_t entries) { rehash(std::bit_ceil(entries + entries / 2 + 1)); }

  void insert(Key key, const Value& value) {
    if (3 * (size_ + 1) > 2 * slots_.size()) rehash(std::max(fewest_slots, 2 * slots_.size()));
    place(key) = {key, value};
    ++size_;
  }

  void finish() {}

  [[nodiscard]] const Value* find(Key key) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = Hash::slot(key, shift_);; at = (at + 1) & mask) {
      const Slot& slot = slots_[at];
      if (slot.key == key) return &slot.value;
      if (slot.key == 0) return nullptr;
    }
  }

  template <class Visit>
  void for_each(Visit visit) const {
    for (const Slot& slot : slots_) {
      if (slot.key != 0) visit(slot.key, slot.value);
    }
  }

 private:
  static constexpr std::size_t fewest_slots = 8;

  struct Slot {
    Key key;
    Value value;
  };

  Slot& place(Key key) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = Hash::slot(key, shift_);
    while (slots_[at].key != 0) at = (at + 1) & mask;
    return slots_[at];
  }

  void rehash(std::size_t slots) {
    std::vector<Slot> old(std::max(slots, fewest_slots));
    old.swap(slots_);
    shift_ = 64 - std::countr_zero(slots_.size());
    for (const Slot& slot : old) {
      if (slot.key != 0) place(slot.key) = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
  int shift_ = 0;  // leaves as many bits as a slot's number has
};

template <class Value>
using OpenAddressing = Probing<Value, Mixing>;
template <class Value>
using OpenIdentity = Probing<Value, Identity>;

// Sorted once, when all entries are there.
template <class Value>
class SortedVector {
 public:
  using Mapped = Value;
  static constexpr bool stable = false;

  void reserve(std::size_t entries) { entries_.reserve(entries); }
  void insert(Key key, const Value& value) { entries_.emplace_back(key, value); }
  void finish() { std::sort(entries_.begin(), entries_.end(), before); }

  [[nodiscard]] const Value* find(Key key) const {
    const auto found =
        std::lower_bound(entries_.begin(), entries_.end(), key,
                         [](const Entry& entry, Key wanted) { return entry.first < wanted; });
    return found == entries_.end() || found->first != key ? nullptr : &found->second;
  }

  template <class Visit>
  void for_each(Visit visit) const {
    for (const auto& [key, value] : entries_) visit(key, value);
  }

 private:
  using Entry = std::pair<Key, Value>;
  static bool before(const Entry& a, const Entry& b) { return a.first < b.first; }

  std::vector<Entry> entries_;
};

// --- What is done with them, the same for all.

constexpr std::int64_t lookup = 0;
constexpr std::int64_t grow = 1;
constexpr std::int64_t follow = 2;

constexpr std::size_t lookups = 1 << 16;

struct Input {
  std::vector<Key> keys;    // of the entries
  std::vector<Key> wanted;  // `lookups` of these, and strangers
};

constexpr std::int64_t spaced = 1;

// Distances of spaced keys, as of objects of this size that are known by their addresses.
constexpr unsigned log2_spacing = 6;

// Keys of entries, and of strangers that are never one of them: distinct but for an accident of 64
// bits, and not 0.
class Keys {
 public:
  explicit Keys(const Parameters& parameters)
      : entries_(static_cast<std::uint64_t>(parameters["entries"])),
        spaced_(parameters["keys"] == spaced) {}

  // Random with the highest bit set, as a table without a hash goes by the lowest; or one after the
  // other, `1 << log2_spacing` apart.
  Key next_entry() {
    return spaced_ ? ++last_ << log2_spacing : (random_.next() & ~(entry | stranger)) | entry;
  }
  // Random with another bit set; or beyond the last of the entries.
  Key draw_stranger() {
    return spaced_ ? (entries_ + 1 + random_.below(entries_)) << log2_spacing
                   : (random_.next() & ~(entry | stranger)) | stranger;
  }
  Random& random() { return random_; }

 private:
  static constexpr Key entry = Key{1} << 63;
  static constexpr Key stranger = Key{1} << 62;

  std::uint64_t entries_;
  bool spaced_;
  Key last_ = 0;
  Random random_{91};
};

Input make_input(const Parameters& parameters) {
  Input input;
  Keys keys(parameters);
  Random& random = keys.random();
  input.keys.resize(static_cast<std::size_t>(parameters["entries"]));
  for (Key& key : input.keys) key = keys.next_entry();
  input.wanted.resize(lookups);
  const auto hits = static_cast<std::uint64_t>(parameters["hits"]);
  for (Key& key : input.wanted) {
    const bool is_hit = random.below(100) < hits;
    const Key drawn = input.keys[random.below(input.keys.size())];
    key = is_hit ? drawn : keys.draw_stranger();
  }
  return input;
}

template <class Mapped>
Mapped make_value(Key key) {
  Mapped value;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled at once
  value.words.fill(key);
  return value;
}

template <class Table>
void fill(Table& table, const std::vector<Key>& keys) {
  for (const Key key : keys) table.insert(key, make_value<typename Table::Mapped>(key));
  table.finish();
}

// One of the value's words, another one for each key, so that no part of a value can go unnoticed.
template <class Mapped>
std::uint64_t word_of(Key key, const Mapped& value) {
  return value.words[(key >> log2_spacing) % value.words.size()];
}

template <class Table>
std::uint64_t look_up(const Table& table, const std::vector<Key>& wanted) {
  std::uint64_t sum = 0;
  for (const Key key : wanted) {
    const auto* const value = table.find(key);
    sum += value == nullptr ? 1 : word_of(key, *value);
  }
  return sum;
}

template <class Table>
Kernel prepare_lookup(const Parameters& parameters) {
  struct State {
    Table table;
    std::vector<Key> wanted;
  };
  auto state = std::make_shared<State>();
  Input input = make_input(parameters);
  state->table.reserve(input.keys.size());
  fill(state->table, input.keys);
  state->wanted = std::move(input.wanted);
  return [state] { return look_up(state->table, state->wanted); };
}

// Entries inserted in one iteration, at least: keeps the building of tiny tables measurable.
constexpr std::int64_t fewest_insertions = 1 << 12;

std::int64_t tables_grown(const Parameters& parameters) {
  return (fewest_insertions + parameters["entries"] - 1) / parameters["entries"];
}

// Builds tables that were not told how large they become, and goes over their entries, whose order
// differs: the sum does not depend on it.
template <class Table>
Kernel prepare_grow(const Parameters& parameters) {
  return [input = make_input(parameters), tables = tables_grown(parameters)] {
    std::uint64_t sum = 0;
    for (std::int64_t i = 0; i < tables; ++i) {
      Table table;
      fill(table, input.keys);
      sink(table);
      table.for_each([&sum](Key key, const auto& value) { sum += 3 * key + word_of(key, value); });
    }
    return sum;
  };
}

// Others hold on to entries while the table may grow: by pointer where entries stay, by key where
// they do not.
template <class Table>
Kernel prepare_follow(const Parameters& parameters) {
  struct State {
    Table table;
    std::vector<Key> held;
    std::vector<const typename Table::Mapped*> pointers;
  };
  auto state = std::make_shared<State>();
  const Input input = make_input(parameters);
  state->table.reserve(input.keys.size());
  fill(state->table, input.keys);
  Random random(92);
  state->held.resize(lookups);
  for (Key& key : state->held) key = input.keys[random.below(input.keys.size())];
  if constexpr (Table::stable) {
    state->pointers.reserve(lookups);
    for (const Key key : state->held) state->pointers.push_back(state->table.find(key));
    return [state] {
      std::uint64_t sum = 0;
      for (const auto* const value : state->pointers) sum += opaque(value->words.back());
      return sum;
    };
  } else {
    return [state] { return look_up(state->table, state->held); };
  }
}

template <class Table>
Kernel prepare_table(const Parameters& parameters) {
  switch (parameters["work"]) {
    case lookup: return prepare_lookup<Table>(parameters);
    case grow: return prepare_grow<Table>(parameters);
    default: return prepare_follow<Table>(parameters);
  }
}

std::int64_t value_bytes(const Parameters& parameters) {
  for (const std::int64_t bytes : {8, 32, 128}) {
    if (parameters["value"] <= bytes) return bytes;
  }
  return 512;
}

// Picks the value's type.
template <template <class> class Table>
Kernel prepare(const Parameters& parameters) {
  switch (value_bytes(parameters)) {
    case 8: return prepare_table<Table<Value<8>>>(parameters);
    case 32: return prepare_table<Table<Value<32>>>(parameters);
    case 128: return prepare_table<Table<Value<128>>>(parameters);
    default: return prepare_table<Table<Value<512>>>(parameters);
  }
}

double operations(const Parameters& parameters) {
  if (parameters["work"] != grow) return static_cast<double>(lookups);
  return static_cast<double>(tables_grown(parameters)) * static_cast<double>(parameters["entries"]);
}

// The hungriest is a flat table that has just doubled: up to three slots an entry, and the old
// half. Or, with small values, a node with its links, its malloc header and its bucket.
double memory_bytes(const Parameters& parameters) {
  const auto value = static_cast<double>(value_bytes(parameters));
  constexpr double slots = 4.5;
  constexpr double node = 64;
  const double entry = std::max(slots * (value + sizeof(Key)), value + node) + sizeof(Key);
  return static_cast<double>(parameters["entries"]) * entry + 3.0 * lookups * sizeof(Key);
}

bool looks_up(const Parameters& parameters) {
  return parameters["work"] == lookup && parameters["hits"] >= 50 && parameters["value"] == 8;
}

bool looks_up_beyond_l1(const Parameters& parameters) {
  return looks_up(parameters) && parameters["entries"] >= 20'000;
}

bool grows(const Parameters& parameters) {
  return parameters["work"] == grow && parameters["entries"] >= 1'000;
}

bool follows(const Parameters& parameters) {
  return parameters["work"] == follow && parameters["value"] == 8;
}

Workload describe() {
  return {
      .id = "cache/hash_table",
      .technique = "flat hash tables",
      .leaf = Leaf::data_layout,
      .summary = "lookups in tables of nodes, flat tables and a sorted array",
      .problem =
          "std::unordered_map must not move its entries, so each lives in a node of its own. A "
          "lookup reads the bucket, the node before, then the node: two or three lines of memory, "
          "one after the other, and a division for the bucket. Building it takes an allocation an "
          "entry.",
      .signature_text =
          "L1 misses a lookup fall in flat tables, and instructions in the open-addressing one. A "
          "sorted array takes more instructions and branch misses, one for every halving. With "
          "work=grow allocations fall from one an entry to one a doubling.",
      .does_not_pay =
          "Values larger than a few words in a table that grows (work=grow): they are moved at "
          "each doubling, into memory that the kernel must hand out anew; nodes are relinked. "
          "Entries that others hold on to (work=follow): a node stays where it is, so a pointer to "
          "it stays valid; a flat table moves its entries when it grows and must be asked for the "
          "key again. Keys whose low bits are all alike (keys=spaced) in a table that takes them "
          "for "
          "a hash (open_identity): they fall on one slot in 64 and lie in long runs; with random "
          "keys it is no worse than mixing, with keys that are one apart better. Tiny tables that "
          "are built anew: a handful of nodes costs less than a flat "
          "table's first doublings; a bare array of a few slots beats both.",
      .iteration =
          "work=lookup: 65,536 lookups of random keys in a table that was reserved; grow: builds a "
          "table of `entries` without reserve() and goes over it, again and again until 4,096 "
          "entries; follow: reads 65,536 entries that are held on to, by pointer where entries "
          "stay in place, else by key",
      .operation = "lookup, or entry when growing",
      .operations = operations,
      .memory_bytes = memory_bytes,
      // A node of the heap an entry, and its place in the table.
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["entries"]) * (static_cast<double>(value_bytes(p)) + 40);
          },
      .footprint_grows_with = "entries",
      .parameters =
          {
              {.name = "entries",
               .meaning = "entries of the table",
               .initial = 100'000,
               .small = 1'000,
               .medium = 100'000,
               .large = 4'000'000,
               .min = 1,
               .max = 1 << 24},
              {.name = "hits",
               .meaning = "share of the lookups that find their key, in percent",
               .initial = 90,
               .small = 0,
               .medium = 50,
               .large = 100,
               .min = 0,
               .max = 100},
              {.name = "value",
               .meaning = "size of a value, bytes; rounded up to 8, 32, 128 or 512",
               .initial = 8,
               .small = 8,
               .medium = 32,
               .large = 512,
               .min = 8,
               .max = 512},
              {.name = "keys",
               .meaning =
                   "random numbers of 64 bits, or multiples of 64 as addresses of objects are",
               .initial = 0,
               .choices = {"random", "spaced"}},
              {.name = "work",
               .meaning = "what is done with the table",
               .initial = lookup,
               .choices = {"lookup", "grow", "follow"}},
          },
      .variants =
          {
              {.name = "unordered_map",
               .summary = "std::unordered_map: a node an entry, chained",
               .prepare = prepare<UnorderedMap>},
              {.name = "node_hash_map",
               .summary = "absl::node_hash_map: a flat table of pointers to nodes",
               .prepare = prepare<NodeHashMap>},
              {.name = "flat_hash_map",
               .summary = "absl::flat_hash_map: entries in the table, 16 probed at once",
               .prepare = prepare<FlatHashMap>},
              {.name = "open_addressing",
               .summary = "own: entries in the table, linear probing, at most two thirds full",
               .prepare = prepare<OpenAddressing>},
              {.name = "open_identity",
               .summary = "the same with the key's own low bits in place of a hash",
               .prepare = prepare<OpenIdentity>},
              {.name = "sorted_vector",
               .summary = "an array sorted once, binary search",
               .prepare = prepare<SortedVector>},
          },
      .signature =
          {
              {"flat_hash_map", "l1d_misses", Trend::falls, 1.2, "no node to follow",
               looks_up_beyond_l1},
              {"open_addressing", "l1d_misses", Trend::falls, 1.2, "no node to follow",
               looks_up_beyond_l1},
              {"sorted_vector", "branch_misses", Trend::rises, 2, "a guess for every halving",
               looks_up_beyond_l1},
              {"flat_hash_map", "allocations", Trend::falls, 20, "one a doubling, not one an entry",
               grows},
              {"open_addressing", "allocations", Trend::falls, 20,
               "one a doubling, not one an entry", grows},
              {"sorted_vector", "allocations", Trend::falls, 20, "one a doubling, not one an entry",
               grows},
              {"node_hash_map", "allocations", Trend::unchanged, 1.2, "a node an entry here too",
               grows},
              {"flat_hash_map", "instructions", Trend::rises, 2, "each entry is looked up again",
               follows},
          },
      .no_gain =
          {
              {.assignments = {{"work", follow}},
               .text = "entries that others hold on to: a pointer to a node needs no lookup",
               .no_less = "instructions"},
              {.assignments = {{"work", grow}, {"value", 512}, {"entries", 20'000}},
               .text = "values of 512 bytes are moved at each doubling; nodes are not"},
              {.assignments = {{"work", grow}, {"entries", 8}},
               .text = "tables of eight, built anew: eight nodes cost less than three doublings",
               .no_less = "instructions"},
              {.assignments = {{"keys", spaced}, {"entries", 1'000}},
               .text = "multiples of 64, of which a table without a hash makes long runs",
               .variant = "open_identity",
               .no_less = "instructions"},
          },
      .pay_off = {.variant = "flat_hash_map",
                  .parameter = "value",
                  .values = {8, 32, 128, 512},
                  .assignments = {{"work", grow}, {"entries", 20'000}}},
      .small = {.assignments = {{"entries", 20'000}},
                .text = "20,000 entries: no table fits L1, quick to simulate"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

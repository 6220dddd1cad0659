// A pure function is called again and again with the same few keys; a memo remembers its results.
// What is saved is the work of each repeated call (instructions show it); what is paid is a lookup
// at every call, an insertion at every new key, and memory. So it loses for a function that is as
// cheap as a lookup, and for keys that do not come back.
// Each iteration begins with an empty memo: the first call of each key is paid for, too.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using Key = std::uint64_t;  // never 0
using Value = std::uint64_t;

// The function worth remembering: `cost` rounds, each of which needs the one before.
Value compute(Key key, std::uint32_t cost) {
  Value value = key;
  for (std::uint32_t round = 0; round < cost; ++round) {
    value = (value ^ (value >> 29)) * 0xbf58476d1ce4e5b9ULL;
  }
  return value;
}

// Each memo: value_of(key, compute) and clear(), which keeps what memory it can.

class NoMemo {
 public:
  explicit NoMemo(const Parameters&) {}
  template <class Compute>
  Value value_of(Key key, Compute compute_value) {
    return compute_value(key);
  }
  void clear() {}
};

// What is written first: grows with the number of different keys, without a bound.
class UnboundedMemo {
 public:
  explicit UnboundedMemo(const Parameters&) {}
  template <class Compute>
  Value value_of(Key key, Compute compute_value) {
    const auto [found, is_new] = values_.try_emplace(key);
    if (is_new) found->second = compute_value(key);
    return found->second;
  }
  void clear() { values_.clear(); }

 private:
  std::unordered_map<Key, Value> values_;
};

// At most `capacity` results; the least recently used makes room. The textbook's: a list in order
// of use and a table into it. When full, the oldest entry's memory serves the newest.
class LruMemo {
 public:
  explicit LruMemo(const Parameters& parameters)
      : capacity_(static_cast<std::size_t>(parameters["capacity"])) {
    places_.reserve(capacity_);
  }
  template <class Compute>
  Value value_of(Key key, Compute compute_value) {
    if (const auto found = places_.find(key); found != places_.end()) {
      uses_.splice(uses_.begin(), uses_, found->second);
      return found->second->value;
    }
    const Value value = compute_value(key);
    if (places_.size() < capacity_) {
      uses_.push_front({key, value});
      places_.emplace(key, uses_.begin());
      return value;
    }
    auto entry = places_.extract(uses_.back().key);
    uses_.splice(uses_.begin(), uses_, std::prev(uses_.end()));
    uses_.front() = {key, value};
    entry.key() = key;
    entry.mapped() = uses_.begin();
    places_.insert(std::move(entry));
    return value;
  }
  void clear() {
    places_.clear();
    uses_.clear();
  }

 private:
  struct Use {
    Key key;
    Value value;
  };
  std::size_t capacity_;
  std::list<Use> uses_;
  std::unordered_map<Key, std::list<Use>::iterator> places_;
};

// One place a key, shared by all keys that fall on it; the newest stays. No allocation, no order.
class DirectMappedMemo {
 public:
  explicit DirectMappedMemo(const Parameters& parameters)
      : slots_(static_cast<std::size_t>(parameters["capacity"])) {}
  template <class Compute>
  Value value_of(Key key, Compute compute_value) {
    Slot& slot = slots_[((key >> 32) * slots_.size()) >> 32];
    if (slot.key != key) slot = {key, compute_value(key)};
    return slot.value;
  }
  void clear() { std::fill(slots_.begin(), slots_.end(), Slot{}); }

 private:
  struct Slot {
    Key key = 0;
    Value value = 0;
  };
  std::vector<Slot> slots_;
};

// `requests` keys out of `keys`. The key of a rank is scattered, as ids and addresses are.
std::vector<Key> make_requests(const Parameters& parameters) {
  Random random(44);
  const auto keys = static_cast<std::uint64_t>(parameters["keys"]);
  std::vector<Key> requests(static_cast<std::size_t>(parameters["requests"]));
  std::optional<Zipf> zipf;
  if (parameters["skew"] > 0) zipf.emplace(keys, static_cast<double>(parameters["skew"]) / 100);
  for (Key& key : requests) {
    const std::uint64_t rank = zipf ? zipf->draw(random) : random.below(keys);
    key = Random(rank).next() | 1U;
  }
  return requests;
}

// The copies of `compute` in it are the same loop in each. Beside it the tables divide the key by
// the number of their buckets, for each node that they look at; the LRU's many values do not all
// have registers.
// Machine code of answer_requests<NoMemo>: scalar, no stack, no call, no branch, aligned.
// Machine code of answer_requests<UnboundedMemo>: scalar, no stack, no call.
// Machine code of answer_requests<LruMemo>: scalar, no call.
// Machine code of answer_requests<DirectMappedMemo>: scalar, no stack, no call, aligned.
template <class Memo>
[[gnu::noinline]] Value answer_requests(Memo& memo, std::span<const Key> requests,
                                        std::uint32_t cost) {
  const auto compute_value = [cost](Key key) { return compute(key, cost); };
  Value sum = 0;
  for (const Key key : requests) sum += memo.value_of(key, compute_value);
  return sum;
}

template <class Memo>
Kernel prepare(const Parameters& parameters) {
  struct State {
    std::vector<Key> requests;
    Memo memo;
  };
  auto state = std::make_shared<State>(State{make_requests(parameters), Memo(parameters)});
  return [state, cost = static_cast<std::uint32_t>(parameters["cost"])] {
    const Value sum = answer_requests(state->memo, state->requests, opaque(cost));
    state->memo.clear();
    return sum;
  };
}

// A node of std::unordered_map with its bucket, and for the LRU one of std::list.
double memory_bytes(const Parameters& p) {
  constexpr double bytes_an_entry = 128;
  const double entries = static_cast<double>(std::min(p["keys"], p["requests"]));
  const double zipf_table = static_cast<double>(p["keys"]) * sizeof(double);
  return static_cast<double>(p["requests"]) * sizeof(Key) + zipf_table + entries * bytes_an_entry +
         static_cast<double>(p["capacity"]) * 16;
}

// Most calls repeat a key, and each saves more than a lookup costs.
bool is_worth_it(const Parameters& p) {
  return p["cost"] >= 256 && p["skew"] >= 100 && p["keys"] <= p["requests"];
}

bool is_worth_it_with_capacity(const Parameters& p) {
  return is_worth_it(p) && p["capacity"] * 16 >= p["keys"];
}

bool has_cheap_function(const Parameters& p) { return p["cost"] <= 4; }

const Registration registered{[] {
  return Workload{
      .id = "algorithm/memoize",
      .technique = "Cache results",
      .leaf = Leaf::cache_results,
      .summary = "results of a pure function kept in a table, for keys that come back",
      .problem =
          "The same question is asked again and again and each time worked out anew. Few keys make "
          "up most of the calls in practice (Zipf's law), so a table of results already known "
          "answers most of them.",
      .signature_text =
          "Instructions fall by the share of calls that are answered from the table. Peak heap "
          "rises with the unbounded memo, which keeps every key it ever saw; the direct-mapped one "
          "allocates nothing.",
      .does_not_pay =
          "A function that costs no more than the lookup: every memo loses, hash tables by far. "
          "Keys that do not come back (uniform over many, `skew=0`): each call pays lookup, "
          "insertion and function. A bounded memo smaller than the keys in use evicts what it will "
          "be asked for; an unbounded one is a leak where keys never end.",
      .iteration = "answers `requests` calls, beginning with an empty memo",
      .operation = "call",
      .operations = [](const Parameters& p) { return static_cast<double>(p["requests"]); },
      .memory_bytes = memory_bytes,
      // The memo of every key, with a node and a place in a list each.
      .footprint =
          [](const Parameters& p) {
            return 128 * static_cast<double>(std::min(p["keys"], p["requests"]));
          },
      .parameters =
          {
              {.name = "requests",
               .meaning = "calls in one iteration",
               .initial = 1 << 14,
               .small = 1 << 12,
               .medium = 1 << 14,
               .large = 1 << 20,
               .min = 1,
               .max = 1 << 22},
              {.name = "keys",
               .meaning = "different keys that may be asked for",
               .initial = 1 << 14,
               .small = 1 << 10,
               .medium = 1 << 14,
               .large = 1 << 20,
               .min = 1,
               .max = 1 << 24},
              {.name = "skew",
               .meaning = "exponent of Zipf's law, in hundredths; 0: all keys alike",
               .initial = 100,
               .small = 0,
               .medium = 100,
               .large = 150,
               .min = 0,
               .max = 300},
              {.name = "cost",
               .meaning = "rounds of hashing that one result takes, about a nanosecond each",
               .initial = 256,
               .small = 1,
               .medium = 256,
               .large = 2048,
               .min = 0,
               .max = 4096},
              {.name = "capacity",
               .meaning = "results that the bounded memos keep",
               .initial = 1 << 11,
               .small = 1 << 8,
               .medium = 1 << 11,
               .large = 1 << 16,
               .min = 1,
               .max = 1 << 22},
          },
      .variants =
          {
              {.name = "compute", .summary = "no memo", .prepare = prepare<NoMemo>},
              {.name = "unbounded",
               .summary = "std::unordered_map of every result so far",
               .prepare = prepare<UnboundedMemo>},
              {.name = "lru",
               .summary = "the `capacity` most recently used results, in std::list and a map",
               .prepare = prepare<LruMemo>},
              {.name = "direct_mapped",
               .summary = "an array of `capacity` results; a key has one place in it",
               .prepare = prepare<DirectMappedMemo>},
          },
      .signature =
          {
              {"unbounded", "instructions", Trend::falls, 1.4, "repeated calls are looked up",
               is_worth_it},
              {"lru", "instructions", Trend::falls, 1.2, "repeated calls are looked up",
               is_worth_it_with_capacity},
              {"direct_mapped", "instructions", Trend::falls, 1.2, "repeated calls are looked up",
               is_worth_it_with_capacity},
              {"unbounded", "peak_heap", Trend::rises, 1.2, "it keeps every key that was asked for",
               is_worth_it},
              {"unbounded", "instructions", Trend::rises, 1.5,
               "a lookup costs more than the function", has_cheap_function},
              {"lru", "instructions", Trend::rises, 1.5, "a lookup costs more than the function",
               has_cheap_function},
          },
      .no_gain = {{.assignments = {{"cost", 1}},
                   .text = "one round of hashing a result: cheaper than to remember it",
                   .no_less = "instructions"},
                  {.assignments = {{"skew", 0}, {"keys", 1 << 20}},
                   .text = "keys spread evenly over a million: hardly one comes back",
                   .no_less = "instructions"}},
      .pay_off = {.variant = "unbounded", .parameter = "cost", .values = {0, 4, 16, 64, 256}},
      .small = {.assignments = {{"requests", 1 << 12}, {"keys", 1 << 12}, {"capacity", 1 << 10}},
                .text = "4,096 calls over as many keys"}};
}};

}  // namespace
}  // namespace hone::workloads

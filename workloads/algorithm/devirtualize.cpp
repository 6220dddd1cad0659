// One virtual call for each of many small objects of four types: in the order in which they came,
// sorted by type, as std::variant, and in one vector for each type. A call through a pointer that
// leads elsewhere each time is guessed wrong (branch misses show it) and cannot be inlined
// (instructions show it). Sorted, it is guessed right; separated, it is no call at all.
// Nothing is gained by sorting few objects, which the predictor knows by heart, or sorted ones.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

// What a transaction's fee depends on beside the transaction.
struct Market {
  std::uint64_t base_fee;
  std::uint64_t blob_fee;
};

// Four types of transaction, each with its own formula for the fee. The formulas are written once
// here; the kernels differ in how they get from an object to its formula. `opaque` keeps the
// loops over one type scalar, so that none gains by vectors.
struct Legacy {
  std::uint64_t gas;
  std::uint64_t price;
  [[nodiscard]] std::uint64_t fee(const Market& /*market*/) const { return gas * price; }
};

struct AccessList {
  std::uint64_t gas;
  std::uint64_t price;
  std::uint32_t addresses;
  std::uint32_t slots;
  [[nodiscard]] std::uint64_t fee(const Market& /*market*/) const {
    return (gas + 2400 * std::uint64_t{addresses} + 1900 * std::uint64_t{slots}) * price;
  }
};

struct DynamicFee {
  std::uint64_t gas;
  std::uint64_t most;
  std::uint64_t tip;
  [[nodiscard]] std::uint64_t fee(const Market& market) const {
    return gas * std::min(most, market.base_fee + tip);
  }
};

struct Blob {
  std::uint64_t gas;
  std::uint64_t most;
  std::uint64_t blobs;
  [[nodiscard]] std::uint64_t fee(const Market& market) const {
    return gas * std::min(most, market.base_fee) + blobs * 131'072 * market.blob_fee;
  }
};

using AnyTransaction = std::variant<Legacy, AccessList, DynamicFee, Blob>;

class Transaction {
 public:
  Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  virtual ~Transaction() = default;
  [[nodiscard]] virtual std::uint64_t fee(const Market& market) const = 0;
};

template <class Type>
class Of final : public Transaction {
 public:
  explicit Of(const Type& type) : type_(type) {}
  [[nodiscard]] std::uint64_t fee(const Market& market) const override { return type_.fee(market); }

 private:
  Type type_;
};

// --- The kernels.

using Pointers = std::vector<std::unique_ptr<Transaction>>;
using View = std::vector<const Transaction*>;

// Machine code: scalar, one call, no branch, no stack, aligned.
template <class Objects>
[[gnu::noinline]] std::uint64_t fees_by_call(const Objects& transactions, const Market& market) {
  std::uint64_t sum = 0;
  for (const auto& transaction : transactions) sum += opaque(transaction->fee(market));
  return sum;
}

// GCC 12 asks for the types one after the other, Clang 14 jumps through a table: either is guessed.
// Machine code: scalar, no stack, no call.
[[gnu::noinline]] std::uint64_t fees_by_visit(const std::vector<AnyTransaction>& transactions,
                                              const Market& market) {
  std::uint64_t sum = 0;
  for (const AnyTransaction& transaction : transactions) {
    sum += opaque(std::visit([&](const auto& type) { return type.fee(market); }, transaction));
  }
  return sum;
}

struct Separated {
  std::vector<Legacy> legacy;
  std::vector<AccessList> access_list;
  std::vector<DynamicFee> dynamic_fee;
  std::vector<Blob> blob;
};

template <class Type>
std::uint64_t fees_of(const std::vector<Type>& transactions, const Market& market) {
  std::uint64_t sum = 0;
  for (const Type& transaction : transactions) sum += opaque(transaction.fee(market));
  return sum;
}

// Machine code: scalar, no stack, no call, no branch, aligned.
[[gnu::noinline]] std::uint64_t fees_by_type(const Separated& transactions, const Market& market) {
  return fees_of(transactions.legacy, market) + fees_of(transactions.access_list, market) +
         fees_of(transactions.dynamic_fee, market) + fees_of(transactions.blob, market);
}

// --- What they work on.

constexpr std::int64_t shuffled = 0;
constexpr std::int64_t by_type = 1;

// Objects visited in one iteration, at least: keeps a few objects measurable.
constexpr std::int64_t fewest_visits = 200'000;

std::int64_t passes(const Parameters& parameters) {
  const std::int64_t objects = parameters["objects"];
  return (fewest_visits + objects - 1) / objects;
}

AnyTransaction draw(std::uint64_t kind, Random& random) {
  const std::uint64_t gas = 21'000 + random.below(100'000);
  const std::uint64_t price = 10 + random.below(90);
  switch (kind) {
    case 0: return Legacy{gas, price};
    case 1: {
      const auto addresses = static_cast<std::uint32_t>(random.below(8));
      return AccessList{gas, price, addresses, 2 * addresses};
    }
    case 2: return DynamicFee{gas, price, random.below(5)};
    default: return Blob{gas, price, 1 + random.below(6)};
  }
}

// In the order in which they come: shuffled, or by type already.
std::vector<AnyTransaction> make_transactions(const Parameters& parameters) {
  Random random(52);
  std::vector<AnyTransaction> transactions;
  transactions.reserve(static_cast<std::size_t>(parameters["objects"]));
  const auto types = static_cast<std::uint64_t>(parameters["types"]);
  for (std::int64_t i = 0; i < parameters["objects"]; ++i) {
    transactions.push_back(draw(random.below(types), random));
  }
  if (parameters["order"] == by_type) {
    std::stable_sort(transactions.begin(), transactions.end(),
                     [](const auto& a, const auto& b) { return a.index() < b.index(); });
  }
  return transactions;
}

// Allocated in the order in which they come, as a program would.
Pointers allocate(std::span<const AnyTransaction> transactions) {
  Pointers pointers;
  pointers.reserve(transactions.size());
  for (const AnyTransaction& transaction : transactions) {
    std::visit(
        [&]<class Type>(const Type& type) { pointers.push_back(std::make_unique<Of<Type>>(type)); },
        transaction);
  }
  return pointers;
}

Pointers in_order(const Parameters& parameters) { return allocate(make_transactions(parameters)); }

// Only the pointers move; the objects stay where they were allocated.
Pointers sorted(const Parameters& parameters) {
  const std::vector<AnyTransaction> transactions = make_transactions(parameters);
  Pointers pointers = allocate(transactions);
  Pointers result;
  result.reserve(pointers.size());
  for (std::size_t kind = 0; kind < std::variant_size_v<AnyTransaction>; ++kind) {
    for (std::size_t i = 0; i < pointers.size(); ++i) {
      if (transactions[i].index() == kind) result.push_back(std::move(pointers[i]));
    }
  }
  return result;
}

Separated separated(const Parameters& parameters) {
  Separated result;
  for (const AnyTransaction& transaction : make_transactions(parameters)) {
    if (const auto* legacy = std::get_if<Legacy>(&transaction)) result.legacy.push_back(*legacy);
    if (const auto* list = std::get_if<AccessList>(&transaction)) {
      result.access_list.push_back(*list);
    }
    if (const auto* dynamic = std::get_if<DynamicFee>(&transaction)) {
      result.dynamic_fee.push_back(*dynamic);
    }
    if (const auto* blob = std::get_if<Blob>(&transaction)) result.blob.push_back(*blob);
  }
  return result;
}

template <auto make, auto fees>
Kernel prepare(const Parameters& parameters) {
  using Objects = decltype(make(parameters));
  auto objects = std::make_shared<Objects>(make(parameters));
  return [objects, repeats = passes(parameters)] {
    std::uint64_t sum = 0;
    for (std::int64_t pass = 0; pass < repeats; ++pass) {
      const Market market{opaque(std::uint64_t{20}), opaque(std::uint64_t{3})};
      sum += fees(*objects, market);
    }
    return sum;
  };
}

// Pointers by type, in the order in which they came within each: a counting sort of what came, by
// a byte kept beside each pointer, so that no object need be asked.
void sort_by_type(const Pointers& came, std::span<const std::uint8_t> kinds, View& result) {
  std::array<std::size_t, std::variant_size_v<AnyTransaction>> next{};
  for (const std::uint8_t kind : kinds) ++next[kind];
  std::size_t before = 0;
  for (std::size_t& place : next) before += std::exchange(place, before);
  for (std::size_t i = 0; i < came.size(); ++i) result[next[kinds[i]]++] = came[i].get();
}

Kernel prepare_sort_first(const Parameters& parameters) {
  struct State {
    Pointers came;
    std::vector<std::uint8_t> kinds;
    View sorted;
  };
  auto state = std::make_shared<State>();
  const std::vector<AnyTransaction> transactions = make_transactions(parameters);
  state->came = allocate(transactions);
  state->kinds.reserve(transactions.size());
  for (const AnyTransaction& transaction : transactions) {
    state->kinds.push_back(static_cast<std::uint8_t>(transaction.index()));
  }
  state->sorted.resize(transactions.size());
  return [state, repeats = passes(parameters)] {
    sort_by_type(state->came, state->kinds, state->sorted);
    std::uint64_t sum = 0;
    for (std::int64_t pass = 0; pass < repeats; ++pass) {
      const Market market{opaque(std::uint64_t{20}), opaque(std::uint64_t{3})};
      sum += fees_by_call(state->sorted, market);
    }
    return sum;
  };
}

// Random, and longer than a predictor's memory.
bool is_unpredictable(const Parameters& parameters) {
  return parameters["order"] == shuffled && parameters["types"] > 1 &&
         parameters["objects"] >= 10'000;
}

bool is_long(const Parameters& parameters) { return parameters["objects"] >= 1'000; }

bool is_already_sorted(const Parameters& parameters) {
  return parameters["order"] == by_type && parameters["objects"] >= 10'000;
}

Workload describe() {
  return {
      .id = "algorithm/devirtualize",
      .technique = "devirtualisation",
      .leaf = Leaf::branch_prediction,
      .summary = "fees of four types of transaction: virtual, sorted by type, variant, separated",
      .problem =
          "A virtual call jumps to where the object says. With types in random order the processor "
          "guesses the target wrong most of the time and throws away what it began; and as the "
          "compiler cannot see through the call, a formula of three operations pays for a call and "
          "a return. One vector a type has neither.",
      .signature_text =
          "Branch misses fall to almost none when the objects are sorted or separated by type. "
          "Instructions fall with the variant, and most where each type has a vector of its own: "
          "more with Clang 14, whose functions each keep a frame pointer in this build, than with "
          "GCC 12.",
      .does_not_pay =
          "A few dozen objects visited again and again: the predictor knows their order by heart "
          "(how many depends on the predictor: see objects=16..1000), and sorting gains nothing. "
          "Objects that come sorted already, or all of one type. Sorting only the pointers of "
          "objects that exceed the last level of cache walks all memory once a type: an object "
          "takes some 52 bytes with its pointer, so a million of them (52 MB) lose beyond a last "
          "level of 32 MiB and gain inside one of 256 MiB. A std::variant is guessed wrong as "
          "often as a virtual call: it saves the pointer "
          "and the call, not the guess. Vectors apart lose the order in which objects came. "
          "virtual_sorted and separated are given their order: sorting and separating are not "
          "timed. sort_first pays for a sort in each iteration.",
      .iteration =
          "sums the fees of all objects, again and again until at least 200,000 were visited; "
          "sorting and separating are done before, except by sort_first: once an iteration",
      .operation = "object",
      .operations =
          [](const Parameters& p) {
            return static_cast<double>(passes(p)) * static_cast<double>(p["objects"]);
          },
      .memory_bytes =
          [](const Parameters& p) { return 160 * static_cast<double>(p["objects"]) + 4e6; },
      // A pointer and a block of the heap each, of 32 or 48 bytes.
      .footprint = [](const Parameters& p) { return 52 * static_cast<double>(p["objects"]); },
      .footprint_grows_with = "objects",
      .parameters =
          {
              {.name = "objects",
               .meaning = "number of transactions",
               .initial = 100'000,
               .small = 100,
               .medium = 100'000,
               .large = 4'000'000,
               .min = 1,
               .max = 50'000'000},
              {.name = "types",
               .meaning = "how many of the four types occur",
               .initial = 4,
               .small = 1,
               .medium = 2,
               .large = 4,
               .min = 1,
               .max = 4},
              {.name = "order",
               .meaning = "in which the objects come",
               .initial = shuffled,
               .choices = {"shuffled", "by_type"}},
          },
      .variants =
          {
              {.name = "virtual_in_order",
               .summary = "a virtual call an object, in the order in which they came",
               .prepare = prepare<in_order, fees_by_call<Pointers>>},
              {.name = "virtual_sorted",
               .summary = "the same objects, their pointers sorted by type beforehand",
               .prepare = prepare<sorted, fees_by_call<Pointers>>},
              {.name = "sort_first",
               .summary = "the same, after a counting sort of the pointers that is timed",
               .prepare = prepare_sort_first},
              {.name = "variant",
               .summary = "std::variant by value and std::visit, in the order in which they came",
               .prepare = prepare<make_transactions, fees_by_visit>},
              {.name = "separated",
               .summary = "a vector for each type, the formula inlined",
               .prepare = prepare<separated, fees_by_type>},
          },
      .signature =
          {
              {"virtual_sorted", "branch_misses", Trend::falls, 50,
               "the target changes three times", is_unpredictable},
              {"sort_first", "branch_misses", Trend::falls, 10, "the target changes three times",
               is_unpredictable},
              {"separated", "branch_misses", Trend::falls, 50, "there is no target",
               is_unpredictable},
              {"virtual_sorted", "instructions", Trend::unchanged, 1.02, "the same calls", is_long},
              {"virtual_sorted", "branch_misses", Trend::unchanged, 2, "they came sorted",
               is_already_sorted},
              {"separated", "instructions", Trend::falls, 1.5, "no call", is_long},
          },
      .no_gain =
          {
              {.assignments = {{"objects", 16}},
               .text = "16 objects again and again: the predictor knows their order by heart"},
              {.assignments = {{"objects", 1'000'000}},
               .text = "more objects than the last level holds, only their pointers sorted: each "
                       "type walks all memory",
               .at_level = {"objects", CacheLevel::last, 2, 128.0 * 1024 * 1024}},
              {.assignments = {{"order", by_type}},
               .text = "objects that come by type: sorting them again changes nothing"},
          },
      .pay_off = {.variant = "virtual_sorted",
                  .parameter = "objects",
                  .values = {16, 64, 256, 1'000, 4'000, 16'000, 100'000}},
      .small = {.assignments = {{"objects", 10'000}}, .text = "10,000 objects of four types"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

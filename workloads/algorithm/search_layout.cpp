// Lower bound in a sorted array of keys: binary search, the same without branches, and the keys
// stored in the order in which a search reads them (Eytzinger's, or blocks of one cache line).
// Each halving of a binary search is a coin toss for the predictor and a line of its own for the
// cache: branch misses and L1 misses show it. Another order has to be built first, which a few
// queries do not pay back; and a small array searched in ascending order is guessed right.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <span>
#include <utility>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using Key = std::uint32_t;
using Keys = std::vector<Key>;

// What a search answers where every key is below the wanted one.
constexpr Key none = std::numeric_limits<Key>::max();

// Each layout is built from the sorted keys, and answers with the first key not below `wanted`.

// What GCC 12 makes of std::lower_bound: a branch a step. The `opaque` stands where a compiler may
// not execute it for a key that is not below, so each compiler must branch.
class BranchySearch {
 public:
  explicit BranchySearch(const Keys& sorted) : keys_(sorted) {}

  [[nodiscard]] Key lower_bound(Key wanted) const {
    const Key* base = keys_.data();
    const Key* const end = base + keys_.size();
    std::size_t length = keys_.size();
    while (length > 0) {
      const std::size_t half = length / 2;
      if (base[half] < wanted) {
        base = opaque(base + half + 1);
        length -= half + 1;
      } else {
        length = half;
      }
    }
    return base == end ? none : *base;
  }

 private:
  std::span<const Key> keys_;
};

// Branches where GCC compiled it; Clang 14 makes conditional moves of them.
class StandardSearch {
 public:
  explicit StandardSearch(const Keys& sorted) : keys_(sorted) {}

  [[nodiscard]] Key lower_bound(Key wanted) const {
    const auto found = std::lower_bound(keys_.begin(), keys_.end(), wanted);
    return found == keys_.end() ? none : *found;
  }

 private:
  std::span<const Key> keys_;
};

// `above` where `key` is below `wanted`, else `base`, by a conditional move. It is written out
// since GCC 12 and Clang 14 each make branches of some such choices, and since a mask takes more
// steps of the chain from load to load: GCC makes it by `sbb` of a register with itself, which on
// Intel's processors waits for that register's last value, in another search.
inline const Key* above_if_below(const Key* base, const Key* above, Key key, Key wanted) {
#if defined(__x86_64__)
  asm("cmp %[wanted], %[key]\n\tcmovb %[above], %[base]"  // NOLINT(hicpp-no-assembler)
      : [base] "+r"(base)
      : [above] "r"(above), [key] "r"(key), [wanted] "r"(wanted)
      : "cc");
  return base;
#else
  return base + (static_cast<std::size_t>(above - base) &
                 (0U - opaque(static_cast<std::size_t>(key < wanted))));
#endif
}

// The same array: a conditional move of the base, so there is nothing to predict, and each load
// waits for the last.
class BranchlessSearch {
 public:
  explicit BranchlessSearch(const Keys& sorted) : keys_(sorted) {}

  [[nodiscard]] Key lower_bound(Key wanted) const {
    const Key* base = keys_.data();
    std::size_t length = keys_.size();
    while (length > 1) {
      const std::size_t half = length / 2;
      base = above_if_below(base, base + half, base[half - 1], wanted);
      length -= half;
    }
    return *base < wanted ? none : *base;
  }

 private:
  std::span<const Key> keys_;
};

// As a heap lies in an array: the children of k are 2k and 2k + 1. The top levels share a few
// lines that stay cached, and the sixteen great-great-grandchildren of k are one line, which is
// fetched four levels ahead.
class EytzingerSearch {
 public:
  explicit EytzingerSearch(const Keys& sorted)
      : size_(sorted.size()), nodes_(new (line_alignment) Key[size_ + 1]) {
    std::size_t next = 0;
    fill(sorted, next, 1);
    nodes_[0] = none;
  }

  [[nodiscard]] Key lower_bound(Key wanted) const {
    const Key* const nodes = nodes_.get();
    std::size_t k = 1;
    while (k <= size_) {
      __builtin_prefetch(nodes + std::min(k * keys_in_line, size_));
      const std::size_t right = nodes[k] < wanted ? 1 : 0;
      k = 2 * k + opaque(right);
    }
    // The last turn to the left leads to the answer: take back the turns to the right after it.
    k >>= std::countr_one(k) + 1;
    return nodes[k];
  }

 private:
  static constexpr std::size_t keys_in_line = 16;
  static constexpr std::align_val_t line_alignment{64};

  struct Free {
    void operator()(Key* nodes) const { ::operator delete[](nodes, line_alignment); }
  };

  void fill(const Keys& sorted, std::size_t& next, std::size_t k) {
    if (k > sorted.size()) return;
    fill(sorted, next, 2 * k);
    nodes_[k] = sorted[next++];
    fill(sorted, next, 2 * k + 1);
  }

  std::size_t size_;
  std::unique_ptr<Key[], Free> nodes_;
};

// A B-tree without pointers: nodes of sixteen keys, one cache line, the children of node k are
// 17k + 1 .. 17k + 17. One line a level, and log 17 instead of log 2 levels.
class BlockSearch {
 public:
  explicit BlockSearch(const Keys& sorted) : blocks_((sorted.size() + width - 1) / width) {
    for (Block& block : blocks_) block.keys.fill(none);
    std::size_t next = 0;
    fill(sorted, next, 0);
  }

  [[nodiscard]] Key lower_bound(Key wanted) const {
    Key answer = none;
    for (std::size_t k = 0; k < blocks_.size();) {
      const std::array<Key, width>& keys = blocks_[k].keys;
      const std::size_t rank = rank_of(keys, wanted);
      // The last block on the way whose keys are not all below: deeper ones are closer.
      answer = rank < width ? keys[rank] : answer;
      k = k * (width + 1) + 1 + rank;
    }
    return answer;
  }

 private:
  static constexpr std::size_t width = 16;

  struct alignas(64) Block {
    std::array<Key, width> keys;
  };

  // Four keys: vectors by hand, as GCC 12 makes none of a loop at -O2.
  using Lanes [[gnu::vector_size(16)]] = Key;

  // -1 for each of the four keys from `keys` on that lies below.
  static auto below(const Key* keys, Lanes wanted) {
    Lanes lanes;
    std::memcpy(&lanes, keys, sizeof(lanes));
    return lanes < wanted;
  }

  // How many keys lie below: sixteen compares without a branch.
  static std::size_t rank_of(const std::array<Key, width>& keys, Key wanted) {
    const Lanes all = {wanted, wanted, wanted, wanted};
    const auto ranks =
        below(&keys[0], all) + below(&keys[4], all) + below(&keys[8], all) + below(&keys[12], all);
    return static_cast<std::size_t>(-(ranks[0] + ranks[1] + ranks[2] + ranks[3]));
  }

  void fill(const Keys& sorted, std::size_t& next, std::size_t k) {
    if (k >= blocks_.size()) return;
    for (std::size_t i = 0; i < width; ++i) {
      fill(sorted, next, k * (width + 1) + 1 + i);
      if (next < sorted.size()) blocks_[k].keys[i] = sorted[next++];
    }
    fill(sorted, next, k * (width + 1) + 1 + width);
  }

  std::vector<Block> blocks_;
};

constexpr std::int64_t built_before = 0;
constexpr std::int64_t built_within = 1;
constexpr std::int64_t random_order = 0;
constexpr std::int64_t ascending = 1;

struct Input {
  Keys sorted;
  Keys queries;
};

// Keys about evenly spread over all numbers: each in a slice of its own, so they are sorted.
Input make_input(const Parameters& parameters) {
  Random random(50);
  Input input;
  const auto size = static_cast<std::uint64_t>(parameters["keys"]);
  const std::uint64_t slice = none / size;
  input.sorted.reserve(size);
  for (std::uint64_t i = 0; i < size; ++i) {
    input.sorted.push_back(static_cast<Key>(i * slice + random.below(slice)));
  }
  input.queries.resize(static_cast<std::size_t>(parameters["queries"]));
  for (Key& query : input.queries) query = static_cast<Key>(random.below(none));
  if (parameters["order"] == ascending) std::sort(input.queries.begin(), input.queries.end());
  return input;
}

// Machine code of answer<BranchySearch>: scalar, branch, no stack, no call.
// Machine code of answer<StandardSearch>: scalar, no stack, no call.
// Machine code of answer<BranchlessSearch>: conditional move, no stack, no call, aligned.
// Machine code of answer<EytzingerSearch>: scalar, no branch, no stack, no call, aligned.
// Machine code of answer<BlockSearch>: 128 bits, no stack, no call.
template <class Search>
[[gnu::noinline]] std::uint64_t answer(const Search& search, const Keys& queries) {
  std::uint64_t sum = 0;
  for (const Key query : queries) sum += search.lower_bound(query);
  return sum;
}

template <class Search>
Kernel prepare(const Parameters& parameters) {
  struct State {
    explicit State(Input made) : input(std::move(made)), search(input.sorted) {}
    Input input;
    Search search;
  };
  auto state = std::make_shared<State>(make_input(parameters));
  if (parameters["build"] == built_before) {
    return [state] { return answer(state->search, state->input.queries); };
  }
  return [state] {
    const Search search(state->input.sorted);
    return answer(search, state->input.queries);
  };
}

bool is_random_and_built(const Parameters& parameters) {
  return parameters["order"] == random_order && parameters["build"] == built_before &&
         parameters["keys"] >= 1024 && parameters["queries"] >= 1000;
}

// Beyond an L1 of 128 KiB.
bool is_beyond_l1(const Parameters& parameters) {
  return is_random_and_built(parameters) && parameters["keys"] >= 1 << 18;
}

Workload describe() {
  return {
      .id = "algorithm/search_layout",
      .technique = "search layouts",
      .leaf = Leaf::data_layout,
      .summary = "lower bound in sorted keys: binary, branchless, Eytzinger, blocks of a line",
      .problem =
          "A binary search over random queries guesses every other branch wrong, and its probes "
          "lie far apart: each of the twenty over a million keys is a line of its own, and only "
          "the first few stay cached. Without branches nothing is guessed; stored in the order of "
          "the search, the keys of the next levels share lines that can be fetched ahead.",
      .signature_text =
          "Branch misses fall to about one a query without branches. L1 misses fall with blocks of "
          "a line, to one a level of 17 ways, the more so the larger the array.",
      .does_not_pay =
          "Building: Eytzinger's order and the blocks are a copy of all keys (build=within), which "
          "a few queries over many keys never pay back. Few keys and queries in ascending order "
          "(keys=64): the predictor is right and all is warm, so the branches win. Random queries "
          "over arrays beyond the caches: a right guess fetches the next key before the compare is "
          "done, which a conditional move cannot, so branchless loses to the branches, or gains "
          "nothing where a last-level cache holds the keys after all; prefetches and blocks do not "
          "lose. Below that, where lines are near, branchless on the sorted keys is as good as any "
          "layout, and better while they fit the first-level cache.",
      .iteration =
          "`queries` searches for random numbers; with build=within also builds the layout from "
          "the sorted keys",
      .operation = "query",
      .operations = [](const Parameters& p) { return static_cast<double>(p["queries"]); },
      .memory_bytes =
          [](const Parameters& p) {
            return 14 * static_cast<double>(p["keys"]) + 4 * static_cast<double>(p["queries"]) +
                   4e6;
          },
      .footprint = [](const Parameters& p) { return static_cast<double>(p["keys"]) * sizeof(Key); },
      .footprint_grows_with = "keys",
      .parameters =
          {
              {.name = "keys",
               .meaning = "sorted keys of 32 bits",
               .initial = 1 << 18,
               .small = 1 << 10,
               .medium = 1 << 18,
               .large = 1 << 25,
               .min = 1,
               .max = 1 << 28},
              {.name = "queries",
               .meaning = "searches in one iteration",
               .initial = 20'000,
               .small = 100,
               .medium = 20'000,
               .large = 1'000'000,
               .min = 1,
               .max = 10'000'000},
              {.name = "order",
               .meaning = "of the queries",
               .initial = random_order,
               .choices = {"random", "ascending"}},
              {.name = "build",
               .meaning = "whether the iteration builds the layout",
               .initial = built_before,
               .choices = {"before", "within"}},
          },
      .variants =
          {
              {.name = "branchy",
               .summary = "binary search of the sorted keys, a branch a step",
               .prepare = prepare<BranchySearch>},
              {.name = "std_lower_bound",
               .summary = "std::lower_bound as this build's compiler makes it: GCC 12 branches, "
                          "Clang 14 does not",
               .prepare = prepare<StandardSearch>},
              {.name = "branchless",
               .summary = "the same array, a conditional move in place of the branch",
               .prepare = prepare<BranchlessSearch>},
              {.name = "eytzinger",
               .summary = "keys in the order of a heap, the line four levels down prefetched",
               .prepare = prepare<EytzingerSearch>},
              {.name = "blocks",
               .summary = "a B-tree without pointers, sixteen keys (one line) a node",
               .prepare = prepare<BlockSearch>},
          },
      .signature =
          {
              {"branchless", "branch_misses", Trend::falls, 2,
               "a conditional move instead of a guess", is_random_and_built},
              {"eytzinger", "branch_misses", Trend::falls, 2, "the turn is computed, not guessed",
               is_random_and_built},
              {"blocks", "branch_misses", Trend::falls, 2, "sixteen compares without a branch",
               is_random_and_built},
              {"blocks", "l1d_misses", Trend::falls, 2, "one line a level of 17 ways",
               is_beyond_l1},
          },
      .no_gain =
          {
              {.assignments = {{"keys", 1 << 20}, {"queries", 100}, {"build", built_within}},
               .text = "a million keys reordered for a hundred queries: the build is all there is",
               .no_less = "instructions"},
              {.assignments = {{"keys", 64}, {"order", ascending}},
               .text = "64 keys, queries in ascending order: every branch is guessed right",
               .no_less = "instructions"},
              {.assignments = {{"keys", 1 << 24}},
               .text =
                   "keys beyond the last level: branchless waits for each in turn, and loses or "
                   "gains nothing; blocks win, and eytzinger does not lose",
               .variant = "branchless",
               .at_level = {"keys", CacheLevel::last, 2, 512.0 * 1024 * 1024}},
          },
      .pay_off = {.variant = "eytzinger",
                  .parameter = "queries",
                  .values = {100, 1'000, 10'000, 100'000, 1'000'000},
                  .assignments = {{"keys", 1 << 20}, {"build", built_within}}},
      .small = {.assignments = {{"queries", 2'000}},
                .text = "1 MB of keys, beyond L1; quick to simulate"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

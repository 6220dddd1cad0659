// Work on the elements at or above a threshold, with a branch for each element and without.
// A branch that goes either way at random is mispredicted half of the time, some 15 cycles each
// (branch misses show it). A mask in its place does the work for every element, so it loses
// where the predictor is nearly always right; sorting first cures the branch but has its price.
// Each kernel is scalar: `opaque` in a loop body keeps compilers from turning the branch into a
// conditional move or the mask into a branch, and the loops into vectors.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using Elements = std::vector<std::uint32_t>;

constexpr std::uint32_t threshold = 1U << 31;

// The work that the branch guards: SplitMix64's finaliser, 11 instructions. With less to skip,
// the mask would win even over a predictor that is nearly always right.
std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

// The `opaque` stands where a compiler may not execute it for elements below the threshold:
// that is what makes the branch certain.
// Machine code: scalar, branch, no stack, no call, aligned.
[[gnu::noinline]] std::uint64_t sum_branchy(std::span<const std::uint32_t> elements,
                                            std::uint32_t at_least) {
  std::uint64_t sum = 0;
  for (const std::uint32_t element : elements) {
    if (element >= at_least) sum += mix(opaque(element));
  }
  return sum;
}

// A mask of all ones or none in place of the branch. The `opaque` hides what the mask is, or a
// compiler could see that a branch would skip the work.
// Machine code: scalar, no stack, no call, no branch, aligned.
[[gnu::noinline]] std::uint64_t sum_branchless(std::span<const std::uint32_t> elements,
                                               std::uint32_t at_least) {
  std::uint64_t sum = 0;
  for (const std::uint32_t element : elements) {
    const std::uint64_t mask = 0U - static_cast<std::uint64_t>(element >= at_least);
    sum += mix(element) & opaque(mask);
  }
  return sum;
}

// Least significant digit first, four digits of eight bits; leaves the result in `keys`.
// Free of branches on the data and several times faster here than a comparison sort, so the
// variant that pays for its sort is not made to look worse than it must.
// Machine code: scalar, no call, no branch, aligned.
[[gnu::noinline]] void radix_sort(std::span<std::uint32_t> keys, std::span<std::uint32_t> scratch) {
  constexpr unsigned digit_bits = 8;
  constexpr std::uint32_t digit_mask = (1U << digit_bits) - 1;
  for (unsigned shift = 0; shift < 32; shift += digit_bits) {
    std::array<std::size_t, digit_mask + 1> next{};
    for (const std::uint32_t key : keys) ++next[(key >> shift) & digit_mask];
    std::size_t before = 0;
    for (std::size_t& place : next) before += std::exchange(place, before);
    for (const std::uint32_t key : keys) scratch[next[(key >> shift) & digit_mask]++] = key;
    std::swap(keys, scratch);
  }
}

// `predictable` percent of the elements lie below the threshold, at random places.
Elements make_elements(const Parameters& parameters) {
  Random random(30);
  const auto predictable = static_cast<std::uint64_t>(parameters["predictable"]);
  Elements elements(static_cast<std::size_t>(parameters["elements"]));
  for (std::uint32_t& element : elements) {
    const auto low_bits = static_cast<std::uint32_t>(random.next()) % threshold;
    element = random.below(100) < predictable ? low_bits : low_bits | threshold;
  }
  return elements;
}

using Sum = std::uint64_t (*)(std::span<const std::uint32_t>, std::uint32_t);

// `opaque` gives each pass a threshold that the compiler cannot know to be the last one's.
std::uint64_t repeat(Sum sum, std::span<const std::uint32_t> elements, std::int64_t passes) {
  std::uint64_t total = 0;
  for (std::int64_t pass = 0; pass < passes; ++pass) total += sum(elements, opaque(threshold));
  return total;
}

template <Sum sum>
Kernel prepare_unsorted(const Parameters& parameters) {
  return [elements = make_elements(parameters), passes = parameters["passes"]] {
    return repeat(sum, elements, passes);
  };
}

Kernel prepare_presorted(const Parameters& parameters) {
  Elements elements = make_elements(parameters);
  Elements scratch(elements.size());
  radix_sort(elements, scratch);
  return [elements = std::move(elements), passes = parameters["passes"]] {
    return repeat(sum_branchy, elements, passes);
  };
}

Kernel prepare_sort_first(const Parameters& parameters) {
  struct State {
    Elements elements;
    Elements sorted;
    Elements scratch;
  };
  auto state = std::make_shared<State>();
  state->elements = make_elements(parameters);
  state->sorted.resize(state->elements.size());
  state->scratch.resize(state->elements.size());
  return [state, passes = parameters["passes"]] {
    std::copy(state->elements.begin(), state->elements.end(), state->sorted.begin());
    radix_sort(state->sorted, state->scratch);
    return repeat(sum_branchy, state->sorted, passes);
  };
}

double elements_summed(const Parameters& parameters) {
  return static_cast<double>(parameters["elements"]) * static_cast<double>(parameters["passes"]);
}

// Random, and longer than a predictor's memory.
bool is_unpredictable(const Parameters& parameters) {
  return parameters["predictable"] <= 60 && parameters["elements"] >= 1 << 14;
}

bool is_one_pass(const Parameters& parameters) { return parameters["passes"] == 1; }

Workload describe() {
  return {
      .id = "algorithm/branches",
      .technique = "branch prediction",
      .leaf = Leaf::branch_prediction,
      .summary = "hash the elements at or above a threshold: branch, mask, or sorted input",
      .problem =
          "The processor guesses each branch and throws away what it has begun when the guess was "
          "wrong. A test on random data leaves nothing to be guessed from: at an even split every "
          "second element costs a flush, several times the dozen operations that the test guards. "
          "(Vectors are off in every variant: a compiler that may use them masks of its own "
          "accord.)",
      .signature_text =
          "Branch misses fall to almost none, with the mask as with sorted input. The mask "
          "executes more instructions and is faster nevertheless.",
      .does_not_pay =
          "Data that falls mostly on one side: somewhere past 90 % the branch is guessed right and "
          "skips work that the mask does always. Short inputs read again and again: the predictor "
          "learns hundreds of outcomes by heart. Sorting for a single pass: it costs what it saves "
          "or more (from the same time to more than twice, by the machine), and pays only when "
          "several passes follow (`passes`).",
      .iteration =
          "`passes` times: sum of a hash of each element at or above the threshold; sort_first "
          "also copies and sorts the elements once",
      .operation = "element",
      .operations = elements_summed,
      .memory_bytes =
          [](const Parameters& p) {  // the elements, sorted and scratch
            return static_cast<double>(p["elements"]) * 3 * sizeof(std::uint32_t);
          },
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["elements"]) * sizeof(std::uint32_t);
          },
      .footprint_grows_with = "elements",
      .parameters =
          {
              {.name = "elements",
               .meaning = "number of 32-bit elements",
               .initial = 1 << 20,
               .small = 1 << 10,
               .medium = 1 << 20,
               .large = 1 << 24,
               .min = 1,
               .max = 1 << 24},
              {.name = "predictable",
               .meaning = "share of the elements below the threshold, in percent",
               .initial = 50,
               .small = 50,
               .medium = 90,
               .large = 99,
               .min = 50,
               .max = 99},
              {.name = "passes",
               .meaning = "sums taken over the same elements",
               .initial = 1,
               .small = 1,
               .medium = 4,
               .large = 64,
               .min = 1,
               .max = 512},
          },
      .variants =
          {
              {.name = "branchy",
               .summary = "a branch for each element, input in random order",
               .prepare = prepare_unsorted<sum_branchy>},
              {.name = "branchless",
               .summary = "the work done always, then masked; same input",
               .prepare = prepare_unsorted<sum_branchless>},
              {.name = "presorted",
               .summary = "the branch, on input that was sorted beforehand (sort not timed)",
               .prepare = prepare_presorted},
              {.name = "sort_first",
               .summary = "the branch, after a radix sort that is timed",
               .prepare = prepare_sort_first},
          },
      .signature =
          {
              {"branchless", "branch_misses", Trend::falls, 50, "no branch depends on the data",
               is_unpredictable},
              {"presorted", "branch_misses", Trend::falls, 50, "the outcome changes once",
               is_unpredictable},
              {"sort_first", "branch_misses", Trend::falls, 10, "the outcome changes once",
               is_unpredictable},
              {"branchless", "instructions", Trend::rises, 1.1,
               "the work is done for every element"},
              {"sort_first", "instructions", Trend::rises, 3, "the sort", is_one_pass},
          },
      .no_gain =
          {
              {.assignments = {{"predictable", 99}},
               .text = "one branch in a hundred surprises: the mask costs more than it saves",
               .no_less = "instructions"},
              {.assignments = {{"elements", 256}, {"passes", 512}},
               .text = "256 elements read again and again: the predictor knows them by heart (the "
                       "simulated one does not)",
               .no_less = "instructions"},
          },
      .pay_off = {.variant = "branchless",
                  .parameter = "predictable",
                  .values = {50, 70, 80, 90, 95, 99}},
      .small = {.assignments = {{"elements", 1 << 14}},
                .text = "16,384 elements: quick to simulate, too many for the predictor's memory"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

// Scaling the elements of a vector with a bounds check for each, and without. A check is a
// compare and a branch that is always guessed right; what it costs is that GCC 12 vectorises no
// loop which may throw in the middle, and Clang 14 only a simple one (instructions show it). A
// check against the loop's own bound is free, since the compiler proves it; and random accesses
// wait for memory, check or none. All scans ask for vectorisation, so what keeps it away is the
// check. Those without one in the loop are one loop of a few instructions: they tie where loops
// begin at a cache line, as the catalogue's do, and differed twofold where the linker put some
// across two.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <span>
#include <stdexcept>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/simd/vectoriser.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using Elements = std::vector<float>;
using Indices = std::vector<std::uint32_t>;

// --- The elements in order. `count` comes from elsewhere (a header, a caller); that it does not
// exceed size() is known to us and not to the compiler.

// Machine code: no stack, no call, aligned.
[[gnu::noinline]] HONE_VECTOR_FUNCTION void scan_at(Elements& elements, std::size_t count,
                                                    float factor) {
  HONE_VECTOR_LOOP
  for (std::size_t i = 0; i < count; ++i) elements.at(i) *= factor;
}

// Machine code: 128 bits, no stack, no call, aligned.
[[gnu::noinline]] HONE_VECTOR_FUNCTION void scan_at_below_size(Elements& elements,
                                                               std::size_t /*count*/,
                                                               float factor) {
  HONE_VECTOR_LOOP
  for (std::size_t i = 0; i < elements.size(); ++i) elements.at(i) *= factor;
}

// Machine code: 128 bits, no stack, no call, aligned.
[[gnu::noinline]] HONE_VECTOR_FUNCTION void scan_index(Elements& elements, std::size_t count,
                                                       float factor) {
  HONE_VECTOR_LOOP
  for (std::size_t i = 0; i < count; ++i) elements[i] *= factor;
}

// Machine code: 128 bits, no stack, no call, aligned.
[[gnu::noinline]] HONE_VECTOR_FUNCTION void scan_span(Elements& elements, std::size_t count,
                                                      float factor) {
  const std::span<float> first(elements.data(), count);
  HONE_VECTOR_LOOP
  for (float& element : first) element *= factor;
}

// As safe as `scan_at`, but fails before the first element instead of in the middle.
// Machine code: 128 bits, no stack, no call, aligned.
[[gnu::noinline]] HONE_VECTOR_FUNCTION void scan_hoisted(Elements& elements, std::size_t count,
                                                         float factor) {
  if (count > elements.size()) throw std::out_of_range("more elements asked for than there are");
  HONE_VECTOR_LOOP
  for (std::size_t i = 0; i < count; ++i) elements[i] *= factor;
}

// --- The elements in the order of `indices`, each index a value that nothing is known about.

// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] void gather_at(Elements& elements, const Indices& indices, float factor) {
  for (const std::uint32_t index : indices) elements.at(index) *= factor;
}

// The check of the index's own place goes; that of its value cannot.
// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] void gather_at_below_size(Elements& elements, const Indices& indices,
                                            float factor) {
  for (std::size_t i = 0; i < indices.size(); ++i) elements.at(indices.at(i)) *= factor;
}

// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] void gather_index(Elements& elements, const Indices& indices, float factor) {
  for (const std::uint32_t index : indices) elements[index] *= factor;
}

// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] void gather_span(Elements& elements, const Indices& indices, float factor) {
  const std::span<float> all(elements);
  for (const std::uint32_t index : indices) all[index] *= factor;
}

// One more pass over the indices, which vectorises.
// Machine code: 128 bits, no stack, no call, aligned.
[[gnu::noinline]] HONE_VECTOR_FUNCTION void gather_hoisted(Elements& elements,
                                                           const Indices& indices, float factor) {
  std::uint32_t largest = 0;
  HONE_VECTOR_LOOP
  for (std::size_t i = 0; i < indices.size(); ++i) {
    largest = indices[i] > largest ? indices[i] : largest;
  }
  if (largest >= elements.size()) throw std::out_of_range("an index beyond the elements");
  for (const std::uint32_t index : indices) elements[index] *= factor;
}

// --- What is done with them.

constexpr std::int64_t scan_access = 0;
constexpr std::int64_t gather_access = 1;

// Elements scaled in one iteration, at least: keeps short arrays measurable.
constexpr std::int64_t fewest_elements = 1 << 20;

// Even, since each second pass undoes the one before it.
std::int64_t passes(const Parameters& parameters) {
  const std::int64_t elements = parameters["elements"];
  const std::int64_t pairs = (fewest_elements + 2 * elements - 1) / (2 * elements);
  return 2 * pairs;
}

double elements_scaled(const Parameters& parameters) {
  return static_cast<double>(passes(parameters)) * static_cast<double>(parameters["elements"]);
}

struct State {
  Elements elements;
  Indices indices;
};

// Whole numbers below 1000, so that doubling and halving are exact.
std::shared_ptr<State> make_state(const Parameters& parameters) {
  Random random(40);
  const auto size = static_cast<std::size_t>(parameters["elements"]);
  auto state = std::make_shared<State>();
  state->elements.resize(size);
  for (float& element : state->elements) element = static_cast<float>(random.below(1000));
  if (parameters["access"] == gather_access) {
    state->indices.resize(size);
    std::iota(state->indices.begin(), state->indices.end(), 0U);
    shuffle(std::span(state->indices), random);
  }
  return state;
}

// Of all elements and their places, in lanes that fit vectors: it shall not outweigh what it
// checks. A sum of sums in each lane, as Fletcher's, since doubling adds the same to the bits of
// any element.
[[gnu::noinline]] HONE_VECTOR_FUNCTION std::uint64_t checksum(const Elements& elements) {
  constexpr std::size_t lanes = 8;
  const float* const data = elements.data();
  const std::size_t size = elements.size();
  std::array<std::uint32_t, lanes> sums{};
  std::array<std::uint32_t, lanes> sums_of_sums{};
  const auto add = [&](std::size_t lane, std::size_t i) {
    const auto bits = std::bit_cast<std::uint32_t>(data[i]);
    sums[lane] += bits ^ (bits >> 23);  // the exponent where a whole number below 1000 has zeros
    sums_of_sums[lane] += sums[lane];
  };
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) add(lane, i + lane);
  }
  for (; i < size; ++i) add(i % lanes, i);
  std::uint64_t sum = 0;
  for (std::size_t lane = 0; lane < lanes; ++lane) sum = 31 * sum + sums_of_sums[lane];
  return sum;
}

using Scan = void (*)(Elements&, std::size_t, float);
using Gather = void (*)(Elements&, const Indices&, float);

template <Scan scan, Gather gather>
Kernel prepare(const Parameters& parameters) {
  return [state = make_state(parameters), pairs = passes(parameters) / 2,
          in_order = parameters["access"] == scan_access] {
    std::uint64_t sum = 0;
    for (std::int64_t pair = 0; pair < pairs; ++pair) {
      for (const float factor : {2.0F, 0.5F}) {
        if (in_order) {
          scan(state->elements, opaque(state->elements.size()), opaque(factor));
        } else {
          gather(state->elements, state->indices, opaque(factor));
        }
        if (pair == 0) sum = 3 * sum + checksum(state->elements);
      }
    }
    return sum;
  };
}

bool scans_many(const Parameters& parameters) {
  return parameters["access"] == scan_access && parameters["elements"] >= 256;
}

Workload describe() {
  return {
      .id = "simd/bounds_checks",
      .technique = "remove bounds checks",
      .leaf = Leaf::remove_checks,
      .summary = "scale a vector of floats: at(i), an index, a span, one check before the loop",
      .problem =
          "at(i) compares i with the size and throws when it is too large. The branch is guessed "
          "right, but a loop that may stop at any element, with all before it written, is hard to "
          "vectorise: GCC 12 goes one element at a time, Clang 14 first works out where this one "
          "would stop, and unrolls it less. One check before the loop gives the same safety and "
          "leaves the loop free to use vectors. The other variants differ in the source only: all "
          "come to the same loop, and to the same time.",
      .signature_text =
          "Instructions fall: fivefold where the check kept the vectors away (GCC 12), by a third "
          "where it did not (Clang 14). Branch misses do not move: the checks never fail.",
      .does_not_pay =
          "A bound that the compiler can see: for i < size() it removes the check by itself, so "
          "the reference's 'bad' example (indexing in a loop up to the length) is as fast as any "
          "(at_below_size). A few elements: there is no vector to fill. Random accesses: the loop "
          "waits for memory and the check for nothing (access=gather). Arrays beyond the caches: "
          "the memory's bandwidth leaves a part of the gain.",
      .iteration =
          "doubles the elements and halves them again, until at least 1,048,576 were scaled",
      .operation = "element",
      .operations = elements_scaled,
      .memory_bytes =
          [](const Parameters& parameters) {
            return 8 * static_cast<double>(parameters["elements"]) + 4e6;
          },
      .footprint = [](const Parameters& p) { return static_cast<double>(p["elements"]) * 8; },
      .footprint_grows_with = "elements",
      .parameters =
          {
              {.name = "elements",
               .meaning = "number of floats",
               .initial = 4096,
               .small = 4,
               .medium = 4096,
               .large = 1 << 25,
               .min = 1,
               .max = 1 << 28},
              {.name = "access",
               .meaning = "in order, or by a shuffled index",
               .initial = scan_access,
               .choices = {"scan", "gather"}},
          },
      .variants =
          {
              {.name = "at",
               .summary = "at(i) up to a bound that the compiler cannot relate to size()",
               .prepare = prepare<scan_at, gather_at>},
              {.name = "at_below_size",
               .summary =
                   "the reference's misleading 'bad' loop, at(i) for i < size(): no check is left",
               .prepare = prepare<scan_at_below_size, gather_at_below_size>},
              {.name = "index",
               .summary = "operator[], never checked",
               .prepare = prepare<scan_index, gather_index>},
              {.name = "span",
               .summary = "a span of the elements wanted, never checked",
               .prepare = prepare<scan_span, gather_span>},
              {.name = "hoisted",
               .summary = "one check before the loop, operator[] within",
               .prepare = prepare<scan_hoisted, gather_hoisted>},
          },
      .signature =
          {
              {"at_below_size", "instructions", Trend::falls, 1.3,
               "the check is proved away, four elements an instruction", scans_many},
              {"index", "instructions", Trend::falls, 1.3, "no check, four elements an instruction",
               scans_many},
              {"span", "instructions", Trend::falls, 1.3, "no check, four elements an instruction",
               scans_many},
              {"hoisted", "instructions", Trend::falls, 1.3,
               "one check, four elements an instruction", scans_many},
          },
      .no_gain =
          {
              {.assignments = {{"elements", 2}},
               .text = "two elements: no vector to fill, and hoisted checks as often as it works"},
              {.assignments = {{"elements", 1'900'000}, {"access", gather_access}},
               .text = "random elements of 8 MB: memory is waited for, the check is not"},
          },
      .pay_off = {.variant = "hoisted",
                  .parameter = "elements",
                  .values = {1, 2, 4, 8, 16, 64, 1024, 4096}},
      .small = {.assignments = {{"elements", 1000}}, .text = "a thousand floats in order"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

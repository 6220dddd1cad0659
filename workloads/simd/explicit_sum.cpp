// The sum of 32-bit integers, one element at a time against four or more at a time: left to the
// compiler, written with <experimental/simd>, and with Highway, which picks the widest vectors
// of the processor when it runs. Instructions show it; beyond the caches memory bandwidth leaves
// a part of the gain or none, and a handful of elements pays for the set-up without using it.
// This file is compiled once for each of Highway's targets: the parts under HWY_ONCE only once.
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <experimental/simd>

#include "workloads/inputs.hpp"
#include "workloads/simd/vectoriser.hpp"
#include "workloads/workload.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "workloads/simd/explicit_sum.cpp"
#include <hwy/foreach_target.h>  // must precede highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace hone::workloads {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Two running sums: with one, each addition would wait for the last. One vector more, where it is
// left; the tail is scalar (Clang 14 would make vectors of it, too), and shorter than a vector.
// Machine code: target's width, no stack, no call, aligned.
HWY_ATTR std::uint32_t sum_highway(const std::uint32_t* data, std::size_t size) {
  const hn::ScalableTag<std::uint32_t> lane_type;
  const std::size_t width = hn::Lanes(lane_type);
  auto even = hn::Zero(lane_type);
  auto odd = hn::Zero(lane_type);
  std::size_t i = 0;
  for (; size - i >= 2 * width; i += 2 * width) {
    even = hn::Add(even, hn::LoadU(lane_type, data + i));
    odd = hn::Add(odd, hn::LoadU(lane_type, data + i + width));
  }
  if (size - i >= width) {
    even = hn::Add(even, hn::LoadU(lane_type, data + i));
    i += width;
  }
  std::uint32_t sum = hn::GetLane(hn::SumOfLanes(lane_type, hn::Add(even, odd)));
  HONE_SCALAR_LOOP
  for (; i < size; ++i) sum += data[i];
  return sum;
}

// For an array that zeros fill up to a whole number of steps: no tail. Reads up to 2 * width - 1
// elements beyond `size`.
// Machine code: target's width, no stack, no call, aligned.
HWY_ATTR std::uint32_t sum_highway_padded(const std::uint32_t* data, std::size_t size) {
  const hn::ScalableTag<std::uint32_t> lane_type;
  const std::size_t width = hn::Lanes(lane_type);
  auto even = hn::Zero(lane_type);
  auto odd = hn::Zero(lane_type);
  for (std::size_t i = 0; i < size; i += 2 * width) {
    even = hn::Add(even, hn::LoadU(lane_type, data + i));
    odd = hn::Add(odd, hn::LoadU(lane_type, data + i + width));
  }
  return hn::GetLane(hn::SumOfLanes(lane_type, hn::Add(even, odd)));
}

}  // namespace HWY_NAMESPACE
}  // namespace hone::workloads
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "workloads/highway_dispatch.hpp"

namespace hone::workloads {
namespace {

// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] HONE_SCALAR_FUNCTION std::uint32_t sum_scalar(const std::uint32_t* data,
                                                                std::size_t size) {
  std::uint32_t sum = 0;
  HONE_SCALAR_LOOP
  for (std::size_t i = 0; i < size; ++i) sum += data[i];
  return sum;
}

// Machine code: 128 bits, no stack, no call, aligned.
[[gnu::noinline]] HONE_VECTOR_FUNCTION std::uint32_t sum_auto(const std::uint32_t* data,
                                                              std::size_t size) {
  std::uint32_t sum = 0;
  HONE_VECTOR_LOOP
  for (std::size_t i = 0; i < size; ++i) sum += data[i];
  return sum;
}

// The build's own flags: native_simd is as wide as the instruction set that they allow.
// Machine code: 128 bits, no stack, no call, aligned.
[[gnu::noinline]] std::uint32_t sum_experimental(const std::uint32_t* data, std::size_t size) {
  using Vector = std::experimental::native_simd<std::uint32_t>;
  constexpr std::size_t width = Vector::size();
  Vector even = 0;
  Vector odd = 0;
  std::size_t i = 0;
  for (; size - i >= 2 * width; i += 2 * width) {
    even += Vector(data + i, std::experimental::element_aligned);
    odd += Vector(data + i + width, std::experimental::element_aligned);
  }
  if (size - i >= width) {
    even += Vector(data + i, std::experimental::element_aligned);
    i += width;
  }
  std::uint32_t sum = std::experimental::reduce(even + odd);
  HONE_SCALAR_LOOP
  for (; i < size; ++i) sum += data[i];
  return sum;
}

HONE_HIGHWAY_TABLE(sum_highway);
HONE_HIGHWAY_TABLE(sum_highway_padded);

// Looks the target up on each call, as a library function built this way would.
[[gnu::noinline]] std::uint32_t sum_dispatched(const std::uint32_t* data, std::size_t size) {
  return HONE_HIGHWAY_CALL(sum_highway)(data, size);
}

[[gnu::noinline]] std::uint32_t sum_dispatched_padded(const std::uint32_t* data, std::size_t size) {
  return HONE_HIGHWAY_CALL(sum_highway_padded)(data, size);
}

// Zeros behind the array: two of the widest vectors that Highway knows (2048 bits, of SVE).
constexpr std::size_t padding = std::size_t{2} * 2048 / 32;

// Elements summed in one iteration, at least: keeps short arrays measurable.
constexpr std::int64_t fewest_elements = 1 << 21;

std::int64_t passes(const Parameters& parameters) {
  const std::int64_t elements = parameters["elements"];
  return (fewest_elements + elements - 1) / elements;
}

double elements_summed(const Parameters& parameters) {
  return static_cast<double>(passes(parameters)) * static_cast<double>(parameters["elements"]);
}

using Sum = std::uint32_t (*)(const std::uint32_t*, std::size_t);

// `opaque` gives each pass an address that the compiler cannot know to be the last one's, so
// the sum stays inside the loop.
template <Sum sum>
Kernel prepare(const Parameters& parameters) {
  // Below 16, so that no sum of 2^27 elements reaches 2^31: the reduction of 512 bits that GCC's
  // headers offer adds signed numbers, whose overflow would be undefined.
  Random random(10);
  const auto size = static_cast<std::size_t>(parameters["elements"]);
  std::vector<std::uint32_t> data(size + padding);
  for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<std::uint32_t>(random.below(16));
  return [data = std::move(data), size, repeats = passes(parameters)] {
    std::uint64_t total = 0;
    for (std::int64_t pass = 0; pass < repeats; ++pass) {
      total += sum(opaque(data.data()), opaque(size));
    }
    return total;
  };
}

bool is_long(const Parameters& parameters) { return parameters["elements"] >= 1024; }

Workload describe() {
  return {
      .id = "simd/explicit_sum",
      .technique = "explicit SIMD",
      .leaf = Leaf::simd,
      .summary = "sum of 32-bit integers: scalar, auto-vectorised, experimental::simd, Highway",
      .problem =
          "A scalar loop spends a load, an addition and its share of the loop's own bookkeeping on "
          "each element, and each addition waits for the last. One vector instruction does the "
          "same for 4 to 16 elements.",
      .signature_text =
          "Instructions fall with the width of the vectors, less where the compiler unrolls the "
          "scalar loop. Cache misses stay, and so the gain shrinks with the distance of the data.",
      .does_not_pay =
          "A handful of elements: the vectors are set up, added up and dispatched to, and the "
          "scalar tail does the work: the wider the vectors, the longer the tail can be (15 "
          "elements with 512 bits), unless the array is filled up with zeros (highway_padded). "
          "Arrays beyond the last cache (the scan from cache to cache shows them) keep "
          "a part of the gain: one core's memory bandwidth is the limit, so the widest vectors do "
          "little better than the narrowest; how much the scalar loop falls short of that "
          "bandwidth is the machine's matter, and where it does not the gain ends. auto_vectorised "
          "and experimental_simd use what the build's flags allow (128 bits on plain x86-64), "
          "highway what the processor has. Of what lies between the first two, the number of "
          "running sums is the cause (GCC 12 has one, whose additions wait for each other); "
          "between those and highway, the width.",
      .iteration =
          "sums the array, again and again until at least 2,097,152 elements were added; the "
          "default length leaves a tail for every vector width",
      .operation = "element",
      .operations = elements_summed,
      .memory_bytes =
          [](const Parameters& parameters) {
            return 4 * static_cast<double>(parameters["elements"]) + 4e6;
          },
      .footprint = [](const Parameters& p) { return static_cast<double>(p["elements"]) * 4; },
      .footprint_grows_with = "elements",
      .parameters = {{.name = "elements",
                      .meaning = "number of 32-bit elements",
                      .initial = 4099,
                      .small = 7,
                      .medium = 1 << 20,
                      .large = 1 << 27,
                      .min = 1,
                      .max = 1 << 27}},
      .variants =
          {
              {.name = "scalar",
               .summary = "plain loop, vectorisation off",
               .prepare = prepare<sum_scalar>},
              {.name = "auto_vectorised",
               .summary = "the same loop, vectorisation on",
               .prepare = prepare<sum_auto>},
              {.name = "experimental_simd",
               .summary = "std::experimental::native_simd, two running sums",
               .prepare = prepare<sum_experimental>},
              {.name = "highway",
               .summary = "Highway, two running sums, widest vectors of this processor",
               .prepare = prepare<sum_dispatched>},
              {.name = "highway_padded",
               .summary = "the same over an array filled up with zeros: no tail",
               .prepare = prepare<sum_dispatched_padded>},
          },
      .signature =
          {
              {"auto_vectorised", "instructions", Trend::falls, 1.8, "four elements an instruction",
               is_long},
              {"experimental_simd", "instructions", Trend::falls, 1.8,
               "four elements an instruction or more", is_long},
              {"highway", "instructions", Trend::falls, 1.8, "four elements an instruction or more",
               is_long},
              {"highway_padded", "instructions", Trend::falls, 1.8,
               "four elements an instruction or more", is_long},
          },
      .no_gain =
          {
              {.assignments = {{"elements", 3}},
               .text =
                   "three elements, less than any vector: set-up and dispatch for a scalar tail"},
              {.assignments = {{"elements", 7}},
               .text = "one element short of a vector of 256 bits (where vectors have 128: hardly "
                       "more than one of them)"},
          },
      .pay_off = {.variant = "highway",
                  .parameter = "elements",
                  .values = {1, 4, 7, 16, 64, 256, 1031, 4099}},
      .small = {.assignments = {{"elements", 1031}}, .text = "a short array with a tail"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads
#endif

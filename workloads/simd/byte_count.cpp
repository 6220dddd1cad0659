// How often a byte occurs (the lines of a text): as std::count has it, one byte at a time, eight in
// a general register, and with vectors. Nothing depends on the data but a compare, so the gain is
// the width (instructions show it), until the memory cannot deliver more. A few bytes lose to the
// set-up; memchr from match to match is fast on rare bytes only. The baseline is what one would
// write, vectorised; against a loop that is kept scalar the gain would be the vectoriser's, too.
// This file is compiled once for each of Highway's targets: the parts under HWY_ONCE only once.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/simd/vectoriser.hpp"
#include "workloads/workload.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "workloads/simd/byte_count.cpp"
#include <hwy/foreach_target.h>  // must precede highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace hone::workloads {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Counts in as many whole vectors as there are from byte `i` on, and moves `i` behind them. A mask
// is -1 where the byte matches, so subtracting it counts in each lane; a lane of 8 bits is emptied
// into 64 bits after 255 vectors, before it can overflow. Two vectors at a time have lanes of their
// own, so that their subtractions do not wait for each other.
template <class Tag>
HWY_ATTR HWY_INLINE std::uint64_t count_vectors(Tag tag, const std::uint8_t* data, std::size_t size,
                                                std::uint8_t wanted, std::size_t& i) {
  const std::size_t width = hn::Lanes(tag);
  if (size - i < width) return 0;
  const hn::Repartition<std::uint64_t, Tag> wide;
  const auto needle = hn::Set(tag, wanted);
  auto total = hn::Zero(wide);
  while (size - i >= 2 * width) {
    auto even = hn::Zero(tag);
    auto odd = hn::Zero(tag);
    const std::size_t end = i + 2 * width * std::min<std::size_t>(255, (size - i) / (2 * width));
    for (; i < end; i += 2 * width) {
      const auto first = hn::Eq(hn::LoadU(tag, data + i), needle);
      const auto second = hn::Eq(hn::LoadU(tag, data + i + width), needle);
      even = hn::Sub(even, hn::VecFromMask(tag, first));
      odd = hn::Sub(odd, hn::VecFromMask(tag, second));
    }
    total = hn::Add(total, hn::Add(hn::SumsOf8(even), hn::SumsOf8(odd)));
  }
  if (size - i >= width) {
    const auto match = hn::Eq(hn::LoadU(tag, data + i), needle);
    const auto lanes = hn::Sub(hn::Zero(tag), hn::VecFromMask(tag, match));
    total = hn::Add(total, hn::SumsOf8(lanes));
    i += width;
  }
  return hn::GetLane(hn::SumOfLanes(wide, total));
}

// The widest vectors first, what is left in vectors of 16 bytes, the tail byte by byte.
// Machine code: target's width, no stack, no call, aligned.
HWY_ATTR std::uint64_t count_highway(const std::uint8_t* data, std::size_t size,
                                     std::uint8_t wanted) {
  std::size_t i = 0;
  std::uint64_t count = count_vectors(hn::ScalableTag<std::uint8_t>(), data, size, wanted, i);
  count += count_vectors(hn::CappedTag<std::uint8_t, 16>(), data, size, wanted, i);
  HONE_SCALAR_LOOP
  for (; i < size; ++i) count += data[i] == wanted ? 1 : 0;
  return count;
}

}  // namespace HWY_NAMESPACE
}  // namespace hone::workloads
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "workloads/highway_dispatch.hpp"

namespace hone::workloads {
namespace {

// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] HONE_SCALAR_FUNCTION std::uint64_t count_scalar(const std::uint8_t* data,
                                                                  std::size_t size,
                                                                  std::uint8_t wanted) {
  std::uint64_t count = 0;
  HONE_SCALAR_LOOP
  for (std::size_t i = 0; i < size; ++i) count += data[i] == wanted ? 1 : 0;
  return count;
}

// With the flags that vectorise it: its counter of 64 bits makes the compilers widen each byte
// eightfold, so it stays far from what the bytes would allow.
// Machine code: 128 bits, no stack, no call, aligned.
[[gnu::noinline]] HONE_VECTOR_FUNCTION std::uint64_t count_standard(const std::uint8_t* data,
                                                                    std::size_t size,
                                                                    std::uint8_t wanted) {
  return static_cast<std::uint64_t>(std::count(data, data + size, wanted));
}

// SIMD within a register (SWAR): the top bit of each byte of the result is set where that byte of
// `word` is zero. Exact, unlike the shorter form that finds only the first.
constexpr std::uint64_t each_byte = 0x0101010101010101;

std::uint64_t zero_bytes(std::uint64_t word) {
  constexpr std::uint64_t low_bits = 0x7f * each_byte;
  return ~(((word & low_bits) + low_bits) | word | low_bits);
}

// The sum of the eight bytes, by way of four sums of 16 bits.
std::uint64_t sum_of_bytes(std::uint64_t word) {
  constexpr std::uint64_t even = 0x00ff00ff00ff00ff;
  return (((word & even) + ((word >> 8) & even)) * 0x0001000100010001) >> 48;
}

// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] HONE_SCALAR_FUNCTION std::uint64_t count_swar(const std::uint8_t* data,
                                                                std::size_t size,
                                                                std::uint8_t wanted) {
  const std::uint64_t pattern = wanted * each_byte;
  std::uint64_t count = 0;
  std::size_t i = 0;
  while (size - i >= 8) {
    std::uint64_t lanes = 0;
    const std::size_t end = i + 8 * std::min<std::size_t>(255, (size - i) / 8);
    HONE_SCALAR_LOOP
    for (; i < end; i += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, data + i, sizeof word);
      lanes += zero_bytes(word ^ pattern) >> 7;
    }
    count += sum_of_bytes(lanes);
  }
  HONE_SCALAR_LOOP
  for (; i < size; ++i) count += data[i] == wanted ? 1 : 0;
  return count;
}

// The C library's memchr uses vectors, and is called once a match.
// Machine code: scalar, one call, no stack.
[[gnu::noinline]] std::uint64_t count_memchr(const std::uint8_t* data, std::size_t size,
                                             std::uint8_t wanted) {
  std::uint64_t count = 0;
  const std::uint8_t* const end = data + size;
  while (data != end) {
    const void* const match = std::memchr(data, wanted, static_cast<std::size_t>(end - data));
    if (match == nullptr) break;
    ++count;
    data = static_cast<const std::uint8_t*>(match) + 1;
  }
  return count;
}

HONE_HIGHWAY_TABLE(count_highway);

// Looks the target up on each call, as a library function built this way would.
[[gnu::noinline]] std::uint64_t count_dispatched(const std::uint8_t* data, std::size_t size,
                                                 std::uint8_t wanted) {
  return HONE_HIGHWAY_CALL(count_highway)(data, size, wanted);
}

// Bytes read in one iteration, at least: keeps short texts measurable.
constexpr std::int64_t fewest_bytes = 3'900'000;

std::int64_t passes(const Parameters& parameters) {
  const std::int64_t bytes = parameters["bytes"];
  return (fewest_bytes + bytes - 1) / bytes;
}

double bytes_read(const Parameters& parameters) {
  return static_cast<double>(passes(parameters)) * static_cast<double>(parameters["bytes"]);
}

constexpr std::uint8_t newline = '\n';

using Count = std::uint64_t (*)(const std::uint8_t*, std::size_t, std::uint8_t);

// `opaque` gives each pass an address that the compiler cannot know to be the last one's.
template <Count count>
Kernel prepare(const Parameters& parameters) {
  Random random(42);
  const auto matches = static_cast<std::uint64_t>(parameters["matches"]);
  std::vector<std::uint8_t> text(static_cast<std::size_t>(parameters["bytes"]));
  for (std::uint8_t& byte : text) {
    const std::uint64_t drawn = random.next();
    byte = drawn % 1000 < matches ? newline : static_cast<std::uint8_t>(32 + (drawn >> 32) % 224);
  }
  text.back() = newline;  // a tail that is left out changes the count
  return [text = std::move(text), repeats = passes(parameters)] {
    std::uint64_t total = 0;
    for (std::int64_t pass = 0; pass < repeats; ++pass) {
      total += count(opaque(text.data()), opaque(text.size()), newline);
    }
    return total;
  };
}

bool is_long(const Parameters& parameters) { return parameters["bytes"] >= 1024; }

bool is_long_and_sparse(const Parameters& parameters) {
  return is_long(parameters) && parameters["matches"] <= 20;
}

Workload describe() {
  return {
      .id = "simd/byte_count",
      .technique = "explicit SIMD",
      .leaf = Leaf::simd,
      .summary = "count the newlines of a text: std::count, scalar, a register's 8, Highway",
      .problem =
          "A scalar loop spends a load, a compare and an addition on every byte, although a "
          "register holds 8 of them and a vector 16 to 64. std::count returns a count of 64 bits, "
          "so compilers that vectorise it widen each byte eightfold: most of the width is wasted, "
          "and on some processors all of the gain. Counting in lanes of 8 bits, emptied before "
          "they overflow, uses all of it.",
      .signature_text =
          "Instructions fall: twofold within a general register, by the vector's width and what "
          "std::count widens with Highway. There is no branch on the data and nothing to miss but "
          "the text itself.",
      .does_not_pay =
          "A few bytes: dispatch and set-up cost more than the loop. memchr from match to match "
          "pays for rare bytes only, since every match is a call. Texts beyond the caches keep a "
          "part of the gain: std::count is slower than the memory, Highway is not.",
      .iteration = "counts in the text, again and again until at least 3,900,000 bytes were read",
      .operation = "byte",
      .operations = bytes_read,
      .memory_bytes =
          [](const Parameters& parameters) {
            return static_cast<double>(parameters["bytes"]) + 4e6;
          },
      .footprint = [](const Parameters& p) { return static_cast<double>(p["bytes"]); },
      .footprint_grows_with = "bytes",
      .parameters =
          {
              {.name = "bytes",
               .meaning = "bytes of the text",
               .initial = 30'000,
               .small = 8,
               .medium = 30'000,
               .large = 1 << 28,
               .min = 1,
               .max = 1LL << 32},
              {.name = "matches",
               .meaning = "newlines in a thousand bytes; the last byte always is one",
               .initial = 20,
               .small = 1,
               .medium = 20,
               .large = 500,
               .min = 0,
               .max = 1000},
          },
      .variants =
          {
              {.name = "std_count",
               .summary = "std::count, vectorisation on: 128 bits of what the build's flags allow",
               .prepare = prepare<count_standard>},
              {.name = "scalar",
               .summary = "the same loop by hand, vectorisation off",
               .prepare = prepare<count_scalar>},
              {.name = "swar",
               .summary = "eight bytes at a time in a general register, no table",
               .prepare = prepare<count_swar>},
              {.name = "memchr",
               .summary = "memchr from match to match",
               .prepare = prepare<count_memchr>},
              {.name = "highway",
               .summary = "Highway, lanes of 8 bits, widest vectors of this processor",
               .prepare = prepare<count_dispatched>},
          },
      .signature =
          {
              {"swar", "instructions", Trend::falls, 1.5, "eight bytes in a dozen instructions",
               is_long},
              {"memchr", "instructions", Trend::falls, 1.5, "vectors between the matches",
               is_long_and_sparse},
              {"highway", "instructions", Trend::falls, 6, "16 bytes a compare or more", is_long},
          },
      .no_gain =
          {
              {.assignments = {{"bytes", 4}},
               .text = "four bytes: a call, or a dispatch and a set-up, for less than one vector"},
              {.assignments = {{"matches", 500}},
               .text =
                   "every second byte matches: memchr, called for each, loses; the others do not",
               .variant = "memchr"},
          },
      .pay_off = {.variant = "highway",
                  .parameter = "bytes",
                  .values = {1, 2, 4, 8, 16, 64, 1024, 30'000}},
      .small = {.assignments = {{"bytes", 3000}}, .text = "a short text with a tail"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads
#endif

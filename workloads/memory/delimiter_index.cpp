// Compares 64 characters with both delimiters, gathers the results as the bits of one word, and
// takes the positions out of it bit by bit; the first stage of simdjson works so.
// This file is compiled once for each of Highway's targets: the parts under HWY_ONCE only once.
#include "workloads/memory/delimiter_index.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "workloads/memory/delimiter_index.cpp"
#include <hwy/foreach_target.h>  // must precede highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace hone::workloads {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// One bit a character, the first in the lowest.
HWY_ATTR inline std::uint64_t delimiters_of_64(const std::uint8_t* text) {
  const hn::CappedTag<std::uint8_t, 64> bytes;
  const std::size_t width = hn::Lanes(bytes);
  std::uint64_t bits = 0;
  if (width < 8) {  // a target without vectors
    for (std::size_t i = 0; i < 64; ++i) {
      if (text[i] == ',' || text[i] == '\n') bits |= std::uint64_t{1} << i;
    }
    return bits;
  }
  const auto comma = hn::Set(bytes, ',');
  const auto newline = hn::Set(bytes, '\n');
  for (std::size_t i = 0; i < 64; i += width) {
    const auto characters = hn::LoadU(bytes, text + i);
    const auto found = hn::Or(hn::Eq(characters, comma), hn::Eq(characters, newline));
    std::uint8_t part[8] = {};
    hn::StoreMaskBits(bytes, found, part);
    for (std::size_t byte = 0; byte < width / 8; ++byte) {
      bits |= std::uint64_t{part[byte]} << (i + 8 * byte);
    }
  }
  return bits;
}

HWY_ATTR std::size_t index_of(const std::uint8_t* text, std::size_t size,
                              std::uint32_t* positions) {
  std::size_t count = 0;
  std::size_t at = 0;
  for (; size - at >= 64; at += 64) {
    for (std::uint64_t bits = delimiters_of_64(text + at); bits != 0; bits &= bits - 1) {
      positions[count++] =
          static_cast<std::uint32_t>(at + static_cast<std::size_t>(std::countr_zero(bits)));
    }
  }
  for (; at < size; ++at) {
    if (text[at] == ',' || text[at] == '\n') positions[count++] = static_cast<std::uint32_t>(at);
  }
  return count;
}

}  // namespace HWY_NAMESPACE
}  // namespace hone::workloads
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "workloads/highway_dispatch.hpp"

namespace hone::workloads {
namespace {

HONE_HIGHWAY_TABLE(index_of);

}  // namespace

std::size_t index_delimiters(std::string_view text, std::uint32_t* positions) {
  return HONE_HIGHWAY_CALL(index_of)(reinterpret_cast<const std::uint8_t*>(text.data()),
                                     text.size(), positions);
}

}  // namespace hone::workloads
#endif  // HWY_ONCE

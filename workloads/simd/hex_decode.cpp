// Hexadecimal text to bytes: branches on each digit, a table, and vectors of the whole text.
// Which branch a digit of a hash takes is a coin toss, so the scalar decoder is slow by branch
// misses; a table has no branch, and vectors decode 16 to 64 bytes at a time (instructions
// show it). Very short strings lose: the vectors are looked up for each call and never filled.
// The widest vectors alone would lose more: 32 bytes, a hash, do not fill one of 64.
// This file is compiled once for each of Highway's targets: the parts under HWY_ONCE only once.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/simd/vectoriser.hpp"
#include "workloads/workload.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "workloads/simd/hex_decode.cpp"
#include <hwy/foreach_target.h>  // must precede highway.h
#include <hwy/highway.h>

// Shared by all targets.
#ifndef HONE_HEX_TABLE
#define HONE_HEX_TABLE
namespace hone::workloads::hex {

constexpr std::uint8_t invalid = 0xff;

// The value of each character as a digit.
constexpr std::array<std::uint8_t, 256> values = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::uint8_t& value : table) value = invalid;
  constexpr std::string_view lower = "0123456789abcdef";
  constexpr std::string_view upper = "0123456789ABCDEF";
  for (std::size_t i = 0; i < lower.size(); ++i) {
    table[static_cast<std::uint8_t>(lower[i])] = static_cast<std::uint8_t>(i);
    table[static_cast<std::uint8_t>(upper[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

// Decodes bytes `from` .. `bytes` - 1; false when a character is no digit.
inline bool decode_by_table(const std::uint8_t* digits, std::size_t from, std::size_t bytes,
                            std::uint8_t* out) {
  unsigned seen = 0;
  for (std::size_t i = from; i < bytes; ++i) {
    const unsigned high = values[digits[2 * i]];
    const unsigned low = values[digits[2 * i + 1]];
    seen |= high | low;
    out[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return seen < 16;
}

}  // namespace hone::workloads::hex
#endif

HWY_BEFORE_NAMESPACE();
namespace hone::workloads {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The values of a vector of characters, 0xff for those that are no digit.
template <class Tag, class Vector>
HWY_ATTR Vector digit_values(Tag tag, Vector characters) {
  const auto decimal = hn::Sub(characters, hn::Set(tag, '0'));
  const auto letter = hn::Sub(hn::Or(characters, hn::Set(tag, 0x20)), hn::Set(tag, 'a'));
  const auto of_letter = hn::IfThenElse(hn::Lt(letter, hn::Set(tag, 6)),
                                        hn::Add(letter, hn::Set(tag, 10)), hn::Set(tag, 0xff));
  return hn::IfThenElse(hn::Lt(decimal, hn::Set(tag, 10)), decimal, of_letter);
}

// Decodes as many whole vectors as there are from byte `i` on, and moves `i` behind them.
template <class Tag>
HWY_ATTR HWY_INLINE bool decode_vectors(Tag tag, const std::uint8_t* digits, std::size_t bytes,
                                        std::uint8_t* out, std::size_t& i) {
  const std::size_t width = hn::Lanes(tag);
  if (bytes - i < width) return true;
  auto seen = hn::Zero(tag);
  for (; bytes - i >= width; i += width) {
    auto high = hn::Zero(tag);
    auto low = hn::Zero(tag);
    hn::LoadInterleaved2(tag, digits + 2 * i, high, low);
    high = digit_values(tag, high);
    low = digit_values(tag, low);
    seen = hn::Or(seen, hn::Or(high, low));
    hn::StoreU(hn::Or(hn::ShiftLeft<4>(high), low), tag, out + i);
  }
  return hn::AllTrue(tag, hn::Lt(seen, hn::Set(tag, 16)));
}

// The widest vectors first, what is left in vectors of 32 and of 16 bytes, the tail by the table.
// Machine code: target's width, no stack, no call, aligned.
HWY_ATTR bool decode_highway(const std::uint8_t* digits, std::size_t bytes, std::uint8_t* out) {
  const hn::ScalableTag<std::uint8_t> widest;
  std::size_t i = 0;
  bool valid = decode_vectors(widest, digits, bytes, out, i);
  if (hn::Lanes(widest) > 32) {
    valid &= decode_vectors(hn::CappedTag<std::uint8_t, 32>(), digits, bytes, out, i);
  }
  if (hn::Lanes(widest) > 16) {
    valid &= decode_vectors(hn::CappedTag<std::uint8_t, 16>(), digits, bytes, out, i);
  }
  if (i == bytes) return valid;
  return valid && hex::decode_by_table(digits, i, bytes, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace hone::workloads
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "workloads/highway_dispatch.hpp"

namespace hone::workloads {
namespace {

std::uint8_t digit_by_branches(std::uint8_t character) {
  if (character >= '0' && character <= '9') return static_cast<std::uint8_t>(character - '0');
  if (character >= 'a' && character <= 'f') return static_cast<std::uint8_t>(character - 'a' + 10);
  if (character >= 'A' && character <= 'F') return static_cast<std::uint8_t>(character - 'A' + 10);
  return hex::invalid;
}

// Machine code: scalar, no stack, no call.
[[gnu::noinline]] HONE_SCALAR_FUNCTION bool decode_branchy(const std::uint8_t* digits,
                                                           std::size_t bytes, std::uint8_t* out) {
  HONE_SCALAR_LOOP
  for (std::size_t i = 0; i < bytes; ++i) {
    const unsigned high = digit_by_branches(digits[2 * i]);
    const unsigned low = digit_by_branches(digits[2 * i + 1]);
    if (high == hex::invalid || low == hex::invalid) return false;
    out[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] bool decode_table(const std::uint8_t* digits, std::size_t bytes,
                                    std::uint8_t* out) {
  return hex::decode_by_table(digits, 0, bytes, out);
}

HONE_HIGHWAY_TABLE(decode_highway);

// Looks the target up on each call, as a library function built this way would.
[[gnu::noinline]] bool decode_dispatched(const std::uint8_t* digits, std::size_t bytes,
                                         std::uint8_t* out) {
  return HONE_HIGHWAY_CALL(decode_highway)(digits, bytes, out);
}

constexpr std::int64_t hexadecimal = 0;
constexpr std::int64_t decimal = 1;

// Characters decoded in one iteration, at least: more than a branch predictor learns by heart.
constexpr std::int64_t fewest_characters = 1 << 20;

std::int64_t strings(const Parameters& parameters) {
  const std::int64_t bytes = parameters["bytes"];
  return (fewest_characters + 2 * bytes - 1) / (2 * bytes);
}

double bytes_decoded(const Parameters& parameters) {
  return static_cast<double>(strings(parameters)) * static_cast<double>(parameters["bytes"]);
}

struct State {
  std::vector<std::uint8_t> digits;
  std::vector<std::uint8_t> bytes;
};

std::shared_ptr<State> make_state(const Parameters& parameters) {
  constexpr std::string_view alphabet = "0123456789abcdef";
  Random random(41);
  auto state = std::make_shared<State>();
  state->bytes.resize(static_cast<std::size_t>(bytes_decoded(parameters)));
  state->digits.resize(2 * state->bytes.size());
  const std::uint64_t base = parameters["digits"] == hexadecimal ? 16 : 10;
  for (std::uint8_t& digit : state->digits) {
    digit = static_cast<std::uint8_t>(alphabet[random.below(base)]);
  }
  return state;
}

std::uint64_t word_at(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// Of all bytes, in four chains of words that do not wait for each other: it shall not outweigh what
// the fastest variant needs to write them. Each chain has a name, since GCC 12 keeps an array of
// them in memory. Machine code: scalar, no stack, no call, no branch.
[[gnu::noinline]] std::uint64_t checksum(const std::vector<std::uint8_t>& bytes) {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  std::uint64_t third = 0;
  std::uint64_t fourth = 0;
  const std::uint8_t* at = bytes.data();
  const std::uint8_t* const end = at + bytes.size();
  for (; end - at >= 32; at += 32) {
    first = 3 * first + word_at(at);
    second = 3 * second + word_at(at + 8);
    third = 3 * third + word_at(at + 16);
    fourth = 3 * fourth + word_at(at + 24);
  }
  std::uint64_t sum = 3 * (3 * (3 * first + second) + third) + fourth;
  for (; at != end; ++at) sum = 3 * sum + *at;
  return sum;
}

using Decode = bool (*)(const std::uint8_t*, std::size_t, std::uint8_t*);

template <Decode decode>
Kernel prepare(const Parameters& parameters) {
  return [state = make_state(parameters), size = static_cast<std::size_t>(parameters["bytes"])] {
    std::uint64_t valid = 0;
    for (std::size_t at = 0; at < state->bytes.size(); at += size) {
      valid += decode(&state->digits[2 * at], opaque(size), &state->bytes[at]) ? 1U : 0U;
    }
    sink(state->bytes);
    return valid + checksum(state->bytes);
  };
}

bool is_long(const Parameters& parameters) { return parameters["bytes"] >= 32; }

bool is_longer(const Parameters& parameters) { return parameters["bytes"] >= 64; }

bool is_unpredictable(const Parameters& parameters) {
  return parameters["digits"] == hexadecimal && parameters["bytes"] >= 32;
}

Workload describe() {
  return {
      .id = "simd/hex_decode",
      .technique = "tables and SIMD for decoding",
      .leaf = Leaf::simd,
      .summary = "hexadecimal text to bytes: branches, a table of 256, Highway",
      .problem =
          "A digit is below ':' or a letter: a branch for each character, and the digits of a hash "
          "are random, so every third or so is guessed wrong. A table of 256 values answers "
          "without a branch, and rejects what is no digit on the way. Vectors compute both answers "
          "for 16 to 64 bytes at once and select.",
      .signature_text =
          "Branch misses fall to almost none with the table, instructions with it by a sixth (GCC "
          "12) to a half (Clang 14), and with vectors by their width, less what a call and its "
          "dispatch take: at 32 bytes about threefold.",
      .does_not_pay =
          "Strings of a byte or two, whose digits are mostly decimal: the branches are guessed "
          "right, while the vectors are looked up for each string and never filled. (With random "
          "digits they win even there, by the table that decodes their tail.) Digits that are all "
          "decimal leave a table little: branches are then guessed right, and what its loads save "
          "over them, if anything, is the compiler's and the machine's matter.",
      .iteration =
          "decodes strings of `bytes` bytes, one after the other, until at least 1,048,576 "
          "characters were read",
      .operation = "byte",
      .operations = bytes_decoded,
      .memory_bytes =
          [](const Parameters& parameters) { return 3 * bytes_decoded(parameters) + 4e6; },
      // Digits in, bytes out.
      .footprint = [](const Parameters& p) { return 3 * bytes_decoded(p); },
      .parameters =
          {
              {.name = "bytes",
               .meaning = "bytes that one string stands for, two characters each",
               .initial = 32,
               .small = 1,
               .medium = 32,
               .large = 1 << 19,
               .min = 1,
               .max = 1 << 26},
              {.name = "digits",
               .meaning = "which digits occur",
               .initial = hexadecimal,
               .choices = {"hexadecimal", "decimal"}},
          },
      .variants =
          {
              {.name = "branchy",
               .summary = "a branch for each kind of digit",
               .prepare = prepare<decode_branchy>},
              {.name = "table",
               .summary = "a table of 256 values, invalid ones found at the end",
               .prepare = prepare<decode_table>},
              {.name = "highway",
               .summary = "Highway, widest vectors of this processor, then 32, then 16 bytes, then "
                          "the table",
               .prepare = prepare<decode_dispatched>},
          },
      .signature =
          {
              {"table", "branch_misses", Trend::falls, 5, "no branch depends on a digit",
               is_unpredictable},
              {"highway", "branch_misses", Trend::falls, 5, "no branch depends on a digit",
               is_unpredictable},
              {"table", "instructions", Trend::falls, 1.1, "a load instead of compares", is_long},
              {"highway", "instructions", Trend::falls, 2.5, "16 bytes at a time or more", is_long},
              {"highway", "instructions", Trend::falls, 3, "16 bytes at a time or more", is_longer},
          },
      .no_gain =
          {
              {.assignments = {{"bytes", 1}, {"digits", decimal}},
               .text = "one byte, decimal digits only: dispatch and set-up for nothing"},
          },
      .pay_off = {.variant = "highway",
                  .parameter = "bytes",
                  .values = {1, 2, 4, 8, 16, 32, 128, 1024},
                  .assignments = {{"digits", decimal}}},
      .small = {.assignments = {{"bytes", 64}}, .text = "strings of 64 bytes"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads
#endif

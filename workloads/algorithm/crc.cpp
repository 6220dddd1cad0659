// CRC-32C of messages: bit by bit, by a table of 256, by eight tables (slicing by 8, Kounavis and
// Berry 2005) and by the processor's instruction. What takes the time is the chain: each byte's
// lookup needs the remainder of the byte before, so a table of 256 costs a load's latency a byte
// whatever else the processor could do meanwhile (instructions show half of the gain, time all).
// Eight tables make one link of eight bytes, the instruction makes it shorter, and several streams
// side by side break it. Messages shorter than a link gain nothing by it.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using Remainder = std::uint32_t;
using Bytes = std::span<const std::uint8_t>;
using RemainderTable = std::array<Remainder, 256>;

// Castagnoli's polynomial, reflected; it is the one that x86 and Arm have an instruction for.
constexpr Remainder castagnoli = 0x82f63b78U;

constexpr std::size_t word_bytes = sizeof(std::uint64_t);

constexpr Remainder one_bit(Remainder remainder) {
  return (remainder >> 1) ^ (castagnoli & (0U - (remainder & 1U)));
}

// tables[k][b]: the remainder of byte b with k zero bytes after it.
constexpr std::array<RemainderTable, word_bytes> make_tables() {
  std::array<RemainderTable, word_bytes> tables{};
  for (Remainder byte = 0; byte < 256; ++byte) {
    Remainder remainder = byte;
    for (int bit = 0; bit < 8; ++bit) remainder = one_bit(remainder);
    tables[0][byte] = remainder;
  }
  for (std::size_t zeros = 1; zeros < word_bytes; ++zeros) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const Remainder before = tables[zeros - 1][byte];
      tables[zeros][byte] = (before >> 8) ^ tables[0][before & 0xffU];
    }
  }
  return tables;
}

constexpr std::array<RemainderTable, word_bytes> tables = make_tables();

std::uint64_t load_little_endian(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

// --- The ways. Each continues a remainder over a message.

struct Bitwise {
  static Remainder extend(Remainder remainder, Bytes message) {
    for (const std::uint8_t byte : message) {
      remainder ^= byte;
      for (int bit = 0; bit < 8; ++bit) remainder = one_bit(remainder);
    }
    return remainder;
  }
};

struct OneTable {
  static constexpr Remainder extend(Remainder remainder, Bytes message) {
    for (const std::uint8_t byte : message) {
      remainder = (remainder >> 8) ^ tables[0][(remainder ^ byte) & 0xffU];
    }
    return remainder;
  }
};

constexpr std::array<std::uint8_t, 9> check_message{'1', '2', '3', '4', '5', '6', '7', '8', '9'};
static_assert(~OneTable::extend(~Remainder{0}, check_message) == 0xe3069283U,
              "the check value that catalogues of CRCs have for this one");

// The first bytes of a word have the most bytes after them.
struct EightTables {
  static Remainder extend(Remainder remainder, Bytes message) {
    while (message.size() >= word_bytes) {
      const std::uint64_t word = load_little_endian(message.data()) ^ remainder;
      remainder = tables[7][word & 0xffU] ^ tables[6][(word >> 8) & 0xffU] ^
                  tables[5][(word >> 16) & 0xffU] ^ tables[4][(word >> 24) & 0xffU] ^
                  tables[3][(word >> 32) & 0xffU] ^ tables[2][(word >> 40) & 0xffU] ^
                  tables[1][(word >> 48) & 0xffU] ^ tables[0][word >> 56];
      message = message.subspan(word_bytes);
    }
    return OneTable::extend(remainder, message);
  }
};

#if defined(__x86_64__)

std::optional<std::string> no_instruction_for_crc(const Parameters& /*parameters*/) {
  if (__builtin_cpu_supports("sse4.2")) return std::nullopt;
  return "this processor has no SSE 4.2, hence no instruction for CRC-32C";
}

// The remainder in the low half; the instruction clears the other.
[[gnu::target("sse4.2")]] std::uint64_t extend_by_word(std::uint64_t remainder,
                                                       const std::uint8_t* bytes) {
  return _mm_crc32_u64(remainder, load_little_endian(bytes));
}

// A call a message, in both variants: the rest that three streams leave is to be the same code.
// Machine code of Instruction::extend: scalar, no stack, no call, no branch, aligned.
// Machine code of ThreeStreams::extend: scalar, no stack, no call, no branch, aligned.
struct Instruction {
  [[gnu::noinline, gnu::target("sse4.2")]] static Remainder extend(Remainder remainder,
                                                                   Bytes message) {
    std::uint64_t chain = remainder;
    const std::uint8_t* at = message.data();
    const std::uint8_t* const end = at + message.size();
    for (; end - at >= static_cast<std::ptrdiff_t>(word_bytes); at += word_bytes) {
      chain = extend_by_word(chain, at);
    }
    auto result = static_cast<Remainder>(chain);
    for (; at != end; ++at) result = _mm_crc32_u8(result, *at);
    return result;
  }
};

// Bytes of one of the three streams. The longer, the rarer the streams are put together.
constexpr std::size_t stream_bytes = 256;

// remainder_shift[k][b]: the remainder of a remainder whose byte k is b, with stream_bytes zero
// bytes after it.
constexpr std::array<RemainderTable, sizeof(Remainder)> make_remainder_shift() {
  std::array<RemainderTable, sizeof(Remainder)> shift{};
  std::array<Remainder, 32> of_bit{};
  for (std::size_t bit = 0; bit < of_bit.size(); ++bit) {
    Remainder remainder = Remainder{1} << bit;
    for (std::size_t zero = 0; zero < stream_bytes; ++zero) {
      remainder = (remainder >> 8) ^ tables[0][remainder & 0xffU];
    }
    of_bit[bit] = remainder;
  }
  for (std::size_t place = 0; place < shift.size(); ++place) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      for (std::size_t bit = 0; bit < 8; ++bit) {
        if ((byte >> bit & 1U) != 0) shift[place][byte] ^= of_bit[8 * place + bit];
      }
    }
  }
  return shift;
}

constexpr std::array<RemainderTable, sizeof(Remainder)> remainder_shift = make_remainder_shift();

Remainder shifted_past_a_stream(std::uint64_t remainder) {
  return remainder_shift[0][remainder & 0xffU] ^ remainder_shift[1][remainder >> 8 & 0xffU] ^
         remainder_shift[2][remainder >> 16 & 0xffU] ^ remainder_shift[3][remainder >> 24 & 0xffU];
}

struct ThreeStreams {
  [[gnu::target("sse4.2")]] static Remainder extend(Remainder remainder, Bytes message) {
    while (message.size() >= 3 * stream_bytes) {
      std::uint64_t first = remainder;
      std::uint64_t second = 0;
      std::uint64_t third = 0;
      const std::uint8_t* at = message.data();
      for (std::size_t i = 0; i < stream_bytes; i += word_bytes, at += word_bytes) {
        first = extend_by_word(first, at);
        second = extend_by_word(second, at + stream_bytes);
        third = extend_by_word(third, at + 2 * stream_bytes);
      }
      const Remainder both = shifted_past_a_stream(first) ^ static_cast<Remainder>(second);
      remainder = shifted_past_a_stream(both) ^ static_cast<Remainder>(third);
      message = message.subspan(3 * stream_bytes);
    }
    return Instruction::extend(remainder, message);
  }
};

#else

std::optional<std::string> no_instruction_for_crc(const Parameters& /*parameters*/) {
  return "written for x86-64's crc32 only";
}

using Instruction = EightTables;
using ThreeStreams = EightTables;

#endif

// --- The messages: as many as make up `total` bytes, one after the other.

struct Messages {
  std::vector<std::uint8_t> bytes;
  std::size_t length = 0;
};

std::int64_t count_of_messages(const Parameters& parameters) {
  return std::max<std::int64_t>(parameters["total"] / parameters["bytes"], 1);
}

std::shared_ptr<const Messages> make_messages(const Parameters& parameters) {
  auto messages = std::make_shared<Messages>();
  messages->length = static_cast<std::size_t>(parameters["bytes"]);
  messages->bytes.resize(static_cast<std::size_t>(count_of_messages(parameters)) *
                         messages->length);
  Random random(54);
  for (std::uint8_t& byte : messages->bytes) byte = static_cast<std::uint8_t>(random.next());
  return messages;
}

// Each message begins with what the one before gave, as a checksum kept over a stream does: else
// the chains of short messages would run beside each other, and no way would need to be quick.
// Machine code of checksum_of_all<OneTable>: scalar, no stack, no call, no branch, aligned.
// Machine code of checksum_of_all<Bitwise>: scalar, no stack, no call, no branch, aligned.
// Machine code of checksum_of_all<EightTables>: scalar, no stack, no call, no branch, aligned.
template <class Way>
[[gnu::noinline]] std::uint64_t checksum_of_all(Bytes bytes, std::size_t length) {
  Remainder remainder = 0xffffffffU;
  std::uint64_t sum = 0;
  for (; bytes.size() >= length; bytes = bytes.subspan(length)) {
    remainder = Way::extend(remainder, bytes.first(length));
    sum += remainder;
  }
  return sum;
}

template <class Way>
Kernel prepare(const Parameters& parameters) {
  return [messages = make_messages(parameters)] {
    return checksum_of_all<Way>(messages->bytes, opaque(messages->length));
  };
}

double total_bytes(const Parameters& parameters) {
  return static_cast<double>(count_of_messages(parameters) * parameters["bytes"]);
}

bool is_many_words(const Parameters& parameters) { return parameters["bytes"] >= 64; }

bool is_many_words_with_instruction(const Parameters& parameters) {
  return is_many_words(parameters) && !no_instruction_for_crc(parameters);
}

bool is_less_than_a_word(const Parameters& parameters) {
  return parameters["bytes"] < static_cast<std::int64_t>(word_bytes);
}

Workload describe() {
  return {
      .id = "algorithm/crc",
      .technique = "lookup tables",
      .leaf = Leaf::cache_results,
      .summary = "CRC-32C of messages: bitwise, one table, eight tables, the instruction",
      .problem =
          "A checksum by a table of 256 is one chain: the remainder of a byte is the index of the "
          "next byte's lookup, so each byte waits for a load from L1 and an operation or two, and "
          "no processor can overlap them. Eight tables look up eight bytes at once, which do not "
          "wait for each other, and put the results together.",
      .signature_text =
          "Instructions fall with the bytes that one step takes, time by more, as the chain has "
          "fewer links. Three streams execute about as many instructions as one (Clang 14, which "
          "unrolls the one) or a quarter fewer (GCC 12), and take less time for another reason: "
          "they fill the gaps of each other's chain.",
      .does_not_pay =
          "Messages of fewer than eight bytes: the eight tables serve whole words only, and what "
          "is left over goes byte by byte; below 768 bytes the three streams are one. Eight tables "
          "are 8 KiB of L1 that other code wanted too, which no benchmark of a checksum alone "
          "shows. And where the processor has the instruction, no table comes near it. One bit at "
          "a time is shown for what it is: the definition, and several times slower than a table "
          "of 1 KiB.",
      .iteration =
          "checksums of messages of `bytes` bytes, `total` bytes in all (rounded down to whole "
          "messages, at least one), each message's begun with the remainder of the one before",
      .operation = "byte",
      .operations = total_bytes,
      .memory_bytes = [](const Parameters& p) { return total_bytes(p) + 2e5; },
      .footprint = [](const Parameters& p) { return total_bytes(p); },
      .parameters =
          {
              {.name = "bytes",
               .meaning = "bytes of a message; a frame of Ethernet carries up to 1,500",
               .initial = 1'500,
               .small = 16,
               .medium = 1'500,
               .large = 65'536,
               .min = 1,
               .max = 1 << 24},
              {.name = "total",
               .meaning = "bytes of all messages together",
               .initial = 65'536,
               .small = 16'384,
               .medium = 65'536,
               .large = 1 << 22,
               .min = 1'024,
               .max = 1 << 24},
          },
      .variants =
          {
              {.name = "table_256",
               .summary = "a byte a step, from one table of 1 KiB: the usual implementation",
               .prepare = prepare<OneTable>},
              {.name = "bitwise",
               .summary = "a bit a step: the definition, without a table",
               .prepare = prepare<Bitwise>},
              {.name = "slicing_8",
               .summary = "eight bytes a step, from eight tables of 1 KiB",
               .prepare = prepare<EightTables>},
              {.name = "instruction",
               .summary = "eight bytes a step, by SSE 4.2's crc32",
               .prepare = prepare<Instruction>,
               .unavailable = no_instruction_for_crc},
              {.name = "instruction_3_streams",
               .summary = "the same on three parts of 256 bytes at once, put together by tables",
               .prepare = prepare<ThreeStreams>,
               .unavailable = no_instruction_for_crc},
          },
      .signature =
          {
              {"bitwise", "instructions", Trend::rises, 2, "a step a bit"},
              {"slicing_8", "instructions", Trend::falls, 1.3, "one step for eight bytes",
               is_many_words},
              {"instruction", "instructions", Trend::falls, 4, "one instruction for eight bytes",
               is_many_words_with_instruction},
              {"instruction_3_streams", "instructions", Trend::falls, 4,
               "one instruction for eight bytes", is_many_words_with_instruction},
              {"slicing_8", "l1d_misses", Trend::unchanged, 1.5, "8 KiB of tables stay in L1",
               is_many_words},
              {"slicing_8", "instructions", Trend::unchanged, 1.5, "byte by byte as before",
               is_less_than_a_word},
          },
      .no_gain =
          {
              {.assignments = {{"bytes", 7}},
               .text = "seven bytes are no word: the same steps, and a test more",
               .no_less = "instructions"},
              {.text = "bit by bit: eight steps where a table of 1 KiB takes one",
               .variant = "bitwise",
               .no_less = "instructions"},
          },
      .pay_off = {.variant = "slicing_8",
                  .parameter = "bytes",
                  .values = {1, 4, 7, 8, 16, 64, 1'500}},
      .small = {.assignments = {{"total", 16'384}}, .text = "ten messages of 1,500 bytes"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

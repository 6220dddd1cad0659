// memory/zero_copy_parse: reading transactions from a buffer, by copying every field into a string
// of its own or by looking at it where it lies. Slow is the allocation and the copy a field, and
// the locale machinery of streams; `allocations` and `instructions` show it. See `does_not_pay` for
// results that outlive the input.
#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <istream>
#include <limits>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/memory/delimiter_index.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

// --- The record: three identifiers, then three numbers. As CSV (no header, no quoting) the
// --- identifiers are hexadecimal text and the numbers decimal; as RLP (Ethereum's recursive
// --- length prefix) both are big-endian bytes, the numbers without leading zeros.

constexpr std::size_t kIdentifiers = 3;  // hash, from, to
constexpr std::size_t kFields = 6;       // and value, gas, nonce

// Which fields a reader asks for, in the order in which `fields_used` adds them: numbers first.
constexpr std::array<std::size_t, kFields> kUsedFrom{4, 5, 6, 1, 2, 3};

// The SWAR reader loads words of 8 bytes that may begin at the last byte of the input.
constexpr std::size_t kSlack = 8;

// An identifier is folded in groups of 8 hexadecimal digits, which are 4 bytes.
constexpr std::size_t kGroupDigits = 8;
constexpr std::size_t kGroupBytes = 4;

struct Shape {
  std::size_t fields_used;
  bool keep;  // the identifiers as owned strings, until the end of the iteration
  bool rlp;

  [[nodiscard]] bool uses(std::size_t field) const { return kUsedFrom[field] <= fields_used; }
};

Shape shape_of(const Parameters& p) {
  return {.fields_used = static_cast<std::size_t>(p["fields_used"]),
          .keep = p.choice("keep") == "yes",
          .rlp = p.choice("format") == "rlp"};
}

// What a parse yields. `kept` is reserved by whoever knows the number of records.
struct Result {
  std::uint64_t digest = 0;
  std::vector<std::string> kept;

  void add(std::uint64_t value) { digest = (std::rotl(digest, 5) ^ value) + 1; }
};

[[noreturn]] void malformed() { throw std::invalid_argument("malformed record"); }

// --- The input.

struct Input {
  std::string bytes;  // followed by kSlack bytes that are not part of it
  std::size_t records = 0;

  [[nodiscard]] std::string_view view() const { return {bytes.data(), bytes.size() - kSlack}; }
};

struct Transaction {
  std::array<std::string, kIdentifiers> identifiers;  // bytes
  std::array<std::uint64_t, kFields - kIdentifiers> numbers{};
};

Transaction draw_transaction(std::size_t identifier_bytes, Random& random) {
  Transaction transaction;
  for (std::string& identifier : transaction.identifiers) {
    for (std::size_t i = 0; i < identifier_bytes; ++i) {
      identifier.push_back(static_cast<char>(random.next() & 0xff));
    }
  }
  // Value in wei, of all magnitudes up to ten ether; gas as most transactions use it.
  constexpr std::uint64_t kTenEther = 10'000'000'000'000'000'000ULL;
  transaction.numbers = {random.below(kTenEther) >> random.below(48),
                         21'000 + random.below(500'000), random.below(100'000)};
  return transaction;
}

void append_csv(std::string& out, const Transaction& transaction) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const std::string& identifier : transaction.identifiers) {
    for (const char byte : identifier) {
      const auto value = static_cast<unsigned char>(byte);
      out.push_back(kDigits[value >> 4]);
      out.push_back(kDigits[value & 0xf]);
    }
    out.push_back(',');
  }
  for (const std::uint64_t number : transaction.numbers) {
    out += std::to_string(number);
    out.push_back(',');
  }
  out.back() = '\n';
}

std::string big_endian(std::uint64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    const auto byte = static_cast<char>((number >> shift) & 0xff);
    if (byte != 0 || !bytes.empty()) bytes.push_back(byte);
  }
  return bytes;
}

constexpr unsigned kRlpString = 0x80;  // + length, up to 55
constexpr unsigned kRlpList = 0xc0;
constexpr std::size_t kRlpShort = 55;  // beyond it: the length of the length, then the length

void append_rlp_prefix(std::string& out, unsigned kind, std::size_t length) {
  if (length <= kRlpShort) {
    out.push_back(static_cast<char>(kind + length));
    return;
  }
  const std::string digits = big_endian(length);
  out.push_back(static_cast<char>(kind + kRlpShort + digits.size()));
  out += digits;
}

void append_rlp_string(std::string& out, const std::string& bytes) {
  const bool is_its_own_prefix =
      bytes.size() == 1 && static_cast<unsigned char>(bytes[0]) < kRlpString;
  if (!is_its_own_prefix) append_rlp_prefix(out, kRlpString, bytes.size());
  out += bytes;
}

void append_rlp(std::string& out, const Transaction& transaction) {
  std::string payload;
  for (const std::string& identifier : transaction.identifiers) {
    append_rlp_string(payload, identifier);
  }
  for (const std::uint64_t number : transaction.numbers) {
    append_rlp_string(payload, big_endian(number));
  }
  append_rlp_prefix(out, kRlpList, payload.size());
  out += payload;
}

std::shared_ptr<const Input> make_input(const Parameters& p) {
  constexpr std::uint64_t kSeed = 0x7a95ac71;
  const auto size = static_cast<std::size_t>(p["input_bytes"]);
  const auto identifier_bytes = static_cast<std::size_t>(p["field_length"]) / 2;
  const auto append = p.choice("format") == "rlp" ? append_rlp : append_csv;
  Random random(kSeed);
  auto input = std::make_shared<Input>();
  while (input->bytes.size() < size) {
    append(input->bytes, draw_transaction(identifier_bytes, random));
    ++input->records;
  }
  input->bytes.append(kSlack, '\0');
  return input;
}

// --- Decoders: how one field is taken out of the input and read.

// A view of each field, and the standard's conversions from characters.
struct Viewing {
  using Field = std::string_view;

  static Field take(std::string_view text) { return text; }
  static std::uint64_t decimal(Field digits) { return convert(digits, 10); }
  static std::uint64_t hexadecimal(Field field, std::size_t at) {
    return convert(field.substr(at, kGroupDigits), 16);
  }
  static std::uint64_t binary(Field field, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (const char byte : field.substr(at, size)) {
      value = value << 8 | static_cast<unsigned char>(byte);
    }
    return value;
  }

 private:
  static std::uint64_t convert(Field digits, int base) {
    std::uint64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, base);
    if (error != std::errc() || stop != end) malformed();
    return value;
  }
};

// A string for each field, but then the same conversions as from a view: differs from `Viewing` in
// nothing but the copy, which makes it the fair baseline.
struct Copying : Viewing {
  using Field = std::string;

  static Field take(std::string_view text) { return std::string(text); }
};

// A string for each field and for each group within it, and the standard's conversions from
// strings.
struct Substrings {
  using Field = std::string;

  static Field take(std::string_view text) { return std::string(text); }
  static std::uint64_t decimal(const Field& digits) { return std::stoull(digits); }
  static std::uint64_t hexadecimal(const Field& field, std::size_t at) {
    return std::stoull(field.substr(at, kGroupDigits), nullptr, 16);
  }
  static std::uint64_t binary(const Field& field, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (const char byte : field.substr(at, size)) {
      value = value << 8 | static_cast<unsigned char>(byte);
    }
    return value;
  }
};

// SWAR, "SIMD within a register": up to eight characters are loaded as one word, checked and
// converted together. It may read up to 7 bytes past a field, hence kSlack.
struct Swar {
  using Field = std::string_view;

  static Field take(std::string_view text) { return text; }

  static std::uint64_t decimal(Field digits) {
    if (digits.empty() || digits.size() > std::numeric_limits<std::uint64_t>::digits10) {
      return Viewing::decimal(digits);  // twenty digits may overflow
    }
    const std::size_t head = (digits.size() - 1) % 8 + 1;
    std::uint64_t value = eight_decimal(digits.data(), head);
    for (std::size_t at = head; at < digits.size(); at += 8) {
      value = value * 100'000'000 + eight_decimal(digits.data() + at, 8);
    }
    return value;
  }

  static std::uint64_t hexadecimal(Field field, std::size_t at) {
    return eight_hexadecimal(field.data() + at, std::min(kGroupDigits, field.size() - at));
  }

  static std::uint64_t binary(Field field, std::size_t at, std::size_t size) {
    const std::size_t count = std::min(size, field.size() - at);
    if (count == 0) return 0;
    return byte_swapped(load(field.data() + at)) >> (64 - 8 * count);
  }

 private:
  static constexpr std::uint64_t kEach = 0x0101010101010101ULL;
  static constexpr std::uint64_t kHigh = 0x8080808080808080ULL;

  static std::uint64_t byte_swapped(std::uint64_t word) { return __builtin_bswap64(word); }

  // The first character in the lowest byte.
  static std::uint64_t load(const char* characters) {
    std::uint64_t word = 0;
    std::memcpy(&word, characters, sizeof word);
    return std::endian::native == std::endian::little ? word : byte_swapped(word);
  }

  // The `count` characters, 1 to 8, with '0' before them to fill the word.
  static std::uint64_t load_padded(const char* characters, std::size_t count) {
    const unsigned shift = static_cast<unsigned>(8 * (8 - count));
    const std::uint64_t zeros = kEach * '0';
    return ((load(characters) ^ zeros) << shift) ^ zeros;
  }

  // 0x80 in each byte that is at least `bound`; bytes and bound below 0x80.
  static std::uint64_t at_least(std::uint64_t word, unsigned bound) {
    return ((word | kHigh) - kEach * bound) & kHigh;
  }

  // Adds neighbours in three steps: 8 digits, 4 pairs, 2 groups of four, 1 number.
  static std::uint64_t eight_decimal(const char* characters, std::size_t count) {
    std::uint64_t word = load_padded(characters, count);
    const std::uint64_t digits = at_least(word, '0') & ~at_least(word, '9' + 1);
    if ((word & kHigh) != 0 || digits != kHigh) malformed();
    word -= kEach * '0';
    word = (word * 10 + (word >> 8)) & 0x00ff00ff00ff00ffULL;
    word = (word * 100 + (word >> 16)) & 0x0000ffff0000ffffULL;
    return (word * 10'000 + (word >> 32)) & 0xffffffffULL;
  }

  // The same with powers of 16. A letter's low four bits are its value less 9.
  static std::uint64_t eight_hexadecimal(const char* characters, std::size_t count) {
    std::uint64_t word = load_padded(characters, count);
    const std::uint64_t digits = at_least(word, '0') & ~at_least(word, '9' + 1);
    const std::uint64_t letters = at_least(word, 'a') & ~at_least(word, 'f' + 1);
    if ((word & kHigh) != 0 || (digits | letters) != kHigh) malformed();
    word = (word & kEach * 0xf) + (letters >> 7) * 9;
    word = (word << 4 | word >> 8) & 0x00ff00ff00ff00ffULL;
    word = (word << 8 | word >> 16) & 0x0000ffff0000ffffULL;
    return (word << 16 | word >> 32) & 0xffffffffULL;
  }
};
static_assert(kGroupDigits == 8 && kSlack >= 8);

// --- The two formats, for any decoder.

template <class Field>
void keep(Result& result, Field&& field) {
  result.kept.emplace_back(std::forward<Field>(field));  // moves a string, copies a view
}

template <class Decoder>
void add_csv_field(Result& result, const Shape& shape, std::size_t index, std::string_view text) {
  typename Decoder::Field field = Decoder::take(text);
  if (index >= kIdentifiers) return result.add(Decoder::decimal(field));
  for (std::size_t at = 0; at < field.size(); at += kGroupDigits) {
    result.add(Decoder::hexadecimal(field, at));
  }
  if (shape.keep) keep(result, std::move(field));
}

template <class Decoder>
void parse_csv(std::string_view input, const Shape& shape, Result& result) {
  std::size_t begin = 0;
  while (begin < input.size()) {
    for (std::size_t index = 0; index < kFields; ++index) {
      const std::size_t end = input.find(index + 1 < kFields ? ',' : '\n', begin);
      if (end == std::string_view::npos) malformed();
      if (shape.uses(index)) {
        add_csv_field<Decoder>(result, shape, index, input.substr(begin, end - begin));
      }
      begin = end + 1;
    }
  }
}

struct RlpItem {
  std::size_t begin;  // of its payload
  std::size_t size;
};

std::size_t rlp_long_length(std::string_view input, std::size_t at, std::size_t digits) {
  if (digits > sizeof(std::size_t) || input.size() - at < digits) malformed();
  return Viewing::binary(input, at, digits);
}

// The item whose prefix is at `at`, a string or a list.
RlpItem rlp_item(std::string_view input, std::size_t at) {
  if (at >= input.size()) malformed();
  const auto prefix = static_cast<unsigned char>(input[at]);
  if (prefix < kRlpString) return {at, 1};
  const std::size_t length = prefix - (prefix < kRlpList ? kRlpString : kRlpList);
  RlpItem item{at + 1, length};
  if (length > kRlpShort) {
    const std::size_t digits = length - kRlpShort;
    item = {at + 1 + digits, rlp_long_length(input, at + 1, digits)};
  }
  if (item.begin > input.size() || input.size() - item.begin < item.size) malformed();
  return item;
}

template <class Decoder>
void add_rlp_field(Result& result, const Shape& shape, std::size_t index, std::string_view bytes) {
  typename Decoder::Field field = Decoder::take(bytes);
  if (index >= kIdentifiers) return result.add(Decoder::binary(field, 0, field.size()));
  for (std::size_t at = 0; at < field.size(); at += kGroupBytes) {
    result.add(Decoder::binary(field, at, kGroupBytes));
  }
  if (shape.keep) keep(result, std::move(field));
}

template <class Decoder>
void parse_rlp(std::string_view input, const Shape& shape, Result& result) {
  std::size_t at = 0;
  while (at < input.size()) {
    at = rlp_item(input, at).begin;
    for (std::size_t index = 0; index < kFields; ++index) {
      const RlpItem item = rlp_item(input, at);
      if (shape.uses(index)) {
        add_rlp_field<Decoder>(result, shape, index, input.substr(item.begin, item.size));
      }
      at = item.begin + item.size;
    }
  }
}

template <class Decoder>
void parse_fields(std::string_view input, const Shape& shape, Result& result) {
  if (shape.rlp) return parse_rlp<Decoder>(input, shape, result);
  parse_csv<Decoder>(input, shape, result);
}

// The delimiters of a block found all at once, then the fields between them.
void parse_csv_indexed(std::string_view input, const Shape& shape, Result& result) {
  constexpr std::size_t kBlock = 4096;
  std::array<std::uint32_t, kBlock> ends;  // NOLINT(*-member-init): written before it is read
  std::size_t begin = 0;
  std::size_t index = 0;
  for (std::size_t block = 0; block < input.size(); block += kBlock) {
    const std::size_t count = index_delimiters(input.substr(block, kBlock), ends.data());
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t end = block + ends[i];
      const bool is_last = index + 1 == kFields;
      if (input[end] != (is_last ? '\n' : ',')) malformed();
      if (shape.uses(index)) {
        add_csv_field<Swar>(result, shape, index, input.substr(begin, end - begin));
      }
      begin = end + 1;
      index = is_last ? 0 : index + 1;
    }
  }
  if (begin != input.size() || index != 0) malformed();
}

std::optional<std::string> only_text_has_delimiters(const Parameters& p) {
  if (p.choice("format") == "csv") return std::nullopt;
  return "RLP has no delimiters to search for: each field comes after its length";
}

// --- Streams: the line, then its fields, by formatted extraction.

void read_csv_identifier(std::istream& in, char delimiter, const Shape& shape, Result& result) {
  std::string field;
  if (!std::getline(in, field, delimiter)) malformed();
  for (std::size_t at = 0; at < field.size(); at += kGroupDigits) {
    result.add(Substrings::hexadecimal(field, at));
  }
  if (shape.keep) keep(result, std::move(field));
}

void read_csv_number(std::istream& in, Result& result) {
  std::uint64_t number = 0;
  if (!(in >> number)) malformed();
  in.ignore(1);  // the delimiter
  result.add(number);
}

void parse_csv_stream(std::string_view input, const Shape& shape, Result& result) {
  std::istringstream lines{std::string(input)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    for (std::size_t index = 0; index < kFields; ++index) {
      const char delimiter = index + 1 < kFields ? ',' : '\n';
      if (!shape.uses(index)) {
        fields.ignore(std::numeric_limits<std::streamsize>::max(), delimiter);
      } else if (index < kIdentifiers) {
        read_csv_identifier(fields, delimiter, shape, result);
      } else {
        read_csv_number(fields, result);
      }
    }
  }
}

std::size_t read_rlp_prefix(std::istream& in, unsigned kind) {
  const std::size_t length = static_cast<std::size_t>(in.get()) - kind;
  if (length <= kRlpShort) return length;
  std::string digits(length - kRlpShort, '\0');
  in.read(digits.data(), static_cast<std::streamsize>(digits.size()));
  return Viewing::binary(digits, 0, digits.size());
}

void parse_rlp_stream(std::string_view input, const Shape& shape, Result& result) {
  std::istringstream in{std::string(input)};
  while (in.peek() != std::istringstream::traits_type::eof()) {
    read_rlp_prefix(in, kRlpList);
    for (std::size_t index = 0; index < kFields; ++index) {
      const bool is_its_own_prefix = in.peek() < static_cast<int>(kRlpString);
      const std::size_t size = is_its_own_prefix ? 1 : read_rlp_prefix(in, kRlpString);
      if (shape.uses(index)) {
        std::string bytes(size, '\0');
        in.read(bytes.data(), static_cast<std::streamsize>(size));
        add_rlp_field<Copying>(result, shape, index, bytes);
      } else {
        in.ignore(static_cast<std::streamsize>(size));
      }
      if (!in) malformed();
    }
  }
}

void parse_streams(std::string_view input, const Shape& shape, Result& result) {
  if (shape.rlp) return parse_rlp_stream(input, shape, result);
  parse_csv_stream(input, shape, result);
}

// --- Variants.

using Parse = void (*)(std::string_view, const Shape&, Result&);

template <Parse parse>
Kernel prepare(const Parameters& p) {
  return [input = make_input(p), shape = shape_of(p)] {
    Result result;
    if (shape.keep) result.kept.reserve(input->records * kIdentifiers);
    const std::string_view text = input->view();
    parse({opaque(text.data()), opaque(text.size())}, shape, result);
    for (const std::string& field : result.kept) result.add(field.size());
    sink(result.kept);
    return result.digest;
  };
}

// The input, which doubles while it is made; stringstream's copy; and what is kept: a string a
// field, with its block of the heap.
double memory_bytes(const Parameters& p) {
  const auto input = static_cast<double>(p["input_bytes"]);
  const auto record = 1.5 * static_cast<double>(p["field_length"]) + 12;  // RLP, the shorter
  const double kept = p.choice("keep") == "yes" ? 3 * input / record : 0;
  return 3 * input + kept * (static_cast<double>(p["field_length"]) + 64) + 1e6;
}

// --- Where the signature holds.

// Strings of up to 15 characters live inside std::string (libstdc++).
constexpr std::int64_t kSmallString = 15;

// Identifiers are read, and are too long to live inside a string.
bool copies_allocate(const Parameters& p) {
  const std::int64_t bytes = p["field_length"] / 2;
  const std::int64_t length = p.choice("format") == "rlp" ? bytes : 2 * bytes;
  return p["fields_used"] > 3 && length > kSmallString && p["input_bytes"] >= 4096;
}

bool drops_identifiers(const Parameters& p) {
  return copies_allocate(p) && p.choice("keep") == "no";
}

bool drops_identifiers_of_csv(const Parameters& p) {
  return drops_identifiers(p) && p.choice("format") == "csv";
}

bool keeps_identifiers(const Parameters& p) {
  return copies_allocate(p) && p.choice("keep") == "yes";
}

// Longer fields cost more to read than to copy.
bool reads_all_csv(const Parameters& p) {
  return drops_identifiers(p) && p.choice("format") == "csv" && p["fields_used"] == 6 &&
         p["field_length"] <= 64;
}

constexpr std::int64_t kKibi = 1024;
constexpr std::int64_t kMebi = 1024 * kKibi;

const Registration registered{[] {
  return Workload{
      .id = "memory/zero_copy_parse",
      .technique = "Zero-copy parsing",
      .leaf = Leaf::zero_copy,
      .summary = "transactions read where they lie instead of through a string a field",
      .problem =
          "A parser that hands every field over as a string allocates and copies each one that "
          "does not fit into the string itself, reads it once and frees it. A view of the field "
          "where it lies in the input costs two words. Converting through std::stoull or a stream "
          "costs far more than the copy: those variants are shown because such code is common, and "
          "the baseline differs from view_from_chars in nothing but the copy.",
      .signature_text =
          "Allocations fall to none and instructions by what malloc, free and the copy took; for "
          "view_swar by the loop over digits as well. Through a stream instructions multiply.",
      .does_not_pay =
          "Results that outlive the input must be copied, and the allocations are back; keeping "
          "views instead pins the whole input in memory for as long as one of them lives. Short "
          "fields live inside std::string: a shorter copy, and no allocation. Long fields cost "
          "more to read than "
          "to copy. Finding all delimiters first reads what a reader of one field would skip. A "
          "view is also a lifetime to reason about, which a string is not.",
      .iteration = "parses the whole input and folds the fields that are asked for into a checksum",
      .operation = "byte of input",
      .operations = [](const Parameters& p) { return static_cast<double>(p["input_bytes"]); },
      .memory_bytes = memory_bytes,
      .parameters =
          {{.name = "input_bytes",
            .meaning = "bytes of input, rounded up to whole records",
            .initial = 256 * kKibi,
            .small = 64 * kKibi,
            .medium = kMebi,
            .large = 32 * kMebi,
            .min = 64,
            .max = 64 * kMebi},
           {.name = "fields_used",
            .meaning = "fields that are read of the six: value, gas, nonce, hash, from, to",
            .initial = 6,
            .small = 1,
            .medium = 3,
            .large = 6,
            .min = 1,
            .max = 6},
           {.name = "field_length",
            .meaning = "hexadecimal digits of hash, from and to, rounded down to whole bytes",
            .initial = 40,
            .small = 8,
            .medium = 40,
            .large = 200,
            .min = 2,
            .max = 400},
           {.name = "keep",
            .meaning = "whether hash, from and to outlive the input, and so must be owned strings",
            .initial = 0,
            .choices = {"no", "yes"}},
           {.name = "format",
            .meaning = "comma-separated text, or RLP: binary fields after their length",
            .initial = 0,
            .choices = {"csv", "rlp"}}},
      .variants = {{.name = "copy_from_chars",
                    .summary = "a std::string for each field that is read, then std::from_chars",
                    .prepare = prepare<parse_fields<Copying>>},
                   {.name = "substr_stoull",
                    .summary =
                        "as it is often written: substr() of each field and group, std::stoull",
                    .prepare = prepare<parse_fields<Substrings>>},
                   {.name = "stringstream",
                    .summary = "std::istringstream, std::getline and operator>>",
                    .prepare = prepare<parse_streams>},
                   {.name = "view_from_chars",
                    .summary = "std::string_view and std::from_chars",
                    .prepare = prepare<parse_fields<Viewing>>},
                   {.name = "view_swar",
                    .summary = "std::string_view, and eight digits at a time in one word",
                    .prepare = prepare<parse_fields<Swar>>},
                   {.name = "view_simd",
                    .summary = "the same, with all delimiters found first, by vectors (Highway)",
                    .prepare = prepare<parse_csv_indexed>,
                    .unavailable = only_text_has_delimiters}},
      .signature = {{.variant = "view_from_chars",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 100,
                     .because = "no field is copied",
                     .where = drops_identifiers},
                    {.variant = "view_from_chars",
                     .metric = "allocations",
                     .trend = Trend::unchanged,
                     .factor = 1.5,
                     .because = "what is kept is copied after all",
                     .where = keeps_identifiers},
                    {.variant = "view_from_chars",
                     .metric = "instructions",
                     .trend = Trend::falls,
                     .factor = 1.1,
                     .because = "no malloc, free and copy",
                     .where = reads_all_csv},
                    {.variant = "view_swar",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 100,
                     .because = "no field is copied",
                     .where = drops_identifiers},
                    {.variant = "view_swar",
                     .metric = "allocations",
                     .trend = Trend::unchanged,
                     .factor = 1.5,
                     .because = "what is kept is copied after all",
                     .where = keeps_identifiers},
                    {.variant = "view_swar",
                     .metric = "instructions",
                     .trend = Trend::falls,
                     .factor = 1.7,
                     .because = "nor a loop over digits",
                     .where = reads_all_csv},
                    {.variant = "view_simd",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 100,
                     .because = "no field is copied",
                     .where = drops_identifiers_of_csv},
                    {.variant = "view_simd",
                     .metric = "instructions",
                     .trend = Trend::falls,
                     .factor = 1.7,
                     .because = "nor a loop over digits, nor a search for each field",
                     .where = reads_all_csv},
                    {.variant = "stringstream",
                     .metric = "instructions",
                     .trend = Trend::rises,
                     .factor = 2,
                     .because = "locales, and a stream for each line",
                     .where = reads_all_csv}},
      .no_gain = {{.assignments = {{"keep", 1}, {"field_length", 400}},
                   .text = "long results that outlive the input are copied anyway: only the faster "
                           "conversions are left to gain"},
                  {.assignments = {{"fields_used", 1}, {"field_length", 400}},
                   .text = "one short field after long ones: view_simd compares every character, "
                           "where a search for the next delimiter skips them faster"}},
      .pay_off = {.variant = "view_from_chars",
                  .parameter = "field_length",
                  .values = {16, 32, 64, 100, 200, 400},
                  .assignments = {{"keep", 1}}},
      .small = {.assignments = {{"input_bytes", 16 * kKibi}}, .text = "about a hundred records"}};
}};

}  // namespace
}  // namespace hone::workloads

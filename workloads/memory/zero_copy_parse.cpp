// memory/zero_copy_parse: reading transactions from a buffer, by copying every field into a string
// of its own or by looking at it where it lies. Slow is the allocation and the copy a field, and
// the locale machinery of streams; `allocations` and `instructions` show it. Results that outlive
// the input are copied after all, or pin it, which `peak_heap` shows.
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

constexpr std::size_t identifier_count = 3;  // hash, from, to
constexpr std::size_t field_count = 6;       // and value, gas, nonce

// Which fields a reader asks for, in the order in which `fields_used` adds them: numbers first.
constexpr std::array<std::size_t, field_count> used_from{4, 5, 6, 1, 2, 3};

// The SWAR reader loads words of 8 bytes that may begin at the last byte of the input.
constexpr std::size_t slack_bytes = 8;

// An identifier is folded in groups of 8 hexadecimal digits, which are 4 bytes.
constexpr std::size_t group_digits = 8;
constexpr std::size_t group_bytes = 4;

// Where results outlive the input, it comes in buffers of about this size, of whole records, as a
// file or a socket is read: each is dropped when it has been parsed, unless views pin it.
constexpr std::size_t buffer_bytes = 16'384;

// keep=few: one record in so many, about one in a buffer at the default.
constexpr std::size_t few = 100;

struct Shape {
  std::size_t fields_used;
  std::size_t keep_each;  // of so many records one's identifiers are kept to the end; 0: of none
  bool rlp;

  [[nodiscard]] bool uses(std::size_t field) const { return used_from[field] <= fields_used; }
};

Shape shape_of(const Parameters& p) {
  const std::string_view keep = p.choice("keep");
  return {.fields_used = static_cast<std::size_t>(p["fields_used"]),
          .keep_each = keep == "no"    ? 0
                       : keep == "few" ? few
                                       : 1,
          .rlp = p.choice("format") == "rlp"};
}

// What a parse yields. What is kept is reserved by whoever knows the number of records.
class Result {
 public:
  explicit Result(std::size_t keep_each) : keep_each_(keep_each), until_kept_(keep_each) {}

  std::vector<std::string> kept;
  std::vector<std::string_view> kept_views;

  void add(std::uint64_t value) { digest_ = (std::rotl(digest_, 5) ^ value) + 1; }
  [[nodiscard]] std::uint64_t digest() const { return digest_; }

  void begin_record() {
    keeping_ = keep_each_ != 0 && --until_kept_ == 0;
    if (keeping_) until_kept_ = keep_each_;
  }
  // Whether this record's identifiers are to be kept.
  [[nodiscard]] bool keeping() const { return keeping_; }

 private:
  std::uint64_t digest_ = 0;
  std::size_t keep_each_;
  std::size_t until_kept_;
  bool keeping_ = false;
};

[[noreturn]] void malformed() { throw std::invalid_argument("malformed record"); }

// --- The input.

struct Input {
  std::string bytes;  // followed by slack_bytes bytes that are not part of it
  std::size_t records = 0;
  std::vector<std::size_t> buffer_ends;  // of whole records

  [[nodiscard]] std::string_view view() const { return {bytes.data(), bytes.size() - slack_bytes}; }
};

struct Transaction {
  std::array<std::string, identifier_count> identifiers;  // bytes
  std::array<std::uint64_t, field_count - identifier_count> numbers{};
};

Transaction draw_transaction(std::size_t identifier_bytes, Random& random) {
  Transaction transaction;
  for (std::string& identifier : transaction.identifiers) {
    for (std::size_t i = 0; i < identifier_bytes; ++i) {
      identifier.push_back(static_cast<char>(random.next() & 0xff));
    }
  }
  // Value in wei, of all magnitudes up to ten ether; gas as most transactions use it.
  constexpr std::uint64_t ten_ether = 10'000'000'000'000'000'000ULL;
  transaction.numbers = {random.below(ten_ether) >> random.below(48),
                         21'000 + random.below(500'000), random.below(100'000)};
  return transaction;
}

void append_csv(std::string& out, const Transaction& transaction) {
  constexpr std::string_view hex_digits = "0123456789abcdef";
  for (const std::string& identifier : transaction.identifiers) {
    for (const char byte : identifier) {
      const auto value = static_cast<unsigned char>(byte);
      out.push_back(hex_digits[value >> 4]);
      out.push_back(hex_digits[value & 0xf]);
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

constexpr unsigned rlp_string = 0x80;  // + length, up to 55
constexpr unsigned rlp_list = 0xc0;
constexpr std::size_t rlp_short = 55;  // beyond it: the length of the length, then the length

void append_rlp_prefix(std::string& out, unsigned kind, std::size_t length) {
  if (length <= rlp_short) {
    out.push_back(static_cast<char>(kind + length));
    return;
  }
  const std::string digits = big_endian(length);
  out.push_back(static_cast<char>(kind + rlp_short + digits.size()));
  out += digits;
}

void append_rlp_string(std::string& out, const std::string& bytes) {
  const bool is_its_own_prefix =
      bytes.size() == 1 && static_cast<unsigned char>(bytes[0]) < rlp_string;
  if (!is_its_own_prefix) append_rlp_prefix(out, rlp_string, bytes.size());
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
  append_rlp_prefix(out, rlp_list, payload.size());
  out += payload;
}

// The records of the input, one after the other.
class Records {
 public:
  explicit Records(const Parameters& p)
      : identifier_bytes_(static_cast<std::size_t>(p["field_length"]) / 2),
        append_(p.choice("format") == "rlp" ? append_rlp : append_csv) {}

  void append_to(std::string& out) { append_(out, draw_transaction(identifier_bytes_, random_)); }

 private:
  static constexpr std::uint64_t seed = 0x7a95ac71;

  std::size_t identifier_bytes_;
  void (*append_)(std::string&, const Transaction&);
  Random random_{seed};
};

// At the largest field_length, generously.
constexpr std::size_t longest_record = 4'096;

// Calls `visit` with the text of one record after the other; returns the bytes of all.
template <class Visit>
std::size_t for_each_record(const Parameters& p, const Visit& visit) {
  const auto size = static_cast<std::size_t>(p["input_bytes"]);
  Records records(p);
  std::string record;
  std::size_t bytes = 0;
  while (bytes < size) {
    record.clear();
    records.append_to(record);
    bytes += record.size();
    visit(record);
  }
  return bytes;
}

std::shared_ptr<const Input> make_input(const Parameters& p) {
  const auto size = static_cast<std::size_t>(p["input_bytes"]);
  auto input = std::make_shared<Input>();
  input->bytes.reserve(size + longest_record + slack_bytes);
  std::size_t begin = 0;  // of the buffer
  for_each_record(p, [&](const std::string& record) {
    input->bytes += record;
    ++input->records;
    if (input->bytes.size() - begin < buffer_bytes && input->bytes.size() < size) return;
    begin = input->bytes.size();
    input->buffer_ends.push_back(begin);
  });
  input->bytes.append(slack_bytes, '\0');
  return input;
}

// The bytes of the whole records: draws them again, without keeping them.
double whole_records(const Parameters& p) {
  return static_cast<double>(for_each_record(p, [](const std::string&) {}));
}

// --- Decoders: how one field is taken out of the input and read.

// A view of each field, and the standard's conversions from characters.
struct Viewing {
  using Field = std::string_view;
  static constexpr bool pins = false;  // what is kept is copied

  static Field take(std::string_view text) { return text; }
  static std::uint64_t decimal(Field digits) { return convert(digits, 10); }
  static std::uint64_t hexadecimal(Field field, std::size_t at) {
    return convert(field.substr(at, group_digits), 16);
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

// What is kept are views.
struct Pinning : Viewing {
  static constexpr bool pins = true;
};

// A string for each field and for each group within it, and the standard's conversions from
// strings.
struct Substrings {
  using Field = std::string;
  static constexpr bool pins = false;

  static Field take(std::string_view text) { return std::string(text); }
  static std::uint64_t decimal(const Field& digits) { return std::stoull(digits); }
  static std::uint64_t hexadecimal(const Field& field, std::size_t at) {
    return std::stoull(field.substr(at, group_digits), nullptr, 16);
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
// converted together. It may read up to 7 bytes past a field, hence slack_bytes.
struct Swar {
  using Field = std::string_view;
  static constexpr bool pins = false;

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
    return eight_hexadecimal(field.data() + at, std::min(group_digits, field.size() - at));
  }

  static std::uint64_t binary(Field field, std::size_t at, std::size_t size) {
    const std::size_t count = std::min(size, field.size() - at);
    if (count == 0) return 0;
    return byte_swapped(load(field.data() + at)) >> (64 - 8 * count);
  }

 private:
  static constexpr std::uint64_t each_byte = 0x0101010101010101ULL;
  static constexpr std::uint64_t high_bits = 0x8080808080808080ULL;

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
    const std::uint64_t zeros = each_byte * '0';
    return ((load(characters) ^ zeros) << shift) ^ zeros;
  }

  // 0x80 in each byte that is at least `bound`; bytes and bound below 0x80.
  static std::uint64_t at_least(std::uint64_t word, unsigned bound) {
    return ((word | high_bits) - each_byte * bound) & high_bits;
  }

  // Adds neighbours in three steps: 8 digits, 4 pairs, 2 groups of four, 1 number.
  static std::uint64_t eight_decimal(const char* characters, std::size_t count) {
    std::uint64_t word = load_padded(characters, count);
    const std::uint64_t digits = at_least(word, '0') & ~at_least(word, '9' + 1);
    if ((word & high_bits) != 0 || digits != high_bits) malformed();
    word -= each_byte * '0';
    word = (word * 10 + (word >> 8)) & 0x00ff00ff00ff00ffULL;
    word = (word * 100 + (word >> 16)) & 0x0000ffff0000ffffULL;
    return (word * 10'000 + (word >> 32)) & 0xffffffffULL;
  }

  // The same with powers of 16. A letter's low four bits are its value less 9.
  static std::uint64_t eight_hexadecimal(const char* characters, std::size_t count) {
    std::uint64_t word = load_padded(characters, count);
    const std::uint64_t digits = at_least(word, '0') & ~at_least(word, '9' + 1);
    const std::uint64_t letters = at_least(word, 'a') & ~at_least(word, 'f' + 1);
    if ((word & high_bits) != 0 || (digits | letters) != high_bits) malformed();
    word = (word & each_byte * 0xf) + (letters >> 7) * 9;
    word = (word << 4 | word >> 8) & 0x00ff00ff00ff00ffULL;
    word = (word << 8 | word >> 16) & 0x0000ffff0000ffffULL;
    return (word << 16 | word >> 32) & 0xffffffffULL;
  }
};
static_assert(group_digits == 8 && slack_bytes >= 8);

// --- The two formats, for any decoder.

template <class Decoder>
void keep(Result& result, typename Decoder::Field&& field) {
  if constexpr (Decoder::pins) {
    result.kept_views.push_back(field);
  } else {
    result.kept.emplace_back(std::move(field));  // moves a string, copies what a view sees
  }
}

template <class Decoder>
void add_csv_field(Result& result, std::size_t index, std::string_view text) {
  typename Decoder::Field field = Decoder::take(text);
  if (index >= identifier_count) return result.add(Decoder::decimal(field));
  for (std::size_t at = 0; at < field.size(); at += group_digits) {
    result.add(Decoder::hexadecimal(field, at));
  }
  if (result.keeping()) keep<Decoder>(result, std::move(field));
}

template <class Decoder>
void parse_csv(std::string_view input, const Shape& shape, Result& result) {
  std::size_t begin = 0;
  while (begin < input.size()) {
    result.begin_record();
    for (std::size_t index = 0; index < field_count; ++index) {
      const std::size_t end = input.find(index + 1 < field_count ? ',' : '\n', begin);
      if (end == std::string_view::npos) malformed();
      if (shape.uses(index)) {
        add_csv_field<Decoder>(result, index, input.substr(begin, end - begin));
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
  if (prefix < rlp_string) return {at, 1};
  const std::size_t length = prefix - (prefix < rlp_list ? rlp_string : rlp_list);
  RlpItem item{at + 1, length};
  if (length > rlp_short) {
    const std::size_t digits = length - rlp_short;
    item = {at + 1 + digits, rlp_long_length(input, at + 1, digits)};
  }
  if (item.begin > input.size() || input.size() - item.begin < item.size) malformed();
  return item;
}

template <class Decoder>
void add_rlp_field(Result& result, std::size_t index, std::string_view bytes) {
  typename Decoder::Field field = Decoder::take(bytes);
  if (index >= identifier_count) return result.add(Decoder::binary(field, 0, field.size()));
  for (std::size_t at = 0; at < field.size(); at += group_bytes) {
    result.add(Decoder::binary(field, at, group_bytes));
  }
  if (result.keeping()) keep<Decoder>(result, std::move(field));
}

template <class Decoder>
void parse_rlp(std::string_view input, const Shape& shape, Result& result) {
  std::size_t at = 0;
  while (at < input.size()) {
    result.begin_record();
    at = rlp_item(input, at).begin;
    for (std::size_t index = 0; index < field_count; ++index) {
      const RlpItem item = rlp_item(input, at);
      if (shape.uses(index)) {
        add_rlp_field<Decoder>(result, index, input.substr(item.begin, item.size));
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
  constexpr std::size_t block_size = 4096;
  std::array<std::uint32_t, block_size> ends;  // NOLINT(*-member-init): written before it is read
  std::size_t begin = 0;
  std::size_t index = 0;
  for (std::size_t block = 0; block < input.size(); block += block_size) {
    const std::size_t count = index_delimiters(input.substr(block, block_size), ends.data());
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t end = block + ends[i];
      const bool is_last = index + 1 == field_count;
      if (index == 0) result.begin_record();
      if (input[end] != (is_last ? '\n' : ',')) malformed();
      if (shape.uses(index)) {
        add_csv_field<Swar>(result, index, input.substr(begin, end - begin));
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

void read_csv_identifier(std::istream& in, char delimiter, Result& result) {
  std::string field;
  if (!std::getline(in, field, delimiter)) malformed();
  for (std::size_t at = 0; at < field.size(); at += group_digits) {
    result.add(Substrings::hexadecimal(field, at));
  }
  if (result.keeping()) keep<Substrings>(result, std::move(field));
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
    result.begin_record();
    for (std::size_t index = 0; index < field_count; ++index) {
      const char delimiter = index + 1 < field_count ? ',' : '\n';
      if (!shape.uses(index)) {
        fields.ignore(std::numeric_limits<std::streamsize>::max(), delimiter);
      } else if (index < identifier_count) {
        read_csv_identifier(fields, delimiter, result);
      } else {
        read_csv_number(fields, result);
      }
    }
  }
}

std::size_t read_rlp_prefix(std::istream& in, unsigned kind) {
  const std::size_t length = static_cast<std::size_t>(in.get()) - kind;
  if (length <= rlp_short) return length;
  std::string digits(length - rlp_short, '\0');
  in.read(digits.data(), static_cast<std::streamsize>(digits.size()));
  return Viewing::binary(digits, 0, digits.size());
}

void parse_rlp_stream(std::string_view input, const Shape& shape, Result& result) {
  std::istringstream in{std::string(input)};
  while (in.peek() != std::istringstream::traits_type::eof()) {
    result.begin_record();
    read_rlp_prefix(in, rlp_list);
    for (std::size_t index = 0; index < field_count; ++index) {
      const bool is_its_own_prefix = in.peek() < static_cast<int>(rlp_string);
      const std::size_t size = is_its_own_prefix ? 1 : read_rlp_prefix(in, rlp_string);
      if (shape.uses(index)) {
        std::string bytes(size, '\0');
        in.read(bytes.data(), static_cast<std::streamsize>(size));
        add_rlp_field<Copying>(result, index, bytes);
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

// One buffer as it came in, with its slack.
class Buffer {
 public:
  explicit Buffer(std::string_view bytes)
      : size_(bytes.size()),
        bytes_(std::make_unique_for_overwrite<char[]>(bytes.size() + slack_bytes)) {
    std::memcpy(bytes_.get(), bytes.data(), size_);
    std::memset(bytes_.get() + size_, 0, slack_bytes);
  }

  [[nodiscard]] std::string_view view() const { return {opaque(bytes_.get()), opaque(size_)}; }

 private:
  std::size_t size_;
  std::unique_ptr<char[]> bytes_;
};

// The size of what was kept, both its ends, and one character between, another place for each text:
// they differ from those of a buffer that took the place of one that is gone, and of one that was
// copied in part.
template <class Text>
void add_kept(Result& result, const std::vector<Text>& kept) {
  sink(kept);
  constexpr std::uint32_t golden = 0x9e3779b9U;  // spreads consecutive numbers over the text
  std::uint32_t drawn = 0;
  for (const Text& text : kept) {
    drawn += golden;
    result.add(text.size());
    result.add(static_cast<unsigned char>(text.front()));
    result.add(static_cast<unsigned char>(text[(std::uint64_t{drawn} * text.size()) >> 32]));
    result.add(static_cast<unsigned char>(text.back()));
  }
}

template <Parse parse, bool pins>
std::uint64_t parse_and_keep(const Input& input, const Shape& shape) {
  Result result(shape.keep_each);
  const std::size_t most = input.records / shape.keep_each * identifier_count;
  if (pins) {
    result.kept_views.reserve(most);
  } else {
    result.kept.reserve(most);
  }
  std::vector<Buffer> pinned;
  if (pins) pinned.reserve(input.buffer_ends.size());
  std::size_t begin = 0;
  for (const std::size_t end : input.buffer_ends) {
    const std::size_t viewed = result.kept_views.size();
    Buffer buffer(std::string_view(input.bytes).substr(begin, end - begin));
    parse(buffer.view(), shape, result);
    if (result.kept_views.size() > viewed) pinned.push_back(std::move(buffer));
    begin = end;
  }
  add_kept(result, result.kept);
  add_kept(result, result.kept_views);
  return result.digest();
}

template <Parse parse, bool pins = false>
Kernel prepare(const Parameters& p) {
  const auto input = make_input(p);
  const Shape shape = shape_of(p);
  if (shape.keep_each != 0) {
    return [input, shape] { return parse_and_keep<parse, pins>(*input, shape); };
  }
  return [input, shape] {
    Result result(shape.keep_each);
    const std::string_view text = input->view();
    parse({opaque(text.data()), opaque(text.size())}, shape, result);
    return result.digest();
  };
}

std::optional<std::string> only_what_is_kept_pins(const Parameters& p) {
  if (p.choice("keep") != "no" && p["fields_used"] > 3) return std::nullopt;
  return "nothing outlives the input: it would be view_from_chars again";
}

// The input; stringstream's copies of it and of a buffer, or pinned buffers; and what is kept: a
// string a field, with its block of the heap.
double memory_bytes(const Parameters& p) {
  const auto input = static_cast<double>(p["input_bytes"]);
  const auto record = 1.5 * static_cast<double>(p["field_length"]) + 12;  // RLP, the shorter
  const double kept = p.choice("keep") == "no" ? 0 : 3 * input / record;
  return 3 * input + kept * (static_cast<double>(p["field_length"]) + 64) + 1e6;
}

// --- Where the signature holds.

constexpr std::int64_t kibi = 1'024;
constexpr std::int64_t mebi = 1'024 * kibi;

// Strings of up to 15 characters live inside std::string (libstdc++).
constexpr std::int64_t small_string = 15;

// Identifiers are read, and are too long to live inside a string.
bool copies_allocate(const Parameters& p) {
  const std::int64_t bytes = p["field_length"] / 2;
  const std::int64_t length = p.choice("format") == "rlp" ? bytes : 2 * bytes;
  return p["fields_used"] > 3 && length > small_string && p["input_bytes"] >= 4096;
}

bool drops_identifiers(const Parameters& p) {
  return copies_allocate(p) && p.choice("keep") == "no";
}

bool drops_identifiers_of_csv(const Parameters& p) {
  return drops_identifiers(p) && p.choice("format") == "csv";
}

bool keeps_identifiers(const Parameters& p) {
  return copies_allocate(p) && p.choice("keep") == "all";
}

// A buffer holds many records, each with a string a field.
bool keeps_many_a_buffer(const Parameters& p) {
  return keeps_identifiers(p) && p["fields_used"] == 6 && p["field_length"] <= 100;
}

// Records are short enough for nearly each buffer to hold one that is kept, and the input outweighs
// what else is on the heap.
bool keeps_few(const Parameters& p) {
  return copies_allocate(p) && p.choice("keep") == "few" && p["field_length"] <= 48 &&
         p["input_bytes"] >= mebi;
}

// Longer fields cost more to read than to copy.
bool reads_all_csv(const Parameters& p) {
  return drops_identifiers(p) && p.choice("format") == "csv" && p["fields_used"] == 6 &&
         p["field_length"] <= 64;
}

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
          "Results that outlive the input must be copied, and the allocations are back. Keeping "
          "views instead (view_pinned) pins each buffer of the input for as long as one of them "
          "lives: fine where most of it is kept, but with keep=few and short records one in a "
          "hundred holds all the rest, a megabyte for each megabyte of input (keep=few "
          "input_bytes=medium). That is memory; whether it takes longer as well depends on what a "
          "new page costs. Short fields live inside std::string: a shorter copy, and no "
          "allocation. "
          "Long fields cost more to read than to copy. Finding all delimiters first reads what a "
          "reader of one field would skip. A view is also a lifetime to reason about, which a "
          "string is not.",
      .iteration =
          "parses the whole input and folds the fields that are asked for into a checksum; where "
          "some are kept, the input comes in buffers of 16 KiB, each dropped before the next comes "
          "unless views pin it",
      .operation = "byte of input",
      .operations = whole_records,
      .memory_bytes = memory_bytes,
      .footprint = [](const Parameters& p) { return static_cast<double>(p["input_bytes"]); },
      .parameters =
          {{.name = "input_bytes",
            .meaning = "bytes of input, rounded up to whole records",
            .initial = 256 * kibi,
            .small = 64 * kibi,
            .medium = mebi,
            .large = 32 * mebi,
            .min = 4 * kibi,
            .max = 64 * mebi},
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
            .max = 1'000},
           {.name = "keep",
            .meaning =
                "whose hash, from and to outlive the input: no record's, one's in a hundred, or "
                "all records'",
            .initial = 0,
            .choices = {"no", "few", "all"}},
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
                   {.name = "view_pinned",
                    .summary = "the same, but what is kept are views, and so the buffers too",
                    .prepare = prepare<parse_fields<Pinning>, true>,
                    .unavailable = only_what_is_kept_pins},
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
                    {.variant = "view_pinned",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 10,
                     .because = "no field is copied, but buffers stay",
                     .where = keeps_many_a_buffer},
                    {.variant = "view_pinned",
                     .metric = "peak_heap",
                     .trend = Trend::rises,
                     .factor = 1.5,
                     .because = "a view pins the buffer around it",
                     .where = keeps_few},
                    {.variant = "view_from_chars",
                     .metric = "peak_heap",
                     .trend = Trend::unchanged,
                     .factor = 1.05,
                     .because = "the few that are kept are owned",
                     .where = keeps_few},
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
      .no_gain = {{.assignments = {{"keep", 2}, {"field_length", 400}},
                   .text = "long results that outlive the input are copied anyway: only the faster "
                           "conversions are left to gain"},
                  {.assignments = {{"fields_used", 1}, {"field_length", 400}},
                   .text = "one short field after long ones: view_simd compares every character, "
                           "where a search for the next delimiter skips them faster",
                   .variant = "view_simd"}},
      .pay_off = {.variant = "view_from_chars",
                  .parameter = "field_length",
                  .values = {16, 32, 64, 128, 256, 1'000},
                  .assignments = {{"keep", 2}}},
      .small = {.assignments = {{"input_bytes", 16 * kibi}}, .text = "about a hundred records"}};
}};

}  // namespace
}  // namespace hone::workloads

// memory/string_layout: a column of many short strings, each a std::string, an allocation of its
// own, the number of its text in a dictionary, or all in one text with offsets. std::string holds
// 15 characters within itself; beyond, slow is the line that each string on the heap is:
// `l1d_misses` show it, and `allocations` where the column is built. The denser a layout, the more
// it costs to change one string in it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <boost/container/string.hpp>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

// --- The input: distinct texts, and which of them each string of the column has.

struct Input {
  std::vector<std::string> texts;
  std::vector<std::uint32_t> column;  // indices into texts
  std::vector<std::uint32_t> order;   // a shuffled order of the column

  [[nodiscard]] std::string_view text(std::size_t row) const { return texts[column[row]]; }
  [[nodiscard]] std::size_t rows() const { return column.size(); }
};

// Random letters; of 3/4 of the length to all of it, so that equal lengths decide no comparison.
std::string draw_text(std::size_t longest, Random& random) {
  const std::size_t length = longest - random.below(longest / 4 + 1);
  std::string text;
  text.reserve(length);
  for (std::size_t i = 0; i < length; ++i) {
    text.push_back(static_cast<char>('a' + random.below(26)));
  }
  return text;
}

std::shared_ptr<const Input> make_input(const Parameters& p) {
  constexpr std::uint64_t seed = 0x57a1e;
  const auto rows = static_cast<std::size_t>(p["strings"]);
  const std::size_t distinct = std::min(rows, static_cast<std::size_t>(p["distinct"]));
  Random random(seed);
  auto input = std::make_shared<Input>();
  input->texts.reserve(distinct);
  for (std::size_t i = 0; i < distinct; ++i) {
    input->texts.push_back(draw_text(static_cast<std::size_t>(p["length"]), random));
  }
  input->column.reserve(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    input->column.push_back(static_cast<std::uint32_t>(random.below(distinct)));
  }
  input->order.resize(rows);
  std::iota(input->order.begin(), input->order.end(), 0U);
  shuffle(std::span(input->order), random);
  return input;
}

// --- The layouts. Each can be appended to, read, compared with a text, and have a row replaced.

// A string without room of its own, as in libraries without small strings: Rust's String, Go's
// string, C++ libraries of old.
class HeapString {
 public:
  HeapString() = default;
  explicit HeapString(std::string_view text)
      : bytes_(std::make_unique_for_overwrite<char[]>(text.size())), size_(text.size()) {
    std::memcpy(bytes_.get(), text.data(), size_);
  }
  explicit operator std::string_view() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

std::string_view view_of(const HeapString& text) { return std::string_view(text); }
std::string_view view_of(const std::string& text) { return text; }
std::string_view view_of(const boost::container::string& text) {
  return {text.data(), text.size()};
}

template <class Text>
Text make_text(std::string_view text) {
  if constexpr (std::is_same_v<Text, boost::container::string>) {
    return Text(text.data(), text.size());
  } else {
    return Text(text);
  }
}

// One string object a row.
template <class Text>
class Objects {
 public:
  // A column that has lived for a while: made in a shuffled order, so that what its strings hold
  // on the heap does not lie in the order in which they are visited.
  static Objects aged(const Input& input) {
    Objects column;
    column.rows_.resize(input.rows());
    for (const std::uint32_t row : input.order) column.replace(row, input.text(row));
    return column;
  }

  void reserve(const Input& input) { rows_.reserve(input.rows()); }
  void append(std::string_view text) { rows_.push_back(make_text<Text>(text)); }
  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t row) const { return view_of(rows_[row]); }
  void replace(std::size_t row, std::string_view text) { rows_[row] = make_text<Text>(text); }

  [[nodiscard]] std::uint64_t count_equal(std::string_view text) const {
    std::uint64_t count = 0;
    for (const Text& row : rows_) count += view_of(row) == text ? 1U : 0U;
    return count;
  }

 private:
  std::vector<Text> rows_;
};

// Each text once, in a dictionary; a row is the number of its text. Texts are never taken out.
class Interned {
 public:
  Interned() = default;
  Interned(Interned&&) = default;  // a deque's strings stay where they are
  Interned& operator=(Interned&&) = default;
  Interned(const Interned&) = delete;  // all views are of `storage_`
  Interned& operator=(const Interned&) = delete;
  ~Interned() = default;

  static Interned aged(const Input& input) {
    Interned column;
    column.reserve(input);
    for (std::size_t row = 0; row < input.rows(); ++row) column.append(input.text(row));
    return column;
  }

  void reserve(const Input& input) { rows_.reserve(input.rows()); }
  void append(std::string_view text) { rows_.push_back(intern(text)); }
  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t row) const { return texts_[rows_[row]]; }
  void replace(std::size_t row, std::string_view text) { rows_[row] = intern(text); }

  [[nodiscard]] std::uint64_t count_equal(std::string_view text) const {
    const auto found = numbers_.find(text);
    if (found == numbers_.end()) return 0;
    const std::uint32_t number = found->second;
    std::uint64_t count = 0;
    for (const std::uint32_t row : rows_) count += row == number ? 1U : 0U;
    return count;
  }

 private:
  std::uint32_t intern(std::string_view text) {
    if (const auto found = numbers_.find(text); found != numbers_.end()) return found->second;
    const auto number = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(storage_.emplace_back(text));
    numbers_.emplace(texts_.back(), number);
    return number;
  }

  std::vector<std::uint32_t> rows_;
  std::deque<std::string> storage_;
  std::vector<std::string_view> texts_;
  absl::flat_hash_map<std::string_view, std::uint32_t> numbers_;
};

// All texts one after the other, and where each begins; the layout of Arrow's columns.
class Packed {
 public:
  static Packed aged(const Input& input) {
    Packed column;
    column.reserve(input);
    for (std::size_t row = 0; row < input.rows(); ++row) column.append(input.text(row));
    return column;
  }

  // The text's size is not known beforehand: it doubles as it grows.
  void reserve(const Input& input) { begins_.reserve(input.rows() + 1); }
  void append(std::string_view text) {
    text_.append(text);
    begins_.push_back(text_.size());
  }
  [[nodiscard]] std::size_t rows() const { return begins_.size() - 1; }
  [[nodiscard]] std::string_view operator[](std::size_t row) const {
    return {text_.data() + begins_[row], begins_[row + 1] - begins_[row]};
  }

  // Moves everything behind it, unless the size stays.
  void replace(std::size_t row, std::string_view text) {
    const std::size_t old_size = begins_[row + 1] - begins_[row];
    text_.replace(begins_[row], old_size, text);
    if (text.size() == old_size) return;
    for (std::size_t i = row + 1; i < begins_.size(); ++i) {
      begins_[i] = begins_[i] + text.size() - old_size;
    }
  }

  [[nodiscard]] std::uint64_t count_equal(std::string_view text) const {
    std::uint64_t count = 0;
    for (std::size_t row = 0; row < rows(); ++row) count += (*this)[row] == text ? 1U : 0U;
    return count;
  }

 private:
  std::string text_;
  std::vector<std::size_t> begins_{0};
};

// --- The modes.

// Reads all of it: by words, the last of which may overlap the one before.
std::uint64_t fold(std::string_view text) {
  std::uint64_t sum = text.size();
  std::uint64_t word = 0;
  if (text.size() < sizeof word) {
    for (const char character : text) sum = sum * 31 + static_cast<unsigned char>(character);
    return sum;
  }
  for (std::size_t at = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    sum += word;
  }
  std::memcpy(&word, text.data() + text.size() - sizeof word, sizeof word);
  return sum + word;
}

// A string's size and both its ends: enough to depend on it, and cheap in every layout. Not empty.
std::uint64_t ends_of(std::string_view text) {
  const auto byte = [](char character) {
    return std::uint64_t{static_cast<unsigned char>(character)};
  };
  return 31 * text.size() + byte(text.front()) + 3 * byte(text.back());
}

template <class Column>
std::uint64_t fold_all(const Column& column) {
  std::uint64_t sum = 0;
  const std::size_t rows = opaque(column.rows());
  for (std::size_t row = 0; row < rows; ++row) sum += fold(column[row]);
  return sum;
}

template <class Column>
Kernel prepare_scan(const std::shared_ptr<const Input>& input) {
  return
      [column = std::make_shared<const Column>(Column::aged(*input))] { return fold_all(*column); };
}

// How many rows are equal to a text, for four texts of the column.
template <class Column>
Kernel prepare_equal(const std::shared_ptr<const Input>& input) {
  constexpr std::size_t probe_count = 4;
  std::vector<std::string> probes;
  probes.reserve(probe_count);
  for (std::size_t i = 0; i < probe_count; ++i) {
    probes.emplace_back(input->text(i * input->rows() / probe_count));
  }
  return [column = std::make_shared<const Column>(Column::aged(*input)), probes] {
    std::uint64_t sum = 0;
    for (const std::string& probe : probes) sum = 31 * sum + column->count_equal(probe);
    return sum;
  };
}

template <class Column>
Column build(const Input& input) {
  Column column;
  column.reserve(input);
  const std::size_t rows = opaque(input.rows());
  for (std::size_t row = 0; row < rows; ++row) column.append(input.text(row));
  return column;
}

// All of every string is read once, before the timing: that would hide what building takes.
template <class Column>
Kernel prepare_build(const std::shared_ptr<const Input>& input) {
  return [input, all = fold_all(build<Column>(*input))] {
    const auto column = build<Column>(*input);
    sink(column);
    std::uint64_t sum = all;
    for (std::size_t row = 0; row < column.rows(); ++row) sum = 31 * sum + ends_of(column[row]);
    return sum;
  };
}

// Gives some rows, spread over the column, one character more, then their own text again.
template <class Column>
Kernel prepare_replace(const std::shared_ptr<const Input>& input) {
  constexpr std::size_t replaced_rows = 64;
  std::vector<std::uint32_t> rows(
      input->order.begin(),
      input->order.begin() + static_cast<std::ptrdiff_t>(std::min(replaced_rows, input->rows())));
  return [input, rows, column = std::make_shared<Column>(Column::aged(*input))] {
    std::uint64_t sum = 0;
    std::string longer;
    for (const std::uint32_t row : rows) {
      longer.assign(input->text(row)).push_back('+');
      column->replace(row, longer);
    }
    sink(*column);
    for (const std::uint32_t row : rows) {
      sum += fold((*column)[row]);
      column->replace(row, input->text(row));
    }
    sink(*column);
    return sum;
  };
}

template <class Column>
Kernel prepare(const Parameters& p) {
  const auto input = make_input(p);
  const std::string_view mode = p.choice("mode");
  if (mode == "scan") return prepare_scan<Column>(input);
  if (mode == "equal") return prepare_equal<Column>(input);
  if (mode == "build") return prepare_build<Column>(input);
  return prepare_replace<Column>(input);
}

double operations(const Parameters& p) {
  const auto strings = static_cast<double>(p["strings"]);
  if (p.choice("mode") == "equal") return 4 * strings;
  if (p.choice("mode") == "replace") return 2 * std::min(64.0, strings);
  return strings;
}

double memory_bytes(const Parameters& p) {
  const auto strings = static_cast<double>(p["strings"]);
  const double distinct = std::min(strings, static_cast<double>(p["distinct"]));
  const auto length = static_cast<double>(p["length"]);
  // Three indices a row; then the column: a string object and a block of the heap, or the packed
  // text, which doubles. A distinct text twice, with an entry of the dictionary's table.
  return strings * (12 + 32 + 32 + 3 * length) + distinct * (2 * (length + 48) + 64) + 1e6;
}

// --- Where the signature holds.

constexpr std::int64_t std_inside = 15;    // characters inside a std::string (libstdc++)
constexpr std::int64_t boost_inside = 22;  // inside a boost::container::string

// From here on 32 bytes a string exceed an L1 of 128 KiB three times.
bool scans_beyond_l1(const Parameters& p) {
  return p.choice("mode") == "scan" && p["strings"] >= 12'000;
}

// The shortest has three quarters of the characters: most are beyond what std::string holds, none
// beyond a line.
bool scans_on_heap(const Parameters& p) {
  return scans_beyond_l1(p) && p["length"] >= 20 && p["length"] <= 32;
}

bool scans_in_boost(const Parameters& p) { return scans_on_heap(p) && p["length"] <= boost_inside; }

// The shortest are inside a boost::container::string, the longest are not.
bool scans_across_boost(const Parameters& p) {
  return scans_beyond_l1(p) && p["length"] >= 24 && p["length"] <= 25;
}

bool scans_inside(const Parameters& p) {
  return scans_beyond_l1(p) && p["length"] >= 8 && p["length"] <= std_inside;
}

bool scans_few_texts(const Parameters& p) { return scans_on_heap(p) && p["distinct"] <= 200; }

bool builds(const Parameters& p) { return p.choice("mode") == "build" && p["strings"] >= 1'000; }

bool builds_inside(const Parameters& p) { return builds(p) && p["length"] <= std_inside; }

bool builds_in_boost(const Parameters& p) {
  return builds(p) && p["length"] >= 20 && p["length"] <= boost_inside;
}

// Every string of at least 23 characters.
bool builds_beyond_boost(const Parameters& p) {
  return builds(p) && p["length"] >= 30 && p["length"] <= 32;
}

bool builds_many_on_heap(const Parameters& p) {
  return builds(p) && p["strings"] >= 10'000 && p["length"] >= 20;
}

bool compares(const Parameters& p) {
  return p.choice("mode") == "equal" && p["strings"] >= 10'000 && p["distinct"] <= 1'000;
}

bool replaces(const Parameters& p) {
  return p.choice("mode") == "replace" && p["strings"] >= 10'000;
}

Workload describe() {
  return {
      .id = "memory/string_layout",
      .technique = "string layouts: inline, interned, packed",
      .leaf = Leaf::data_layout,
      .summary = "a column of short strings: std::string, on the heap, inline, interned, packed",
      .problem =
          "std::string holds 15 characters within itself. A longer one is a pointer to follow, a "
          "block with 8 bytes of the allocator's own, and, once the program has lived for a while, "
          "a cache line somewhere: 20 characters cost a line and a half of traffic. (Columns of "
          "string objects are aged so, built in a shuffled order; interned and packed have no "
          "block a string that could scatter, and are built in order.) Kept within a "
          "larger string, as a number in a dictionary, or one after the other in one text, they "
          "lie where they are read.",
      .signature_text =
          "L1 misses of a scan fall with the lines read: half a line and another on the heap in "
          "std::string, half a line or less packed; interned, what misses is the dictionary. "
          "Building falls from an allocation a string to a few.",
      .does_not_pay =
          "Up to 15 characters std::string has done it already: packed, at nine to fifteen bytes "
          "and an offset instead of 32, gains at most what the column's size costs beyond L2. "
          "While the whole column stays in L2 (a string takes some 80 bytes at the default) the "
          "lines cost little, and finding a text through an offset or a number costs more. Another "
          "string class only moves the border: "
          "boost_string holds 22 characters, and for those wins by far once a column exceeds the "
          "cache (length=22). Beyond, it asks for 23 bytes more than it needs and "
          "lies on the heap too; where lengths fall on both sides of its border, whether a string "
          "is inside is a branch that nothing predicts. A packed string that changes its length "
          "moves all that follow. Interning hashes each string that comes in, so a column of ever "
          "new texts that is built and read once loses; with as many texts as strings the "
          "dictionary is the old layout with an index before it, and a text that nobody uses "
          "stays.",
      .iteration =
          "scan: reads all of every string. equal: counts those equal to each of four texts. "
          "build: makes the column, reads both ends of every string and drops it. replace: gives "
          "64 of them another length, and back",
      .operation = "string",
      .operations = operations,
      .memory_bytes = memory_bytes,
      // A std::string, and a block of the heap where it does not hold the text.
      .footprint =
          [](const Parameters& p) {
            const double block =
                p["length"] > std_inside ? static_cast<double>(p["length"]) + 16 : 0;
            return static_cast<double>(p["strings"]) * (32 + block);
          },
      .footprint_grows_with = "strings",
      .parameters = {{.name = "strings",
                      .meaning = "strings in the column",
                      .initial = 800'000,
                      .small = 1'000,
                      .medium = 200'000,
                      .large = 2'000'000,
                      .min = 1,
                      .max = 2'000'000},
                     {.name = "length",
                      .meaning = "characters of the longest; the shortest has three quarters",
                      .initial = 32,
                      .small = 12,
                      .medium = 32,
                      .large = 256,
                      .min = 2,
                      .max = 1'024},
                     {.name = "distinct",
                      .meaning = "different texts among them, at most",
                      .initial = 1'000,
                      .small = 100,
                      .medium = 10'000,
                      .large = 1'000'000,
                      .min = 1,
                      .max = 2'000'000},
                     {.name = "mode",
                      .meaning = "what is done with the column",
                      .initial = 0,
                      .choices = {"scan", "equal", "build", "replace"}}},
      .variants = {{.name = "std_string",
                    .summary =
                        "std::string: 15 characters inside 32 bytes, longer ones on the heap",
                    .prepare = prepare<Objects<std::string>>},
                   {.name = "heap_string",
                    .summary = "each on the heap, as in libraries without small strings",
                    .prepare = prepare<Objects<HeapString>>},
                   {.name = "boost_string",
                    .summary = "boost::container::string: 22 characters inside 24 bytes",
                    .prepare = prepare<Objects<boost::container::string>>},
                   {.name = "interned",
                    .summary = "a number of 32 bits, and each text once in a dictionary",
                    .prepare = prepare<Interned>},
                   {.name = "packed",
                    .summary = "all in one text, and an array of where each begins",
                    .prepare = prepare<Packed>}},
      .signature = {{"heap_string", "l1d_misses", Trend::rises, 1.5,
                     "the text is elsewhere, not in the object", scans_inside},
                    {"boost_string", "l1d_misses", Trend::falls, 2, "the text is in the object",
                     scans_in_boost},
                    {"boost_string", "branch_misses", Trend::rises, 1.5,
                     "whether the text is inside cannot be predicted", scans_across_boost},
                    {"packed", "l1d_misses", Trend::falls, 2,
                     "several texts and offsets share a line", scans_on_heap},
                    {"interned", "l1d_misses", Trend::falls, 3, "sixteen numbers share a line",
                     scans_few_texts},
                    {"heap_string", "allocations", Trend::rises, 100, "one for each string",
                     builds_inside},
                    {"boost_string", "allocations", Trend::falls, 100, "the text is in the object",
                     builds_in_boost},
                    {"boost_string", "allocated_bytes", Trend::rises, 1.1,
                     "what spills gets 23 bytes more than it asked for", builds_beyond_boost},
                    {"packed", "allocations", Trend::falls, 100, "one text that doubles",
                     builds_many_on_heap},
                    {"interned", "l1d_misses", Trend::falls, 3, "sixteen numbers share a line",
                     compares},
                    {"packed", "instructions", Trend::rises, 10, "all that follow move", replaces}},
      .no_gain = {{.assignments = {{"length", 12}, {"strings", 1'000}},
                   .text = "std::string holds all of them already, 32 KB: no other layout gains",
                   .variant = "packed"},
                  {.assignments = {{"length", 24}, {"strings", 20'000}},
                   .text = "lengths on both sides of boost_string's 22 characters: it mispredicts "
                           "where each string lies, and loses",
                   .variant = "boost_string"},
                  {.assignments = {{"strings", 1'000}},
                   .text =
                       "strings that stay in L2 wherever they lie: the denser layouts only take "
                       "longer to find them",
                   .variant = "packed",
                   .at_level = {"strings", CacheLevel::second, 0.25, 80'000}},
                  {.assignments = {{"mode", 3}, {"strings", 200'000}},
                   .text = "64 strings change their length: packed moves all that follow, twice; "
                           "interned hashes",
                   .variant = "packed"},
                  {.assignments = {{"mode", 2}, {"strings", 200'000}, {"distinct", 1'000'000}},
                   .text = "every text is new: interned hashes it, stores it and has an index too",
                   .variant = "interned"}},
      .pay_off = {.variant = "packed",
                  .parameter = "strings",
                  .values = {1'000, 4'000, 20'000, 50'000, 100'000, 200'000, 800'000}},
      .small = {.assignments = {{"strings", 12'000}, {"distinct", 200}},
                .text = "twelve thousand strings of two hundred texts, more than L1 holds"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

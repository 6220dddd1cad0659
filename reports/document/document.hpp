// A report, or a part of one, as blocks: sections return blocks, and formats lay them out. A
// document knows no width, no colour and no escape; every text may hold what comes from outside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "analyzers/model/metric.hpp"
#include "analyzers/model/verdict.hpp"
#include "reports/document/text.hpp"
#include "reports/document/tone.hpp"

namespace hone::reports {

// Something else begins here, and a format may set it apart. Several breaks in a row are one.
struct Break {};

// Strong, unless pieces of the text have tones of their own.
struct Heading {
  Text text;
  std::size_t level = 0;  // how many headings it stands below
};

struct Paragraph {
  enum class Role : std::uint8_t {
    body,
    answer,  // the first sentences that the eye meets
    note,    // belongs to what stands above it
    item,    // one of a list
  };

  Text text;
  Role role = Role::body;
  std::size_t level = 0;  // how much deeper it stands than others of its role
};

// An answer in one sentence, and in brackets what it stands on.
struct Claim {
  Text claim;
  Text detail{};
  Tone tone = Tone::strong;
};

struct Field {
  std::string label;  // empty: goes on with the field above
  Text text;
  Tone tone = Tone::faint;           // of the label
  std::vector<std::string> items{};  // a list below the text; line feeds in them stay
};

struct Fields {
  std::vector<Field> fields;
};

enum class Align : std::uint8_t { left, right };

struct Column {
  Text title;
  Align align = Align::left;
  std::string note{};            // below the title, e.g. a provenance
  bool is_joined = false;        // belongs to the column before it, and stays beside that
  bool may_be_left_out = false;  // when there is no room for the column; see Span::is_substitute
};

struct Quantity {
  double number = 0;
  Unit unit = Unit::count;
};

// A change as variant / baseline, for formats that draw it; the cell's text says it in words.
struct RatioMark {
  double ratio = 1;                    // > 0
  std::optional<Interval> interval{};  // of the ratio, each end >= 0; absent: it is not bounded
};

struct Cell {
  Text text;
  Tone tone = Tone::plain;
  std::optional<Quantity> value{};  // the number behind the text; absent: it is no number
  std::optional<double> bar{};  // length as a share of the longest bar, drawn in place of the text
  std::optional<RatioMark> mark{};
};

struct Row {
  std::vector<Cell> cells;
  Text note{};           // below the row
  bool is_part = false;  // belongs to the row above
};

// What the rows of a table are, by which a format decides what gives way when they are too wide.
enum class Rows : std::uint8_t {
  named,    // each is named by the first column
  grouped,  // neighbours whose first cells are equal belong together
  lines,    // each is one line: names are cut, not set apart
};

struct Table {
  std::vector<Column> columns;
  Rows kind = Rows::named;
  std::vector<Row> rows{};

  // Adds a row. Throws std::logic_error when the row has not one cell for each column.
  void add(Row row);
  void add_row(std::vector<Cell> cells) { add({.cells = std::move(cells)}); }
};

// How samples spread, one row for each series, all on one axis.
struct Histogram {
  struct Series {
    Text name;
    std::vector<double> samples;
  };

  std::string title;
  std::string quantity;  // what was measured: "wall time"
  Unit unit = Unit::count;
  std::vector<Series> series{};
};

// A command to paste into a shell, as words that are quoted already. An option and its value are
// one word.
struct ShellCommand {
  std::vector<std::string> words;
};

using Block =
    std::variant<Break, Heading, Paragraph, Claim, Fields, Table, Histogram, ShellCommand>;

struct Document {
  std::vector<Block> blocks;

  [[nodiscard]] bool empty() const { return blocks.empty(); }

  void add(Block block) { blocks.push_back(std::move(block)); }
  // Adds the blocks of `more` at the end.
  void append(Document more);
  // Adds the blocks of `part` at the end, after a break when both documents have blocks.
  void add_part(Document part);
};

// A document of this one block; it is empty when the block has no field or no row.
Document document_of(Fields fields);
Document document_of(Table table);

// A document in two parts: the answer, which is shown first, or last on a screen that scrolls, and
// the details on which it stands.
struct AnsweredDocument {
  Document answer;
  Document details;
};

}  // namespace hone::reports

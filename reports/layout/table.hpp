// A table for the terminal: columns as wide as their cells, up to two header lines, and a rule for
// what gives way when the table is wider than the terminal. Where that is not enough, rows are
// stacked: no cell but a name or a first one is ever cut, since half a number is another number.
// Cells are escaped text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "reports/document/document.hpp"
#include "reports/layout/style.hpp"

namespace hone::reports {

struct TextColumn {
  std::string title;
  Align align = Align::left;
  std::string note{};      // second header line, e.g. a provenance; may be empty
  bool is_joined = false;  // split tables keep it beside the column before it
};

struct TextCell {
  std::string text;
  Tone tone = Tone::plain;
  bool is_name = false;  // from outside, and may lose its middle
};

// What gives way when the rows are too wide.
enum class Overflow : std::uint8_t {
  group_first,    // the first cell goes on a line above, once for equal neighbours
  hang_first,     // a first cell that is too long for its column goes on a line above
  split_columns,  // several tables below each other, each with the first column, hanging
  cut_first,      // first cells lose their middles
};

class TextTable {
 public:
  TextTable(std::vector<TextColumn> columns, Overflow overflow);

  // Adds a row. Throws std::logic_error when the row has not one cell for each column.
  void add_row(std::vector<TextCell> cells);

  // Adds a faint line below the newest row. It is wrapped where the terminal ends, and makes no
  // column wider.
  void add_note(std::string text);

  // Columns that the table takes without anything giving way.
  [[nodiscard]] std::size_t width() const;
  // Whether it fits so.
  [[nodiscard]] bool fits(const TerminalStyle& style, std::size_t indent) const;

  // The table as lines. In the last resort its rows are stacked.
  [[nodiscard]] std::string render(const TerminalStyle& style, std::size_t indent) const;

 private:
  using Selection = std::vector<std::size_t>;  // indices of columns

  // Columns that are rendered together.
  struct Block {
    Selection selection;
    std::vector<std::size_t> widths;  // one for each of the selection
    std::size_t indent = 0;
  };

  [[nodiscard]] bool is_joined(std::size_t column) const;  // false beyond the last
  [[nodiscard]] std::size_t width_of(std::size_t column) const;
  [[nodiscard]] std::size_t least_width_of(std::size_t column) const;
  [[nodiscard]] Block block_of(Selection selection, std::size_t indent) const;
  void shorten_names(Block& block, std::size_t room) const;
  [[nodiscard]] std::vector<Block> blocks(std::size_t indent, std::size_t room) const;
  [[nodiscard]] std::vector<Block> split(std::size_t indent, std::size_t room) const;
  [[nodiscard]] std::string header(const Block& block, const TerminalStyle& style) const;
  [[nodiscard]] std::string body(const Block& block, const TerminalStyle& style) const;
  [[nodiscard]] std::string render_grouped(const TerminalStyle& style, std::size_t indent) const;
  [[nodiscard]] std::string stacked(const TerminalStyle& style, std::size_t indent) const;

  std::vector<TextColumn> columns_;
  std::vector<std::vector<TextCell>> rows_;
  std::map<std::size_t, std::string> notes_;  // by the index of the row above
  Overflow overflow_;
};

}  // namespace hone::reports

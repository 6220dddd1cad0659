#include "reports/layout/table.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "reports/layout/stacked_rows.hpp"
#include "reports/layout/utf8.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest_first = 8;
constexpr std::size_t narrowest_name = 14;
// A first column that is wider than this would leave split tables a column or two each.
constexpr std::size_t widest_name = 24;

std::size_t with_gaps(const std::vector<std::size_t>& widths) {
  const std::size_t sum = std::accumulate(widths.begin(), widths.end(), std::size_t{0});
  return widths.empty() ? 0 : sum + gap * (widths.size() - 1);
}

// One line of cells being built; a cell that is wider than its column, as only first ones are,
// loses its middle. Padding is written late, so that no line ends in spaces.
class Line {
 public:
  explicit Line(std::size_t indent) : owed_(indent) {}

  void add(const TextCell& cell, std::size_t width, Align align, const TerminalStyle& style) {
    const std::string text = shorten_to_width(cell.text, width);
    if (text.empty()) {
      owed_ += width + gap;
      return;
    }
    const std::size_t padding = width - display_width(text);
    if (align == Align::right) owed_ += padding;
    text_.append(owed_, ' ');
    text_ += paint(text, cell.tone, style);
    owed_ = gap + (align == Align::left ? padding : 0);
  }

  [[nodiscard]] std::string take() && { return std::move(text_) + "\n"; }

 private:
  std::string text_;
  std::size_t owed_;
};

}  // namespace

TextTable::TextTable(std::vector<TextColumn> columns, Overflow overflow)
    : columns_(std::move(columns)), overflow_(overflow) {}

void TextTable::add_row(std::vector<TextCell> cells) {
  if (cells.size() != columns_.size()) {
    throw std::logic_error("table: a row needs one cell a column");
  }
  rows_.push_back(std::move(cells));
}

void TextTable::add_note(std::string text) { notes_[rows_.size() - 1] = std::move(text); }

std::size_t TextTable::width_of(std::size_t column) const {
  std::size_t width =
      std::max(display_width(columns_[column].title), display_width(columns_[column].note));
  for (const std::vector<TextCell>& row : rows_) {
    width = std::max(width, display_width(row[column].text));
  }
  return width;
}

// With names as short as they may become.
std::size_t TextTable::least_width_of(std::size_t column) const {
  std::size_t width =
      std::max(display_width(columns_[column].title), display_width(columns_[column].note));
  for (const std::vector<TextCell>& row : rows_) {
    const std::size_t own = display_width(row[column].text);
    width = std::max(width, row[column].is_name ? std::min(own, narrowest_name) : own);
  }
  return width;
}

// Takes what is missing from the widest column that may give way, again and again.
void TextTable::shorten_names(Block& block, std::size_t room) const {
  std::vector<std::size_t> least;
  for (const std::size_t column : block.selection) least.push_back(least_width_of(column));
  while (with_gaps(block.widths) > room) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < block.widths.size(); ++i) {
      if (block.widths[i] <= least[i]) continue;
      if (widest == nullptr || block.widths[i] > *widest) widest = &block.widths[i];
    }
    if (widest == nullptr) return;
    *widest -= 1;
  }
}

TextTable::Block TextTable::block_of(Selection selection, std::size_t indent) const {
  Block block{std::move(selection), {}, indent};
  for (const std::size_t column : block.selection) block.widths.push_back(width_of(column));
  return block;
}

// As many columns a block as fit beside the first one.
std::vector<TextTable::Block> TextTable::split(std::size_t indent, std::size_t room) const {
  const std::size_t first_width = std::min(width_of(0), widest_name);
  const auto start = [&] {
    Block block = block_of({0}, indent);
    block.widths[0] = first_width;
    return block;
  };
  std::vector<Block> blocks{start()};
  for (std::size_t column = 1; column < columns_.size(); ++column) {
    const std::size_t width = width_of(column);
    std::size_t needed = gap + width;
    for (std::size_t next = column + 1; is_joined(next); ++next) needed += gap + width_of(next);
    if (!is_joined(column) && with_gaps(blocks.back().widths) + needed > room &&
        blocks.back().selection.size() > 1) {
      blocks.push_back(start());
    }
    blocks.back().selection.push_back(column);
    blocks.back().widths.push_back(width);
  }
  return blocks;
}

bool TextTable::is_joined(std::size_t column) const {
  return column < columns_.size() && columns_[column].is_joined;
}

std::size_t TextTable::width() const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    widths.push_back(width_of(column));
  }
  return with_gaps(widths);
}

bool TextTable::fits(const TerminalStyle& style, std::size_t indent) const {
  return indent + width() <= columns(style);
}

// All columns as wide as their cells, or with what may give way narrower, which need not be enough.
std::vector<TextTable::Block> TextTable::blocks(std::size_t indent, std::size_t room) const {
  Selection all(columns_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::vector<Block> whole{block_of(std::move(all), indent)};
  const std::size_t natural = with_gaps(whole[0].widths);
  if (natural <= room) return whole;
  if (overflow_ == Overflow::split_columns) return split(indent, room);
  std::size_t& first = whole[0].widths[0];
  first -= std::min(natural - room, first - std::min(first, narrowest_first));
  return whole;
}

std::string TextTable::render(const TerminalStyle& style, std::size_t indent) const {
  const bool is_too_wide = !fits(style, indent);
  if (is_too_wide && overflow_ == Overflow::group_first) return render_grouped(style, indent);
  const std::size_t room = columns(style) - indent;
  std::string out;
  for (Block& block : blocks(indent, room)) {
    shorten_names(block, room);
    if (with_gaps(block.widths) > room) return stacked(style, indent);
    if (!out.empty()) out += '\n';
    out += header(block, style) + body(block, style);
  }
  return out;
}

std::string TextTable::stacked(const TerminalStyle& style, std::size_t indent) const {
  const std::size_t headings = overflow_ == Overflow::group_first ? 2 : 1;
  return stack({columns_, rows_, notes_, headings}, style, indent);
}

std::string TextTable::render_grouped(const TerminalStyle& style, std::size_t indent) const {
  Selection rest(columns_.size() - 1);
  std::iota(rest.begin(), rest.end(), std::size_t{1});
  Block block = block_of(std::move(rest), indent + gap);
  shorten_names(block, columns(style) - block.indent);
  if (block.indent + with_gaps(block.widths) > columns(style)) return stacked(style, indent);

  std::string out = header(block, style);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const TextCell& heading = rows_[row][0];
    if (row == 0 || heading.text != rows_[row - 1][0].text) {
      out += wrapped_cell(heading, indent, style);
    }
    Line line(block.indent);
    for (std::size_t i = 0; i < block.selection.size(); ++i) {
      const std::size_t column = block.selection[i];
      line.add(rows_[row][column], block.widths[i], columns_[column].align, style);
    }
    out += std::move(line).take();
  }
  return out;
}

// A first title that is wider than its column stands on a line above, as first cells do.
std::string TextTable::header(const Block& block, const TerminalStyle& style) const {
  std::string out;
  Line titles(block.indent);
  Line notes(block.indent);
  bool has_notes = false;
  for (std::size_t i = 0; i < block.selection.size(); ++i) {
    const TextColumn& column = columns_[block.selection[i]];
    TextCell title{column.title, Tone::faint};
    if (display_width(title.text) > block.widths[i]) {
      out += wrapped_cell(title, block.indent, style);
      title.text.clear();
    }
    titles.add(title, block.widths[i], column.align, style);
    notes.add({column.note, Tone::faint}, block.widths[i], column.align, style);
    has_notes = has_notes || !column.note.empty();
  }
  out += std::move(titles).take();
  if (has_notes) out += std::move(notes).take();
  return out;
}

// The block starts with the first column.
std::string TextTable::body(const Block& block, const TerminalStyle& style) const {
  std::string out;
  for (std::size_t number = 0; number < rows_.size(); ++number) {
    const std::vector<TextCell>& row = rows_[number];
    const bool hangs =
        overflow_ != Overflow::cut_first && display_width(row[0].text) > block.widths[0];
    if (hangs) out += wrapped_cell(row[0], block.indent, style);
    Line line(block.indent);
    for (std::size_t i = 0; i < block.selection.size(); ++i) {
      const std::size_t column = block.selection[i];
      const TextCell cell = hangs && column == 0 ? TextCell{""} : row[column];
      line.add(cell, block.widths[i], columns_[column].align, style);
    }
    out += std::move(line).take();
    const auto note = notes_.find(number);
    if (note == notes_.end()) continue;
    out += wrapped_cell({note->second, Tone::faint}, block.indent + gap, style);
  }
  return out;
}

}  // namespace hone::reports

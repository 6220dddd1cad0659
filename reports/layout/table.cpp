#include "reports/layout/table.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "reports/layout/utf8.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest_column = 8;
// A first column that is wider than this would leave split tables a column or two each.
constexpr std::size_t widest_name = 24;

std::size_t with_gaps(const std::vector<std::size_t>& widths) {
  const std::size_t sum = std::accumulate(widths.begin(), widths.end(), std::size_t{0});
  return widths.empty() ? 0 : sum + gap * (widths.size() - 1);
}

// Takes what is missing from the widest column, again and again, down to a floor.
void shrink_to(std::vector<std::size_t>& widths, std::size_t room) {
  while (with_gaps(widths) > room) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= narrowest_column) return;
    *widest -= 1;
  }
}

// One line of cells being built; padding is written late, so that no line ends in spaces.
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

bool TextTable::fits(const TerminalStyle& style, std::size_t indent) const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    widths.push_back(width_of(column));
  }
  return with_gaps(widths) <= columns(style) - indent;
}

std::string TextTable::render(const TerminalStyle& style, std::size_t indent) const {
  Selection all(columns_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const std::size_t room = columns(style) - indent;
  std::vector<Block> blocks{block_of(std::move(all), indent)};

  const std::size_t natural = with_gaps(blocks[0].widths);
  if (natural > room) {
    if (overflow_ == Overflow::group_first) return render_grouped(style, indent);
    if (overflow_ == Overflow::split_columns) blocks = split(indent, room);
    if (overflow_ == Overflow::hang_first || overflow_ == Overflow::cut_first) {
      std::size_t& first = blocks[0].widths[0];
      first -= std::min(natural - room, first - std::min(first, narrowest_column));
    }
  }
  std::string out;
  for (Block& block : blocks) {
    shrink_to(block.widths, room);
    if (!out.empty()) out += '\n';
    out += header(block, style) + body(block, style);
  }
  return out;
}

std::string TextTable::render_grouped(const TerminalStyle& style, std::size_t indent) const {
  Selection rest(columns_.size() - 1);
  std::iota(rest.begin(), rest.end(), std::size_t{1});
  Block block = block_of(std::move(rest), indent + gap);
  shrink_to(block.widths, columns(style) - block.indent);

  std::string out = header(block, style);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const TextCell& heading = rows_[row][0];
    if (row == 0 || heading.text != rows_[row - 1][0].text) {
      Line line(indent);
      line.add(heading, columns(style) - indent, Align::left, style);
      out += std::move(line).take();
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

std::string TextTable::header(const Block& block, const TerminalStyle& style) const {
  Line titles(block.indent);
  Line notes(block.indent);
  bool has_notes = false;
  for (std::size_t i = 0; i < block.selection.size(); ++i) {
    const TextColumn& column = columns_[block.selection[i]];
    titles.add({column.title, Tone::faint}, block.widths[i], column.align, style);
    notes.add({column.note, Tone::faint}, block.widths[i], column.align, style);
    has_notes = has_notes || !column.note.empty();
  }
  std::string out = std::move(titles).take();
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
    if (hangs) {
      Line line(block.indent);
      line.add(row[0], columns(style) - block.indent, Align::left, style);
      out += std::move(line).take();
    }
    Line line(block.indent);
    for (std::size_t i = 0; i < block.selection.size(); ++i) {
      const std::size_t column = block.selection[i];
      const TextCell cell = hangs && column == 0 ? TextCell{""} : row[column];
      line.add(cell, block.widths[i], columns_[column].align, style);
    }
    out += std::move(line).take();
    const auto note = notes_.find(number);
    if (note == notes_.end()) continue;
    Line below(block.indent + gap);
    below.add({note->second, Tone::faint}, columns(style) - block.indent - gap, Align::left, style);
    out += std::move(below).take();
  }
  return out;
}

}  // namespace hone::reports

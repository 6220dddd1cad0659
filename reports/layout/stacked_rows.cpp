#include "reports/layout/stacked_rows.hpp"

#include <algorithm>

#include "reports/layout/utf8.hpp"
#include "reports/layout/wrap.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t before_value = 2;  // columns behind a title

// "instructions, of its own"
std::string title_of(const TextColumn& column) {
  if (column.title.empty() || column.note.empty()) return column.title + column.note;
  return column.title + ", " + column.note;
}

class Stack {
 public:
  Stack(const StackedRows& table, const TerminalStyle& style, std::size_t indent)
      : table_(table),
        style_(style),
        indent_(is_very_narrow(style) ? 0 : indent),
        step_(is_very_narrow(style) ? 1 : 2) {
    for (std::size_t i = table.headings; i < table.columns.size(); ++i) {
      widest_title_ = std::max(widest_title_, display_width(title_of(table.columns[i])));
    }
  }

  [[nodiscard]] std::string render() && {
    // Groups have no title of their own, as beside other columns.
    if (table_.headings == 1 && !table_.columns[0].title.empty()) {
      out_ += wrapped_cell({table_.columns[0].title, Tone::faint}, margin(0), style_);
    }
    for (std::size_t row = 0; row < table_.rows.size();) {
      std::size_t end = row + 1;
      while (end < table_.rows.size() && !has_headings(end)) ++end;
      add_headings(row);
      add_values(row, end);
      row = end;
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::size_t margin(std::size_t level) const { return indent_ + step_ * level; }

  [[nodiscard]] bool has_headings(std::size_t row) const {
    const std::vector<TextCell>& cells = table_.rows[row];
    return std::any_of(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(table_.headings),
                       [](const TextCell& cell) { return !cell.text.empty(); });
  }

  void add_headings(std::size_t row) {
    const std::vector<TextCell>& cells = table_.rows[row];
    bool is_repeated = row > 0;
    for (std::size_t i = 0; i < table_.headings; ++i) {
      const bool is_last = i + 1 == table_.headings;
      is_repeated = is_repeated && !is_last && cells[i].text == table_.rows[row - 1][i].text;
      if (is_repeated || cells[i].text.empty()) continue;
      out_ += wrapped_cell(cells[i], margin(i + titles()), style_);
    }
  }

  // Of the rows from `row` to `end`, which are one block: all values of a column under its title.
  void add_values(std::size_t row, std::size_t end) {
    for (std::size_t column = table_.headings; column < table_.columns.size(); ++column) {
      std::string title = title_of(table_.columns[column]);
      for (std::size_t i = row; i < end; ++i) {
        const TextCell& value = table_.rows[i][column];
        if (value.text.empty()) continue;
        add_value(title, value);
        title.clear();
      }
    }
    for (std::size_t i = row; i < end; ++i) {
      const auto note = table_.notes.find(i);
      if (note == table_.notes.end()) continue;
      out_ += wrapped_cell({note->second, Tone::faint}, value_margin(), style_);
    }
  }

  // On the title's line where it fits, else on the next.
  void add_value(const std::string& title, const TextCell& value) {
    const std::size_t beside =
        value_margin() + (widest_title_ > 0 ? widest_title_ + before_value : 0);
    if (beside + display_width(value.text) > columns(style_)) {
      if (!title.empty()) {
        out_ += wrapped_cell({title, Tone::faint}, value_margin(), style_);
      }
      out_ += wrapped_cell(value, value_margin() + step_, style_);
      return;
    }
    out_.append(value_margin(), ' ');
    out_ += paint(title, Tone::faint, style_);
    out_.append(beside - value_margin() - display_width(title), ' ');
    out_ += paint(value.text, value.tone, style_) + "\n";
  }

  [[nodiscard]] std::size_t titles() const { return table_.headings == 1 ? 1 : 0; }
  [[nodiscard]] std::size_t value_margin() const { return margin(titles() + table_.headings); }

  const StackedRows& table_;
  const TerminalStyle& style_;
  std::size_t indent_;
  std::size_t step_;  // from a level to the next
  std::size_t widest_title_ = 0;
  std::string out_;
};

}  // namespace

std::string stack(const StackedRows& table, const TerminalStyle& style, std::size_t indent) {
  return Stack(table, style, indent).render();
}

std::string wrapped_cell(const TextCell& cell, std::size_t margin, const TerminalStyle& style) {
  const std::size_t whole = columns(style);
  // What has no room behind the margin takes from the margin.
  const bool is_one_line = display_width(cell.text) <= whole;
  const std::size_t room = std::max(whole - margin, std::min(whole, widest_value(cell.text)));
  const std::vector<std::string> lines =
      is_one_line ? std::vector<std::string>{cell.text} : wrap(cell.text, room, Values::kept);
  std::string out;
  for (const std::string& line : lines) {
    const std::size_t left = whole - std::min(whole, display_width(line));
    out.append(std::min(margin, left), ' ');
    out += paint(line, cell.tone, style) + "\n";
  }
  return out;
}

}  // namespace hone::reports

#include "reports/formats/terminal_blocks.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/formats/short_names.hpp"
#include "reports/formats/sketch.hpp"
#include "reports/layout/escape.hpp"
#include "reports/layout/table.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/layout/wrap.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t table_indent = 2;
constexpr std::size_t part_indent = 2;
constexpr std::size_t level_indent = 2;
constexpr std::size_t command_indent = 4;
constexpr std::size_t claim_hanging = 2;
constexpr std::size_t longest_bar = 30;
constexpr std::size_t shortest_bar = 5;  // one that is shorter tells nothing

// Where a paragraph's first line and its others begin.
std::pair<std::size_t, std::size_t> indents_of(Paragraph::Role role) {
  switch (role) {
    case Paragraph::Role::body: return {0, 0};
    case Paragraph::Role::answer: return {0, 2};
    case Paragraph::Role::note: return {2, 2};
    case Paragraph::Role::item: return {2, 4};
  }
  return {0, 0};
}

bool has_tones(const Text& text) {
  return std::ranges::any_of(text.spans, [](const Span& span) { return span.tone != Tone::plain; });
}

Text strong(Text text) {
  for (Span& span : text.spans) span.tone = Tone::strong;
  return text;
}

// Wrapped `lines` of `text` in the tones of its spans. Wrapping changes nothing but spaces, so that
// the other bytes of both are the same.
std::string colored(const std::string& lines, const Text& text, bool with_substitutes,
                    const TerminalStyle& style) {
  std::vector<Tone> tones;  // of each byte that is no space
  for (const Span& span : text.spans) {
    const std::string words = shown(Text(span), NameRoom::sentence, with_substitutes);
    const auto spaces = static_cast<std::size_t>(std::ranges::count(words, ' '));
    tones.insert(tones.end(), words.size() - spaces, span.tone);
  }
  std::string out;
  std::string run;  // of bytes in one tone
  std::size_t byte = 0;
  for (const char character : lines) {
    const bool is_space = character == ' ' || character == '\n';
    if (!run.empty() && (is_space || tones.at(byte) != tones.at(byte - 1))) {
      out += paint(run, tones.at(byte - 1), style);
      run.clear();
    }
    if (is_space) {
      out += character;
    } else {
      run += character;
      ++byte;
    }
  }
  return out;
}

// Each line by itself, so that no colour runs into the margin.
std::string painted_sentence(const std::string& sentence, Tone tone, const TerminalStyle& style) {
  std::string out;
  for (const std::string& line : wrap(sentence, columns(style) - claim_hanging, values_in(style))) {
    if (!out.empty()) out.append(claim_hanging, ' ');
    out += paint(line, tone, style) + "\n";
  }
  return out;
}

// A line each; what a subject wrote to its standard error keeps its own lines.
std::string items_below(const std::vector<std::string>& items, const TerminalStyle& style) {
  std::string out;
  for (const std::string& item : items) {
    std::string_view rest = item;
    std::string bullet = "- ";
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      out += labelled("", Tone::plain, bullet + escape_text(rest.substr(0, end)), style);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      bullet.clear();
    }
  }
  return out;
}

// How much of a table is shown.
struct TableView {
  NameRoom names = NameRoom::table;
  bool leaves_out = false;  // the columns that may be left out
  std::size_t bar = longest_bar;
};

bool may_leave_out(const Table& table) {
  return std::ranges::any_of(table.columns, &Column::may_be_left_out);
}

Overflow overflow_of(const Table& table) {
  switch (table.kind) {
    case Rows::grouped: return Overflow::group_first;
    case Rows::lines: return Overflow::cut_first;
    case Rows::named: break;
  }
  const bool can_split = std::ranges::any_of(table.columns, &Column::is_joined);
  return can_split ? Overflow::split_columns : Overflow::hang_first;
}

bool is_name(const Span& span) {
  switch (span.kind) {
    case SpanKind::words: return false;
    case SpanKind::variant: return span.among != nullptr;
    case SpanKind::subject:
    case SpanKind::function:
    case SpanKind::place:
    case SpanKind::command: return true;
  }
  return false;
}

TextCell cell_of(const Cell& cell, const TableView& view) {
  if (!cell.bar) {
    return {shown(cell.text, view.names), cell.tone, std::ranges::any_of(cell.text.spans, is_name)};
  }
  const double length = static_cast<double>(view.bar) * *cell.bar;
  return {std::string(static_cast<std::size_t>(length), '#'), cell.tone};
}

TextTable text_table(const Table& table, const TableView& view) {
  const auto is_shown = [&](const Column& column) {
    return !view.leaves_out || !column.may_be_left_out;
  };
  std::vector<TextColumn> columns;
  for (const Column& column : table.columns) {
    if (!is_shown(column)) continue;
    columns.push_back({shown(column.title, view.names), column.align, escape_text(column.note),
                       column.is_joined});
  }
  TextTable text(std::move(columns), overflow_of(table));
  for (const Row& row : table.rows) {
    std::vector<TextCell> cells;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (is_shown(table.columns[i])) cells.push_back(cell_of(row.cells[i], view));
    }
    if (row.is_part) cells.front().text.insert(0, part_indent, ' ');
    text.add_row(std::move(cells));
    if (!row.note.empty()) text.add_note(shown(row.note, view.names));
  }
  return text;
}

bool has_bars(const Table& table) {
  return std::ranges::any_of(table.rows, [](const Row& row) {
    return std::ranges::any_of(row.cells, [](const Cell& cell) { return cell.bar.has_value(); });
  });
}

// The columns that are left for bars.
std::size_t room_for_bars(const Table& table, const TerminalStyle& style) {
  if (!has_bars(table)) return 0;
  const std::size_t taken = table_indent + text_table(table, {.bar = 0}).width();
  const std::size_t room = columns(style) - std::min(taken, columns(style));
  return room < shortest_bar ? 0 : std::min(room, longest_bar);
}

// In a table that may leave out columns names give way first, then those columns.
TableView view_of(const Table& table, const TerminalStyle& style) {
  TableView view{.bar = room_for_bars(table, style)};
  if (!may_leave_out(table)) return view;
  for (const TableView& candidate :
       {TableView{}, TableView{NameRoom::narrow_table}, TableView{NameRoom::narrow_table, true}}) {
    view = candidate;
    if (text_table(table, view).fits(style, table_indent)) break;
  }
  return view;
}

class Layout {
 public:
  explicit Layout(const TerminalStyle& style) : style_(style) {}

  void operator()(const Break& /*unused*/) { is_apart_ = true; }

  void operator()(const Heading& heading) {
    const std::string text = shown(heading.text, NameRoom::sentence);
    const std::size_t margin = level_indent * heading.level;
    if (is_narrow(style_) && margin + display_width(text) > columns(style_)) {
      const std::string lines = paragraph(text, margin, margin + claim_hanging, style_);
      const Text toned = has_tones(heading.text) ? heading.text : strong(heading.text);
      put(colored(lines, toned, false, style_));
      return;
    }
    put(std::string(margin, ' ') + (has_tones(heading.text)
                                        ? colored(text + "\n", heading.text, false, style_)
                                        : paint(text, Tone::strong, style_) + "\n"));
  }

  void operator()(const Paragraph& block) {
    const std::string text = shown(block.text, NameRoom::sentence, left_out_);
    if (text.empty()) return;
    const auto [indent, hanging] = indents_of(block.role);
    const std::size_t margin = level_indent * block.level;
    const std::string lines = paragraph(text, margin + indent, margin + hanging, style_);
    put(has_tones(block.text) ? colored(lines, block.text, left_out_, style_) : lines);
  }

  // On one line where it fits; the detail never breaks the claim.
  void operator()(const Claim& block) {
    const std::string claim = shown(block.claim, NameRoom::sentence);
    const std::string detail = shown(block.detail, NameRoom::sentence);
    if (detail.empty()) {
      put(painted_sentence(claim, block.tone, style_));
    } else if (display_width(claim) + 1 + display_width(detail) <= columns(style_)) {
      put(paint(claim, block.tone, style_) + " " + detail + "\n");
    } else {
      put(painted_sentence(claim, block.tone, style_) +
          paragraph(detail, claim_hanging, claim_hanging, style_));
    }
  }

  void operator()(const Fields& block) {
    std::string out;
    for (const Field& field : block.fields) {
      out += labelled(escape_text(field.label), field.tone, shown(field.text, NameRoom::sentence),
                      style_);
      out += items_below(field.items, style_);
    }
    put(out);
  }

  void operator()(const Table& table) {
    const TableView view = view_of(table, style_);
    left_out_ = view.leaves_out;
    put(text_table(table, view).render(style_, table_indent));
  }

  void operator()(const Histogram& histogram) { put(sketch(histogram, style_)); }

  // Lines that a shell takes for one.
  void operator()(const ShellCommand& command) {
    std::string text;
    std::string line(command_indent, ' ');
    for (const std::string& raw : command.words) {
      const std::string word = escape_text(raw);
      const bool begins = line.back() == ' ';
      if (!begins && display_width(line) + display_width(word) + 3 > columns(style_)) {
        text += line + " \\\n";
        line = std::string(command_indent + 2, ' ') + word;
      } else {
        line += (begins ? "" : " ") + word;
      }
    }
    put(text + line + "\n");
  }

  [[nodiscard]] std::string take() && { return std::move(out_); }

 private:
  void put(const std::string& text) {
    if (text.empty()) return;
    if (is_apart_ && !out_.empty()) out_ += '\n';
    is_apart_ = false;
    out_ += text;
  }

  const TerminalStyle& style_;
  std::string out_;
  bool is_apart_ = false;
  bool left_out_ = false;  // by the newest table
};

}  // namespace

std::string lay_out(const Document& document, const TerminalStyle& style) {
  Layout layout(style);
  for (const Block& block : document.blocks) std::visit(layout, block);
  return std::move(layout).take();
}

}  // namespace hone::reports

#include "reports/formats/markdown.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/text/characters.hpp"
#include "reports/formats/sketch.hpp"
#include "reports/layout/escape.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t first_heading = 2;  // the page that it is pasted into has a title
constexpr std::size_t deepest_heading = 6;
constexpr std::size_t longest_drawn_bar = 20;
constexpr TerminalStyle sketch_style{.color = false, .width = 80};

// The most backticks that stand in a row.
std::size_t longest_backticks(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char character : text) {
    run = character == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// A code span ends at as many backticks as it began with, and loses one space at each end where it
// has one at both.
std::string code_span(std::string_view text) {
  const std::string fence(longest_backticks(text) + 1, '`');
  const bool is_padded = text.empty() || text.front() == '`' || text.back() == '`' ||
                         (text.front() == ' ' && text.back() == ' ');
  const std::string_view pad = is_padded ? " " : "";
  std::string span = fence;
  span.append(pad).append(text).append(pad).append(fence);
  return span;
}

std::string fenced(std::string_view language, std::string_view lines) {
  const std::string fence(std::max<std::size_t>(longest_backticks(lines) + 1, 3), '`');
  std::string block = fence;
  block.append(language).append("\n").append(lines);
  if (!block.ends_with('\n')) block += '\n';
  return block + fence + "\n";
}

// Whether a word would become a link, or call somebody, however its characters are escaped.
bool is_linked(std::string_view word) {
  if (word.find('@') != std::string_view::npos || word.find("://") != std::string_view::npos ||
      word.find("www.") != std::string_view::npos) {
    return true;
  }
  const std::size_t hash = word.find('#');
  return hash != std::string_view::npos && hash + 1 < word.size() && text::is_digit(word[hash + 1]);
}

// An underscore within a word marks nothing.
bool is_within_word(std::string_view word, std::size_t at) {
  const auto is_of_word = [](char c) { return text::is_letter(c) || text::is_digit(c); };
  return at > 0 && at + 1 < word.size() && is_of_word(word[at - 1]) && is_of_word(word[at + 1]);
}

std::string without_markup(std::string_view word) {
  constexpr std::string_view markup = R"(\`*[]<~&$)";
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool is_markup = markup.find(word[i]) != std::string_view::npos;
    if (is_markup || (word[i] == '_' && !is_within_word(word, i))) out += '\\';
    out += word[i];
  }
  return out;
}

// Words, of which a sentence may be full; a figure such as "-2.0 .. +20 %" keeps its signs.
std::string words_of(std::string_view words) {
  std::string out;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    out += is_linked(word) ? code_span(word) : without_markup(word);
    words.remove_prefix(end);
    const std::size_t spaces = std::min(words.find_first_not_of(' '), words.size());
    out.append(spaces, ' ');
    words.remove_prefix(spaces);
  }
  return out;
}

// What stands in `text` around what is no space, put inside of `mark`: "**" marks nothing where a
// space follows it.
std::string marked(const std::string& text, std::string_view mark) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return text;
  const std::size_t last = text.find_last_not_of(' ');
  std::string out = text.substr(0, first);
  out.append(mark).append(text, first, last + 1 - first).append(mark).append(text, last + 1);
  return out;
}

bool is_marked(Tone tone) {
  return tone == Tone::strong || tone == Tone::good || tone == Tone::bad || tone == Tone::doubtful;
}

std::string piece(const Span& span) {
  const std::string text = escape_text(span.text);
  if (span.kind != SpanKind::words && !text.empty()) return code_span(text);
  const std::string words = words_of(text);
  return is_marked(span.tone) ? marked(words, "**") : words;
}

std::string inline_text(const Text& text) {
  std::string out;
  for (const Span& span : text.spans) {
    if (!span.is_substitute) out += piece(span);
  }
  return out;
}

// A line that begins so would be a heading, a quotation or an item of a list.
std::string sentence(const Text& text) {
  std::string out = inline_text(text);
  constexpr std::string_view begins_a_block = "#>+-=";
  if (!out.empty() && begins_a_block.find(out.front()) != std::string_view::npos) {
    out.insert(0, 1, '\\');
  }
  const std::size_t digits = std::min(out.find_first_not_of("0123456789"), out.size());
  if (digits > 0 && digits < out.size() && (out[digits] == '.' || out[digits] == ')')) {
    out.insert(digits, 1, '\\');
  }
  return out;
}

// Within a table a bar ends the cell, even in a code span, unless a backslash stands before it that
// is not escaped itself.
std::string in_cell(const std::string& text) {
  std::string out;
  bool is_escaped = false;
  for (const char character : text) {
    if (character == '|' && !is_escaped) out += '\\';
    is_escaped = character == '\\' && !is_escaped;
    out += character;
  }
  return out;
}

std::string cell_text(const Cell& cell) {
  if (cell.bar) {
    const double length = static_cast<double>(longest_drawn_bar) * *cell.bar;
    return length < 1 ? "" : code_span(std::string(static_cast<std::size_t>(length), '#'));
  }
  const std::string text = in_cell(inline_text(cell.text));
  const bool is_word = cell.tone == Tone::good || cell.tone == Tone::bad;
  return is_word && !text.starts_with("**") ? marked(text, "**") : text;
}

std::string table_line(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + cell + " |";
  return line + "\n";
}

std::string head_of(const Column& column) {
  std::string text = in_cell(inline_text(column.title));
  if (!column.note.empty()) text += " (" + in_cell(words_of(escape_text(column.note))) + ")";
  return text;
}

class MarkdownLayout {
 public:
  void operator()(const Break& /*unused*/) {}  // blocks are apart as they are

  void operator()(const Heading& heading) {
    const std::size_t level = std::min(first_heading + heading.level, deepest_heading);
    put(std::string(level, '#') + " " + inline_text(heading.text) + "\n");
  }

  void operator()(const Paragraph& block) {
    const std::string text = sentence(block.text);
    if (text.empty()) return;
    if (block.role == Paragraph::Role::item) {
      put_item(std::string(2 * block.level, ' ') + "- " + text + "\n");
    } else {
      put(text + "\n");
    }
  }

  void operator()(const Claim& block) {
    std::string text = marked(inline_text(plain(block.claim)), "**");
    if (!block.detail.empty()) text += " " + inline_text(block.detail);
    put(text + "\n");
  }

  void operator()(const Fields& block) {
    for (const Field& field : block.fields) {
      const std::string text = sentence(field.text);
      put_item(field.label.empty()
                   ? "  - " + text + "\n"
                   : "- " + marked(words_of(escape_text(field.label)), "**") + ": " + text + "\n");
      for (const std::string& item : field.items) put_lines(item);
    }
  }

  // A row's note stands below the table, by the row's name.
  void operator()(const Table& table) {
    std::vector<std::string> heads;
    std::vector<std::string> rules;
    for (const Column& column : table.columns) {
      heads.push_back(head_of(column));
      rules.emplace_back(column.align == Align::right ? "---:" : "---");
    }
    std::string out = table_line(heads) + table_line(rules);
    std::string notes;
    for (const Row& row : table.rows) {
      std::vector<std::string> cells;
      for (const Cell& cell : row.cells) cells.push_back(cell_text(cell));
      if (row.is_part) cells.front().insert(0, "&emsp;");
      if (!row.note.empty()) notes += "- " + cells.front() + ": " + inline_text(row.note) + "\n";
      out += table_line(cells);
    }
    put(out);
    put(notes);
  }

  void operator()(const Histogram& histogram) {
    put(fenced("text", sketch(histogram, sketch_style)));
  }

  void operator()(const ShellCommand& command) {
    std::string line;
    for (const std::string& word : command.words) {
      line += (line.empty() ? "" : " ") + escape_text(word);
    }
    put(fenced("sh", line));
  }

  [[nodiscard]] std::string take() && { return std::move(out_); }

 private:
  // A claim is marked as a whole.
  static Text plain(Text text) {
    for (Span& span : text.spans) span.tone = Tone::plain;
    return text;
  }

  void put(const std::string& text) {
    if (text.empty()) return;
    if (!out_.empty()) out_ += '\n';
    out_ += text;
    is_in_list_ = false;
  }

  // Items stand together.
  void put_item(const std::string& item) {
    if (!is_in_list_ && !out_.empty()) out_ += '\n';
    out_ += item;
    is_in_list_ = true;
  }

  // What a subject wrote keeps its lines.
  void put_lines(std::string_view item) {
    std::string lines;
    while (!item.empty()) {
      const std::size_t end = std::min(item.find('\n'), item.size());
      lines += escape_text(item.substr(0, end)) + "\n";
      item.remove_prefix(std::min(end + 1, item.size()));
    }
    const bool is_one = std::count(lines.begin(), lines.end(), '\n') == 1;
    if (is_one) {
      lines.pop_back();
      put_item("  - " + sentence(Text(lines)) + "\n");
      return;
    }
    std::string block = fenced("text", lines);
    std::string inner;
    for (std::size_t begin = 0; begin < block.size();) {
      const std::size_t end = block.find('\n', begin) + 1;
      inner += "    " + block.substr(begin, end - begin);
      begin = end;
    }
    inner[2] = '-';
    put_item(inner);
  }

  std::string out_;
  bool is_in_list_ = false;
};

}  // namespace

std::string render_markdown(const Report& report, Extent extent) {
  return render_markdown(whole_report(report, {.extent = extent}));
}

std::string render_markdown(const Document& document) {
  MarkdownLayout layout;
  for (const Block& block : document.blocks) std::visit(layout, block);
  return std::move(layout).take();
}

}  // namespace hone::reports

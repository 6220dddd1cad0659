#include "reports/layout/wrap.hpp"

#include <algorithm>

#include "reports/layout/utf8.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t label_indent = 2;
constexpr std::size_t label_width = 14;  // "inconclusive" and two spaces

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t start = text.find_first_not_of(' ');
    if (start == std::string_view::npos) return words;
    text.remove_prefix(start);
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

void append_lines(std::string& out, const std::vector<std::string>& lines, std::size_t hanging) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out.append(hanging, ' ');
    out += lines[i];
    out += '\n';
  }
}

std::size_t room_after(std::size_t indent, const TerminalStyle& style) {
  return columns(style) - std::min(indent, columns(style) / 2);
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  for (std::string_view word : words_of(text)) {
    const std::size_t used = display_width(lines.back());
    const std::size_t room = columns - std::min(columns, used + 1);
    if (used > 0 && prefix_of_width(word, room).size() < word.size()) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    while (true) {
      const std::string_view head = prefix_of_width(word, columns);
      // All of it, or one character that is wider than the line.
      if (head.size() == word.size() || head.empty()) break;
      lines.back() += head;
      lines.emplace_back();
      word.remove_prefix(head.size());
    }
    lines.back() += word;
  }
  return lines;
}

std::string paragraph(std::string_view text, std::size_t indent, std::size_t hanging,
                      const TerminalStyle& style) {
  std::string out(indent, ' ');
  append_lines(out, wrap(text, room_after(std::max(indent, hanging), style)), hanging);
  return out;
}

std::string labelled(std::string_view label, Tone tone, std::string_view text,
                     const TerminalStyle& style) {
  const std::size_t hanging = label_indent + label_width;
  const std::size_t used = display_width(label);
  std::string out(label_indent, ' ');
  out += paint(shorten_to_width(label, room_after(label_indent, style)), tone, style);
  if (used + 2 <= label_width) {
    out.append(label_width - used, ' ');
  } else {
    out += '\n';
    out.append(hanging, ' ');
  }
  append_lines(out, wrap(text, room_after(hanging, style)), hanging);
  return out;
}

}  // namespace hone::reports

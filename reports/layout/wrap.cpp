#include "reports/layout/wrap.hpp"

#include <algorithm>
#include <array>

#include "reports/layout/utf8.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t label_indent = 2;
constexpr std::size_t label_width = 14;   // "inconclusive" and two spaces
constexpr std::size_t widest_margin = 2;  // where the terminal is very narrow

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

// "1.05x", "(97.5", "<0.01", "-0.80"
bool begins_with_number(std::string_view word) {
  const std::size_t start = word.find_first_not_of("(<~+-");
  return start != std::string_view::npos && word[start] >= '0' && word[start] <= '9';
}

// A unit, as hone writes it, with what may stand behind it in a sentence.
bool is_unit(std::string_view word) {
  constexpr std::array<std::string_view, 24> units{
      "%", "ns", "us", "ms",  "s",   "B",   "KiB", "MiB", "GiB", "TiB", "k",    "M",
      "G", "T",  "Hz", "kHz", "MHz", "GHz", "M/s", "G/s", "T/s", "CPI", "MPKI", "CPUs"};
  const std::size_t end = word.find_last_not_of("),;:.");
  word = word.substr(0, end == std::string_view::npos ? 0 : end + 1);
  return std::find(units.begin(), units.end(), word) != units.end();
}

// Whether the two words are parts of one value: of an interval, or a number and its unit.
bool belong_together(std::string_view word, std::string_view next) {
  constexpr std::string_view between = "..";
  return word == between || next == between || (begins_with_number(word) && is_unit(next));
}

// The words, those of one value as one, unless that is wider than a line.
std::vector<std::string> pieces_of(std::string_view text, std::size_t columns, Values values) {
  const std::vector<std::string_view> words = words_of(text);
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_joined =
        values == Values::kept && i > 0 && belong_together(words[i - 1], words[i]);
    if (is_joined && display_width(pieces.back()) + 1 + display_width(words[i]) <= columns) {
      pieces.back() += ' ';
      pieces.back() += words[i];
    } else {
      pieces.emplace_back(words[i]);
    }
  }
  return pieces;
}

void append_lines(std::string& out, const std::vector<std::string>& lines, std::size_t hanging) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out.append(hanging, ' ');
    out += lines[i];
    out += '\n';
  }
}

std::size_t margin_of(std::size_t wanted, const TerminalStyle& style) {
  return is_very_narrow(style) ? std::min(wanted, widest_margin) : wanted;
}

}  // namespace

Values values_in(const TerminalStyle& style) {
  return is_narrow(style) ? Values::kept : Values::broken;
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns, Values values) {
  std::vector<std::string> lines(1);
  for (const std::string& piece : pieces_of(text, columns, values)) {
    std::string_view rest = piece;
    const std::size_t used = display_width(lines.back());
    const std::size_t room = columns - std::min(columns, used + 1);
    if (used > 0 && prefix_of_width(rest, room).size() < rest.size()) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    while (true) {
      const std::string_view head = prefix_of_width(rest, columns);
      // All of it, or one character that is wider than the line.
      if (head.size() == rest.size() || head.empty()) break;
      lines.back() += head;
      lines.emplace_back();
      rest.remove_prefix(head.size());
    }
    lines.back() += rest;
  }
  return lines;
}

std::size_t widest_value(std::string_view text) {
  std::size_t widest = 0;
  for (const std::string& piece : pieces_of(text, text.size(), Values::kept)) {
    widest = std::max(widest, display_width(piece));
  }
  return widest;
}

std::string paragraph(std::string_view text, std::size_t indent, std::size_t hanging,
                      const TerminalStyle& style) {
  const std::size_t first = margin_of(indent, style);
  const std::size_t others = margin_of(hanging, style);
  const std::size_t room = columns(style) - std::max(first, others);
  std::string out(first, ' ');
  append_lines(out, wrap(text, room, values_in(style)), others);
  return out;
}

std::string labelled(std::string_view label, Tone tone, std::string_view text,
                     const TerminalStyle& style) {
  const std::size_t margin = is_very_narrow(style) ? 1 : label_indent;
  const std::size_t hanging = margin_of(label_indent + label_width, style);
  const bool is_beside = label.empty() || margin + display_width(label) + 2 <= hanging;
  std::string out;
  std::string first(hanging, ' ');
  if (is_beside) {
    first.replace(margin, display_width(label), paint(label, tone, style));
  } else {
    for (const std::string& line : wrap(label, columns(style) - margin)) {
      out += std::string(margin, ' ') + paint(line, tone, style) + "\n";
    }
  }
  out += first;
  append_lines(out, wrap(text, columns(style) - hanging, values_in(style)), hanging);
  return out;
}

}  // namespace hone::reports

// How text output looks: its width and whether colour may be added. Colour only repeats
// what a word already says, so the report reads the same without it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/document/tone.hpp"

namespace hone::reports {

struct TerminalStyle {
  bool color = false;
  int width = 80;  // columns; below 20 the layout is that of 20
  // Whether the answer comes after the details: on a screen that scrolls, the end is what is seen.
  bool answer_last = false;
};

// `text` between the escape sequences of `tone`; unchanged without colour. An empty text stays
// empty.
inline std::string paint(std::string_view text, Tone tone, const TerminalStyle& style) {
  if (!style.color || tone == Tone::plain || text.empty()) return std::string{text};
  std::string_view code;
  switch (tone) {
    case Tone::strong: code = "1"; break;
    case Tone::faint: code = "2"; break;
    case Tone::good: code = "32"; break;
    case Tone::bad: code = "31"; break;
    case Tone::doubtful: code = "33"; break;
    case Tone::plain: break;
  }
  std::string painted = "\x1b[";
  painted += code;
  painted += 'm';
  painted += text;
  painted += "\x1b[0m";
  return painted;
}

inline std::size_t columns(const TerminalStyle& style) {
  constexpr int narrowest = 20;
  return static_cast<std::size_t>(style.width < narrowest ? narrowest : style.width);
}

// Narrower than a usual terminal: values of several words are then kept on one line.
inline bool is_narrow(const TerminalStyle& style) { return columns(style) < 80; }

// So narrow that margins would take the room of what they set apart.
inline bool is_very_narrow(const TerminalStyle& style) { return columns(style) < 40; }

}  // namespace hone::reports

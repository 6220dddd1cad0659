#include "reports/layout/escape.hpp"

#include <array>

#include <fmt/format.h>

#include "reports/layout/utf8.hpp"

namespace hone::reports {

namespace {

// Beyond C0, DEL and C1: what has no glyph of its own and hides or reorders its neighbours.
constexpr std::array unsafe{
    CodePointRange{0x00AD, 0x00AD},    // soft hyphen
    CodePointRange{0x061C, 0x061C},    // Arabic letter mark
    CodePointRange{0x200B, 0x200C},    // zero-width space and non-joiner
    CodePointRange{0x200E, 0x200F},    // left-to-right and right-to-left mark
    CodePointRange{0x2028, 0x202E},    // separators; embeddings and overrides
    CodePointRange{0x2060, 0x206F},    // word joiner, invisible operators, isolates
    CodePointRange{0xFEFF, 0xFEFF},    // byte order mark
    CodePointRange{0xFFF9, 0xFFFB},    // interlinear annotation
    CodePointRange{0xE0000, 0xE007F},  // tags
};

bool is_control(char32_t value) { return value < 0x20 || (value >= 0x7F && value <= 0x9F); }

bool is_unsafe(char32_t value) { return is_control(value) || contains(unsafe, value); }

}  // namespace

std::string escape_text(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    if (!point.value || *point.value < 0x80) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (point.value && !is_unsafe(byte)) {
        safe += text[at];
      } else {
        safe += fmt::format("\\x{:02x}", byte);
      }
    } else if (is_unsafe(*point.value)) {
      safe += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(*point.value));
    } else {
      safe += text.substr(at, point.bytes);
    }
    at += point.bytes;
  }
  return safe;
}

std::string escape_xml(std::string_view text) {
  std::string out;
  for (const char character : escape_text(text)) {
    switch (character) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += character;
    }
  }
  return out;
}

}  // namespace hone::reports

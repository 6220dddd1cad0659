#include "reports/layout/escape.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/layout/utf8.hpp"

namespace hone::reports {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Beyond C0, DEL and C1: what has no glyph of its own and hides or reorders its neighbours.
constexpr std::array unsafe{
    Range{0x00AD, 0x00AD},    // soft hyphen
    Range{0x061C, 0x061C},    // Arabic letter mark
    Range{0x200B, 0x200C},    // zero-width space and non-joiner
    Range{0x200E, 0x200F},    // left-to-right and right-to-left mark
    Range{0x2028, 0x202E},    // separators; embeddings and overrides
    Range{0x2060, 0x206F},    // word joiner, invisible operators, isolates
    Range{0xFEFF, 0xFEFF},    // byte order mark
    Range{0xFFF9, 0xFFFB},    // interlinear annotation
    Range{0xE0000, 0xE007F},  // tags
};

bool is_control(char32_t value) { return value < 0x20 || (value >= 0x7F && value <= 0x9F); }

bool is_unsafe(char32_t value) {
  return is_control(value) || std::any_of(unsafe.begin(), unsafe.end(), [value](const Range& r) {
           return r.first <= value && value <= r.last;
         });
}

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

}  // namespace hone::reports

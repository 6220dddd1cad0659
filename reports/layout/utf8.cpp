#include "reports/layout/utf8.hpp"

#include <algorithm>
#include <array>

namespace hone::reports {

namespace {

// The blocks that hold nearly all of Unicode's nonspacing marks of living scripts in Latin,
// Greek and Cyrillic text, the variation selectors, and the joiner of emoji sequences.
constexpr std::array zero_width{CodePointRange{0x0300, 0x036F}, CodePointRange{0x1AB0, 0x1AFF},
                                CodePointRange{0x1DC0, 0x1DFF}, CodePointRange{0x200D, 0x200D},
                                CodePointRange{0x20D0, 0x20FF}, CodePointRange{0xFE00, 0xFE0F},
                                CodePointRange{0xFE20, 0xFE2F}};

// Blocks of East Asian Width "wide" or "fullwidth" (Unicode Standard Annex 11).
constexpr std::array double_width{
    CodePointRange{0x1100, 0x115F},   CodePointRange{0x2E80, 0x303E},
    CodePointRange{0x3041, 0xA4CF},   CodePointRange{0xAC00, 0xD7A3},
    CodePointRange{0xF900, 0xFAFF},   CodePointRange{0xFE30, 0xFE6F},
    CodePointRange{0xFF00, 0xFF60},   CodePointRange{0xFFE0, 0xFFE6},
    CodePointRange{0x1F300, 0x1F64F}, CodePointRange{0x1F680, 0x1F6FF},
    CodePointRange{0x1F900, 0x1F9FF}, CodePointRange{0x20000, 0x3FFFD}};

std::size_t columns_of(char32_t value) {
  if (value < zero_width.front().first) return 1;  // nearly all that is ever written
  if (contains(zero_width, value)) return 0;
  return contains(double_width, value) ? 2 : 1;
}

std::size_t columns_of(const CodePoint& point) {
  return point.value ? columns_of(*point.value) : 1;
}

struct Lead {
  std::size_t bytes;
  char32_t bits;
  char32_t smallest;  // below this the sequence is overlong
};

std::optional<Lead> read_lead(unsigned char byte) {
  if (byte < 0x80) return Lead{1, byte, 0};
  if ((byte & 0xE0U) == 0xC0U) return Lead{2, byte & 0x1FU, 0x80};
  if ((byte & 0xF0U) == 0xE0U) return Lead{3, byte & 0x0FU, 0x800};
  if ((byte & 0xF8U) == 0xF0U) return Lead{4, byte & 0x07U, 0x10000};
  return std::nullopt;
}

bool is_scalar_value(char32_t value) {
  return value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

// The shortest suffix of `text` that leaves out whole code points until it fits.
std::string_view suffix_of_width(std::string_view text, std::size_t columns) {
  std::size_t left = display_width(text);
  std::size_t at = 0;
  while (at < text.size() && left > columns) {
    const CodePoint point = decode_at(text, at);
    left -= columns_of(point);
    at += point.bytes;
  }
  return text.substr(at);
}

}  // namespace

bool contains(std::span<const CodePointRange> ranges, char32_t value) {
  return std::any_of(ranges.begin(), ranges.end(), [value](const CodePointRange& range) {
    return range.first <= value && value <= range.last;
  });
}

CodePoint decode_at(std::string_view text, std::size_t at) {
  const std::optional<Lead> lead = read_lead(static_cast<unsigned char>(text[at]));
  if (!lead || at + lead->bytes > text.size()) return {};
  char32_t value = lead->bits;
  for (std::size_t i = 1; i < lead->bytes; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte & 0x3FU);
  }
  if (value < lead->smallest || !is_scalar_value(value)) return {};
  return {value, lead->bytes};
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    columns += columns_of(point);
    at += point.bytes;
  }
  return columns;
}

std::string_view prefix_of_width(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint point = decode_at(text, at);
    used += columns_of(point);
    if (used > columns) break;
    at += point.bytes;
  }
  return text.substr(0, at);
}

std::string shorten_to_width(std::string_view text, std::size_t columns) {
  constexpr std::string_view gap = "..";
  if (display_width(text) <= columns) return std::string{text};
  if (columns <= gap.size()) return std::string{prefix_of_width(text, columns)};
  const std::size_t tail = (columns - gap.size()) / 2;
  std::string shortened{prefix_of_width(text, columns - gap.size() - tail)};
  shortened += gap;
  shortened += suffix_of_width(text, tail);
  return shortened;
}

}  // namespace hone::reports

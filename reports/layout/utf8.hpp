// UTF-8 as a terminal needs it: code points one by one, and the columns that they take.
// Names come from outside, so bytes that are not UTF-8 are an ordinary case here.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hone::reports {

struct CodePoint {
  std::optional<char32_t> value;  // absent: this byte starts no valid sequence
  std::size_t bytes = 1;
};

// Both ends are within it.
struct CodePointRange {
  char32_t first;
  char32_t last;
};

[[nodiscard]] bool contains(std::span<const CodePointRange> ranges, char32_t value);

// The code point that starts at `text[at]`; overlong forms and surrogates are invalid.
// Precondition: at < text.size().
CodePoint decode_at(std::string_view text, std::size_t at);

// Columns that `text` takes: 0 for combining marks, 2 for East Asian wide characters
// and emoji, else 1 (also for each invalid byte).
std::size_t display_width(std::string_view text);

// The longest prefix, whole code points only, that takes at most `columns`.
std::string_view prefix_of_width(std::string_view text, std::size_t columns);

// `text` itself when it fits, else its head and its tail around "..". The tail stays
// because names that are long tend to differ at their end.
std::string shorten_to_width(std::string_view text, std::size_t columns);

}  // namespace hone::reports

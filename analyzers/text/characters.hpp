// The kinds of a text's bytes. ASCII only, whatever the locale: a byte of a longer UTF-8 sequence
// is of none of these kinds.
#pragma once

#include <algorithm>
#include <string_view>

namespace hone::text {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char c) { return is_small_letter(c) || is_capital(c); }

// A character that an identifier of C may have.
constexpr bool is_identifier(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

// A byte of a longer UTF-8 sequence, but not its first.
constexpr bool is_utf8_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// [a-z0-9_]+
constexpr bool is_small_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_small_letter(c) || is_digit(c) || c == '_';
  });
}

// [a-z][a-z0-9_]*, as ids of metrics and names of parameters are.
constexpr bool is_small_name(std::string_view text) {
  return is_small_word(text) && is_small_letter(text.front());
}

}  // namespace hone::text

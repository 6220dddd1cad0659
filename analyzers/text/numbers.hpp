// Numbers as text. Nothing depends on the locale, and no blank or leading '+' belongs to a number.
#pragma once

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>

namespace hone::text {

// The whole text as a decimal number. nullopt: it is none, or one that does not fit the type. Whole
// numbers are digits, with a '-' in front where the type has a sign. Other numbers may have a
// fraction and an exponent, and "inf" and "nan" are among them.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

// The whole text as hexadecimal digits of either case, without a prefix such as 0x. nullopt: as for
// parse_number().
template <std::unsigned_integral Number>
std::optional<Number> parse_hexadecimal(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, 16);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

// The whole text as C writes numbers: hexadecimal behind "0x", else decimal. nullopt: as for
// parse_number().
template <std::unsigned_integral Number>
std::optional<Number> parse_c_number(std::string_view text) {
  return text.starts_with("0x") ? parse_hexadecimal<Number>(text.substr(2))
                                : parse_number<Number>(text);
}

// Takes the decimal number that `rest` begins with off `rest`, the longest one that there is.
// nullopt, and nothing is taken: `rest` begins with none, or with one that does not fit the type.
template <class Number>
std::optional<Number> take_number(std::string_view& rest) {
  Number number{};
  const auto [behind, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{}) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(behind - rest.data()));
  return number;
}

// The power of ten that the second of the number's digits counts: 10 of 187. A multiple of it has
// two digits. Precondition: the number is above 0.
inline double second_digit_of(double number) {
  return std::pow(10.0, std::floor(std::log10(number)) - 1);
}

// 1874 -> 1900: a whole number as a person would have chosen it. Below 100 it is the nearest one.
inline double rounded_to_two_digits(double number) {
  const double size = std::abs(number);
  const double unit = size < 100 ? 1 : second_digit_of(size);
  return std::round(number / unit) * unit;
}

}  // namespace hone::text

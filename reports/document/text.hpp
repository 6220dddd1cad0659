// Text as pieces of data. Names from outside stand in the pieces as they are: a format escapes what
// it writes, once, and shortens the pieces whose kind says that they may be long.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reports/document/tone.hpp"

namespace hone::reports {

enum class SpanKind : std::uint8_t {
  words,     // never cut
  variant,   // a variant's name; a command is called by its own text
  subject,   // "family/name", whose family says where to look it up
  function,  // a function's name
  place,     // "parser.cpp:88"
  command,   // a command line
};

struct Span {
  std::string text;
  SpanKind kind = SpanKind::words;
  Tone tone = Tone::plain;
  // All names, this one included, from which a variant's name must still be told when it is cut.
  // Null: a variant's name is never cut.
  std::shared_ptr<const std::vector<std::string>> among{};
  bool is_listed = false;  // one of several names in a row, each of which has less room
  // Whether the piece stands for columns of the table above that a format had no room for. It is
  // not shown otherwise.
  bool is_substitute = false;
};

struct Text {
  std::vector<Span> spans;

  Text() = default;
  // Implicit, since sections make their texts of words.
  Text(const char* words) : Text(std::string(words)) {}       // NOLINT(google-explicit-constructor)
  Text(std::string_view words) : Text(std::string(words)) {}  // NOLINT(google-explicit-constructor)
  Text(std::string words);                                    // NOLINT(google-explicit-constructor)
  Text(Span span);                                            // NOLINT(google-explicit-constructor)

  Text& operator+=(const Text& more);

  [[nodiscard]] bool empty() const;

  // The pieces joined as they are: whole, not escaped.
  [[nodiscard]] std::string plain() const;
};

// `pattern` with each "{}" in it replaced by the next of the parts. Precondition: there are as many
// parts as "{}".
Text filled(std::string_view pattern, const std::vector<Text>& parts);

// "a, b, c" when `separator` is ", ".
Text joined(const std::vector<Text>& texts, std::string_view separator);

}  // namespace hone::reports

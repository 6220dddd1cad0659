// Text as pieces of data. Names from outside stand in it as they are: a format escapes what it
// writes, once, and shortens the pieces whose kind says that they may be long.
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
  // The names, this one too, that a cut name must still be told from. Null: it is never cut.
  std::shared_ptr<const std::vector<std::string>> among{};
  bool is_listed = false;  // one of several names in a row, each of which has less room
  // Stands for columns of the table above that a format had no room for; not shown otherwise.
  bool is_substitute = false;
};

struct Text {
  std::vector<Span> spans;

  Text() = default;
  // Words are texts: sections are made of them.
  Text(const char* words) : Text(std::string(words)) {}       // NOLINT(google-explicit-constructor)
  Text(std::string_view words) : Text(std::string(words)) {}  // NOLINT(google-explicit-constructor)
  Text(std::string words);                                    // NOLINT(google-explicit-constructor)
  Text(Span span);                                            // NOLINT(google-explicit-constructor)

  Text& operator+=(const Text& more);

  [[nodiscard]] bool empty() const;

  // Every piece as it is: whole, not escaped.
  [[nodiscard]] std::string plain() const;
};

// `pattern` with each "{}" in it replaced by the next of the parts, of which there must be enough.
Text filled(std::string_view pattern, const std::vector<Text>& parts);

// "a, b, c".
Text joined(const std::vector<Text>& texts, std::string_view separator);

}  // namespace hone::reports

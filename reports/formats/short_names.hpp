// Names as a terminal has room for them. A name that is too long loses its middle. Where that would
// make two names the same, the words that all of them begin with are left out first, and names that
// are still the same then get a number each.
#pragma once

#include <cstdint>
#include <string>

#include "reports/document/text.hpp"

namespace hone::reports {

// How much room a text has for the names in it.
enum class NameRoom : std::uint8_t { sentence, table, narrow_table };

// The text of the span, escaped, and cut where the span's kind allows it.
std::string shown(const Span& span, NameRoom room);

// All pieces of the text. Substitutes are left out unless `with_substitutes`, which is for a table
// that left out columns.
std::string shown(const Text& text, NameRoom room, bool with_substitutes = false);

}  // namespace hone::reports

// Names as a terminal has room for them. A name that is too long loses its middle; where that would
// make two names the same, the words that all of them begin with go first, and what is still the
// same then gets a number.
#pragma once

#include <cstdint>
#include <string>

#include "reports/document/text.hpp"

namespace hone::reports {

// How much room a text has for the names in it.
enum class NameRoom : std::uint8_t { sentence, table, narrow_table };

// Escaped, and cut where the span's kind allows it.
std::string shown(const Span& span, NameRoom room);

// All of its pieces; but for substitutes, which a table that left out columns calls for.
std::string shown(const Text& text, NameRoom room, bool with_substitutes = false);

}  // namespace hone::reports

// Prose in a terminal: paragraphs wrapped at the width, with a hanging indent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/layout/style.hpp"

namespace hone::reports {

// Whether a line may end within an interval, or between a number and its unit.
enum class Values : std::uint8_t { broken, kept };

// Kept where the terminal is narrow.
Values values_in(const TerminalStyle& style);

// Lines of at most `columns`, broken at spaces; a word that is longer is cut. Values that are kept
// are broken only where they are wider than a line.
std::vector<std::string> wrap(std::string_view text, std::size_t columns,
                              Values values = Values::broken);

// Columns of the widest part of the text that is not to be broken.
std::size_t widest_value(std::string_view text);

// `text` wrapped, its first line after `indent` spaces, the others after `hanging`.
std::string paragraph(std::string_view text, std::size_t indent, std::size_t hanging,
                      const TerminalStyle& style);

// The lines " label text", with the text in a column of its own. A label that is too long for its
// column stands on the line above, as each does where the terminal is very narrow. Only the label
// is painted.
std::string labelled(std::string_view label, Tone tone, std::string_view text,
                     const TerminalStyle& style);

}  // namespace hone::reports

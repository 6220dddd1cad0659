// Prose in a terminal: paragraphs wrapped at the width, with a hanging indent.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/layout/style.hpp"

namespace hone::reports {

// Lines of at most `columns`, broken at spaces; a word that is longer is cut.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

// `text` wrapped, its first line after `indent` spaces, the others after `hanging`.
std::string paragraph(std::string_view text, std::size_t indent, std::size_t hanging,
                      const TerminalStyle& style);

// The lines " label text", with the text in a column of its own. A label that is too long for its
// column stands on the line above. Only the label is painted.
std::string labelled(std::string_view label, Tone tone, std::string_view text,
                     const TerminalStyle& style);

}  // namespace hone::reports

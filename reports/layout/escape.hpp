// Text from outside (names of commands, a subject's own error output) made safe to print:
// it must neither steer the terminal nor reorder the line that it stands in.
#pragma once

#include <string>
#include <string_view>

namespace hone::reports {

// Control characters (C0, DEL, C1), bidirectional controls, line and paragraph separators,
// invisible characters and bytes that are not UTF-8 become visible: "\x1b", "\u{202e}".
// Everything else stays as it is; the result is valid UTF-8 on one line.
std::string escape_text(std::string_view text);

// The same, and inert in XML and HTML, also between quotes.
std::string escape_xml(std::string_view text);

}  // namespace hone::reports

// What a piece of text means to its reader. A format may colour it; the words say the same without.
#pragma once

#include <cstdint>

namespace hone::reports {

enum class Tone : std::uint8_t { plain, strong, faint, good, bad, doubtful };

}  // namespace hone::reports

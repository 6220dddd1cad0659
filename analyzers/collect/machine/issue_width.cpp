// The number of operations that a core renames or dispatches in a cycle. Two instructions that are
// fused into one operation, a compare and its branch, pass as one: a loop of nothing else can
// execute more. No program's whole run does, and an estimate above the width is far more often
// wrong.
#include "analyzers/collect/machine/issue_width.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "analyzers/collect/machine/text_file.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {
namespace {

struct Width {
  std::string_view vendor;
  unsigned family;
  unsigned first_model;
  unsigned last_model;
  double width;
};

// AMD: Software Optimization Guides for families 15h (47414), 17h (55723), 19h (56665, 57647) and
// Zen 5 (58455), "dispatch". Intel: 64 and IA-32 Architectures Optimization Reference Manual
// (248966), "allocation" or "rename": 4 up to Skylake and its derivatives, 5 from Sunny Cove (Ice
// Lake) on, 6 from Golden Cove (Alder Lake, Sapphire Rapids) on, 8 for Lion Cove (Arrow Lake, Lunar
// Lake), whose models are those that no row names. Of hybrid processors it is the wider kind.
constexpr std::array widths{
    Width{"AuthenticAMD", 0x15, 0x00, 0xff, 4}, Width{"AuthenticAMD", 0x17, 0x00, 0xff, 6},
    Width{"HygonGenuine", 0x18, 0x00, 0xff, 6}, Width{"AuthenticAMD", 0x19, 0x00, 0xff, 6},
    Width{"AuthenticAMD", 0x1a, 0x00, 0xff, 8}, Width{"GenuineIntel", 6, 0x00, 0x69, 4},
    Width{"GenuineIntel", 6, 0x6a, 0x6c, 5},  // Ice Lake servers
    Width{"GenuineIntel", 6, 0x7d, 0x7e, 5},  // Ice Lake
    Width{"GenuineIntel", 6, 0x8c, 0x8d, 5},  // Tiger Lake
    Width{"GenuineIntel", 6, 0x8e, 0x8e, 4},  // Kaby and Coffee Lake, mobile
    Width{"GenuineIntel", 6, 0x8f, 0x8f, 6},  // Sapphire Rapids
    Width{"GenuineIntel", 6, 0x97, 0x9a, 6},  // Alder Lake
    Width{"GenuineIntel", 6, 0x9e, 0x9e, 4},  // Kaby and Coffee Lake
    Width{"GenuineIntel", 6, 0xa5, 0xa6, 4},  // Comet Lake
    Width{"GenuineIntel", 6, 0xa7, 0xa7, 5},  // Rocket Lake
    Width{"GenuineIntel", 6, 0xb7, 0xbf, 6},  // Raptor Lake
    Width{"GenuineIntel", 6, 0xcf, 0xcf, 6},  // Emerald Rapids
};
constexpr double widest_of_x86 = 8;   // Zen 5, Lion Cove
constexpr double widest_of_arm = 10;  // Cortex-X4 (Arm, Cortex-X4 Core Software Optimization Guide)

// The value after "NAME :" in the first lines that have it.
std::optional<std::string_view> field(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    std::string_view line = text::take_until(text, '\n');
    if (text::trim(text::take_until(line, ':')) == name) return text::trim(line);
  }
  return std::nullopt;
}

}  // namespace

double issue_width_of(std::string_view cpuinfo) {
  const auto vendor = field(cpuinfo, "vendor_id");
  if (!vendor) return field(cpuinfo, "CPU implementer") ? widest_of_arm : 0;
  const auto family = text::parse_number<unsigned>(field(cpuinfo, "cpu family").value_or(""));
  const auto model = text::parse_number<unsigned>(field(cpuinfo, "model").value_or(""));
  if (!family || !model) return widest_of_x86;
  const auto* const found = std::find_if(widths.begin(), widths.end(), [&](const Width& width) {
    return width.vendor == *vendor && width.family == *family && *model >= width.first_model &&
           *model <= width.last_model;
  });
  return found == widths.end() ? widest_of_x86 : found->width;
}

double issue_width() {
  static const double width = issue_width_of(read_text("/proc/cpuinfo"));
  return width;
}

}  // namespace hone::collect

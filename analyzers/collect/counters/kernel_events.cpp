// Formats: the kernel's Documentation/ABI/testing/sysfs-bus-event_source-devices-{events,format}.
#include "analyzers/collect/counters/kernel_events.hpp"

#include "analyzers/collect/machine/text_file.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {
namespace {

namespace fs = std::filesystem;

// Puts `value`, its lowest bits first, into the ranges of bits of a place: "config:0-7,32-35".
bool put(std::uint64_t value, std::string_view place, EventCode& code) {
  const std::string_view field = text::take_until(place, ':');
  std::uint64_t* word = nullptr;
  if (field == "config") word = &code.config;
  if (field == "config1") word = &code.config1;
  if (field == "config2") word = &code.config2;
  if (word == nullptr || place.empty()) return false;
  while (!place.empty()) {
    std::string_view range = text::take_until(place, ',');
    const std::optional<std::uint64_t> first =
        text::parse_c_number<std::uint64_t>(text::take_until(range, '-'));
    const std::optional<std::uint64_t> last =
        range.empty() ? first : text::parse_c_number<std::uint64_t>(range);
    if (!first || !last || *first > *last || *last > 63) return false;
    const std::uint64_t width = *last - *first + 1;
    const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
    *word |= (value & mask) << *first;
    value = width == 64 ? 0 : value >> width;
  }
  return value == 0;
}

// Of the processor; none where cores of several kinds have one each, since an event of one PMU
// does not count on the others' cores.
std::optional<fs::path> core_device(const fs::path& devices) {
  std::optional<fs::path> found;
  std::error_code ignored;
  for (fs::directory_iterator entry(devices, ignored), end; entry != end;
       entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (name != "cpu" && !name.starts_with("armv8_") && !name.starts_with("armv9_")) continue;
    if (found) return std::nullopt;
    found = entry->path();
  }
  return found;
}

}  // namespace

std::optional<NamedEvent> find_kernel_event(std::string_view name, const fs::path& devices) {
  const std::optional<fs::path> device = core_device(devices);
  if (!device) return std::nullopt;
  const std::optional<std::uint64_t> type =
      text::parse_c_number<std::uint64_t>(read_word(*device / "type"));
  std::optional<EventCode> code = parse_kernel_event(
      read_word(*device / "events" / name),
      [&](std::string_view term) { return read_word(*device / "format" / term); });
  if (!type || !code) return std::nullopt;
  code->type = static_cast<std::uint32_t>(*type);
  code->exclude_hv = true;
  return NamedEvent{device->filename().string() + "::" + std::string(name) + ":u=1:k=1", *code};
}

std::optional<std::uint64_t> slots_per_cycle(const fs::path& devices) {
  const std::optional<fs::path> device = core_device(devices);
  if (!device) return std::nullopt;
  const std::optional<std::uint64_t> slots =
      text::parse_c_number<std::uint64_t>(read_word(*device / "caps/slots"));
  return slots && *slots > 0 ? slots : std::nullopt;
}

std::optional<EventCode> parse_kernel_event(std::string_view text, const PlaceOf& place_of) {
  EventCode code;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::string_view value = text::take_until(text, ',');
    const std::string_view term = text::take_until(value, '=');
    // A term without a value is switched on.
    const std::optional<std::uint64_t> number = value.empty()
                                                    ? std::optional<std::uint64_t>(1)
                                                    : text::parse_c_number<std::uint64_t>(value);
    if (term.empty() || !number || !put(*number, place_of(term), code)) return std::nullopt;
  }
  return code;
}

}  // namespace hone::collect

// Formats: the kernel's Documentation/ABI/testing/sysfs-bus-event_source-devices-{events,format}.
#include "analyzers/collect/counters/kernel_events.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "analyzers/collect/machine/text_file.hpp"

namespace hone::collect {
namespace {

namespace fs = std::filesystem;

// 0x1f, or decimal.
std::optional<std::uint64_t> parse_word(std::string_view text) {
  const int base = text.starts_with("0x") ? 16 : 10;
  if (base == 16) text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  const bool whole = error == std::errc() && end == text.data() + text.size() && !text.empty();
  return whole ? std::optional(number) : std::nullopt;
}

// Takes what stands before the next `separator` off `rest`.
std::string_view take(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

// Puts `value`, its lowest bits first, into the ranges of bits of a place: "config:0-7,32-35".
bool put(std::uint64_t value, std::string_view place, EventCode& code) {
  const std::string_view field = take(place, ':');
  std::uint64_t* word = nullptr;
  if (field == "config") word = &code.config;
  if (field == "config1") word = &code.config1;
  if (field == "config2") word = &code.config2;
  if (word == nullptr || place.empty()) return false;
  while (!place.empty()) {
    std::string_view range = take(place, ',');
    const std::optional<std::uint64_t> first = parse_word(take(range, '-'));
    const std::optional<std::uint64_t> last = range.empty() ? first : parse_word(range);
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
  const std::optional<std::uint64_t> type = parse_word(read_word(*device / "type"));
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
  const std::optional<std::uint64_t> slots = parse_word(read_word(*device / "caps/slots"));
  return slots && *slots > 0 ? slots : std::nullopt;
}

std::optional<EventCode> parse_kernel_event(std::string_view text, const PlaceOf& place_of) {
  EventCode code;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::string_view value = take(text, ',');
    const std::string_view term = take(value, '=');
    // A term without a value is switched on.
    const std::optional<std::uint64_t> number =
        value.empty() ? std::optional<std::uint64_t>(1) : parse_word(value);
    if (term.empty() || !number || !put(*number, place_of(term), code)) return std::nullopt;
  }
  return code;
}

}  // namespace hone::collect

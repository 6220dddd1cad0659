// Events that the kernel lists under /sys for the processor's own PMU. Unlike a name that libpfm4
// knows, a listed event was found to be there: an Armv8 core opens any number, and leaves what it
// does not have at zero.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/collect/counters/event_code.hpp"

namespace hone::collect {

inline constexpr const char* event_devices = "/sys/bus/event_source/devices";

// Finds a listed event by its name: "slots", "br_retired". nullopt: it is not listed, or cores of
// two kinds have a list each.
std::optional<NamedEvent> find_kernel_event(std::string_view name,
                                            const std::filesystem::path& devices = event_devices);

// Slots that a cycle has, where the kernel tells (Armv8).
std::optional<std::uint64_t> slots_per_cycle(const std::filesystem::path& devices = event_devices);

// The PMU's place for a term: place_of("umask") is "config:8-15"; empty: it has none.
using PlaceOf = std::function<std::string(std::string_view term)>;

// Parses an entry of the list, such as "event=0x3c,umask=0x01"; nullopt: the entry is malformed, or
// a value has no place. Pure.
std::optional<EventCode> parse_kernel_event(std::string_view text, const PlaceOf& place_of);

}  // namespace hone::collect

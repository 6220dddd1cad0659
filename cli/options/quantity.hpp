// Durations, counts and ratios as people type them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hone::cli {

// "500ms", "10s", "1.5m", "1h", "250us"; a unit is required. nullopt: not a duration >= 0.
std::optional<std::chrono::duration<double>> parse_duration(std::string_view text);

// "100000", "100k", "2M", "64KiB", "1MiB": k, M, G are powers of 1000, Ki, Mi, Gi (with or
// without B) of 1024. nullopt: not a whole number that fits.
std::optional<std::int64_t> parse_count(std::string_view text);

// "1%", "0.01". nullopt: not a finite number.
std::optional<double> parse_ratio(std::string_view text);

}  // namespace hone::cli

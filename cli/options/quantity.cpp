#include "cli/options/quantity.hpp"

#include <array>
#include <cmath>
#include <utility>

#include "analyzers/text/numbers.hpp"

namespace hone::cli {
namespace {

struct Scale {
  std::string_view suffix;
  double factor;
};

constexpr std::array durations{Scale{"ns", 1e-9}, Scale{"us", 1e-6}, Scale{"ms", 1e-3},
                               Scale{"s", 1},     Scale{"m", 60},    Scale{"min", 60},
                               Scale{"h", 3600}};
constexpr std::array counts{Scale{"", 1},
                            Scale{"B", 1},
                            Scale{"k", 1e3},
                            Scale{"K", 1e3},
                            Scale{"kB", 1e3},
                            Scale{"M", 1e6},
                            Scale{"MB", 1e6},
                            Scale{"G", 1e9},
                            Scale{"GB", 1e9},
                            Scale{"Ki", 1024},
                            Scale{"KiB", 1024},
                            Scale{"Mi", 1024.0 * 1024},
                            Scale{"MiB", 1024.0 * 1024},
                            Scale{"Gi", 1024.0 * 1024 * 1024},
                            Scale{"GiB", 1024.0 * 1024 * 1024}};
constexpr std::array ratios{Scale{"", 1}, Scale{"%", 0.01}};

// A finite decimal number followed by one of the suffixes.
template <std::size_t size>
std::optional<double> parse_scaled(std::string_view text, const std::array<Scale, size>& scales) {
  const std::optional<double> number = text::take_number<double>(text);
  if (!number || !std::isfinite(*number)) return std::nullopt;
  for (const Scale& scale : scales) {
    if (scale.suffix == text) return *number * scale.factor;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::chrono::duration<double>> parse_duration(std::string_view text) {
  const std::optional<double> seconds = parse_scaled(text, durations);
  if (!seconds || *seconds < 0) return std::nullopt;
  return std::chrono::duration<double>(*seconds);
}

std::optional<std::int64_t> parse_count(std::string_view text) {
  constexpr double exact_limit = 9007199254740992.0;  // 2^53: whole numbers are exact up to here
  const std::optional<double> number = parse_scaled(text, counts);
  if (!number || std::abs(*number) > exact_limit || *number != std::floor(*number)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*number);
}

std::optional<double> parse_ratio(std::string_view text) { return parse_scaled(text, ratios); }

}  // namespace hone::cli

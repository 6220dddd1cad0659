#include "reports/words/format.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <fmt/format.h>

namespace hone::reports {

namespace {

enum class TrailingZeros : std::uint8_t { keep, drop };

// "1234567" -> "1,234,567".
std::string group_thousands(std::string digits) {
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

int decimals_for_three_digits(double magnitude) {
  if (magnitude >= 100 || magnitude == 0) return 0;
  if (magnitude >= 10) return 1;
  if (magnitude >= 1) return 2;
  // 0.0804 needs four: two leading zeros more than 8.04 has.
  return 2 - static_cast<int>(std::floor(std::log10(magnitude)));
}

// Three significant digits; whole numbers from 100 on are written out. `magnitude` >= 0.
std::string three_digits(double magnitude, TrailingZeros zeros) {
  int decimals = decimals_for_three_digits(magnitude);
  // 9.996 reads 10.0, not 10.00: the rounded number decides.
  const double scale = std::pow(10.0, decimals);
  decimals = decimals_for_three_digits(std::round(magnitude * scale) / scale);
  std::string text = fmt::format("{:.{}f}", magnitude, decimals);
  if (decimals == 0) return group_thousands(text);
  if (zeros == TrailingZeros::drop) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

struct UnitStep {
  double factor;
  std::string_view symbol;
};

constexpr std::array seconds_scales{UnitStep{1e-9, "ns"}, UnitStep{1e-6, "us"},
                                    UnitStep{1e-3, "ms"}, UnitStep{1, "s"}};
constexpr double kibi = 1024;
constexpr std::array bytes_scales{UnitStep{1, "B"}, UnitStep{kibi, "KiB"},
                                  UnitStep{kibi * kibi, "MiB"}, UnitStep{kibi * kibi * kibi, "GiB"},
                                  UnitStep{kibi * kibi * kibi * kibi, "TiB"}};
constexpr std::array large_scales{UnitStep{1e6, "M"}, UnitStep{1e9, "G"}, UnitStep{1e12, "T"}};
constexpr std::array hertz_scales{UnitStep{1, "Hz"}, UnitStep{1e3, "kHz"}, UnitStep{1e6, "MHz"},
                                  UnitStep{1e9, "GHz"}};

// The largest scale that the number reaches once rounded to three digits: half a unit in
// the third digit below it already counts, so that 999.9 us reads 1.00 ms.
std::string scaled(double magnitude, std::span<const UnitStep> scales, TrailingZeros zeros) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < scales.size(); ++i) {
    const double steps = scales[i].factor / scales[i - 1].factor;
    if (magnitude / scales[i - 1].factor >= steps - 0.5) best = i;
  }
  return fmt::format("{} {}", three_digits(magnitude / scales[best].factor, zeros),
                     scales[best].symbol);
}

constexpr std::string_view not_finite = "not finite";

// A share as a percentage without sign and symbol: 0.41, 2.1, 14.
std::string percent_digits(double share) {
  const double percent = std::abs(share) * 100;
  if (percent == 0) return "0";
  if (percent < 0.995) return fmt::format("{:.2f}", percent);
  if (percent < 9.95) return fmt::format("{:.1f}", percent);
  return group_thousands(fmt::format("{:.0f}", percent));
}

// Half of the last digit that percent_digits writes.
constexpr double smallest_share = 0.00005;

std::string with_sign(double number, const std::string& magnitude) {
  return number < 0 ? "-" + magnitude : magnitude;
}

// "+2.1", "-0.80"; "0" for what would round to a signed zero.
std::string signed_digits(double share) {
  if (std::abs(share) < smallest_share) return "0";
  return (share < 0 ? "-" : "+") + percent_digits(share);
}

}  // namespace

std::string format_seconds(double seconds) {
  if (!std::isfinite(seconds)) return std::string{not_finite};
  if (seconds == 0) return "0 s";
  return with_sign(seconds, scaled(std::abs(seconds), seconds_scales, TrailingZeros::keep));
}

std::string format_bytes(double bytes) {
  if (!std::isfinite(bytes)) return std::string{not_finite};
  return with_sign(bytes, scaled(std::abs(bytes), bytes_scales, TrailingZeros::drop));
}

std::string format_count(double count) {
  if (!std::isfinite(count)) return std::string{not_finite};
  const double magnitude = std::abs(count);
  if (magnitude < 1e6 - 0.5) return with_sign(count, three_digits(magnitude, TrailingZeros::drop));
  return with_sign(count, scaled(magnitude, large_scales, TrailingZeros::drop));
}

std::string format_hertz(double hertz) {
  if (!std::isfinite(hertz)) return std::string{not_finite};
  return with_sign(hertz, scaled(std::abs(hertz), hertz_scales, TrailingZeros::drop));
}

std::string format_factor(double factor) {
  if (!std::isfinite(factor)) return std::string{not_finite};
  return with_sign(factor, three_digits(std::abs(factor), TrailingZeros::keep)) + "x";
}

std::string format_percent(double share) {
  if (!std::isfinite(share)) return std::string{not_finite};
  if (share != 0 && std::abs(share) < smallest_share) return share < 0 ? "-<0.01 %" : "<0.01 %";
  return with_sign(share, percent_digits(share)) + " %";
}

std::string format_signed_percent(double share) {
  if (!std::isfinite(share)) return std::string{not_finite};
  return signed_digits(share) + " %";
}

std::string format_percent_range(double low_share, double high_share) {
  if (!std::isfinite(low_share) || !std::isfinite(high_share)) return std::string{not_finite};
  return fmt::format("{} .. {} %", signed_digits(low_share), signed_digits(high_share));
}

std::string format_setting_percent(double share) {
  if (!std::isfinite(share)) return std::string{not_finite};
  return fmt::format("{:.6g} %", share * 100);
}

std::string format_value(double number, Unit unit) {
  switch (unit) {
    case Unit::seconds: return format_seconds(number);
    case Unit::bytes: return format_bytes(number);
    case Unit::count: return format_count(number);
    case Unit::quotient:
      return with_sign(number, three_digits(std::abs(number), TrailingZeros::keep));
    case Unit::ratio: return format_percent(number);
    case Unit::hertz: return format_hertz(number);
    case Unit::per_second: return format_count(number) + "/s";
  }
  return format_count(number);
}

std::string format_range(const Interval& interval, Unit unit) {
  const std::string lo = format_value(interval.lo, unit);
  const std::string hi = format_value(interval.hi, unit);
  const std::size_t lo_space = lo.find(' ');
  const std::size_t hi_space = hi.find(' ');
  const bool same_unit = lo_space != std::string::npos && hi_space != std::string::npos &&
                         lo.substr(lo_space) == hi.substr(hi_space);
  return fmt::format("{} .. {}", same_unit ? lo.substr(0, lo_space) : lo, hi);
}

}  // namespace hone::reports

// Numbers as people read them: three significant digits, a unit that keeps them short,
// ASCII only. A number that is not finite is a bug upstream; it reads "not finite".
#pragma once

#include <string>

#include "analyzers/model/metric.hpp"
#include "analyzers/model/verdict.hpp"

namespace hone::reports {

std::string format_seconds(double seconds);       // "1.84 ms", "250 ns", "12.0 s"
std::string format_bytes(double bytes);           // "512 B", "1.5 MiB" (powers of 1024)
std::string format_count(double count);           // "0.5", "100,000", "1.2 M" from a million on
std::string format_hertz(double hertz);           // "3.2 GHz"
std::string format_factor(double factor);         // "2.31x", "0.0804x"
std::string format_percent(double share);         // 0.0041 -> "0.41 %"
std::string format_signed_percent(double share);  // 0.021 -> "+2.1 %"

// The range between two shares: "-0.80 .. +2.1 %".
std::string format_percent_range(double low_share, double high_share);

// A setting as the user typed it: 0.01 -> "1 %".
std::string format_setting_percent(double share);

// A number in the unit of its metric: a rate per second is a count with "/s", a ratio is in
// percent.
std::string format_value(double number, Unit unit);

// "12.3 .. 12.5 ms": the unit stands once where both ends have it.
std::string format_range(const Interval& interval, Unit unit);

}  // namespace hone::reports

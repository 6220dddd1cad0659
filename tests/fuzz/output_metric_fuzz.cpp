// A pattern and an output, parted by the first zero byte; the first byte chooses the syntax and the
// scale. What users type and programs print may be anything: a number that is read has a logarithm,
// or a square where it is compared by differences, and a refusal is one line.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "analyzers/collect/launch/output_metric.hpp"
#include "tests/fuzz/fuzz_target.hpp"

using hone::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hone::OutputMetric;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t zero = text.find('\0');
  if (zero == std::string_view::npos) return 0;
  OutputMetric metric;
  metric.id = "x";
  metric.syntax =
      data[0] % 2 == 0 ? OutputMetric::Syntax::regex : OutputMetric::Syntax::json_pointer;
  metric.scale = data[0] / 2 % 2 == 0 ? hone::Scale::ratio : hone::Scale::difference;
  metric.pattern = std::string(text.substr(0, zero));
  const auto pattern = hone::collect::check_pattern(metric);
  if (!pattern) {
    require(!pattern.error().what.empty());
    return 0;
  }
  const auto value = hone::collect::read_output_metric(metric, text.substr(zero + 1));
  const bool is_ratio = metric.scale == hone::Scale::ratio;
  if (value) require(std::isfinite(is_ratio ? std::log(*value) : *value * *value));
  if (!value) require(!value.error().what.empty());
  return 0;
}

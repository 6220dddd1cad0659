#include "analyzers/collect/machine/steal_meter.hpp"

#include <array>
#include <string_view>
#include <variant>

#include <fcntl.h>
#include <unistd.h>

#include "analyzers/collect/process/descriptor.hpp"

namespace hone::collect {
namespace {

constexpr std::chrono::milliseconds shortest{200};

std::optional<CpuTicks> read_ticks() {
  const Descriptor file(open("/proc/stat", O_RDONLY | O_CLOEXEC));
  std::array<char, 256> line;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
  const ssize_t got = read(file.get(), line.data(), line.size());
  if (got <= 0) return std::nullopt;
  const auto ticks = parse_cpu_ticks({line.data(), static_cast<std::size_t>(got)});
  if (const auto* known = std::get_if<CpuTicks>(&ticks)) return *known;
  return std::nullopt;
}

}  // namespace

void StealMeter::begin() {
  before_ = last_was_long_ ? read_ticks() : std::nullopt;
  start_ = std::chrono::steady_clock::now();
}

std::optional<double> StealMeter::end() {
  last_was_long_ = std::chrono::steady_clock::now() - start_ >= shortest;
  if (!before_ || !last_was_long_) return std::nullopt;
  const std::optional<CpuTicks> after = read_ticks();
  if (!after || after->all <= before_->all) return std::nullopt;
  return (after->stolen - before_->stolen) / (after->all - before_->all);
}

}  // namespace hone::collect

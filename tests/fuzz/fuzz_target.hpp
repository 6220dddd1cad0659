// What every fuzz target is: a function of any bytes at all, which aborts where a property does not
// hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace hone::fuzz {

inline void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace hone::fuzz

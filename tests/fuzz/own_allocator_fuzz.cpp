// Any bytes at all as a program: whether it defines malloc is answered without reading beyond them.
// A name that is nowhere among them is defined by none.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "analyzers/collect/allocations/own_allocator.hpp"
#include "tests/fuzz/fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of just that length, whose end the sanitizer watches.
  const std::vector<char> bytes(data, data + size);
  const std::string_view file(bytes.data(), bytes.size());
  const bool is_named = file.find("malloc") != std::string_view::npos;
  if (hone::collect::defines_function(file, "malloc") && !is_named) std::abort();
  return 0;
}

// Any bytes at all as a file of allocation counts: the parser must neither crash nor hang, and
// reads no more blocks than the file has.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <utility>

#include "analyzers/collect/allocations/allocation_file.hpp"
#include "tests/fuzz/fuzz_target.hpp"

using hone::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes(reinterpret_cast<const std::byte*>(data), size);
  auto parser = hone::collect::AllocationFileParser::start(bytes, size);
  if (!parser.ok()) {
    require(!parser.error().what.empty());
    return 0;
  }
  for (std::uint64_t block = 0; block < parser->blocks(); ++block) {
    require(parser->offset_of(block) + parser->block_bytes() <= size);
    parser->add(bytes.subspan(parser->offset_of(block), parser->block_bytes()));
  }
  const std::uint64_t blocks = parser->blocks();
  const hone::collect::CommandAllocations read = std::move(*parser).finish();
  require(read.processes.size() <= blocks);
  for (const auto& process : read.processes) require(process.program.size() <= 64);
  static_cast<void>(read.sum());
  require(read.largest_peak() <= INT64_MAX);
  return 0;
}

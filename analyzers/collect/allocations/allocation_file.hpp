// What the counters preloaded into a command's processes left in a file that hone gave them
// (allocations/file_format.hpp): whatever became of those processes, their figures are there.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/model/result.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::collect {

// Sizes in bytes; docs/allocations.md has the meanings.
struct AllocationFigures {
  std::uint64_t allocations = 0;
  std::uint64_t deallocations = 0;
  std::uint64_t bytes = 0;        // as requested
  std::uint64_t temporaries = 0;  // freed by the thread's very next heap event
  // Allocations by the bits of the size requested: [n] from 2^(n-1) to 2^n - 1. Zeros where sizes
  // were not asked for; what was allocated before the counter's own start is in none.
  std::array<std::uint64_t, 64> by_size{};

  AllocationFigures& operator+=(const AllocationFigures& other);
};

// A program from its exec to its end or next exec; or a forked process that executed nothing.
struct ProcessAllocations {
  std::int32_t pid = 0;
  std::string program;        // argv[0] without its folder
  bool is_forked = false;     // its figures begin at the fork, its live bytes with its parent's
  bool is_replaced = false;   // it has another malloc, whose calls the counter did not see
  bool live_is_known = true;  // false: its allocator cannot tell a block's size
  AllocationFigures figures;
  std::int64_t live_bytes = 0;        // usable, at its end
  std::uint64_t peak_live_bytes = 0;  // its own
};

struct CommandAllocations {
  std::vector<ProcessAllocations> processes;  // in the order of their start
  bool is_complete = true;  // false: some events found no place, or the file is damaged
  bool has_sizes = false;

  [[nodiscard]] AllocationFigures sum() const;
  [[nodiscard]] std::uint64_t largest_peak() const;  // of the processes; not of their sum
};

// Pure: takes a file apart as it is read, header first. Nothing in it is trusted.
class AllocationFileParser {
 public:
  // `file_bytes`: how long all of the file is. Fails when it is no such file.
  static Result<AllocationFileParser> start(std::span<const std::byte> header,
                                            std::uint64_t file_bytes);

  [[nodiscard]] std::uint64_t blocks() const { return blocks_; }  // to be read
  [[nodiscard]] std::size_t block_bytes() const { return block_bytes_; }
  [[nodiscard]] std::uint64_t offset_of(std::uint64_t block) const;

  // In their order, each of block_bytes().
  void add(std::span<const std::byte> block);
  CommandAllocations finish() &&;

 private:
  AllocationFileParser() = default;

  std::uint64_t blocks_ = 0;
  std::uint64_t added_ = 0;
  std::size_t block_bytes_ = 0;
  CommandAllocations read_;
  std::map<std::uint64_t, std::size_t> places_;  // of a process, by the number of its first block
};

Result<CommandAllocations> read_allocation_file(const std::string& path);

// In memory, and gone with this object: no disk to fill, and nothing left behind by a hone that is
// killed. It cannot be made shorter, which would kill who counts in it.
class AllocationFile {
 public:
  static Result<AllocationFile> make(bool with_sizes = false);

  // For programs that hone starts: good whatever descriptors or folder they have, and always as
  // long, since a program may keep its environment in memory that it allocates.
  [[nodiscard]] std::string path() const;
  [[nodiscard]] Result<CommandAllocations> read() const;

 private:
  explicit AllocationFile(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  Descriptor descriptor_;
};

// The launch with the counter of that library before what it preloads anyway.
Launch counted_launch(const Launch& launch, const std::string& library, const std::string& file);

}  // namespace hone::collect

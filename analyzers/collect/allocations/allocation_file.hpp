// Reads the file into which the counters preloaded into a command's processes count
// (preload/file_format.hpp). hone gives them that file, so their figures outlive the processes,
// whatever becomes of those.
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

// Allocation figures of one process or the sum over several; sizes in bytes. docs/allocations.md
// says what each figure means.
struct AllocationFigures {
  std::uint64_t allocations = 0;
  std::uint64_t deallocations = 0;
  std::uint64_t bytes = 0;        // as requested
  std::uint64_t temporaries = 0;  // freed by the thread's very next heap event
  // Histogram of the requested sizes: [n] counts allocations of 2^(n-1) to 2^n - 1 bytes. All
  // counts are 0 where sizes were not requested. Allocations made before the counter's own start
  // are in none.
  std::array<std::uint64_t, 64> by_size{};

  AllocationFigures& operator+=(const AllocationFigures& other);
};

// One program, from its exec to its end or its next exec, or one forked process that executed
// nothing.
struct ProcessAllocations {
  std::int32_t pid = 0;
  std::string program;        // argv[0] without its folder
  bool is_forked = false;     // its figures begin at the fork, its live bytes with its parent's
  bool is_replaced = false;   // it has another malloc, whose calls the counter did not see
  bool live_is_known = true;  // false: its allocator cannot tell a block's size
  AllocationFigures figures;
  std::int64_t live_bytes = 0;        // usable bytes, at the end
  std::uint64_t peak_live_bytes = 0;  // of this process alone
};

struct CommandAllocations {
  std::vector<ProcessAllocations> processes;  // in the order of their start
  bool is_complete = true;  // false: some events found no room, or the file is damaged
  bool has_sizes = false;

  [[nodiscard]] AllocationFigures sum() const;
  [[nodiscard]] std::uint64_t largest_peak() const;  // of a single process
};

// Takes an allocation file apart as it is read, header first. Nothing in the file is trusted. Pure.
class AllocationFileParser {
 public:
  // `file_bytes`: length of the whole file. Fails when it is no such file.
  static Result<AllocationFileParser> start(std::span<const std::byte> header,
                                            std::uint64_t file_bytes);

  [[nodiscard]] std::uint64_t blocks() const { return blocks_; }  // to be read
  [[nodiscard]] std::size_t block_bytes() const { return block_bytes_; }
  [[nodiscard]] std::uint64_t offset_of(std::uint64_t block) const;

  // Blocks are added in their order, each of block_bytes().
  void add(std::span<const std::byte> block);
  CommandAllocations finish() &&;

 private:
  AllocationFileParser() = default;

  std::uint64_t blocks_ = 0;
  std::uint64_t added_ = 0;
  std::size_t block_bytes_ = 0;
  CommandAllocations read_;
  std::map<std::uint64_t, std::size_t> places_;  // index of a process, by its first block
};

Result<CommandAllocations> read_allocation_file(const std::string& path);

// A file in memory, which is gone with this object: it fills no disk, and a hone that is killed
// leaves nothing behind. The file cannot be made shorter, which would kill the processes that count
// in it.
class AllocationFile {
 public:
  static Result<AllocationFile> make(bool with_sizes = false);

  // Path for programs that hone starts: it is valid whatever descriptors or folder they have. Its
  // length is always the same, since a program may keep its environment in memory that it
  // allocates.
  [[nodiscard]] std::string path() const;
  [[nodiscard]] Result<CommandAllocations> read() const;

 private:
  explicit AllocationFile(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  Descriptor descriptor_;
};

// The launch with `library`, the counter, preloaded before what it preloads anyway, to count in
// `file`.
Launch counted_launch(const Launch& launch, const std::string& library, const std::string& file);

}  // namespace hone::collect

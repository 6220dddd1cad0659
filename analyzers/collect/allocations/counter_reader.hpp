// Reads the allocation counter that was preloaded into this very process. It is looked up
// by name: without the preload there is nothing to read, and find() says so.
#pragma once

#include <cstdint>
#include <string>

#include "analyzers/model/result.hpp"

struct hone_allocation_counts;  // analyzers/collect/allocations/preload/counts.h

namespace hone::collect {

// Counts of the whole process since the last reset; sizes in bytes. docs/allocations.md says what
// each means.
struct AllocationCounts {
  std::uint64_t allocations = 0;
  std::uint64_t deallocations = 0;
  std::uint64_t bytes = 0;        // as requested
  std::uint64_t temporaries = 0;  // freed by the thread's very next heap event
  std::int64_t live_bytes = 0;    // usable, of blocks not given back; since the start
  std::int64_t live_bytes_at_reset = 0;
  std::uint64_t peak_live_bytes = 0;  // the highest live_bytes since the reset
};

class AllocationCounter {
 public:
  // Fails when the library is not preloaded, is another version, is not what the program's calls
  // reach, so that nothing that it counts would be true, or cannot tell live bytes.
  static Result<AllocationCounter> find();

  // reset() and read() are to be called from one thread; the others may go on allocating.
  void reset();
  [[nodiscard]] AllocationCounts read() const;

 private:
  using Reset = void (*)();
  using Read = int (*)(hone_allocation_counts*);
  AllocationCounter(Reset reset_function, Read read_function)
      : reset_(reset_function), read_(read_function) {}

  Reset reset_;
  Read read_;
};

// The library to name first in LD_PRELOAD, in ../lib/hone/ from this executable's folder. Fails
// when it is not there or when this build carries a sanitizer.
Result<std::string> allocations_library_path();

}  // namespace hone::collect

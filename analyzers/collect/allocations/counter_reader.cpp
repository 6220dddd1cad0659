#include "analyzers/collect/allocations/counter_reader.hpp"

#include <algorithm>

#include <dlfcn.h>
#include <fmt/core.h>

#include "analyzers/collect/allocations/preload/counts.h"
#include "analyzers/collect/process/installation.hpp"
#include "analyzers/collect/process/sanitizer.hpp"

namespace hone::collect {
namespace {

constexpr const char* library_name = "libhone_allocations.so";

hone_allocation_counts empty_counts() {
  hone_allocation_counts counts{};
  counts.struct_size = sizeof counts;
  return counts;
}

// nullptr when `name` is not defined.
const void* object_that_defines(const char* name) {
  Dl_info info{};
  void* const address = dlsym(RTLD_DEFAULT, name);
  return address != nullptr && dladdr(address, &info) != 0 ? info.dli_fbase : nullptr;
}

}  // namespace

Result<AllocationCounter> AllocationCounter::find() {
  const auto reset = reinterpret_cast<Reset>(dlsym(RTLD_DEFAULT, "hone_allocations_reset"));
  const auto read = reinterpret_cast<Read>(dlsym(RTLD_DEFAULT, "hone_allocations_read"));
  if (reset == nullptr || read == nullptr) {
    return Error{"the allocation counter is not loaded into this process",
                 fmt::format("start it with LD_PRELOAD={}", library_name)};
  }
  if (object_that_defines("malloc") != object_that_defines("hone_allocations_read")) {
    return Error{"another malloc comes before the allocation counter's, so it would see nothing",
                 fmt::format("put {} first in LD_PRELOAD", library_name)};
  }
  hone_allocation_counts counts = empty_counts();
  if (read(&counts) != 0) {
    return Error{"the allocation counter loaded into this process is of another version",
                 "install hone and its library together"};
  }
  if (counts.live_known == 0) {
    return Error{"the program's allocator has no malloc_usable_size, so live bytes are unknown",
                 "run it with the C library's allocator"};
  }
  return AllocationCounter(reset, read);
}

void AllocationCounter::reset() { reset_(); }

AllocationCounts AllocationCounter::read() const {
  hone_allocation_counts counts = empty_counts();
  read_(&counts);  // cannot fail: find() saw the same version
  return AllocationCounts{
      .allocations = counts.allocations,
      .deallocations = counts.deallocations,
      .bytes = counts.bytes,
      .temporaries = counts.temporaries,
      .live_bytes = counts.live_bytes,
      .live_bytes_at_reset = counts.live_bytes_at_reset,
      // Below 0 only if more was freed than was ever seen allocated.
      .peak_live_bytes =
          static_cast<std::uint64_t>(std::max(counts.peak_live_bytes, std::int64_t{0})),
  };
}

Result<std::string> allocations_library_path() {
  if (built_with_sanitizer) {
    return Error{
        "this build of hone has a sanitizer, whose runtime must be loaded before any other "
        "library: allocations cannot be counted",
        "use the release build"};
  }
  return installed_file(library_name);
}

}  // namespace hone::collect

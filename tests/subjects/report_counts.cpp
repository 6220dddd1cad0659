// Preloaded behind the allocation counter into a program that knows nothing of it: as the
// program ends, writes "allocations bytes temporaries live peak" to the file that
// REPORT_COUNTS names.
#include <array>
#include <cstdio>
#include <cstdlib>

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include "analyzers/collect/allocations/preload/counts.h"

namespace {

[[gnu::destructor]] void report() {
  const char* const path = std::getenv("REPORT_COUNTS");
  const auto read = reinterpret_cast<decltype(&hone_allocations_read)>(
      dlsym(RTLD_DEFAULT, "hone_allocations_read"));
  hone_allocation_counts counts{};
  counts.struct_size = sizeof counts;
  if (path == nullptr || read == nullptr || read(&counts) != 0) return;
  std::array<char, 256> line{};
  const int length = std::snprintf(line.data(), line.size(), "%llu %llu %llu %lld %lld\n",
                                   static_cast<unsigned long long>(counts.allocations),
                                   static_cast<unsigned long long>(counts.bytes),
                                   static_cast<unsigned long long>(counts.temporaries),
                                   static_cast<long long>(counts.live_bytes),
                                   static_cast<long long>(counts.peak_live_bytes));
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return;
  [[maybe_unused]] const ssize_t written = write(file, line.data(), static_cast<size_t>(length));
  close(file);
}

}  // namespace

// Blocks are mapped through the header's mapping, never by opening the file again: a program may
// have closed its descriptors, changed its root or its user by then, and must not find a
// descriptor of ours.
#include "analyzers/collect/allocations/preload/publishing.hpp"

#include <cstdlib>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hone::allocations {

namespace {

constinit FileHeader* header = nullptr;

bool is_ours(const FileHeader& found, off_t size) {
  return found.magic == file_magic && found.version == file_version && found.with_sizes <= 1 &&
         static_cast<std::uint64_t>(size) ==
             page_bytes + found.capacity * block_stride(found.with_sizes != 0);
}

// stat first: opening a device or a fifo of that name could do something.
FileHeader* map_header(const char* path) {
  struct stat status {};
  if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) return nullptr;
  const int file = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0) return nullptr;
  void* const memory = mmap(nullptr, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  const bool is_regular = fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                          status.st_size >= static_cast<off_t>(page_bytes);
  close(file);
  if (memory == MAP_FAILED) return nullptr;
  if (is_regular && is_ours(*static_cast<FileHeader*>(memory), status.st_size)) {
    return static_cast<FileHeader*>(memory);
  }
  munmap(memory, page_bytes);
  return nullptr;
}

// mremap of no bytes of a shared mapping makes a second one of the same file, as long as asked.
void* map_part(std::size_t offset, std::size_t bytes, void* place) {
  void* const start = mremap(header, 0, offset + bytes, MREMAP_MAYMOVE);
  if (start == MAP_FAILED) return nullptr;
  void* part = static_cast<unsigned char*>(start) + offset;
  if (place != nullptr) {
    void* const moved = mremap(part, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, place);
    if (moved == MAP_FAILED) munmap(part, bytes);
    part = moved == MAP_FAILED ? nullptr : moved;
  }
  munmap(start, offset);
  return part;
}

}  // namespace

bool open_file() {
  if (sysconf(_SC_PAGESIZE) != static_cast<long>(page_bytes)) return false;
  const char* const path = std::getenv(file_variable);
  if (path != nullptr) header = map_header(path);
  return header != nullptr;
}

bool has_file() { return header != nullptr; }

bool counts_sizes() { return header != nullptr && header->with_sizes != 0; }

ClaimedBlock claim_block(void* place) {
  if (header == nullptr) return {};
  const std::uint64_t number = header->claimed.fetch_add(1, std::memory_order_relaxed);
  if (number >= header->capacity) return {};
  const std::size_t stride = block_stride(counts_sizes());
  void* const block = map_part(page_bytes + number * stride, stride, place);
  if (block == nullptr) header->unmapped.fetch_add(1, std::memory_order_relaxed);
  return {static_cast<Block*>(block), number};
}

}  // namespace hone::allocations

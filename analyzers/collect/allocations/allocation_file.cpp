#include "analyzers/collect/allocations/allocation_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/collect/allocations/preload/file_format.hpp"

namespace hone::collect {
namespace {

namespace format = hone::allocations;

// Bounds what a command that forks without end can take, at two pages or so a process.
constexpr std::uint64_t capacity = 65536;
constexpr int path_length = 48;  // /proc/, a process of 10 digits, /fd/, a descriptor of 10, spare

template <class T>
T load(std::span<const std::byte> bytes, std::size_t offset) {
  T value{};
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

// The counters are atomics of that size, which no reader outside may copy as such.
std::uint64_t load_count(std::span<const std::byte> bytes, std::size_t offset) {
  return load<std::uint64_t>(bytes, offset);
}

// A sum of what a damaged file holds may leave the range of signed numbers.
std::int64_t wrapped(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::string program_of(std::span<const std::byte> block) {
  const char* const text =
      reinterpret_cast<const char*>(block.data()) + offsetof(format::Block, program);
  return {text, strnlen(text, sizeof(format::Block::program))};
}

ProcessAllocations process_of(std::span<const std::byte> block) {
  ProcessAllocations process;
  process.pid = load<std::int32_t>(block, offsetof(format::Block, pid));
  process.program = program_of(block);
  const auto flags = load<std::uint32_t>(block, offsetof(format::Block, flags));
  process.is_forked = (flags & format::forked) != 0;
  process.is_replaced = (flags & format::replaced) != 0;
  process.live_is_known = (flags & format::live_unknown) == 0;
  constexpr std::size_t live = offsetof(format::Block, live);
  process.live_bytes = wrapped(load_count(block, live + offsetof(format::ProcessLive, bytes)));
  const std::int64_t peak = wrapped(load_count(block, live + offsetof(format::ProcessLive, peak)));
  process.peak_live_bytes = static_cast<std::uint64_t>(std::max(peak, std::int64_t{0}));
  return process;
}

// What the thread has not yet added to its process's live bytes counts, too.
void add_shard(std::span<const std::byte> shard, ProcessAllocations& process) {
  AllocationFigures& figures = process.figures;
  figures.allocations += load_count(shard, offsetof(format::Shard, allocations));
  figures.deallocations += load_count(shard, offsetof(format::Shard, deallocations));
  figures.bytes += load_count(shard, offsetof(format::Shard, bytes));
  figures.temporaries += load_count(shard, offsetof(format::Shard, temporaries));
  const std::uint64_t highest = load_count(shard, offsetof(format::Shard, highest_change));
  const std::uint64_t headroom = load_count(shard, offsetof(format::Shard, headroom));
  const auto live = static_cast<std::uint64_t>(process.live_bytes);
  if (const std::int64_t peak = wrapped(live + highest); peak > 0) {
    process.peak_live_bytes = std::max(process.peak_live_bytes, static_cast<std::uint64_t>(peak));
  }
  process.live_bytes = wrapped(live + highest - headroom);
}

void add_sizes(std::span<const std::byte> block, AllocationFigures& figures) {
  for (std::size_t shard = 0; shard < format::shards_in_block; ++shard) {
    for (std::size_t bucket = 0; bucket < format::size_buckets; ++bucket) {
      const std::size_t index = shard * format::size_buckets + bucket;
      figures.by_size[bucket] += load_count(block, offsetof(format::SizedBlock, sizes) + 8 * index);
    }
  }
}

Error unreadable(const std::string& path) {
  return {fmt::format("cannot read '{}': {}", path, std::strerror(errno)), ""};
}

bool read_at(int file, std::uint64_t offset, std::span<std::byte> target) {
  const ssize_t got = pread(file, target.data(), target.size(), static_cast<off_t>(offset));
  return got == static_cast<ssize_t>(target.size());
}

Result<CommandAllocations> read_from(int file, const std::string& name) {
  struct stat status {};
  if (fstat(file, &status) != 0) return unreadable(name);
  std::vector<std::byte> bytes(sizeof(format::FileHeader));
  if (!read_at(file, 0, bytes)) {
    return Error{fmt::format("'{}' is no file of allocation counts", name), ""};
  }
  Result<AllocationFileParser> parser =
      AllocationFileParser::start(bytes, static_cast<std::uint64_t>(status.st_size));
  if (!parser) return Error{fmt::format("'{}': {}", name, parser.error().what), ""};
  bytes.resize(parser->block_bytes());
  for (std::uint64_t block = 0; block < parser->blocks(); ++block) {
    if (!read_at(file, parser->offset_of(block), bytes)) return unreadable(name);
    parser->add(bytes);
  }
  return std::move(*parser).finish();
}

}  // namespace

AllocationFigures& AllocationFigures::operator+=(const AllocationFigures& other) {
  allocations += other.allocations;
  deallocations += other.deallocations;
  bytes += other.bytes;
  temporaries += other.temporaries;
  for (std::size_t i = 0; i < by_size.size(); ++i) by_size[i] += other.by_size[i];
  return *this;
}

AllocationFigures CommandAllocations::sum() const {
  AllocationFigures sum;
  for (const ProcessAllocations& process : processes) sum += process.figures;
  return sum;
}

std::uint64_t CommandAllocations::largest_peak() const {
  std::uint64_t peak = 0;
  for (const ProcessAllocations& process : processes) {
    peak = std::max(peak, process.peak_live_bytes);
  }
  return peak;
}

Result<AllocationFileParser> AllocationFileParser::start(std::span<const std::byte> header,
                                                         std::uint64_t file_bytes) {
  if (header.size() < sizeof(format::FileHeader) || file_bytes < format::page_bytes ||
      load<std::uint64_t>(header, offsetof(format::FileHeader, magic)) != format::file_magic) {
    return Error{"it holds no allocation counts", ""};
  }
  if (load<std::uint32_t>(header, offsetof(format::FileHeader, version)) != format::file_version) {
    return Error{"its allocation counts are of another version of hone", ""};
  }
  AllocationFileParser parser;
  parser.read_.has_sizes =
      load<std::uint32_t>(header, offsetof(format::FileHeader, with_sizes)) != 0;
  parser.block_bytes_ = format::block_stride(parser.read_.has_sizes);
  const std::uint64_t there = (file_bytes - format::page_bytes) / parser.block_bytes_;
  const std::uint64_t claimed = load_count(header, offsetof(format::FileHeader, claimed));
  parser.blocks_ = std::min({there, claimed, capacity});
  parser.read_.is_complete =
      claimed == parser.blocks_ && load_count(header, offsetof(format::FileHeader, unmapped)) == 0;
  return parser;
}

std::uint64_t AllocationFileParser::offset_of(std::uint64_t block) const {
  return format::page_bytes + block * block_bytes_;
}

// A process's first block is always claimed before its others. One that was claimed and has no
// owner is of a process that was ended in between, and counted nothing.
void AllocationFileParser::add(std::span<const std::byte> block) {
  const std::uint64_t number = added_++;
  const std::uint64_t owner = load_count(block, offsetof(format::Block, owner));
  if (owner == 0) return;
  if (owner == number + 1) {
    places_.emplace(number, read_.processes.size());
    read_.processes.push_back(process_of(block));
    const std::uint64_t lost = load_count(block, offsetof(format::Block, uncounted));
    read_.is_complete = read_.is_complete && lost == 0;
  }
  const auto place = places_.find(owner - 1);
  if (place == places_.end()) {
    read_.is_complete = false;
    return;
  }
  ProcessAllocations& process = read_.processes[place->second];
  for (std::size_t shard = 0; shard < format::shards_in_block; ++shard) {
    add_shard(block.subspan(shard * sizeof(format::Shard), sizeof(format::Shard)), process);
  }
  if (read_.has_sizes) add_sizes(block, process.figures);
}

CommandAllocations AllocationFileParser::finish() && { return std::move(read_); }

Result<CommandAllocations> read_allocation_file(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return unreadable(path);
  return read_from(file.get(), path);
}

Result<AllocationFile> AllocationFile::make(bool with_sizes) {
  const auto cannot = [] {
    return Error{fmt::format("cannot make a file in memory: {}", std::strerror(errno)),
                 remedy_for_opening(errno)};
  };
  if (sysconf(_SC_PAGESIZE) != static_cast<long>(format::page_bytes)) {
    return Error{fmt::format("allocations of commands are counted on machines with pages of {} B",
                             format::page_bytes),
                 ""};
  }
  Descriptor file(memfd_create("hone-allocations", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file) return cannot();
  const std::uint64_t bytes = format::page_bytes + capacity * format::block_stride(with_sizes);
  format::FileHeader header{};
  header.magic = format::file_magic;
  header.version = format::file_version;
  header.with_sizes = with_sizes ? 1 : 0;
  header.capacity = capacity;
  if (ftruncate(file.get(), static_cast<off_t>(bytes)) != 0 ||
      pwrite(file.get(), &header, sizeof header, 0) != sizeof header ||
      fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return cannot();
  }
  return AllocationFile(std::move(file));
}

std::string AllocationFile::path() const {
  const std::string path = fmt::format("/proc/{}/fd/{}", getpid(), descriptor_.get());
  return std::string(path_length - path.size(), '/') + path;
}

Result<CommandAllocations> AllocationFile::read() const {
  return read_from(descriptor_.get(), "allocation counts");
}

Launch counted_launch(const Launch& launch, const std::string& library, const std::string& file) {
  constexpr std::string_view preload = "LD_PRELOAD";
  Launch counted = launch;
  const char* const inherited = std::getenv(std::string(preload).c_str());
  std::string others = inherited == nullptr ? "" : inherited;
  for (const auto& [name, value] : launch.env) {
    if (name == preload) others = value;
  }
  std::erase_if(counted.env, [&](const auto& variable) {
    return variable.first == preload || variable.first == format::file_variable;
  });
  counted.env.emplace_back(preload, others.empty() ? library : library + ":" + others);
  counted.env.emplace_back(format::file_variable, file);
  return counted;
}

}  // namespace hone::collect

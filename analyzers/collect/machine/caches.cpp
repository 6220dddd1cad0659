#include "analyzers/collect/machine/caches.hpp"

#include <algorithm>
#include <cstdint>
#include <system_error>

#include "analyzers/collect/machine/environment_parse.hpp"
#include "analyzers/collect/machine/text_file.hpp"

namespace hone::collect {
namespace {

namespace fs = std::filesystem;

// In the order of their names; empty when there is no such directory.
std::vector<fs::path> cache_folders(const fs::path& cpu) {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (fs::directory_iterator entry(cpu / "cache", ignored), end; entry != end;
       entry.increment(ignored)) {
    if (entry->path().filename().native().starts_with("index")) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

int small_number(const fs::path& path) {
  const auto number = read_number(path);
  return number && *number > 0 && *number < (std::int64_t{1} << 30) ? static_cast<int>(*number) : 0;
}

}  // namespace

std::vector<Cache> read_caches(const fs::path& root) {
  std::vector<Cache> caches;
  for (const fs::path& index : cache_folders(root / "sys/devices/system/cpu/cpu0")) {
    const auto size = parse_cache_size(read_text(index / "size"));
    const int level = small_number(index / "level");
    if (!size || level == 0) continue;  // a cache without a size is no knowledge of a cache
    caches.push_back(
        {.level = level,
         .type = read_word(index / "type"),
         .size_bytes = *size,
         .line_bytes = small_number(index / "coherency_line_size"),
         .ways = small_number(index / "ways_of_associativity"),
         .shared_by = parse_cpu_count(read_text(index / "shared_cpu_list")).value_or(1)});
  }
  return caches;
}

std::int64_t read_memory_total(const fs::path& root) {
  return parse_memory_total(read_text(root / "proc/meminfo")).value_or(0);
}

}  // namespace hone::collect

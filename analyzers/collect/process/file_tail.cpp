#include "analyzers/collect/process/file_tail.hpp"

#include <algorithm>

#include <sys/stat.h>
#include <unistd.h>

namespace hone::collect {

std::string file_tail(const Descriptor& file, std::size_t bytes) {
  struct stat status {};
  if (fstat(file.get(), &status) != 0 || status.st_size <= 0) return "";
  const auto size = static_cast<std::size_t>(status.st_size);
  std::string tail(std::min(size, bytes), '\0');
  const ssize_t got =
      pread(file.get(), tail.data(), tail.size(), static_cast<off_t>(size - tail.size()));
  tail.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return tail;
}

std::string_view last_line(std::string_view text) {
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  const std::size_t before = text.rfind('\n');
  return before == std::string_view::npos ? text : text.substr(before + 1);
}

}  // namespace hone::collect

#include "analyzers/collect/process/temporary_folder.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "fmt/format.h"

namespace hone::collect {
namespace {

constexpr std::string_view name_pattern = "hone-XXXXXX";

Error cannot_make(std::string_view what, const std::filesystem::path& root) {
  return {fmt::format("cannot make a temporary {} in '{}': {}", what, root.string(),
                      std::strerror(errno)),
          "set TMPDIR to a folder that can be written to"};
}

}  // namespace

std::optional<Error> why_no_room(const std::filesystem::path& folder) {
  constexpr std::uint64_t least_bytes = std::uint64_t{64} << 10;  // a write may have had too few
  struct statvfs volume {};
  if (statvfs(folder.c_str(), &volume) != 0) return std::nullopt;
  const bool is_full = volume.f_bavail * volume.f_frsize < least_bytes;
  const bool has_no_file = volume.f_files > 0 && volume.f_favail == 0;
  if (!is_full && !has_no_file) return std::nullopt;
  return Error{fmt::format("there is no space left in '{}' for temporary files",
                           folder.parent_path().string()),
               "set TMPDIR to a folder that has room"};
}

std::filesystem::path temporary_root() {
  std::error_code error;
  const std::filesystem::path root = std::filesystem::temp_directory_path(error);
  return error ? "/tmp" : root;
}

Result<TemporaryFolder> TemporaryFolder::make() {
  const std::filesystem::path root = temporary_root();
  std::string name = (root / name_pattern).string();
  if (mkdtemp(name.data()) == nullptr) return cannot_make("folder", root);
  return TemporaryFolder(std::move(name));
}

Result<Descriptor> open_temporary_file() {
  const std::filesystem::path root = temporary_root();
  std::string name = (root / name_pattern).string();
  Descriptor file(mkostemp(name.data(), O_CLOEXEC));
  if (!file) return cannot_make("file", root);
  unlink(name.c_str());
  return file;
}

}  // namespace hone::collect

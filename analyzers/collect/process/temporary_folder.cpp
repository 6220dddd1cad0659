#include "analyzers/collect/process/temporary_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
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

#include "cli/save.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/collect/descriptor.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

using collect::Descriptor;

Error save_error(const std::string& path, int error) {
  return {fmt::format("cannot write '{}': {}", path, std::strerror(error)),
          error == ENOENT ? "does its folder exist?" : ""};
}

struct TemporaryFile {
  std::string path;
  Descriptor descriptor;
};

// Beside the target: a rename must not cross file systems.
Result<TemporaryFile> make_temporary(const std::string& path) {
  std::string name = path + ".XXXXXX";
  Descriptor descriptor(mkostemp(name.data(), O_CLOEXEC));
  if (!descriptor) return save_error(path, errno);
  return TemporaryFile{std::move(name), std::move(descriptor)};
}

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// mkostemp made it private; a report is an ordinary file. umask can only be read by setting it.
mode_t ordinary_mode() {
  const mode_t mask = umask(0);
  umask(mask);
  return static_cast<mode_t>(0666) & ~mask;
}

}  // namespace

Result<void> save_atomically(const std::string& path, std::string_view content) {
  Result<TemporaryFile> temporary = make_temporary(path);
  if (!temporary) return temporary.error();
  const int descriptor = temporary->descriptor.get();
  const bool saved = write_all(descriptor, content) && fchmod(descriptor, ordinary_mode()) == 0 &&
                     fsync(descriptor) == 0 &&
                     std::rename(temporary->path.c_str(), path.c_str()) == 0;
  if (saved) return {};
  const int error = errno;
  unlink(temporary->path.c_str());
  return save_error(path, error);
}

Result<void> check_saveable(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
    return Error{fmt::format("cannot write '{}': it is a folder", path), "name a file"};
  }
  const Result<TemporaryFile> temporary = make_temporary(path);
  if (!temporary) return temporary.error();
  unlink(temporary->path.c_str());
  return {};
}

}  // namespace hone::cli

#include "cli/output/save.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/collect/process/write_whole.hpp"
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

// An interrupt does not keep what was finished from being saved. False, with errno: not written.
bool write_all(int descriptor, std::string_view content) {
  errno = collect::write_whole(descriptor, content, collect::OnInterrupt::go_on);
  return errno == 0;
}

bool sync_to_disk(int descriptor) {
  int result = 0;
  do {
    result = fsync(descriptor);
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

// mkostemp made it private; a new report is an ordinary file, an old one keeps its mode. umask
// can only be read by setting it.
mode_t mode_for(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) == 0) return status.st_mode & static_cast<mode_t>(07777);
  const mode_t mask = umask(0);
  umask(mask);
  return static_cast<mode_t>(0666) & ~mask;
}

// Where the file really is: a rename would replace a symbolic link instead of following it, and a
// device or a pipe instead of writing into it.
Result<std::string> real_target(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return path;
  if (std::filesystem::is_directory(status)) {
    return Error{fmt::format("cannot write '{}': it is a folder", path), "name a file"};
  }
  if (!std::filesystem::is_regular_file(status)) {
    return Error{fmt::format("cannot write '{}': it is not an ordinary file", path),
                 "name a file; --format json writes to stdout"};
  }
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  if (error) return save_error(path, error.value());
  return real.string();
}

}  // namespace

Result<void> save_atomically(const std::string& path, std::string_view content) {
  const Result<std::string> target = real_target(path);
  if (!target) return target.error();
  Result<TemporaryFile> temporary = make_temporary(*target);
  if (!temporary) return temporary.error();
  const int descriptor = temporary->descriptor.get();
  const bool saved = write_all(descriptor, content) && fchmod(descriptor, mode_for(*target)) == 0 &&
                     sync_to_disk(descriptor) &&
                     std::rename(temporary->path.c_str(), target->c_str()) == 0;
  if (saved) return {};
  const int error = errno;
  unlink(temporary->path.c_str());
  return save_error(path, error);
}

Result<void> check_saveable(const std::string& path) {
  const Result<std::string> target = real_target(path);
  if (!target) return target.error();
  const Result<TemporaryFile> temporary = make_temporary(*target);
  if (!temporary) return temporary.error();
  unlink(temporary->path.c_str());
  return {};
}

}  // namespace hone::cli

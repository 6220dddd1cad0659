#include "cli/output/save.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/process/write_whole.hpp"
#include "analyzers/text/numbers.hpp"
#include "cli/output/progress.hpp"
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

// Beside the target: a rename must not cross file systems. Its name is no longer than the target's
// may be.
Result<TemporaryFile> make_temporary(const std::string& path) {
  constexpr std::string_view suffix = ".XXXXXX";
  const std::filesystem::path target(path);
  std::string name = target.filename().string();
  name.resize(std::min(name.size(), NAME_MAX - suffix.size()));
  name = (target.parent_path() / name).string().append(suffix);
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

// A named pipe opens once somebody reads it, for which an interrupt ends the waiting. One that came
// before leaves no time for it. -1, with errno: it is not to be had.
Descriptor open_named_pipe(const std::string& path) {
  constexpr int pause_ms = 20;
  while (true) {
    Descriptor opened(open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK));
    if (opened) {
      // Of this open file alone: a reader that is slow is waited for.
      fcntl(opened.get(), F_SETFL, O_WRONLY);
      return opened;
    }
    if (errno != ENXIO || collect::interrupted()) return opened;
    pollfd interrupt{collect::interrupt_descriptor(), POLLIN, 0};
    poll(&interrupt, 1, pause_ms);
  }
}

bool is_named_pipe(const std::string& path) {
  std::error_code error;
  return !named_descriptor(path) && std::filesystem::is_fifo(path, error);
}

Error stream_error(const std::string& path, int error) {
  if (error != ENXIO || !is_named_pipe(path)) return save_error(path, error);
  return {fmt::format("cannot write '{}': nobody reads it", path), "start what reads it"};
}

// What hone was given stays open in what it executes; what it opened itself does not, and no user
// can mean that.
Result<Descriptor> open_stream(const std::string& path) {
  const std::optional<int> named = named_descriptor(path);
  Descriptor stream;
  if (is_named_pipe(path)) {
    stream = open_named_pipe(path);
  } else if (!named) {
    stream = Descriptor(open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  } else if (fcntl(*named, F_GETFD) == 0) {
    stream = Descriptor(fcntl(*named, F_DUPFD_CLOEXEC, 0));
  } else {
    errno = EBADF;
  }
  if (!stream) return stream_error(path, errno);
  if ((fcntl(stream.get(), F_GETFL) & O_ACCMODE) == O_RDONLY) return save_error(path, EBADF);
  return stream;
}

// Where the file really is: a rename would replace a symbolic link instead of following it, and a
// device or a pipe instead of writing into it.
Result<std::string> real_target(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (error == std::errc::too_many_symbolic_link_levels) return save_error(path, ELOOP);
  if (!std::filesystem::exists(status)) return target_of(path);
  if (std::filesystem::is_directory(status)) {
    return Error{fmt::format("cannot write '{}': it is a folder", path), "name a file"};
  }
  if (!std::filesystem::is_regular_file(status)) {
    return Error{fmt::format("cannot write '{}': it is not an ordinary file", path),
                 "name a file, or - for stdout"};
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

std::optional<int> named_descriptor(std::string_view path) {
  if (path == "-" || path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (path.starts_with(folder)) return text::parse_number<int>(path.substr(folder.size()));
  }
  return std::nullopt;
}

bool names_stdout(std::string_view path) { return named_descriptor(path) == STDOUT_FILENO; }

bool is_stream(const std::string& path) {
  std::error_code error;
  return named_descriptor(path) || std::filesystem::is_character_file(path, error) ||
         std::filesystem::is_fifo(path, error);
}

std::string target_of(const std::string& path) {
  constexpr int most_links = 40;  // as many as the kernel follows
  std::filesystem::path target = path;
  for (int links = 0; links < most_links; ++links) {
    std::error_code error;
    const std::filesystem::path next = std::filesystem::read_symlink(target, error);
    if (error) return target.string();
    target = target.parent_path() / next;  // what is absolute replaces the folder
  }
  return path;
}

Result<void> save(const std::string& path, std::string_view content) {
  if (!is_stream(path)) return save_atomically(path, content);
  const Result<Descriptor> stream = open_stream(path);
  if (!stream) return stream.error();
  if (isatty(stream->get()) != 0) write_all(stream->get(), owed_wipe());
  return write_all(stream->get(), content) ? Result<void>{} : save_error(path, errno);
}

Result<void> check_saveable(const std::string& path) {
  if (is_named_pipe(path)) {
    // To open it would tell its reader that all was written.
    return access(path.c_str(), W_OK) == 0 ? Result<void>{} : save_error(path, errno);
  }
  if (is_stream(path)) {
    const Result<Descriptor> stream = open_stream(path);
    return stream ? Result<void>{} : stream.error();
  }
  const Result<std::string> target = real_target(path);
  if (!target) return target.error();
  const Result<TemporaryFile> temporary = make_temporary(*target);
  if (!temporary) return temporary.error();
  unlink(temporary->path.c_str());
  return {};
}

}  // namespace hone::cli

#include "analyzers/measure/stdin_file.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/process/reopen.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"
#include "analyzers/collect/process/write_whole.hpp"
#include "analyzers/text/numbers.hpp"
#include "fmt/format.h"

namespace hone::measure {
namespace {

Error cannot_read(const std::string& path, std::string_view why, std::string next = "") {
  return {fmt::format("cannot read --input '{}': {}", path, why), std::move(next)};
}

// The descriptor that a path names; nullopt: it names a file.
std::optional<int> descriptor_of(std::string_view path) {
  if (path == "-" || path == "/dev/stdin") return STDIN_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (path.starts_with(folder)) return text::parse_number<int>(path.substr(folder.size()));
  }
  return std::nullopt;
}

// Waits until there is something to read, or the end. False: an interrupt came.
bool await_input(int from) {
  std::array<pollfd, 2> waiting{pollfd{from, POLLIN, 0},
                                pollfd{collect::interrupt_descriptor(), POLLIN, 0}};
  while (!collect::interrupted()) {
    if (poll(waiting.data(), waiting.size(), -1) > 0 && waiting[0].revents != 0) return true;
    if (waiting[1].revents != 0) return false;
  }
  return false;
}

// Whether a failed read is to be tried again: who shares the pipe may have made it non-blocking.
bool is_passing(int error) { return error == EINTR || error == EAGAIN; }

Error was_empty(const std::string& path) {
  return {fmt::format("--input '{}' was empty: nothing came from it", path),
          "without --input commands have an empty stdin"};
}

// What comes from the descriptor until its end, in a file that is gone when it is closed.
Result<CommandInput> keep_all(int from, const std::string& path, std::string name) {
  Result<collect::Descriptor> file = collect::open_temporary_file();
  if (!file) return file.error();
  std::vector<char> piece(std::size_t{1} << 20);
  std::uint64_t bytes = 0;
  for (;;) {
    if (!await_input(from)) {
      return Error{fmt::format("interrupted while it read --input '{}'", path), ""};
    }
    const ssize_t got = read(from, piece.data(), piece.size());
    if (got < 0 && is_passing(errno)) continue;
    if (got < 0) return cannot_read(path, std::strerror(errno));
    if (got == 0) break;
    const std::string_view part(piece.data(), static_cast<std::size_t>(got));
    const int error = collect::write_whole(file->get(), part, collect::OnInterrupt::go_on);
    if (error != 0) {
      return Error{
          fmt::format("cannot keep --input '{}', which is read once for all runs, in '{}': "
                      "{} after {} bytes",
                      path, collect::temporary_root().string(), std::strerror(error), bytes),
          "set TMPDIR to a folder with more room"};
    }
    bytes += part.size();
  }
  if (bytes == 0) return was_empty(path);
  // Without /proc the one description serves all runs, one after the other.
  fchmod(file->get(), S_IRUSR);
  collect::Descriptor readable = collect::reopen_for_reading(file->get());
  return CommandInput{readable ? std::move(readable) : std::move(*file),
                      InputSummary{std::move(name), true, bytes}};
}

// The rest of a file that someone has begun to read is what a program would be given.
bool is_begun(int descriptor) { return lseek(descriptor, 0, SEEK_CUR) > 0; }

// What started hone without an input, as CI and cron do, gave it this one.
bool is_null_device(const struct stat& status) {
  struct stat null {};
  return S_ISCHR(status.st_mode) && stat("/dev/null", &null) == 0 && null.st_rdev == status.st_rdev;
}

Result<CommandInput> use_descriptor(int descriptor, const std::string& path) {
  const int mode = fcntl(descriptor, F_GETFL);
  // What hone opened itself closes on exec; no user can mean that.
  if (mode < 0 || (fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0) {
    return cannot_read(path, std::strerror(EBADF));
  }
  if ((mode & O_ACCMODE) == O_WRONLY) return cannot_read(path, "it is closed, or not for reading");
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return cannot_read(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return cannot_read(path, "it is a folder", "name a file");
  if (isatty(descriptor) != 0) {
    return cannot_read(path, "it is a terminal",
                       "pipe the input in, as in: generate | hone ... --input -, or name a file");
  }
  if (is_null_device(status)) return was_empty(path);
  std::string name = descriptor == STDIN_FILENO ? "stdin" : path;
  const bool is_file = S_ISREG(status.st_mode);
  const bool is_device = S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode);
  if (is_device || (is_file && !is_begun(descriptor))) {
    collect::Descriptor again = collect::reopen_for_reading(descriptor);
    if (!again && is_device) return cannot_read(path, std::strerror(errno));
    if (again) {
      InputSummary summary{std::move(name), false, std::nullopt};
      if (is_file) summary.bytes = static_cast<std::uint64_t>(status.st_size);
      return CommandInput{std::move(again), std::move(summary)};
    }
  }
  return keep_all(descriptor, path, std::move(name));
}

}  // namespace

Result<CommandInput> open_command_input(const std::string& path) {
  if (const std::optional<int> descriptor = descriptor_of(path)) {
    return use_descriptor(*descriptor, path);
  }
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return cannot_read(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return cannot_read(path, "it is a folder", "name a file");
  // To open a named pipe would wait for whoever writes, deaf to an interrupt.
  const int waiting = S_ISFIFO(status.st_mode) ? O_NONBLOCK : 0;
  collect::Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | waiting));
  if (!file) return cannot_read(path, std::strerror(errno));
  if (S_ISFIFO(status.st_mode)) return keep_all(file.get(), path, path);
  if (isatty(file.get()) != 0) return cannot_read(path, "it is a terminal", "name a file");
  InputSummary summary{path, false, std::nullopt};
  if (S_ISREG(status.st_mode)) summary.bytes = static_cast<std::uint64_t>(status.st_size);
  return CommandInput{std::move(file), std::move(summary)};
}

}  // namespace hone::measure

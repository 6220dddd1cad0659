#include "analyzers/measure/command_streams.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

#include "fmt/format.h"

namespace hone::measure {
namespace {

Error unwritable(const std::string& path) {
  return {fmt::format("cannot write --output '{}': {}", path, std::strerror(errno)), ""};
}

// Each run reads it from its first byte again, which a pipe cannot do; opening one would wait.
Result<collect::Descriptor> open_readable(const std::string& path) {
  const auto error = [&](const char* why, const char* next) {
    return Error{fmt::format("cannot read --input '{}': {}", path, why), next};
  };
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return error(std::strerror(errno), "");
  if (S_ISDIR(status.st_mode)) return error("it is a folder", "name a file");
  if (!S_ISREG(status.st_mode) && !S_ISCHR(status.st_mode) && !S_ISBLK(status.st_mode)) {
    return error("it cannot be read again for each run", "save it to a file first");
  }
  collect::Descriptor input(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!input) return error(std::strerror(errno), "");
  return input;
}

// Asked before the first run rather than in it; each run empties the file.
Result<void> check_output_file(const CommandSettings& settings, const collect::Descriptor& input) {
  const collect::Descriptor output(
      open(settings.output_file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666));
  if (!output) return unwritable(settings.output_file);
  struct stat read {};
  struct stat written {};
  if (input && fstat(input.get(), &read) == 0 && fstat(output.get(), &written) == 0 &&
      S_ISREG(written.st_mode) && read.st_dev == written.st_dev && read.st_ino == written.st_ino) {
    return Error{fmt::format("--input and --output are both '{}', which would be emptied",
                             settings.output_file),
                 "name another file"};
  }
  return {};
}

}  // namespace

Result<collect::Descriptor> open_input(const CommandSettings& settings) {
  collect::Descriptor input;
  if (!settings.input.empty()) {
    Result<collect::Descriptor> opened = open_readable(settings.input);
    if (!opened) return opened.error();
    input = std::move(*opened);
  }
  if (settings.output == CommandSettings::Output::file) {
    const Result<void> writable = check_output_file(settings, input);
    if (!writable) return writable.error();
  }
  return input;
}

Result<collect::Descriptor> open_output_file(const CommandSettings& settings) {
  collect::Descriptor file(
      open(settings.output_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file) return unwritable(settings.output_file);
  return file;
}

}  // namespace hone::measure

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

Result<CommandInput> open_input(const CommandSettings& settings) {
  CommandInput input;
  if (!settings.input.empty()) {
    Result<CommandInput> opened = open_command_input(settings.input);
    if (!opened) return opened.error();
    input = std::move(*opened);
  }
  if (settings.output == CommandSettings::Output::file) {
    const Result<void> writable = check_output_file(settings, input.file);
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

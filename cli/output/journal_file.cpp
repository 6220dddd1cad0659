#include "cli/output/journal_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "analyzers/collect/process/write_whole.hpp"
#include "cli/output/save.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

using collect::Descriptor;

Error journal_error(const std::string& path, int error) {
  return {fmt::format("cannot write '{}': {}", path, std::strerror(error)),
          error == ENAMETOOLONG ? "choose a shorter name: the journal's is that of -o with .journal"
                                : ""};
}

// That a file was created or is gone outlasts a loss of power only with its folder.
void sync_folder_of(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  const Descriptor descriptor(
      open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor) fsync(descriptor.get());
}

// Where locks are not to be had, none is held.
bool is_locked(const std::string& path) {
  const Descriptor descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return descriptor && flock(descriptor.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace

std::string journal_of(const std::string& output) { return target_of(output) + ".journal"; }

JournalState state_of_journal(const std::string& journal) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::symlink_status(journal, error);
  if (!std::filesystem::exists(status)) return JournalState::none;
  if (!std::filesystem::is_regular_file(status)) return JournalState::no_journal;
  return is_locked(journal) ? JournalState::in_use : JournalState::left_behind;
}

Result<std::optional<std::string>> set_aside(const std::string& journal) {
  if (state_of_journal(journal) != JournalState::left_behind) return std::optional<std::string>();
  std::error_code error;
  if (std::filesystem::is_empty(journal, error) && std::filesystem::remove(journal, error)) {
    return std::optional<std::string>();
  }
  for (int number = 1;; ++number) {
    std::string name = fmt::format("{}.{}", journal, number);
    if (std::filesystem::exists(std::filesystem::symlink_status(name, error))) continue;
    if (std::rename(journal.c_str(), name.c_str()) != 0) return journal_error(name, errno);
    return std::optional(std::move(name));
  }
}

Result<JournalFile> JournalFile::create(const std::string& journal) {
  constexpr mode_t everyone = 0666;  // less what umask takes away
  Descriptor descriptor(
      open(journal.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, everyone));
  if (!descriptor) return journal_error(journal, errno);
  flock(descriptor.get(), LOCK_EX | LOCK_NB);
  sync_folder_of(journal);
  return JournalFile(journal, std::move(descriptor));
}

Result<void> JournalFile::append(std::string_view lines) {
  const int error = collect::write_whole(descriptor_.get(), lines, collect::OnInterrupt::go_on);
  if (error != 0) return journal_error(path_, error);
  int result = 0;
  do {
    result = fdatasync(descriptor_.get());
  } while (result != 0 && errno == EINTR);
  return result == 0 ? Result<void>{} : journal_error(path_, errno);
}

void JournalFile::remove() {
  sync_folder_of(path_);  // which the report was renamed in
  unlink(path_.c_str());
}

}  // namespace hone::cli

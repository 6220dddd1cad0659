// A private folder that is removed, with what is in it, when it goes out of scope; and a file that
// is gone when it is closed. Both are made in $TMPDIR, else in /tmp. The errors say so.
#pragma once

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/model/result.hpp"

namespace hone::collect {

class TemporaryFolder {
 public:
  static Result<TemporaryFolder> make();

  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

// Why what was written to the folder is not there or cut short: its file system is full, of bytes
// or of files. absent: it is not.
std::optional<Error> why_no_room(const std::filesystem::path& folder);

// $TMPDIR where that is a folder, else /tmp.
std::filesystem::path temporary_root();

Result<Descriptor> open_temporary_file();

}  // namespace hone::collect

// A private folder that is removed, with what is in it, when it goes out of scope.
#pragma once

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

#include "analyzers/model/result.hpp"

namespace hone::collect {

class TemporaryFolder {
 public:
  // Makes the folder in $TMPDIR, else in /tmp.
  static Result<TemporaryFolder> make() {
    std::error_code error;
    const std::filesystem::path root = std::filesystem::temp_directory_path(error);
    std::string name = ((error ? "/tmp" : root) / "hone-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      return Error{"cannot make a temporary folder '" + name + "': " + std::strerror(errno), ""};
    }
    return TemporaryFolder(std::move(name));
  }

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

}  // namespace hone::collect

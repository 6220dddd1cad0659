// Which of the programs that a command executes run without the counter, so that what they allocate
// is in no figure.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace hone::collect {

// Why the counter is not loaded into a program, in words that follow "it"; nullopt: it is. `path`:
// the program's file, or a link to it; `environment`: its variables, each ended by a zero byte;
// `library` and `file`: what LD_PRELOAD and HONE_ALLOCATION_FILE must name.
std::optional<std::string> why_uncounted(const std::string& path, const std::string& environment,
                                         const std::string& library, const std::string& file);

class UncountedPrograms {
 public:
  // `library`, `file`: the counter, and where it counts.
  UncountedPrograms(std::string library, std::string file)
      : library_(std::move(library)), file_(std::move(file)) {}

  // Looks at a process that has just executed a program.
  void look_at(pid_t process);

  // The first that was found, in words: "'/usr/bin/bash' is statically linked". nullopt: none.
  [[nodiscard]] const std::optional<std::string>& first() const { return first_; }

 private:
  std::string library_;
  std::string file_;
  std::optional<std::string> first_;
};

}  // namespace hone::collect

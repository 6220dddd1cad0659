#include "analyzers/collect/passes/uncounted_programs.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>

#include "analyzers/collect/allocations/preload/file_format.hpp"
#include "analyzers/collect/launch/exec_watch.hpp"
#include "analyzers/collect/launch/process_environment.hpp"
#include "analyzers/collect/process/program_file.hpp"

namespace hone::collect {
namespace {

// As the dynamic linker reads LD_PRELOAD: blanks and colons part the names.
bool names(std::string_view preload, std::string_view library) {
  while (!preload.empty()) {
    const std::size_t end = preload.find_first_of(" :");
    if (preload.substr(0, end) == library) return true;
    preload.remove_prefix(end == std::string_view::npos ? preload.size() : end + 1);
  }
  return false;
}

}  // namespace

std::optional<std::string> why_uncounted(const std::string& path, const std::string& environment,
                                         const std::string& library, const std::string& file) {
  if (const auto why = why_not_preloadable(path)) return why->what;
  const std::optional<std::string_view> preload = variable_in(environment, "LD_PRELOAD");
  if (!preload) return "was started without LD_PRELOAD";
  if (!names(*preload, library)) return fmt::format("was started with LD_PRELOAD={}", *preload);
  if (variable_in(environment, allocations::file_variable) != file) {
    return fmt::format("was started without {}", allocations::file_variable);
  }
  return std::nullopt;
}

void UncountedPrograms::look_at(pid_t process) {
  if (first_) return;
  const std::filesystem::path folder = fmt::format("/proc/{}", process);
  const std::optional<std::string> why =
      why_uncounted(folder / "exe", environment_of(process), library_, file_);
  if (!why) return;
  const std::string program = program_of(process);
  first_ = fmt::format("'{}' {}", program.empty() ? "a program" : program, *why);
}

}  // namespace hone::collect

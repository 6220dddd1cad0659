#include "analyzers/collect/instruction_count.hpp"

#include <string>
#include <system_error>

#include "analyzers/collect/callgrind.hpp"
#include "fmt/format.h"

namespace hone::collect {

Launch counted_launch(const Launch& launch, const std::filesystem::path& folder) {
  Launch counted = launch;
  counted.argv = {"valgrind",
                  "--tool=callgrind",
                  "--quiet",
                  "--vgdb=no",
                  "--fair-sched=try",
                  "--trace-children=yes",
                  "--callgrind-out-file=" + (folder / "%p").string()};
  counted.argv.insert(counted.argv.end(), launch.argv.begin(), launch.argv.end());
  return counted;
}

Result<double> counted_instructions(const std::filesystem::path& folder) {
  double sum = 0;
  int profiles = 0;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const Result<CallgrindProfile> profile = read_callgrind_profile(entry.path().string());
    if (!profile) return profile.error();
    const std::optional<std::uint64_t> total = profile->total("Ir");
    if (!total) return Error{"callgrind counted no instructions", ""};
    sum += static_cast<double>(*total);
    ++profiles;
  }
  if (failed || profiles == 0 || sum <= 0) return Error{"callgrind left no profile", ""};
  return sum;
}

}  // namespace hone::collect

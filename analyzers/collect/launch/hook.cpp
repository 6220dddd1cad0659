#include "analyzers/collect/launch/hook.hpp"

#include <optional>
#include <string>

#include <sys/mman.h>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/collect/process/file_tail.hpp"
#include "analyzers/collect/process/process.hpp"
#include "analyzers/collect/process/resource_limits.hpp"

namespace hone::collect {
namespace {

constexpr std::size_t tail_bytes = 2000;
constexpr Seconds patience{0.05};  // how soon an interrupt is noticed

}  // namespace

Result<void, Failure> run_hook(const Launch& launch, bool (*is_to_end)()) {
  // A memory file rather than a pipe: what goes on running may still write when hone has ended.
  const Descriptor output(memfd_create("hone-hook-output", MFD_CLOEXEC));
  SpawnOptions options;
  options.output = output.get();
  options.error = output.get();
  Result<Process> child = spawn(launch, options);
  if (!child) return Failure::failed(child.error());
  std::optional<Exit> exit;
  while (!exit) {
    exit = child->wait(patience);
    if (exit) continue;
    if (const int signal = child->stopped_by_terminal(); signal != 0) {
      child->kill_and_reap();
      return Failure{FailureKind::failed, "it " + describe_terminal_stop(signal),
                     file_tail(output, tail_bytes)};
    }
    if (!is_to_end()) continue;
    child->kill_and_reap();
    return Failure::failed("interrupted");
  }
  if (exit->signal == 0 && exit->code == 0) return {};
  return Failure{exit->signal != 0 ? FailureKind::crashed : FailureKind::failed,
                 describe(*exit) + cause_of_kill(*exit), file_tail(output, tail_bytes)};
}

}  // namespace hone::collect

// What hone tells about the machine's PMU, as users with and without permission.
#include <cerrno>
#include <fstream>

#include "analyzers/collect/pmu_probe.hpp"
#include "tests/emulated_pmu/guest/check.hpp"

namespace hone::emulated {
namespace {

std::int64_t paranoid() {
  std::int64_t level = -99;
  std::ifstream("/proc/sys/kernel/perf_event_paranoid") >> level;
  return level;
}

collect::PmuStatus probe(Check& check) {
  collect::PmuStatus status =
      collect::describe_pmu(collect::probe_cycles(), collect::probe_instructions(), paranoid(),
                            /*is_virtual=*/true);
  check.note("{} (remedy: '{}')", status.reason, status.remedy);
  return status;
}

}  // namespace

void probe_as_root(Check& check) {
  const collect::PmuStatus status = probe(check);
  check.expect(status.available, "the PMU is available");
  check.expect(status.reason == "cycles and instructions count", "both count");
}

void probe_as_user(Check& check) { probe_as_root(check); }

void probe_refused(Check& check) {
  const collect::CounterProbe cycles = collect::probe_cycles();
  check.expect(cycles.state == collect::CounterState::refused && cycles.error == EACCES,
               "opening a counter fails with EACCES");
  const collect::PmuStatus status = probe(check);
  check.expect(!status.available, "the PMU is not available");
  check.expect(status.reason.find("perf_event_paranoid is 3") != std::string::npos,
               "the reason names the setting");
  check.expect(status.remedy == "sudo sysctl kernel.perf_event_paranoid=2", "the remedy is given");
}

}  // namespace hone::emulated

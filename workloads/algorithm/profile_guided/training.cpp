// What the instrumented kernels are run on, while hone is built, to take their profiles: `trained`
// on programs such as the workload's, `mistrained` on programs of another kind.
#include <cstdint>

#include "workloads/algorithm/profile_guided/machine.hpp"

int main() {
  namespace kernel = hone::workloads::profile_guided;
  constexpr std::size_t operations = 1 << 16;
  constexpr std::uint64_t share = 95;
  const std::uint64_t sum =
      kernel::trained::run(
          kernel::make_program(operations, share, kernel::usual_kind, kernel::training_seed), 1) +
      kernel::mistrained::run(
          kernel::make_program(operations, share, kernel::unusual_kind, kernel::training_seed), 1);
  return sum == 0 ? 1 : 0;  // used, so that nothing is left out
}

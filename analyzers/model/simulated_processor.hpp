// The processor that callgrind simulates, beside the machine's own: what programs that choose their
// code by the processor find on each.
#pragma once

#include <string>
#include <vector>

namespace hone {

struct SimulatedProcessor {
  std::string valgrind{};               // version
  std::string glibc{};                  // version
  std::vector<std::string> features{};  // instruction sets, in the kernel's words
  std::vector<std::string> lacks{};     // those of this machine's processor that it does not have
  // GLIBC_TUNABLES of every simulated run: with it glibc chooses its functions as a machine with
  // this processor does, wherever the run is.
  std::string tunables{};
  // Functions of which glibc has another build on this machine even with these tunables, each after
  // its library: "libc.so.6 strstr".
  std::vector<std::string> other_functions{};

  friend bool operator==(const SimulatedProcessor&, const SimulatedProcessor&) = default;
};

}  // namespace hone

// known_loop ITERATIONS [GENERATIONS]: runs a loop of known instructions; with GENERATIONS it then
// has a child do the same, which has one in turn, so many times.
#include <cstdlib>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/emulated_pmu/guest/loop.hpp"

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const int generations = argc > 2 ? std::atoi(argv[2]) : 0;
  hone::emulated::run_known_loop(std::strtoull(argv[1], nullptr, 10));
  if (generations == 0) return 0;
  const pid_t child = fork();
  if (child == 0) {
    execl(argv[0], argv[0], argv[1], std::to_string(generations - 1).c_str(), nullptr);
    _exit(127);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
}

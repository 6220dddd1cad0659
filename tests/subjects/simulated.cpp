// A program of known cost for the tests of simulated commands: does what its arguments say, one
// after the other.
//   work N               N rounds of a loop
//   allocate N           N blocks from each of malloc, calloc, realloc, reallocarray and
//                        posix_memalign, and N strings from operator new
//   fork N               N rounds in a child that executes nothing
//   exit N               ends with status N
//   execute PROGRAM ...  becomes it
//   leave                leaves a child that sleeps
//   kill                 kills a child that works
// and, only where it runs under valgrind:
//   crash, hang, unknown_instruction, failure
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <sys/wait.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

namespace {

volatile unsigned sink = 0;

// Its rounds are to be seen in a profile under its name.
[[gnu::noinline]] void work(unsigned long rounds) {
  for (unsigned long i = 0; i < rounds; ++i) sink = sink + 1;
}

// Keeps the compiler from dropping an allocation whose block is not used.
void release(void* block) {
  asm volatile("" : "+r"(block) : : "memory");
  std::free(block);
}

[[gnu::noinline]] void allocate(unsigned long count) {
  for (unsigned long i = 0; i < count; ++i) {
    release(std::malloc(10));
    release(std::calloc(2, 10));
    release(std::realloc(nullptr, 30));
    release(reallocarray(nullptr, 4, 10));
    void* block = nullptr;
    if (posix_memalign(&block, 16, 50) == 0) release(block);
    char* const text = new char[60];
    asm volatile("" : : "r"(text) : "memory");
    delete[] text;
  }
}

void fork_and_work(unsigned long rounds) {
  const pid_t child = fork();
  if (child == 0) {
    work(rounds);
    _exit(0);
  }
  waitpid(child, nullptr, 0);
}

void leave() {
  if (fork() != 0) return;
  sleep(600);
  _exit(0);
}

void kill_child() {
  const pid_t child = fork();
  if (child == 0) {
    while (true) work(1000);
  }
  usleep(100'000);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

void under_valgrind(std::string_view what) {
  if (RUNNING_ON_VALGRIND == 0) return;
  if (what == "crash") std::abort();
  if (what == "failure") std::exit(5);
  if (what == "unknown_instruction") __builtin_trap();
  while (what == "hang") sleep(600);
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view what = argv[i];
    if (what == "execute") {
      execv(argv[i + 1], argv + i + 1);
      return 127;
    }
    unsigned long number = 0;
    const bool has_number =
        i + 1 < argc &&
        std::from_chars(argv[i + 1], argv[i + 1] + std::strlen(argv[i + 1]), number).ec ==
            std::errc{};
    if (has_number) ++i;
    if (what == "work") work(number);
    if (what == "allocate") allocate(number);
    if (what == "fork") fork_and_work(number);
    if (what == "exit") return static_cast<int>(number);
    if (what == "leave") leave();
    if (what == "kill") kill_child();
    under_valgrind(what);
  }
  return 0;
}

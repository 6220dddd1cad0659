// A program of a known number of allocations, in processes and threads of its own, that ends as it
// is told: each word pair or word is done in turn.
//   allocate N   N times malloc(24) and free       keep BYTES   one block that is never freed
//   fork N       a child that allocates N and ends at once; both count at the same time
//   thread_fork N   the same from a thread that has allocated nothing before
//   threads N    N threads, all alive at once, of which each allocates 100 times
//   close        closes all descriptors           _exit, kill, crash   ends so
//   exec ...     executes itself with the rest of the words; spawn ...: in a child, and waits
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

void allocate(long count) {
  for (long i = 0; i < count; ++i) {
    void* volatile block = std::malloc(24);  // volatile, or the compiler drops the pair
    std::free(block);
  }
}

void* volatile kept = nullptr;

void wait_for(pid_t child) {
  int status = 0;
  if (child <= 0 || waitpid(child, &status, 0) != child || status != 0) std::abort();
}

void fork_and_allocate(long count) {
  const pid_t child = fork();
  allocate(count);
  if (child == 0) _exit(0);
  wait_for(child);
}

void* fork_in_thread(void* count) {
  fork_and_allocate(*static_cast<long*>(count));
  return nullptr;
}

pthread_barrier_t all_alive;

void* allocate_beside_others(void* /*unused*/) {
  pthread_barrier_wait(&all_alive);
  allocate(100);
  pthread_barrier_wait(&all_alive);
  return nullptr;
}

void run_threads(long count) {
  static pthread_t threads[1000];
  if (count > 1000) std::abort();
  pthread_barrier_init(&all_alive, nullptr, static_cast<unsigned>(count));
  for (long i = 0; i < count; ++i) {
    if (pthread_create(&threads[i], nullptr, allocate_beside_others, nullptr) != 0) std::abort();
  }
  for (long i = 0; i < count; ++i) pthread_join(threads[i], nullptr);
}

bool with_number(std::string_view word, long number) {
  if (word == "allocate") {
    allocate(number);
  } else if (word == "keep") {
    kept = std::malloc(static_cast<std::size_t>(number));
  } else if (word == "fork") {
    fork_and_allocate(number);
  } else if (word == "thread_fork") {
    pthread_t thread{};
    if (pthread_create(&thread, nullptr, fork_in_thread, &number) != 0) std::abort();
    pthread_join(thread, nullptr);
  } else if (word == "threads") {
    run_threads(number);
  } else {
    return false;
  }
  return true;
}

void without_number(std::string_view word, char** rest) {
  if (word == "close") {
    for (int descriptor = 0; descriptor < 1024; ++descriptor) close(descriptor);
  } else if (word == "_exit") {
    _exit(0);
  } else if (word == "kill") {
    raise(SIGKILL);
  } else if (word == "crash") {
    std::abort();
  } else if (word == "exec") {
    execv("/proc/self/exe", rest);
    _exit(9);
  } else if (word == "spawn") {
    pid_t child = 0;
    if (posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, rest, environ) != 0) _exit(9);
    wait_for(child);
    _exit(0);
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (i + 1 < argc && with_number(argv[i], std::strtol(argv[i + 1], nullptr, 10))) {
      ++i;
    } else {
      without_number(argv[i], argv + i);
    }
  }
  return 0;
}

// A heap of known history: 1000 blocks of 100 bytes at the peak, 500 temporaries of 40 bytes, three
// leaks of 1000 bytes. Then it ends as its argument says.
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

void* volatile sink;  // keeps what is allocated from being optimised away

[[gnu::noinline]] void build_peak() {
  std::array<void*, 1000> blocks{};
  for (void*& block : blocks) block = std::malloc(100);
  for (void* block : blocks) std::free(block);
}

[[gnu::noinline]] void make_temporaries(int count) {
  for (int i = 0; i < count; ++i) {
    sink = std::malloc(40);
    std::free(sink);
  }
}

[[gnu::noinline]] void leak_blocks() {
  for (int i = 0; i < 3; ++i) sink = std::malloc(1000);
}

// Until there is no more, of 64 MiB beside what is mapped already.
[[gnu::noinline]] int use_all_memory() {
  std::size_t pages = 0;
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr || std::fscanf(file, "%zu", &pages) != 1) return 7;  // NOLINT(cert-err34-c)
  std::fclose(file);
  const rlim_t room = pages * static_cast<std::size_t>(getpagesize()) + (std::size_t{64} << 20);
  const rlimit limit{room, room};
  setrlimit(RLIMIT_AS, &limit);
  while (void* const block = std::malloc(1 << 20)) sink = block;
  return 6;
}

// From two places, as a program's own wrapper is.
[[gnu::noinline]] void* allocate(std::size_t bytes) { return std::malloc(bytes); }

[[gnu::noinline]] void load_names() {
  for (int i = 0; i < 30; ++i) sink = allocate(24);
}

[[gnu::noinline]] void load_index() {
  for (int i = 0; i < 10; ++i) sink = allocate(16);
}

int main(int argc, char** argv) {
  const char* const how = argc > 1 ? argv[1] : "";
  const auto is = [how](const char* word) { return std::strcmp(how, word) == 0; };
  if (is("close-all")) {
    for (int descriptor = 0; descriptor < 1024; ++descriptor) close(descriptor);
  }
  build_peak();
  make_temporaries(is("more") ? 2000 : 500);
  leak_blocks();
  if (is("much")) make_temporaries(100'000);  // more than a pipe holds
  if (is("abort")) std::abort();
  if (is("kill")) std::raise(SIGKILL);
  if (is("_exit")) _exit(5);
  if (is("hang")) pause();
  if (is("write")) {
    const char* const text = "its output\n";
    for (int i = 0; i < 3; ++i) [[maybe_unused]] const ssize_t done = write(1, text, strlen(text));
  }
  if (is("fork")) {
    const pid_t child = fork();
    if (child == 0) {
      make_temporaries(100'000);
      _exit(0);
    }
    waitpid(child, nullptr, 0);
  }
  if (is("segfault")) std::raise(SIGSEGV);
  if (is("all-memory")) return use_all_memory();
  if (is("wrapper")) {
    load_names();
    load_index();
  }
  return is("three") ? 3 : 0;
}

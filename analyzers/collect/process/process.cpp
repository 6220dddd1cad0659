// Children are made with clone(CLONE_VM | CLONE_VFORK), as posix_spawn does: no page
// table is copied, so the cost does not grow with our own size. Unlike posix_spawn it
// lets the child ask to die with us. Between clone and exec the child shares our memory:
// it makes system calls only, on data that was laid out before.
#include "analyzers/collect/process/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sanitizer/asan_interface.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "analyzers/collect/process/affinity.hpp"
#include "analyzers/collect/process/exec_arguments.hpp"
#include "analyzers/collect/process/resource_limits.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

constexpr int first_spare_descriptor = 64;
constexpr Seconds death_patience{3600};  // from SIGKILL on: the kernel may have it busy with a disk
constexpr std::size_t child_stack_bytes = std::size_t{64} * 1024;

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (std::string& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

struct ChildPlan {
  const char* program;
  char* const* argv;
  char* const* envp;
  const char* cwd;                                      // nullptr: ours
  const std::vector<std::pair<int, int>>* descriptors;  // sources are all >= first_spare_descriptor
  const cpu_set_t* cpus;                                // nullptr: ours
  sigset_t mask;
  pid_t parent;
  int error;       // set when exec failed
  bool no_folder;  // cwd is why
};

// Runs in the child, on a stack of its own, in our memory.
int run_child(void* argument) {
  auto& plan = *static_cast<ChildPlan*>(argument);
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ}) {
    sigaction(signal, &action, nullptr);
  }
  sigprocmask(SIG_SETMASK, &plan.mask, nullptr);
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  bool ready = getppid() == plan.parent;  // else the parent died before the request above
  int highest = 2;
  for (const auto& [source, target] : *plan.descriptors) {
    ready = ready && dup2(source, target) == target;
    highest = std::max(highest, target);
  }
  // What we ourselves inherited without close-on-exec. On kernels before 5.9 it is passed on.
  close_range(static_cast<unsigned>(highest) + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  if (ready && plan.cwd != nullptr) {
    plan.no_folder = chdir(plan.cwd) != 0;
    ready = !plan.no_folder;
  }
  // A CPU that has gone offline meanwhile is no reason not to run.
  if (plan.cpus != nullptr) sched_setaffinity(0, sizeof *plan.cpus, plan.cpus);
  if (ready) execve(plan.program, plan.argv, plan.envp);
  plan.error = errno;
  _exit(127);
}

// Moves each source out of the way of the targets, close-on-exec.
Result<std::vector<std::pair<int, int>>> spare_descriptors(const SpawnOptions& options,
                                                           std::vector<Descriptor>& owned) {
  std::vector<std::pair<int, int>> wanted{
      {options.input, 0}, {options.output, 1}, {options.error, 2}};
  wanted.insert(wanted.end(), options.descriptors.begin(), options.descriptors.end());
  for (auto& [source, target] : wanted) {
    Descriptor null;
    if (source < 0) {
      null = Descriptor(open("/dev/null", O_RDWR | O_CLOEXEC));
      if (!null) {
        const std::string next = remedy_for_opening(errno);
        return Error{
            fmt::format("cannot open /dev/null: {}", std::strerror(errno)),
            next.empty() ? "a container or chroot needs one (mknod -m 666 /dev/null c 1 3)" : next};
      }
      source = null.get();
    }
    owned.emplace_back(fcntl(source, F_DUPFD_CLOEXEC, first_spare_descriptor));
    if (!owned.back()) {
      // EINVAL: the limit is below the first number that was asked for.
      const int reason = errno == EINVAL ? EMFILE : errno;
      return Error{fmt::format("cannot duplicate a descriptor: {}", std::strerror(reason)),
                   remedy_for_opening(reason)};
    }
    source = owned.back().get();
  }
  return wanted;
}

int clone_child(ChildPlan& plan, pid_t& pid) {
  // A mapping: the stack must not move with ours, and no allocator may be involved after clone.
  void* stack = mmap(nullptr, child_stack_bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return errno;
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &plan.mask);
  pid = clone(run_child, static_cast<char*>(stack) + child_stack_bytes,
              CLONE_VM | CLONE_VFORK | SIGCHLD, &plan);
  const int clone_error = errno;
  sigprocmask(SIG_SETMASK, &plan.mask, nullptr);
  // The child never returned from its functions: AddressSanitizer would go on guarding their
  // frames, whatever is mapped here next. Nothing in other builds.
  ASAN_UNPOISON_MEMORY_REGION(stack, child_stack_bytes);
  munmap(stack, child_stack_bytes);
  return pid < 0 ? clone_error : 0;
}

// Reads what the child writes, up to `limit` bytes, until it closes the pipe or time is up.
// False when time ran out.
bool read_all(int source, std::string& text, std::size_t limit, Seconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  std::array<char, 4096> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
  while (true) {
    const Seconds left = deadline - std::chrono::steady_clock::now();
    if (left.count() <= 0) return false;
    pollfd waiting{source, POLLIN, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(std::ceil(left.count() * 1000)));
    if (ready <= 0) continue;
    const ssize_t got = read(source, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    const std::size_t room = limit - std::min(limit, text.size());
    text.append(buffer.data(), std::min(static_cast<std::size_t>(got), room));
  }
}

}  // namespace

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

std::string describe(const Exit& exit) {
  if (exit.signal == 0) return fmt::format("exit status {}", exit.code);
  const char* name = sigabbrev_np(exit.signal);
  return fmt::format("killed by SIG{} ({})", name != nullptr ? name : "?", strsignal(exit.signal));
}

std::string describe_terminal_stop(int signal) {
  return fmt::format(
      "was stopped because it {} the terminal, which it may not do in the background; give it a "
      "file to read, or beforehand what it asks for",
      signal == SIGTTIN ? "reads" : "sets");
}

Process& Process::operator=(Process&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(handle_, other.handle_);
  return *this;
}

// By number: glibc 2.36 declares pidfd_open without extern "C". Its descriptor closes on exec.
Process::Process(pid_t pid)
    : pid_(pid), handle_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}

int Process::milliseconds_to_poll(Seconds left) const {
  const double longest = handle_ ? 3600 : 0.01;
  return static_cast<int>(std::ceil(std::min(left.count(), longest) * 1000));
}

bool Process::has_ended() const {
  siginfo_t info{};  // si_pid stays 0 while the child runs
  return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == pid_;
}

int Process::stopped_by_terminal() const {
  siginfo_t info{};
  const int flags = WSTOPPED | WNOHANG | WNOWAIT;
  if (waitid(P_PID, static_cast<id_t>(pid_), &info, flags) != 0 || info.si_pid != pid_) return 0;
  return info.si_status == SIGTTIN || info.si_status == SIGTTOU ? info.si_status : 0;
}

std::optional<Exit> Process::wait(Seconds timeout, Leftovers leftovers) {
  if (pid_ < 0) return std::nullopt;
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (true) {
    int status = 0;
    Exit exit;
    const bool ended = has_ended();
    if (ended && leftovers == Leftovers::are_killed) kill(-pid_, SIGKILL);
    if (ended && wait4(pid_, &status, WNOHANG, &exit.usage) == pid_) {
      pid_ = -1;
      if (WIFSIGNALED(status)) exit.signal = WTERMSIG(status);
      if (WIFEXITED(status)) exit.code = WEXITSTATUS(status);
      return exit;
    }
    const Seconds left = deadline - std::chrono::steady_clock::now();
    if (left.count() <= 0) return std::nullopt;
    pollfd waiting{handle_.get(), POLLIN, 0};
    poll(&waiting, 1, milliseconds_to_poll(left));
  }
}

std::optional<Exit> Process::kill_and_reap() {
  if (pid_ < 0) return std::nullopt;
  const bool may_kill = kill(-pid_, SIGKILL) == 0 || errno != EPERM;
  std::optional<Exit> exit = wait(may_kill ? death_patience : Seconds(1));
  if (!exit) pid_ = -1;
  return exit;
}

Result<Process> spawn(const Launch& launch, const SpawnOptions& options) {
  Result<std::string> program = find_program(launch);
  if (!program) return program.error();
  std::vector<Descriptor> owned;
  Result<std::vector<std::pair<int, int>>> descriptors = spare_descriptors(options, owned);
  if (!descriptors) return descriptors.error();

  std::vector<std::string> arguments = launch.argv;
  std::vector<std::string> environment = merged_environment(launch);
  const std::vector<char*> argv = pointers(arguments);
  const std::vector<char*> envp = pointers(environment);
  const bool begins_at_home = options.cpus.empty() && StayOn::is_kept();
  const cpu_set_t cpus = cpu_set_of(begins_at_home ? home_cpus() : options.cpus);
  const bool is_placed = begins_at_home || !options.cpus.empty();
  ChildPlan plan{.program = program->c_str(),
                 .argv = argv.data(),
                 .envp = envp.data(),
                 .cwd = launch.cwd.empty() ? nullptr : launch.cwd.c_str(),
                 .descriptors = &*descriptors,
                 .cpus = is_placed ? &cpus : nullptr,
                 .mask = {},
                 .parent = getpid(),
                 .error = 0,
                 .no_folder = false};
  pid_t pid = -1;
  if (const int error = clone_child(plan, pid); error != 0) {
    return Error{fmt::format("cannot start '{}': {}", launch.argv.front(), std::strerror(error)),
                 remedy_for_starting(error)};
  }
  if (plan.error != 0) {
    while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    if (!plan.no_folder) {
      return execution_error(launch.argv.front(), *program, launch.cwd, plan.error);
    }
    return Error{fmt::format("cannot run '{}' in '{}': {}", launch.argv.front(), launch.cwd,
                             std::strerror(plan.error)),
                 "name a folder that exists"};
  }
  return Process(pid);
}

Result<Captured> run_and_capture(const Launch& launch, Seconds timeout) {
  constexpr std::size_t limit = std::size_t{1} << 20;
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Error{fmt::format("cannot make a pipe: {}", std::strerror(errno)),
                 remedy_for_opening(errno)};
  }
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  SpawnOptions options;
  options.output = writing.get();
  options.error = writing.get();
  Result<Process> child = spawn(launch, options);
  if (!child) return child.error();
  writing.reset();

  Captured captured;
  const Error too_slow{
      fmt::format("'{}' did not end within {:.3g} s", launch.argv.front(), timeout.count()), ""};
  const auto start = std::chrono::steady_clock::now();
  if (!read_all(reading.get(), captured.output, limit, timeout)) return too_slow;
  const Seconds left = timeout - (std::chrono::steady_clock::now() - start);
  const std::optional<Exit> exit = child->wait(std::max(left, Seconds(0)));
  if (!exit) return too_slow;
  captured.exit = *exit;
  return captured;
}

}  // namespace hone::collect

#include "analyzers/collect/launch/exec_watch.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <future>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "analyzers/collect/process/start_thread.hpp"

namespace hone::collect {
namespace {

constexpr int wake_signal = SIGURG;  // ignored by a process that has no handler for it

long ask(__ptrace_request request, pid_t process, long data) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): ptrace takes numbers in the place of pointers
  return ptrace(request, process, nullptr, reinterpret_cast<void*>(data));
}

bool stops_a_group(int signal) {
  return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

// What has happened to the next of this thread's tracees; a process of 0: there is none any more.
// It is not taken yet, since the root's end is for others to see.
siginfo_t next_event() {
  siginfo_t event{};
  const int flags = WEXITED | WSTOPPED | WNOWAIT | __WALL | __WNOTHREAD;
  while (waitid(P_ALL, 0, &event, flags) != 0) {
    if (errno != EINTR) return {};
  }
  return event;
}

bool is_end(const siginfo_t& event) {
  return event.si_code == CLD_EXITED || event.si_code == CLD_KILLED || event.si_code == CLD_DUMPED;
}

}  // namespace

std::string program_of(pid_t process) {
  std::error_code error;
  return std::filesystem::read_symlink(fmt::format("/proc/{}/exe", process), error).string();
}

Result<std::unique_ptr<ExecWatch>> ExecWatch::start(pid_t root, ExecObserver observer) {
  std::unique_ptr<ExecWatch> watch(new ExecWatch(root, std::move(observer)));
  std::promise<int> attached;
  std::future<int> error = attached.get_future();
  Result<std::thread> thread = start_thread([&attached, watching = watch.get()] {
    constexpr long options =
        PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;
    const bool is_tracer = ask(PTRACE_SEIZE, watching->root_, options) == 0;
    attached.set_value(is_tracer ? 0 : errno);
    if (is_tracer) watching->watch();
  });
  if (!thread) return thread.error();
  watch->thread_ = std::move(*thread);
  if (const int reason = error.get(); reason != 0) {
    return Error{fmt::format("hone cannot trace it: {}", std::strerror(reason)), ""};
  }
  return watch;
}

// A thread's tracees go on when it ends.
ExecWatch::~ExecWatch() {
  over_ = true;
  kill(root_, wake_signal);
  if (thread_.joinable()) thread_.join();
}

void ExecWatch::watch() {
  bool goes_on = true;
  while (goes_on) {
    const siginfo_t event = next_event();
    const pid_t process = event.si_pid;
    if (process == 0 || (process == root_ && is_end(event))) return;
    int status = 0;
    if (waitpid(process, &status, __WALL | __WNOTHREAD) == process) goes_on = heed(process, status);
  }
}

bool ExecWatch::heed(pid_t process, int status) {
  if (!WIFSTOPPED(status)) return true;
  const int signal = WSTOPSIG(status);
  const int event = status >> 16;
  if (process == root_ && over_) {
    ask(PTRACE_DETACH, process, event == 0 && signal != wake_signal ? signal : 0);
    return false;
  }
  if (event == PTRACE_EVENT_EXEC) observer_(process);
  if (event == PTRACE_EVENT_STOP && stops_a_group(signal)) {
    ask(PTRACE_LISTEN, process, 0);  // it stays stopped
    return true;
  }
  ask(PTRACE_CONT, process, event == 0 ? signal : 0);
  return true;
}

}  // namespace hone::collect

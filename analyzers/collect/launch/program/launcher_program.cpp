// hone-launcher: the parent of each measured command. A program's peak RSS starts at that of
// the process that vforks it (exec keeps the larger), so the parent must be smaller than any
// command: this one has no C library. It takes a request, vforks, stamps the clock around the
// command's life, kills and reaps whatever the command left behind, and answers. It ends, and
// ends what it runs, when hone's side of the socket closes.
#include <cerrno>
#include <csignal>
#include <ctime>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "analyzers/collect/launch/program/launch_protocol.hpp"
#include "analyzers/collect/launch/program/system_call.hpp"

namespace hone::launcher {
namespace {

constexpr int streams = 3;
constexpr std::int64_t nanoseconds = 1'000'000'000;  // in a second
constexpr std::int64_t death_ns = 2 * nanoseconds;   // from SIGKILL to giving the command up

struct KernelSigaction {
  unsigned long handler, flags, restorer, mask;
};

// As the kernel has them: a word of bits.
constexpr unsigned long no_signal = 0;
constexpr unsigned long child_signal = 1UL << (SIGCHLD - 1);

struct Request {
  Message message;
  int descriptors[streams] = {-1, -1, -1};  // -1: the launcher's own, which is /dev/null
  bool truncated = false;                   // more descriptors than we may have
};

[[noreturn]] void leave(int code) {
  while (true) system_call(SYS_exit_group, code);
}

Shared& shared() {
  return *reinterpret_cast<Shared*>(memory_address);  // NOLINT(performance-no-int-to-ptr): mapped
}

std::int64_t now_ns() {
  timespec time{};
  system_call(SYS_clock_gettime, CLOCK_MONOTONIC, &time);
  return time.tv_sec * nanoseconds + time.tv_nsec;
}

void send(Kind kind, std::uint32_t value) {
  const Message message{kind, value};
  system_call(SYS_sendto, socket_descriptor, &message, sizeof message, MSG_NOSIGNAL, nullptr, 0);
}

// Waits; false when hone is gone.
bool receive(Request& request) {
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * streams)];
  iovec data{&request.message, sizeof request.message};
  msghdr header{};
  header.msg_iov = &data;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  long got = 0;
  do {
    got = system_call(SYS_recvmsg, socket_descriptor, &header, MSG_CMSG_CLOEXEC);
  } while (got == -EINTR);
  if (got != sizeof(Message)) return false;
  request.truncated = (header.msg_flags & MSG_CTRUNC) != 0;
  const cmsghdr* rights = CMSG_FIRSTHDR(&header);
  if (rights == nullptr) return true;
  const int* received = reinterpret_cast<const int*>(CMSG_DATA(rights));
  // NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): recvmsg filled it
  std::size_t left = (rights->cmsg_len - CMSG_LEN(0)) / sizeof(int);
  for (int stream = 0; stream < streams && left > 0; ++stream) {
    if ((request.message.value >> stream & 1U) == 0) continue;
    request.descriptors[stream] = *received++;
    --left;
  }
  return true;
}

[[noreturn]] void fail(Step step, long result) {
  shared().failed_step = step;
  shared().error = static_cast<std::int32_t>(-result);
  leave(127);
}

// The child: in the launcher's memory and on its stack, below the frame that waits for exec.
// The launcher has all signals at their defaults. Its descriptors close on exec.
[[noreturn, gnu::noinline]] void become_command(const Request& request, long launcher) {
  Shared& command = shared();
  command.pid = static_cast<std::int32_t>(system_call(SYS_getpid));
  system_call(SYS_setpgid, 0, 0);
  system_call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
  if (system_call(SYS_getppid) != launcher) leave(127);  // it died before the line above
  system_call(SYS_rt_sigprocmask, SIG_SETMASK, &no_signal, nullptr, sizeof no_signal);
  for (int stream = 0; stream < streams; ++stream) {
    if (request.descriptors[stream] < 0) continue;
    const long result = system_call(SYS_dup3, request.descriptors[stream], stream, 0);
    if (result < 0) fail(Step::descriptors, result);
  }
  if (command.folder != 0) {
    if (const long result = system_call(SYS_chdir, command.folder); result < 0) {
      fail(Step::folder, result);
    }
  }
  if (command.is_placed != 0) {  // it moves there at once, before the clock starts
    const long result = system_call(SYS_sched_setaffinity, 0, sizeof command.cpus, command.cpus);
    if (result < 0) fail(Step::cpus, result);
  }
  command.started_ns = now_ns();
  fail(Step::execute, system_call(SYS_execve, command.program, command.argv, command.envp));
}

// Not inlined: the child runs below this very frame, which must hold nothing under the stack
// pointer (no red zone, see CMakeLists.txt). Returns once the child has executed or failed.
[[gnu::noinline]] long start(const Request& request, int& handle) {
  const long launcher = system_call(SYS_getpid);
  const long pid =
      system_call(SYS_clone, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, 0, &handle, 0, 0);
  if (pid == 0) become_command(request, launcher);
  return pid;
}

void signal_group(long pid, long signal) {
  const long result = system_call(SYS_kill, -pid, signal);
  // A command that moved itself to another group.
  if (result < 0 || signal == SIGKILL) system_call(SYS_kill, pid, signal);
}

// No more than one is pending: signals of a kind are merged.
void drain(int child_signals) {
  // Not zeroed: that would take a memset, which we do not have.
  signalfd_siginfo info;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  system_call(SYS_read, child_signals, &info, sizeof info);
}

// The signal by which the terminal has stopped the command; 0: it runs, or something else stopped
// it. The command is in the background: to read a terminal, or to set one, stops it for good.
std::uint32_t stopped_by_terminal(long pid) {
  siginfo_t info;  // not zeroed, as above
  info.si_pid = 0;
  info.si_status = 0;
  system_call(SYS_waitid, P_PID, pid, &info, WSTOPPED | WNOHANG | WNOWAIT, nullptr);
  const bool by_terminal = info.si_status == SIGTTIN || info.si_status == SIGTTOU;
  return info.si_pid == pid && by_terminal ? static_cast<std::uint32_t>(info.si_status) : 0;
}

enum class Outcome : unsigned char {
  ended,
  given_up,  // it lives on after SIGKILL: another user's, or stuck in the kernel
  hone_gone,
};

// What happens to a command until it ends. It is not reaped here, so that its number stays its own.
class Watch {
 public:
  Watch(long pid, int handle, int child_signals)
      : pid_(pid), handle_(handle), child_signals_(child_signals) {}

  // Waits for the end, passing on what hone says.
  Outcome wait() {
    pollfd waiting[3] = {
        {handle_, POLLIN, 0}, {child_signals_, POLLIN, 0}, {socket_descriptor, POLLIN, 0}};
    bool connected = true;
    while (true) {
      for (pollfd& one : waiting) one.revents = 0;
      const timespec left = time_left();
      system_call(SYS_ppoll, waiting, connected ? 3 : 2, give_up_at_ != 0 ? &left : nullptr,
                  nullptr, 0);
      const std::int64_t time = now_ns();
      const bool ended = waiting[0].revents != 0;
      const bool given_up = !ended && give_up_at_ != 0 && time >= give_up_at_;
      if (ended || given_up) {
        shared().ended_ns = time;
        if (given_up) return Outcome::given_up;
        return connected ? Outcome::ended : Outcome::hone_gone;
      }
      if (waiting[1].revents != 0) heed_child_signal();
      if (waiting[2].revents != 0) connected = heed_message();
    }
  }

 private:
  void send_signal(long signal) {
    signal_group(pid_, signal);
    if (signal == SIGKILL && give_up_at_ == 0) give_up_at_ = now_ns() + death_ns;
  }

  [[nodiscard]] timespec time_left() const {
    std::int64_t left = give_up_at_ - now_ns();
    if (left < 0) left = 0;
    return {left / nanoseconds, left % nanoseconds};
  }

  void heed_child_signal() {
    drain(child_signals_);
    if (shared().stopped != 0) return;
    shared().stopped = stopped_by_terminal(pid_);
    if (shared().stopped != 0) send_signal(SIGKILL);
  }

  // False when hone is gone.
  bool heed_message() {
    Request request;
    const bool connected = receive(request);
    if (!connected) send_signal(SIGKILL);
    if (connected && request.message.kind == Kind::stop) send_signal(request.message.value);
    return connected;
  }

  long pid_;
  int handle_;
  int child_signals_;
  std::int64_t give_up_at_ = 0;  // 0: it was not killed
};

// A file of the command's own folder in /proc.
template <unsigned long size>
long open_of(long pid, const char (&name)[size]) {
  char path[48] = "/proc/";
  char digits[20];
  int count = 0;
  for (long rest = pid; rest > 0; rest /= 10) digits[count++] = static_cast<char>('0' + rest % 10);
  char* end = path + 6;
  while (count > 0) *end++ = digits[--count];
  *end++ = '/';
  for (const char letter : name) *end++ = letter;
  return system_call(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
}

// Reads a file's beginning into a text that is all 0, and closes it.
template <unsigned long size>
void read_text(long file, char (&text)[size]) {
  if (file < 0) return;
  system_call(SYS_read, file, text, size - 1);
  system_call(SYS_close, file);
}

// What is known of an ended command until it is reaped.
void note_cpus(long pid) {
  Shared& command = shared();
  if (command.wants_cpus != 0) {
    // Its end is told a moment before it leaves its CPU, and only then is its time complete.
    constexpr timespec moment{0, 200'000};
    system_call(SYS_nanosleep, &moment, nullptr);
    system_call(SYS_sched_getaffinity, pid, sizeof command.own_cpus, command.own_cpus);
    read_text(open_of(pid, "schedstat"), command.schedule);
  }
  if (command.wants_last_cpu != 0) read_text(open_of(pid, "stat"), command.state);
}

// Kills those of the launcher's children that fit the buffer; the rest is for the next round.
// Reaping is ours alone, so no number in the list can have been given to another process.
void kill_children(long group) {
  char text[4096];  // not zeroed: that would take a memset, which we do not have
  const long file =
      system_call(SYS_openat, AT_FDCWD, "/proc/thread-self/children", O_RDONLY | O_CLOEXEC, 0);
  if (file < 0) {  // no /proc, or a kernel without CONFIG_PROC_CHILDREN: at least the group
    system_call(SYS_kill, -group, SIGKILL);
    return;
  }
  const long size = system_call(SYS_read, file, text, sizeof text);
  system_call(SYS_close, file);
  long pid = 0;
  for (long i = 0; i < size; ++i) {
    // NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): read filled it
    if (text[i] >= '0' && text[i] <= '9') {
      pid = pid * 10 + (text[i] - '0');
    } else {
      if (pid > 0) system_call(SYS_kill, pid, SIGKILL);
      pid = 0;
    }
  }
}

// What outlived the command is by now the launcher's child, whatever session it moved to, or the
// child of such a child and becomes one when that is killed.
void end_what_was_left(long group) {
  constexpr timespec pause{0, 200'000};
  constexpr int rounds = 25'000;  // 5 s
  for (int round = 0; round < rounds; ++round) {
    int status = 0;
    long pid = 0;
    while ((pid = system_call(SYS_wait4, -1, &status, WNOHANG | __WALL, nullptr)) > 0) {
      ++shared().outlived;
      // In round 0 it had ended by itself.
      if (round > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) ++shared().left_behind;
    }
    if (pid == -ECHILD) return;
    kill_children(group);
    system_call(SYS_nanosleep, &pause, nullptr);
  }
  shared().not_killed = 1;
}

void close_all(const Request& request) {
  for (const int descriptor : request.descriptors) {
    if (descriptor >= 0) system_call(SYS_close, descriptor);
  }
}

// False when hone is gone.
bool run(const Request& request, int child_signals) {
  if (request.truncated) {
    shared().failed_step = Step::descriptors;
    shared().error = EMFILE;
    return true;
  }
  drain(child_signals);  // that of the command before: it would wake us beside this one
  int handle = -1;
  const long pid = start(request, handle);
  if (pid < 0) {
    shared().failed_step = Step::process;
    shared().error = static_cast<std::int32_t>(-pid);
    return true;
  }
  // It is opened while the command lives: afterwards it belongs to root.
  const long io = shared().wants_io != 0 ? open_of(pid, "io") : -1;
  const Outcome outcome = Watch(pid, handle, child_signals).wait();
  system_call(SYS_close, handle);
  read_text(io, shared().io);  // before the command is reaped
  if (outcome == Outcome::given_up) {
    shared().not_killed = 1;
    return true;
  }
  note_cpus(pid);
  system_call(SYS_wait4, pid, &shared().status, 0, &shared().usage);
  end_what_was_left(pid);
  return outcome != Outcome::hone_gone;
}

// Every signal at its default, for all commands: exec keeps that. SIGCHLD alone is blocked, and
// read from the descriptor that is returned.
int take_signals() {
  const KernelSigaction defaults{0, 0, 0, 0};
  for (int signal = 1; signal <= 64; ++signal) {
    system_call(SYS_rt_sigaction, signal, &defaults, nullptr, sizeof no_signal);
  }
  system_call(SYS_rt_sigprocmask, SIG_SETMASK, &child_signal, nullptr, sizeof child_signal);
  return static_cast<int>(system_call(SYS_signalfd4, -1, &child_signal, sizeof child_signal,
                                      SFD_CLOEXEC | SFD_NONBLOCK));
}

void serve() {
  const int child_signals = take_signals();
  // hone's end is noticed on the socket; a signal would leave the command's orphans running.
  system_call(SYS_prctl, PR_SET_PDEATHSIG, 0);
  system_call(SYS_prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  const long mapped = system_call(SYS_mmap, memory_address, memory_bytes, PROT_READ | PROT_WRITE,
                                  MAP_SHARED | MAP_FIXED_NOREPLACE, memory_descriptor, 0);
  if (mapped != as_word(memory_address)) leave(1);
  system_call(SYS_fcntl, socket_descriptor, F_SETFD, FD_CLOEXEC);
  system_call(SYS_close, memory_descriptor);
  send(Kind::ready, version);
  bool connected = true;
  while (connected) {
    Request request;
    connected = receive(request);
    if (!connected || request.message.kind != Kind::run) continue;
    connected = run(request, child_signals);
    close_all(request);
    send(Kind::ended, 0);
  }
}

}  // namespace
}  // namespace hone::launcher

// The entry point: nothing is set up, and there is nothing to return to.
extern "C" {
#ifdef __x86_64__
[[gnu::force_align_arg_pointer]]
#endif
[[noreturn]] void
hone_launcher_start() {
  hone::launcher::serve();
  hone::launcher::leave(0);
}
}

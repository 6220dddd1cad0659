#include "analyzers/collect/launch/launcher.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <limits>

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "analyzers/collect/launch/program/launch_protocol.hpp"
#include "analyzers/collect/process/affinity.hpp"
#include "analyzers/collect/process/exec_arguments.hpp"
#include "analyzers/collect/process/installation.hpp"
#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/process/reopen.hpp"
#include "analyzers/collect/process/resource_limits.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

using launcher::Kind;
using launcher::Message;
using launcher::Shared;
using launcher::Step;
using Clock = std::chrono::steady_clock;

constexpr Seconds start_patience{10};
constexpr Seconds term_grace{1};   // from SIGTERM to SIGKILL
constexpr Seconds kill_grace{15};  // from SIGKILL to giving the launcher up, which tries for 5 s
constexpr std::size_t swelling_bytes = std::size_t{128} * 1024;

RunError not_started(std::string what, std::string next = "") {
  return RunError{RunFailure::not_started, Error{std::move(what), std::move(next)}};
}

RunError lost_error() {
  return RunError{RunFailure::launcher_lost,
                  Error{"hone-launcher, which runs the commands, was killed", "out of memory?"}};
}

// False when the launcher is gone.
bool receive(int socket, Message& message, int flags) {
  ssize_t got = 0;
  do {
    got = recv(socket, &message, sizeof message, flags);
  } while (got < 0 && errno == EINTR);
  return got == sizeof message;
}

RunError failure_of(const PreparedCommand& command, Step step, int error) {
  const char* reason = std::strerror(error);
  switch (step) {
    case Step::folder:
      return not_started(
          fmt::format("cannot run '{}' in '{}': {}", command.name(), command.folder(), reason));
    case Step::cpus:
      return not_started(
          fmt::format("cannot run '{}' on the chosen CPU: {}", command.name(), reason));
    case Step::execute:
      return {RunFailure::not_started,
              execution_error(command.name(), command.program(), command.folder(), error)};
    case Step::process:
      return not_started(fmt::format("cannot start '{}': {}", command.name(), reason),
                         remedy_for_starting(error));
    default:
      return not_started(fmt::format("cannot start '{}': {}", command.name(), reason),
                         remedy_for_opening(error));
  }
}

std::vector<CounterReading> counted_of(std::vector<CounterReading> counted, const rusage& usage) {
  for (CounterReading& reading : counted) {
    const bool whole = covers_cpu_time(reading, seconds(usage.ru_utime), seconds(usage.ru_stime));
    if (!whole) reading = {};
  }
  return counted;
}

// What ends a command that does not end by itself: time, or an interrupt. First SIGTERM, then
// SIGKILL; then there is nothing more to be done.
class Deadline {
 public:
  Deadline(std::optional<Seconds> timeout, Ending& end) : end_(end) {
    if (timeout) due_ = after(*timeout);
  }

  // For poll: rounded up; -1: for ever.
  [[nodiscard]] int milliseconds() const {
    if (due_ == never) return -1;
    const double left = std::max(0.0, Seconds(due_ - Clock::now()).count());
    return static_cast<int>(std::ceil(std::min(left, 3600.0) * 1000));
  }

  [[nodiscard]] bool passed() const { return due_ != never && Clock::now() >= due_; }
  [[nodiscard]] bool heeds_interrupt() const { return next_signal_ == SIGTERM; }

  // The signal that is due now; 0 when all were sent.
  int advance(Ending reason) {
    const int signal = next_signal_;
    if (signal == SIGTERM) end_ = reason;
    next_signal_ = signal == SIGTERM ? SIGKILL : 0;
    const Seconds grace = signal == SIGTERM ? term_grace : kill_grace;
    due_ = after(grace);
    return signal;
  }

 private:
  static constexpr Clock::time_point never = Clock::time_point::max();

  static Clock::time_point after(Seconds time) {  // no longer than a century, which cannot overflow
    const Seconds bounded(std::min(time.count(), 3e9));
    return Clock::now() + std::chrono::duration_cast<Clock::duration>(bounded);
  }

  Ending& end_;
  Clock::time_point due_ = never;
  int next_signal_ = SIGTERM;
};

// nullopt: hone does not read what is written.
std::optional<OutputCapture::Keep> kept_by(OutputTarget::Kind kind) {
  switch (kind) {
    case OutputTarget::Kind::null:
    case OutputTarget::Kind::descriptor: return std::nullopt;
    case OutputTarget::Kind::drain: return OutputCapture::Keep::nothing;
    case OutputTarget::Kind::keep_first: return OutputCapture::Keep::first;
    case OutputTarget::Kind::keep_last: return OutputCapture::Keep::last;
  }
  return std::nullopt;
}

std::unique_ptr<ExecWatch> watch_execs(const RunRequest& request, pid_t launcher,
                                       std::string& unwatched) {
  if (!request.executed) return nullptr;
  Result<std::unique_ptr<ExecWatch>> watch = ExecWatch::start(launcher, request.executed);
  if (watch) return std::move(*watch);
  unwatched = watch.error().what;
  return nullptr;
}

// The number in a line `key` of /proc/PID/io.
std::optional<std::uint64_t> io_figure(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(at + key.size());
  return text::parse_number<std::uint64_t>(rest.substr(0, rest.find('\n')));
}

std::optional<IoBytes> parse_io(std::string_view text) {
  const std::optional<std::uint64_t> read = io_figure(text, "rchar: ");
  const std::optional<std::uint64_t> written = io_figure(text, "wchar: ");
  if (!read || !written) return std::nullopt;
  return IoBytes{*read, *written};
}

// Of /proc/PID/schedstat: "CPU_NS WAITED_NS SLICES".
std::optional<Seconds> parse_cpu_time(std::string_view schedule) {
  const auto time = text::parse_number<std::uint64_t>(schedule.substr(0, schedule.find(' ')));
  if (!time) return std::nullopt;
  return std::chrono::nanoseconds(*time);
}

// The 39th field of /proc/PID/stat. The second is a name in parentheses, which may hold anything.
std::optional<int> parse_last_cpu(std::string_view state) {
  constexpr int fields_behind_name = 39 - 2;
  const std::size_t name_end = state.rfind(')');
  if (name_end == std::string_view::npos) return std::nullopt;
  std::string_view rest = state.substr(name_end + 1);
  std::string_view field;
  for (int i = 0; i < fields_behind_name; ++i) field = text::take_word(rest);
  if (rest.empty()) return std::nullopt;  // cut
  return text::parse_number<int>(field);
}

template <std::size_t size>
std::string_view text_in(const char (&text)[size]) {  // NOLINT(modernize-avoid-c-arrays): shared
  return {text, strnlen(text, size)};
}

std::optional<CpuUse> cpu_use_of(const Shared& shared) {
  const std::optional<Seconds> first_thread = parse_cpu_time(text_in(shared.schedule));
  cpu_set_t set;
  static_assert(sizeof set == sizeof shared.own_cpus);
  std::memcpy(&set, shared.own_cpus, sizeof set);
  CpuUse use{.others = {}, .outlived = shared.outlived, .cpus = cpus_in(set)};
  if (!first_thread || use.cpus.empty()) return std::nullopt;
  use.others =
      Seconds(seconds(shared.usage.ru_utime) + seconds(shared.usage.ru_stime)) - *first_thread;
  return use;
}

}  // namespace

// The three streams of one run: what is passed on, and the pipes behind it.
class Launcher::Streams {
 public:
  static Result<Streams> open(const RunRequest& request) {
    Streams streams;
    streams.passed_[0] = request.input;
    if (request.rewind_input) {
      streams.input_ = reopen_for_reading(request.input);
      if (streams.input_) {
        streams.passed_[0] = streams.input_.get();
      } else if (lseek(request.input, 0, SEEK_SET) != 0) {
        return Error{fmt::format("cannot rewind the input: {}", std::strerror(errno)),
                     "read it from a file"};
      }
    }
    const std::array<const OutputTarget*, 2> targets{&request.output, &request.error};
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const OutputTarget& target = *targets[i];
      streams.passed_[i + 1] = target.descriptor;
      const std::optional<OutputCapture::Keep> keep = kept_by(target.kind);
      if (!keep) continue;
      Result<OutputCapture> capture = OutputCapture::open(*keep, target.limit);
      if (!capture) return capture.error();
      streams.captures_[i] = std::move(*capture);
      streams.passed_[i + 1] = streams.captures_[i].writing_end();
    }
    return streams;
  }

  // Descriptors for the command's streams; -1: /dev/null, which the launcher has already.
  [[nodiscard]] const std::array<int, 3>& passed() const { return passed_; }
  [[nodiscard]] OutputCapture& output() { return captures_[0]; }
  [[nodiscard]] OutputCapture& error() { return captures_[1]; }

 private:
  std::array<int, 3> passed_{-1, -1, -1};
  Descriptor input_;  // this run's own; -1: there is none, or it cannot be opened again
  std::array<OutputCapture, 2> captures_;
};

void Launcher::Unmap::operator()(Shared* shared) const { munmap(shared, launcher::memory_bytes); }

Result<Launcher> Launcher::start() {
  Launcher launcher;
  launcher.memory_ = Descriptor(memfd_create("hone-launcher", MFD_CLOEXEC));
  if (!launcher.memory_ || ftruncate(launcher.memory_.get(), launcher::memory_bytes) != 0) {
    return Error{fmt::format("cannot make shared memory: {}", std::strerror(errno)),
                 remedy_for_opening(errno)};
  }
  void* memory = mmap(nullptr, launcher::memory_bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
                      launcher.memory_.get(), 0);
  if (memory == MAP_FAILED) {
    return Error{fmt::format("cannot map shared memory: {}", std::strerror(errno)), ""};
  }
  launcher.shared_.reset(new (memory) Shared);
  if (const Result<void> connected = launcher.connect(); !connected) return connected.error();
  return launcher;
}

// An idle launcher ends when its socket closes; ~Process sees to one that does not.
Launcher::~Launcher() {
  socket_.reset();
  process_.wait(Seconds(1));
}

Result<void> Launcher::connect() {
  const Result<std::string> program = installed_file("hone-launcher");
  if (!program) return program.error();
  std::array<int, 2> ends{-1, -1};
  // Packets: a message arrives whole, with its descriptors.
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return Error{fmt::format("cannot make a socket pair: {}", std::strerror(errno)),
                 remedy_for_opening(errno)};
  }
  Descriptor ours(ends[0]);
  const Descriptor theirs(ends[1]);
  SpawnOptions options;
  options.descriptors = {{theirs.get(), launcher::socket_descriptor},
                         {memory_.get(), launcher::memory_descriptor}};
  Result<Process> process = spawn(Launch{{*program}, {}, ""}, options);
  if (!process) return process.error();
  pollfd waiting{ours.get(), POLLIN, 0};
  const auto deadline = Clock::now() + start_patience;
  while (poll(&waiting, 1, 100) <= 0 && Clock::now() < deadline) {
  }
  Message message;
  if (!receive(ours.get(), message, MSG_DONTWAIT) || message.kind != Kind::ready ||
      message.value != launcher::version) {
    return Error{fmt::format("{} does not answer as it should", *program),
                 "install hone and its launcher together"};
  }
  socket_ = std::move(ours);
  process_ = std::move(*process);
  launcher_cpus_.clear();
  swollen_ = false;
  return {};
}

Result<void, RunError> Launcher::write_command(const RunRequest& request) {
  const PreparedCommand& command = *request.command;
  const std::size_t capacity = launcher::memory_bytes - launcher::image_offset;
  char* const image = reinterpret_cast<char*>(shared_.get()) + launcher::image_offset;
  const std::uint64_t address = launcher::memory_address + launcher::image_offset;
  if (!command.write(image, address, capacity, request.padding)) {
    return not_started(fmt::format("cannot run '{}': {}", command.name(), std::strerror(E2BIG)));
  }
  *shared_ = Shared{};
  shared_->wants_io = request.count_io ? 1 : 0;
  shared_->wants_cpus = request.note_cpu_use ? 1 : 0;
  shared_->wants_last_cpu = request.note_last_cpu ? 1 : 0;
  shared_->is_placed = request.cpus.empty() ? 0 : 1;
  const cpu_set_t cpus = cpu_set_of(request.cpus);
  static_assert(sizeof cpus == sizeof shared_->cpus);
  std::memcpy(shared_->cpus, &cpus, sizeof cpus);
  shared_->program = address + command.program_offset();
  shared_->argv = address + command.argv_offset();
  shared_->envp = address + command.envp_offset();
  shared_->folder = command.folder().empty() ? 0 : address + command.folder_offset();
  return {};
}

Result<void, RunError> Launcher::send_command(const Streams& streams) {
  Message message{Kind::run, 0};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(3 * sizeof(int))> control{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < streams.passed().size(); ++i) {
    if (streams.passed()[i] < 0) continue;
    message.value |= 1U << i;
    char* const place = control.data() + CMSG_LEN(sizeof(int) * count++);
    std::memcpy(place, &streams.passed()[i], sizeof(int));
  }
  iovec data{&message, sizeof message};
  msghdr header{};
  header.msg_iov = &data;
  header.msg_iovlen = 1;
  if (count > 0) {
    header.msg_control = control.data();
    header.msg_controllen = CMSG_SPACE(sizeof(int) * count);
    cmsghdr* const rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int) * count);
  }
  ssize_t sent = 0;
  do {
    sent = sendmsg(socket_.get(), &header, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent >= 0) return {};
  if (errno == EPIPE || errno == ECONNRESET) return lost_error();
  return not_started(fmt::format("cannot pass descriptors on: {}", std::strerror(errno)));
}

// False when the launcher is lost.
bool Launcher::await_end(const RunRequest& request, Streams& streams, Ending& end) {
  Deadline deadline(request.timeout, end);
  while (true) {
    const int interrupt = deadline.heeds_interrupt() ? interrupt_descriptor() : -1;
    std::array<pollfd, 4> waiting{
        pollfd{socket_.get(), POLLIN, 0}, pollfd{streams.output().reading_end(), POLLIN, 0},
        pollfd{streams.error().reading_end(), POLLIN, 0}, pollfd{interrupt, POLLIN, 0}};
    // After a signal to hone, poll fails: its results are then all 0, as they were set above.
    poll(waiting.data(), waiting.size(), deadline.milliseconds());
    if (waiting[0].revents != 0) {
      Message message;
      return receive(socket_.get(), message, 0) && message.kind == Kind::ended;
    }
    if (waiting[1].revents != 0) streams.output().read_some();
    if (waiting[2].revents != 0) streams.error().read_some();
    if (waiting[3].revents == 0 && !deadline.passed()) continue;
    const Ending reason = waiting[3].revents != 0 ? Ending::interrupted : Ending::timed_out;
    const int signal = deadline.advance(reason);
    if (signal == 0) return false;
    const Message stop{Kind::stop, static_cast<std::uint32_t>(signal)};
    send(socket_.get(), &stop, sizeof stop, MSG_NOSIGNAL | MSG_DONTWAIT);
  }
}

// The launcher keeps its place from run to run.
void Launcher::place_launcher(const std::vector<int>& cpus) {
  if (cpus == launcher_cpus_) return;
  if (move_to(cpus.empty() ? home_cpus() : cpus, pid())) launcher_cpus_ = cpus;
}

void Launcher::disconnect() {
  socket_.reset();
  process_.kill_and_reap();
}

RunError Launcher::lose_command() {
  disconnect();
  // The command itself died with the launcher; this is for the rest of its group.
  if (shared_->pid > 0) kill(-shared_->pid, SIGKILL);
  return lost_error();
}

Result<CommandRun, RunError> Launcher::answer(const RunRequest& request, Streams& streams,
                                              Ending end) {
  const Shared& shared = *shared_;
  if (shared.failed_step != Step::none) {
    return failure_of(*request.command, shared.failed_step, shared.error);
  }
  CommandRun run;
  run.end = end;
  run.exit.usage = shared.usage;
  if (WIFSIGNALED(shared.status)) run.exit.signal = WTERMSIG(shared.status);
  if (WIFEXITED(shared.status)) run.exit.code = WEXITSTATUS(shared.status);
  if (shared.started_ns == 0 && end == Ending::completed) {
    return not_started(fmt::format("cannot start '{}': {}{}", request.command->name(),
                                   describe(run.exit), cause_of_kill(run.exit)));
  }
  if (shared.started_ns != 0) {
    run.wall = std::chrono::nanoseconds(shared.ended_ns - shared.started_ns);
  }
  run.left_behind = shared.left_behind;
  run.not_killed = shared.not_killed != 0;
  run.stopped_by = static_cast<int>(shared.stopped);
  run.io = parse_io(text_in(shared.io));
  run.cpu_use = cpu_use_of(shared);
  run.last_cpu = parse_last_cpu(text_in(shared.state));
  streams.output().drain();
  streams.error().drain();
  run.output = streams.output().take();
  run.error = streams.error().take();
  return run;
}

Result<CommandRun, RunError> Launcher::run_once(const RunRequest& request) {
  if (!socket_) {
    const Result<void> connected = connect();
    if (!connected) return RunError{RunFailure::launcher_lost, connected.error()};
  }
  Result<Streams> streams = Streams::open(request);
  if (!streams) return not_started(streams.error().what, streams.error().next);
  if (const Result<void, RunError> written = write_command(request); !written) {
    return written.error();
  }
  place_launcher(request.launcher_cpus);
  std::string unwatched;
  std::unique_ptr<ExecWatch> watch = watch_execs(request, pid(), unwatched);
  // Opened for this run: when the launcher makes way for its child, the kernel may hand these very
  // counters to the child, with which they end.
  Counters counters = Counters::open(request.events, CounterScope::children, pid());
  counters.begin();
  if (const Result<void, RunError> sent = send_command(*streams); !sent) {
    return sent.error().kind == RunFailure::launcher_lost ? lose_command() : sent.error();
  }
  streams->output().close_writing_end();
  streams->error().close_writing_end();
  Ending end = Ending::completed;
  const bool answered = await_end(request, *streams, end);
  watch.reset();
  if (!answered) return lose_command();
  swollen_ = request.command->bytes(request.padding) > swelling_bytes;
  Result<CommandRun, RunError> run = answer(request, *streams, end);
  if (run) run->counted = counted_of(counters.end(), run->exit.usage);
  if (run) run->unwatched = std::move(unwatched);
  // What it could not kill is its child still, and would be taken for the next command's.
  if (run && run->not_killed) disconnect();
  return run;
}

Result<CommandRun, RunError> Launcher::run(const RunRequest& request) {
  if (interrupted()) {
    CommandRun none;
    none.end = Ending::interrupted;
    return none;
  }
  if (swollen_) disconnect();
  Result<CommandRun, RunError> done = run_once(request);
  const bool lost = !done && done.error().kind == RunFailure::launcher_lost;
  // It was killed before it got to the command: no harm in trying again.
  if (lost && shared_->pid == 0) done = run_once(request);
  return done;
}

}  // namespace hone::collect

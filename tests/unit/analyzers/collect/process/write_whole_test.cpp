#include "analyzers/collect/process/write_whole.hpp"

#include <array>
#include <cerrno>
#include <string>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/collect/process/interrupt.hpp"

namespace hone::collect {
namespace {

const std::string more_than_a_pipe_holds(200'000, 'x');

struct Pipe {
  Descriptor reading;
  Descriptor writing;
};

// Whose writing end has the flags.
Pipe make_pipe(int flags) {
  std::array<int, 2> ends{-1, -1};
  EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  EXPECT_EQ(fcntl(ends[1], F_SETFL, flags), 0);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

std::string read_to_the_end(const Descriptor& reading) {
  std::string all;
  std::array<char, 4096> bytes{};
  while (true) {
    const ssize_t got = read(reading.get(), bytes.data(), bytes.size());
    if (got <= 0) return all;
    all.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

// Returns once the pipe takes nothing any more.
void wait_until_full(int writing) {
  pollfd waiting{writing, POLLOUT, 0};
  while (poll(&waiting, 1, 0) != 0) std::this_thread::yield();
}

TEST(WriteWhole, WaitsForRoomInAPipeThatDoesNotBlock) {
  for (const int flags : {0, O_NONBLOCK}) {
    Pipe pipe = make_pipe(flags);
    std::string got;
    const int writing = pipe.writing.get();
    std::thread reader([&got, &pipe, writing] {
      wait_until_full(writing);
      got = read_to_the_end(pipe.reading);
    });
    EXPECT_EQ(write_whole(writing, more_than_a_pipe_holds, OnInterrupt::give_up), 0);
    EXPECT_EQ(fcntl(writing, F_GETFL) & O_NONBLOCK, flags) << "others share it";
    pipe.writing.reset();
    reader.join();
    EXPECT_EQ(got, more_than_a_pipe_holds);
  }
}

TEST(WriteWhole, TellsWhyNothingCanBeWritten) {
  Pipe pipe = make_pipe(0);
  pipe.reading.reset();
  leave_write_errors_to_the_writer();
  EXPECT_EQ(write_whole(pipe.writing.get(), "x", OnInterrupt::go_on), EPIPE);
  const Descriptor of_reading(open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(write_whole(of_reading.get(), "x", OnInterrupt::go_on), EBADF);
}

// Handlers are the process's, so each case has one of its own. Returns what write_whole() does in a
// process that is interrupted before the call, or while a full pipe keeps it waiting.
int result_when_interrupted(OnInterrupt on_interrupt, bool is_interrupted_before) {
  Pipe pipe = make_pipe(O_NONBLOCK);
  const pid_t child = fork();
  if (child == 0) {
    install_interrupt_handlers();
    if (is_interrupted_before) raise(SIGINT);
    _exit(write_whole(pipe.writing.get(), more_than_a_pipe_holds, on_interrupt));
  }
  wait_until_full(pipe.writing.get());
  if (!is_interrupted_before) kill(child, SIGINT);
  pipe.writing.reset();
  if (is_interrupted_before || on_interrupt == OnInterrupt::go_on) {
    EXPECT_EQ(read_to_the_end(pipe.reading), more_than_a_pipe_holds);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(WriteWhole, GivesUpOnAnInterruptThatComesWhileItWaits) {
  EXPECT_EQ(result_when_interrupted(OnInterrupt::give_up, false), EINTR);
}

TEST(WriteWhole, SaysWhatIsLeftToSayAfterAnInterrupt) {
  EXPECT_EQ(result_when_interrupted(OnInterrupt::give_up, true), 0);
}

TEST(WriteWhole, GoesOnWhereAnInterruptDoesNotMatter) {
  EXPECT_EQ(result_when_interrupted(OnInterrupt::go_on, false), 0);
}

}  // namespace
}  // namespace hone::collect

#include "analyzers/measure/stdin_file.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/collect/process/interrupt.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"
#include "analyzers/collect/process/write_whole.hpp"
#include "fmt/format.h"

namespace hone::measure {
namespace {

using collect::Descriptor;
using testing::HasSubstr;

std::string content_of(const Descriptor& file) {
  std::string text;
  std::array<char, 65536> piece{};
  for (;;) {
    const ssize_t got =
        pread(file.get(), piece.data(), piece.size(), static_cast<off_t>(text.size()));
    if (got <= 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
}

std::string error_of(const std::string& path) {
  const Result<CommandInput> input = open_command_input(path);
  return input ? "no error" : in_one_line(input.error());
}

// Inherited descriptors stay open in what hone executes.
std::string inherited(int descriptor) {
  fcntl(descriptor, F_SETFD, 0);
  return fmt::format("/dev/fd/{}", descriptor);
}

// A pipe with the text in it, and its end.
Descriptor pipe_with(const std::string& text) {
  std::array<int, 2> ends{-1, -1};
  EXPECT_EQ(pipe2(ends.data(), 0), 0);
  EXPECT_EQ(write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  close(ends[1]);
  return Descriptor(ends[0]);
}

class StdinFileTest : public testing::Test {
 protected:
  StdinFileTest() : folder_(collect::TemporaryFolder::make().value()) {}
  std::string in_folder(const std::string& name) { return folder_.path() / name; }
  std::string file_with(const std::string& name, const std::string& text) {
    std::ofstream(in_folder(name)) << text;
    return in_folder(name);
  }
  collect::TemporaryFolder folder_;
};

TEST_F(StdinFileTest, AFileIsOpenedAndItsSizeTold) {
  const std::string path = file_with("data", "abc");
  const auto input = open_command_input(path);
  ASSERT_TRUE(input.ok());
  EXPECT_EQ(content_of(input->file), "abc");
  EXPECT_EQ(input->summary, (InputSummary{path, false, 3}));
  const auto device = open_command_input("/dev/zero");
  ASSERT_TRUE(device.ok());
  EXPECT_EQ(device->summary, (InputSummary{"/dev/zero", false, std::nullopt}));
}

TEST_F(StdinFileTest, APipeIsReadToItsEndAndKept) {
  const Descriptor pipe = pipe_with("line one\nline two\n");
  const std::string name = inherited(pipe.get());
  const auto input = open_command_input(name);
  ASSERT_TRUE(input.ok());
  EXPECT_EQ(content_of(input->file), "line one\nline two\n");
  EXPECT_EQ(input->summary, (InputSummary{name, true, 18}));
  EXPECT_EQ(fcntl(input->file.get(), F_GETFL) & O_ACCMODE, O_RDONLY);
  EXPECT_NE(fcntl(input->file.get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST_F(StdinFileTest, APipeMayHoldMoreThanItHasRoomFor) {
  std::array<int, 2> ends{-1, -1};
  ASSERT_EQ(pipe2(ends.data(), 0), 0);
  const Descriptor reading(ends[0]);
  const std::string text(3'000'000, 'x');
  std::thread writer([&] {
    collect::write_whole(ends[1], text, collect::OnInterrupt::go_on);
    close(ends[1]);
  });
  const auto input = open_command_input(inherited(reading.get()));
  writer.join();
  ASSERT_TRUE(input.ok());
  EXPECT_EQ(content_of(input->file), text);
}

TEST_F(StdinFileTest, APipeInNonBlockingModeIsWaitedFor) {
  std::array<int, 2> ends{-1, -1};
  ASSERT_EQ(pipe2(ends.data(), O_NONBLOCK), 0);
  const Descriptor reading(ends[0]);
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    collect::write_whole(ends[1], "late", collect::OnInterrupt::go_on);
    close(ends[1]);
  });
  const auto input = open_command_input(inherited(reading.get()));
  writer.join();
  ASSERT_TRUE(input.ok());
  EXPECT_EQ(content_of(input->file), "late");
}

TEST_F(StdinFileTest, ANamedPipeWaitsForItsWriter) {
  const std::string path = in_folder("fifo");
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(path) << "named"; });
  const auto input = open_command_input(path);
  writer.join();
  ASSERT_TRUE(input.ok());
  EXPECT_EQ(content_of(input->file), "named");
  EXPECT_EQ(input->summary, (InputSummary{path, true, 5}));
}

TEST_F(StdinFileTest, AFileThatIsOpenAlreadyIsUsedAsItIsUnlessItWasBegun) {
  const Descriptor file(open(file_with("data", "abcdef").c_str(), O_RDONLY));
  const std::string name = inherited(file.get());
  const auto whole = open_command_input(name);
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->summary, (InputSummary{name, false, 6}));
  EXPECT_EQ(lseek(file.get(), 2, SEEK_SET), 2);
  const auto rest = open_command_input(name);
  ASSERT_TRUE(rest.ok());
  EXPECT_EQ(content_of(rest->file), "cdef");
  EXPECT_EQ(rest->summary, (InputSummary{name, true, 4}));
}

TEST_F(StdinFileTest, AnEmptyPipeIsToldAndNotMeasured) {
  const Descriptor pipe = pipe_with("");
  EXPECT_THAT(error_of(inherited(pipe.get())), HasSubstr("was empty: nothing came from it"));
  const Descriptor null(open("/dev/null", O_RDONLY));
  EXPECT_THAT(error_of(inherited(null.get())), HasSubstr("was empty: nothing came from it"));
  EXPECT_EQ(error_of("/dev/null"), "no error");
}

TEST_F(StdinFileTest, WhatCannotBeReadIsToldWithTheReason) {
  EXPECT_THAT(error_of("/nowhere"), HasSubstr("No such file or directory"));
  EXPECT_THAT(error_of("/"), HasSubstr("it is a folder"));
  EXPECT_THAT(error_of("/dev/fd/19999"), HasSubstr("Bad file descriptor"));
  const Descriptor own(open("/dev/zero", O_RDONLY | O_CLOEXEC));
  EXPECT_THAT(error_of(fmt::format("/dev/fd/{}", own.get())), HasSubstr("Bad file descriptor"));
  const Descriptor writing(open(in_folder("new").c_str(), O_WRONLY | O_CREAT, 0600));
  EXPECT_THAT(error_of(inherited(writing.get())), HasSubstr("it is closed, or not for reading"));
}

TEST_F(StdinFileTest, ATerminalIsNoInput) {
  const Descriptor terminal(posix_openpt(O_RDWR | O_NOCTTY));
  if (!terminal) GTEST_SKIP() << "no pseudo terminals here";
  EXPECT_THAT(error_of(inherited(terminal.get())),
              HasSubstr("it is a terminal (pipe the input in, as in: generate | hone"));
}

TEST_F(StdinFileTest, WithoutRoomTheFolderIsNamed) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  collect::leave_write_errors_to_the_writer();  // as hone does: SIGXFSZ would end it
  const Descriptor pipe = pipe_with(std::string(60'000, 'x'));
  const std::string name = inherited(pipe.get());
  const char* const old = std::getenv("TMPDIR");
  const std::string kept = old == nullptr ? "" : old;
  setenv("TMPDIR", folder_.path().c_str(), 1);
  const rlimit small{4096, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const std::string error = error_of(name);
  setrlimit(RLIMIT_FSIZE, &before);
  old == nullptr ? unsetenv("TMPDIR") : setenv("TMPDIR", kept.c_str(), 1);
  EXPECT_THAT(error, HasSubstr(fmt::format("in '{}': File too large after 0 bytes",
                                           folder_.path().string())));
  EXPECT_THAT(error, HasSubstr("set TMPDIR to a folder with more room"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace hone::measure

#include "analyzers/collect/worker/channel.hpp"

#include <string>

#include <gtest/gtest.h>

#include "analyzers/collect/process/output_capture.hpp"

namespace hone::collect {
namespace {

constexpr Seconds long_time{100};  // a test that waits for it has failed

struct Ends {
  Channel ours;
  Descriptor theirs;
};

Ends make_ends() {
  Result<std::pair<Descriptor, Descriptor>> ends = make_channel();
  EXPECT_TRUE(ends.ok());
  return {Channel(std::move(ends->first)), std::move(ends->second)};
}

Process started(const std::string& script, const Descriptor& channel, int error = -1) {
  SpawnOptions options;
  options.error = error;
  options.descriptors = {{channel.get(), 3}};
  Result<Process> process = spawn({{"sh", "-c", script}, {}, ""}, options);
  EXPECT_TRUE(process.ok());
  return std::move(*process);
}

TEST(Channel, LineAsLongAsWasAskedForArrives) {
  Ends ends = make_ends();
  Process process = started("head -c 2000000 /dev/zero | tr '\\0' x >&3; echo >&3", ends.theirs);
  const auto line = ends.ours.receive(long_time, {}, 2'000'000);
  ASSERT_TRUE(line.ok());
  EXPECT_EQ(line.value().size(), 2'000'000U);
}

TEST(Channel, LineWithoutAnEndIsTooLong) {
  Ends ends = make_ends();
  Process process = started("cat /dev/zero >&3", ends.theirs);
  const auto line = ends.ours.receive(long_time);
  ASSERT_FALSE(line.ok());
  EXPECT_EQ(line.error(), ChannelError::too_long);
}

TEST(Channel, SendingToOneWhoDoesNotReadEndsAtTheTimeLimit) {
  Ends ends = make_ends();
  const auto sent = ends.ours.send(std::string(4'000'000, 'x'), Seconds(0.1));
  ASSERT_FALSE(sent.ok());
  EXPECT_EQ(sent.error(), ChannelError::timed_out);
}

TEST(Channel, EndOfAProcessWhoseChildHoldsItOpenIsSeen) {
  Ends ends = make_ends();
  Process process = started("sleep 1000 & echo last words >&3", ends.theirs);
  ends.theirs.reset();
  const Watch watch{.process = process.handle()};
  const auto line = ends.ours.receive(long_time, watch);
  ASSERT_TRUE(line.ok());
  EXPECT_EQ(line.value(), "last words");
  const auto none = ends.ours.receive(long_time, watch);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error(), ChannelError::closed);
  process.wait(Seconds(10), Process::Leftovers::are_killed);
}

TEST(Channel, ProcessThatPrintsMoreThanItsPipeHoldsIsNotKeptWaiting) {
  Ends ends = make_ends();
  Result<OutputCapture> printed = OutputCapture::open(OutputCapture::Keep::last, 10);
  ASSERT_TRUE(printed.ok());
  Process process = started("head -c 1000000 /dev/zero >&2; printf end. >&2; echo done >&3",
                            ends.theirs, printed->writing_end());
  printed->close_writing_end();
  const auto line = ends.ours.receive(long_time, {.printed = &*printed});
  ASSERT_TRUE(line.ok());
  printed->drain();
  const CapturedOutput kept = printed->take();
  EXPECT_EQ(kept.bytes, 1'000'004U);
  EXPECT_TRUE(kept.text.ends_with("end.")) << kept.text.size();
}

}  // namespace
}  // namespace hone::collect

#include "analyzers/collect/worker/worker_protocol.hpp"

#include <gtest/gtest.h>

namespace hone::collect {
namespace {

TEST(WorkerProtocol, JobSurvivesTheTrip) {
  const Job job{"memory/arena", "bump", {{"nodes", "1000"}, {"mode", "fill"}}};
  const auto parsed = parse_job(format_job(job));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->workload, job.workload);
  EXPECT_EQ(parsed->variant, job.variant);
  EXPECT_EQ(parsed->parameters, job.parameters);
}

TEST(WorkerProtocol, EventsSurviveTheTrip) {
  Job job{"memory/arena", "bump", {{"nodes", "1000"}}};
  job.events = {{{.type = 0, .config = 1}, 0},
                {{.type = 4,
                  .config = ~std::uint64_t{0},
                  .config1 = 2,
                  .config2 = 3,
                  .exclude_user = true,
                  .exclude_kernel = true,
                  .exclude_hv = true},
                 12},
                {{.type = 1, .config = 2, .exclude_kernel = true}, 13}};
  const auto parsed = parse_job(format_job(job));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->events, job.events);
  EXPECT_EQ(parsed->parameters, job.parameters);
}

TEST(WorkerProtocol, NonsenseIsNoEvent) {
  for (const char* event : {"@", "@0", "@0:0:0:0:0", "@0:0:0:0:0:", "@0:0:0:0:8:0", "@0:0:0:0:0:0:",
                            "@0:0:0:0:0:0:0", "@g:0:0:0:0:0", "@100000000:0:0:0:0:0",
                            "@0:10000000000000000:0:0:0:0", "@:::::", "@-1:0:0:0:0:0"}) {
    EXPECT_FALSE(parse_job(std::string("job a b ") + event).has_value()) << event;
  }
}

TEST(WorkerProtocol, CountsOfABlockSurviveTheTrip) {
  Block block{1, 2, 3, 4, 5};
  block.counted = {{6, 7, 8}, {~std::uint64_t{0}, 10, 0}};
  const auto parsed = parse_block(format_block(block));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->counted, block.counted);
  for (const char* line :
       {"block 1 2 3 4 5 1 6", "block 1 2 3 4 5 1 6 7", "block 1 2 3 4 5 1 6 7 8 9",
        "block 1 2 3 4 5 1 6 7 x", "block 1 2 3 4 5 1  6 7", "block 1 2 3 4 5 2"}) {
    EXPECT_FALSE(parse_block(line).has_value()) << line;
  }
}

TEST(WorkerProtocol, BlockSurvivesTheTrip) {
  const auto parsed = parse_block(format_block({123456789012, 2, 3, 4, 3000000000}));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->wall_ns, 123456789012U);
  EXPECT_EQ(parsed->cpu_ns, 2U);
  EXPECT_EQ(parsed->faults, 3U);
  EXPECT_EQ(parsed->switches, 4U);
  EXPECT_EQ(parsed->core_hz, 3000000000U);
  EXPECT_TRUE(parsed->is_alone);
}

TEST(WorkerProtocol, OfABlockItIsToldWhetherOthersWorked) {
  Block block{1, 2, 3, 4, 5};
  block.is_alone = false;
  const auto parsed = parse_block(format_block(block));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_FALSE(parsed->is_alone);
}

TEST(WorkerProtocol, ChecksumKeepsAll64Bits) {
  const auto parsed = parse_ready(format_ready({~std::uint64_t{0}, ""}));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->checksum, ~std::uint64_t{0});
  EXPECT_EQ(parsed->target, "");
}

TEST(WorkerProtocol, TheTargetOfADispatchSurvivesBothWays) {
  EXPECT_EQ(parse_ready(format_ready({7, "AVX2"}))->target, "AVX2");
  EXPECT_FALSE(parse_ready("ready 7 AVX2 AVX3"));
  Job job;
  job.workload = "simd/explicit_sum";
  job.variant = "vector";
  job.parameters = {{"values", "4096"}};
  job.target = "AVX2";
  const std::optional<Job> parsed = parse_job(format_job(job));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->target, "AVX2");
  EXPECT_EQ(parsed->parameters, job.parameters);
  EXPECT_FALSE(parse_job("job a b <"));
}

TEST(WorkerProtocol, FailureSurvivesTheTripOnOneLine) {
  const std::string line = format_failure({FailureKind::crashed, "bad\nthing\r here", "ignored"});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto parsed = parse_failure(line);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->kind, FailureKind::crashed);
  EXPECT_EQ(parsed->text, "bad thing  here");
}

TEST(WorkerProtocol, NonsenseIsNoMessage) {
  for (const char* line :
       {"", "block", "block 1 2 3", "block 1 2 3 4", "block 1 2 3 4 5", "block 1 2 3 4 5 6",
        "block 1 2 3 x 5", "block -1 2 3 4 5", "block 1 2 3 99999999999999999999999 5", "ready",
        "ready 1x", "job", "job a", "job a b c", "failed", "failed strangely text",
        "blocks 1 2 3 4"}) {
    EXPECT_FALSE(parse_block(line).has_value()) << line;
    EXPECT_FALSE(parse_ready(line).has_value()) << line;
    EXPECT_FALSE(parse_job(line).has_value()) << line;
    EXPECT_FALSE(parse_failure(line).has_value()) << line;
  }
}

TEST(WorkerProtocol, RequestsCarryANumber) {
  EXPECT_EQ(parse_number("measure 120", "measure"), 120U);
  EXPECT_FALSE(parse_number("measure", "measure").has_value());
  EXPECT_FALSE(parse_number("measure 1 2", "measure").has_value());
  EXPECT_FALSE(parse_number("count 1", "measure").has_value());
}

}  // namespace
}  // namespace hone::collect

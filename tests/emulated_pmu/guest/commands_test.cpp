// Counters of commands as `hone compare` takes them, through the executor and its launcher.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/perf_event.h>

#include "analyzers/measure/command_executor.hpp"
#include "tests/emulated_pmu/guest/loop.hpp"

namespace hone::measure {
namespace {

constexpr std::uint64_t iterations = 80'000;

Variant known_loop(std::uint64_t length, const char* generations) {
  Variant variant;
  variant.launch.argv = {"/hone/bin/known_loop", std::to_string(length), generations};
  return variant;
}

collect::CountedEvent counted(const char* metric, std::uint64_t config) {
  collect::CountedEvent event;
  event.metric = metric;
  event.name = metric;
  event.code = {
      .type = PERF_TYPE_HARDWARE, .config = config, .exclude_kernel = true, .exclude_hv = true};
  return event;
}

TEST(EmulatedExecutor, CountsEachRunOfEachVariant) {
  Subject subject;
  subject.kind = SubjectKind::command;
  subject.variants = {known_loop(iterations, "0"), known_loop(2 * iterations, "0"),
                      known_loop(iterations, "2")};
  const CommandSettings settings;
  collect::CounterPlan plan;
  plan.events = {counted("cycles", PERF_COUNT_HW_CPU_CYCLES),
                 counted("instructions", PERF_COUNT_HW_INSTRUCTIONS)};
  Result<CommandExecutor> executor = CommandExecutor::start(settings, plan);
  ASSERT_TRUE(executor.ok()) << executor.error().what;
  for (std::size_t variant = 0; variant < subject.variants.size(); ++variant) {
    ASSERT_TRUE(executor->probe(subject, variant).ok());
  }
  const double wanted[] = {1, 2, 3};
  const double one_loop = emulated::instructions_an_iteration * iterations;
  for (int unit = 0; unit < 5; ++unit) {
    UnitRequest request;
    request.subject = &subject;
    request.order = draw_unit(1, "known_loop", unit, {0, 1, 2}, 1);
    const UnitResult run = executor->run_unit(request);
    ASSERT_TRUE(run.ok()) << run.error().failure.text;
    double instructions[] = {0, 0, 0};
    for (const VariantUnit& part : run->parts) {
      const BlockValues& values = part.blocks.front();
      ASSERT_TRUE(values.contains("instructions") && values.contains("cycles"));
      const double loop = wanted[part.variant] * one_loop;
      instructions[part.variant] = values.at("instructions");
      EXPECT_GT(values.at("cycles"), 0);
      EXPECT_THAT(part.counter_shares,
                  ::testing::Contains(::testing::Pair("instructions", ::testing::DoubleEq(1))));
      EXPECT_GT(values.at("wall_time"), 1e-9 * loop);
      EXPECT_NEAR(values.at("cpu_time"), 1e-9 * loop, 0.02);  // counted in ticks of the kernel's
      EXPECT_LT(values.at("peak_rss"), 1e6);
    }
    // What starting a process takes differs between releases of the C library.
    const double start = instructions[0] - one_loop;
    EXPECT_GT(start, 0);
    EXPECT_LT(start, 0.05 * one_loop);
    EXPECT_NEAR((instructions[1] - start) / one_loop, 2, 0.005);
    EXPECT_NEAR(instructions[2] / instructions[0], 3, 0.015);
  }
}

}  // namespace
}  // namespace hone::measure

#include "reports/sections/doctor_section.hpp"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"
#include "reports/layout/utf8.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;

constexpr TerminalStyle plain_doctor{false, 80};

constexpr std::array passes{
    Collector{"allocations", "calls of malloc", "", true},
    Collector{"cache", "cache misses, simulated by callgrind", "valgrind"},
    Collector{"heap", "who allocates what", "heaptrack"},
};

CounterAbilities part_of_a_pmu() {
  CounterAbilities abilities;
  abilities.counters = {
      {.metric = "cycles", .event = "perf::PERF_COUNT_HW_CPU_CYCLES:u=1:k=1"},
      {.metric = "l1d_misses",
       .event = "skl::MEM_LOAD_RETIRED:L1_MISS:u=1:k=1",
       .note = "retired loads; not those whose line is on its way"},
      {.metric = "context_switches", .event = "perf::PERF_COUNT_SW_CONTEXT_SWITCHES:u=1:k=1"},
      {.metric = "branches", .unavailable = "this PMU has no such event"},
      {.metric = "llc_misses", .unavailable = "too many \x1b[31m counters"},
      {.metric = "branch_misses", .unavailable = "this PMU has no such event"}};
  abilities.at_once = 7;
  abilities.are_read_in_user_space = true;
  abilities.permission = "kernel.perf_event_paranoid is 1: all may be counted";
  return abilities;
}

TEST(Doctor, MatchesGoldenFile) {
  expect_golden("doctor.txt", render_terminal(doctor_section(sample_report().environment,
                                                             part_of_a_pmu(), passes),
                                              plain_doctor));
}

TEST(Doctor, FitsTheTerminal) {
  for (const std::string& line : lines_of(render_terminal(
           doctor_section(sample_report().environment, part_of_a_pmu(), passes), plain_doctor))) {
    EXPECT_LE(display_width(line), 80U) << line;
  }
}

TEST(Doctor, SaysWhenNothingDisturbs) {
  const std::string text =
      render_terminal(doctor_section(quiet_environment(), part_of_a_pmu(), passes), plain_doctor);
  EXPECT_THAT(text, HasSubstr("nothing that hone looks for"));
  EXPECT_THAT(text, HasSubstr("yes: 8 programmable counters"));
}

TEST(Doctor, SaysOfEachCollectorWhetherItsToolIsHere) {
  const std::string text = render_terminal(
      doctor_section(sample_report().environment, part_of_a_pmu(), passes), plain_doctor);
  EXPECT_THAT(text, HasSubstr("allocations   yes: calls of malloc"));
  EXPECT_THAT(text, HasSubstr("cache         yes: cache misses, simulated by callgrind"));
  EXPECT_THAT(text, HasSubstr("heap          no, that needs heaptrack: who allocates what"));
}

TEST(Doctor, MetricsWithoutACounterForOneReasonShareALine) {
  const std::string text =
      render_terminal(doctor_section(quiet_environment(), part_of_a_pmu(), passes), plain_doctor);
  EXPECT_THAT(text, HasSubstr("not           branches, branch misses: this PMU has no such event"));
}

TEST(Doctor, WithoutAPmuSaysNothingOfItsReading) {
  CounterAbilities none = part_of_a_pmu();
  none.at_once = 0;
  EXPECT_THAT(render_terminal(doctor_section(quiet_environment(), none, passes), plain_doctor),
              testing::Not(HasSubstr("at once")));
}

TEST(Doctor, AnUnknownSettingIsUnknownWithItsReason) {
  EXPECT_THAT(render_terminal(doctor_section(sample_report().environment, part_of_a_pmu(), passes),
                              plain_doctor),
              testing::ContainsRegex("turbo +unknown: the hypervisor does not say"));
}

}  // namespace
}  // namespace hone::reports

#include "reports/doctor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/utf8.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;

constexpr TerminalStyle plain{false, 80};

TEST(Doctor, MatchesGoldenFile) {
  expect_golden("doctor.txt", render_environment(sample_report().environment, plain));
}

TEST(Doctor, FitsTheTerminal) {
  for (const std::string& line : lines_of(render_environment(sample_report().environment, plain))) {
    EXPECT_LE(display_width(line), 80U) << line;
  }
}

TEST(Doctor, SaysWhenNothingDisturbs) {
  const std::string text = render_environment(quiet_environment(), plain);
  EXPECT_THAT(text, HasSubstr("nothing that hone looks for"));
  EXPECT_THAT(text, HasSubstr("yes: 8 programmable counters"));
}

TEST(Doctor, AnUnknownSettingIsUnknownWithItsReason) {
  EXPECT_THAT(render_environment(sample_report().environment, plain),
              testing::ContainsRegex("turbo +unknown: the hypervisor does not say"));
}

}  // namespace
}  // namespace hone::reports

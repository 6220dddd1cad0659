#include "analyzers/collect/machine/issue_width.hpp"

#include <string>

#include <gtest/gtest.h>

namespace hone::collect {
namespace {

std::string cpuinfo(const std::string& vendor, int family, int model) {
  return "processor\t: 0\nvendor_id\t: " + vendor + "\ncpu family\t: " + std::to_string(family) +
         "\nmodel\t\t: " + std::to_string(model) + "\nmodel name\t: some\n\nprocessor\t: 1\n";
}

TEST(IssueWidth, IsThatOfTheMicroarchitecture) {
  EXPECT_EQ(issue_width_of(cpuinfo("AuthenticAMD", 0x19, 0x11)), 6) << "Zen 4";
  EXPECT_EQ(issue_width_of(cpuinfo("AuthenticAMD", 0x1a, 0x02)), 8) << "Zen 5";
  EXPECT_EQ(issue_width_of(cpuinfo("GenuineIntel", 6, 0x55)), 4) << "Skylake";
  EXPECT_EQ(issue_width_of(cpuinfo("GenuineIntel", 6, 0x6a)), 5) << "Ice Lake";
  EXPECT_EQ(issue_width_of(cpuinfo("GenuineIntel", 6, 0x8f)), 6) << "Sapphire Rapids";
}

TEST(IssueWidth, OfAnUnknownProcessorIsThatOfTheWidestKnown) {
  EXPECT_EQ(issue_width_of(cpuinfo("GenuineIntel", 6, 0xc6)), 8);
  EXPECT_EQ(issue_width_of(cpuinfo("SomeoneElse", 7, 1)), 8);
  EXPECT_EQ(issue_width_of("vendor_id : GenuineIntel\n"), 8);
  EXPECT_EQ(issue_width_of("CPU implementer : 0x41\nCPU part : 0xd0c\n"), 10);
  EXPECT_EQ(issue_width_of(""), 0) << "nothing is bounded";
}

}  // namespace
}  // namespace hone::collect

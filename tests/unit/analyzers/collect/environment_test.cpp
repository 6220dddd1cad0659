// Whole machines from tests/fixtures/machines, then each parser on good and malformed
// text, then what is concluded from them.
#include "analyzers/collect/environment.hpp"

#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/counters/pmu_probe.hpp"
#include "analyzers/collect/environment_warnings.hpp"
#include "analyzers/collect/external_tools.hpp"
#include "analyzers/collect/machine/control_group.hpp"
#include "analyzers/collect/machine/environment_parse.hpp"

namespace hone::collect {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::filesystem::path machine(std::string_view name) {
  return std::filesystem::path(HONE_FIXTURES) / "machines" / name;
}

template <class T>
bool is_absent(const T& field) {
  const auto* const absent = std::get_if<Absent>(&field);
  return absent != nullptr && !absent->reason.empty();
}

std::string text(const TextOrAbsent& field) {
  const auto* const value = std::get_if<std::string>(&field);
  return value != nullptr ? *value : "absent: " + std::get<Absent>(field).reason;
}

std::vector<std::string> kinds(const std::vector<Warning>& warnings) {
  std::vector<std::string> found;
  for (const Warning& warning : warnings) found.push_back(warning.kind);
  return found;
}

// --- whole machines ---

TEST(ReadEnvironment, IntelLaptop) {
  const Environment laptop = read_environment(machine("laptop_intel"));
  EXPECT_EQ(laptop.host, "thinkpad");
  EXPECT_EQ(laptop.os, "Debian GNU/Linux 12 (bookworm)");
  EXPECT_EQ(laptop.kernel, "6.1.0-18-amd64");
  EXPECT_EQ(laptop.virtualization, "");
  EXPECT_EQ(laptop.cpu.vendor, "GenuineIntel");
  EXPECT_THAT(laptop.cpu.model, HasSubstr("i7-1165G7"));
  EXPECT_EQ(laptop.cpu.cores, 8);
  EXPECT_TRUE(laptop.cpu.smt);
  EXPECT_THAT(laptop.cpu.features, Contains("avx512f"));
  EXPECT_EQ(laptop.memory_bytes, 16102400LL * 1024);
  EXPECT_EQ(text(laptop.governor), "powersave");
  EXPECT_EQ(text(laptop.turbo), "on");
  EXPECT_EQ(text(laptop.aslr), "full");
  EXPECT_EQ(text(laptop.thp), "madvise");
  EXPECT_DOUBLE_EQ(std::get<double>(laptop.load), 0.42);
  EXPECT_DOUBLE_EQ(std::get<double>(laptop.steal), 0);
}

TEST(ReadEnvironment, CachesOfTheIntelLaptop) {
  const std::vector<Cache> caches = read_environment(machine("laptop_intel")).cpu.caches;
  ASSERT_THAT(caches, SizeIs(4));
  EXPECT_EQ(caches[0].level, 1);
  EXPECT_EQ(caches[0].type, "Data");
  EXPECT_EQ(caches[0].size_bytes, 48 * 1024);
  EXPECT_EQ(caches[0].line_bytes, 64);
  EXPECT_EQ(caches[0].ways, 12);
  EXPECT_EQ(caches[0].shared_by, 2);
  EXPECT_EQ(caches[3].level, 3);
  EXPECT_EQ(caches[3].shared_by, 8);
}

TEST(ReadEnvironment, AmdVirtualMachine) {
  const Environment vm = read_environment(machine("vm_amd"));
  EXPECT_EQ(vm.os, "Alpine Linux");
  EXPECT_EQ(vm.virtualization, "QEMU Standard PC (Q35 + ICH9, 2009)");
  EXPECT_EQ(vm.cpu.vendor, "AuthenticAMD");
  EXPECT_EQ(vm.cpu.cores, 4);
  EXPECT_FALSE(vm.cpu.smt);
  EXPECT_TRUE(is_absent(vm.governor));
  EXPECT_TRUE(is_absent(vm.turbo));
  EXPECT_EQ(text(vm.aslr), "off");
  EXPECT_DOUBLE_EQ(std::get<double>(vm.steal), 0.03);
}

TEST(ReadEnvironment, ArmServer) {
  const Environment server = read_environment(machine("server_arm"));
  EXPECT_EQ(server.virtualization, "");
  EXPECT_EQ(server.cpu.vendor, "ARM");
  EXPECT_EQ(server.cpu.model, "Neoverse N1");
  EXPECT_EQ(server.cpu.cores, 80);
  EXPECT_FALSE(server.cpu.smt);
  EXPECT_THAT(server.cpu.features, ElementsAre("asimd", "asimddp", "atomics", "crc32"));
  EXPECT_EQ(text(server.governor), "performance");
  ASSERT_THAT(server.cpu.caches, SizeIs(4));
  EXPECT_EQ(server.cpu.caches[3].size_bytes, 32 << 20);
  EXPECT_EQ(server.cpu.caches[3].ways, 0);
}

TEST(ReadEnvironment, AMachineThatShowsNothingIsAbsentThroughout) {
  const Environment nothing = read_environment("/nonexistent/root");
  EXPECT_EQ(nothing.os, "");
  EXPECT_EQ(nothing.cpu.cores, 0);
  EXPECT_THAT(nothing.cpu.caches, IsEmpty());
  for (const TextOrAbsent& field : {nothing.governor, nothing.turbo, nothing.aslr, nothing.thp}) {
    EXPECT_TRUE(is_absent(field));
  }
  EXPECT_TRUE(is_absent(nothing.load));
  EXPECT_TRUE(is_absent(nothing.steal));
}

TEST(CpuLimit, TheTightestGroupAboveTheProcessCounts) {
  EXPECT_EQ(read_cpu_limit(machine("vm_amd")), 1.5);
}

TEST(CpuLimit, NoneWhereNoGroupLimits) {
  EXPECT_EQ(read_cpu_limit(machine("laptop_intel")), std::nullopt);
  EXPECT_EQ(read_cpu_limit(machine("server_arm")), std::nullopt);
  EXPECT_EQ(read_cpu_limit("/nonexistent/root"), std::nullopt);
}

TEST(CollectEnvironment, ThisMachineTellsItsEssentials) {
  const Environment here = collect_environment();
  EXPECT_NE(here.kernel, "");
  EXPECT_GT(here.cpu.cores, 0);
  EXPECT_GT(here.memory_bytes, 0);
  EXPECT_NE(here.pmu_reason, "");
  EXPECT_NE(here.pmu_reason, "not tried");
  EXPECT_THAT(here.tools, IsEmpty());
}

TEST(CollectEnvironment, SaysSoWhereThereIsNoPmu) {
  const Environment here = collect_environment();
  EXPECT_EQ(testing::Matches(Contains("no_pmu"))(kinds(here.warnings)), !here.pmu_available);
}

// --- single texts ---

TEST(ParseOsRelease, PrefersThePrettyName) {
  EXPECT_EQ(parse_os_release("NAME=\"A\"\nPRETTY_NAME='B 2'\n"), "B 2");
  EXPECT_EQ(parse_os_release("NAME=Arch\n"), "Arch");
  EXPECT_EQ(parse_os_release("NAME=\"A\"\nVERSION=\"1\"\n"), "A 1");
  EXPECT_EQ(parse_os_release("\"\n=\nPRETTY_NAME=\"\n"), "\"");
  EXPECT_EQ(parse_os_release(""), "");
}

TEST(ParseCpuinfo, MatchesWholeFlagsOnly) {
  const CpuIdentity cpu = parse_cpuinfo("vendor_id : X\nflags : avx512f_fake xavx2 sse4_2\n");
  EXPECT_THAT(cpu.features, ElementsAre("sse4_2"));
  EXPECT_EQ(cpu.hypervisor, false);
}

TEST(ParseCpuinfo, AnUnknownArmPartKeepsItsNumber) {
  const CpuIdentity cpu = parse_cpuinfo("CPU implementer : 0x41\nCPU part : 0xfff\n");
  EXPECT_EQ(cpu.model, "ARM part 0xfff");
  const CpuIdentity other = parse_cpuinfo("CPU implementer : 0x99\nCPU part : 0xd0c\n");
  EXPECT_EQ(other.vendor, "implementer 0x99");
  EXPECT_EQ(other.model, "implementer 0x99 part 0xd0c");
}

TEST(ParseCpuinfo, MalformedTextIsUnknown) {
  for (const std::string_view bad : {"", "\n\n", ":", ":::", "flags", "CPU implementer : zz\n"}) {
    const CpuIdentity cpu = parse_cpuinfo(bad);
    EXPECT_EQ(cpu.vendor, "") << bad;
    EXPECT_EQ(cpu.model, "") << bad;
    EXPECT_THAT(cpu.features, IsEmpty()) << bad;
    EXPECT_EQ(cpu.hypervisor, std::nullopt) << bad;
  }
}

TEST(DescribeVirtualization, TheProcessorsFlagDecidesWhereThereIsOne) {
  EXPECT_EQ(describe_virtualization(true, "", "", ""), "hypervisor of unknown kind");
  EXPECT_EQ(describe_virtualization(true, "", "", "xen"), "xen");
  EXPECT_EQ(describe_virtualization(false, "QEMU", "x", ""), "");
}

TEST(DescribeVirtualization, TheFirmwareDecidesWhereTheProcessorDoesNotTell) {
  EXPECT_EQ(describe_virtualization(std::nullopt, "Amazon EC2", "c7g.large", ""),
            "Amazon EC2 c7g.large");
  EXPECT_EQ(describe_virtualization(std::nullopt, "Amazon EC2", "c7g.metal", ""), "");
  EXPECT_EQ(describe_virtualization(std::nullopt, "Apple Inc.", "Mac14,2", ""), "");
  EXPECT_EQ(describe_virtualization(std::nullopt, "", "", ""), "");
}

TEST(ParseCacheSize, TakesTheKernelsSuffixes) {
  EXPECT_EQ(parse_cache_size("48K\n"), 48 << 10);
  EXPECT_EQ(parse_cache_size("32M"), 32 << 20);
  EXPECT_EQ(parse_cache_size("1G"), 1 << 30);
  EXPECT_EQ(parse_cache_size("512"), 512);
  for (const std::string_view bad : {"", "K", "0K", "-1K", "48Q", "48 K", "9223372036854775807K"}) {
    EXPECT_EQ(parse_cache_size(bad), std::nullopt) << bad;
  }
}

TEST(ParseCpuCount, CountsListsAndRanges) {
  EXPECT_EQ(parse_cpu_count("0\n"), 1);
  EXPECT_EQ(parse_cpu_count("0-3,8,10-11"), 7);
  for (const std::string_view bad : {"", "a", "3-1", "0-", "-1", "1,,2", "0-2147483647,0-9"}) {
    EXPECT_EQ(parse_cpu_count(bad), std::nullopt) << bad;
  }
}

TEST(ParseMemoryTotal, IsInBytes) {
  EXPECT_EQ(parse_memory_total("MemTotal: 2 kB\n"), 2048);
  for (const std::string_view bad :
       {"", "MemTotal:", "MemTotal: x kB", "MemTotal: 2 MB", "MemTotal: 9223372036854775807 kB"}) {
    EXPECT_EQ(parse_memory_total(bad), std::nullopt) << bad;
  }
}

TEST(ParseLoad, IsTheFirstNumber) {
  EXPECT_DOUBLE_EQ(std::get<double>(parse_load("1.25 0 0 1/2 3\n")), 1.25);
  for (const std::string_view bad : {"", "x", "nan 0 0", "inf", "-1"}) {
    EXPECT_TRUE(is_absent(parse_load(bad))) << bad;
  }
}

TEST(ParseSteal, IsAShareOfAllTime) {
  EXPECT_DOUBLE_EQ(std::get<double>(parse_steal("cpu  10 10 10 60 0 0 0 10 5 5\n")), 0.1);
}

TEST(ParseSteal, AbsentWhereTheKernelDoesNotTell) {
  for (const std::string_view bad :
       {"", "cpu", "cpu 1 2 3 4\n", "cpu 0 0 0 0 0 0 0 0\n", "intr 1 2 3 4 5 6 7 8", "cpu a b"}) {
    EXPECT_TRUE(is_absent(parse_steal(bad))) << bad;
  }
}

TEST(ParseAslr, NamesTheKernelsModes) {
  EXPECT_EQ(text(parse_aslr("0\n")), "off");
  EXPECT_EQ(text(parse_aslr("1\n")), "partial");
  EXPECT_EQ(text(parse_aslr("2\n")), "full");
  EXPECT_TRUE(is_absent(parse_aslr("7")));
  EXPECT_TRUE(is_absent(parse_aslr("")));
}

TEST(ParseSelected, IsTheBracketedChoice) {
  EXPECT_EQ(text(parse_selected("[always] madvise never\n")), "always");
  for (const std::string_view bad : {"", "always", "[", "]never[", "[]"}) {
    EXPECT_TRUE(is_absent(parse_selected(bad))) << bad;
  }
}

TEST(ParseVersion, FindsTheVersionInABanner) {
  EXPECT_EQ(parse_version("valgrind-3.19.0\n"), "3.19.0");
  EXPECT_EQ(parse_version("heaptrack 1.4.0\n"), "1.4.0");
  EXPECT_EQ(parse_version("tool 2 of 3, version 4.5.\n"), "4.5");
  EXPECT_EQ(parse_version("no version 7"), "");
  EXPECT_EQ(parse_version(""), "");
}

// --- counters ---

CounterProbe refused(int error) { return {CounterState::refused, error}; }
constexpr CounterProbe counting{CounterState::counts, 0};
constexpr CounterProbe silent{CounterState::silent, 0};

TEST(DescribePmu, BothCountersMakeAPmu) {
  const PmuStatus pmu = describe_pmu(counting, counting, 2, false);
  EXPECT_TRUE(pmu.available);
  EXPECT_THAT(pmu.reason, HasSubstr("cycles and instructions"));
}

TEST(DescribePmu, PartOfAPmuSaysWhichPart) {
  EXPECT_THAT(describe_pmu(counting, refused(ENOENT), 2, true).reason, HasSubstr("cycles count"));
  EXPECT_THAT(describe_pmu(silent, counting, 2, true).reason, HasSubstr("instructions count"));
}

TEST(DescribePmu, NoDeviceReadsDifferentlyInAVirtualMachine) {
  EXPECT_THAT(describe_pmu(refused(ENOENT), refused(ENOENT), 2, true).reason,
              HasSubstr("virtual machine"));
  EXPECT_THAT(describe_pmu(refused(ENOENT), refused(ENOENT), 2, false).reason,
              HasSubstr("no driver"));
}

TEST(DescribePmu, ARefusalNamesTheSettingAndItsRemedy) {
  const PmuStatus pmu = describe_pmu(refused(EACCES), refused(EACCES), 4, false);
  EXPECT_FALSE(pmu.available);
  EXPECT_THAT(pmu.reason, HasSubstr("perf_event_paranoid is 4"));
  EXPECT_THAT(pmu.remedy, HasSubstr("sysctl"));
}

TEST(DescribePmu, ARefusalThatTheSettingDoesNotExplainBlamesTheContainer) {
  EXPECT_THAT(describe_pmu(refused(EPERM), refused(EPERM), 2, false).reason,
              HasSubstr("container"));
  EXPECT_THAT(describe_pmu(refused(ENOSYS), refused(ENOSYS), 2, false).reason,
              HasSubstr("seccomp"));
}

TEST(DescribePmu, ACounterThatStaysAtZeroIsNoCounter) {
  const PmuStatus pmu = describe_pmu(silent, silent, 2, true);
  EXPECT_FALSE(pmu.available);
  EXPECT_THAT(pmu.reason, HasSubstr("zero"));
}

TEST(DescribePmu, AnyOtherErrorKeepsTheSystemsWords) {
  EXPECT_THAT(describe_pmu(refused(EMFILE), refused(EMFILE), 2, false).reason,
              HasSubstr("Too many open files"));
}

// --- warnings ---

Environment quiet_machine() {
  Environment environment;
  environment.cpu.cores = 8;
  environment.governor = "performance";
  environment.turbo = "off";
  environment.aslr = "full";
  environment.thp = "madvise";
  environment.load = 0.1;
  environment.steal = 0.0;
  environment.pmu_available = true;
  return environment;
}

TEST(EnvironmentWarnings, NoneOnAQuietMachine) {
  EXPECT_THAT(environment_warnings(quiet_machine(), {}), IsEmpty());
}

TEST(EnvironmentWarnings, NoneAboutWhatIsUnknown) {
  Environment unknown = read_environment("/nonexistent/root");
  unknown.pmu_available = true;
  EXPECT_THAT(environment_warnings(unknown, {}), IsEmpty());
}

TEST(EnvironmentWarnings, OfTheLaptop) {
  Environment laptop = read_environment(machine("laptop_intel"));
  laptop.pmu_available = true;
  EXPECT_THAT(kinds(environment_warnings(laptop, {})), ElementsAre("governor", "turbo", "smt"));
}

TEST(EnvironmentWarnings, OfTheVirtualMachine) {
  const auto warnings = environment_warnings(read_environment(machine("vm_amd")),
                                             {.cpu_limit = 1.5, .pmu_remedy = "move"});
  EXPECT_THAT(kinds(warnings), ElementsAre("aslr", "cpu_limit", "load", "steal", "no_pmu"));
  EXPECT_EQ(warnings.back().remedy, "move");
}

TEST(EnvironmentWarnings, EachSaysWhatAndWhatToDo) {
  Environment worst = read_environment(machine("vm_amd"));
  worst.cpu.smt = true;
  worst.governor = "powersave";
  worst.turbo = "on";
  const auto warnings = environment_warnings(
      worst, {.cpu_limit = 0.5, .pmu_remedy = "move", .build = {.has_assertions = true}});
  EXPECT_THAT(warnings, SizeIs(9));
  for (const Warning& warning : warnings) {
    EXPECT_NE(warning.text, "") << warning.kind;
    EXPECT_NE(warning.remedy, "") << warning.kind;
  }
}

TEST(EnvironmentWarnings, LoadCountsAboveHalfTheCpus) {
  Environment machine_at_half = quiet_machine();
  machine_at_half.load = 4.0;
  EXPECT_THAT(environment_warnings(machine_at_half, {}), IsEmpty());
  machine_at_half.load = 4.1;
  EXPECT_THAT(kinds(environment_warnings(machine_at_half, {})), ElementsAre("load"));
}

TEST(EnvironmentWarnings, ALimitAboveTheCpusDoesNotLimit) {
  EXPECT_THAT(environment_warnings(quiet_machine(), {.cpu_limit = 8.0}), IsEmpty());
  EXPECT_THAT(kinds(environment_warnings(quiet_machine(), {.cpu_limit = 7.5})),
              ElementsAre("cpu_limit"));
}

TEST(EnvironmentWarnings, ASingleCpuCannotShowContention) {
  Environment single = quiet_machine();
  single.cpu.cores = 1;
  EXPECT_THAT(kinds(environment_warnings(single, {})), ElementsAre("single_cpu"));
}

TEST(EnvironmentWarnings, ASanitizedBuildOutweighsAssertions) {
  const auto warnings = environment_warnings(
      quiet_machine(), {.build = {.has_assertions = true, .is_sanitized = true}});
  EXPECT_THAT(kinds(warnings), ElementsAre("sanitized_build"));
}

// --- tools ---

TEST(FindExternalTool, AMissingProgramIsAbsentWithTheReason) {
  const ExternalTool tool = find_external_tool("no-such-program-of-hone", Seconds{1});
  EXPECT_EQ(tool.version, "");
  EXPECT_THAT(tool.unavailable, HasSubstr("no-such-program-of-hone"));
}

TEST(FindExternalTool, AProgramWithoutAVersionIsNotTaken) {
  const ExternalTool tool = find_external_tool("false", Seconds{1});
  EXPECT_EQ(tool.version, "");
  EXPECT_NE(tool.unavailable, "");
}

TEST(FindExternalTools, AreEitherFoundOrExplained) {
  constexpr std::array<std::string_view, 2> names{"valgrind", "no-such-tool"};
  const std::vector<ExternalTool> tools = find_external_tools(names);
  EXPECT_THAT(tools, SizeIs(2));
  for (const ExternalTool& tool : tools) {
    EXPECT_NE(tool.version.empty(), tool.unavailable.empty()) << tool.name;
  }
}

}  // namespace
}  // namespace hone::collect

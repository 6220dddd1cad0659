#include "analyzers/collect/simulate/code_paths.hpp"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "analyzers/collect/launch/process_environment.hpp"
#include "analyzers/collect/simulate/valgrind_cpu.hpp"

namespace hone::collect {
namespace {

using testing::HasSubstr;

CallgrindProfile profile(const std::map<std::string, std::uint64_t>& instructions) {
  CallgrindProfile profile;
  profile.events = {"Ir"};
  profile.names = {""};
  for (const auto& [object, count] : instructions) {
    if (!object.empty()) profile.names.push_back(object);
    CallgrindFunction function;
    function.object = object.empty() ? 0 : profile.names.size() - 1;
    function.self = {count};
    profile.functions.push_back(function);
  }
  return profile;
}

SimulatedProcessor without_avx512() {
  SimulatedProcessor processor;
  processor.lacks = {"avx512f", "sha_ni"};
  return processor;
}

Result<std::set<std::string, std::less<>>> looked_through(const std::string& path) {
  if (path == "/lost") return Error{"/lost: No such file or directory", ""};
  std::set<std::string, std::less<>> found;
  if (path == "/bin/dispatching" || path == "/lib/libc.so.6") found = {"avx512f", "xop"};
  return found;
}

std::string why(const std::map<std::string, std::uint64_t>& instructions,
                const SimulatedProcessor& processor = without_avx512(),
                std::string_view trusted = {}) {
  return why_other_code(profile(instructions), processor, looked_through, trusted);
}

TEST(OtherCode, IsThatOfAnObjectWithCodeForWhatTheSimulatedProcessorLacks) {
  EXPECT_EQ(
      why({{"/bin/dispatching", 90}, {"/lib/libc.so.6", 10}}),
      "90 % of its simulated instructions are of dispatching, which also has code for AVX-512, "
      "which callgrind's processor lacks");
}

TEST(OtherCode, IsNotThatOfAnOrdinaryProgramWhoseCLibraryIsHeldToTheSame) {
  EXPECT_EQ(why({{"/bin/sort", 60}, {"/lib/libc.so.6", 40}}), "");
}

TEST(OtherCode, OfLessThanAHundredthIsNegligible) {
  EXPECT_EQ(why({{"/bin/sort", 9950}, {"/bin/dispatching", 50}}), "");
  EXPECT_NE(why({{"/bin/sort", 9800}, {"/bin/dispatching", 200}}), "");
}

TEST(OtherCode, ThereIsNoneWhereTheSimulatedProcessorLacksNothing) {
  EXPECT_EQ(why({{"/bin/dispatching", 1}}, SimulatedProcessor{}), "");
}

TEST(OtherCode, MayBeWhatCannotBeLookedThrough) {
  EXPECT_THAT(why({{"/lost", 1}}), HasSubstr("cannot look through"));
  EXPECT_THAT(why({{"", 50}, {"/bin/sort", 50}}), HasSubstr("that the program made as it ran"));
}

TEST(OtherCode, MayBeTheCLibrarysWhereNoTunableReaches) {
  SimulatedProcessor processor = without_avx512();
  processor.other_functions = {"libc.so.6 strstr"};
  EXPECT_THAT(why({{"/lib/libc.so.6", 1}}, processor), HasSubstr("whose strstr is another one"));
  EXPECT_EQ(why({{"/bin/sort", 1}}, processor), "");
}

TEST(OtherCode, IsNotThatOfWhatIsToldWhichToRun) {
  EXPECT_EQ(why({{"/bin/dispatching", 1}}, without_avx512(), "/bin/dispatching"), "");
}

TEST(TunablesWatch, SeesAProgramWithoutThem) {
  const std::string own(
      variable_in(environment_of(getpid()), tunables_variable).value_or("none at all"));
  TunablesWatch wanted("glibc.malloc.arena_max=8:not=" + own);
  wanted.look_at(getpid());
  EXPECT_THAT(wanted.why_not(), HasSubstr("was started without the GLIBC_TUNABLES"));
}

}  // namespace
}  // namespace hone::collect

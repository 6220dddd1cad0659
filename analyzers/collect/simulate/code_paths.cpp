#include "analyzers/collect/simulate/code_paths.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "analyzers/collect/launch/process_environment.hpp"
#include "analyzers/collect/simulate/valgrind_cpu.hpp"

namespace hone::collect {
namespace {

using namespace std::string_view_literals;

// Instructions of other code change a ratio of all instructions by no more than their share.
constexpr double negligible_share = 0.01;

// What glibc's tunables govern, whatever instructions the libraries hold.
constexpr std::array glibc_libraries{"libc.so.6"sv, "libm.so.6"sv, "libmvec.so.1"sv,
                                     "ld-linux-x86-64.so.2"sv};

std::string_view file_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

bool is_of_glibc_itself(std::string_view object) {
  const std::string_view name = file_name(object);
  return std::find(glibc_libraries.begin(), glibc_libraries.end(), name) != glibc_libraries.end();
}

// Why the object's code may be other than natively; empty: no reason.
std::string why_other(const ObjectShare& object, const SimulatedProcessor& processor,
                      const ExtensionFinder& extensions) {
  if (object.object.empty()) return "of code that the program made as it ran";
  if (is_of_glibc_itself(object.object)) {
    const std::string library(file_name(object.object));
    for (const std::string& function : processor.other_functions) {
      if (!function.starts_with(library + " ")) continue;
      return fmt::format("of {}, whose {} is another one on this processor", library,
                         function.substr(library.size() + 1));
    }
    return "";
  }
  const auto found = extensions(object.object);
  if (!found) return fmt::format("of code that hone cannot look through ({})", found.error().what);
  std::vector<std::string> lacking;
  for (const std::string& lacks : processor.lacks) {
    if (found->contains(lacks)) lacking.push_back(lacks);
  }
  if (lacking.empty()) return "";
  return fmt::format("of {}, which also has code for {}, which callgrind's processor lacks",
                     file_name(object.object), in_words(lacking));
}

}  // namespace

std::vector<ObjectShare> shares_of_objects(const CallgrindProfile& profile) {
  const auto event = std::find(profile.events.begin(), profile.events.end(), "Ir");
  if (event == profile.events.end()) return {};
  const auto column = static_cast<std::size_t>(event - profile.events.begin());
  std::vector<double> by_name(profile.names.size());
  double all = 0;
  for (const CallgrindFunction& function : profile.functions) {
    if (function.self.size() <= column) continue;
    const auto instructions = static_cast<double>(function.self[column]);
    by_name[function.object] += instructions;
    all += instructions;
  }
  std::vector<ObjectShare> shares;
  for (std::size_t name = 0; name < by_name.size(); ++name) {
    if (by_name[name] <= 0) continue;
    const std::string& object = profile.names[name];
    shares.push_back({object == "???" ? "" : object, by_name[name] / all});
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const ObjectShare& a, const ObjectShare& b) { return a.share > b.share; });
  return shares;
}

std::string why_other_code(const CallgrindProfile& profile, const SimulatedProcessor& processor,
                           const ExtensionFinder& extensions, std::string_view trusted) {
  if (processor.lacks.empty() && processor.other_functions.empty()) return "";
  double other = 0;
  std::string first;
  for (const ObjectShare& object : shares_of_objects(profile)) {
    if (!trusted.empty() && object.object == trusted) continue;
    if (other + object.share < negligible_share / 100) break;  // what is left is smaller still
    const std::string why = why_other(object, processor, extensions);
    if (why.empty()) continue;
    other += object.share;
    if (first.empty()) {
      first = fmt::format("{:.0f} % of its simulated instructions are {}", 100 * object.share, why);
    }
  }
  return other < negligible_share ? "" : first;
}

void TunablesWatch::look_at(pid_t process) {
  if (!why_not_.empty()) return;
  const std::string environment = environment_of(process);
  if (variable_in(environment, tunables_variable) == tunables_) return;
  const std::string program = program_of(process);
  why_not_ = fmt::format("'{}' was started without the GLIBC_TUNABLES of the simulation",
                         program.empty() ? "a program" : program);
}

}  // namespace hone::collect

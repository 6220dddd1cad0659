#include "analyzers/collect/simulate/valgrind_cpu.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analyzers/collect/process/installation.hpp"
#include "analyzers/collect/process/process.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {
namespace {

using namespace std::string_view_literals;

constexpr Seconds probe_timeout{60};  // valgrind starts in less than a second, or in some
constexpr std::string_view hwcaps = "glibc.cpu.hwcaps";

// The kernel's names of features by which glibc chooses, and its own names of them ("The GNU C
// Library manual", Hardware Capability Tunables). A name that some version does not know is passed
// over by it.
constexpr std::array glibc_names{
    std::pair{"avx512f"sv, "AVX512F"sv},   std::pair{"avx512vl"sv, "AVX512VL"sv},
    std::pair{"avx512bw"sv, "AVX512BW"sv}, std::pair{"avx512cd"sv, "AVX512CD"sv},
    std::pair{"avx512dq"sv, "AVX512DQ"sv}, std::pair{"avx2"sv, "AVX2"sv},
    std::pair{"avx"sv, "AVX"sv},           std::pair{"fma"sv, "FMA"sv},
    std::pair{"fma4"sv, "FMA4"sv},         std::pair{"bmi1"sv, "BMI1"sv},
    std::pair{"bmi2"sv, "BMI2"sv},         std::pair{"abm"sv, "LZCNT"sv},
    std::pair{"movbe"sv, "MOVBE"sv},       std::pair{"popcnt"sv, "POPCNT"sv},
    std::pair{"f16c"sv, "F16C"sv},         std::pair{"sse4_2"sv, "SSE4_2"sv},
    std::pair{"sse4_1"sv, "SSE4_1"sv},     std::pair{"ssse3"sv, "SSSE3"sv},
    std::pair{"erms"sv, "ERMS"sv},         std::pair{"rtm"sv, "RTM"sv},
    std::pair{"xsavec"sv, "XSAVEC"sv}};

// Of the same value on every machine. Valgrind's processor says that it is Intel's, of which glibc
// prefers unaligned loads.
constexpr std::array preferences{"Fast_Unaligned_Load"sv};
constexpr std::array fixed_tunables{
    std::pair{"glibc.cpu.x86_non_temporal_threshold"sv, "6291456"sv},
    std::pair{"glibc.cpu.x86_rep_movsb_threshold"sv, "1073741824"sv},
    std::pair{"glibc.cpu.x86_rep_stosb_threshold"sv, "1073741824"sv},
    std::pair{"glibc.malloc.arena_max"sv, "8"sv}};

using Tunables = std::vector<std::pair<std::string, std::string>>;

Tunables parse_tunables(std::string_view text) {
  Tunables tunables;
  while (!text.empty()) {
    const std::string_view entry = text::take_until(text, ':');
    const std::size_t equals = entry.find('=');
    if (equals == std::string_view::npos) continue;  // glibc passes over it, too
    tunables.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return tunables;
}

std::string masked_features(std::span<const std::string> features) {
  std::vector<std::string> masks;
  for (const auto& [name, glibc] : glibc_names) {
    if (std::find(features.begin(), features.end(), name) == features.end()) {
      masks.push_back(fmt::format("-{}", glibc));
    }
  }
  masks.insert(masks.end(), preferences.begin(), preferences.end());
  return fmt::format("{}", fmt::join(masks, ","));
}

Result<CpuProbe> run_probe(std::vector<std::string> argv, const std::string& tunables) {
  Launch launch;
  launch.argv = std::move(argv);
  launch.env = valgrind_folder();
  if (!tunables.empty()) launch.env.emplace_back(tunables_variable, tunables);
  const Result<Captured> answer = run_and_capture(launch, probe_timeout);
  if (!answer) return answer.error();
  if (answer->exit.signal != 0 || answer->exit.code != 0) {
    return Error{fmt::format("'{}': {}", launch.argv.front(), describe(answer->exit)), ""};
  }
  return parse_cpu_probe(answer->output);
}

std::string users_tunables() {
  const char* const value = std::getenv(tunables_variable);
  return value != nullptr ? value : "";
}

std::vector<std::string> missing_from(const std::vector<std::string>& some,
                                      const std::vector<std::string>& all) {
  std::vector<std::string> missing;
  for (const std::string& name : all) {
    if (std::find(some.begin(), some.end(), name) == some.end()) missing.push_back(name);
  }
  return missing;
}

std::vector<std::string> under_valgrind(const std::string& program) {
  return {"valgrind", "--tool=none", "--quiet", "--command-line-only=yes", "--vgdb=no", program};
}

// Empty: it does not say.
std::string valgrind_version() {
  constexpr std::string_view name = "valgrind-";
  const Launch launch{.argv = {"valgrind", "--version"}, .env = {}, .cwd = {}};
  const Result<Captured> answer = run_and_capture(launch, probe_timeout);
  if (!answer || !answer->output.starts_with(name)) return "";
  return std::string(text::trim(std::string_view(answer->output).substr(name.size())));
}

Result<SimulatedProcessor> find_out() {
  const Result<std::string> program = installed_file("hone-cpu-probe");
  if (!program) return program.error();
  const Result<CpuProbe> native = run_probe({*program}, "");
  if (!native) return native.error();
  const Result<CpuProbe> simulated = run_probe(under_valgrind(*program), "");
  if (!simulated) return simulated.error();
  SimulatedProcessor processor;
  processor.valgrind = valgrind_version();
  processor.glibc = simulated->glibc;
  processor.features = simulated->features;
  processor.lacks = missing_from(simulated->features, native->features);
  processor.tunables = simulation_tunables(users_tunables());
  const Result<CpuProbe> masked =
      run_probe({*program}, native_tunables(processor.features, users_tunables()));
  if (!masked) return masked.error();
  const Result<CpuProbe> wanted = run_probe(under_valgrind(*program), processor.tunables);
  if (!wanted) return wanted.error();
  for (const auto& [name, place] : wanted->functions) {
    const auto found = masked->functions.find(name);
    if (found != masked->functions.end() && found->second != place) {
      processor.other_functions.push_back(name);
    }
  }
  return processor;
}

// The user's prevail; of glibc.cpu.hwcaps both are kept.
std::string merged(Tunables tunables, std::string_view users) {
  for (const auto& wish : parse_tunables(users)) {
    const auto ours = std::find_if(tunables.begin(), tunables.end(), [&](const auto& tunable) {
      return tunable.first == wish.first;
    });
    if (ours == tunables.end()) {
      tunables.push_back(wish);
    } else if (wish.first == hwcaps) {
      ours->second += "," + wish.second;
    } else {
      ours->second = wish.second;
    }
  }
  std::string text;
  for (const auto& [name, value] : tunables) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ":", name, value);
  }
  return text;
}

// Without a simulated processor there is no simulation, and the launch stays as it is.
template <class TunablesOf>
Launch with_tunables(const Launch& launch, TunablesOf tunables_of) {
  const Result<SimulatedProcessor>& processor = simulated_processor();
  Launch tuned = launch;
  if (!processor) return tuned;
  std::string users = users_tunables();
  std::erase_if(tuned.env, [&](const auto& variable) {
    if (variable.first != tunables_variable) return false;
    users = variable.second;
    return true;
  });
  tuned.env.emplace_back(tunables_variable, tunables_of(*processor, users));
  return tuned;
}

}  // namespace

Result<CpuProbe> parse_cpu_probe(std::string_view text) {
  CpuProbe probe;
  while (!text.empty()) {
    std::string_view line = text::take_until(text, '\n');
    const std::string_view kind = text::take_until(line, ' ');
    if (kind == "glibc") probe.glibc = line;
    if (kind == "feature") probe.features.emplace_back(line);
    if (kind != "function") continue;
    const std::string_view name = text::take_until(line, ' ');
    const std::string_view library = text::take_until(line, ' ');
    probe.functions.emplace(fmt::format("{} {}", library, name), line);
  }
  if (probe.glibc.empty()) return Error{"what the probe of the processor says is cut short", ""};
  return probe;
}

std::string simulation_tunables(std::string_view users) {
  return merged({fixed_tunables.begin(), fixed_tunables.end()}, users);
}

std::string native_tunables(std::span<const std::string> features, std::string_view users) {
  Tunables tunables{{std::string(hwcaps), masked_features(features)}};
  tunables.insert(tunables.end(), fixed_tunables.begin(), fixed_tunables.end());
  return merged(std::move(tunables), users);
}

std::vector<std::pair<std::string, std::string>> valgrind_folder() {
  constexpr const char* variable = "TMPDIR";
  const char* const named = std::getenv(variable);
  const std::string usable = temporary_root().string();
  if (named == nullptr || *named == '\0' || usable == named) return {};
  return {{variable, usable}};
}

Launch with_simulation_tunables(const Launch& launch) {
  return with_tunables(launch, [](const SimulatedProcessor&, std::string_view users) {
    return simulation_tunables(users);
  });
}

Launch with_native_tunables(const Launch& launch) {
  return with_tunables(launch, [](const SimulatedProcessor& processor, std::string_view users) {
    return native_tunables(processor.features, users);
  });
}

const Result<SimulatedProcessor>& simulated_processor() {
  static const Result<SimulatedProcessor> processor = find_out();
  return processor;
}

std::string in_words(std::span<const std::string> features) {
  std::vector<std::string> words;
  for (const std::string& feature : features) {
    std::string word = feature;
    if (feature.starts_with("avx512")) word = "AVX-512";
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
      if (c == '_') return '-';
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  if (words.size() == 1) return words.front();
  const std::string last = words.back();
  words.pop_back();
  return fmt::format("{} and {}", fmt::join(words, ", "), last);
}

}  // namespace hone::collect

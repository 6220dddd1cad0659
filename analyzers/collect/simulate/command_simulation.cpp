// A forked process starts with what its parent has cost so far: summed up, that would count
// twice. So callgrind is told to dump, which sets the costs to zero, before each fork, and the
// folder then holds parts: "profile.PID.1", "profile.PID.2" and so on to "profile.PID".
#include "analyzers/collect/simulate/command_simulation.hpp"

#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>
#include <vector>

#include "analyzers/collect/process/exec_arguments.hpp"
#include "analyzers/collect/process/process.hpp"
#include "analyzers/collect/process/resource_limits.hpp"
#include "analyzers/collect/process/temporary_folder.hpp"
#include "analyzers/collect/simulate/callgrind_costs.hpp"
#include "analyzers/collect/simulate/code_paths.hpp"
#include "analyzers/collect/simulate/instruction_scan.hpp"
#include "analyzers/collect/simulate/valgrind_cpu.hpp"
#include "analyzers/text/parts.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

constexpr std::size_t page_bytes = 4096;
constexpr std::size_t log_bytes = std::size_t{64} << 10;  // of what valgrind said of one process

// All names of glibc's fork and vfork, since callgrind takes one of those that an address has; and
// posix_spawn, whose child stays one when what it should execute is not there.
constexpr std::array forking_functions{"fork",    "__fork",       "__libc_fork", "vfork",
                                       "__vfork", "__libc_vfork", "posix_spawn", "posix_spawnp"};

// The rest of the line after `words`; nullopt: they are not in the text.
std::optional<std::string_view> after(std::string_view text, std::string_view words) {
  const std::size_t found = text.find(words);
  if (found == std::string_view::npos) return std::nullopt;
  text.remove_prefix(found + words.size());
  return text.substr(0, text.find('\n'));
}

std::string read_log(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(log_bytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

// What valgrind said of each process, by its number.
std::map<std::string, std::string> read_logs(const std::filesystem::path& folder) {
  std::map<std::string, std::string> logs;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename();
    if (name.starts_with("log.")) logs[name.substr(4)] = read_log(entry.path());
  }
  return logs;
}

// Whether the process was forked and then executed nothing: callgrind greets a program only.
bool is_fork(const std::map<std::string, std::string>& logs, const std::string& process) {
  const auto log = logs.find(process);
  return log != logs.end() && log->second.find("callgrind_control") == std::string::npos;
}

// The launch with so many bytes more in its environment. The tunables stay its last variable, so
// that they are always in one place of the stack: what the dynamic linker executes to read them
// depends on their alignment.
Launch filled(const Launch& tuned, std::size_t bytes) {
  Launch launch = tuned;
  const auto place = launch.env.empty() ? launch.env.end() : std::prev(launch.env.end());
  launch.env.insert(place, {"HONE_FILLING", std::string(bytes, 'x')});
  return launch;
}

// What its processes executed outside of main, given what they did in it. nullopt: some process has
// no main that is known.
std::optional<StartUp> start_up_of(const std::map<std::string, std::uint64_t>& mains,
                                   std::uint64_t instructions) {
  StartUp start_up;
  for (const auto& [process, in_main] : mains) {
    if (in_main == 0) return std::nullopt;
    start_up.in_main += static_cast<double>(in_main);
  }
  start_up.outside = static_cast<double>(instructions) - start_up.in_main;
  return start_up.outside >= 0 ? std::optional(start_up) : std::nullopt;
}

// Why not all programs of the command get the tunables natively; empty: they do.
std::string why_untuned(const CommandTrial& trial) {
  const Launch tuned = with_native_tunables(trial.launch);
  TunablesWatch watch(tuned.env.back().second);  // the last variable
  const Result<CommandRun, Failure> run =
      trial.run({.launch = tuned, .executed = [&](pid_t process) { watch.look_at(process); }});
  if (!run) return "it was not seen whether its programs get GLIBC_TUNABLES: " + run.error().text;
  return watch.why_not();
}

}  // namespace

Launch simulated_launch(const Launch& launch, const std::optional<CacheGeometry>& caches,
                        const std::filesystem::path& folder) {
  Launch simulated = launch;
  simulated.argv = callgrind_basics();
  if (caches) {
    for (std::string& option : cache_options(*caches)) simulated.argv.push_back(std::move(option));
  }
  simulated.argv.emplace_back("--trace-children=yes");
  for (const char* const function : forking_functions) {
    simulated.argv.push_back(fmt::format("--dump-before={}", function));
  }
  const std::string place = escape_percent(folder.string());
  simulated.argv.push_back(fmt::format("--log-file={}/log.%p", place));
  simulated.argv.push_back(fmt::format("--callgrind-out-file={}/profile.%p", place));
  simulated.argv.insert(simulated.argv.end(), launch.argv.begin(), launch.argv.end());
  simulated.env.emplace(simulated.env.begin(), "_", launch.argv.front());
  return simulated;
}

std::size_t page_filling_padding(const Launch& launch) {
  std::size_t bytes = 0;
  const auto add = [&](const std::string& text) { bytes += text.size() + 1 + sizeof(char*); };
  for (const std::string& argument : launch.argv) add(argument);
  for (const std::string& entry : merged_environment(launch)) add(entry);
  return page_bytes - bytes % page_bytes;
}

Result<CommandSimulation> read_simulation(const std::filesystem::path& folder) {
  const std::map<std::string, std::string> logs = read_logs(folder);
  ProfileSum sum;
  CommandSimulation simulation;
  std::map<std::string, std::uint64_t> mains;  // instructions of main, by process; 0: none was seen
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename();
    if (!name.starts_with("profile.")) continue;
    const Result<CallgrindProfile> profile = read_callgrind_profile(entry.path().string());
    if (!profile) return profile.error();
    const std::string process = name.substr(8, name.find('.', 8) - 8);
    if (profile->first_block == 0 && is_fork(logs, process)) {
      return Error{
          "callgrind cannot tell what a process did that the command forked from what its "
          "parent did before",
          ""};
    }
    if (const Result<void> added = sum.add(*profile); !added) return added.error();
    mains[process] += instructions_of_main(*profile).value_or(0);
    simulation.nameless = simulation.nameless || !has_function_names(*profile);
  }
  for (const auto& [process, log] : logs) {
    if (std::filesystem::exists(folder / ("profile." + process), failed)) continue;
    return Error{"a process of it was killed, and callgrind left nothing of what that one did", ""};
  }
  if (failed || sum.sum().total("Ir").value_or(0) == 0) {
    return Error{"callgrind left no profile", ""};
  }
  simulation.profile = sum.sum();
  simulation.start_up = start_up_of(mains, *sum.sum().total("Ir"));
  return simulation;
}

std::optional<std::string> why_not_simulated(const CommandRun& run, const RunEnd& native,
                                             std::string_view log) {
  constexpr std::string_view refused = "Can't execute setuid/setgid/setcap executable: ";
  for (const std::string_view said : {log, std::string_view(run.error.text)}) {
    if (const std::optional<std::string_view> program = after(said, refused)) {
      return fmt::format("callgrind cannot run '{}': it is setuid, setgid or has capabilities",
                         *program);
    }
  }
  const bool unknown_instruction = log.find("unhandled instruction") != std::string_view::npos ||
                                   log.find("nrecognised instruction") != std::string_view::npos;
  if (unknown_instruction && native.signal != SIGILL) {
    return "callgrind does not know an instruction of it (SIGILL)";
  }
  const RunEnd end{run.exit.code, run.exit.signal};
  if (end == native) return std::nullopt;
  constexpr std::string_view no_file = "Can't create client cmdline file in ";
  if (const std::optional<std::string_view> file = after(run.error.text, no_file)) {
    return fmt::format(
        "valgrind cannot make a file in '{}'; set TMPDIR to a folder that can be written to",
        file->substr(0, file->rfind('/')));
  }
  std::string reason =
      fmt::format("under callgrind it ended with {}, and without it with {}{}", describe_end(end),
                  describe_end(native), cause_of_kill(run.exit));
  constexpr std::string_view speaker = "valgrind: ";
  if (const auto said = after(run.error.text, speaker)) reason += fmt::format(": {}", *said);
  if (!reason.ends_with(':')) return reason;
  // What is wrong stands in the line below.
  const std::size_t heading = run.error.text.find(":\n" + std::string(speaker));
  if (heading == std::string::npos) return reason;
  const auto cause = after(std::string_view(run.error.text).substr(heading + 1), speaker);
  reason += fmt::format(" {}", text::trim(cause.value_or("")));
  return reason;
}

Result<CommandSimulation, Failure> simulate_command(const CommandTrial& trial,
                                                    const std::optional<CacheGeometry>& caches) {
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  if (!folder) return Failure::unavailable(folder.error());
  // The command may start in another folder.
  const std::filesystem::path place = std::filesystem::absolute(folder->path());
  const Launch tuned = with_simulation_tunables(trial.launch);
  Launch plain = trial.launch;
  plain.env = simulated_launch(filled(tuned, 0), caches, place).env;
  const Launch launch = simulated_launch(filled(tuned, page_filling_padding(plain)), caches, place);
  const Result<CommandRun, Failure> run = trial.run({.launch = launch});
  if (!run) return run.error();
  std::string log;
  for (const auto& [process, text] : read_logs(place)) log += text;
  const auto unless_full = [&place](Failure failure) {
    if (const std::optional<Error> full = why_no_room(place)) failure = Failure::unavailable(*full);
    return failure;
  };
  if (std::optional<std::string> reason = why_not_simulated(*run, trial.native_end, log)) {
    return unless_full(Failure::unavailable(std::move(*reason)));
  }
  if (run->left_behind > 0) {
    return Failure::unavailable("it left processes running, which callgrind cannot count");
  }
  Result<CommandSimulation> simulation = read_simulation(place);
  if (!simulation) return unless_full(Failure::unavailable(simulation.error()));
  const Result<SimulatedProcessor>& processor = simulated_processor();
  simulation->other_code =
      processor ? why_other_code(simulation->profile, *processor, extensions_in_file)
                : "what callgrind's processor lacks is not known: " + processor.error().what;
  if (simulation->other_code.empty() && caches) simulation->other_code = why_untuned(trial);
  return std::move(*simulation);
}

}  // namespace hone::collect

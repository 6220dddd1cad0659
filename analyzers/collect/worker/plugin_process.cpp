#include "analyzers/collect/worker/plugin_process.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "analyzers/collect/process/file_tail.hpp"
#include "analyzers/collect/process/program_file.hpp"
#include "analyzers/collect/worker/plugin_description.hpp"
#include "analyzers/collect/worker/worker_client.hpp"
#include "fmt/format.h"

namespace hone::collect {

using workloads::Parameter;
using workloads::Parameters;
using workloads::PluginWorkloads;
using workloads::Workload;

class PluginProcess {
 public:
  PluginProcess(std::string name, Worker worker)
      : name_(std::move(name)), worker_(std::move(worker)) {}

  // Loads the plug-in and reads its description, all within one time limit.
  Result<void> describe(const std::string& path, PluginWorkloads& plugin) {
    const auto begin = Worker::Clock::now();
    Result<std::string, Failure> line = worker_.ask(format_describe(path), begin);
    if (!line) return failed(line.error(), unless_told("while it was loaded"));
    if (*line != "loaded") return failed(nonsense, "while it was loaded");
    while (true) {
      line = worker_.ask("", begin);
      if (!line) return failed(line.error(), unless_told("while it described itself"));
      if (*line == "described") break;
      if (const Result<void> added = add_workload(*line, plugin); !added) {
        return failed(Failure::failed(added.error().what), "");
      }
    }
    if (plugin.workloads.empty()) return failed(nonsense, "while it described itself");
    return {};
  }

  // NaN, and the failure is kept: it is asked in the middle of planning.
  double ask(Question question, std::string_view id, std::size_t index,
             const std::vector<std::int64_t>& values) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    if (!state_) return nothing;
    const std::string function = fmt::format(
        "{}() of {}", question == Question::operations ? "operations" : "memory_bytes", id);
    const Result<std::string, Failure> line = worker_.ask(format_question(question, index, values));
    if (!line) {
      state_ = failed(line.error(), "in " + function);
      return nothing;
    }
    const std::optional<double> number = parse_number_line(*line);
    if (number && is_usable(*number)) return *number;
    state_ =
        number ? failed(wrong_number(function, *number), "") : failed(nonsense, "in " + function);
    return nothing;
  }

  [[nodiscard]] Result<void> state() const { return state_; }

 private:
  static Failure wrong_number(std::string_view function, double number) {
    return Failure::failed(fmt::format("{} gave {}, which is not within {:g} to {:g}", function,
                                       number, least_answer, most_answer));
  }

  // What the worker itself told is whole; a crash or silence needs its time.
  [[nodiscard]] std::string_view unless_told(std::string_view when) const {
    return worker_.told_failure() ? std::string_view{} : when;
  }

  // The last words on its stderr; no more than a line of a terminal or two.
  static std::string last_words(std::string_view output) {
    return beginning_of(last_line(output), 200);
  }

  [[nodiscard]] Error failed(const Failure& failure, std::string_view when) const {
    std::string what = fmt::format("cannot use the plug-in '{}': {}", name_, failure.text);
    if (!when.empty()) what += fmt::format(" {}", when);
    const std::string said = last_words(failure.output);
    if (!said.empty()) what += fmt::format("; it said: {}", said);
    return Error{std::move(what), ""};
  }

  inline static const Failure nonsense = Failure::failed("sent what hone does not understand");

  std::string name_;
  Worker worker_;
  Result<void> state_ = {};
};

namespace {

// Its absolute path, so that the dynamic linker searches no folder, once it is certain to be a
// shared object for this machine.
Result<std::string> checked_path(const std::string& name) {
  namespace fs = std::filesystem;
  const auto refuse = [&](std::string_view why) {
    return Error{fmt::format("cannot use the plug-in '{}': {}", name, why), ""};
  };
  std::error_code problem;
  const fs::path path = fs::canonical(name, problem);
  if (problem) return refuse(problem.message());
  const fs::file_status status = fs::status(path, problem);
  if (fs::is_directory(status)) return refuse("it is a folder");
  if (!fs::is_regular_file(status)) return refuse("it is not an ordinary file");
  if (path.native().find('$') != std::string::npos) {
    return refuse("its path has a '$', which the dynamic linker takes for a variable; rename it");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse(std::strerror(errno));
  std::string head(4096, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  switch (program_kind(head)) {
    case ProgramKind::other_machine: return refuse("it was built for another processor");
    case ProgramKind::script:
    case ProgramKind::other: return refuse("it is not a shared object");
    case ProgramKind::dynamic:
    case ProgramKind::static_alone: break;
  }
  return path.native();
}

std::vector<std::int64_t> values_of(const Parameters& parameters,
                                    const std::vector<std::string_view>& names) {
  std::vector<std::int64_t> values;
  values.reserve(names.size());
  for (const std::string_view name : names) values.push_back(parameters[name]);
  return values;
}

void add_functions(DescribedPlugin& plugin) {
  const std::string_view path = plugin.content.keep(plugin.path);
  std::size_t index = 0;
  for (Workload& workload : plugin.content.workloads) {
    std::vector<std::string_view> names;
    names.reserve(workload.parameters.size());
    for (const Parameter& parameter : workload.parameters) names.push_back(parameter.name);
    const auto ask = [process = plugin.process, names, index, id = workload.id](Question question) {
      return [=](const Parameters& parameters) {
        return process->ask(question, id, index, values_of(parameters, names));
      };
    };
    workload.plugin = path;
    workload.operations = ask(Question::operations);
    if (workload.memory_bytes) workload.memory_bytes = ask(Question::memory);
    ++index;
  }
}

}  // namespace

Result<void> DescribedPlugin::state() const { return process->state(); }

Result<DescribedPlugin> describe_plugin(const std::string& name, Seconds timeout) {
  Result<std::string> path = checked_path(name);
  if (!path) return path.error();
  WorkerLaunch launch;
  launch.longest_answer = longest_description_line;
  launch.timeout = timeout;
  Result<Worker, Failure> worker = Worker::start(launch);
  if (!worker) {
    return Error{fmt::format("cannot use the plug-in '{}': {}", name, worker.error().text), ""};
  }
  DescribedPlugin plugin;
  plugin.name = name;
  plugin.path = std::move(*path);
  plugin.process = std::make_shared<PluginProcess>(name, std::move(*worker));
  if (const Result<void> described = plugin.process->describe(plugin.path, plugin.content);
      !described) {
    return described.error();
  }
  add_functions(plugin);
  return plugin;
}

}  // namespace hone::collect

#include "cli/commands/worker_command.hpp"

#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "CLI/CLI.hpp"
#include "analyzers/collect/worker/plugin_loader.hpp"
#include "analyzers/collect/worker/worker.hpp"
#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "fmt/format.h"
#include "workloads/catalogue.hpp"

namespace hone::cli {
namespace {

struct WorkerOptions {
  int channel = -1;    // descriptor; -1: run standalone
  std::string plugin;  // a shared object; empty: the workload is hone's own
  std::string workload;
  std::string variant;
  std::vector<std::string> parameters;  // "name=value"
  std::uint64_t iterations = 1;
};

std::optional<std::string> wrong_names(const collect::Job& job,
                                       std::span<const workloads::Workload> workloads) {
  for (const workloads::Workload& workload : workloads) {
    if (workload.id != job.workload) continue;
    if (workloads::find_variant(workload, job.variant) == nullptr) {
      return fmt::format("{} has no variant '{}'", job.workload, job.variant);
    }
    for (const auto& [name, value] : job.parameters) {
      const workloads::Parameter* parameter = workloads::find_parameter(workload, name);
      if (parameter == nullptr) return fmt::format("{} has no parameter '{}'", job.workload, name);
      if (!workloads::parse_value(*parameter, value)) {
        return fmt::format("'{}' is no value for parameter '{}'", value, name);
      }
    }
    return std::nullopt;
  }
  return fmt::format("no workload '{}'", job.workload);
}

// What is wrong with the command line: a plug-in that is none, or a name that it does not have.
std::optional<std::string> wrong_job(const collect::Job& job) {
  if (job.plugin.empty()) return wrong_names(job, workloads::catalogue());
  const auto refuse = [&](const std::string& why) {
    return fmt::format("cannot use the plug-in '{}': {}", job.plugin, why);
  };
  try {
    const Result<workloads::OpenPlugin> opened = workloads::open_plugin(job.plugin);
    if (!opened) return refuse(opened.error().what);
    const Result<workloads::PluginWorkloads> read =
        workloads::read_plugin(opened->entry(HONE_PLUGIN_ABI));
    if (!read) return refuse(read.error().what);
    return wrong_names(job, read.value().workloads);
  } catch (const std::exception& error) {
    return refuse(fmt::format("threw an exception: {}", error.what()));
  }
}

int run_worker(const WorkerOptions& options) {
  if (options.channel >= 0) return collect::serve_worker(options.channel);
  collect::Job job{options.workload, options.variant, {}};
  if (!options.plugin.empty()) {
    std::error_code problem;
    job.plugin = std::filesystem::absolute(options.plugin, problem).native();
  }
  for (const std::string& text : options.parameters) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      print_error(fmt::format("'{}' is not of the form name=value", text), "");
      return exit_bad_usage;
    }
    job.parameters.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  if (const std::optional<std::string> wrong = wrong_job(job)) {
    print_error(*wrong, "");
    return exit_bad_usage;
  }
  return collect::run_standalone(job, options.iterations);
}

}  // namespace

void add_worker_command(CLI::App& app, const Globals& /*globals*/, Action& run) {
  CLI::App* command = app.add_subcommand("worker", "run one variant of a workload in this process");
  command->group("");  // hidden: hone starts it
  auto options = std::make_shared<WorkerOptions>();
  command->add_option("--channel", options->channel, "descriptor on which hone gives its orders");
  command->add_option("--plugin", options->plugin, "a shared object that has the workload");
  command->add_option("workload", options->workload, "id");
  command->add_option("variant", options->variant, "name");
  command->add_option("parameters", options->parameters, "name=value ...");
  command->add_option("--iterations", options->iterations, "how many, timed together")
      ->check(CLI::PositiveNumber);
  command->callback([options, &run] { run = [options] { return run_worker(*options); }; });
}

}  // namespace hone::cli

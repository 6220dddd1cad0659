#include "cli/commands/worker.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "analyzers/collect/worker.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "fmt/format.h"

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

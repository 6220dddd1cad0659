// hone-launcher on this architecture: what it runs, and what it tells of that.
#include "analyzers/collect/launcher.hpp"
#include "tests/emulated_pmu/guest/check.hpp"

namespace hone::emulated {

void launched_command(Check& check) {
  Result<collect::Launcher> launcher = collect::Launcher::start();
  check.expect(launcher.ok(), "the launcher starts");
  if (!launcher) return check.note("{}", launcher.error().what);
  const auto run = [&](std::vector<std::string> argv) {
    const Result<collect::PreparedCommand> command =
        collect::PreparedCommand::prepare(Launch{std::move(argv), {}, ""});
    collect::RunRequest request;
    request.command = &*command;
    request.output = collect::OutputTarget::keep_first();
    request.error = collect::OutputTarget::keep_first();
    return launcher->run(request);
  };
  const Result<collect::CommandRun, collect::RunError> done =
      run({"/bin/sh", "-c", "echo out; echo err >&2; exit 3"});
  check.expect(done.ok(), "a command runs");
  if (!done) return check.note("{}", done.error().error.what);
  check.expect(done->exit.code == 3 && done->exit.signal == 0, "its exit code is told");
  check.expect(done->output.text == "out\n", "its output is kept");
  check.expect(done->error.text == "err\n", "its errors are kept");
}

}  // namespace hone::emulated

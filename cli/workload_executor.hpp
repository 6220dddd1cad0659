// The real executor: starts worker processes of this very program.
#pragma once

#include <string>

#include "analyzers/collect/worker_client.hpp"
#include "cli/executor.hpp"

namespace hone::cli {

class ProcessExecutor : public Executor {
 public:
  explicit ProcessExecutor(Seconds worker_timeout) : worker_timeout_(worker_timeout) {}

  Result<Probe, Failure> probe(const Subject& subject, std::size_t variant) override;
  UnitResult run_unit(const UnitRequest& request) override;
  Result<ByMetric<Reading>, Failure> run_pass(const Subject& subject, std::size_t variant,
                                              std::string_view collector) override;
  Seconds now() override;
  bool interrupted() override;

 private:
  [[nodiscard]] collect::WorkerLaunch worker_launch(const Subject& subject, std::size_t variant,
                                                    std::size_t padding) const;

  Seconds worker_timeout_;
};

}  // namespace hone::cli

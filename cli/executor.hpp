// The seam between deciding what to run and running it: the runner asks, an
// executor starts processes. Tests put a fake with known timings, failures and
// a clock of its own in its place.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzers/model/result.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/subject.hpp"
#include "cli/schedule.hpp"

namespace hone::cli {

using Seconds = std::chrono::duration<double>;

// What an untimed first run tells about a variant.
struct Probe {
  std::uint64_t checksum = 0;
  Seconds iteration{0};  // rough, to choose how many iterations a block has
};

struct UnitRequest {
  const Subject* subject = nullptr;
  UnitOrder order;
  std::uint64_t iterations = 1;  // per block
  std::uint64_t checksum = 0;    // of one iteration, as the baseline's probe had it
};

// One block: values per iteration, by metric id.
using BlockValues = ByMetric<double>;

struct VariantUnit {
  std::size_t variant = 0;          // index into the subject's variants
  std::vector<BlockValues> blocks;  // in round order
  ByMetric<double> totals;          // of the whole process: peak_rss
};

// Everything one unit gave, or which variant ended it.
struct VariantFailure {
  std::size_t variant = 0;
  Failure failure;
};
using UnitResult = Result<std::vector<VariantUnit>, VariantFailure>;

class Executor {
 public:
  virtual ~Executor() = default;

  virtual Result<Probe, Failure> probe(const Subject& subject, std::size_t variant) = 0;
  virtual UnitResult run_unit(const UnitRequest& request) = 0;
  // A pass beside timing, by its collector id: a reading for each metric of that pass.
  // FailureKind::unavailable: the pass cannot be had here; any other is the variant's own.
  virtual Result<ByMetric<Reading>, Failure> run_pass(const Subject& subject, std::size_t variant,
                                                      std::string_view collector) = 0;
  // Time since some fixed moment.
  virtual Seconds now() = 0;
  // The user asked to stop: what was asked last may have been cut short.
  virtual bool interrupted() = 0;
};

}  // namespace hone::cli

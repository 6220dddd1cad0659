#include "analyzers/measure/executor.hpp"

#include <string>
#include <utility>
#include <variant>

#include "fmt/format.h"

namespace hone::measure {

namespace {

Failure uncounted(std::string_view metric, const std::string& reason) {
  return Failure::failed(fmt::format("its {} cannot be counted: {}", metric, reason));
}

}  // namespace

Result<double, Failure> count_by_pass(Executor& executor, const Subject& subject,
                                      std::size_t variant, std::string_view metric,
                                      const PassSettings& settings) {
  const collect::Pass* const pass = collect::first_pass_that_reads(metric, executor.passes());
  if (pass == nullptr) return uncounted(metric, "nothing counts it");
  const Result<PassResult, Failure> result = executor.run_pass(subject, variant, *pass, settings);
  if (!result) {
    const Failure& failure = result.error();
    if (failure.kind == FailureKind::unavailable) return uncounted(metric, failure.text);
    return failure;
  }
  const Reading& reading = result->readings.find(metric)->second;
  if (const auto* value = std::get_if<Value>(&reading)) return value->number;
  return uncounted(metric, std::get<Absent>(reading).reason);
}

}  // namespace hone::measure

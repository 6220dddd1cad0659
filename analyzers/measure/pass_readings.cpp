#include "analyzers/measure/pass_readings.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "fmt/format.h"

namespace hone::measure {
namespace {

// The most that a pass may take is shown before it is spent.
std::string stage_of(const collect::Pass& pass, const Plan& plan) {
  if (!pass.simulates) return std::string(pass.id);
  return fmt::format("{}: simulating, at most {:.3g} s a variant", pass.id,
                     plan.simulation_limit.count());
}

PassResult absent(const collect::Pass& pass, const Absent& reason) {
  PassResult result;
  for (const std::string_view id : pass.metrics) result.readings.emplace(id, reason);
  return result;
}

PassResult not_requested(const collect::Pass& pass) {
  return absent(pass, {fmt::format("not asked for (--collect {})", pass.id), std::string(pass.id)});
}

PassResult result_of(const RunContext& context, SubjectRun& run, const collect::Pass& pass,
                     std::size_t variant) {
  context.observer.stage(context.subject, stage_of(pass, context.plan));
  if (context.executor.interrupted()) return absent(pass, {"interrupted before this pass"});
  Result<PassResult, Failure> result = context.executor.run_pass(
      context.subject, variant, pass, {.simulation_limit = context.plan.simulation_limit});
  if (result) return std::move(*result);
  if (context.executor.interrupted()) return absent(pass, {"interrupted in this pass"});
  const Failure& failure = result.error();
  // A failure in a simulation alone says nothing against the variant.
  const bool is_the_variants = failure.kind != FailureKind::unavailable &&
                               (!pass.simulates || failure.kind == FailureKind::wrong_checksum);
  if (is_the_variants) run.variants[variant].failure = failure;
  return absent(pass, Absent{failure.text});
}

bool is_counted(const Reading& reading) {
  const auto* const value = std::get_if<Value>(&reading);
  return value != nullptr && value->provenance == Provenance::counted;
}

// A number beats a reason for having none, and a counted number a simulated one. Of two reasons
// both are given, but the reason of a requested pass takes the place of that of a collector that
// was not requested.
void merge(Reading& known, const Reading& reading) {
  auto* const missing = std::get_if<Absent>(&known);
  if (missing == nullptr) {
    if (is_counted(reading) && !is_counted(known)) known = reading;
    return;
  }
  const auto* const also = std::get_if<Absent>(&reading);
  if (also == nullptr || (also->not_requested.empty() && !missing->not_requested.empty())) {
    known = reading;
  } else if (also->reason != missing->reason) {
    missing->reason += "; " + also->reason;
  }
}

void keep(VariantRun& variant, PassResult result) {
  if (!result.functions.empty()) variant.functions = std::move(result.functions);
  if (result.heap) variant.heap = std::move(result.heap);
  for (const auto& [id, reading] : result.readings) {
    const auto [known, is_new] = variant.counts.try_emplace(id, reading);
    if (!is_new) merge(known->second, reading);
  }
}

}  // namespace

void run_passes(const RunContext& context, SubjectRun& run) {
  if (baseline_failed(run)) return;
  for (const collect::Pass& pass : context.executor.passes()) {
    const bool requested = collects(context.plan, pass.id);
    for (std::size_t v = 0; v < run.variants.size(); ++v) {
      if (run.variants[v].failure) continue;
      keep(run.variants[v], requested ? result_of(context, run, pass, v) : not_requested(pass));
    }
  }
}

}  // namespace hone::measure

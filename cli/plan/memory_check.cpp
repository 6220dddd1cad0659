#include "cli/plan/memory_check.hpp"

#include <algorithm>
#include <optional>

#include "fmt/format.h"
#include "reports/words/format.hpp"
#include "reports/words/labels.hpp"

namespace hone::cli {
namespace {

// What a worker process holds beside its workload's: hone's own code and data, and the C library.
constexpr double worker_bytes = 10.0 * 1024 * 1024;

// Why it does not fit; nullopt: it does.
std::optional<std::string> shortage_of(const Subject& subject,
                                       const collect::MemoryLimits& limits) {
  if (!subject.memory_bytes) return std::nullopt;
  const double each = *subject.memory_bytes + worker_bytes;
  const auto processes = static_cast<double>(subject.variants.size());
  const auto shortage = collect::find_shortage(limits, each * processes, each);
  if (!shortage) return std::nullopt;
  const bool of_one = shortage->needed == each && processes > 1;
  return fmt::format(
      "needs about {} of memory{}, and {} {}", reports::format_bytes(shortage->needed),
      of_one ? " a process"
             : fmt::format(" for {} processes side by side", subject.variants.size()),
      shortage->whose, reports::format_bytes(shortage->available));
}

}  // namespace

Result<std::vector<TooLarge>> check_memory(const Plan& plan, const collect::MemoryLimits& limits) {
  std::vector<TooLarge> found;
  for (const Subject& subject : plan.subjects) {
    std::optional<std::string> why = shortage_of(subject, limits);
    if (why) found.push_back({&subject, std::move(*why)});
  }
  if (found.empty()) return found;
  const Subject& first = *found.front().subject;
  const bool is_the_only_workload =
      std::all_of(plan.subjects.begin(), plan.subjects.end(),
                  [&](const Subject& subject) { return subject.id == first.id; });
  if (!is_the_only_workload && found.size() < plan.subjects.size()) return found;
  return Error{
      fmt::format("{} with {} {}", first.id, reports::parameters_text(first.parameters),
                  found.front().why),
      plan.pay_off ? "name other workloads" : "choose smaller values with -p, or other workloads"};
}

std::string left_out_text(const TooLarge& left_out) {
  return fmt::format("{} with {} is left out: it {}", left_out.subject->id,
                     reports::parameters_text(left_out.subject->parameters), left_out.why);
}

}  // namespace hone::cli

#include "cli/memory_check.hpp"

#include "fmt/format.h"
#include "reports/format.hpp"
#include "reports/labels.hpp"
#include "workloads/catalogue.hpp"

namespace hone::cli {
namespace {

// nullopt: it does not say.
std::optional<double> bytes_of_one(const Subject& subject) {
  const workloads::Workload* workload = workloads::find_workload(subject.id);
  if (workload == nullptr || workload->memory_bytes == nullptr) return std::nullopt;
  workloads::Parameters parameters(workload->parameters);
  for (const auto& [name, value] : subject.parameters) {
    const workloads::Parameter* parameter = workloads::find_parameter(*workload, name);
    if (parameter == nullptr) return std::nullopt;
    if (const auto number = workloads::parse_value(*parameter, to_string(value))) {
      parameters.set(parameter->name, *number);
    }
  }
  return workload->memory_bytes(parameters);
}

}  // namespace

Result<void> check_memory(const Plan& plan, const collect::MemoryLimits& limits) {
  for (const Subject& subject : plan.subjects) {
    const std::optional<double> each = bytes_of_one(subject);
    if (!each) continue;
    const auto processes = static_cast<double>(subject.variants.size());
    const auto shortage = collect::find_shortage(limits, *each * processes, *each);
    if (!shortage) continue;
    const bool of_one = shortage->needed == *each && processes > 1;
    return Error{
        fmt::format("{} with {} needs about {} of memory{}, and {} {}", subject.id,
                    reports::parameters_text(subject.parameters),
                    reports::format_bytes(shortage->needed),
                    of_one ? " a process"
                           : fmt::format(" for {} processes side by side", subject.variants.size()),
                    shortage->whose, reports::format_bytes(shortage->available)),
        "choose smaller values with -p"};
  }
  return {};
}

}  // namespace hone::cli

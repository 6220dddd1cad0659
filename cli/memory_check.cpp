#include "cli/memory_check.hpp"

#include "fmt/format.h"
#include "reports/format.hpp"
#include "reports/labels.hpp"

namespace hone::cli {
Result<void> check_memory(const Plan& plan, const collect::MemoryLimits& limits) {
  for (const Subject& subject : plan.subjects) {
    const std::optional<double>& each = subject.memory_bytes;
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
        plan.pay_off ? "name other workloads"
                     : "choose smaller values with -p, or other workloads"};
  }
  return {};
}

}  // namespace hone::cli

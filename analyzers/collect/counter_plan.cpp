#include "analyzers/collect/counter_plan.hpp"

namespace hone::collect {

Result<CounterPlan> plan_counters(const Plan& /*plan*/) { return CounterPlan{}; }

}  // namespace hone::collect

#include "analyzers/diagnose/rule_list.hpp"

#include <array>

#include "analyzers/diagnose/rules/changed_functions.hpp"
#include "analyzers/diagnose/rules/contradicted_signature.hpp"
#include "analyzers/diagnose/rules/explained_time.hpp"
#include "analyzers/diagnose/rules/failed_runs.hpp"
#include "analyzers/diagnose/rules/failed_variant.hpp"
#include "analyzers/diagnose/rules/left_behind.hpp"
#include "analyzers/diagnose/rules/possible_layout_effect.hpp"
#include "analyzers/diagnose/rules/unsteady_core.hpp"

namespace hone::diagnose {
namespace {

constexpr std::array all_rules{
    Rule{"failed_variant", failed_variant},
    Rule{"failed_runs", failed_runs},
    Rule{"left_behind", left_behind},
    Rule{"time_split", time_split},
    Rule{"changed_functions", changed_functions},
    Rule{"contradicted_signature", contradicted_signature},
    Rule{"unsteady_core", unsteady_core},
    Rule{"possible_layout_effect", possible_layout_effect},
};

}  // namespace

std::span<const Rule> rules() { return all_rules; }

}  // namespace hone::diagnose

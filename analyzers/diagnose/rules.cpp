#include "analyzers/diagnose/rules.hpp"

#include <array>

#include "analyzers/diagnose/changed_functions.hpp"
#include "analyzers/diagnose/contradicted_signature.hpp"
#include "analyzers/diagnose/failed_runs.hpp"
#include "analyzers/diagnose/failed_variant.hpp"
#include "analyzers/diagnose/left_behind.hpp"
#include "analyzers/diagnose/possible_layout_effect.hpp"
#include "analyzers/diagnose/time_split.hpp"
#include "analyzers/diagnose/unsteady_core.hpp"

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

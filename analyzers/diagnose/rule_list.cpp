#include "analyzers/diagnose/rule_list.hpp"

#include <array>
#include <utility>

#include "analyzers/diagnose/rules/bimodal_pairs.hpp"
#include "analyzers/diagnose/rules/changed_functions.hpp"
#include "analyzers/diagnose/rules/contradicted_signature.hpp"
#include "analyzers/diagnose/rules/crowded_cpus.hpp"
#include "analyzers/diagnose/rules/different_shapes.hpp"
#include "analyzers/diagnose/rules/explained_time.hpp"
#include "analyzers/diagnose/rules/failed_runs.hpp"
#include "analyzers/diagnose/rules/failed_variant.hpp"
#include "analyzers/diagnose/rules/gain_where_none_was_claimed.hpp"
#include "analyzers/diagnose/rules/left_behind.hpp"
#include "analyzers/diagnose/rules/loss_at_the_default.hpp"
#include "analyzers/diagnose/rules/possible_layout_effect.hpp"
#include "analyzers/diagnose/rules/rule.hpp"
#include "analyzers/diagnose/rules/simulated_code.hpp"
#include "analyzers/diagnose/rules/start_up_cost.hpp"
#include "analyzers/diagnose/rules/unread_output.hpp"
#include "analyzers/diagnose/rules/unsteady_core.hpp"

namespace hone::diagnose {
namespace {

constexpr std::array rules{
    Rule{failed_variant},
    Rule{failed_runs},
    Rule{left_behind},
    Rule{unread_output},
    Rule{crowded_cpus},
    Rule{different_shapes},
    Rule{bimodal_pairs},
    Rule{simulated_code},
    Rule{start_up_cost},
    Rule{time_split},
    Rule{changed_functions},
    Rule{contradicted_signature},
    Rule{gain_where_none_was_claimed},
    Rule{loss_at_the_default},
    Rule{unsteady_core},
    Rule{possible_layout_effect},
};

}  // namespace

std::vector<Finding> judge(const SubjectReport& report) {
  std::vector<Finding> findings;
  for (const Rule rule : rules) {
    for (Finding& finding : rule(report)) findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace hone::diagnose

// Parts of a saved report, read back; what is not as it should be is refused by the field.
#pragma once

#include <optional>

#include "analyzers/model/report.hpp"
#include "reports/json/json_fields.hpp"

namespace hone::reports {

std::string read_metric_id(const JsonField& field);       // as in [a-z][a-z0-9_]*
std::optional<Interval> read_interval(const JsonField&);  // absent for null
double read_alpha(const JsonField& field);
Absent read_absent(const JsonField& object);
bool is_metric_id(std::string_view id);

Provenance read_provenance(const JsonField& field);
Verdict read_verdict(const JsonField& field);

VariantReport read_variant(const JsonField& variant);

}  // namespace hone::reports

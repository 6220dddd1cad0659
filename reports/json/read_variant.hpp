// Reads back parts of a saved report. What is not as it should be is refused by its field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/report.hpp"
#include "reports/json/json_fields.hpp"

namespace hone::reports {

// Reads the id of a metric, a rule or a warning: [a-z][a-z0-9_]*.
std::string read_id(const JsonField& field);

std::optional<Interval> read_interval(const JsonField& field);  // absent for null
double read_alpha(const JsonField& field);
Absent read_absent(const JsonField& object);
Provenance read_provenance(const JsonField& field);
Verdict read_verdict(const JsonField& field);

// Names and values, in their order.
std::vector<ParameterAssignment> read_parameters(const JsonField& object);

VariantReport read_variant(const JsonField& variant);

}  // namespace hone::reports

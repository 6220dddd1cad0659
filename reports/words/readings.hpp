// What a subject's variants have of each metric, and the columns and cells that show it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// Every metric that some variant has: those that explain a difference in time first, unknown
// ids last.
std::vector<std::string> present_metrics(const SubjectReport& subject);

// The metrics that verdicts are about, the main one first.
std::vector<std::string> compared_metrics(const SubjectReport& subject);

// The variants that a comparison was expected of and that have none: all but the baseline, and the
// baseline, too, where it is alone.
std::vector<const VariantReport*> uncompared_variants(const SubjectReport& subject);

// The label of a metric: "cpu time" for cpu_time; an event that the user named is called by the
// event's own name.
std::string label_of(const SubjectReport& subject, std::string_view metric);

// The event that a metric counts: "L1d misses = skl::L1D:REPLACEMENT (what it departs in)"; empty:
// no event counted it.
std::string event_text(const SubjectReport& subject, std::string_view metric);

// The column of a metric's values. The second header line is the provenance that all variants
// share, or "mixed"; empty where no variant has a value.
Column value_column(const SubjectReport& subject, std::string_view metric);

// The value of a metric; "-" when this variant has none. The provenance is added where the column's
// is mixed.
Cell value_cell(const SubjectReport& subject, const VariantReport& variant,
                std::string_view metric);

}  // namespace hone::reports

// What subjects and metrics are called in text output. The names are not escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/report.hpp"

namespace hone::reports {

// The label of a metric: "cpu time" for cpu_time; "page faults (event)" for event_page_faults, an
// event that was asked for by its name and counts what a metric of hone's is about; an id that hone
// does not know stands for itself.
std::string metric_label(std::string_view id);

// An event's canonical name without its PMU and without the modifiers that change nothing:
// "skl::L1D:REPLACEMENT:e=0:i=0:c=0:u=1:k=0" -> "L1D:REPLACEMENT:u".
std::string event_label(std::string_view event);

// The parameters in one line: "nodes=1000 node_bytes=64".
std::string parameters_text(const std::vector<ParameterAssignment>& parameters);

// One label for each subject, in report order: its id, and where several subjects share an id the
// parameters that tell them apart.
std::vector<std::string> subject_labels(const std::vector<SubjectReport>& subjects);

}  // namespace hone::reports

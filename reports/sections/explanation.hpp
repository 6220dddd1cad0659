// Why a variant's time differs: the factors of its CPU time, and the functions whose instructions
// changed most.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// Empty where neither is known, nor why not.
Document explanation(const SubjectReport& subject);

}  // namespace hone::reports

// Why a variant's time differs: the factors of its CPU time, and the functions whose instructions
// changed most.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// The document is empty when neither factors nor functions are known, and no reason why factors are
// missing.
Document explanation(const SubjectReport& subject);

}  // namespace hone::reports

// What a rule is given and what it is: evidence in, findings out. One rule a file; a rule never
// prints and never measures.
#pragma once

#include <string_view>
#include <vector>

#include "analyzers/model/report.hpp"
#include "analyzers/model/sample.hpp"
#include "analyzers/model/subject.hpp"

namespace hone::diagnose {

struct Evidence {
  const Subject& subject;
  const SubjectRun& run;
  const SubjectReport& report;  // all but the findings is filled in
};

struct Rule {
  std::string_view id;
  std::vector<Finding> (*judge)(const Evidence& evidence);
};

}  // namespace hone::diagnose

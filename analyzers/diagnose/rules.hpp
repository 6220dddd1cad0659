// Rules: evidence in, findings out. One rule a file; the array below them all is in
// rules.cpp. A rule never prints and never measures.
#pragma once

#include <span>
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

std::span<const Rule> rules();

}  // namespace hone::diagnose

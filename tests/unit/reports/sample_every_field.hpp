// A report in which every field says something, for what writes a report and reads it back.
#pragma once

#include "analyzers/model/report.hpp"

namespace hone::reports {

Report sample_with_every_field();

}  // namespace hone::reports

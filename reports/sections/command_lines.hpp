// The commands of a subject in full, once: everywhere else long commands are cut.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// The words of a launch as one would type them in a shell.
std::string as_typed(const Launch& launch);

// The command in full. A command that the user named is "name: words". A command that a shell runs
// is the text given to the shell, unless the user named it.
std::string command_text(const VariantReport& variant);

// One line for each command, the baseline's first, then the hooks.
Document command_lines(const SubjectReport& subject);

}  // namespace hone::reports

// The commands of a subject in full, once: everywhere else long ones are cut.
#pragma once

#include <string>

#include "analyzers/model/report.hpp"
#include "reports/document/document.hpp"

namespace hone::reports {

// As one would type it in a shell.
std::string as_typed(const Launch& launch);

// The command in full. One that the user named is told by both; one that a shell runs is
// the shell's last word.
std::string command_text(const VariantReport& variant);

// A line a command, the baseline's first, then the hooks.
Document command_lines(const SubjectReport& subject);

}  // namespace hone::reports

// `input` of a report and of a heap profile: what a command read from its stdin.
#pragma once

#include <optional>

#include "analyzers/model/command_input.hpp"
#include "reports/json/json_fields.hpp"
#include "reports/json/json_writer.hpp"

namespace hone::reports {

// Writes the member, or nothing where there was no input.
void write_input(JsonWriter& out, const std::optional<InputSummary>& input);

// Reads what stands at the key. It is missing where there was none, and in reports from before it
// was written.
std::optional<InputSummary> read_input(const JsonField& object);

}  // namespace hone::reports

// All workloads that are linked into this program, sorted by id.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "workloads/workload.hpp"

namespace hone::workloads {

std::span<const Workload> catalogue();

// nullptr when there is no such workload.
const Workload* find_workload(std::string_view id);

// nullptr when the workload has no such variant.
const Variant* find_variant(const Workload& workload, std::string_view name);

// nullptr when the workload has no such parameter.
const Parameter* find_parameter(const Workload& workload, std::string_view name);

// The value that `text` stands for: an integer within [min, max], the name of a choice, or one
// of the named sizes small, medium, large. nullopt when it is none of these.
std::optional<std::int64_t> parse_value(const Parameter& parameter, std::string_view text);

// The text that stands for the value: the name of a choice, or the number. Throws
// std::out_of_range for a choice that the parameter does not have.
std::string value_text(const Parameter& parameter, std::int64_t value);

}  // namespace hone::workloads

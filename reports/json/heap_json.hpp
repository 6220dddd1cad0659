// A heap profile as JSON, `hone.heap/1`, and back; what each field means stands in
// reports/schema/hone.heap-1.schema.json.
#pragma once

#include <string>
#include <string_view>

#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/report.hpp"
#include "analyzers/model/result.hpp"

namespace hone::reports {

// Renders a profile. `created`: RFC 3339, UTC. Bytes of names that are not UTF-8 become U+FFFD.
std::string render_heap_json(const HeapProfile& profile, const Tool& tool,
                             const std::string& created);

// Renders the newer profile, `after`, and with it how it differs from the older one.
std::string render_heap_difference_json(const HeapProfile& before, const HeapProfile& after,
                                        const HeapDifference& difference, const Tool& tool,
                                        const std::string& created);

// Reads a profile back. Refuses a text that is no such report, or does not hold together.
Result<HeapProfile> parse_heap_json(std::string_view text);

}  // namespace hone::reports

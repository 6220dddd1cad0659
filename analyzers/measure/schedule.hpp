// The order of the variants inside a unit: drawn, so that no variant gains from its place.
// Pure: the same seed, subject and unit give the same orders.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hone::measure {

struct UnitOrder {
  std::size_t padding = 0;                       // bytes added to every worker's environment
  std::vector<std::size_t> launches;             // variant indices, in the order they are started
  std::vector<std::vector<std::size_t>> rounds;  // per round, the order of the variants' blocks
  std::uint64_t cpu = 0;                         // of which the remainder chooses the unit's CPU
};

// `subject_key` names the subject with its parameters, so that its orders do not depend on
// what else is measured. `variants` are the indices that take part.
UnitOrder draw_unit(std::uint64_t seed, std::string_view subject_key, int unit,
                    const std::vector<std::size_t>& variants, int rounds);

}  // namespace hone::measure

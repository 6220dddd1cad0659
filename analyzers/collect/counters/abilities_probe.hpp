// What can be counted here, found out by trying each event. Takes tens of milliseconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "analyzers/model/counter_abilities.hpp"

namespace hone::collect {

CounterAbilities collect_counter_abilities();

// What kernel.perf_event_paranoid permits, in words; nullopt: the setting cannot be read. Pure.
std::string describe_paranoid(std::optional<std::int64_t> paranoid, bool is_root);

}  // namespace hone::collect

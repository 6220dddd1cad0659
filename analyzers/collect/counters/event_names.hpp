// Translates names of events into what the kernel counts, by libpfm4, which knows the events of
// each processor. That a name is known does not say that the event can be counted here: only
// opening it does.
#pragma once

#include <string>
#include <string_view>

#include "analyzers/collect/counters/event_code.hpp"
#include "analyzers/model/result.hpp"

namespace hone::collect {

// Finds an event by its name as libpfm4 and perf spell it, in upper or lower case:
// "skl::INST_RETIRED:ANY_P", "instructions:u", "page-faults", "r1a2" (raw). It is counted in user
// space and in the kernel, unless the name says otherwise. The error names the event in one line,
// with the nearest name where there is one.
Result<NamedEvent> find_event(std::string_view name);

// The same event in user space only, which perf_event_paranoid 2 still permits.
NamedEvent in_user_space(NamedEvent event);

// libpfm4's name of the processor's own PMU: "skl", "amd64_fam19h_zen4"; empty: it knows none.
std::string core_pmu();

// --- pure ---

// libpfm4's name of an event without the modifiers that are off, and without ":mh=1", libpfm4's
// default. Those of user and kernel always stay.
std::string shorten_event_name(std::string_view name);

// The name with perf's modifiers, which may be written in one word, as libpfm4 wants them:
// "cycles:uk" becomes "cycles:u:k".
std::string spread_modifiers(std::string_view name);

// The name as a message shows it: short and printable, whatever was typed.
std::string shown_event_name(std::string_view name);

}  // namespace hone::collect

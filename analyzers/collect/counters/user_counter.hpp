// Reads a counter of this thread without a system call, from the PMU's own register and the page
// that the kernel shares: perf_event_open(2), struct perf_event_mmap_page.
#pragma once

#include <optional>

#include "analyzers/collect/counters/perf_math.hpp"

struct perf_event_mmap_page;

namespace hone::collect {

// Reads the counter; nullopt: it must be read by a system call. The kernel does not permit
// otherwise, the counter is not on the PMU right now, or what its register holds is no count.
std::optional<CounterReading> read_in_user_space(const perf_event_mmap_page& page);

// The bits of perf_event_attr.config1 that request reading in user space: Armv8 wants to know
// beforehand.
#ifdef __aarch64__
inline constexpr std::uint64_t user_access_request = 2;
#else
inline constexpr std::uint64_t user_access_request = 0;
#endif

}  // namespace hone::collect

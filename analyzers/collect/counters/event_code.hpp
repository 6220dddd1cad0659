// An event as the kernel knows it.
#pragma once

#include <cstdint>
#include <string>

namespace hone::collect {

// The fields of perf_event_attr that tell events apart: perf_event_open(2).
struct EventCode {
  std::uint32_t type = 0;
  std::uint64_t config = 0;
  std::uint64_t config1 = 0;
  std::uint64_t config2 = 0;
  bool exclude_user = false;
  bool exclude_kernel = false;
  bool exclude_hv = false;

  friend bool operator==(const EventCode&, const EventCode&) = default;
};

struct NamedEvent {
  std::string name;  // canonical, with where it is counted: "skl::INST_RETIRED:ANY_P:u=1:k=1"
  EventCode code;
};

// Events of one set are on the PMU together or not at all: a ratio of two needs them at one time.
struct EventInSet {
  EventCode code;
  int set = 0;

  friend bool operator==(const EventInSet&, const EventInSet&) = default;
};

}  // namespace hone::collect

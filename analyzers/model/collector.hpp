// What can be collected beside times, as --collect with its help and errors and `doctor` show it.
#pragma once

#include <string_view>

namespace hone {

struct Collector {
  std::string_view id;       // as in --collect
  std::string_view meaning;  // one line
  std::string_view tool;     // the program that it starts; "": none
  bool by_default = false;   // collected where --collect does not choose
};

// The id of the one collector that is no pass: counters are read in the timed runs.
inline constexpr std::string_view counters_id = "counters";

}  // namespace hone

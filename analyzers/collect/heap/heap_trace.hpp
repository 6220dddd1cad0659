// Reads what heaptrack_interpret writes, a line an event, in pieces as they come: a trace of
// millions of events takes the memory of its distinct sites and sizes. Pure, and hardened: a trace
// that is damaged or cut short is reported as such, with the figures up to there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzers/model/heap_profile.hpp"
#include "analyzers/model/result.hpp"

namespace hone::collect {

class HeapTraceParser {
 public:
  HeapTraceParser();
  HeapTraceParser(HeapTraceParser&&) noexcept;
  HeapTraceParser& operator=(HeapTraceParser&&) noexcept;
  ~HeapTraceParser();

  // The next bytes of the trace, cut anywhere. False: it cannot be read any further.
  bool feed(std::string_view bytes);

  // The profile of the trace; to be called once. Totals, stacks and sizes are those up to where the
  // trace ends, be that its proper end or not. An error when it is no trace, or one in a format
  // that hone does not know.
  Result<HeapProfile> finish();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace hone::collect

// Open counters of this thread, of this process or of commands, read in groups. A count is the
// difference of two readings. Counters are never set to 0, which would leave what children have
// counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <sys/types.h>

#include "analyzers/collect/counters/event_code.hpp"
#include "analyzers/collect/counters/perf_math.hpp"
#include "analyzers/collect/process/descriptor.hpp"

struct perf_event_mmap_page;

namespace hone::collect {

enum class CounterScope : std::uint8_t {
  thread,    // the calling one, read without a system call where that is permitted
  process,   // the calling thread, the threads that it makes from now on, and theirs
  children,  // programs that a process starts from now on, from their exec on, and their children
};

class Counters {
 public:
  // Opens a counter for each event. Counters of one set make a group, in the order given. Where the
  // kernel refuses one beside those before it, the set goes on in another group, so nothing is
  // dropped. An event that cannot be opened at all has its error in errors() and is never counted.
  // `parent`: the process, for CounterScope::children.
  static Counters open(std::span<const EventInSet> events, CounterScope scope, pid_t parent = 0);

  Counters() = default;

  // perf_event_open's errno, by event; 0: the counter is open.
  [[nodiscard]] const std::vector<int>& errors() const { return errors_; }
  [[nodiscard]] std::size_t groups() const { return groups_.size(); }

  // Whether a reading right now needs no system call.
  [[nodiscard]] bool are_read_in_user_space() const;

  // Begins a span of counting.
  void begin();
  // Ends the span: what was counted in it, by event. An event that was not on the PMU has a running
  // time of 0. Valid until the next call.
  const std::vector<CounterReading>& end();

 private:
  struct Unmap {
    void operator()(perf_event_mmap_page* page) const;
  };
  using Page = std::unique_ptr<perf_event_mmap_page, Unmap>;
  struct Member {
    std::size_t event = 0;  // index of the event
    Descriptor counter;
    Page page;  // nullptr: not shared
  };
  struct Group {
    std::vector<Member> members;  // the first leads
    bool is_read_whole = true;    // false: an old kernel refused, for inherited counters
  };

  static int add(Group& group, const EventInSet& event, CounterScope scope, pid_t parent);
  static void enable(const Group& group);
  bool read(std::vector<CounterReading>& into);
  static bool read_user(const Group& group, std::vector<CounterReading>& into);
  bool read_group(const Group& group, std::vector<CounterReading>& into);

  std::vector<Group> groups_;
  std::vector<int> errors_;
  std::vector<CounterReading> before_;
  std::vector<CounterReading> after_;
  std::vector<std::byte> buffer_;
  bool begun_ = false;
};

}  // namespace hone::collect

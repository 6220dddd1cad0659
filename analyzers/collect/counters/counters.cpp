#include "analyzers/collect/counters/counters.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "analyzers/collect/counters/user_counter.hpp"

namespace hone::collect {
namespace {

constexpr std::uint64_t times = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;

perf_event_attr attributes_of(const EventCode& code, CounterScope scope, bool is_leader,
                              bool is_read_whole) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = code.type;
  attributes.config = code.config;
  attributes.config1 = code.config1;
  attributes.config2 = code.config2;
  attributes.exclude_user = code.exclude_user ? 1 : 0;
  attributes.exclude_kernel = code.exclude_kernel ? 1 : 0;
  attributes.exclude_hv = code.exclude_hv ? 1 : 0;
  attributes.read_format = times;
  if (is_read_whole) attributes.read_format |= PERF_FORMAT_GROUP | PERF_FORMAT_ID;
  attributes.disabled = is_leader ? 1 : 0;  // the others follow it
  attributes.inherit = scope == CounterScope::thread ? 0 : 1;
  // Of commands it is what starts them. Elsewhere it is for Arm's kernel, which leaves a leader
  // that nothing will start out of account when asked whether the PMU holds the group, and so takes
  // one member too many, with which the group never gets onto it.
  attributes.enable_on_exec = is_leader ? 1 : 0;
  if (scope == CounterScope::thread && code.type != PERF_TYPE_SOFTWARE) {
    attributes.config1 |= user_access_request;
  }
  return attributes;
}

int open_counter(perf_event_attr& attributes, pid_t pid, int leader) {
  return static_cast<int>(
      syscall(SYS_perf_event_open, &attributes, pid, -1, leader, PERF_FLAG_FD_CLOEXEC));
}

std::size_t page_bytes() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

// How the kernel says that the PMU cannot hold so many counters of this kind at once.
bool is_full(int error) { return error == EINVAL || error == ENOSPC; }

}  // namespace

void Counters::Unmap::operator()(perf_event_mmap_page* page) const { munmap(page, page_bytes()); }

// The error; 0: it was added.
int Counters::add(Group& group, const EventInSet& event, CounterScope scope, pid_t parent) {
  const bool is_leader = group.members.empty();
  const int leader = is_leader ? -1 : group.members.front().counter.get();
  perf_event_attr attributes = attributes_of(event.code, scope, is_leader, group.is_read_whole);
  const pid_t pid = scope == CounterScope::children ? parent : 0;
  Descriptor counter(open_counter(attributes, pid, leader));
  if (!counter && errno == EINVAL && is_leader && attributes.inherit != 0) {
    attributes.read_format = times;
    counter = Descriptor(open_counter(attributes, pid, leader));
    group.is_read_whole = !counter;
  }
  if (!counter) return errno;
  Member member{0, std::move(counter), nullptr};
  if (scope == CounterScope::thread) {
    void* page = mmap(nullptr, page_bytes(), PROT_READ, MAP_SHARED, member.counter.get(), 0);
    if (page != MAP_FAILED) member.page.reset(static_cast<perf_event_mmap_page*>(page));
  }
  group.members.push_back(std::move(member));
  return 0;
}

void Counters::enable(const Group& group) {
  ioctl(group.members.front().counter.get(), PERF_EVENT_IOC_ENABLE, PERF_IOC_FLAG_GROUP);
}

Counters Counters::open(std::span<const EventInSet> events, CounterScope scope, pid_t parent) {
  Counters counters;
  counters.errors_.assign(events.size(), 0);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const bool goes_on = i > 0 && events[i].set == events[i - 1].set && !counters.groups_.empty() &&
                         !counters.groups_.back().members.empty();
    if (!goes_on && (counters.groups_.empty() || !counters.groups_.back().members.empty())) {
      counters.groups_.emplace_back();
    }
    int error = add(counters.groups_.back(), events[i], scope, parent);
    if (goes_on && is_full(error)) {
      Group next;
      error = add(next, events[i], scope, parent);
      if (error == 0) counters.groups_.push_back(std::move(next));
    }
    counters.errors_[i] = error;
    if (error == 0) counters.groups_.back().members.back().event = i;
  }
  std::erase_if(counters.groups_, [](const Group& group) { return group.members.empty(); });
  std::size_t largest = 0;
  for (const Group& group : counters.groups_) largest = std::max(largest, group.members.size());
  counters.buffer_.resize(GroupReading::bytes(largest));
  counters.before_.resize(events.size());
  counters.after_.resize(events.size());
  if (scope == CounterScope::children) return counters;
  for (const Group& group : counters.groups_) enable(group);
  return counters;
}

bool Counters::are_read_in_user_space() const {
  std::vector<CounterReading> ignored(errors_.size());
  return std::all_of(groups_.begin(), groups_.end(),
                     [&](const Group& group) { return read_user(group, ignored); });
}

bool Counters::read_user(const Group& group, std::vector<CounterReading>& into) {
  for (const Member& member : group.members) {
    if (member.page == nullptr) return false;
    const std::optional<CounterReading> reading = read_in_user_space(*member.page);
    if (!reading) return false;
    into[member.event] = *reading;
  }
  return true;
}

bool Counters::read_group(const Group& group, std::vector<CounterReading>& into) {
  const auto read_into_buffer = [&](const Member& member) {
    const ssize_t got = ::read(member.counter.get(), buffer_.data(), buffer_.size());
    return std::span<const std::byte>(buffer_.data(),
                                      static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  };
  if (!group.is_read_whole) {
    return std::all_of(group.members.begin(), group.members.end(), [&](const Member& member) {
      const Result<CounterReading> reading = parse_single_reading(read_into_buffer(member));
      if (reading) into[member.event] = *reading;
      return reading.ok();
    });
  }
  const Result<GroupReading> reading = GroupReading::parse(read_into_buffer(group.members.front()));
  if (!reading || reading->size() != group.members.size()) return false;
  for (std::size_t i = 0; i < group.members.size(); ++i) {
    into[group.members[i].event] = reading->counter(i);
  }
  return true;
}

bool Counters::read(std::vector<CounterReading>& into) {
  return std::all_of(groups_.begin(), groups_.end(), [&](const Group& group) {
    return read_user(group, into) || read_group(group, into);
  });
}

void Counters::begin() { begun_ = read(before_); }

const std::vector<CounterReading>& Counters::end() {
  const bool whole = read(after_) && std::exchange(begun_, false);
  for (std::size_t i = 0; i < after_.size(); ++i) {
    after_[i] = whole ? difference(before_[i], after_[i]) : CounterReading{};
  }
  return after_;
}

}  // namespace hone::collect

#include "analyzers/collect/counters/counter_plan.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <system_error>
#include <utility>

#include "analyzers/collect/counters/event_names.hpp"
#include "analyzers/collect/counters/event_table.hpp"
#include "analyzers/collect/counters/kernel_events.hpp"
#include "analyzers/model/metric.hpp"

namespace hone::collect {
namespace {

// linux/perf_event.h's numbers.
constexpr std::uint32_t software = 1;
constexpr std::uint64_t cpu_clock = 0;
constexpr std::uint64_t task_clock = 1;
constexpr std::uint64_t context_switches = 3;
constexpr std::uint64_t cpu_migrations = 4;

constexpr const char* not_asked = "not asked for (--collect counters)";
constexpr const char* not_named = "not among the events that were asked for (--events)";
constexpr const char* kernel_event = "cpu-migrations";  // the kernel's own, which needs no PMU

bool is_clock(const EventCode& code) {
  return code.type == software && (code.config == cpu_clock || code.config == task_clock);
}

std::set<std::string> defined_metrics(const Plan& plan) {
  std::set<std::string> defined;
  for (const OutputMetric& metric : plan.command.metrics) defined.insert(metric.id);
  return defined;
}

// The kernel moves a process in its own time, so none of these is ever seen in user space.
bool happens_in_kernel(const EventCode& code) {
  return code.type == software &&
         (code.config == context_switches || code.config == cpu_migrations);
}

void set_all_absent(const std::string& reason, CounterPlan& plan) {
  for (const std::string_view metric : usual_metrics()) {
    plan.absent.emplace(metric, reason);
  }
}

// What the user can do about it only where that is a matter of permission.
std::string reason_of(const PmuStatus& status) {
  return status.is_refused ? status.reason + " (" + status.remedy + ")" : status.reason;
}

PmuKind this_pmu() {
  if (const std::optional<PmuKind> kind = kind_of_pmu(core_pmu())) return *kind;
#if defined(__x86_64__)
  if (__builtin_cpu_is("intel")) return PmuKind::intel_unknown;
  if (__builtin_cpu_is("amd")) return PmuKind::amd_unknown;
  return PmuKind::other;
#elif defined(__aarch64__)
  return PmuKind::armv8;
#else
  return PmuKind::other;
#endif
}

// Chooses events by opening each, and puts those that fit the PMU at one time into one set.
class Planner {
 public:
  // `defined`: ids of metrics that are read from elsewhere.
  explicit Planner(std::set<std::string> defined)
      : pmu_(probe_pmu()), paranoid_(perf_event_paranoid()), defined_(std::move(defined)) {}

  [[nodiscard]] const PmuStatus& pmu() const { return pmu_; }

  void add_usual(bool with_topdown) {
    if (pmu_.available) {
      const PmuKind kind = this_pmu();
      for (const EventRow& row : event_table()) {
        if (row.pmu == kind && row.set != EventSet::topdown) add(row);
      }
      if (with_topdown) add_topdown(kind);
    } else {
      set_all_absent(reason_of(pmu_), plan_);
    }
    if (const auto migrations = find_event(kernel_event)) add(kernel_event, *migrations);
  }

  // Those that the user named; an event that has two names is one.
  void add(const std::string& name, const NamedEvent& event) {
    if (!seen_.insert(key_of(event.code)).second) return;
    CountedEvent counted{unused(metric_of_event(name)), event.name, event.code, 0};
    counted.set = set_of(counted.metric);
    if (is_clock(event.code)) counted.weight = 1e-9;  // it counts nanoseconds
    if (std::optional<std::string> reason = try_event(counted)) {
      plan_.absent.emplace(counted.metric, std::move(*reason));
    } else {
      plan_.events.push_back(std::move(counted));
    }
  }

  CounterPlan take() && {
    pack();
    return std::move(plan_);
  }

 private:
  using Key = std::array<std::uint64_t, 5>;

  // An event that the table does not know makes a set of its own.
  int set_of(std::string_view metric) {
    for (const EventRow& row : event_table()) {
      if (row.metric == metric) return static_cast<int>(row.set);
    }
    return next_set_++;
  }

  static Key key_of(const EventCode& code) {
    const unsigned excluded = (code.exclude_user ? 1U : 0U) | (code.exclude_kernel ? 2U : 0U) |
                              (code.exclude_hv ? 4U : 0U);
    return {code.type, code.config, code.config1, code.config2, excluded};
  }

  static std::optional<NamedEvent> event_of(const EventRow& row) {
    switch (row.source) {
      case NameSource::none: return std::nullopt;
      case NameSource::kernel: return find_kernel_event(row.event);
      case NameSource::generic:
      case NameSource::core: break;
    }
    const std::string prefix = row.source == NameSource::core ? core_pmu() + "::" : "";
    const Result<NamedEvent> event = find_event(prefix + std::string(row.event));
    return event ? std::optional(*event) : std::nullopt;
  }

  static constexpr std::string_view no_such_event = "this PMU has no such event";

  static std::optional<CountedEvent> counted_by(const EventRow& row) {
    const std::optional<NamedEvent> event = event_of(row);
    if (!event) return std::nullopt;
    return CountedEvent{std::string(row.metric),   event->name, event->code,
                        static_cast<int>(row.set), row.weight,  std::string(row.note)};
  }

  // The reason why the row's event cannot be counted; nullopt: it was added.
  std::optional<std::string> try_row(const EventRow& row) {
    if (row.source == NameSource::none) return std::string(row.note);
    std::optional<CountedEvent> counted = counted_by(row);
    if (!counted) return std::string(no_such_event);
    std::optional<std::string> reason = try_event(*counted);
    if (!reason) plan_.events.push_back(std::move(*counted));
    return reason;
  }

  // Of several rows of one metric the first that counts is taken.
  void add(const EventRow& row) {
    const bool is_counted =
        std::any_of(plan_.events.begin(), plan_.events.end(),
                    [&](const CountedEvent& event) { return event.metric == row.metric; });
    if (is_counted) return;
    if (std::optional<std::string> reason = try_row(row)) {
      plan_.absent.insert_or_assign(std::string(row.metric), std::move(*reason));
    } else {
      plan_.absent.erase(std::string(row.metric));
    }
  }

  // All or none: shares of slots need each of them, at one time.
  void add_topdown(PmuKind kind) {
    const std::size_t others = plan_.events.size();
    std::optional<std::string> reason;
    if (!recipe_of(kind)) reason = "this PMU has no events for top-down analysis";
    for (const EventRow& row : event_table()) {
      if (row.pmu == kind && row.set == EventSet::topdown && !reason) reason = try_topdown(row);
    }
    if (!reason) {
      const std::vector<EventInSet> all = events_of(plan_);
      if (!count_together(std::span(all).subspan(others))) {
        reason = "its events do not fit this PMU at one time";
      }
    }
    if (!reason) return;
    plan_.events.resize(others);
    plan_.absent.emplace("topdown_slots", std::move(*reason));
  }

  std::optional<std::string> try_topdown(EventRow row) {
    if (row.weight == 0) {
      const std::optional<std::uint64_t> slots = slots_per_cycle();
      if (!slots) return "the kernel does not tell how many slots a cycle has";
      row.weight = static_cast<double>(*slots);
    }
    // An event that only counts beside its group's leader is not to be tried alone.
    const bool needs_leader = row.source == NameSource::kernel && row.event.starts_with("topdown-");
    if (!needs_leader) return try_row(row);
    std::optional<CountedEvent> counted = counted_by(row);
    if (!counted) return std::string(no_such_event);
    plan_.events.push_back(std::move(*counted));
    return std::nullopt;
  }

  // Takes what is permitted: in user space only, if need be.
  std::optional<std::string> try_event(CountedEvent& event) {
    int error = try_to_open(event.code);
    const bool is_forbidden = error == EACCES || error == EPERM;
    if (is_forbidden && !event.code.exclude_kernel && !event.code.exclude_user &&
        !happens_in_kernel(event.code)) {
      const NamedEvent less = in_user_space({event.name, event.code});
      error = try_to_open(less.code);  // may also tell that there is no such event at all
      if (error == 0) {
        event.name = less.name;
        event.code = less.code;
      }
    }
    if (error != 0) return why_not_counted(error, event.code, pmu_, paranoid_);
    if (always_moves(event.metric) && probe_event(event.code).state != CounterState::counts) {
      return "it can be opened but stays at zero";
    }
    return std::nullopt;
  }

  std::string unused(const std::string& metric) const {
    const auto is_used = [&](const std::string& id) {
      return plan_.absent.contains(id) || defined_.contains(id) ||
             std::any_of(plan_.events.begin(), plan_.events.end(),
                         [&](const CountedEvent& event) { return event.metric == id; });
    };
    if (!is_used(metric)) return metric;
    int number = 2;
    while (is_used(metric + "_" + std::to_string(number))) ++number;
    return metric + "_" + std::to_string(number);
  }

  // Whole sets share a group while they fit; a set that does not even fit alone is taken apart. The
  // kernel's own events take no counter, and beside the PMU's they would wait with them.
  void pack() {
    std::vector<CountedEvent>& events = plan_.events;
    std::stable_sort(events.begin(), events.end(),
                     [](const auto& a, const auto& b) { return a.set < b.set; });
    int group = 0;
    std::size_t start = 0;  // of the group's events
    for (std::size_t first = 0, last = 0; first < events.size(); first = last) {
      const int set = events[first].set;
      while (last < events.size() && events[last].set == set) ++last;
      const bool may_join =
          first > start && is_software(events[first]) == is_software(events[start]);
      if (may_join && fit(start, last, group)) continue;
      if (first > start) ++group;
      start = first;
      if (fit(first, last, group)) continue;
      for (std::size_t i = first; i < last; ++i) events[i].set = group++;
      start = last;
    }
  }

  static bool is_software(const CountedEvent& event) { return event.code.type == software; }

  // Makes the events one set, if they count at one time.
  bool fit(std::size_t first, std::size_t last, int group) {
    std::vector<EventInSet> trial;
    for (std::size_t i = first; i < last; ++i) trial.push_back({plan_.events[i].code, 0});
    if (!count_together(trial)) return false;
    for (std::size_t i = first; i < last; ++i) plan_.events[i].set = group;
    return true;
  }

  PmuStatus pmu_;
  std::optional<std::int64_t> paranoid_;
  std::set<std::string> defined_;
  CounterPlan plan_;
  std::set<Key> seen_;
  int next_set_ = static_cast<int>(EventSet::topdown) + 1;
};

Result<CounterPlan> plan_named(const Plan& plan_of) {
  Planner planner(defined_metrics(plan_of));
  for (const std::string& name : plan_of.events) {
    const Result<NamedEvent> event = find_event(name);
    if (!event) return event.error();
    planner.add(name, *event);
  }
  CounterPlan plan = std::move(planner).take();
  for (const std::string_view metric : usual_metrics()) {
    const bool is_counted =
        std::any_of(plan.events.begin(), plan.events.end(),
                    [&](const CountedEvent& event) { return event.metric == metric; });
    if (!is_counted) plan.absent.emplace(metric, not_named);
  }
  return plan;
}

struct Meaning {
  std::string_view event;
  std::string_view metric;
};

// Those of perf's names that mean one of hone's metrics; with a modifier they mean less. Page
// faults and context switches are not among them: hone has those from wait4, of the whole process.
constexpr auto meanings = std::to_array<Meaning>({{"instructions", "instructions"},
                                                  {"cycles", "cycles"},
                                                  {"cpu-cycles", "cycles"},
                                                  {"branches", "branches"},
                                                  {"branch-instructions", "branches"},
                                                  {"branch-misses", "branch_misses"},
                                                  {"task-clock", "task_clock"},
                                                  {"cpu-clock", "cpu_clock"},
                                                  {"cpu-migrations", "cpu_migrations"},
                                                  {"migrations", "cpu_migrations"}});

}  // namespace

Result<CounterPlan> plan_counters(const Plan& plan) {
  CounterPlan none;
  if (plan.counters == Plan::Counters::off) {
    set_all_absent(not_asked, none);
    return none;
  }
  if (!plan.events.empty()) return plan_named(plan);
  Planner planner(defined_metrics(plan));
  if (plan.counters == Plan::Counters::if_pmu && !planner.pmu().available) {
    set_all_absent(reason_of(planner.pmu()), none);
    return none;
  }
  // Its events leave little room on the PMU for others.
  planner.add_usual(plan.counters == Plan::Counters::requested);
  return std::move(planner).take();
}

std::vector<EventInSet> events_of(const CounterPlan& plan) {
  std::vector<EventInSet> events;
  for (const CountedEvent& event : plan.events) events.push_back({event.code, event.set});
  return events;
}

std::string metric_of_event(std::string_view name) {
  std::string id;
  for (const char c : name) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const char lower = is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    const bool is_kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    id += is_kept ? lower : '_';
  }
  for (const Meaning& meaning : meanings) {
    const bool is_same = std::equal(
        name.begin(), name.end(), meaning.event.begin(), meaning.event.end(),
        [](char typed, char known) { return typed == known || (typed | 0x20) == known; });
    if (is_same) return std::string(meaning.metric);
  }
  const bool starts_well = !id.empty() && id.front() >= 'a' && id.front() <= 'z';
  // A metric of hone's that only sounds the same is another one.
  if (!starts_well || find_metric(id) != nullptr) id = "event_" + id;
  return id;
}

std::string why_not_counted(int error, const EventCode& code, const PmuStatus& pmu,
                            std::optional<std::int64_t> paranoid) {
  switch (error) {
    case EACCES:
    case EPERM:
      if (paranoid == 2 && !code.exclude_kernel) {
        return "kernel.perf_event_paranoid is 2: what happens in the kernel is not shown (sudo "
               "sysctl kernel.perf_event_paranoid=1)";
      }
      [[fallthrough]];
    case ENOSYS:
    case EBUSY: return reason_of(describe_refusal(error, paranoid, false));
    case ENOENT:
    case EOPNOTSUPP:
    case ENODEV:
    case ENXIO:
      if (code.type != software && !pmu.available) return reason_of(pmu);
      return "this PMU has no such event";
    case EINVAL: return "the kernel does not count it for a process";
    case EMFILE:
    case ENFILE: return "too many counters and files are open (ulimit -n)";
    default: return "perf_event_open failed: " + std::generic_category().message(error);
  }
}

}  // namespace hone::collect

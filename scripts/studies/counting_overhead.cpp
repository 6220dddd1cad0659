// What counting costs; scripts/studies/counting_overhead builds and runs it, and prints the table.
//   study_counting_overhead reads
//     a region's two readings beside two bare read() of the same group of counters
//   study_counting_overhead command SECONDS COMMAND...
//     the command counted beside the same command not counted, compared by hone's own engine
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "analyzers/collect/counters/counter_plan.hpp"
#include "analyzers/collect/counters/counters.hpp"
#include "analyzers/collect/passes/passes.hpp"
#include "analyzers/measure/command_executor.hpp"
#include "analyzers/measure/runner.hpp"
#include "analyzers/stats/summary.hpp"

namespace {

using hone::collect::CounterPlan;
using hone::collect::Counters;
using hone::collect::CounterScope;
using hone::collect::EventInSet;

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "study_counting_overhead: %s\n", why.c_str());
  std::exit(1);
}

// The PMU's where there is one, else the kernel's own.
std::vector<std::string> event_names() {
  if (hone::collect::probe_pmu().available) {
    return {"cycles", "instructions", "branches", "branch-misses"};
  }
  return {"task-clock", "page-faults", "minor-faults", "major-faults"};
}

CounterPlan plan_of(const std::vector<std::string>& events) {
  hone::Plan plan;
  plan.counters = hone::Plan::Counters::requested;
  plan.events = events;
  auto counters = hone::collect::plan_counters(plan);
  if (!counters) stop(counters.error().what);
  if (counters->events.empty()) stop("nothing can be counted here (hone doctor)");
  return std::move(*counters);
}

// --- a region ---

// A group that is read by nothing but read(), as a program without any comfort would.
class BareGroup {
 public:
  explicit BareGroup(const std::vector<EventInSet>& events) {
    for (const EventInSet& event : events) {
      perf_event_attr attributes{};
      attributes.size = sizeof attributes;
      attributes.type = event.code.type;
      attributes.config = event.code.config;
      attributes.exclude_kernel = event.code.exclude_kernel ? 1 : 0;
      attributes.exclude_hv = event.code.exclude_hv ? 1 : 0;
      attributes.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_ID | PERF_FORMAT_TOTAL_TIME_ENABLED |
                               PERF_FORMAT_TOTAL_TIME_RUNNING;
      const int counter = static_cast<int>(
          syscall(SYS_perf_event_open, &attributes, 0, -1, leader_, PERF_FLAG_FD_CLOEXEC));
      if (counter < 0) stop("cannot open a bare group");
      if (leader_ < 0) leader_ = counter;
    }
  }

  void read_region() {
    for (int i = 0; i < 2; ++i) {
      if (::read(leader_, buffer_.data(), sizeof buffer_) <= 0) stop("cannot read a bare group");
    }
  }

 private:
  int leader_ = -1;
  std::array<std::uint64_t, 64> buffer_{};
};

template <class Work>
double nanoseconds_each(Work work) {
  constexpr int repetitions = 2000;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < repetitions; ++i) work();
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
  return took.count() / repetitions;
}

void time_reads() {
  CounterPlan plan = plan_of(event_names());
  std::vector<EventInSet> events = events_of(plan);
  for (EventInSet& event : events) event.set = 0;
  std::vector<double> bare_times;
  std::vector<double> hone_times;
  std::vector<double> ratios;
  bool in_user_space = false;
  for (int block = 0; block < 101; ++block) {  // in turns, so that a slow spell slows both
    {
      BareGroup bare(events);
      bare_times.push_back(nanoseconds_each([&] { bare.read_region(); }));
    }
    Counters counters = Counters::open(events, CounterScope::thread);
    in_user_space = counters.are_read_in_user_space();
    hone_times.push_back(nanoseconds_each([&] {
      counters.begin();
      counters.end();
    }));
    ratios.push_back(hone_times.back() / bare_times.back());
  }
  std::printf("%zu %s %.0f %.0f %.3f\n", events.size(), in_user_space ? "user" : "system",
              hone::stats::median(bare_times), hone::stats::median(hone_times),
              hone::stats::median(ratios));
}

// --- a command ---

// The baseline is run by an executor that counts nothing, the variant by one that counts.
class TwoExecutors : public hone::measure::Executor {
 public:
  TwoExecutors(hone::measure::CommandExecutor& plain, hone::measure::CommandExecutor& counting)
      : by_variant_{&plain, &counting} {}

  hone::Result<hone::measure::Probe, hone::Failure> probe(const hone::Subject& subject,
                                                          std::size_t variant) override {
    return by_variant_[variant]->probe(subject, variant);
  }
  hone::measure::UnitResult run_unit(const hone::measure::UnitRequest& request) override {
    hone::measure::UnitRun unit;
    for (const std::size_t variant : request.order.rounds.front()) {
      hone::measure::UnitRequest part = request;
      part.order.rounds = {{variant}};
      auto run = by_variant_[variant]->run_unit(part);
      if (!run) return run.error();
      unit.parts.push_back(std::move(run->parts.front()));
    }
    return unit;
  }
  std::vector<hone::measure::VariantFailure> clean_up(const hone::Subject& /*subject*/) override {
    return {};
  }
  [[nodiscard]] const CounterPlan& counters() const override { return by_variant_[1]->counters(); }
  [[nodiscard]] std::span<const hone::collect::Pass> passes() const override { return {}; }
  hone::Result<hone::PassResult, hone::Failure> run_pass(
      const hone::Subject&, std::size_t, const hone::collect::Pass&,
      const hone::measure::PassSettings&) override {
    return hone::Failure{};
  }
  hone::Result<double, hone::Failure> count(const hone::Subject&, std::size_t,
                                            std::string_view) override {
    return hone::Failure{};
  }
  hone::measure::Seconds now() override { return by_variant_[0]->now(); }
  bool interrupted() override { return by_variant_[0]->interrupted(); }

 private:
  std::array<hone::measure::CommandExecutor*, 2> by_variant_;
};

hone::measure::CommandExecutor started(const hone::CommandSettings& settings,
                                       CounterPlan counters) {
  auto executor = hone::measure::CommandExecutor::start(settings, std::move(counters));
  if (!executor) stop(executor.error().what);
  return std::move(*executor);
}

void compare_command(double seconds, char** argv) {
  hone::Subject subject;
  subject.id = "counting";
  subject.kind = hone::SubjectKind::command;
  hone::Variant variant;
  for (; *argv != nullptr; ++argv) variant.launch.argv.emplace_back(*argv);
  variant.name = "plain";
  subject.variants.push_back(variant);
  variant.name = "counted";
  subject.variants.push_back(variant);
  subject.metrics = {{"cpu_time", hone::Better::lower}, {"wall_time", hone::Better::lower}};

  hone::Plan plan;
  plan.margin = 0.02;
  plan.budget = std::chrono::duration<double>(seconds);
  plan.until_decided = false;
  auto plain = started(plan.command, {});
  auto counting = started(plan.command, plan_of(event_names()));
  TwoExecutors both(plain, counting);
  hone::measure::RunObserver quiet;
  const hone::SubjectRun run = hone::measure::run_subject(subject, plan, both, quiet);
  for (const hone::VariantRun& of : run.variants) {
    if (of.failure) stop(of.failure->text);
  }
  for (const hone::ComparisonRun& comparison : run.comparisons) {
    if (!comparison.decision || !comparison.decision->interval) stop("too few pairs");
    const hone::Decision& decision = *comparison.decision;
    std::printf("%s %.5f %.5f %.5f %d %s\n", subject.metrics[comparison.metric].id.c_str(),
                std::exp(decision.effect) - 1, std::exp(decision.interval->lo) - 1,
                std::exp(decision.interval->hi) - 1, decision.pairs,
                std::string(to_string(decision.verdict)).c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "reads") == 0) {
    time_reads();
  } else if (argc > 3 && std::strcmp(argv[1], "command") == 0) {
    compare_command(std::atof(argv[2]), argv + 3);
  } else {
    stop("usage: study_counting_overhead reads | command SECONDS COMMAND...");
  }
}

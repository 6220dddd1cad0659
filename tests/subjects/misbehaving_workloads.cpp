// Workloads of known truth for the tests: one variant for each way in which a
// worker can fail, and pairs whose ratio is known. Never linked into hone itself.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>

#include <unistd.h>

#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

constexpr std::uint64_t right_answer = 42;

// A loop of known length: `steps` dependent additions.
Kernel count_steps(std::int64_t steps) {
  return [steps] {
    for (std::int64_t n = 0; n < steps; ++n) sink(n);
    return right_answer;
  };
}

Kernel steady(const Parameters& parameters) { return count_steps(parameters["steps"]); }

Kernel twice_the_work(const Parameters& parameters) { return count_steps(2 * parameters["steps"]); }

// One per mille of 100,000 steps is 100 of them: the effect is exact, not rounded.
Kernel a_little_more(const Parameters& parameters) {
  const std::int64_t steps = parameters["steps"];
  return count_steps(steps + steps * parameters["more"] / 1000);
}

// Counts that cross each other along `blocks`, whatever the clock says.
Kernel allocate(std::int64_t blocks) {
  return [blocks] {
    for (std::int64_t n = 0; n < blocks; ++n) {
      const std::unique_ptr<char[]> block(new char[64]);
      sink(block);
    }
    return right_answer;
  };
}

Kernel allocate_each(const Parameters& parameters) { return allocate(parameters["blocks"]); }

Kernel allocate_ten(const Parameters& /*parameters*/) { return allocate(10); }

Kernel allocate_square(const Parameters& parameters) {
  const std::int64_t blocks = parameters["blocks"];
  return allocate(1 + blocks * blocks / 16);
}

// As without a sanitizer, which would turn the signal into a report and an exit status.
void crash() {
  std::signal(SIGSEGV, SIG_DFL);
  std::raise(SIGSEGV);
}

Kernel crash_in_prepare(const Parameters& /*parameters*/) {
  std::fputs("about to crash\n", stderr);
  crash();
  return {};
}

// Behaves for the checks, then fails in the middle of the timing.
template <class Fail>
Kernel after_a_while(Fail fail) {
  auto calls = std::make_shared<int>(0);
  return [calls, fail]() -> std::uint64_t {
    if (++*calls > 3) fail();
    return right_answer;
  };
}

Kernel crash_later(const Parameters& /*parameters*/) { return after_a_while(crash); }

Kernel exit_later(const Parameters& /*parameters*/) {
  return after_a_while([] { _exit(3); });
}

Kernel throw_later(const Parameters& /*parameters*/) {
  return after_a_while([] { throw std::runtime_error("first line\nsecond line"); });
}

Kernel hang(const Parameters& /*parameters*/) {
  return []() -> std::uint64_t {
    while (true) std::this_thread::sleep_for(std::chrono::seconds(1));
  };
}

Kernel wrong_answer(const Parameters& /*parameters*/) {
  return [] { return right_answer + 1; };
}

Kernel drifting_answer(const Parameters& /*parameters*/) {
  auto answer = std::make_shared<std::uint64_t>(right_answer);
  return [answer] { return (*answer)++; };
}

Kernel too_much_memory(const Parameters& /*parameters*/) {
  const std::unique_ptr<char[]> huge(new char[opaque(std::numeric_limits<std::size_t>::max() / 4)]);
  sink(huge);
  return {};
}

std::optional<std::string> never_here(const Parameters& /*parameters*/) {
  return "this machine has no flux capacitor";
}

Workload describe(std::string_view id, std::vector<Variant> variants) {
  Workload workload;
  workload.id = id;
  workload.technique = "test";
  workload.summary = "for the tests of hone";
  workload.problem = "none";
  workload.signature_text = "none";
  workload.does_not_pay = "never";
  workload.iteration = "count";
  workload.operation = "step";
  workload.operations = [](const Parameters& parameters) {
    return static_cast<double>(parameters["steps"]);
  };
  workload.parameters = {{.name = "steps",
                          .meaning = "steps of the loop",
                          .initial = 100'000,
                          .small = 1'000,
                          .medium = 100'000,
                          .large = 10'000'000,
                          .min = 1,
                          .max = 1'000'000'000}};
  workload.variants = std::move(variants);
  return workload;
}

const Registration known_ratio{[] {
  return describe("test/known_ratio",
                  {{"steady", "", steady}, {"double", "does twice the work", twice_the_work}});
}};

// For the study of power: a parameter, so that each effect is a comparison of its own.
const Registration known_effect{[] {
  Workload workload =
      describe("test/known_effect",
               {{"steady", "", steady}, {"more", "does a little more work", a_little_more}});
  workload.parameters.push_back({.name = "more",
                                 .meaning = "work that the variant adds, in thousandths",
                                 .initial = 10,
                                 .small = 5,
                                 .medium = 20,
                                 .large = 50,
                                 .min = 0,
                                 .max = 9000});
  return workload;
}};

// "square" makes fewer allocations up to 14 blocks, "ten" from 11 on. It is said to need a mebibyte
// a block, so that a plan can be too large for any machine.
const Registration crossing{[] {
  Workload workload = describe("test/crossing", {{"each", "", allocate_each},
                                                 {"ten", "always ten", allocate_ten},
                                                 {"square", "a sixteenth", allocate_square}});
  workload.operations = [](const Parameters&) { return 1.0; };
  workload.memory_bytes = [](const Parameters& parameters) {
    return 1024.0 * 1024 * static_cast<double>(parameters["blocks"]);
  };
  workload.parameters = {{.name = "blocks",
                          .meaning = "allocations of the baseline",
                          .initial = 4,
                          .small = 2,
                          .medium = 8,
                          .large = 64,
                          .min = 1,
                          .max = 1'000'000'000},
                         {.name = "colour", .meaning = "nothing", .choices = {"red", "blue"}}};
  workload.pay_off = {.variant = "square", .parameter = "blocks", .values = {2, 4, 8, 16, 32}};
  return workload;
}};

// Said to need a pebibyte: it has no place on any machine.
const Registration enormous{[] {
  Workload workload =
      describe("test/enormous", {{"steady", "", steady}, {"double", "", twice_the_work}});
  workload.memory_bytes = [](const Parameters&) { return 1024.0 * 1024 * 1024 * 1024 * 1024; };
  return workload;
}};

const Registration failing{[] {
  return describe("test/failing", {{"steady", "", steady},
                                   {"crash_in_prepare", "", crash_in_prepare},
                                   {"crash_later", "", crash_later},
                                   {"exit_later", "", exit_later},
                                   {"throw_later", "", throw_later},
                                   {"wrong_answer", "", wrong_answer},
                                   {"drifting_answer", "", drifting_answer},
                                   {"too_much_memory", "", too_much_memory},
                                   {"unavailable", "", steady, "", never_here},
                                   {"no_library", "", steady, "libdoes-not-exist.so.7"}});
}};

const Registration hanging{[] {
  return describe("test/hanging", {{"steady", "", steady}, {"hang", "", hang}});
}};

const Registration failing_baseline{[] {
  return describe("test/failing_baseline",
                  {{"crash_in_prepare", "", crash_in_prepare}, {"steady", "", steady}});
}};

}  // namespace
}  // namespace hone::workloads

// A machine that calls one of eight tiny functions for each operation of its program. Which one is
// in the data, so a compiler without a profile must call through the table each time (loads show
// it); with one it inlines the function that was usual in training and asks for it first.
// A profile of another input than the program then runs on pays nothing: it asks for the wrong one.
// The kernel is in profile_guided/, built three times with the same flags otherwise.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "workloads/algorithm/profile_guided/machine.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using profile_guided::Operation;
using Run = std::uint64_t (*)(std::span<const Operation>, std::uint64_t);

template <Run run>
Kernel prepare(const Parameters& parameters) {
  return [program = profile_guided::make_program(
              static_cast<std::size_t>(parameters["operations"]),
              static_cast<std::uint64_t>(parameters["usual"]), profile_guided::usual_kind,
              profile_guided::measured_seed)] { return run(program, opaque(std::uint64_t{1})); };
}

std::optional<std::string> unavailable(const Parameters&) {
  return profile_guided::profile_problem();
}

// Arm keeps return addresses in a register.
#if defined(__x86_64__) || defined(__i386__)
constexpr bool calls_go_through_memory = true;
#else
constexpr bool calls_go_through_memory = false;
#endif

bool is_as_trained(const Parameters& parameters) { return parameters["usual"] >= 90; }

bool is_as_trained_with_profile(const Parameters& parameters) {
  return calls_go_through_memory && is_as_trained(parameters) && !profile_guided::profile_problem();
}

bool has_wrong_profile(const Parameters& parameters) {
  return is_as_trained(parameters) && !profile_guided::profile_problem();
}

const Registration registered{[] {
  return Workload{
      .id = "algorithm/profile_guided",
      .technique = "profile-guided optimisation",
      .leaf = Leaf::branch_prediction,
      .summary = "a table of functions of which one is nearly always called",
      .problem =
          "The compiler guesses which way the branches go and what a pointer calls. Where that is "
          "decided by data it has nothing to guess from: each operation costs a call through the "
          "table, although nineteen of twenty call the same three instructions. A profile of a "
          "typical run tells it; the program is then compiled again for that.",
      .signature_text =
          "Loads fall, because the usual function is inlined behind a comparison: no return "
          "address is pushed and read back. Instructions hardly fall, and from one state to the "
          "next it is two or three operations in every variant: what goes is a call, a return "
          "and their two trips through memory an operation (GCC also unrolls a loop that the "
          "profile calls hot). A profile of another input adds its comparison to every call, and "
          "GCC 12 finds its way into the unrolled loop anew after each: instructions rise.",
      .does_not_pay =
          "What a call and its return cost is the machine's: the same code halved the time of one "
          "processor and took a fifth off another's. This loop is nothing but such calls; whole "
          "programs gain percents. When the input is not what the profile was taken with: below "
          "some three quarters of the usual operation (`usual`) the comparison is mispredicted or "
          "in vain, and mistrained shows a profile of the wrong input at the default point. Where "
          "one hot case is known, asking for it first by hand (asking) gives much of the gain "
          "without a second build.",
      .iteration = "runs a program of `operations` operations",
      .operation = "operation",
      .operations = [](const Parameters& p) { return static_cast<double>(p["operations"]); },
      .memory_bytes =
          [](const Parameters& p) {
            return static_cast<double>(p["operations"]) * sizeof(Operation);
          },
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["operations"]) * sizeof(Operation);
          },
      .parameters =
          {
              {.name = "operations",
               .meaning = "operations in one iteration, 8 bytes each",
               .initial = 1 << 18,
               .small = 1 << 14,
               .medium = 1 << 18,
               .large = 1 << 22,
               .min = 1,
               .max = 1 << 26},
              {.name = "usual",
               .meaning =
                   "share of the operation that the profile saw 95 % of the time, in percent",
               .initial = 95,
               .small = 0,
               .medium = 50,
               .large = 95,
               .min = 0,
               .max = 100},
          },
      .variants =
          {
              {.name = "plain",
               .summary = "built without a profile",
               .prepare = prepare<profile_guided::plain::run>},
              {.name = "trained",
               .summary = "built with a profile of programs such as this",
               .prepare = prepare<profile_guided::trained::run>,
               .unavailable = unavailable},
              {.name = "mistrained",
               .summary = "built with a profile in which another operation was the usual one",
               .prepare = prepare<profile_guided::mistrained::run>,
               .unavailable = unavailable},
              {.name = "asking",
               .summary = "without a profile: the code asks for the usual operation by hand",
               .prepare = prepare<profile_guided::plain::run_asking>},
          },
      .signature =
          {
              {"trained", "l1d_loads", Trend::falls, 1.15,
               "inlined: no return address is pushed and read", is_as_trained_with_profile},
              {"asking", "l1d_loads", Trend::falls, 1.3,
               "inlined: no look into the table, and on x86 no return address", is_as_trained},
              {"mistrained", "instructions", Trend::rises, 1.1,
               "asks for the wrong function, then calls as before", has_wrong_profile},
          },
      .no_gain = {{.assignments = {{"usual", 0}},
                   .text = "the operation that the profile promised never comes"},
                  {.assignments = {{"usual", 12}},
                   .text = "all eight operations alike: nothing to specialise for"},
                  {.text = "a profile of another input: it asks for the wrong operation each time",
                   .variant = "mistrained"}},
      .pay_off = {.variant = "trained", .parameter = "usual", .values = {0, 12, 50, 75, 90, 100}},
      .small = {.assignments = {{"operations", 1 << 14}}, .text = "16,384 operations"}};
}};

}  // namespace
}  // namespace hone::workloads

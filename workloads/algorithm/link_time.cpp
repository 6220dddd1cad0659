// A hot loop that calls three small functions of another translation unit. Compiled apart, each
// call passes its arguments, jumps to and fro and hides from the optimiser what it does
// (instructions show it); seen together, by link-time optimisation or as one translation unit, the
// calls dissolve. Functions that do much work gain nothing: the call was never what took the time.
// The kernel's two files are in link_time/, built three ways with the same flags otherwise.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "workloads/algorithm/link_time/orders.hpp"
#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using link_time::Order;
using Total = std::uint64_t (*)(std::span<const Order>, std::uint32_t);

std::vector<Order> make_orders(std::size_t count) {
  Random random(43);
  std::vector<Order> orders(count);
  std::uint32_t number = 0;
  for (Order& order : orders) {
    order.quantity = static_cast<std::uint32_t>(random.between(1, 100));
    order.price = static_cast<std::uint32_t>(random.between(1, 1'000'000));
    order.rebate = static_cast<std::uint32_t>(random.below(512));
    order.number = ++number;
  }
  return orders;
}

template <Total total>
Kernel prepare(const Parameters& parameters) {
  return [orders = make_orders(static_cast<std::size_t>(parameters["orders"])),
          rounds = static_cast<std::uint32_t>(parameters["rounds"])] {
    return total(orders, opaque(rounds));
  };
}

std::optional<std::string> unavailable(const Parameters&) { return link_time::lto_problem(); }

bool is_small_function(const Parameters& parameters) { return parameters["rounds"] <= 1; }

bool is_small_function_with_lto(const Parameters& parameters) {
  return is_small_function(parameters) && !link_time::lto_problem();
}

const Registration registered{[] {
  return Workload{
      .id = "algorithm/link_time",
      .technique = "link-time optimisation",
      .leaf = Leaf::remove_checks,
      .summary = "functions of three instructions in another translation unit, called in a loop",
      .problem =
          "A compiler that sees one translation unit at a time must call what is defined in "
          "another. For a function of three instructions the call, the return, the arguments put "
          "where it expects them and what can no longer be reordered across it cost more than its "
          "work. (A loop of calls cannot be vectorised either, but that is no part of this gain: "
          "`rounds` keeps the loop scalar in every variant.)",
      .signature_text =
          "Instructions fall to half (GCC 12) or two fifths (Clang 14, whose functions each keep a "
          "frame pointer in this build), with LTO as with one translation unit; time by more, as "
          "an order's six jumps to and fro take longer than other instructions. Cache and branch "
          "misses stay.",
      .does_not_pay =
          "The factor is that of three functions of two to four instructions each: the call is "
          "most of what there is. Functions that do real work: from some sixteen rounds of hashing "
          "a call (`rounds`) its "
          "overhead is lost in the noise, and the same instructions are executed. LTO moves the "
          "optimiser's work into the link, which a change of any file repeats. Where a few small "
          "functions matter, defining them in a header gives the same without LTO.",
      .iteration = "sums price less rebate over all orders, each amount hashed `rounds` times",
      .operation = "order",
      .operations = [](const Parameters& p) { return static_cast<double>(p["orders"]); },
      .memory_bytes =
          [](const Parameters& p) { return static_cast<double>(p["orders"]) * sizeof(Order); },
      .footprint =
          [](const Parameters& p) { return static_cast<double>(p["orders"]) * sizeof(Order); },
      .parameters =
          {
              {.name = "orders",
               .meaning = "orders in one iteration, 16 bytes each",
               .initial = 1 << 16,
               .small = 1 << 12,
               .medium = 1 << 16,
               .large = 1 << 20,
               .min = 1,
               .max = 1 << 24},
              {.name = "rounds",
               .meaning = "rounds of hashing in one of the three functions: its size",
               .initial = 0,
               .small = 0,
               .medium = 8,
               .large = 128,
               .min = 0,
               .max = 1024},
          },
      .variants =
          {
              {.name = "separate",
               .summary = "two translation units, linked as usual",
               .prepare = prepare<link_time::separate::total>},
              {.name = "lto",
               .summary = "the same two files, with link-time optimisation",
               .prepare = prepare<link_time::lto::total>,
               .unavailable = unavailable},
              {.name = "unity",
               .summary = "the same two files compiled as one translation unit, as from a header",
               .prepare = prepare<link_time::unity::total>},
          },
      .signature =
          {
              {"lto", "instructions", Trend::falls, 1.5, "no calls, no arguments passed",
               is_small_function_with_lto},
              {"unity", "instructions", Trend::falls, 1.5, "no calls, no arguments passed",
               is_small_function},
          },
      .no_gain = {{.assignments = {{"rounds", 128}, {"orders", 4096}},
                   .text = "128 rounds of hashing a call: three calls are nothing beside them"}},
      .pay_off = {.variant = "lto",
                  .parameter = "rounds",
                  .values = {0, 2, 8, 16, 32, 128},
                  .assignments = {{"orders", 8192}}},
      .small = {.assignments = {{"orders", 1 << 12}}, .text = "4,096 orders"}};
}};

}  // namespace
}  // namespace hone::workloads

// A function of an integer: computed, composed from tables of 256 entries, read from one table of
// all its values, or had from the processor, which knows both functions shown here as one
// instruction. A table turns many instructions into one load, and pays while the load is cheaper:
// in L1 for nearly everything, in memory only for what takes long to compute. It gains nothing over
// an instruction (the number of set bits: popcnt), which asks for no cache at all.
// Every kernel is scalar (`opaque`), so what differs is the table and not the vectoriser.
// The numbers are independent of each other; algorithm/crc has the chain that a message makes.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using Value = std::uint32_t;

// The remainder of CRC-32C (reflected 0x1edc6f41), one bit at a time: `bits` steps. This polynomial
// and not Ethernet's, as it is the one that processors have an instruction for.
struct Checksum {
  static Value compute(Value value, unsigned bits) {
    for (unsigned i = 0; i < bits; ++i) {
      value = (value >> 1) ^ (0x82f63b78U & (0U - (value & 1U)));
    }
    return value;
  }
};

// The number of set bits, by sums of ever wider fields: a dozen operations, whatever `bits` is.
struct SetBits {
  static Value compute(Value value, unsigned /*bits*/) {
    value -= (value >> 1) & 0x55555555U;
    value = (value & 0x33333333U) + ((value >> 2) & 0x33333333U);
    value = (value + (value >> 4)) & 0x0f0f0f0fU;
    return (value * 0x01010101U) >> 24;
  }
};

// Both functions of a number are combined from those of its bytes: by xor, by addition.
Value combined(Checksum /*function*/, Value left, Value right) { return left ^ right; }
Value combined(SetBits /*function*/, Value left, Value right) { return left + right; }

template <class Function>
class Computed {
 public:
  explicit Computed(unsigned bits) : bits_(bits) {}
  Value operator()(Value value) const { return Function::compute(value, bits_); }

 private:
  unsigned bits_;
};

// One table of 256 values for each byte of the number: at most 4 KiB.
template <class Function>
class ByteTables {
 public:
  explicit ByteTables(unsigned bits) {
    for (unsigned byte = 0; 8 * byte < bits; ++byte) {
      std::array<Value, 256> table{};
      for (Value i = 0; i < table.size(); ++i) {
        // Bits beyond `bits` never occur.
        table[i] = Function::compute(i << (8 * byte), bits);
      }
      tables_.push_back(table);
    }
  }

  Value operator()(Value value) const {
    Value result = tables_[0][value & 0xffU];
    for (std::size_t byte = 1; byte < tables_.size(); ++byte) {
      result = combined(Function{}, result, tables_[byte][(value >> (8 * byte)) & 0xffU]);
    }
    return result;
  }

 private:
  std::vector<std::array<Value, 256>> tables_;
};

// All values: 4 bytes times 2^bits.
template <class Function>
class FullTable {
 public:
  explicit FullTable(unsigned bits) : table_(std::size_t{1} << bits) {
    for (std::size_t i = 0; i < table_.size(); ++i) {
      table_[i] = Function::compute(static_cast<Value>(i), bits);
    }
  }

  Value operator()(Value value) const { return table_[value]; }

 private:
  std::vector<Value> table_;
};

#if defined(__x86_64__)

// The functions as instructions, for processors that have them: SSE 4.2 and popcnt came together.

// The instruction takes 32 steps; the first of them shift out the zeros below the number.
[[gnu::target("sse4.2")]] std::uint64_t sum_by_instruction(Checksum /*function*/, unsigned bits,
                                                           const std::vector<Value>& inputs) {
  std::uint64_t sum = 0;
  for (const Value input : inputs) sum += _mm_crc32_u32(0, opaque(input) << (32 - bits));
  return sum;
}

[[gnu::target("popcnt")]] std::uint64_t sum_by_instruction(SetBits /*function*/, unsigned /*bits*/,
                                                           const std::vector<Value>& inputs) {
  std::uint64_t sum = 0;
  for (const Value input : inputs) {
    sum += static_cast<std::uint64_t>(_mm_popcnt_u32(opaque(input)));
  }
  return sum;
}

std::optional<std::string> no_instruction(const Parameters& /*parameters*/) {
  if (__builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt")) return std::nullopt;
  return "this processor has neither popcnt nor SSE 4.2's crc32";
}

#else

template <class Function>
std::uint64_t sum_by_instruction(Function /*function*/, unsigned bits,
                                 const std::vector<Value>& inputs) {
  std::uint64_t sum = 0;
  for (const Value input : inputs) sum += Function::compute(opaque(input), bits);
  return sum;
}

std::optional<std::string> no_instruction(const Parameters& /*parameters*/) {
  return "written for x86-64's popcnt and crc32 only";
}

#endif

// Machine code: scalar, no stack, no call, no branch.
template <class Lookup>
[[gnu::noinline]] std::uint64_t sum_of(const Lookup& lookup, const std::vector<Value>& inputs) {
  std::uint64_t sum = 0;
  for (const Value input : inputs) sum += lookup(opaque(input));
  return sum;
}

constexpr std::int64_t checksum_function = 0;
constexpr std::int64_t set_bits_function = 1;

std::vector<Value> make_inputs(unsigned bits, std::size_t size) {
  Random random(51);
  std::vector<Value> inputs(size);
  for (Value& input : inputs) {
    input = static_cast<Value>(random.below(std::uint64_t{1} << bits));
  }
  return inputs;
}

template <class Lookup>
Kernel prepare_lookup(unsigned bits, std::size_t size) {
  struct State {
    Lookup lookup;
    std::vector<Value> inputs;
  };
  auto state = std::make_shared<State>(State{Lookup(bits), make_inputs(bits, size)});
  return [state] { return sum_of(state->lookup, state->inputs); };
}

template <class Function>
Kernel prepare_function_by_instruction(unsigned bits, std::size_t size) {
  return [bits, inputs = make_inputs(bits, size)] {
    return sum_by_instruction(Function{}, opaque(bits), inputs);
  };
}

Kernel prepare_by_instruction(const Parameters& parameters) {
  const auto bits = static_cast<unsigned>(parameters["bits"]);
  const auto size = static_cast<std::size_t>(parameters["inputs"]);
  return parameters["function"] == checksum_function
             ? prepare_function_by_instruction<Checksum>(bits, size)
             : prepare_function_by_instruction<SetBits>(bits, size);
}

template <template <class> class Lookup>
Kernel prepare(const Parameters& parameters) {
  const auto bits = static_cast<unsigned>(parameters["bits"]);
  const auto size = static_cast<std::size_t>(parameters["inputs"]);
  return parameters["function"] == checksum_function ? prepare_lookup<Lookup<Checksum>>(bits, size)
                                                     : prepare_lookup<Lookup<SetBits>>(bits, size);
}

// The table fits the L1 of any processor, and much computing is saved.
bool is_small_table(const Parameters& parameters) {
  return parameters["function"] == checksum_function && parameters["bits"] >= 8 &&
         parameters["bits"] <= 12;
}

bool is_long_checksum(const Parameters& parameters) {
  return parameters["function"] == checksum_function && parameters["bits"] >= 8;
}

bool is_long_checksum_with_instruction(const Parameters& parameters) {
  return is_long_checksum(parameters) && !no_instruction(parameters);
}

// Beyond an L1 of 128 KiB by far.
bool is_beyond_l1(const Parameters& parameters) {
  return parameters["bits"] >= 17 && parameters["inputs"] >= 10'000;
}

Workload describe() {
  return {
      .id = "algorithm/lookup_table",
      .technique = "lookup tables",
      .leaf = Leaf::cache_results,
      .summary = "a function of an integer: computed, from tables, or one instruction",
      .problem =
          "A remainder taken bit by bit spends four instructions on each bit, again for each "
          "number "
          "it has seen before. A table of all values answers with one load; tables of 256 values, "
          "one a byte, answer with a load a byte and stay in L1 however wide the number. Bit by "
          "bit is the slowest way to compute, so a large factor against it says little: see what "
          "the instruction gains.",
      .signature_text =
          "Instructions fall to a few a number with either table, or with the instruction. L1 "
          "misses rise with the size of the full table, which is where the time goes once it "
          "leaves the caches.",
      .does_not_pay =
          "Where the processor has the function as an instruction: that is about as fast as a load "
          "from L1, and shares no cache with the rest of the program; popcnt and crc32 are as old "
          "as SSE 4.2. A table that has left the caches: each load waits longer than a dozen "
          "operations take (function=set_bits), and longer than three loads from tables of 256. "
          "Every line it brings in throws out one that another part of the program wanted, which "
          "no benchmark of the table alone shows. A function of a dozen operations gains by one "
          "load from L1 or L2; a load a byte is hardly faster. What it costs to fill the table is "
          "not counted: that is done before the measurement. A remainder of one number is no "
          "checksum of a message, where each byte waits for the one before: see algorithm/crc.",
      .iteration = "sum of the function over `inputs` random numbers",
      .operation = "number",
      .operations = [](const Parameters& p) { return static_cast<double>(p["inputs"]); },
      .memory_bytes =
          [](const Parameters& p) {
            return 4 * static_cast<double>(std::int64_t{1} << p["bits"]) +
                   4 * static_cast<double>(p["inputs"]) + 4e6;
          },
      // The full table.
      .footprint =
          [](const Parameters& p) { return 4 * static_cast<double>(std::int64_t{1} << p["bits"]); },
      .footprint_grows_with = "bits",
      .parameters =
          {
              {.name = "bits",
               .meaning = "bits of a number; the full table has 4 x 2^bits bytes",
               .initial = 12,
               .small = 8,
               .medium = 16,
               .large = 24,
               .min = 1,
               .max = 28},
              {.name = "inputs",
               .meaning = "numbers in one iteration",
               .initial = 200'000,
               .small = 10'000,
               .medium = 200'000,
               .large = 4'000'000,
               .min = 1,
               .max = 100'000'000},
              {.name = "function",
               .meaning =
                   "what is computed: the remainder modulo CRC-32C's polynomial, or the number "
                   "of set bits",
               .initial = checksum_function,
               .choices = {"crc32", "set_bits"}},
          },
      .variants =
          {
              {.name = "computed",
               .summary = "no table: crc32 bit by bit, set_bits by a dozen operations in plain C++",
               .prepare = prepare<Computed>},
              {.name = "byte_tables",
               .summary = "256 values for each byte of the number",
               .prepare = prepare<ByteTables>},
              {.name = "full_table",
               .summary = "all values in one table",
               .prepare = prepare<FullTable>},
              {.name = "instruction",
               .summary =
                   "no table: set_bits by popcnt, crc32 by SSE 4.2's instruction of that name",
               .prepare = prepare_by_instruction,
               .unavailable = no_instruction},
          },
      .signature =
          {
              {"byte_tables", "instructions", Trend::falls, 2, "a load a byte", is_long_checksum},
              {"full_table", "instructions", Trend::falls, 4, "one load", is_long_checksum},
              {"instruction", "instructions", Trend::falls, 4, "one instruction",
               is_long_checksum_with_instruction},
              {"full_table", "l1d_misses", Trend::unchanged, 1.2, "the table stays in L1",
               is_small_table},
              {"full_table", "l1d_misses", Trend::rises, 4, "the table does not fit L1",
               is_beyond_l1},
          },
      .no_gain =
          {
              {.assignments = {{"bits", 24},
                               {"inputs", 1'000'000},
                               {"function", set_bits_function}},
               .text = "a table beyond the last level for a dozen operations: most loads wait for "
                       "memory",
               .at_level = {"bits", CacheLevel::last, 2, 512.0 * 1024 * 1024}},
              {.assignments = {{"bits", 20}, {"function", set_bits_function}},
               .text = "three loads a number for a dozen operations: byte_tables loses, full_table "
                       "does not",
               .variant = "byte_tables",
               .no_less = "instructions"},
          },
      .pay_off = {.variant = "full_table",
                  .parameter = "bits",
                  .values = {8, 12, 16, 18, 20, 22, 24},
                  .assignments = {{"inputs", 1'000'000}, {"function", set_bits_function}}},
      .small = {.assignments = {{"inputs", 20'000}}, .text = "20,000 numbers of 12 bits"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

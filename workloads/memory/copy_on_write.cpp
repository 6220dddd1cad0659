// memory/copy_on_write: normalising strings of which most are in order already. A function that
// returns a string copies every one; one that returns a view or a string (Rust's Cow) copies those
// that change. Slow is the allocation and the copy a string; `allocations` shows it. The price is a
// branch wherever a result is used, so strings too short to allocate soon lose.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

constexpr std::string_view hex_prefix = "0x";

// Strings of up to 15 characters live inside std::string (libstdc++).
constexpr std::int64_t small_string = 15;

std::string with_prefix(std::string_view text) {
  std::string out;
  out.reserve(hex_prefix.size() + text.size());
  out.append(hex_prefix).append(text);
  return out;
}

// --- The functions: an address gets its prefix "0x" where it lacks one. Out of line, as part of a
// --- library's interface would be: inlined, the caller's and the function's branch become one.

[[gnu::noinline]] std::string copied(std::string_view text) {
  if (text.substr(0, hex_prefix.size()) == hex_prefix) return std::string(text);
  return with_prefix(text);
}

using Cow = std::variant<std::string_view, std::string>;

[[gnu::noinline]] Cow borrowed_or_owned(std::string_view text) {
  if (text.substr(0, hex_prefix.size()) == hex_prefix) return text;
  return with_prefix(text);
}

// The view is of the argument or of `scratch`, and good until the next call.
[[gnu::noinline]] std::string_view in_scratch(std::string_view text, std::string& scratch) {
  if (text.substr(0, hex_prefix.size()) == hex_prefix) return text;
  scratch.assign(hex_prefix).append(text);
  return scratch;
}

std::string_view view_of(const Cow& cow) {
  if (const auto* view = std::get_if<std::string_view>(&cow)) return *view;
  return *std::get_if<std::string>(&cow);
}

std::string owned(Cow&& cow) {
  if (auto* text = std::get_if<std::string>(&cow)) return std::move(*text);
  return std::string(*std::get_if<std::string_view>(&cow));
}

// --- What is done with a result, the same for all: its size and both ends are read. Reading all
// --- of it would hide what its making costs.

std::uint64_t read(std::string_view text) {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::memcpy(&first, text.data(), sizeof first);
  std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
  return first + 3 * last + text.size();
}

struct AlwaysCopy {
  static std::uint64_t read_one(std::string_view text, std::string&) {
    const std::string result = copied(text);
    sink(result);
    return read(result);
  }
  static std::string keep_one(std::string_view text, std::string&) { return copied(text); }
};

struct CowVariant {
  static std::uint64_t read_one(std::string_view text, std::string&) {
    const Cow result = borrowed_or_owned(text);
    sink(result);
    return read(view_of(result));
  }
  static std::string keep_one(std::string_view text, std::string&) {
    return owned(borrowed_or_owned(text));
  }
};

struct Scratch {
  static std::uint64_t read_one(std::string_view text, std::string& scratch) {
    const std::string_view result = in_scratch(text, scratch);
    sink(result);
    return read(result);
  }
  static std::string keep_one(std::string_view text, std::string& scratch) {
    return std::string(in_scratch(text, scratch));
  }
};

// --- The input: hexadecimal strings, one after the other in one text.

struct Input {
  std::string text;
  std::vector<std::string_view> strings;
};

std::shared_ptr<const Input> make_input(const Parameters& p) {
  constexpr std::uint64_t seed = 0xc0b1ed;
  constexpr std::string_view hex_digits = "0123456789abcdef";
  const auto count = static_cast<std::size_t>(p["strings"]);
  const auto length = static_cast<std::size_t>(p["length"]);
  const auto modified = static_cast<std::uint64_t>(p["modified"]);
  Random random(seed);
  auto input = std::make_shared<Input>();
  input->text.reserve(count * length);
  std::vector<std::size_t> begins;
  begins.reserve(count);
  // Exactly the share, at places that no branch predictor can learn.
  std::vector<std::uint8_t> lacks_prefix(count);
  std::fill_n(lacks_prefix.begin(), count * modified / 100, std::uint8_t{1});
  shuffle(std::span(lacks_prefix), random);
  for (std::size_t i = 0; i < count; ++i) {
    begins.push_back(input->text.size());
    // One that lacks the prefix is shorter, so that every result has `length` characters.
    if (lacks_prefix[i] == 0) input->text += hex_prefix;
    std::uint64_t bits = 0;
    for (std::size_t at = hex_prefix.size(); at < length; ++at) {
      if (at % 16 == 2) bits = random.next();
      input->text.push_back(hex_digits[bits & 0xf]);
      bits >>= 4;
    }
  }
  input->strings.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t end = i + 1 < count ? begins[i + 1] : input->text.size();
    input->strings.push_back(std::string_view(input->text).substr(begins[i], end - begins[i]));
  }
  return input;
}

// Results in groups, as those of one transaction or one request would be kept for a while.
constexpr std::size_t kept_together = 64;

template <class Normalise>
std::uint64_t run_keeping(const Input& input) {
  std::vector<std::string> kept;
  kept.reserve(kept_together);
  std::string scratch;
  std::uint64_t sum = 0;
  const auto drop = [&kept, &sum] {
    sink(kept);
    for (const std::string& text : kept) sum += read(text);
    kept.clear();
  };
  for (const std::string_view text : input.strings) {
    kept.push_back(Normalise::keep_one(text, scratch));
    if (kept.size() == kept_together) drop();
  }
  drop();
  return sum;
}

template <class Normalise>
std::uint64_t run_reading(const Input& input) {
  std::string scratch;
  std::uint64_t sum = 0;
  for (const std::string_view text : input.strings) sum += Normalise::read_one(text, scratch);
  return sum;
}

// Depends on every character of every result. Read once, before the timing, where it would hide
// what the copies take.
template <class Normalise>
std::uint64_t sum_of_all(const Input& input) {
  constexpr std::uint64_t fnv_prime = 0x100000001b3ULL;
  std::string scratch;
  std::uint64_t sum = 0;
  for (const std::string_view text : input.strings) {
    for (const char character : Normalise::keep_one(text, scratch)) {
      sum = (sum ^ static_cast<unsigned char>(character)) * fnv_prime;
    }
  }
  return sum;
}

template <class Normalise>
Kernel prepare(const Parameters& p) {
  auto input = make_input(p);
  const std::uint64_t all = sum_of_all<Normalise>(*input);
  if (p.choice("consumer") == "keeps") {
    return [input, all] { return all + run_keeping<Normalise>(*input); };
  }
  return [input, all] { return all + run_reading<Normalise>(*input); };
}

double memory_bytes(const Parameters& p) {
  const auto strings = static_cast<double>(p["strings"]);
  constexpr double per_string = sizeof(std::string_view) + sizeof(std::size_t) + 1;
  return strings * (static_cast<double>(p["length"]) + per_string) + 1e6;
}

// --- Where the signature holds.

bool reads_long(const Parameters& p) {
  return p.choice("consumer") == "reads" && p["length"] > small_string;
}

bool few_change(const Parameters& p) {
  return reads_long(p) && p["modified"] <= 10 && p["strings"] >= 1'000;
}

bool all_change(const Parameters& p) { return reads_long(p) && p["modified"] == 100; }

// The scratch string itself is allocated once an iteration.
bool many_long(const Parameters& p) { return reads_long(p) && p["strings"] >= 1'000; }

bool keeps_long(const Parameters& p) {
  return p.choice("consumer") == "keeps" && p["length"] > small_string && p["strings"] >= 1'000;
}

Workload describe() {
  return {
      .id = "memory/copy_on_write",
      .technique = "Copy-on-Write with Cow",
      .leaf = Leaf::zero_copy,
      .summary = "strings that are in order already are passed on as views, not copied",
      .problem =
          "A function that normalises a string and returns a string must copy the argument even "
          "where there is nothing to change: an allocation, a copy and a free. A result that is "
          "either a view of the argument or a string of its own, std::variant<std::string_view, "
          "std::string>, copies only what changes.",
      .signature_text =
          "Allocations fall to the share of strings that change, and instructions with them. A "
          "scratch string of the caller takes the rest of the allocations away.",
      .does_not_pay =
          "Short strings live inside std::string and never allocated: a copy saved is a few "
          "instructions, and once about half of them change the branches cost more. The more long "
          "strings change the less is saved, down to nothing where all do. A result that is kept "
          "must become a string after all, by a detour. And a view is only good as long as the "
          "argument lives, which a string does not ask for.",
      .iteration =
          "normalises `strings` strings, each of which gets the prefix 0x where it lacks it, and "
          "reads both ends of each result; keeps: each result becomes a string, 64 of them alive",
      .operation = "string",
      .operations = [](const Parameters& p) { return static_cast<double>(p["strings"]); },
      .memory_bytes = memory_bytes,
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["strings"]) * static_cast<double>(p["length"]);
          },
      .parameters = {{.name = "strings",
                      .meaning = "strings in one iteration",
                      .initial = 10'000,
                      .small = 1'000,
                      .medium = 10'000,
                      .large = 1'000'000,
                      .min = 1,
                      .max = 10'000'000},
                     {.name = "length",
                      .meaning = "characters of a result, the prefix included",
                      .initial = 66,
                      .small = 12,
                      .medium = 66,
                      .large = 200,
                      .min = 10,
                      .max = 1'000},
                     {.name = "modified",
                      .meaning = "share of the strings that lack the prefix, in percent",
                      .initial = 5,
                      .small = 0,
                      .medium = 25,
                      .large = 100,
                      .min = 0,
                      .max = 100},
                     {.name = "consumer",
                      .meaning = "whether a result is only read or kept, and so must be a string",
                      .initial = 0,
                      .choices = {"reads", "keeps"}}},
      .variants =
          {{.name = "always_copy",
            .summary = "returns std::string",
            .prepare = prepare<AlwaysCopy>},
           {.name = "cow_variant",
            .summary = "returns std::variant<std::string_view, std::string>",
            .prepare = prepare<CowVariant>},
           {.name = "view_or_scratch",
            .summary =
                "returns std::string_view, of the argument or of the caller's scratch string",
            .prepare = prepare<Scratch>}},
      .signature = {{"cow_variant", "allocations", Trend::falls, 9, "only what changes is copied",
                     few_change},
                    {"cow_variant", "instructions", Trend::falls, 1.5,
                     "no malloc, free and copy of the rest", few_change},
                    {"cow_variant", "allocations", Trend::unchanged, 1, "every string changes",
                     all_change},
                    {"view_or_scratch", "allocations", Trend::falls, 100,
                     "what changes goes to one string that is kept", many_long},
                    {"cow_variant", "allocations", Trend::unchanged, 1.01,
                     "a result that is kept is a string after all", keeps_long}},
      .no_gain =
          {{.assignments = {{"length", 12}, {"modified", 75}},
            .text = "short strings live inside std::string: little to save, and a branch more for "
                    "each: both lose"},
           {.assignments = {{"modified", 100}},
            .text =
                "every string changes: cow_variant copies them all; view_or_scratch still gains, "
                "by the string that it keeps"},
           {.assignments = {{"consumer", 1}},
            .text = "results that are kept become strings after all, by a detour: both lose"}},
      .pay_off = {.variant = "cow_variant",
                  .parameter = "modified",
                  .values = {0, 5, 10, 25, 50, 75, 100},
                  .assignments = {{"length", 12}}},
      .small = {.assignments = {{"strings", 1'000}}, .text = "fifty strings change"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

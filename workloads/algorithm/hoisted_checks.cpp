// Text that several functions each require to be valid UTF-8: checked by every function that gets
// it, or once where it enters, after which its type says that it was (instructions show it). The
// rejected texts are reported by a return value or by an exception: a throw costs as much as
// checking a long text, so exceptions suit failures that are rare.
// One function a text leaves nothing to hoist.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

// --- Validation, by the table of well-formed sequences (Unicode 15, table 3-7).

bool is_continuation(std::uint8_t byte) { return (byte & 0xc0U) == 0x80U; }

// Length of the well-formed sequence that begins at `at`, 0 when none does.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
  const std::size_t left = text.size() - at;
  const std::uint8_t first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const std::size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (left < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(byte(i))) return 0;
  }
  // Too long a form, a surrogate, or beyond U+10FFFF.
  if (first == 0xe0 && byte(1) < 0xa0) return 0;
  if (first == 0xed && byte(1) > 0x9f) return 0;
  if (first == 0xf0 && byte(1) < 0x90) return 0;
  if (first == 0xf4 && byte(1) > 0x8f) return 0;
  return length;
}

// Eight ASCII bytes at a time while there are. With one character in eight beyond ASCII that is
// about every third step; validators by vectors (Keiser and Lemire 2021) take text as it comes, and
// with them a check, and what is gained by leaving it out, would be several times smaller.
// Machine code: scalar, no stack, no call.
[[gnu::noinline]] bool is_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, sizeof word);
      if ((word & 0x8080808080808080) == 0) {
        at += 8;
        continue;
      }
    }
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

// Text whose bytes were checked; there is no other way to make one.
class ValidText {
 public:
  static std::optional<ValidText> checked(std::string_view text) {
    if (!is_utf8(text)) return std::nullopt;
    return ValidText(text);
  }
  static ValidText checked_or_throw(std::string_view text) {
    if (!is_utf8(text)) throw std::invalid_argument("text is not UTF-8");
    return ValidText(text);
  }

  [[nodiscard]] std::string_view view() const { return text_; }

 private:
  explicit ValidText(std::string_view text) : text_(text) {}
  std::string_view text_;
};

// --- What the functions do: read the character at a place, for which the text must be valid.

// The character that the byte at a place of `turn`'s choice belongs to.
std::uint64_t character_of_valid(std::string_view text, std::uint64_t turn) {
  std::size_t at = (turn * 37 + 11) % text.size();
  while (is_continuation(static_cast<std::uint8_t>(text[at]))) --at;
  const auto first = static_cast<std::uint8_t>(text[at]);
  if (first < 0x80) return first;
  const std::size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  std::uint64_t character = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    character = character << 6 | (static_cast<std::uint8_t>(text[at + i]) & 0x3fU);
  }
  return character;
}

[[gnu::noinline]] std::optional<std::uint64_t> character_checked(std::string_view text,
                                                                 std::uint64_t turn) {
  if (!is_utf8(text)) return std::nullopt;
  return character_of_valid(text, turn);
}

[[gnu::noinline]] std::uint64_t character(const ValidText& text, std::uint64_t turn) {
  return character_of_valid(text.view(), turn);
}

// --- One text, handed to `calls` functions. What is wrong with it is answered to the caller.

using Handle = std::optional<std::uint64_t> (*)(std::string_view, std::uint64_t);

// Machine code: scalar, one call.
[[gnu::noinline]] std::optional<std::uint64_t> check_in_each_call(std::string_view text,
                                                                  std::uint64_t calls) {
  std::uint64_t sum = 0;
  for (std::uint64_t turn = 0; turn < calls; ++turn) {
    const std::optional<std::uint64_t> found = character_checked(text, turn);
    if (!found) return std::nullopt;
    sum += *found;
  }
  return sum;
}

std::uint64_t call_with_valid(const ValidText& text, std::uint64_t calls) {
  std::uint64_t sum = 0;
  for (std::uint64_t turn = 0; turn < calls; ++turn) sum += character(text, turn);
  return sum;
}

// Machine code: scalar, one call, no stack, no branch, aligned.
[[gnu::noinline]] std::optional<std::uint64_t> check_once(std::string_view text,
                                                          std::uint64_t calls) {
  const std::optional<ValidText> valid = ValidText::checked(text);
  if (!valid) return std::nullopt;
  return call_with_valid(*valid, calls);
}

// Machine code: scalar, one call, no stack, no branch, aligned.
[[gnu::noinline]] std::uint64_t check_once_or_throw(std::string_view text, std::uint64_t calls) {
  return call_with_valid(ValidText::checked_or_throw(text), calls);
}

std::optional<std::uint64_t> check_once_throwing(std::string_view text, std::uint64_t calls) {
  try {
    return check_once_or_throw(text, calls);
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

// --- The texts.

// One character in eight is not ASCII: a letter with an accent, a sign, an emoji.
std::string make_text(std::size_t bytes, Random& random) {
  constexpr std::array<std::string_view, 4> wide{"\xc3\xa9", "\xd0\xb6", "\xe2\x82\xac",
                                                 "\xf0\x9f\x99\x82"};
  std::string text;
  text.reserve(bytes);
  while (text.size() < bytes) {
    const std::string_view drawn = wide[random.below(wide.size())];
    if (random.below(8) == 0 && text.size() + drawn.size() <= bytes) {
      text += drawn;
    } else {
      text += static_cast<char>('a' + random.below(26));
    }
  }
  return text;
}

// A byte that occurs in no valid text, in the last quarter: most of the check is done before.
void spoil(std::string& text, Random& random) {
  const std::size_t quarter = text.size() / 4;
  text[text.size() - 1 - random.below(quarter + 1)] = '\xff';
}

std::vector<std::string> make_texts(const Parameters& parameters) {
  Random random(53);
  const auto bytes = static_cast<std::size_t>(parameters["bytes"]);
  const auto invalid = static_cast<std::uint64_t>(parameters["invalid"]);
  std::vector<std::string> texts(static_cast<std::size_t>(parameters["texts"]));
  for (std::string& text : texts) {
    text = make_text(bytes, random);
    if (random.below(1000) < invalid) spoil(text, random);
  }
  return texts;
}

template <Handle handle>
Kernel prepare(const Parameters& parameters) {
  auto texts = std::make_shared<std::vector<std::string>>(make_texts(parameters));
  return [texts, calls = static_cast<std::uint64_t>(parameters["calls"])] {
    std::uint64_t sum = 0;
    std::uint64_t rejected = 0;
    for (const std::string& text : *texts) {
      const std::optional<std::uint64_t> result = handle(text, opaque(calls));
      sum += result.value_or(0);
      rejected += result ? 0U : 1U;
    }
    return sum * 1'000'003 + rejected;
  };
}

bool has_much_to_hoist(const Parameters& parameters) {
  return parameters["calls"] >= 4 && parameters["bytes"] >= 64 && parameters["invalid"] <= 100;
}

bool rejects_rarely(const Parameters& parameters) {
  return has_much_to_hoist(parameters) && parameters["invalid"] <= 2;
}

bool rejects_often(const Parameters& parameters) {
  return parameters["invalid"] >= 200 && parameters["texts"] >= 1000;
}

Workload describe() {
  return {
      .id = "algorithm/hoisted_checks",
      .technique = "checks at the border",
      .leaf = Leaf::remove_checks,
      .summary = "UTF-8 checked in each call, or once at the border; reported by value or throw",
      .problem =
          "A function that trusts nobody checks all of its argument, so a text that passes through "
          "four functions is read four times for a question that was answered before. Checked once "
          "where it enters, it goes on as a type that only the check can make, and the functions "
          "behind it need not ask.",
      .signature_text =
          "Instructions fall nearly with the number of calls that shared the check. With "
          "exceptions, each rejected text costs thousands of instructions and an allocation.",
      .does_not_pay =
          "One function a text: the check is made once either way. A quicker check: this one goes "
          "by "
          "eight bytes where it can and by characters else; with one by vectors the same calls "
          "would gain less. Exceptions, where failures are "
          "not rare: unwinding takes as long as checking kilobytes, so texts of a hundred bytes, "
          "half of them rejected, lose more than hoisting gained (invalid=500).",
      .iteration =
          "hands each text to `calls` functions, which each decode one character of it; invalid "
          "texts are counted",
      .operation = "text",
      .operations = [](const Parameters& p) { return static_cast<double>(p["texts"]); },
      .memory_bytes =
          [](const Parameters& p) {
            return static_cast<double>(p["texts"]) * (static_cast<double>(p["bytes"]) + 64) + 4e6;
          },
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["texts"]) * static_cast<double>(p["bytes"]);
          },
      .parameters =
          {
              {.name = "texts",
               .meaning = "texts in one iteration",
               .initial = 4'000,
               .small = 100,
               .medium = 4'000,
               .large = 100'000,
               .min = 1,
               .max = 100'000},
              {.name = "bytes",
               .meaning = "bytes of a text, an eighth of its characters beyond ASCII",
               .initial = 128,
               .small = 16,
               .medium = 128,
               .large = 4'096,
               .min = 1,
               .max = 8'192},
              {.name = "calls",
               .meaning = "functions that get the text",
               .initial = 4,
               .small = 1,
               .medium = 4,
               .large = 16,
               .min = 1,
               .max = 16},
              {.name = "invalid",
               .meaning = "invalid texts in a thousand",
               .initial = 0,
               .small = 0,
               .medium = 10,
               .large = 500,
               .min = 0,
               .max = 1'000},
          },
      .variants =
          {
              {.name = "each_call",
               .summary = "every function checks its argument and answers nothing if invalid",
               .prepare = prepare<check_in_each_call>},
              {.name = "once",
               .summary = "checked where it enters, then a type of its own; failure by value",
               .prepare = prepare<check_once>},
              {.name = "once_throwing",
               .summary = "the same, failure by exception, caught for each text",
               .prepare = prepare<check_once_throwing>},
          },
      .signature =
          {
              {"once", "instructions", Trend::falls, 2, "one check for all calls",
               has_much_to_hoist},
              {"once_throwing", "instructions", Trend::falls, 2, "one check for all calls",
               rejects_rarely},
              {"once_throwing", "allocations", Trend::rises, 100, "one a throw", rejects_often},
          },
      .no_gain =
          {
              {.assignments = {{"calls", 1}},
               .text = "one function a text: there is nothing to hoist"},
              {.assignments = {{"invalid", 500}},
               .text = "half of the texts thrown out: unwinding costs more than all checks",
               .no_less = "instructions"},
          },
      .pay_off = {.variant = "once_throwing",
                  .parameter = "invalid",
                  .values = {0, 10, 100, 200, 500, 1'000}},
      .small = {.assignments = {{"texts", 500}}, .text = "500 texts of 128 bytes, all valid"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads

// The format is a stream of positions and costs: "ob=", "fl=" and "fn=" say whose
// the following cost lines are; "calls=" marks the next one as a callee's, inclusive
// and so no self cost. Names are compressed to "(id)" once they were given in full.
// Format: https://valgrind.org/docs/manual/cl-format.html
#include "analyzers/collect/simulate/callgrind_parse.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "analyzers/text/line_reader.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {
namespace {

// callgrind 3.19 has 20 at the most; with this bound a hostile header cannot make each function
// of a long file carry a long row of counters.
constexpr std::size_t max_events = 64;

// "120", "0x4f", "+3", "-3" or "*" (the same as before). What it points at is not of interest.
bool is_position(std::string_view text) {
  if (text == "*") return true;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  return text::parse_c_number<std::uint64_t>(text).has_value();
}

// Names are compressed apart for each of these.
enum class NameKind : std::uint8_t { object, file, function };
constexpr std::size_t name_kinds = 3;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), lines_(text) {
    profile_.names.emplace_back();
    index_.emplace(std::string{}, 0);
  }

  Result<CallgrindProfile> parse() {
    if (text_.empty()) return Error{"callgrind's profile is empty", ""};
    while (const std::optional<std::string_view> line = lines_.next()) {
      const Result<void> read = header_ ? header_line(*line) : body_line(*line);
      if (!read.ok()) return read.error();
    }
    // Callgrind ends with a newline; without one the last number may have lost digits.
    if (text_.back() != '\n') return fail("ends in the middle of a line");
    if (call_pending_) return fail("ends before the cost of a call");
    if (!totals_seen_) return fail("has no 'totals:' line: it was cut short");
    return std::move(profile_);
  }

 private:
  Error fail(std::string_view what) const {
    return Error{fmt::format("callgrind's profile, line {}: {}", lines_.number(), what), ""};
  }

  // The header ends with "events:": no cost line can stand before it.
  Result<void> header_line(std::string_view line) {
    if (line.empty() || line.front() == '#') return {};
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return fail("a cost or a name before 'events:'");
    const std::string_view key = line.substr(0, colon);
    const std::string_view value = line.substr(colon + 1);
    if (key == "version") return version(value);
    if (key == "positions") return positions(value);
    if (key == "events") return events(value);
    if (key == "desc") return description(value);
    return {};  // who made it, when, of what: not of interest here
  }

  Result<void> version(std::string_view value) {
    if (text::take_word(value) != "1") return fail("is not of version 1, the only one known");
    return {};
  }

  Result<void> positions(std::string_view value) {
    positions_ = 0;
    while (!text::take_word(value).empty()) ++positions_;
    if (positions_ == 0 || positions_ > 2) return fail("'positions:' names none or too many");
    return {};
  }

  // "Timerange: Basic block FIRST - LAST"; the others are not of interest.
  Result<void> description(std::string_view value) {
    for (const std::string_view word : {"Timerange:", "Basic", "block"}) {
      if (text::take_word(value) != word) return {};
    }
    const std::optional<std::uint64_t> first =
        text::parse_number<std::uint64_t>(text::take_word(value));
    if (!first) return fail("'Timerange:' has no number");
    profile_.first_block = *first;
    return {};
  }

  Result<void> events(std::string_view value) {
    for (std::string_view name = text::take_word(value); !name.empty();
         name = text::take_word(value)) {
      if (profile_.events.size() == max_events) return fail("'events:' names too many events");
      profile_.events.emplace_back(name);
    }
    if (profile_.events.empty()) return fail("'events:' names no event");
    instructions_ = static_cast<std::size_t>(
        std::find(profile_.events.begin(), profile_.events.end(), "Ir") - profile_.events.begin());
    header_ = false;
    return {};
  }

  Result<void> body_line(std::string_view line) {
    if (line.empty() || line.front() == '#') return {};
    if (call_pending_) return call_cost_line(line);
    const char first = line.front();
    if ((first >= '0' && first <= '9') || first == '+' || first == '-' || first == '*') {
      return self_cost_line(line);
    }
    if (line.starts_with("summary:")) return {};
    if (line.starts_with("totals:")) return totals(line.substr(line.find(':') + 1));
    if (line.starts_with("events:") || line.starts_with("part:")) {
      return fail("a second dump in one file");
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return fail("neither a name, a cost nor a total");
    return name_line(line.substr(0, equals), line.substr(equals + 1));
  }

  Result<void> name_line(std::string_view key, std::string_view value) {
    if (key == "calls") return calls(value);
    if (key == "fn") {
      // A function is in the file that was named last for it: inlined code that follows names
      // its own by "fi=" and "fe=", and stays a part of this function.
      function_file_ = file_;
      current_.reset();
      return name(NameKind::function, value, function_.emplace());
    }
    if (key == "ob") return name(NameKind::object, value, object_);
    if (key == "fl" || key == "fi" || key == "fe") return name(NameKind::file, value, file_);
    if (key == "cfn") return name(NameKind::function, value, callee_function_.emplace());
    if (key == "cob") return name(NameKind::object, value, callee_object_.emplace());
    if (key == "cfi" || key == "cfl") return name(NameKind::file, value, callee_file_.emplace());
    return fail("an unknown kind of line");
  }

  // "(id) name" defines, "(id)" refers back, and anything else is a name in full.
  Result<void> name(NameKind kind, std::string_view value, std::size_t& index) {
    const std::size_t close = value.find(')');
    const std::optional<std::uint64_t> id =
        value.starts_with('(') && close != std::string_view::npos
            ? text::parse_number<std::uint64_t>(value.substr(1, close - 1))
            : std::nullopt;
    if (!id) {
      index = intern(value);
      return {};
    }
    auto& known = compressed_.at(static_cast<std::size_t>(kind));
    const auto found = known.find(*id);
    std::string_view text = value.substr(close + 1);
    if (text.empty()) {
      if (found == known.end()) return fail("a name is referred to before it is given");
      index = found->second;
      return {};
    }
    if (text.front() == ' ') text.remove_prefix(1);
    index = intern(text);
    if (found != known.end() && found->second != index) return fail("two names share one number");
    known.emplace(*id, index);
    return {};
  }

  std::size_t intern(std::string_view text) {
    const auto [entry, is_new] = index_.emplace(std::string(text), profile_.names.size());
    if (is_new) profile_.names.emplace_back(text);
    return entry->second;
  }

  // "calls=COUNT POSITION...", after the callee's name; the next line is its inclusive cost.
  Result<void> calls(std::string_view value) {
    const std::optional<std::uint64_t> count =
        text::parse_number<std::uint64_t>(text::take_word(value));
    if (!count) return fail("'calls=' has no count");
    if (!callee_function_) return fail("'calls=' without 'cfn='");
    if (!function_) return fail("a call before any 'fn='");
    // What is not named is the caller's: its object, and the file that its code is in here.
    const std::size_t callee =
        function(callee_object_.value_or(object_), callee_file_.value_or(file_), *callee_function_);
    std::uint64_t& calls = profile_.functions[callee].calls;
    if (__builtin_add_overflow(calls, *count, &calls)) {
      return fail("the calls of a function overflow 64 bits");
    }
    const auto [entry, is_new] =
        calls_.emplace(std::pair{current_function(), callee}, profile_.calls.size());
    if (is_new) profile_.calls.push_back({.caller = entry->first.first, .callee = callee});
    pending_calls_ = entry->second;
    profile_.calls[pending_calls_].count += *count;  // no more than the callee's calls
    callee_object_.reset();
    callee_file_.reset();
    callee_function_.reset();
    call_pending_ = true;
    return {};
  }

  Result<void> call_cost_line(std::string_view line) {
    call_pending_ = false;
    std::vector<std::uint64_t> inclusive;
    Result<void> read = costs_after_position(line, inclusive);
    if (!read || instructions_ >= inclusive.size()) return read;
    std::uint64_t& sum = profile_.calls[pending_calls_].instructions;
    if (__builtin_add_overflow(sum, inclusive[instructions_], &sum)) {
      return fail("a cost overflows 64 bits");
    }
    return {};
  }

  Result<void> self_cost_line(std::string_view line) {
    if (!function_) return fail("a cost before any 'fn='");
    return costs_after_position(line, profile_.functions[current_function()].self);
  }

  Result<void> costs_after_position(std::string_view line, std::vector<std::uint64_t>& sums) {
    for (std::size_t i = 0; i < positions_; ++i) {
      if (!is_position(text::take_word(line))) return fail("a cost line without its position");
    }
    return add_costs(line, sums);
  }

  // Zeros at the end of a line are left out.
  Result<void> add_costs(std::string_view line, std::vector<std::uint64_t>& sums) {
    std::size_t event = 0;
    for (std::string_view word = text::take_word(line); !word.empty();
         word = text::take_word(line)) {
      if (event == profile_.events.size()) return fail("more costs than events");
      const std::optional<std::uint64_t> cost = text::parse_number<std::uint64_t>(word);
      if (!cost) return fail("a cost that is not a number");
      if (event == sums.size()) sums.push_back(0);
      if (__builtin_add_overflow(sums[event], *cost, &sums[event])) {
        return fail("a cost overflows 64 bits");
      }
      ++event;
    }
    return {};
  }

  Result<void> totals(std::string_view value) {
    if (totals_seen_) return fail("a second 'totals:' line");
    totals_seen_ = true;
    Result<void> added = add_costs(value, profile_.totals);
    if (!added.ok()) return added;
    if (profile_.totals.empty()) return fail("'totals:' has no cost");
    profile_.totals.resize(profile_.events.size());
    return {};
  }

  // Whose the lines are; there was an "fn=".
  std::size_t current_function() {
    if (!current_) current_ = function(object_, function_file_, *function_);
    return *current_;
  }

  // Its index into functions.
  std::size_t function(std::size_t object, std::size_t file, std::size_t name) {
    const auto [entry, is_new] =
        functions_.emplace(std::tuple{object, file, name}, profile_.functions.size());
    if (is_new) profile_.functions.push_back({.name = name, .file = file, .object = object});
    return entry->second;
  }

  std::string_view text_;
  text::LineReader lines_;
  CallgrindProfile profile_;
  bool header_ = true;
  bool totals_seen_ = false;
  bool call_pending_ = false;      // the next cost line is a callee's
  std::size_t pending_calls_ = 0;  // whose it is: an index into calls
  std::size_t instructions_ = 0;   // index of the event Ir; as many as there are events: none is
  std::size_t positions_ = 1;
  std::unordered_map<std::string, std::size_t> index_;  // name -> index into names
  std::array<std::unordered_map<std::uint64_t, std::size_t>, name_kinds> compressed_;
  std::map<std::tuple<std::size_t, std::size_t, std::size_t>, std::size_t> functions_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> calls_;  // caller, callee
  std::size_t object_ = 0;
  std::size_t file_ = 0;  // where the code is that costs; differs from its function's if inlined
  std::size_t function_file_ = 0;
  std::optional<std::size_t> function_;
  std::optional<std::size_t> current_;  // index into functions, once it has a cost or a call
  std::optional<std::size_t> callee_object_;
  std::optional<std::size_t> callee_file_;
  std::optional<std::size_t> callee_function_;
};

}  // namespace

std::optional<std::uint64_t> CallgrindProfile::total(std::string_view event) const {
  const auto found = std::find(events.begin(), events.end(), event);
  if (found == events.end()) return std::nullopt;
  return totals[static_cast<std::size_t>(found - events.begin())];
}

Result<CallgrindProfile> parse_callgrind(std::string_view text) { return Parser(text).parse(); }

}  // namespace hone::collect

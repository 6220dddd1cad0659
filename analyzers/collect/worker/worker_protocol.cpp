#include "analyzers/collect/worker/worker_protocol.hpp"

#include <algorithm>
#include <array>

#include "analyzers/text/characters.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

// Takes the next field off `rest`; fields end at a space or at the end of the line.
std::string_view take_field(std::string_view& rest) { return text::take_until(rest, ' '); }

bool take_verb(std::string_view& rest, std::string_view verb) { return take_field(rest) == verb; }

template <class Number>
bool assign(std::optional<Number> parsed, Number& number) {
  if (parsed) number = *parsed;
  return parsed.has_value();
}

template <class Number>
bool take_number(std::string_view& rest, Number& number) {
  return assign(text::parse_number<Number>(take_field(rest)), number);
}

template <class Number>
bool take_code(std::string_view& rest, Number& number) {
  return assign(text::parse_hexadecimal<Number>(text::take_until(rest, ':')), number);
}

std::string format_event(const EventInSet& event) {
  const EventCode& code = event.code;
  const unsigned excluded =
      (code.exclude_user ? 1U : 0U) | (code.exclude_kernel ? 2U : 0U) | (code.exclude_hv ? 4U : 0U);
  return fmt::format("@{:x}:{:x}:{:x}:{:x}:{:x}:{}", code.type, code.config, code.config1,
                     code.config2, excluded, event.set);
}

std::optional<EventInSet> parse_event(std::string_view field) {
  field.remove_prefix(1);  // @
  if (std::count(field.begin(), field.end(), ':') != 5) return std::nullopt;
  EventInSet event;
  unsigned excluded = 0;
  const bool valid = take_code(field, event.code.type) && take_code(field, event.code.config) &&
                     take_code(field, event.code.config1) && take_code(field, event.code.config2) &&
                     take_code(field, excluded) && excluded < 8 && take_number(field, event.set);
  if (!valid) return std::nullopt;
  event.code.exclude_user = (excluded & 1U) != 0;
  event.code.exclude_kernel = (excluded & 2U) != 0;
  event.code.exclude_hv = (excluded & 4U) != 0;
  return event;
}

// The path as one field.
std::string format_plugin(std::string_view path) {
  std::string field = "!";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == '%' || byte == 0x7f) {
      field += fmt::format("%{:02x}", byte);
    } else {
      field += c;
    }
  }
  return field;
}

std::optional<std::string> parse_plugin(std::string_view field) {
  if (!field.starts_with('!')) return std::nullopt;
  field.remove_prefix(1);
  std::string path;
  while (!field.empty()) {
    if (field.front() != '%') {
      path += field.front();
      field.remove_prefix(1);
      continue;
    }
    const auto byte = text::parse_hexadecimal<unsigned char>(field.substr(1, 2));
    if (field.size() < 3 || !byte) return std::nullopt;
    path += static_cast<char>(*byte);
    field.remove_prefix(3);
  }
  return path.empty() ? std::nullopt : std::optional(path);
}

// One line: what ends a message must not appear inside it.
std::string on_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

constexpr std::array failure_kinds{FailureKind::crashed,        FailureKind::failed,
                                   FailureKind::timed_out,      FailureKind::out_of_memory,
                                   FailureKind::wrong_checksum, FailureKind::unavailable};

}  // namespace

std::vector<std::string> standalone_arguments(const Job& job) {
  std::vector<std::string> arguments{"worker"};
  if (!job.plugin.empty()) arguments.insert(arguments.end(), {"--plugin", job.plugin});
  arguments.insert(arguments.end(), {job.workload, job.variant});
  for (const auto& [name, value] : job.parameters) {
    arguments.push_back(fmt::format("{}={}", name, value));
  }
  return arguments;
}

std::string format_job(const Job& job) {
  std::string line = fmt::format("job {} {}", job.workload, job.variant);
  for (const auto& [name, value] : job.parameters) line += fmt::format(" {}={}", name, value);
  for (const EventInSet& event : job.events) line += " " + format_event(event);
  if (!job.plugin.empty()) line += " " + format_plugin(job.plugin);
  if (!job.target.empty()) line += " <" + job.target;
  return line;
}

std::string format_describe(const std::string& plugin) {
  return "describe " + format_plugin(plugin);
}

std::string format_ready(const Ready& ready) {
  const std::string line = fmt::format("ready {}", ready.checksum);
  return ready.target.empty() ? line : line + " " + ready.target;
}

std::string format_block(const Block& block) {
  std::string line =
      fmt::format("block {} {} {} {} {} {}", block.wall_ns, block.cpu_ns, block.faults,
                  block.switches, block.core_hz, block.is_alone ? 1 : 0);
  for (const CounterReading& counted : block.counted) {
    line += fmt::format(" {} {} {}", counted.value, counted.enabled, counted.running);
  }
  return line;
}

std::string format_counts(const Counts& counts) {
  return fmt::format("counts {} {} {} {}", counts.allocations, counts.bytes, counts.temporaries,
                     counts.peak_heap);
}

std::string format_failure(const Failure& failure) {
  return on_one_line(
      fmt::format("failed {} {}", to_string(failure.kind), beginning_of(failure.text)));
}

std::string beginning_of(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && text::is_utf8_continuation(text[end])) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::optional<Job> parse_job(std::string_view line) {
  if (!take_verb(line, "job")) return std::nullopt;
  Job job;
  job.workload = take_field(line);
  job.variant = take_field(line);
  if (job.workload.empty() || job.variant.empty()) return std::nullopt;
  while (!line.empty()) {
    const std::string_view field = take_field(line);
    if (field.starts_with('@')) {
      const std::optional<EventInSet> event = parse_event(field);
      if (!event) return std::nullopt;
      job.events.push_back(*event);
      continue;
    }
    if (field.starts_with('!')) {
      std::optional<std::string> plugin = parse_plugin(field);
      if (!plugin) return std::nullopt;
      job.plugin = std::move(*plugin);
      continue;
    }
    if (field.starts_with('<')) {
      job.target = field.substr(1);
      if (job.target.empty()) return std::nullopt;
      continue;
    }
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    job.parameters.emplace_back(field.substr(0, equals), field.substr(equals + 1));
  }
  return job;
}

std::optional<std::string> parse_describe(std::string_view line) {
  if (!take_verb(line, "describe")) return std::nullopt;
  return parse_plugin(line);
}

std::optional<Ready> parse_ready(std::string_view line) {
  Ready ready;
  const bool valid = take_verb(line, "ready") && take_number(line, ready.checksum);
  ready.target = take_field(line);
  return valid && line.empty() ? std::optional(ready) : std::nullopt;
}

std::optional<Block> parse_block(std::string_view line) {
  Block block;
  int alone = 0;
  const bool valid = take_verb(line, "block") && take_number(line, block.wall_ns) &&
                     take_number(line, block.cpu_ns) && take_number(line, block.faults) &&
                     take_number(line, block.switches) && take_number(line, block.core_hz) &&
                     take_number(line, alone) && (alone == 0 || alone == 1);
  if (!valid) return std::nullopt;
  block.is_alone = alone == 1;
  while (!line.empty()) {
    CounterReading counted;
    if (!take_number(line, counted.value) || !take_number(line, counted.enabled) ||
        !take_number(line, counted.running)) {
      return std::nullopt;
    }
    block.counted.push_back(counted);
  }
  return block;
}

std::optional<Counts> parse_counts(std::string_view line) {
  Counts counts;
  const bool valid = take_verb(line, "counts") && take_number(line, counts.allocations) &&
                     take_number(line, counts.bytes) && take_number(line, counts.temporaries) &&
                     take_number(line, counts.peak_heap);
  return valid && line.empty() ? std::optional(counts) : std::nullopt;
}

std::optional<Failure> parse_failure(std::string_view line) {
  if (!take_verb(line, "failed")) return std::nullopt;
  const std::string_view name = take_field(line);
  const auto* kind = std::find_if(failure_kinds.begin(), failure_kinds.end(),
                                  [&](FailureKind known) { return to_string(known) == name; });
  if (kind == failure_kinds.end()) return std::nullopt;
  return Failure{*kind, std::string(line), ""};
}

std::optional<std::uint64_t> parse_number(std::string_view line, std::string_view verb) {
  std::uint64_t number = 0;
  const bool valid = take_verb(line, verb) && take_number(line, number) && line.empty();
  return valid ? std::optional(number) : std::nullopt;
}

std::optional<std::string> parse_text(std::string_view line, std::string_view verb) {
  if (!take_verb(line, verb)) return std::nullopt;
  return std::string(line);
}

}  // namespace hone::collect

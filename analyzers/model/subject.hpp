// What is measured: a subject (a catalogue workload, a command, ...) at one
// point of its parameters, in several variants of which the first is the baseline.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "analyzers/model/footprint.hpp"
#include "analyzers/model/metric.hpp"

namespace hone {

enum class SubjectKind : std::uint8_t { workload, command, google_benchmark, plugin };

constexpr std::string_view to_string(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::workload: return "workload";
    case SubjectKind::command: return "command";
    case SubjectKind::google_benchmark: return "google_benchmark";
    case SubjectKind::plugin: return "plugin";
  }
  return "";
}

// How a variant's process is started: argv is executed as it is, never through a shell.
struct Launch {
  std::vector<std::string> argv;
  std::vector<std::pair<std::string, std::string>> env;  // added to hone's own
  std::string cwd;                                       // empty: hone's own

  friend bool operator==(const Launch&, const Launch&) = default;
};

// The values that a parameter has at a scan's points are all numbers or all texts.
using ParameterValue = std::variant<std::int64_t, double, std::string>;
using ParameterAssignment = std::pair<std::string, ParameterValue>;

// A finite number as the fewest digits that mean it, with a point and without an exponent: "0.5",
// "1.0".
inline std::string decimal_text(double number) {
  std::array<char, 400> digits{};  // the smallest number has the most of them
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed)
          .ptr;
  const std::string text(digits.data(), end);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

inline std::string to_string(const ParameterValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&value)) return decimal_text(*number);
  return std::get<std::string>(value);
}

// Commands that run before or after the runs of a command, and are never timed. Absent: there is
// none.
struct Hooks {
  std::optional<Launch> setup;     // once, before the first run
  std::optional<Launch> prepare;   // before each run
  std::optional<Launch> conclude;  // after each run
  std::optional<Launch> cleanup;   // once, after the last run, however that ended

  friend bool operator==(const Hooks&, const Hooks&) = default;
};

struct Variant {
  std::string name;
  std::string summary;
  std::string implementation;  // what the worker runs; differs from name in an A/A comparison only
  Launch launch;
  Hooks hooks{};
  // Of a command that is compared with itself at other values: those of this variant. The subject's
  // parameters are those that all variants share.
  std::vector<ParameterAssignment> parameters{};
};

// One iteration of a workload does `operations` operations; each metric that
// grows with the work is reported per iteration. A command's iteration is one run.
struct Work {
  std::string iteration;  // e.g. "build a list of nodes and drop it"
  std::string operation;  // e.g. "node"; empty where there is no natural one
  double operations = 1;

  friend bool operator==(const Work&, const Work&) = default;
};

enum class Trend : std::uint8_t { falls, rises, unchanged };

constexpr std::string_view to_string(Trend trend) {
  switch (trend) {
    case Trend::falls: return "falls";
    case Trend::rises: return "rises";
    case Trend::unchanged: return "unchanged";
  }
  return "";
}

// What a metric of `variant` should show beside the baseline's at this point of the parameters.
struct Expectation {
  std::string variant;
  std::string metric;  // metric id
  Trend trend = Trend::falls;
  double factor =
      1;  // falls: baseline / variant >= factor; rises: the inverse; unchanged: within it
  std::string because;

  friend bool operator==(const Expectation&, const Expectation&) = default;
};

// What the catalogue says of a variant's verdict at this very point of the parameters.
struct PayClaim {
  enum class Says : std::uint8_t {
    gains,    // the point is the default, and the variant stands for the technique
    no_gain,  // it loses there, or makes no difference
  };

  std::string variant;
  std::string metric;  // metric id: what the verdict is about
  Says says = Says::gains;
  std::string text{};  // what is seen there, and why; may be empty

  friend bool operator==(const PayClaim&, const PayClaim&) = default;
};

constexpr std::string_view to_string(PayClaim::Says says) {
  switch (says) {
    case PayClaim::Says::gains: return "gains";
    case PayClaim::Says::no_gain: return "no_gain";
  }
  return "";
}

// What is known of a subject before it is measured. The report shows it, too.
struct SubjectDescription {
  std::string id;
  SubjectKind kind = SubjectKind::workload;
  std::string family;
  std::string technique;
  std::string summary;
  std::vector<ParameterAssignment> parameters;
  Work work;
  std::vector<VerdictMetric> metrics;  // what the verdicts are about; the first is the main one
  std::vector<Expectation> expectations;
  // The number of points of the scan that the subject is one of. They share alpha for what is said
  // of them together. 1: the subject belongs to no scan.
  int scan_points = 1;
  std::optional<Footprint> footprint{};  // absent: the workload does not say
  std::string chosen{};  // how a default was chosen by this machine's caches; empty: none was
  std::vector<PayClaim> claims{};

  friend bool operator==(const SubjectDescription&, const SubjectDescription&) = default;
};

inline bool is_command(const SubjectDescription& subject) {
  return subject.kind == SubjectKind::command;
}

struct Subject : SubjectDescription {
  std::vector<Variant> variants;  // the first is the baseline
  // Memory of one process of the hungriest variant; absent: the workload does not say.
  std::optional<double> memory_bytes{};
  int threads = 1;       // that are busy at once, as the workload says
  std::string plugin{};  // path of the shared object that has the workload; empty: hone's own
};

}  // namespace hone

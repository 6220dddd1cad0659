#include "reports/json/read_variant.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "analyzers/model/metric.hpp"
#include "analyzers/text/characters.hpp"
#include "analyzers/text/numbers.hpp"
#include "reports/json/read_heap.hpp"
#include "reports/json/report_fields.hpp"

namespace hone::reports {

namespace {

Launch read_launch(const JsonField& object) {
  Launch launch;
  object.field("argv").each([&](const JsonField& word) { launch.argv.push_back(word.any_text()); });
  object.field("env").each([&](const JsonField& field) {
    const std::string assignment = field.any_text();
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos) return field.refuse("is not NAME=VALUE");
    launch.env.emplace_back(assignment.substr(0, equals), assignment.substr(equals + 1));
  });
  launch.cwd = object.field("cwd").text_or_empty();
  return launch;
}

Hooks read_hooks(const JsonField& object) {
  const auto hook = [&](std::string_view name) -> std::optional<Launch> {
    const JsonField field = object.field(name);
    if (field.is_absent()) return std::nullopt;
    return read_launch(field);
  };
  return {.setup = hook("setup"),
          .prepare = hook("prepare"),
          .conclude = hook("conclude"),
          .cleanup = hook("cleanup")};
}

std::optional<std::uint64_t> read_checksum(const JsonField& field) {
  if (field.is_absent()) return std::nullopt;
  const std::string text = field.text();
  const auto checksum = text::parse_hexadecimal<std::uint64_t>(text);
  if (text.size() != 16 || !checksum) field.refuse("is not 16 hexadecimal digits");
  return checksum.value_or(0);
}

Unit read_unit(const JsonField& metric, std::string_view id) {
  const JsonField field = metric.field("unit");
  const std::string symbol = field.any_text();
  for (const Unit unit : {Unit::seconds, Unit::bytes, Unit::hertz, Unit::per_second}) {
    if (symbol == unit_symbol(unit)) return unit;
  }
  if (!symbol.empty()) {
    field.refuse(
        fmt::format("is {}, which is none of: s, B, Hz, 1/s, or empty", JsonField::quoted(symbol)));
  }
  const JsonField quantity = metric.field("quantity");
  if (quantity.is_absent()) return assumed_quantity(id);
  const std::string name = quantity.text();
  for (const auto& [word, unit] : quantity_names) {
    if (name == word) return unit;
  }
  quantity.refuse(
      fmt::format("is {}, which is none of: count, ratio, quotient", JsonField::quoted(name)));
  return Unit::count;
}

std::vector<Quantile> read_quantiles(const JsonField& object) {
  std::vector<Quantile> quantiles;
  if (object.is_absent()) return quantiles;
  for (const auto& [key, probability] : quantile_keys) {
    const JsonField field = object.field(key);
    if (field.is_absent()) continue;
    quantiles.push_back(
        {probability, field.field("value").number(), read_interval(field.field("interval"))});
  }
  return quantiles;
}

std::optional<double> number_or_absent(const JsonField& field, double least, double most) {
  if (field.is_absent()) return std::nullopt;
  return field.number(least, most);
}

MetricReading read_metric(const JsonField& metric, std::string_view id) {
  if (!metric.field("unavailable").is_absent()) return read_absent(metric);
  MetricSummary summary;
  summary.unit = read_unit(metric, id);
  summary.provenance = read_provenance(metric.field("provenance"));
  summary.value = metric.field("value").number();
  summary.interval = read_interval(metric.field("interval"));
  summary.spread = number_or_absent(metric.field("spread"), 0, std::numeric_limits<double>::max());
  summary.samples = metric.field("samples").whole<int>(1);
  summary.multiplexed = number_or_absent(metric.field("multiplexed"), 0, 1);
  summary.event = metric.field("event").text_or_empty();
  summary.event_note = metric.field("event_note").text_or_empty();
  summary.quantiles = read_quantiles(metric.field("quantiles"));
  return summary;
}

void refuse_unless_id(const std::string& id, const JsonField& field) {
  if (!text::is_small_name(id)) field.refuse("stands at a key that is no metric's id");
}

Sample read_sample(const JsonField& object, const ByMetric<MetricReading>& metrics) {
  Sample sample;
  sample.unit = object.field("unit").whole<int>();
  sample.order = object.field("order").whole<int>();
  object.field("values").each_member([&](const std::string& id, const JsonField& value) {
    refuse_unless_id(id, value);
    sample.values[id] = {value.number(), sample_provenance(metrics, id)};
  });
  if (const JsonField others = object.field("provenance"); !others.is_absent()) {
    others.each_member([&](const std::string& id, const JsonField& field) {
      const auto found = sample.values.find(id);
      if (found == sample.values.end()) return field.refuse("is of a value that is not there");
      found->second.provenance = read_provenance(field);
    });
  }
  if (const JsonField cpu = object.field("cpu"); !cpu.is_absent()) sample.cpu = cpu.whole<int>();
  const JsonField end = object.field("exit");
  if (end.is_absent()) return sample;
  if (const JsonField signal = end.field("signal"); !signal.is_absent()) {
    sample.end = RunEnd{.code = 0, .signal = signal.whole<int>(1)};
  } else {
    sample.end = RunEnd{.code = end.field("code").whole<int>(0, 255), .signal = 0};
  }
  return sample;
}

std::optional<Failure> read_failure(const JsonField& object) {
  using Kind = FailureKind;
  if (object.is_absent()) return std::nullopt;
  return Failure{.kind = object.field("kind").word({Kind::crashed, Kind::failed, Kind::timed_out,
                                                    Kind::out_of_memory, Kind::wrong_checksum,
                                                    Kind::unavailable}),
                 .text = object.field("text").text(),
                 .output = object.field("output").text_or_empty()};
}

FunctionCost read_function(const JsonField& object) {
  return {.name = object.field("name").any_text(),
          .object = object.field("object").text_or_empty(),
          .calls = object.field("calls").number(0),
          .instructions = object.field("instructions").number(0),
          .l1d_misses = object.field("l1d_misses").number(0),
          .llc_misses = object.field("llc_misses").number(0),
          .branch_misses = object.field("branch_misses").number(0)};
}

FunctionChange read_function_change(const JsonField& object) {
  using Kind = FunctionChange::Kind;
  return {.name = object.field("name").any_text(),
          .kind = object.field("kind").word({Kind::changed, Kind::added, Kind::vanished}),
          .instructions = object.field("instructions").number(),
          .calls = object.field("calls").number(),
          .short_name = object.field("short_name").text_or_empty(),
          .share = number_or_absent(object.field("share"), -1, 1)};
}

// Missing in reports from before it was written.
bool flag_or_false(const JsonField& field) { return !field.is_absent() && field.boolean(); }

std::optional<InstructionChange> read_instruction_change(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return InstructionChange{.before = object.field("before").number(0),
                           .after = object.field("after").number(0),
                           .is_notable = flag_or_false(object.field("notable"))};
}

std::optional<UnreadOutput> read_unread_output(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return UnreadOutput{.to_null = object.field("to_null").whole<std::uint64_t>(),
                      .to_pipe = object.field("to_pipe").whole<std::uint64_t>()};
}

std::optional<StartUp> read_start_up(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return StartUp{.in_main = object.field("in_main").number(0),
                 .outside = object.field("outside").number(0)};
}

std::optional<SimulatedCounts> read_simulated_counts(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return SimulatedCounts{.target = object.field("target").text_or_empty(),
                         .timed_target = object.field("timed_target").text_or_empty(),
                         .other_code = object.field("other_code").text_or_empty(),
                         .runs = object.field("runs").whole<int>(),
                         .start_up = read_start_up(object.field("start_up"))};
}

MetricChange read_metric_change(const JsonField& object) {
  constexpr double any = std::numeric_limits<double>::max();
  using Kind = ChangeKind;
  return {.kind = object.field("kind").word(
              {Kind::same, Kind::changed, Kind::from_zero, Kind::to_zero, Kind::unclear}),
          .difference = object.field("difference").number(),
          .ratio = number_or_absent(object.field("ratio"), -any, any)};
}

std::optional<MemoryChange> read_memory_change(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return MemoryChange{.metric = read_id(object.field("metric")),
                      .ratio = object.field("ratio").number(0),
                      .is_notable = object.field("notable").boolean()};
}

}  // namespace

std::string read_id(const JsonField& field) {
  std::string id = field.text();
  if (!text::is_small_name(id)) {
    field.refuse(fmt::format("is {}, no id as in [a-z][a-z0-9_]*", JsonField::quoted(id)));
  }
  return id;
}

std::optional<Interval> read_interval(const JsonField& field) {
  if (field.is_absent()) return std::nullopt;
  std::vector<double> ends;
  field.each([&](const JsonField& end) {
    ends.push_back(end.number());
    if (ends.size() > 2) field.refuse("has more than two ends");
  });
  if (ends.size() != 2) {
    field.refuse("does not have two ends");
    return std::nullopt;
  }
  if (ends[0] > ends[1]) field.refuse("ends below where it begins");
  return Interval{ends[0], ends[1]};
}

double read_alpha(const JsonField& field) {
  const double alpha = field.number();
  if (alpha <= 0 || alpha >= 1) field.refuse("is not between 0 and 1");
  return alpha;
}

Absent read_absent(const JsonField& object) {
  return {.reason = object.field("unavailable").text(),
          .not_requested = object.field("not_requested").text_or_empty()};
}

Provenance read_provenance(const JsonField& field) {
  return field.word(
      {Provenance::measured, Provenance::simulated, Provenance::estimated, Provenance::counted});
}

Verdict read_verdict(const JsonField& field) {
  return field.word(
      {Verdict::improvement, Verdict::regression, Verdict::equivalent, Verdict::inconclusive});
}

std::vector<ParameterAssignment> read_parameters(const JsonField& object) {
  std::vector<ParameterAssignment> parameters;
  object.each_member([&](const std::string& name, const JsonField& value) {
    if (value.is_text()) {
      parameters.emplace_back(name, value.any_text());
    } else if (value.is_whole()) {
      parameters.emplace_back(name,
                              value.whole<std::int64_t>(std::numeric_limits<std::int64_t>::min()));
    } else {
      parameters.emplace_back(name, value.number());
    }
  });
  return parameters;
}

VariantReport read_variant(const JsonField& object) {
  VariantReport variant;
  variant.name = object.field("name").text();
  variant.summary = object.field("summary").text_or_empty();
  variant.is_baseline = object.field("is_baseline").boolean();
  variant.launch = read_launch(object.field("launch"));
  variant.hooks = read_hooks(object.field("hooks"));
  if (const JsonField own = object.field("parameters"); !own.is_absent()) {
    variant.parameters = read_parameters(own);
  }
  variant.checksum = read_checksum(object.field("checksum"));
  object.field("metrics").each_member([&](const std::string& id, const JsonField& metric) {
    refuse_unless_id(id, metric);
    variant.metrics.emplace(id, read_metric(metric, id));
  });
  object.field("samples").each([&](const JsonField& sample) {
    variant.samples.push_back(read_sample(sample, variant.metrics));
  });
  object.field("functions").each([&](const JsonField& function) {
    variant.functions.push_back(read_function(function));
  });
  object.field("function_changes").each([&](const JsonField& change) {
    variant.function_changes.push_back(read_function_change(change));
  });
  variant.instruction_change = read_instruction_change(object.field("instruction_change"));
  variant.unsplit = object.field("unsplit").text_or_empty();
  if (const JsonField heap = object.field("heap"); !heap.is_absent()) {
    variant.heap = read_heap_summary(heap);
  }
  if (const JsonField changes = object.field("heap_changes"); !changes.is_absent()) {
    variant.heap_changes = read_heap_difference(changes);
  }
  variant.failure = read_failure(object.field("failure"));
  if (const JsonField left_behind = object.field("left_behind"); !left_behind.is_absent()) {
    variant.left_behind = left_behind.whole<unsigned>();
  }
  variant.unread_output = read_unread_output(object.field("unread_output"));
  variant.simulated = read_simulated_counts(object.field("simulated"));
  if (const JsonField changes = object.field("changes"); !changes.is_absent()) {
    changes.each_member([&](const std::string& id, const JsonField& change) {
      refuse_unless_id(id, change);
      variant.changes.emplace(id, read_metric_change(change));
    });
  }
  variant.memory = read_memory_change(object.field("memory_change"));
  variant.cpus_used =
      number_or_absent(object.field("cpus_used"), 0, std::numeric_limits<double>::max());
  return variant;
}

}  // namespace hone::reports

#include "reports/json/read_report.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "analyzers/derive/metric_changes.hpp"
#include "analyzers/text/characters.hpp"
#include "analyzers/text/numbers.hpp"
#include "reports/json/input_fields.hpp"
#include "reports/json/json_fields.hpp"
#include "reports/json/read_variant.hpp"
#include "reports/json/report_fields.hpp"

namespace hone::reports {

namespace {

constexpr const char* save_again = "save a report with -o FILE";

// RFC 3339 in UTC, as in 2026-11-23T10:20:30Z; fractions of a second may follow.
bool is_time_stamp(std::string_view text) {
  constexpr std::string_view form = "0000-00-00T00:00:00";
  if (text.size() < form.size() + 1 || !text.ends_with('Z')) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '0' ? !text::is_digit(text[i]) : text[i] != form[i]) return false;
  }
  const std::string_view rest = text.substr(form.size(), text.size() - form.size() - 1);
  return rest.empty() || (rest.size() > 1 && rest.front() == '.' &&
                          std::all_of(rest.begin() + 1, rest.end(), text::is_digit));
}

std::vector<std::string> read_texts(const JsonField& list) {
  std::vector<std::string> texts;
  list.each([&](const JsonField& item) { texts.push_back(item.any_text()); });
  return texts;
}

TextOrAbsent read_text(const JsonField& field) {
  if (field.is_object()) return read_absent(field);
  return field.text();
}

NumberOrAbsent read_number(const JsonField& field) {
  if (field.is_object()) return read_absent(field);
  return field.number(0);
}

Cpu read_cpu(const JsonField& object) {
  Cpu cpu;
  cpu.vendor = object.field("vendor").any_text();
  cpu.model = object.field("model").any_text();
  cpu.cores = object.field("cores").whole<int>();
  object.field("caches").each([&](const JsonField& cache) {
    const JsonField ways = cache.field("ways");
    cpu.caches.push_back({.level = cache.field("level").whole<int>(1),
                          .type = cache.field("type").any_text(),
                          .size_bytes = cache.field("size_bytes").whole<std::int64_t>(),
                          .line_bytes = cache.field("line_bytes").whole<int>(),
                          .ways = ways.is_absent() ? 0 : ways.whole<int>(1),
                          .shared_by = cache.field("shared_by").whole<int>(1)});
  });
  cpu.features = read_texts(object.field("features"));
  return cpu;
}

ExternalTool read_external_tool(const std::string& name, const JsonField& tool) {
  const JsonField reason = tool.field("unavailable");
  if (reason.is_absent()) return {name, tool.field("version").text(), ""};
  return {name, "", reason.text()};
}

// Missing in reports from before it was written.
std::optional<SimulatedProcessor> read_simulated_processor(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return SimulatedProcessor{.valgrind = object.field("valgrind").text_or_empty(),
                            .glibc = object.field("glibc").text_or_empty(),
                            .features = read_texts(object.field("features")),
                            .lacks = read_texts(object.field("lacks")),
                            .tunables = object.field("tunables").text_or_empty(),
                            .other_functions = read_texts(object.field("other_functions"))};
}

Environment read_environment(const JsonField& object) {
  Environment environment;
  environment.host = object.field("host").any_text();
  environment.os = object.field("os").any_text();
  environment.kernel = object.field("kernel").any_text();
  environment.virtualization = object.field("virtualization").text_or_empty();
  environment.cpu = read_cpu(object.field("cpu"));
  environment.cpu.smt = object.field("smt").boolean();
  environment.memory_bytes = object.field("memory_bytes").whole<std::int64_t>();
  environment.governor = read_text(object.field("governor"));
  environment.turbo = read_text(object.field("turbo"));
  environment.aslr = read_text(object.field("aslr"));
  environment.thp = read_text(object.field("thp"));
  environment.load = read_number(object.field("load"));
  environment.steal = read_number(object.field("steal"));
  const JsonField pmu = object.field("pmu");
  environment.pmu_available = pmu.field("available").boolean();
  environment.pmu_reason = pmu.field("reason").any_text();
  object.field("tools").each_member([&](const std::string& name, const JsonField& tool) {
    environment.tools.push_back(read_external_tool(name, tool));
  });
  object.field("warnings").each([&](const JsonField& warning) {
    environment.warnings.push_back({.kind = read_id(warning.field("kind")),
                                    .text = warning.field("text").text(),
                                    .remedy = warning.field("remedy").text_or_empty()});
  });
  environment.simulated = read_simulated_processor(object.field("simulated"));
  return environment;
}

// Missing in reports from before it was written.
Estimand read_estimand(const JsonField& field) {
  return field.is_absent() ? Estimand::median : field.word({Estimand::median, Estimand::mean});
}

PlanSummary read_plan(const JsonField& object) {
  PlanSummary plan;
  plan.seed = object.field("seed").whole<std::uint64_t>();
  plan.alpha = read_alpha(object.field("alpha"));
  plan.margin = object.field("margin").number(0);
  if (const JsonField budget = object.field("budget_s"); !budget.is_absent()) {
    plan.budget_seconds = budget.number(0);
  }
  if (const JsonField runs = object.field("runs"); !runs.is_absent()) {
    plan.runs = runs.whole<int>(1);
  }
  plan.until_decided = object.field("until_decided").boolean();
  plan.estimand = read_estimand(object.field("estimand"));
  object.field("metrics").each([&](const JsonField& id) { plan.metrics.push_back(read_id(id)); });
  plan.collectors = read_texts(object.field("collectors"));
  const JsonField pay_off = object.field("pay_off");
  plan.pay_off = !pay_off.is_absent() && pay_off.boolean();
  plan.input = read_input(object.field("input"));
  return plan;
}

Better read_better(const JsonField& field) {
  return field.word({Better::lower, Better::higher, Better::neither});
}

// Missing in reports from before there were differences.
Scale read_scale(const JsonField& field) {
  return field.is_absent() ? Scale::ratio : field.word({Scale::ratio, Scale::difference});
}

// Reports hold ratios, too, which must be finite.
std::optional<ScanReading> read_scan(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  constexpr double largest = 700;
  ScanReading reading;
  reading.log_ratio = object.field("log_ratio").number(-largest, largest);
  const JsonField interval = object.field("interval");
  reading.interval = read_interval(interval);
  if (reading.interval && (reading.interval->lo < -largest || reading.interval->hi > largest)) {
    interval.refuse(fmt::format("goes beyond {} and {}", -largest, largest));
  }
  reading.alpha = read_alpha(object.field("alpha"));
  return reading;
}

LogShare read_share(const JsonField& object) {
  LogShare share{.log_ratio = object.field("log_ratio").number(),
                 .interval = read_interval(object.field("interval"))};
  if (const JsonField effect = object.field("effect"); !effect.is_absent()) {
    share.effect = effect.word(
        {Effect::changed, Effect::slight, Effect::unchanged, Effect::unclear, Effect::unbounded});
  }
  return share;
}

std::optional<Gain> read_gain(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return Gain{.factor = object.field("factor").number(0),
              .interval = read_interval(object.field("interval"))};
}

Finding read_finding(const JsonField& object) {
  return {.rule = read_id(object.field("rule")),
          .text = object.field("text").text(),
          .evidence = read_texts(object.field("evidence")),
          .confidence = object.field("confidence")
                            .word({Confidence::certain, Confidence::likely, Confidence::possible}),
          .technique = object.field("technique").text_or_empty(),
          .is_failure = object.field("failure").boolean()};
}

// It may speak of a variant that was not measured.
Expectation read_expectation(const JsonField& object) {
  return {.variant = object.field("variant").text(),
          .metric = read_id(object.field("metric")),
          .trend = object.field("trend").word({Trend::falls, Trend::rises, Trend::unchanged}),
          .factor = object.field("factor").number(0),
          .because = object.field("because").any_text()};
}

std::optional<Footprint> read_footprint(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  using Place = Footprint::Place;
  constexpr double least = std::numeric_limits<double>::denorm_min();
  Footprint footprint{
      .bytes = object.field("bytes").number(least),
      .place = object.field("place").word({Place::cache, Place::memory, Place::unknown}),
      .reason = object.field("reason").text_or_empty()};
  if (footprint.place == Place::unknown) return footprint;
  footprint.level = object.field("level").whole<int>(1);
  footprint.cache_bytes = object.field("cache_bytes").number(least);
  return footprint;
}

PayClaim read_claim(const JsonField& object) {
  return {.variant = object.field("variant").text(),
          .metric = read_id(object.field("metric")),
          .says = object.field("says").word({PayClaim::Says::gains, PayClaim::Says::no_gain}),
          .text = object.field("text").text_or_empty()};
}

std::optional<Crowding> read_crowding(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return Crowding{.threads = object.field("threads").whole<int>(1),
                  .cpus = object.field("cpus").whole<int>(1),
                  .busy = object.field("busy").number(0)};
}

std::optional<SpeedRange> read_core_speed(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return SpeedRange{.slow = object.field("p10").number(0), .fast = object.field("p90").number(0)};
}

std::vector<int> read_cpus(const JsonField& list) {
  std::vector<int> cpus;
  list.each([&](const JsonField& cpu) {
    const int number = cpu.whole<int>();
    if (!cpus.empty() && number <= cpus.back()) cpu.refuse("is not above the one before it");
    cpus.push_back(number);
  });
  return cpus;
}

std::optional<Placement> read_placement(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return Placement{.is_one_cpu = object.field("one_cpu").boolean(),
                   .cpus = read_cpus(object.field("cpus")),
                   .other_kind = read_cpus(object.field("other_kind")),
                   .reason = object.field("reason").text_or_empty()};
}

// What a subject's comparisons and splits may speak of.
class SubjectNames {
 public:
  explicit SubjectNames(const SubjectReport& subject) : subject_(subject) {}

  [[nodiscard]] std::string variant(const JsonField& field) const {
    std::string name = field.text();
    const auto is_it = [&](const VariantReport& variant) { return variant.name == name; };
    if (std::none_of(subject_.variants.begin(), subject_.variants.end(), is_it)) {
      field.refuse(fmt::format("is {}, no variant of this subject", JsonField::quoted(name)));
    }
    return name;
  }

  [[nodiscard]] std::string metric(const JsonField& field) const {
    std::string id = field.text();
    const auto is_it = [&](const VerdictMetric& metric) { return metric.id == id; };
    if (std::none_of(subject_.metrics.begin(), subject_.metrics.end(), is_it)) {
      field.refuse(
          fmt::format("is {}, none of this subject's verdict_metrics", JsonField::quoted(id)));
    }
    return id;
  }

  // The scale of a comparison, which is its metric's.
  [[nodiscard]] Scale scale(const JsonField& field, std::string_view metric) const {
    const Scale scale = read_scale(field);
    for (const VerdictMetric& declared : subject_.metrics) {
      if (declared.id == metric && declared.scale != scale) {
        field.refuse(fmt::format("is not that of {} among verdict_metrics", metric));
      }
    }
    return scale;
  }

 private:
  const SubjectReport& subject_;
};

std::variant<Detectable, DetectableDifference, Absent> read_detectable(const JsonField& object,
                                                                       Scale scale) {
  if (!object.field("unavailable").is_absent()) return read_absent(object);
  if (scale == Scale::difference) {
    return DetectableDifference{.difference = object.field("difference").number(0),
                                .power = object.field("power").number(0, 1)};
  }
  return Detectable{.ratio = object.field("ratio").number(1),
                    .power = object.field("power").number(0, 1)};
}

std::variant<ToDecide, Absent> read_to_decide(const JsonField& object) {
  if (!object.field("unavailable").is_absent()) return read_absent(object);
  ToDecide wanted{.verdict = object.field("verdict").word(
                      {Verdict::improvement, Verdict::regression, Verdict::equivalent}),
                  .power = object.field("power").number(0, 1),
                  .pairs = object.field("pairs").whole<std::int64_t>(1)};
  if (const JsonField seconds = object.field("seconds"); !seconds.is_absent()) {
    wanted.seconds = seconds.number(0);
  }
  wanted.is_feasible = object.field("feasible").boolean();
  return wanted;
}

// Both parts or none; missing in reports from before they were written.
std::optional<Prospect> read_prospect(const JsonField& comparison, Scale scale) {
  const JsonField detectable = comparison.field("detectable");
  const JsonField to_decide = comparison.field("to_decide");
  if (detectable.is_absent() && to_decide.is_absent()) return std::nullopt;
  return Prospect{.detectable = read_detectable(detectable, scale),
                  .to_decide = read_to_decide(to_decide)};
}

std::optional<OtherDifference> read_other_difference(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  return OtherDifference{.estimate = object.field("estimate").number(),
                         .interval = read_interval(object.field("interval")),
                         .verdict = read_verdict(object.field("verdict")),
                         .declared = read_verdict(object.field("declared"))};
}

// What is said of a ratio must not stand beside it, where it would be taken for the same.
Difference read_difference(const JsonField& comparison) {
  for (const std::string_view key :
       {"ratio", "interval", "resolution", "counts", "scan", "gain", "other"}) {
    const JsonField field = comparison.field(key);
    if (!field.is_absent()) field.refuse("is of a ratio, and the scale is difference");
  }
  comparison.field("log_ratios").each([](const JsonField& item) {
    item.refuse("is of a ratio, and the scale is difference");
  });
  const JsonField object = comparison.field("difference");
  Difference difference{.estimate = object.field("estimate").number(),
                        .interval = read_interval(object.field("interval")),
                        .margin = object.field("margin").number(0)};
  if (const JsonField field = object.field("resolution"); !field.is_absent()) {
    difference.resolution = field.number(0);
  }
  object.field("pairs").each(
      [&](const JsonField& pair) { difference.pairs.push_back(pair.number()); });
  difference.other = read_other_difference(object.field("other"));
  return difference;
}

Comparison read_comparison(const JsonField& object, const SubjectNames& names) {
  Comparison comparison;
  comparison.baseline = names.variant(object.field("baseline"));
  comparison.variant = names.variant(object.field("variant"));
  comparison.metric = names.metric(object.field("metric"));
  comparison.better = read_better(object.field("better"));
  const JsonField ratio = object.field("ratio");
  comparison.ratio.reset();
  if (!ratio.is_absent()) comparison.ratio = ratio.number(0);
  comparison.interval = read_interval(object.field("interval"));
  comparison.verdict = read_verdict(object.field("verdict"));
  comparison.pairs = object.field("pairs").whole<int>();
  comparison.looks = object.field("looks").whole<int>();
  comparison.stopped =
      object.field("stopped").word({Stopped::decided, Stopped::budget, Stopped::interrupted});
  comparison.margin = object.field("margin").number(0);
  comparison.alpha = read_alpha(object.field("alpha"));
  if (const JsonField field = object.field("resolution"); !field.is_absent()) {
    comparison.resolution = field.number(0);
  }
  object.field("log_ratios").each([&](const JsonField& log_ratio) {
    comparison.log_ratios.push_back(log_ratio.number());
  });
  if (const JsonField counts = object.field("counts"); !counts.is_absent()) {
    comparison.counts = CountPair{.baseline = counts.field("baseline").number(0),
                                  .variant = counts.field("variant").number(0)};
  }
  comparison.scan = read_scan(object.field("scan"));
  comparison.gain = read_gain(object.field("gain"));
  comparison.estimand = read_estimand(object.field("estimand"));
  if (const JsonField other = object.field("other"); !other.is_absent()) {
    comparison.other = OtherFigure{.ratio = other.field("ratio").number(0),
                                   .interval = read_interval(other.field("interval")),
                                   .verdict = read_verdict(other.field("verdict")),
                                   .declared = read_verdict(other.field("declared"))};
  }
  const Scale scale = names.scale(object.field("scale"), comparison.metric);
  comparison.prospect = read_prospect(object, scale);
  if (scale == Scale::difference) {
    comparison.difference = read_difference(object);
  } else if (const JsonField field = object.field("difference"); !field.is_absent()) {
    field.refuse("is there, and the scale is not difference");
  }
  return comparison;
}

TimeSplit read_split(const JsonField& object, const SubjectNames& names) {
  return {
      .baseline = names.variant(object.field("baseline")),
      .variant = names.variant(object.field("variant")),
      .provenance = object.field("provenance").word({Provenance::measured, Provenance::estimated}),
      .time = read_share(object.field("time")),
      .instructions = read_share(object.field("instructions")),
      .cpi = read_share(object.field("cpi")),
      .clock = read_share(object.field("clock"))};
}

// A report from before changes were written has none of what is said of them.
bool is_judged(const JsonField& variants) {
  bool judged = true;
  variants.each(
      [&](const JsonField& variant) { judged = judged && !variant.field("changes").is_absent(); });
  return judged;
}

void read_variants(const JsonField& list, SubjectReport& subject) {
  std::set<std::string> names;
  list.each([&](const JsonField& object) {
    subject.variants.push_back(read_variant(object));
    const std::string& name = subject.variants.back().name;
    if (names.insert(name).second) return;
    object.field("name").refuse(
        fmt::format("is {}, as of a variant before", JsonField::quoted(name)));
  });
}

void read_verdict_metrics(const JsonField& list, SubjectReport& subject) {
  std::set<std::string> ids;
  list.each([&](const JsonField& metric) {
    const JsonField id = metric.field("id");
    subject.metrics.push_back(
        {read_id(id), read_better(metric.field("better")), read_scale(metric.field("scale"))});
    if (!ids.insert(subject.metrics.back().id).second) id.refuse("stands in the list twice");
  });
  if (subject.metrics.empty()) list.refuse("is empty");
}

SubjectReport read_subject(const JsonField& object) {
  SubjectReport subject;
  subject.id = object.field("id").text();
  subject.kind = object.field("kind").word({SubjectKind::workload, SubjectKind::command,
                                            SubjectKind::google_benchmark, SubjectKind::plugin});
  subject.family = object.field("family").text_or_empty();
  subject.technique = object.field("technique").text_or_empty();
  subject.summary = object.field("summary").text_or_empty();
  subject.parameters = read_parameters(object.field("parameters"));
  const JsonField work = object.field("work");
  subject.work = {.iteration = work.field("iteration").text_or_empty(),
                  .operation = work.field("operation").text_or_empty(),
                  .operations = work.field("operations").number(0)};
  read_verdict_metrics(object.field("verdict_metrics"), subject);
  subject.iterations_per_block = object.field("iterations_per_block").whole<std::uint64_t>();
  const JsonField units = object.field("units");
  const JsonField dropped = units.field("dropped");
  subject.dropped = {.slow_core = dropped.field("slow_core").whole<int>(),
                     .steal = dropped.field("steal").whole<int>()};
  read_variants(object.field("variants"), subject);
  const SubjectNames names(subject);
  object.field("comparisons").each([&](const JsonField& comparison) {
    subject.comparisons.push_back(read_comparison(comparison, names));
  });
  object.field("splits").each(
      [&](const JsonField& split) { subject.splits.push_back(read_split(split, names)); });
  object.field("findings").each([&](const JsonField& finding) {
    subject.findings.push_back(read_finding(finding));
  });
  if (const JsonField points = object.field("scan_points"); !points.is_absent()) {
    subject.scan_points = points.whole<int>(1);
  }
  if (const JsonField expectations = object.field("expectations"); !expectations.is_absent()) {
    expectations.each([&](const JsonField& expected) {
      subject.expectations.push_back(read_expectation(expected));
    });
  }
  subject.core_speed = read_core_speed(object.field("core_speed"));
  subject.placement = read_placement(object.field("placement"));
  subject.footprint = read_footprint(object.field("footprint"));
  subject.chosen = object.field("chosen").text_or_empty();
  if (const JsonField claims = object.field("claims"); !claims.is_absent()) {
    claims.each([&](const JsonField& claim) { subject.claims.push_back(read_claim(claim)); });
  }
  subject.crowding = read_crowding(object.field("crowding"));
  if (!is_judged(object.field("variants"))) derive::judge_changes(subject);
  return subject;
}

// Of a report from before the reading was written whole: the ratios are all that is known of it.
std::optional<ScanReading> reading_of_ratio(const JsonField& point, double alpha) {
  const JsonField ratio = point.field("ratio");
  if (ratio.is_absent()) return std::nullopt;
  constexpr double least = 1e-300;
  constexpr double most = 1e300;
  ScanReading reading{.log_ratio = std::log(ratio.number(least, most)), .alpha = alpha};
  const JsonField interval = point.field("interval");
  const std::optional<Interval> ratios = read_interval(interval);
  if (!ratios) return reading;
  if (ratios->lo < least || ratios->hi > most) interval.refuse("is not of ratios");
  reading.interval = Interval{std::log(ratios->lo), std::log(ratios->hi)};
  return reading;
}

// `alpha`: the point's own part of the scan's.
ScanPoint read_point(const JsonField& object, double alpha) {
  ScanPoint point;
  point.value = object.field("value").number();
  point.reading = read_scan(object.field("reading"));
  if (!point.reading) point.reading = reading_of_ratio(object, alpha);
  point.state =
      object.field("state").word({PointState::pays, PointState::no_difference, PointState::loses,
                                  PointState::undecided, PointState::not_measured});
  if (const JsonField counted = object.field("counted"); !counted.is_absent()) {
    point.counted = read_verdict(counted);
  }
  return point;
}

Crossing read_crossing(const JsonField& object) {
  Crossing crossing;
  crossing.value = object.field("value").number();
  const JsonField interval = object.field("interval");
  const std::optional<Interval> between = read_interval(interval);
  if (!between) interval.refuse("is missing");
  crossing.between = between.value_or(Interval{});
  const JsonField gain = object.field("gain");
  const std::string word = gain.text();
  crossing.begins = word == "begins";
  if (!crossing.begins && word != "ends") gain.refuse("is neither \"begins\" nor \"ends\"");
  return crossing;
}

Crossover read_crossover(const JsonField& object) {
  using Kind = CrossoverKind;
  Crossover crossover;
  crossover.subject = object.field("subject").text();
  crossover.fixed = read_parameters(object.field("parameters"));
  crossover.parameter = object.field("parameter").text();
  crossover.baseline = object.field("baseline").text();
  crossover.variant = object.field("variant").text();
  crossover.metric = read_id(object.field("metric"));
  crossover.alpha = read_alpha(object.field("alpha"));
  crossover.is_exact = object.field("exact").boolean();
  ScanAnswer& answer = crossover.answer;
  answer.kind = object.field("kind").word({Kind::pays_up_to, Kind::pays_from, Kind::pays_everywhere,
                                           Kind::pays_nowhere, Kind::unclear});
  answer.reason = object.field("reason").text_or_empty();
  object.field("crossings").each([&](const JsonField& crossing) {
    answer.crossings.push_back(read_crossing(crossing));
  });
  const JsonField points = object.field("points");
  std::size_t count = 0;
  points.each([&](const JsonField&) { ++count; });
  const double alpha =
      std::max(crossover.alpha / static_cast<double>(std::max(count, std::size_t{1})),
               std::numeric_limits<double>::min());
  points.each([&](const JsonField& point) { answer.points.push_back(read_point(point, alpha)); });
  return crossover;
}

// Each subject is one point of its parameters: an id may come again with others.
class SubjectsReader {
 public:
  explicit SubjectsReader(Report& report) : report_(report) {}

  void read_next(const JsonField& object) {
    report_.subjects.push_back(read_subject(object));
    const SubjectReport& subject = report_.subjects.back();
    if (points_.emplace(subject.id, subject.parameters).second) return;
    object.field("id").refuse(fmt::format("is {}, as of a subject before with the same parameters",
                                          JsonField::quoted(subject.id)));
  }

 private:
  Report& report_;
  std::set<std::pair<std::string, std::vector<ParameterAssignment>>> points_;
};

Report read_fields(const JsonField& document) {
  Report report;
  const JsonField tool = document.field("tool");
  report.tool = {.name = tool.field("name").text(),
                 .version = tool.field("version").text(),
                 .revision = tool.field("revision").text_or_empty()};
  const JsonField created = document.field("created");
  report.created = created.text();
  if (!is_time_stamp(report.created)) created.refuse("is no time as in 2026-11-23T10:20:30Z");
  report.interrupted = document.field("interrupted").boolean();
  report.environment = read_environment(document.field("environment"));
  report.plan = read_plan(document.field("plan"));
  SubjectsReader subjects(report);
  document.field("subjects").each([&](const JsonField& object) { subjects.read_next(object); });
  if (const JsonField crossovers = document.field("crossovers"); !crossovers.is_absent()) {
    crossovers.each([&](const JsonField& crossover) {
      report.crossovers.push_back(read_crossover(crossover));
    });
  }
  return report;
}

// The number after hone.report/, if that is the schema; absent: the name is of something else.
std::optional<unsigned> schema_version(std::string_view name, std::string_view schema) {
  const std::string_view family = schema.substr(0, schema.find('/') + 1);
  if (!name.starts_with(family)) return std::nullopt;
  name.remove_prefix(family.size());
  return text::parse_number<unsigned>(name);
}

Result<void> check_schema(const JsonField& document, std::string_view schema) {
  const JsonField field = document.field("schema");
  if (!document.is_object() || !field.is_text()) {
    return Error{"schema: is missing, so this is no report of hone's", save_again};
  }
  const std::string name = field.any_text();
  if (name == schema) return {};
  const std::string quoted = JsonField::quoted(name);
  if (schema_version(name, schema) > schema_version(schema, schema)) {
    return Error{fmt::format("schema: is {}, newer than {}", quoted, schema),
                 fmt::format("update hone: this one reads {}", schema)};
  }
  return Error{fmt::format("schema: is {}, not {}", quoted, schema), save_again};
}

constexpr std::string_view journal_beginning = "{\"schema\":\"hone.journal/";

// Hostile text of this size takes less than 3 GiB.
constexpr std::size_t longest_journal = std::size_t{256} * 1024 * 1024;

constexpr const char* correct_journal = "correct the journal, or delete it from that line on";

// Reads one line with read(field). The error names what is wrong.
template <class Read>
Result<void> read_line(std::string_view line, Read read) {
  const Result<JsonValue> value = parse_json(line);
  if (!value) return Error{value.error().what, correct_journal};
  JsonRefusal refusal;
  const JsonField root(*value, refusal);
  if (Result<void> done = read(root); !done) return done;
  if (!refusal.happened()) return {};
  return Error{refusal.place.empty() ? fmt::format("it {}", refusal.reason)
                                     : fmt::format("{}: {}", refusal.place, refusal.reason),
               correct_journal};
}

}  // namespace

Result<Report> read_report(std::string_view text) {
  const Result<JsonValue> document = parse_json(text);
  if (!document) return Error{document.error().what, save_again};
  JsonRefusal refusal;
  const JsonField root(*document, refusal);
  if (Result<void> fits = check_schema(root, report_schema); !fits) return fits.error();
  Report report = read_fields(root);
  if (!refusal.happened()) return report;
  return Error{fmt::format("{}: {}", refusal.place, refusal.reason),
               "save the report again, or correct it: reports/schema/hone.report-1.schema.json "
               "says what each field may be"};
}

bool begins_as_journal(std::string_view text) { return text.starts_with(journal_beginning); }

bool may_be_journal(std::string_view head) {
  return begins_as_journal(head) || journal_beginning.starts_with(head);
}

Result<Journal> read_journal(std::string_view text) {
  if (text.size() > longest_journal) {
    return Error{fmt::format("it is longer than {} bytes", longest_journal), save_again};
  }
  Journal journal;
  SubjectsReader subjects(journal.report);
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    journal.is_cut = end == std::string_view::npos;
    if (journal.is_cut) break;
    ++number;
    const Result<void> read =
        read_line(text.substr(0, end), [&](const JsonField& root) -> Result<void> {
          if (number > 1) {
            subjects.read_next(root);
            return {};
          }
          if (Result<void> is_journal = check_schema(root, journal_schema); !is_journal) {
            return is_journal;
          }
          const JsonField report = root.field("report");
          journal.report = read_fields(report);
          const JsonField inside = report.field("subjects");
          if (!journal.report.subjects.empty()) inside.refuse("is not empty");
          return {};
        });
    if (!read) {
      return Error{fmt::format("line {}: {}", number, read.error().what), read.error().next};
    }
    text.remove_prefix(end + 1);
  }
  if (number == 0) return Error{"its first line does not end", "delete it: nothing is in it"};
  return journal;
}

}  // namespace hone::reports

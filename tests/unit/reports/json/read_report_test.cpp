#include "reports/json/read_report.hpp"

#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/json/json_fields.hpp"
#include "reports/json/report_json.hpp"
#include "tests/unit/reports/sample_counters.hpp"
#include "tests/unit/reports/sample_every_field.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;

std::string error_of(std::string_view text) {
  const Result<Report> report = read_report(text);
  if (report.ok()) return "accepted";
  EXPECT_NE(report.error().next, "");
  return report.error().what;
}

// What the writer makes of bytes that are not UTF-8.
Report with_replacements(Report report) {
  for (SubjectReport& subject : report.subjects) {
    if (const std::size_t bytes = subject.id.find("\xff\xfe"); bytes != std::string::npos) {
      subject.id.replace(bytes, 2, "\xef\xbf\xbd\xef\xbf\xbd");
    }
    for (VariantReport& variant : subject.variants) {
      for (std::string& word : variant.launch.argv) {
        if (word == "\xff") word = "\xef\xbf\xbd";
      }
    }
  }
  return report;
}

TEST(ReadReport, GivesBackWhatWasWritten) {
  const std::array samples{
      sample_report(),          sample_comparison(),           sample_pay_off(),
      sample_with_pmu(),        sample_with_multiplexed_pmu(), sample_with_simulation(),
      sample_with_every_field()};
  for (const Report& sample : samples) {
    const std::string text = render_json(sample);
    const Result<Report> report = read_report(text);
    ASSERT_TRUE(report.ok()) << report.error().what;
    EXPECT_TRUE(*report == with_replacements(sample));
    EXPECT_EQ(render_json(*report), text);
  }
}

TEST(ReadReport, EveryDoubleSurvives) {
  for (const double value : {0.1 + 0.2, 1.0 / 3, 5e-324, 1.7976931348623157e308, -0.0, 1e22,
                             9007199254740993.0, 123456789.123456789}) {
    Report sample = sample_comparison();
    sample.subjects[0].comparisons[0].log_ratios = {value, -value};
    const Result<Report> report = read_report(render_json(sample));
    ASSERT_TRUE(report.ok()) << report.error().what;
    EXPECT_EQ(report.value().subjects[0].comparisons[0].log_ratios,
              sample.subjects[0].comparisons[0].log_ratios);
  }
}

TEST(ReadReport, FieldsThatAreNotKnownArePassedOver) {
  ordered_json json = ordered_json::parse(render_json(sample_comparison()));
  json["mood"] = {{"of", {"the", "day"}}};
  json["subjects"][0]["variants"][0]["samples"][0]["colour"] = nullptr;
  const Result<Report> report = read_report(json.dump());
  ASSERT_TRUE(report.ok()) << report.error().what;
  EXPECT_TRUE(*report == sample_comparison());
}

TEST(ReadReport, AFootprintOfUnknownPlaceIsReadBack) {
  Report written = sample_comparison();
  written.subjects[0].footprint =
      Footprint{.bytes = 0.1 + 0.2, .place = Footprint::Place::unknown, .reason = "none is told"};
  const ordered_json json = ordered_json::parse(render_json(written));
  EXPECT_TRUE(json["subjects"][0]["footprint"]["level"].is_null());
  EXPECT_TRUE(json["subjects"][0]["footprint"]["cache_bytes"].is_null());
  const Result<Report> report = read_report(json.dump());
  ASSERT_TRUE(report.ok()) << report.error().what;
  EXPECT_TRUE(*report == written);
}

// Reports from before these fields were written lack them.
TEST(ReadReport, AnOlderReportLacksFields) {
  ordered_json json = ordered_json::parse(render_json(sample_pay_off()));
  json["plan"].erase("pay_off");
  json["environment"].erase("simulated");
  for (ordered_json& subject : json["subjects"]) {
    for (const char* field : {"scan_points", "expectations", "core_speed", "placement", "footprint",
                              "chosen", "claims", "crowding"})
      subject.erase(field);
    for (ordered_json& variant : subject["variants"]) {
      for (const char* field :
           {"unsplit", "instruction_change", "failure", "left_behind", "unread_output", "simulated",
            "changes", "memory_change", "cpus_used"}) {
        variant.erase(field);
      }
    }
    for (ordered_json& comparison : subject["comparisons"]) {
      for (const char* field : {"scan", "gain", "estimand", "other"}) comparison.erase(field);
    }
  }
  for (ordered_json& point : json["crossovers"][0]["points"]) {
    point.erase("reading");
    point.erase("counted");
  }
  const Result<Report> report = read_report(json.dump());
  ASSERT_TRUE(report.ok()) << report.error().what;
  const Report& read = report.value();
  EXPECT_FALSE(read.plan.pay_off);
  std::vector<SubjectReport> expected = sample_pay_off().subjects;
  for (SubjectReport& subject : expected) subject.footprint.reset();
  EXPECT_TRUE(read.subjects == expected);
  const ScanReading& reading = read.crossovers[0].answer.points[0].reading.value();
  EXPECT_NEAR(reading.log_ratio, std::log(0.43), 1e-12);
  EXPECT_DOUBLE_EQ(reading.alpha, 0.05 / 2);
}

TEST(ReadReport, AReportFromBeforeChangesWereWrittenIsJudgedAsItIsRead) {
  ordered_json json = ordered_json::parse(render_json(sample_with_simulation()));
  ordered_json& subject = json["subjects"][0];
  for (ordered_json& variant : subject["variants"]) {
    for (const char* field : {"changes", "memory_change", "cpus_used"}) variant.erase(field);
    for (ordered_json& function : variant["function_changes"]) function.erase("share");
  }
  subject["variants"][1]["instruction_change"].erase("notable");
  for (const char* factor : {"time", "instructions", "cpi", "clock"}) {
    subject["splits"][0][factor].erase("effect");
  }
  subject["comparisons"][0].erase("gain");
  const Result<Report> report = read_report(json.dump());
  ASSERT_TRUE(report.ok()) << report.error().what;
  EXPECT_TRUE(report->subjects == sample_with_simulation().subjects);
}

TEST(ReadReport, RefusesWhatIsNoJson) {
  EXPECT_EQ(error_of(""), "line 1, column 1: it ends too early");
  EXPECT_EQ(error_of("{\"schema\":\n nonsense}"), "line 2, column 3: it is not JSON");
  EXPECT_THAT(error_of("{\"schema\": NaN}"), HasSubstr("it is not JSON"));
  EXPECT_THAT(error_of("{\"schema\": 1e999}"), HasSubstr("a number is too large"));
  EXPECT_THAT(error_of("{\"schema\": \"\\ud800\"}"), HasSubstr("its text is not Unicode"));
  EXPECT_THAT(error_of("{\"schema\": \"\xff\"}"), HasSubstr("its text is not Unicode"));
  EXPECT_THAT(error_of("{} {}"), HasSubstr("it is not JSON"));
}

TEST(ReadReport, EveryReportThatIsCutShortIsRefused) {
  const std::string text = render_json(sample_comparison());
  for (std::size_t length = 0; length + 2 < text.size(); length += 97) {
    EXPECT_THAT(error_of(text.substr(0, length)), HasSubstr("it ends too early")) << length;
  }
}

TEST(ReadReport, RefusesOtherSchemas) {
  const auto missing = "schema: is missing, so this is no report of hone's";
  for (const char* text : {"[]", "null", "{}", "{\"schema\": 1}"}) {
    EXPECT_EQ(error_of(text), missing) << text;
  }
  EXPECT_EQ(error_of("{\"schema\": \"hone.heap/1\"}"),
            "schema: is \"hone.heap/1\", not hone.report/1");
  const Result<Report> newer = read_report("{\"schema\": \"hone.report/2\"}");
  ASSERT_FALSE(newer.ok());
  EXPECT_EQ(newer.error().what, "schema: is \"hone.report/2\", newer than hone.report/1");
  EXPECT_EQ(newer.error().next, "update hone: this one reads hone.report/1");
}

TEST(ReadReport, RefusesKeysThatStandTwice) {
  EXPECT_EQ(error_of(R"({"schema": 1, "schema": 2})"), "schema: the key stands there twice");
  EXPECT_EQ(error_of(R"({"subjects": [{}, {"variants": [{"metrics": {"ipc": 1, "ipc": 2}}]}]})"),
            "subjects[1].variants[0].metrics.ipc: the key stands there twice");
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"k " + std::to_string(i) + "\": 0, ";
  EXPECT_EQ(error_of(many + "\"k 3\": 0}"), "[\"k 3\"]: the key stands there twice");
}

TEST(ReadReport, DepthAndSizeAreBounded) {
  EXPECT_THAT(error_of(std::string(100'000, '[')), HasSubstr("more than 64 deep"));
  EXPECT_EQ(parse_json("[1,2,3]", {.values = 3}).error().what, "it holds more than 3 values");
  EXPECT_EQ(parse_json("[1,2,3]", {.bytes = 6}).error().what, "it is longer than 6 bytes");
  EXPECT_TRUE(parse_json("[[1],[2]]", {.bytes = 9, .values = 5, .depth = 2}).ok());
}

struct Damage {
  const char* pointer;  // RFC 6901, into sample_with_every_field
  ordered_json value;   // discarded: the field is taken out
  std::string error;
};

std::string error_after(const Damage& damage) {
  static const ordered_json good = ordered_json::parse(render_json(sample_with_every_field()));
  ordered_json json = good;
  const ordered_json::json_pointer pointer(damage.pointer);
  if (damage.value.is_discarded()) {
    json[pointer.parent_pointer()].erase(pointer.back());
  } else {
    json[pointer] = damage.value;
  }
  return error_of(json.dump());
}

TEST(ReadReport, NamesThePlaceOfWhatIsWrongInTheReport) {
  const ordered_json gone(ordered_json::value_t::discarded);
  const std::vector<Damage> damages{
      {"/created", "yesterday", "created: is no time as in 2026-11-23T10:20:30Z"},
      {"/tool/name", "", "tool.name: is empty"},
      {"/tool", gone, "tool: is missing"},
      {"/interrupted", 0, "interrupted: is a number, not true or false"},
      {"/environment/cpu/cores", -1,
       "environment.cpu.cores: is not a whole number from 0 to 2147483647"},
      {"/environment/load", "NaN", "environment.load: is text, not a number"},
      {"/environment/governor",
       {{"unavailable", ""}},
       "environment.governor.unavailable: is empty"},
      {"/environment/tools/a b", 1, "environment.tools[\"a b\"]: is a number, not an object"},
      {"/plan/alpha", 1, "plan.alpha: is not between 0 and 1"},
      {"/plan/alpha", 0, "plan.alpha: is not between 0 and 1"},
      {"/plan/margin", -0.5, "plan.margin: is -0.5, and so below 0"},
      {"/plan/runs", 0, "plan.runs: is not a whole number from 1 to 2147483647"},
      {"/plan/seed", 1.5, "plan.seed: is not a whole number from 0 to 18446744073709551615"},
      {"/plan/metrics/0", "Time!", "plan.metrics[0]: is \"Time!\", no id as in [a-z][a-z0-9_]*"},
      {"/subjects", gone, "subjects: is missing"},
      {"/subjects", 1, "subjects: is a number, not a list"},
      {"/crossovers/0/alpha", 2, "crossovers[0].alpha: is not between 0 and 1"},
      {"/crossovers/0/kind", "pays",
       "crossovers[0].kind: is \"pays\", which is none of: pays_up_to, pays_from, "
       "pays_everywhere, pays_nowhere, unclear"},
      {"/crossovers/0/crossings/0/interval", nullptr,
       "crossovers[0].crossings[0].interval: is missing"},
      {"/crossovers/0/crossings/0/gain", "grows",
       "crossovers[0].crossings[0].gain: is neither \"begins\" nor \"ends\""},
      {"/crossovers/0/points/1/reading/log_ratio", 1000,
       "crossovers[0].points[1].reading.log_ratio: is 1000, and so above 700"},
  };
  for (const Damage& damage : damages) EXPECT_EQ(error_after(damage), damage.error);
}

TEST(ReadReport, NamesThePlaceOfWhatIsWrongInASubject) {
  const ordered_json gone(ordered_json::value_t::discarded);
  const std::vector<Damage> damages{
      {"/subjects/0/id", gone, "subjects[0].id: is missing"},
      {"/subjects/0/kind", "job",
       "subjects[0].kind: is \"job\", which is none of: workload, command, google_benchmark, "
       "plugin"},
      {"/subjects/0/parameters/records", true,
       "subjects[0].parameters.records: is true or false, not a number"},
      {"/subjects/0/parameters/records", 9223372036854775808U,
       "subjects[0].parameters.records: is not a whole number from -9223372036854775808 to "
       "9223372036854775807"},
      {"/subjects/0/verdict_metrics", ordered_json::array(),
       "subjects[0].verdict_metrics: is empty"},
      {"/subjects/0/scan_points", 0,
       "subjects[0].scan_points: is not a whole number from 1 to 2147483647"},
      {"/subjects/0/variants/1/name", "rows",
       "subjects[0].variants[1].name: is \"rows\", as of a variant before"},
      {"/subjects/0/comparisons/0/variant", "ro\x1bws",
       "subjects[0].comparisons[0].variant: is \"ro\\u001bws\", no variant of this subject"},
      {"/subjects/0/comparisons/0/metric", "ipc",
       "subjects[0].comparisons[0].metric: is \"ipc\", none of this subject's verdict_metrics"},
      {"/subjects/0/comparisons/0/interval",
       {2, 1},
       "subjects[0].comparisons[0].interval: ends below where it begins"},
      {"/subjects/0/comparisons/0/interval",
       {2},
       "subjects[0].comparisons[0].interval: does not have two ends"},
      {"/subjects/0/comparisons/0/interval",
       {2, 3, 4},
       "subjects[0].comparisons[0].interval: has more than two ends"},
      {"/subjects/0/comparisons/0/verdict", "faster",
       "subjects[0].comparisons[0].verdict: is \"faster\", which is none of: improvement, "
       "regression, equivalent, inconclusive"},
      {"/subjects/0/comparisons/0/pairs", -3,
       "subjects[0].comparisons[0].pairs: is not a whole number from 0 to 2147483647"},
      {"/subjects/0/comparisons/0/scan/alpha", gone,
       "subjects[0].comparisons[0].scan.alpha: is missing"},
      {"/subjects/0/comparisons/0/log_ratios/2", "NaN",
       "subjects[0].comparisons[0].log_ratios[2]: is text, not a number"},
      {"/subjects/0/splits/0/baseline", "none",
       "subjects[0].splits[0].baseline: is \"none\", no variant of this subject"},
      {"/subjects/0/splits/0/provenance", "simulated",
       "subjects[0].splits[0].provenance: is \"simulated\", which is none of: measured, "
       "estimated"},
      {"/subjects/0/expectations", "rows", "subjects[0].expectations: is text, not a list"},
      {"/subjects/0/expectations/0/variant", "", "subjects[0].expectations[0].variant: is empty"},
      {"/subjects/0/expectations/0/metric", "L1d",
       "subjects[0].expectations[0].metric: is \"L1d\", no id as in [a-z][a-z0-9_]*"},
      {"/subjects/0/expectations/1/trend", "up",
       "subjects[0].expectations[1].trend: is \"up\", which is none of: falls, rises, unchanged"},
      {"/subjects/0/expectations/1/factor", -1,
       "subjects[0].expectations[1].factor: is -1, and so below 0"},
      {"/subjects/0/expectations/1/because", nullptr,
       "subjects[0].expectations[1].because: is null, not text"},
      {"/subjects/0/footprint/bytes", 0, "subjects[0].footprint.bytes: is 0, and so below 5e-324"},
      {"/subjects/0/footprint/place", "disk",
       "subjects[0].footprint.place: is \"disk\", which is none of: cache, memory, unknown"},
      {"/subjects/0/footprint/level", 0,
       "subjects[0].footprint.level: is not a whole number from 1 to 2147483647"},
      {"/subjects/0/footprint/cache_bytes", gone, "subjects[0].footprint.cache_bytes: is missing"},
      {"/subjects/0/claims", "none", "subjects[0].claims: is text, not a list"},
      {"/subjects/0/claims/0/variant", "", "subjects[0].claims[0].variant: is empty"},
      {"/subjects/0/claims/0/metric", "L1d",
       "subjects[0].claims[0].metric: is \"L1d\", no id as in [a-z][a-z0-9_]*"},
      {"/subjects/0/claims/1/says", "perhaps",
       "subjects[0].claims[1].says: is \"perhaps\", which is none of: gains, no_gain"},
      {"/subjects/0/crowding/cpus", 0,
       "subjects[0].crowding.cpus: is not a whole number from 1 to 2147483647"},
      {"/subjects/0/core_speed", 3e9, "subjects[0].core_speed: is a number, not an object"},
      {"/subjects/0/core_speed/p90", gone, "subjects[0].core_speed.p90: is missing"},
  };
  for (const Damage& damage : damages) EXPECT_EQ(error_after(damage), damage.error);
}

// Whoever reads a ratio must not be given a difference, nor the other way round.
TEST(ReadReport, RefusesAComparisonOfTwoScales) {
  const ordered_json gone(ordered_json::value_t::discarded);
  const std::string second = "subjects[0].comparisons[1].";
  const std::string of_ratio = "is of a ratio, and the scale is difference";
  const std::vector<Damage> damages{
      {"/subjects/0/comparisons/1/ratio", 1.5, second + "ratio: " + of_ratio},
      {"/subjects/0/comparisons/1/interval", {1, 2}, second + "interval: " + of_ratio},
      {"/subjects/0/comparisons/1/resolution", 0.1, second + "resolution: " + of_ratio},
      {"/subjects/0/comparisons/1/log_ratios", {0.1}, second + "log_ratios[0]: " + of_ratio},
      {"/subjects/0/comparisons/1/gain", {{"factor", 2}}, second + "gain: " + of_ratio},
      {"/subjects/0/comparisons/1/difference", gone, second + "difference: is missing"},
      {"/subjects/0/comparisons/1/scale", "share",
       second + "scale: is \"share\", which is none of: ratio, difference"},
      {"/subjects/0/comparisons/1/scale", gone, second + "scale: is missing"},
      {"/subjects/0/comparisons/0/scale", "difference",
       "subjects[0].comparisons[0].scale: is not that of cpu_time among verdict_metrics"},
      {"/subjects/0/comparisons/0/difference",
       {{"estimate", 1}},
       "subjects[0].comparisons[0].difference: is there, and the scale is not difference"},
  };
  for (const Damage& damage : damages) {
    EXPECT_EQ(error_after(damage), damage.error);
  }
}

TEST(ReadReport, NamesThePlaceOfWhatIsWrongInAVariant) {
  const ordered_json gone(ordered_json::value_t::discarded);
  const std::string variant = "subjects[0].variants[1].";
  const std::vector<Damage> damages{
      {"/subjects/0/variants/1/launch/env", {"NAME"}, "launch.env[0]: is not NAME=VALUE"},
      {"/subjects/0/variants/1/hooks/setup/argv", "make", "hooks.setup.argv: is text, not a list"},
      {"/subjects/0/variants/1/checksum", "feed", "checksum: is not 16 hexadecimal digits"},
      {"/subjects/0/variants/1/metrics/wall_time/value", gone,
       "metrics.wall_time.value: is missing"},
      {"/subjects/0/variants/1/metrics/wall_time/unit", "h",
       "metrics.wall_time.unit: is \"h\", which is none of: s, B, Hz, 1/s, or empty"},
      {"/subjects/0/variants/1/metrics/ipc/quantity", "lot",
       "metrics.ipc.quantity: is \"lot\", which is none of: count, ratio, quotient"},
      {"/subjects/0/variants/1/metrics/Wall",
       {{"unavailable", "no"}},
       "metrics.Wall: stands at a key that is no metric's id"},
      {"/subjects/0/variants/1/metrics/l1d_mpki/multiplexed", 1.5,
       "metrics.l1d_mpki.multiplexed: is 1.5, and so above 1"},
      {"/subjects/0/variants/1/metrics/wall_time/samples", 0,
       "metrics.wall_time.samples: is not a whole number from 1 to 2147483647"},
      {"/subjects/0/variants/1/samples/0/exit/code", 256,
       "samples[0].exit.code: is not a whole number from 0 to 255"},
      {"/subjects/0/variants/1/samples/0/provenance/ipc", "measured",
       "samples[0].provenance.ipc: is of a value that is not there"},
      {"/subjects/0/variants/1/functions/0/calls", -1, "functions[0].calls: is -1, and so below 0"},
      {"/subjects/0/variants/1/function_changes/0/kind", "moved",
       "function_changes[0].kind: is \"moved\", which is none of: changed, added, vanished"},
      {"/subjects/0/variants/1/instruction_change/after", -1,
       "instruction_change.after: is -1, and so below 0"},
      {"/subjects/0/variants/1/failure", "crashed", "failure: is text, not an object"},
      {"/subjects/0/variants/1/failure/kind", "bored",
       "failure.kind: is \"bored\", which is none of: crashed, failed, timed_out, out_of_memory, "
       "wrong_checksum, unavailable"},
      {"/subjects/0/variants/1/failure/text", "", "failure.text: is empty"},
      {"/subjects/0/variants/1/failure/output", 1, "failure.output: is a number, not text"},
      {"/subjects/0/variants/1/left_behind", -1,
       "left_behind: is not a whole number from 0 to 4294967295"},
      {"/subjects/0/variants/1/changes/cpu_time/kind", "more",
       "changes.cpu_time.kind: is \"more\", which is none of: same, changed, from_zero, to_zero, "
       "unclear"},
      {"/subjects/0/variants/1/changes/Wall",
       {{"kind", "same"}},
       "changes.Wall: stands at a key that is no metric's id"},
      {"/subjects/0/variants/1/memory_change/ratio", -1,
       "memory_change.ratio: is -1, and so below 0"},
      {"/subjects/0/variants/1/cpus_used", "two", "cpus_used: is text, not a number"},
      {"/subjects/0/variants/1/heap_changes/sites/0/line", 0,
       "heap_changes.sites[0].line: is not a whole number from 1 to 18446744073709551615"},
      {"/subjects/0/variants/1/heap_changes/sites/0/before", nullptr,
       "heap_changes.sites[0]: has costs neither before nor after"},
  };
  for (const Damage& damage : damages) EXPECT_EQ(error_after(damage), variant + damage.error);
}

std::string seed(const std::string& name) {
  std::ifstream file(std::string(HONE_SOURCE_DIR) + "/tests/fuzz/corpus/report/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ReadReport, SeedsOfTheFuzzTargetAreReports) {
  for (const char* name : {"workload", "commands", "empty"}) {
    const Result<Report> report = read_report(seed(name));
    EXPECT_TRUE(report.ok()) << name << ": " << report.error().what;
  }
}

// Each value of a report in turn becomes two others: it is refused with its place, or what was read
// can be written and read again. The fuzz target tries all the rest.
TEST(ReadReport, WhateverIsAcceptedCanBeWrittenAgain) {
  ordered_json report_json = ordered_json::parse(seed("workload"));
  const std::vector<ordered_json> others{nullptr,
                                         true,
                                         0,
                                         -1,
                                         18446744073709551615U,
                                         0.5,
                                         1.7e308,
                                         -1.7e308,
                                         5e-324,
                                         "",
                                         "other",
                                         "1",
                                         ordered_json::array(),
                                         {1, 2},
                                         ordered_json::object()};
  int accepted = 0;
  int refused = 0;
  const ordered_json flat = report_json.flatten();
  for (const auto& [pointer, value] : flat.items()) {
    for (int turn = 0; turn < 2; ++turn) {
      const ordered_json& other =
          others[static_cast<std::size_t>(accepted + refused) % others.size()];
      ordered_json& changed = report_json[ordered_json::json_pointer(pointer)];
      ordered_json before = std::exchange(changed, other);
      const Result<Report> report = read_report(report_json.dump());
      changed = std::move(before);
      if (!report.ok()) {
        ++refused;
        EXPECT_THAT(report.error().what, HasSubstr(": ")) << pointer;
        continue;
      }
      ++accepted;
      const Result<Report> again = read_report(render_json(*report));
      ASSERT_TRUE(again.ok()) << pointer << " as " << other << ": " << again.error().what;
      EXPECT_TRUE(*again == *report) << pointer << " as " << other;
    }
  }
  EXPECT_GT(accepted, 50);
  EXPECT_GT(refused, 200);
}

TEST(ReadReport, ASubjectMayComeAgainWithOtherParametersOnly) {
  Report report = sample_report();
  report.subjects[1].parameters = report.subjects[0].parameters;
  EXPECT_EQ(error_of(render_json(report)),
            "subjects[1].id: is \"memory/arena\", as of a subject before with the same parameters");
}

}  // namespace
}  // namespace hone::reports

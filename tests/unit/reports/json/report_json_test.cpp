#include "reports/json/report_json.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_counters.hpp"
#include "tests/unit/reports/sample_every_field.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;

struct Validation {
  int status = -1;
  std::string output;
};

// Runs tests/validate_report.py over the files. Debian's python3, because its jsonschema
// is the one that the project installs; another python may come first in PATH.
Validation validate(const std::vector<std::filesystem::path>& files) {
  const std::string root = HONE_SOURCE_DIR;
  std::string command = "/usr/bin/python3 '" + root + "/tests/validate_report.py' '" + root +
                        "/reports/schema/hone.report-1.schema.json'";
  for (const auto& file : files) command += " '" + file.string() + "'";
  command += " 2>&1";

  Validation validation;
  FILE* pipe = popen(command.c_str(), "r");  // NOLINT(cert-env33-c)
  if (pipe == nullptr) return validation;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    validation.output.append(buffer.data(), got);
  }
  const int status = pclose(pipe);
  validation.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return validation;
}

// A directory of this process's own, gone at the end of the test.
class SchemaTest : public testing::Test {
 protected:
  SchemaTest()
      : directory_(std::filesystem::temp_directory_path() /
                   ("hone-schema-test-" + std::to_string(getpid()))) {
    std::filesystem::create_directory(directory_);
  }
  ~SchemaTest() override { std::filesystem::remove_all(directory_); }
  SchemaTest(const SchemaTest&) = delete;
  SchemaTest& operator=(const SchemaTest&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = directory_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

 private:
  std::filesystem::path directory_;
};

using Schema = SchemaTest;

TEST_F(Schema, AcceptsEveryReportOfTheTests) {
  Report empty;
  empty.tool = {"hone", "0.1.0", ""};
  empty.created = "2026-11-23T10:20:30Z";
  empty.environment = quiet_environment();
  const Validation validation =
      validate({write("sample.json", render_json(sample_report())),
                write("commands.json", render_json(sample_comparison())),
                write("pmu.json", render_json(sample_with_pmu())),
                write("simulated.json", render_json(sample_with_simulation())),
                write("every_field.json", render_json(sample_with_every_field())),
                write("empty.json", render_json(empty))});
  EXPECT_EQ(validation.status, 0) << validation.output;
}

TEST_F(Schema, RejectsWhatIsNotAReport) {
  // Of a workload and of a pair of commands.
  Report report = sample_report();
  report.subjects = {report.subjects[0], report.subjects[5]};
  const ordered_json good = ordered_json::parse(render_json(report));
  std::vector<std::pair<std::string, ordered_json>> broken;
  const auto add = [&](const std::string& name, const auto& damage) {
    damage(broken.emplace_back(name, good).second);
  };
  add("verdict", [](auto& j) { j["subjects"][0]["comparisons"][0]["verdict"] = "faster"; });
  add("missing", [](auto& j) { j["subjects"][0]["comparisons"][0].erase("pairs"); });
  add("unknown_key", [](auto& j) { j["subjects"][0]["variants"][0]["color"] = "red"; });
  add("other_schema", [](auto& j) { j["schema"] = "hone.report/2"; });
  add("no_reason", [](auto& j) {
    j["subjects"][0]["variants"][0]["metrics"]["instructions"]["unavailable"] = "";
  });
  add("half_interval", [](auto& j) { j["subjects"][0]["comparisons"][0]["interval"] = {1.0}; });
  add("value_as_text",
      [](auto& j) { j["subjects"][0]["variants"][0]["metrics"]["cpu_time"]["value"] = "1 ms"; });
  add("better", [](auto& j) { j["subjects"][0]["comparisons"][0]["better"] = "more"; });
  add("no_verdict_metric",
      [](auto& j) { j["subjects"][0]["verdict_metrics"] = ordered_json::array(); });
  add("exit_twice",
      [](auto& j) { j["subjects"][1]["variants"][0]["samples"][0]["exit"]["signal"] = 9; });
  add("unknown_hook", [](auto& j) {
    ordered_json& hooks = j["subjects"][1]["variants"][1]["hooks"];
    hooks["before"] = hooks["setup"];
  });
  add("no_median", [](auto& j) {
    j["subjects"][1]["variants"][0]["metrics"]["wall_time"]["quantiles"].erase("p50");
  });
  add("no_event",
      [](auto& j) { j["subjects"][0]["variants"][0]["metrics"]["cpu_time"].erase("event"); });
  add("simulated_split", [](auto& j) {
    const ordered_json share = {{"log_ratio", 0}, {"interval", nullptr}};
    j["subjects"][0]["splits"][0] = {
        {"baseline", "a"}, {"variant", "b"},        {"provenance", "simulated"},
        {"time", share},   {"instructions", share}, {"cpi", share},
        {"clock", share}};
  });
  add("unknown_failure", [](auto& j) {
    j["subjects"][0]["variants"][0]["failure"] = {
        {"kind", "bored"}, {"text", "it left"}, {"output", nullptr}};
  });
  add("half_a_speed", [](auto& j) { j["subjects"][0]["core_speed"] = {{"p10", 2e9}}; });
  add("negative_drops", [](auto& j) { j["subjects"][1]["units"]["dropped"]["steal"] = -1; });

  std::vector<std::filesystem::path> files;
  for (const auto& [name, json] : broken) files.push_back(write(name + ".json", json.dump()));
  const Validation validation = validate(files);
  EXPECT_EQ(validation.status, 1) << validation.output;
  for (const auto& [name, json] : broken) {
    EXPECT_THAT(validation.output, HasSubstr(name + ".json: invalid at $"));
  }
}

TEST_F(Schema, RejectsNanWhichPythonWouldRead) {
  const Validation validation = validate({write("nan.json", "{\"schema\": NaN}")});
  EXPECT_EQ(validation.status, 1);
  EXPECT_THAT(validation.output, HasSubstr("not JSON"));
}

TEST(Json, MatchesGoldenFile) { expect_golden("report.json", render_json(sample_report())); }

TEST(Json, KeysStandInTheOrderOfTheDesign) {
  const ordered_json json = ordered_json::parse(render_json(sample_report()));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys, testing::ElementsAre("schema", "tool", "created", "interrupted", "environment",
                                         "plan", "subjects", "crossovers"));
}

TEST(Json, AnAbsentMetricCarriesItsReason) {
  const ordered_json json = ordered_json::parse(render_json(sample_report()));
  const ordered_json& metric = json["subjects"][0]["variants"][0]["metrics"]["instructions"];
  EXPECT_EQ(metric.size(), 1U);
  EXPECT_THAT(metric["unavailable"].get<std::string>(), HasSubstr("no hardware counters"));
}

TEST(Json, QuantilesAreThereForWhatTheVerdictIsAbout) {
  const ordered_json json = ordered_json::parse(render_json(sample_comparison()));
  const ordered_json& metrics = json["subjects"][0]["variants"][0]["metrics"];
  const ordered_json& quantiles = metrics["wall_time"]["quantiles"];
  EXPECT_TRUE(quantiles["min"]["interval"].is_null());
  EXPECT_EQ(quantiles["p50"]["value"].get<double>(), 12.4e-3);
  EXPECT_EQ(quantiles["p90"]["interval"].size(), 2U);
  EXPECT_TRUE(metrics["peak_rss"]["quantiles"].is_null());
}

TEST(Json, AQuantileThatThereIsNotIsNull) {
  Report report = sample_comparison();
  std::get<MetricSummary>(report.subjects[0].variants[0].metrics["wall_time"]).quantiles.resize(2);
  const ordered_json json = ordered_json::parse(render_json(report));
  const ordered_json& metrics = json["subjects"][0]["variants"][0]["metrics"];
  EXPECT_TRUE(metrics["wall_time"]["quantiles"]["p99"].is_null());
}

TEST(Json, TheMetricIsTheFirstThatVerdictsAreAbout) {
  const ordered_json json = ordered_json::parse(render_json(sample_comparison()));
  EXPECT_EQ(json["subjects"][0]["metric"], "wall_time");
  EXPECT_EQ(json["subjects"][0]["verdict_metrics"][1],
            ordered_json({{"id", "items_per_second"}, {"better", "higher"}, {"scale", "ratio"}}));
  EXPECT_EQ(json["subjects"][0]["comparisons"][1]["better"], "higher");
  EXPECT_EQ(json["plan"]["metric"], "wall_time");
  EXPECT_EQ(json["plan"]["metrics"].size(), 2U);
}

TEST(Json, ABudgetWithoutLimitIsNull) {
  const ordered_json json = ordered_json::parse(render_json(sample_comparison()));
  EXPECT_TRUE(json["plan"]["budget_s"].is_null());
  EXPECT_TRUE(json["plan"]["until_decided"].get<bool>());
}

TEST(Json, ASampleOfACommandTellsHowTheRunEnded) {
  const ordered_json json = ordered_json::parse(render_json(sample_report()));
  const ordered_json& variants = json["subjects"][5]["variants"];
  EXPECT_EQ(variants[1]["samples"][0]["exit"], ordered_json({{"signal", 11}}));
  EXPECT_EQ(variants[1]["samples"][1]["exit"], ordered_json({{"code", 0}}));
  EXPECT_FALSE(json["subjects"][0]["variants"][0]["samples"][0].contains("exit"));
}

TEST(Json, OnlyHooksThatThereAreAreWritten) {
  const ordered_json json = ordered_json::parse(render_json(sample_report()));
  const ordered_json& variants = json["subjects"][5]["variants"];
  EXPECT_EQ(variants[0]["hooks"].size(), 1U);
  EXPECT_EQ(variants[1]["hooks"]["setup"]["cwd"], "build");
  EXPECT_TRUE(json["subjects"][0]["variants"][0]["hooks"].empty());
}

TEST(Json, UnitsThatWereLeftOutAreCountedByCause) {
  const ordered_json json = ordered_json::parse(render_json(sample_report()));
  EXPECT_EQ(json["subjects"][5]["units"]["dropped"],
            ordered_json({{"slow_core", 0}, {"steal", 2}}));
}

TEST(Json, ACounterNamesItsEvent) {
  const ordered_json json = ordered_json::parse(render_json(sample_with_multiplexed_pmu()));
  const ordered_json& metrics = json["subjects"][0]["variants"][0]["metrics"];
  EXPECT_EQ(metrics["l1d_misses"]["event"], "skl::L1D:REPLACEMENT:e=0:i=0:c=0:u=1:k=1");
  EXPECT_EQ(metrics["l1d_misses"]["multiplexed"], 0.48);
  EXPECT_TRUE(metrics["cpu_time"]["event"].is_null());
}

TEST(Json, SplitsAddUp) {
  const ordered_json json = ordered_json::parse(render_json(sample_with_simulation()));
  const ordered_json& split = json["subjects"][0]["splits"][0];
  EXPECT_EQ(split["provenance"], "estimated");
  EXPECT_EQ(split["clock"]["interval"].size(), 2U);
  const auto log_ratio = [&](const char* factor) {
    return split[factor]["log_ratio"].get<double>();
  };
  EXPECT_NEAR(log_ratio("time"), log_ratio("instructions") + log_ratio("cpi") + log_ratio("clock"),
              1e-12);
}

TEST(Json, FunctionsAndTheirChangesAreThere) {
  const ordered_json json = ordered_json::parse(render_json(sample_with_simulation()));
  const ordered_json& variant = json["subjects"][0]["variants"][1];
  EXPECT_EQ(variant["functions"][0]["l1d_misses"], 2.5e4);
  EXPECT_TRUE(variant["functions"][1]["object"].is_null());
  EXPECT_EQ(variant["function_changes"][0], ordered_json({{"name", "sum_rows(Record const*)"},
                                                          {"kind", "vanished"},
                                                          {"instructions", -1.2e6},
                                                          {"calls", -1.0},
                                                          {"short_name", "sum_rows(Record const*)"},
                                                          {"share", nullptr}}));
  EXPECT_EQ(variant["function_changes"][2]["share"], -250 / -5e5);
  EXPECT_EQ(variant["instruction_change"],
            ordered_json({{"before", 1.25e6}, {"after", 7.5e5}, {"notable", true}}));
}

TEST(Json, WhatEachChangeIsStandsBesideItsNumbers) {
  const ordered_json json = ordered_json::parse(render_json(sample_with_simulation()));
  const ordered_json& subject = json["subjects"][0];
  EXPECT_EQ(subject["variants"][0]["changes"], ordered_json::object());
  const ordered_json& variant = subject["variants"][1];
  EXPECT_EQ(variant["changes"]["instructions"],
            ordered_json({{"kind", "changed"}, {"difference", -5e5}, {"ratio", 0.6}}));
  EXPECT_EQ(variant["changes"]["page_faults"],
            ordered_json({{"kind", "same"}, {"difference", 0.0}, {"ratio", nullptr}}));
  EXPECT_EQ(variant["memory_change"],
            ordered_json({{"metric", "peak_rss"}, {"ratio", 1.0}, {"notable", false}}));
  EXPECT_DOUBLE_EQ(variant["cpus_used"], 1 / 1.01);
  EXPECT_EQ(subject["splits"][0]["cpi"]["effect"], "changed");
  EXPECT_EQ(subject["splits"][0]["clock"]["effect"], "unchanged");
  EXPECT_NEAR(subject["comparisons"][0]["gain"]["factor"], 9.2 / 3.1, 1e-12);
}

TEST(Json, AnUnboundedIntervalIsNull) {
  const ordered_json json = ordered_json::parse(render_json(sample_report()));
  EXPECT_TRUE(json["subjects"][3]["comparisons"][1]["interval"].is_null());
  EXPECT_TRUE(json["subjects"][3]["comparisons"][1]["resolution"].is_null());
}

TEST(Json, SeedAndChecksumKeepAll64Bits) {
  const ordered_json json = ordered_json::parse(render_json(sample_report()));
  EXPECT_EQ(json["plan"]["seed"].get<std::uint64_t>(), 18446744073709551615U);
  EXPECT_EQ(json["subjects"][0]["variants"][0]["checksum"], "feedfacecafebeef");
  EXPECT_TRUE(json["subjects"][6]["variants"][0]["checksum"].is_null());
}

TEST(Json, NumbersSurviveUnrounded) {
  Report report = sample_report();
  report.subjects[0].comparisons[0].ratio = 0.1 + 0.2;
  const ordered_json json = ordered_json::parse(render_json(report));
  EXPECT_EQ(json["subjects"][0]["comparisons"][0]["ratio"].get<double>(), 0.1 + 0.2);
}

TEST(Json, BytesThatAreNotUtf8AreReplaced) {
  const ordered_json json = ordered_json::parse(render_json(sample_report()));
  EXPECT_EQ(json["subjects"][6]["variants"][0]["launch"]["argv"][2], "\xef\xbf\xbd");
  EXPECT_THAT(json["subjects"][6]["id"].get<std::string>(), HasSubstr("\x1b[31mred"));
}

TEST(Json, ASampleIsALine) {
  const std::string text = render_json(sample_report());
  EXPECT_THAT(text, HasSubstr("\n      {\"unit\":0,\"order\":0,\"values\":{\"cpu_time\":"));
}

TEST(Json, ANumberThatIsNotFiniteIsABugAndNamesItsField) {
  Report report = sample_report();
  report.subjects[0].comparisons[0].ratio = std::numeric_limits<double>::infinity();
  try {
    render_json(report);
    FAIL() << "rendered an infinite ratio";
  } catch (const std::logic_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("subjects.comparisons.ratio"));
  }
}

TEST(Json, NoNumberOfAReportMayBeNan) {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto rejects = [](const auto& damage) {
    Report report = sample_report();
    damage(report);
    EXPECT_THROW(render_json(report), std::logic_error);
  };
  rejects([](Report& r) { r.environment.load = nan; });
  rejects([](Report& r) { r.plan.margin = nan; });
  rejects([](Report& r) { r.subjects[0].comparisons[0].interval->hi = nan; });
  rejects([](Report& r) { r.subjects[0].comparisons[0].log_ratios[0] = nan; });
  rejects([](Report& r) { r.subjects[0].variants[0].samples[0].values["cpu_time"].number = nan; });
  rejects([](Report& r) {
    std::get<MetricSummary>(r.subjects[0].variants[0].metrics["cpu_time"]).spread = nan;
  });
  rejects([](Report& r) { r.subjects[0].splits.emplace_back().cpi.log_ratio = nan; });
  rejects([](Report& r) { r.subjects[0].variants[0].functions.emplace_back().calls = nan; });
  rejects([](Report& r) {
    MetricReading& reading = r.subjects[5].variants[0].metrics["wall_time"];
    std::get<MetricSummary>(reading).quantiles[1].value = nan;
  });
}

}  // namespace
}  // namespace hone::reports

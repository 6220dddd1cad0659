// What hone_plugin() may answer: each rule of workloads/plugin.h is broken once.
#include "analyzers/collect/worker/plugin_loader.hpp"

#include <array>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "workloads/catalogue.hpp"

namespace hone::workloads {
namespace {

std::vector<std::string>& log() {
  static std::vector<std::string> lines;
  return lines;
}

void* prepare(const std::int64_t* values, const char** error) {
  if (values[0] == 13) {
    *error = "";
    return nullptr;
  }
  return new std::int64_t(values[0] * 10 + values[1]);
}

std::uint64_t run(void* state) {
  return static_cast<std::uint64_t>(*static_cast<std::int64_t*>(state));
}

void destroy(void* state) {
  log().emplace_back("destroyed");
  delete static_cast<std::int64_t*>(state);
}

double sum(const std::int64_t* values) { return static_cast<double>(values[0] + values[1]); }

const char* unavailable(const std::int64_t* values) { return values[0] == 7 ? "not 7" : nullptr; }

// A plug-in that is in order, for a test to spoil.
struct Given {
  std::array<const char*, 2> choices{"line", "tree"};
  std::array<hone_parameter_t, 2> parameters{
      hone_parameter_t{.name = "n", .meaning = "a number", .initial = 4, .min = 1, .max = 20},
      hone_parameter_t{
          .name = "shape", .initial = 1, .choices = choices.data(), .choice_count = 2}};
  std::array<hone_variant_t, 2> variants{
      hone_variant_t{.name = "one", .prepare = prepare, .run = run, .destroy = destroy},
      hone_variant_t{.name = "two",
                     .summary = "the other",
                     .prepare = prepare,
                     .run = run,
                     .destroy = destroy,
                     .unavailable = unavailable}};
  std::array<hone_workload_t, 2> workloads{workload("test/a"), workload("test/b")};
  hone_plugin_t plugin{HONE_PLUGIN_ABI,        sizeof(hone_plugin_t),    sizeof(hone_workload_t),
                       sizeof(hone_variant_t), sizeof(hone_parameter_t), 0,
                       workloads.data(),       workloads.size()};

  Given() = default;
  Given(const Given&) = delete;

 private:
  hone_workload_t workload(const char* id) {
    return {.id = id,
            .summary = "a summary",
            .variants = variants.data(),
            .variant_count = variants.size(),
            .parameters = parameters.data(),
            .parameter_count = parameters.size(),
            .operations = sum};
  }
};

std::string error_after(const std::function<void(Given&)>& spoil) {
  Given given;
  spoil(given);
  const Result<PluginWorkloads> read = read_plugin(&given.plugin);
  return read ? "no error" : read.error().what;
}

void expect_error(const std::function<void(Given&)>& spoil, const std::string& words) {
  const std::string error = error_after(spoil);
  EXPECT_NE(error.find(words), std::string::npos) << error;
}

TEST(PluginLoader, CopiesWhatItReads) {
  Result<PluginWorkloads> read = [] {
    const Given given;
    return read_plugin(&given.plugin);
  }();
  ASSERT_TRUE(read.ok()) << read.error().what;
  const PluginWorkloads moved = std::move(read).value();
  ASSERT_EQ(moved.workloads.size(), 2U);
  const Workload& workload = moved.workloads[1];
  EXPECT_EQ(workload.id, "test/b");
  EXPECT_EQ(workload.family(), "test");
  EXPECT_EQ(workload.operation, "iteration");
  EXPECT_EQ(workload.metric, "cpu_time");
  EXPECT_EQ(workload.variants[1].summary, "the other");
  EXPECT_EQ(workload.parameters[1].choices, (std::vector<std::string_view>{"line", "tree"}));
  EXPECT_FALSE(workload.memory_bytes);
}

TEST(PluginLoader, CallsBackWithTheParametersInTheirOrder) {
  const Given given;
  const Result<PluginWorkloads> read = read_plugin(&given.plugin);
  ASSERT_TRUE(read.ok()) << read.error().what;
  const Workload& workload = read.value().workloads[0];
  Parameters parameters(workload.parameters);
  parameters.set("n", 7);
  EXPECT_EQ(workload.operations(parameters), 8);
  EXPECT_EQ(workload.variants[0].unavailable, nullptr);
  EXPECT_EQ(workload.variants[1].unavailable(parameters), "not 7");
  log().clear();
  {
    const Kernel kernel = workload.variants[0].prepare(parameters);
    const Kernel copy = kernel;
    EXPECT_EQ(kernel(), 71U);
    EXPECT_EQ(copy(), 71U);
  }
  EXPECT_EQ(log(), std::vector<std::string>{"destroyed"});
}

TEST(PluginLoader, APrepareThatRefusesSaysWhy) {
  const Given given;
  const Result<PluginWorkloads> read = read_plugin(&given.plugin);
  ASSERT_TRUE(read.ok());
  Parameters parameters(read.value().workloads[0].parameters);
  parameters.set("n", 13);
  log().clear();
  try {
    read.value().workloads[0].variants[0].prepare(parameters);
    FAIL() << "it refused";
  } catch (const PrepareFailed& error) {
    EXPECT_STREQ(error.what(), "without a reason");
  }
  EXPECT_TRUE(log().empty());  // nothing was prepared, so nothing is destroyed
}

TEST(PluginLoader, LaterStructsAreReadBeyondTheirNewFields) {
  struct Later {
    hone_variant_t now;
    std::array<void*, 3> appended;
  };
  Given given;
  std::array<Later, 2> later{Later{given.variants[0], {}}, Later{given.variants[1], {}}};
  for (hone_workload_t& workload : given.workloads) workload.variants = &later[0].now;
  given.plugin.variant_size = sizeof(Later);
  const Result<PluginWorkloads> read = read_plugin(&given.plugin);
  ASSERT_TRUE(read.ok()) << read.error().what;
  EXPECT_EQ(read.value().workloads[0].variants[1].name, "two");
}

TEST(PluginLoader, EarlierStructsLackTheFieldsThatCameAfterThem) {
  struct Now {  // as if workloads/plugin.h had grown since the plug-in was compiled
    hone_variant_t first;
    hone_run_t appended;
  };
  const Given given;
  const Now second = plugin_item<Now>(given.variants.data(), FirstSizes::variant, 1);
  EXPECT_STREQ(second.first.name, "two");
  EXPECT_EQ(second.first.unavailable, unavailable);
  EXPECT_EQ(second.appended, nullptr);
  const Now first = plugin_item<Now>(given.variants.data(), FirstSizes::variant, 0);
  EXPECT_EQ(first.appended, nullptr);  // and not the second's name
}

TEST(PluginLoader, AScanForThePayOffKeepsTheOtherParametersWhereItSays) {
  const std::array<std::int64_t, 3> values{1, 4, 16};
  const std::array<std::int64_t, 2> point{99, 0};  // the first is of the scanned parameter
  Given given;
  hone_workload_t& scanned = given.workloads[0];
  scanned.pay_off_variant = "two";
  scanned.pay_off_parameter = "n";
  scanned.pay_off_values = values.data();
  scanned.pay_off_value_count = values.size();
  scanned.pay_off_point = point.data();
  const Result<PluginWorkloads> read = read_plugin(&given.plugin);
  ASSERT_TRUE(read.ok()) << read.error().what;
  const PayOff& scan = read.value().workloads[0].pay_off;
  EXPECT_EQ(scan.variant, "two");
  EXPECT_EQ(scan.parameter, "n");
  EXPECT_EQ(scan.values, (std::vector<std::int64_t>{1, 4, 16}));
  ASSERT_EQ(scan.assignments.size(), 1U);
  EXPECT_EQ(scan.assignments[0].first, "shape");
  EXPECT_EQ(scan.assignments[0].second, 0);
  EXPECT_TRUE(read.value().workloads[1].pay_off.parameter.empty());
}

TEST(PluginLoader, AWorkloadOfTheFirstVersionHasNoScan) {
  Given given;
  for (hone_workload_t& workload : given.workloads) workload.pay_off_parameter = "nonsense";
  std::vector<char> first(2 * FirstSizes::workload);
  for (std::size_t i = 0; i < 2; ++i) {
    std::memcpy(&first[i * FirstSizes::workload], &given.workloads[i], FirstSizes::workload);
  }
  given.plugin.workload_size = FirstSizes::workload;
  given.plugin.workloads = reinterpret_cast<const hone_workload_t*>(first.data());
  const Result<PluginWorkloads> read = read_plugin(&given.plugin);
  ASSERT_TRUE(read.ok()) << read.error().what;
  EXPECT_EQ(read.value().workloads[1].id, "test/b");
  EXPECT_TRUE(read.value().workloads[1].pay_off.parameter.empty());
}

TEST(PluginLoader, RefusesAScanThatCannotBe) {
  static const std::array<std::int64_t, 33> values{1, 2, 20, 21, 20};
  static const std::array<std::int64_t, 2> point{1, 2};
  static const std::array<std::int64_t, 3> level{4, 4, 4};
  const auto scan = [](std::size_t first, std::size_t count) {
    return [=](Given& given) {
      given.workloads[0].pay_off_parameter = "n";
      given.workloads[0].pay_off_values = &values[first];
      given.workloads[0].pay_off_value_count = count;
    };
  };
  const auto with = [&](const std::function<void(hone_workload_t&)>& change) {
    return [=](Given& given) {
      scan(0, 3)(given);
      change(given.workloads[0]);
    };
  };
  EXPECT_EQ(error_after(scan(0, 3)), "no error");
  expect_error(scan(0, 1), "test/a has 1 pay_off_values, not 2 to 32");
  expect_error(scan(0, 33), "33 pay_off_values, more than 32");
  expect_error(scan(0, 4), "21 among its pay_off_values, which is no value of 'n'");
  expect_error([](Given& given) { given.workloads[0].pay_off_value_count = 2; }, "at NULL");
  expect_error(with([](auto& w) { w.pay_off_values = level.data(); }), "do not ascend");
  expect_error(with([](auto& w) { w.pay_off_variant = "one"; }), "the pay_off_variant 'one'");
  expect_error(with([](auto& w) { w.pay_off_parameter = nullptr; }), "without a pay_off_parameter");
  expect_error(with([](auto& w) { w.pay_off_parameter = "shape"; }), "that are numbers");
  expect_error(with([](auto& w) { w.pay_off_parameter = "m"; }), "that are numbers");
  expect_error(with([](auto& w) { w.pay_off_point = point.data(); }), "with 2 for 'shape'");
}

TEST(PluginLoader, ANumberWithoutNamedSizesHasNone) {
  const Given given;
  const Result<PluginWorkloads> read = read_plugin(&given.plugin);
  ASSERT_TRUE(read.ok());
  const Parameter& number = read.value().workloads[0].parameters[0];
  EXPECT_EQ(parse_value(number, "small"), std::nullopt);
  EXPECT_EQ(parse_value(number, "20"), 20);
}

TEST(PluginLoader, RefusesOtherAbisWithBothNumbers) {
  EXPECT_NE(read_plugin(nullptr).error().what.find("refuses ABI 1"), std::string::npos);
  expect_error([](Given& given) { given.plugin.abi = 2; }, "for ABI 2, and this hone has ABI 1");
}

TEST(PluginLoader, RefusesSizesThatCannotBe) {
  const std::string words = "the sizes of its structs";
  expect_error([](Given& given) { given.plugin.plugin_size = 8; }, words);
  expect_error([](Given& given) { given.plugin.workload_size = FirstSizes::workload - 8; }, words);
  expect_error([](Given& given) { given.plugin.variant_size += 1; }, words);
  expect_error([](Given& given) { given.plugin.parameter_size = 1U << 20; }, words);
}

TEST(PluginLoader, RefusesWhatIsNotThere) {
  expect_error([](Given& given) { given.plugin.workloads = nullptr; }, "no workload");
  expect_error([](Given& given) { given.plugin.workload_count = 0; }, "no workload");
  expect_error([](Given& given) { given.workloads[1].id = nullptr; }, "workload 2 has an id that");
  expect_error([](Given& given) { given.workloads[0].summary = nullptr; }, "test/a has no summary");
  expect_error([](Given& given) { given.workloads[0].variants = nullptr; }, "2 variants at NULL");
  expect_error([](Given& given) { given.workloads[0].parameters = nullptr; }, "2 parameters at");
  expect_error([](Given& given) { given.variants[0].name = nullptr; }, "name that is NULL");
  expect_error([](Given& given) { given.variants[0].prepare = nullptr; }, "without prepare()");
  expect_error([](Given& given) { given.variants[1].run = nullptr; }, "without run()");
  expect_error([](Given& given) { given.parameters[0].name = nullptr; }, "name that is NULL");
  expect_error([](Given& given) { given.choices[1] = nullptr; }, "choice that is NULL");
  expect_error([](Given& given) { given.parameters[1].choice_count = 0; }, "0 of them");
}

TEST(PluginLoader, RefusesTooMany) {
  constexpr std::size_t huge = std::size_t{1} << 40;
  expect_error([](Given& given) { given.plugin.workload_count = huge; }, "workloads, more than");
  expect_error([](Given& given) { given.workloads[0].variant_count = huge; }, "more than 64");
  expect_error([](Given& given) { given.workloads[0].parameter_count = huge; }, "more than 16");
  expect_error([](Given& given) { given.parameters[1].choice_count = huge; }, "more than 32");
  static const std::string longer(PluginLimits::text_bytes + 1, 'x');
  expect_error([](Given& given) { given.workloads[0].problem = longer.c_str(); }, "of more than");
}

TEST(PluginLoader, RefusesNamesThatNobodyCouldType) {
  for (const char* id : {"", "a", "a/", "/b", "a/b/c", "A/b", "a/b c", "a/\n", "../x"}) {
    expect_error([id](Given& given) { given.workloads[0].id = id; }, "is no id");
  }
  for (const char* name : {"", "1st", "Two", "a b", "a=b", "@x", "!x", "\xc3\xa4"}) {
    expect_error([name](Given& given) { given.variants[1].name = name; }, "[a-z][a-z0-9_]*");
    expect_error([name](Given& given) { given.parameters[0].name = name; }, "[a-z][a-z0-9_]*");
  }
  expect_error([](Given& given) { given.choices[0] = "a,b"; }, "[a-z0-9_]+");
}

TEST(PluginLoader, RefusesOneNameTwice) {
  expect_error([](Given& given) { given.workloads[1].id = "test/a"; }, "are called 'test/a'");
  expect_error([](Given& given) { given.variants[1].name = "one"; }, "variant 'one' twice");
  expect_error([](Given& given) { given.parameters[1].name = "n"; }, "parameter 'n' twice");
  expect_error([](Given& given) { given.choices[1] = "line"; }, "choice 'line' twice");
}

TEST(PluginLoader, RefusesValuesOutOfRange) {
  expect_error([](Given& given) { given.workloads[0].variant_count = 1; }, "has 1 variants");
  expect_error([](Given& given) { given.parameters[0].max = 0; }, "min above its max");
  expect_error([](Given& given) { given.parameters[0].initial = 21; }, "not within 1 to 20");
  expect_error([](Given& given) { given.parameters[0].initial = 0; }, "not within 1 to 20");
  expect_error([](Given& given) { given.parameters[1].initial = 2; }, "no choice number 2");
  expect_error([](Given& given) { given.parameters[1].initial = -1; }, "no choice number -1");
  expect_error([](Given& given) { given.parameters[1].choice_count = 1; }, "1 choices");
  expect_error([](Given& given) { given.workloads[0].metric = "peak_rss"; }, "'peak_rss'");
}

}  // namespace
}  // namespace hone::workloads

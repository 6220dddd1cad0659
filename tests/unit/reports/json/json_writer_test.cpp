#include "reports/json/json_writer.hpp"

#include <limits>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace hone::reports {
namespace {

using testing::HasSubstr;

template <class T>
std::string written(const T& value) {
  JsonWriter out;
  out.value(value);
  return out.text();
}

TEST(JsonWriter, ANumberReadsBackAsTheSameAndIsNotTakenForAWholeOne) {
  for (const double value : {0.1 + 0.2, 1.0 / 3, 5e-324, 1.7976931348623157e308, -0.0, 1e22, 1e15,
                             1e-5, 9007199254740993.0, 3.0, -1e300}) {
    const nlohmann::json read = nlohmann::json::parse(written(value));
    EXPECT_TRUE(read.is_number_float()) << written(value);
    EXPECT_EQ(read.get<double>(), value) << written(value);
  }
  EXPECT_EQ(written(3.0), "3.0");
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(3), "3");
  EXPECT_EQ(written(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
  EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(written(true), "true");
}

TEST(JsonWriter, TextIsEscapedWhereItMustBe) {
  EXPECT_EQ(written("plain"), "\"plain\"");
  EXPECT_EQ(written("a\"b\\c\n\x1b"), R"("a\"b\\c\n\u001b")");
  EXPECT_EQ(written("gr\xc3\xbc\xc3\x9f"), "\"gr\xc3\xbc\xc3\x9f\"");
  EXPECT_EQ(written("\xff"), "\"\xef\xbf\xbd\"");
  EXPECT_EQ(written(std::string("a\0b", 3)), R"("a\u0000b")");
}

TEST(JsonWriter, WhatIsWithinEachOtherIsSeparated) {
  JsonWriter out;
  out.object([&] {
    out.member("a", 1);
    out.key("list");
    out.list([&] {
      out.object([&] {});
      out.null();
      out.list([&] { out.value("x"); });
    });
    out.text_or_null("b", "");
    out.member("c", std::optional<double>());
  });
  EXPECT_EQ(out.text(), R"({"a":1,"list":[{},null,["x"]],"b":null,"c":null})");
}

TEST(JsonWriter, ANumberThatIsNotFiniteIsRefusedAtItsPlace) {
  JsonWriter out;
  const auto write = [&] {
    out.object([&] {
      out.key("outer");
      out.list([&] {
        out.object([&] { out.member("before", 1.0); });
        out.object([&] { out.member("inner", std::numeric_limits<double>::quiet_NaN()); });
      });
    });
  };
  try {
    write();
    FAIL() << "wrote a NaN";
  } catch (const std::logic_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("outer.inner is not a finite number"));
  }
}

TEST(JsonLayout, WhatFitsStaysOnALineAndTheRestHasAMemberALine) {
  const JsonLayout narrow{.line_limit = 20};
  EXPECT_EQ(lay_out_json(R"({"a":1,"b":[true]})", narrow), R"({"a":1,"b":[true]})");
  EXPECT_EQ(lay_out_json(R"({"a":{"b":"some text","c":"}"},"d":[],"e":-1.5e-7})", narrow),
            "{\n \"a\": {\n  \"b\": \"some text\",\n  \"c\": \"}\"\n },\n \"d\": [],\n \"e\": "
            "-1.5e-7\n}");
  EXPECT_EQ(lay_out_json(R"(["a \" quote, and","more"])", narrow),
            "[\n \"a \\\" quote, and\",\n \"more\"\n]");
}

TEST(JsonLayout, AListOfNumbersStaysOnALine) {
  const std::string numbers = "[1,-2.5,3e+22,4444444444444444]";
  EXPECT_EQ(lay_out_json(numbers, {.line_limit = 20}), numbers);
  EXPECT_EQ(lay_out_json("[1,-2.5,3e+22,4444444444444444,null]", {.line_limit = 20}),
            "[\n 1,\n -2.5,\n 3e+22,\n 4444444444444444,\n null\n]");
}

TEST(JsonLayout, DepthAndIndentAreBounded) {
  EXPECT_EQ(lay_out_json(R"({"a":{"b":true}})", {.line_limit = 0, .depth = 1, .indent = 2}),
            "{\n  \"a\": {\"b\":true}\n}");
}

}  // namespace
}  // namespace hone::reports

// A report whose strings attack, one field after the other: the fields are found in its JSON, so
// that a field that is added later is tried, too.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/formats/csv.hpp"
#include "reports/formats/html.hpp"
#include "reports/formats/markdown.hpp"
#include "reports/formats/terminal.hpp"
#include "reports/json/read_report.hpp"
#include "reports/json/report_json.hpp"
#include "reports/sections/doctor_section.hpp"
#include "reports/sections/stat_section.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_every_field.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using Json = nlohmann::ordered_json;

const std::string hostile = "\x1b[2J\nATTACK\r\xe2\x80\xae\xc2\x9b";

// "subjects.*.id": where in a report a string stands; elements of an array are one place.
std::string place_below(const std::string& place, const std::string& key) {
  return place.empty() ? key : place + "." + key;
}

void collect_places(const Json& json, const std::string& place, std::set<std::string>& places) {
  if (json.is_string()) places.insert(place);
  if (json.is_array()) {
    for (const Json& element : json) collect_places(element, place_below(place, "*"), places);
  }
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) {
      collect_places(value, place_below(place, key), places);
    }
  }
}

// The strings at one place.
void find_strings(Json& json, const std::string& place, const std::string& wanted,
                  std::vector<std::string*>& found) {
  if (!wanted.starts_with(place)) return;
  if (json.is_string() && place == wanted) found.push_back(json.get_ptr<std::string*>());
  if (json.is_array()) {
    for (Json& element : json) find_strings(element, place_below(place, "*"), wanted, found);
  }
  if (json.is_object()) {
    for (auto& [key, value] : json.items()) {
      find_strings(value, place_below(place, key), wanted, found);
    }
  }
}

// The text with the attack behind each string at one place of `json`, which is as before then.
std::string attacked(Json& json, const std::string& place) {
  std::vector<std::string*> strings;
  find_strings(json, "", place, strings);
  for (std::string* string : strings) *string += hostile;
  std::string text = json.dump();
  for (std::string* string : strings) string->resize(string->size() - hostile.size());
  return text;
}

// Without the subjects that have strings where one before has them, too, and without most of the
// numbers, which only take time.
Json with_each_place_once(Report report) {
  for (SubjectReport& subject : report.subjects) {
    for (VariantReport& variant : subject.variants) {
      variant.samples.resize(std::min(variant.samples.size(), std::size_t{1}));
    }
    for (Comparison& comparison : subject.comparisons) comparison.log_ratios.clear();
  }
  Json json = Json::parse(render_json(report));
  Json kept = Json::array();
  std::set<std::string> places;
  for (Json& subject : json["subjects"]) {
    const std::size_t before = places.size();
    collect_places(subject, "", places);
    if (places.size() > before) kept.push_back(std::move(subject));
  }
  json["subjects"] = std::move(kept);
  return json;
}

std::string shown_everywhere(Report report) {
  const TerminalStyle style{false, 200};
  std::string text = render_terminal(report, style);
  text += render_terminal(doctor_section(report.environment, {}, {}), style);
  text += render_markdown(report) + render_csv(report) + render_html(report);
  report.plan.pay_off = !report.plan.pay_off;
  text += render_terminal(report, style) + render_markdown(report);
  report.subjects.resize(1);
  return text + render_terminal(stat_section(report), style);
}

bool has_line_of_attack(const std::string& text) {
  for (const std::string& line : lines_of(text)) {
    const std::size_t start = line.find_first_not_of(' ');
    if (start != std::string::npos && line.compare(start, 6, "ATTACK") == 0) return true;
  }
  return false;
}

void expect_harmless(const std::string& text, const std::string& place) {
  EXPECT_TRUE(std::ranges::none_of(text, [](const char character) {
    const auto byte = static_cast<unsigned char>(character);
    return (byte < 0x20 && byte != '\n') || byte == 0x7F;
  })) << place;
  EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos) << place;
  EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos) << place;
  // What a program wrote to its standard error keeps its lines, in a column of its own.
  EXPECT_TRUE(place.ends_with(".evidence.*") || !has_line_of_attack(text)) << place;
}

// How many places of the report are shown. `words`: the places of hone's own words, like a verdict,
// where an attack is refused.
int attack_every_place(const Report& report, std::set<std::string>& words) {
  Json json = with_each_place_once(report);
  std::set<std::string> places;
  collect_places(json, "", places);
  int shown = 0;
  for (const std::string& place : places) {
    if (words.contains(place)) continue;
    const Result<Report> read = read_report(attacked(json, place));
    if (!read) {
      words.insert(place);
      continue;
    }
    const std::string text = shown_everywhere(*read);
    expect_harmless(text, place);
    shown += text.find("\\x1b[2J") != std::string::npos ? 1 : 0;
  }
  return shown;
}

TEST(HostileNames, InAnyFieldOfAReportAreShownEscaped) {
  std::set<std::string> words;
  EXPECT_GT(attack_every_place(sample_report(), words), 30);
  EXPECT_GT(attack_every_place(sample_comparison(), words), 20);
  EXPECT_GT(attack_every_place(sample_with_every_field(), words), 30);
}

}  // namespace
}  // namespace hone::reports

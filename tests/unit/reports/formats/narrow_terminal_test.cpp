// What every kind of report says is said in a terminal of any width: no number, no interval and no
// word of a verdict is cut, and no line is wider than the terminal.
#include <array>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/sections/doctor_section.hpp"
#include "reports/sections/heap_changes.hpp"
#include "reports/sections/heap_section.hpp"
#include "reports/sections/overview.hpp"
#include "reports/sections/pay_off.hpp"
#include "reports/sections/self_test_section.hpp"
#include "reports/sections/short_overview.hpp"
#include "reports/sections/stat_section.hpp"
#include "tests/unit/reports/golden.hpp"
#include "tests/unit/reports/sample_counters.hpp"
#include "tests/unit/reports/sample_every_field.hpp"
#include "tests/unit/reports/sample_heap.hpp"
#include "tests/unit/reports/sample_report.hpp"
#include "tests/unit/reports/sample_self_test.hpp"

namespace hone::reports {
namespace {

constexpr int narrowest = 20;
constexpr int widest = 120;
constexpr int usual = 80;

HeapDifference heap_difference() {
  HeapDifference difference;
  difference.cost = HeapCost::bytes;
  HeapChange change;
  change.function = "app::Table::grow(unsigned long)";
  change.before = HeapCosts{};
  change.before->bytes = 1234567;
  change.after = HeapCosts{};
  change.after->bytes = 7654321;
  difference.sites = {change};
  difference.callers = {change};
  return difference;
}

// The one command of a sample, measured again and again.
Report alone() {
  Report report = sample_comparison();
  SubjectReport& subject = report.subjects.front();
  subject.variants.resize(1);
  subject.comparisons.clear();
  return report;
}

using Render = std::function<std::string(const TerminalStyle&)>;

std::vector<std::pair<std::string_view, Render>> reports_of_every_kind() {
  const auto of = [](Report (*sample)()) -> Render {
    return
        [report = sample()](const TerminalStyle& style) { return render_terminal(report, style); };
  };
  const auto laid_out = [](const auto& document) -> Render {
    return [document](const TerminalStyle& style) { return render_terminal(document, style); };
  };
  constexpr std::array<Collector, 2> passes{
      Collector{"allocations", "calls of malloc", "", true},
      Collector{"cache", "cache misses, simulated by callgrind", "valgrind"}};
  return {
      {"several subjects", of(sample_report)},
      {"a comparison", of(sample_comparison)},
      {"pay-off", of(sample_pay_off)},
      {"every field", of(sample_with_every_field)},
      {"a PMU", of(sample_with_pmu)},
      {"a shared PMU", of(sample_with_multiplexed_pmu)},
      {"simulation", of(sample_with_simulation)},
      {"overview", laid_out(overview(sample_report()))},
      {"overview of many subjects", laid_out(short_overview(sample_report()))},
      {"stat", laid_out(stat_section(alone()))},
      {"heap", laid_out(heap_section(sample_heap(), sample_sites(), 5))},
      {"heap --diff",
       laid_out(heap_difference_section(sample_heap(), sample_heap(), heap_difference(), 5))},
      {"doctor", laid_out(doctor_section(sample_report().environment, {}, passes))},
      {"selftest", laid_out(self_test_section(sample_self_test()))},
  };
}

// A report without colour at each width.
struct Laid {
  std::string_view name;
  Render render;
  std::map<int, std::string> by_width;
};

// Laid out once for all tests, since there are more than a thousand.
const std::vector<Laid>& every_report_at_every_width() {
  static const std::vector<Laid> all = [] {
    std::vector<Laid> laid;
    for (auto& [name, render] : reports_of_every_kind()) {
      Laid& report = laid.emplace_back(Laid{name, std::move(render), {}});
      for (int width = narrowest; width <= widest; ++width) {
        report.by_width[width] = report.render({false, width});
      }
    }
    return laid;
  }();
  return all;
}

std::set<std::string> found(const std::string& text, const std::regex& pattern) {
  std::set<std::string> all;
  for (const std::string& line : lines_of(text)) {
    for (std::sregex_iterator at(line.begin(), line.end(), pattern); at != std::sregex_iterator();
         ++at) {
      all.insert((*at)[1].str());
    }
  }
  return all;
}

// Numbers that stand by themselves, intervals, and the words of which a part would say nothing or
// something else. Those in names are names.
std::set<std::string> tokens_of(const std::string& text) {
  static const std::string number = "[-+]?[0-9][0-9,.]*[0-9]x?|[-+]?[0-9]x?";
  static const std::regex numbers("(?:^|[ (])(" + number + ")(?=$|[ );])");
  static const std::regex intervals("(?:^|[ (])((?:" + number + ")(?: [num]?s)? \\.\\. (?:" +
                                    number + ")(?: %| [num]?s)?)(?=$|[ );])");
  static const std::regex words(
      "(?:^|[ (])(improvement|regression|equivalent|inconclusive|faster|slower|fewer|more|less|"
      "baseline|compared|exact|unclear|unbounded)(?=$|[ );])");
  std::set<std::string> all = found(text, numbers);
  all.merge(found(text, intervals));
  all.merge(found(text, words));
  return all;
}

// On lines that may end within an interval of a sentence, as those of a wide terminal may.
std::string without_line_ends(std::string_view text) {
  std::string joined;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    joined += text.substr(0, end);
    if (end == text.size()) break;
    joined += ' ';
    text.remove_prefix(std::min(text.find_first_not_of(' ', end + 1), text.size()));
  }
  return joined;
}

std::string without_color(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t escape = std::min(text.find("\x1b["), text.size());
    plain += text.substr(0, escape);
    if (escape == text.size()) break;
    const std::size_t end = text.find_first_not_of("0123456789", escape + 2);
    if (end == std::string_view::npos || text[end] != 'm') return plain + "(no color)";
    text.remove_prefix(end + 1);
  }
  return plain;
}

TEST(NarrowTerminal, NothingThatMeansSomethingIsCutAtAnyWidth) {
  for (const auto& [name, render, by_width] : every_report_at_every_width()) {
    const std::set<std::string> said = tokens_of(by_width.at(widest));
    EXPECT_FALSE(said.empty()) << name;
    for (const auto& [width, lines] : by_width) {
      const std::string text = width < usual ? lines : without_line_ends(lines);
      for (const std::string& token : said) {
        if (token.size() > static_cast<std::size_t>(width)) continue;
        EXPECT_NE(text.find(token), std::string::npos)
            << name << " at " << width << " columns lacks '" << token << "':\n"
            << text;
        if (testing::Test::HasFailure()) return;
      }
    }
  }
}

TEST(NarrowTerminal, NoLineIsWiderThanTheTerminalButOneWord) {
  for (const auto& [name, render, by_width] : every_report_at_every_width()) {
    for (const auto& [width, text] : by_width) {
      for (const std::string& line : lines_of(text)) {
        const std::size_t start = std::min(line.find_first_not_of(' '), line.size());
        const std::string_view rest = std::string_view(line).substr(start);
        // In a command to paste, an option and its value are one word.
        const bool is_one_word = rest.find(' ') == std::string_view::npos ||
                                 rest.starts_with("-p ") || rest.ends_with(" \\");
        EXPECT_TRUE(is_one_word || display_width(line) <= static_cast<std::size_t>(width))
            << name << " at " << width << " columns: '" << line << "'";
      }
    }
  }
}

TEST(NarrowTerminal, ColorOnlyAddsToTheText) {
  for (const auto& [name, render, by_width] : every_report_at_every_width()) {
    for (const int width : {20, 39, 40, 60, 79}) {
      EXPECT_EQ(without_color(render({true, width})), by_width.at(width))
          << name << " at " << width << " columns";
    }
  }
}

}  // namespace
}  // namespace hone::reports

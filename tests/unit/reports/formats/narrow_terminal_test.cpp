// What every kind of report says is said in a terminal of any width: no number, no interval and no
// word of a verdict is cut, and no line is wider than the terminal.
#include <array>
#include <functional>
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
    return [sample](const TerminalStyle& style) { return render_terminal(sample(), style); };
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
      {"overview",
       [](const TerminalStyle& style) {
         return render_terminal(overview(sample_report()), style);
       }},
      {"overview of many subjects",
       [](const TerminalStyle& style) {
         return render_terminal(short_overview(sample_report()), style);
       }},
      {"stat",
       [](const TerminalStyle& style) { return render_terminal(stat_section(alone()), style); }},
      {"heap",
       [](const TerminalStyle& style) {
         return render_terminal(heap_section(sample_heap(), sample_sites(), 5), style);
       }},
      {"heap --diff",
       [](const TerminalStyle& style) {
         return render_terminal(
             heap_difference_section(sample_heap(), sample_heap(), heap_difference(), 5), style);
       }},
      {"doctor",
       [passes](const TerminalStyle& style) {
         return render_terminal(doctor_section(sample_report().environment, {}, passes), style);
       }},
      {"selftest",
       [](const TerminalStyle& style) {
         return render_terminal(self_test_section(sample_self_test()), style);
       }},
  };
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
std::string without_line_ends(const std::string& text) {
  return std::regex_replace(text, std::regex("\n *"), " ");
}

TEST(NarrowTerminal, NothingThatMeansSomethingIsCutAtAnyWidth) {
  for (const auto& [name, render] : reports_of_every_kind()) {
    const std::set<std::string> said = tokens_of(render({false, widest}));
    EXPECT_FALSE(said.empty()) << name;
    for (int width = 20; width < widest; ++width) {
      std::string text = render({false, width});
      if (width >= usual) text = without_line_ends(text);
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
  for (const auto& [name, render] : reports_of_every_kind()) {
    for (int width = 20; width <= widest; ++width) {
      for (const std::string& line : lines_of(render({false, width}))) {
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
  for (const auto& [name, render] : reports_of_every_kind()) {
    for (const int width : {20, 39, 40, 60, 79}) {
      const std::string colored = render({true, width});
      EXPECT_EQ(std::regex_replace(colored, std::regex("\x1b\\[[0-9]+m"), ""),
                render({false, width}))
          << name << " at " << width << " columns";
    }
  }
}

}  // namespace
}  // namespace hone::reports

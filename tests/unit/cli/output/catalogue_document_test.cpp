#include "cli/output/catalogue_document.hpp"

#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"

namespace hone::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using workloads::Workload;

workloads::Variant variant(std::string_view name, std::string_view summary) {
  return {.name = name, .summary = summary, .prepare = nullptr};
}

Workload complete() {
  return {
      .id = "cache/rows",
      .technique = "loop interchange",
      .leaf = workloads::Leaf::data_layout,
      .summary = "Sums a matrix",
      .problem = "Each line is fetched again.",
      .signature_text = "Fewer misses.",
      .does_not_pay = "Where all fits the cache.",
      .iteration = "one sum",
      .operation = "element",
      .parameters = {{.name = "side",
                      .meaning = "of the matrix",
                      .initial = 64,
                      .small = 8,
                      .medium = 64,
                      .large = 512,
                      .min = 1,
                      .max = 1024},
                     {.name = "order", .meaning = "", .initial = 1, .choices = {"down", "across"}}},
      .variants = {variant("columns", "Down a column"), variant("rows", "Along a row"),
                   variant("a_long_name_of_a_variant", "Both")},
      .signature = {{.variant = "rows",
                     .metric = "l1d_misses",
                     .trend = Trend::falls,
                     .factor = 4,
                     .because = "a line holds eight",
                     .where = [](const workloads::Parameters&) { return true; }},
                    {.variant = "rows",
                     .metric = "instructions",
                     .trend = Trend::unchanged,
                     .factor = 1.25}},
      .no_gain = {{.assignments = {{"side", 8}, {"order", 0}}, .text = "as fast"}}};
}

// What a plug-in has to tell of a workload, and nothing else.
Workload least() {
  Workload workload{};
  workload.id = "plain/c";
  workload.summary = "in C";
  workload.iteration = "a call of run()";
  workload.variants = {variant("one", ""), variant("two", "")};
  workload.plugin = "/tmp/plain.so";
  return workload;
}

std::string shown(const Workload& workload, bool color = false) {
  return render_terminal(show_document(workload, {.unknown = "they are not told"}),
                         {.color = color, .width = 60});
}

std::string listed(const std::vector<Workload>& workloads, bool color = false) {
  std::vector<const Workload*> all;
  for (const Workload& workload : workloads) all.push_back(&workload);
  return render_terminal(list_document(all), {.color = color, .width = 60});
}

TEST(CatalogueDocument, ShowsAllOfAWorkload) {
  EXPECT_EQ(shown(complete()),
            "cache/rows  loop interchange\n"
            "  Sums a matrix\n"
            "\n"
            "What is slow, and why\n"
            "  Each line is fetched again.\n"
            "\n"
            "Variants\n"
            "  columns       Down a column (the baseline)\n"
            "  rows          Along a row (stands for the technique)\n"
            "  a_long_name_of_a_variant\n"
            "                Both\n"
            "\n"
            "Parameters (-p name=value,value...)\n"
            "  side          of the matrix. Default 64; 1 to 1024; small\n"
            "                8, medium 64, large 512.\n"
            "  order         Default across; down, across.\n"
            "\n"
            "What the counters show\n"
            "  Fewer misses.\n"
            "    rows: l1d_misses falls 4-fold or more, at some points\n"
            "      (a line holds eight)\n"
            "    rows: instructions stays within 1.25-fold\n"
            "\n"
            "Where it does not pay\n"
            "  Where all fits the cache.\n"
            "    hone run cache/rows -p side=8 -p order=down (see\n"
            "      rows): as fast\n"
            "\n"
            "How it is measured\n"
            "  One iteration: one sum. The verdict is about cpu_time.\n"
            "  Leaf of the decision tree: data_layout.\n");
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<std::string>(words), std::istream_iterator<std::string>()};
}

TEST(CatalogueDocument, SaysTheSameInATerminalOfAnyWidth) {
  const Workload workload = complete();
  for (const reports::Document& document :
       {show_document(workload, {}), list_document({&workload})}) {
    const std::vector<std::string> said = words_of(render_terminal(document, {.width = 120}));
    for (std::size_t width = 20; width < 120; ++width) {
      const std::string narrow = render_terminal(document, {.width = static_cast<int>(width)});
      for (const std::string& word : said) {
        if (word.size() + 4 <= width) {
          ASSERT_THAT(narrow, HasSubstr(word)) << width;
        }
      }
      std::istringstream lines(narrow);
      for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), width) << line;
      }
    }
  }
}

// Rows of 64 bytes, on a machine with 4 KiB of L2 and nothing beyond.
std::string shown_with_levels(workloads::CacheSizes sizes) {
  Workload workload = complete();
  workload.footprint = [](const workloads::Parameters& p) {
    return 64 * static_cast<double>(p["side"]);
  };
  workload.footprint_grows_with = "side";
  workload.default_at_level = {"side", workloads::CacheLevel::first, 0.5, 1e9};
  workload.no_gain[0].at_level = {"side", workloads::CacheLevel::last, 2, 1e9};
  workload.no_gain.push_back({.assignments = {{"side", 9}},
                              .text = "slower",
                              .at_level = {"side", workloads::CacheLevel::last, 2, 2000}});
  return render_terminal(show_document(fitted(workload, sizes), sizes), {.width = 400});
}

TEST(CatalogueDocument, SaysWhereTheDataLiesAndHowItsSizeWasChosen) {
  workloads::CacheSizes sizes;
  sizes.levels = {{1, 1024}, {2, 4096}};
  const std::string text = shown_with_levels(sizes);
  EXPECT_THAT(text, HasSubstr("Default 8; 1 to 1024; small 8, medium 64, large 512. Chosen: side=8 "
                              "for 0.5 x L1 (1 KiB).\n"));
  EXPECT_THAT(text, HasSubstr("hone run cache/rows -p side=128 -p order=down (see rows): as fast "
                              "[8 KiB: beyond L2 (4 KiB) here] [side=128 for 2 x L2 (4 KiB)]\n"));
  EXPECT_THAT(text, HasSubstr("not to be seen on this machine (side=31 are 1.938 KiB, not beyond "
                              "L2 (4 KiB): no more than 1.953 KiB is used): slower\n"));
  EXPECT_THAT(text, HasSubstr("  Data at the default: 512 B: in L1 (1 KiB) here.\n"));
  EXPECT_THAT(text, HasSubstr("  From cache to cache: hone run cache/rows -p side=8,32,128\n"));
}

TEST(CatalogueDocument, SaysWhyItIsNotKnownWhereTheDataLies) {
  const std::string text = shown_with_levels({.unknown = "they are not told"});
  EXPECT_THAT(text, HasSubstr("Chosen: side=64 whatever the caches: they are not told.\n"));
  EXPECT_THAT(text, HasSubstr("  Data at the default: 4 KiB; in which cache is not known: they are "
                              "not told.\n"));
  EXPECT_THAT(text, HasSubstr("as fast [512 B] [side=8 whatever the caches: they are not told]"));
  EXPECT_THAT(text, Not(HasSubstr("From cache to cache")));
  EXPECT_THAT(text, Not(HasSubstr("not to be seen")));
}

TEST(CatalogueDocument, HasNoPartForWhatAPluginLeavesOut) {
  EXPECT_EQ(shown(least()),
            "plain/c  \n"
            "  in C\n"
            "\n"
            "Variants\n"
            "  one           (the baseline)\n"
            "  two           (stands for the technique)\n"
            "\n"
            "How it is measured\n"
            "  One iteration: a call of run(). The verdict is about\n"
            "  cpu_time. From the plug-in /tmp/plain.so.\n");
}

TEST(CatalogueDocument, ListsWorkloadsByFamily) {
  Workload second = complete();
  second.id = "cache/words";
  second.parameters.clear();
  EXPECT_EQ(listed({complete(), second, least()}),
            "cache/\n"
            "  cache/rows\n"
            "    Sums a matrix\n"
            "    variants: columns, rows, a_long_name_of_a_variant\n"
            "    -p side=64 order=across\n"
            "  cache/words\n"
            "    Sums a matrix\n"
            "    variants: columns, rows, a_long_name_of_a_variant\n"
            "\n"
            "plain/\n"
            "  plain/c\n"
            "    in C\n"
            "    variants: one, two\n"
            "\n"
            "hone show ID tells more; hone run ID measures it.\n");
}

TEST(CatalogueDocument, IdsAndNamesAreStrong) {
  EXPECT_THAT(shown(complete(), true), HasSubstr("\x1b[1mcache/rows\x1b[0m  loop interchange\n"));
  EXPECT_THAT(shown(complete(), true), HasSubstr("  \x1b[1mcolumns\x1b[0m       Down a column"));
  EXPECT_THAT(listed({complete()}, true),
              HasSubstr("\x1b[1mcache/\x1b[0m\n  \x1b[1mcache/rows\x1b[0m\n"));
}

TEST(CatalogueDocument, NoTextOfAPluginSteersATerminal) {
  constexpr std::string_view hostile = "\x1b[31m\n\xff";
  Workload workload = least();
  for (std::string_view* text : {&workload.technique, &workload.summary, &workload.problem,
                                 &workload.does_not_pay, &workload.iteration, &workload.plugin}) {
    *text = hostile;
  }
  for (workloads::Variant& variant : workload.variants) variant.summary = hostile;
  workload.parameters = {{.name = "size", .meaning = hostile, .min = 1, .max = 9}};
  for (const std::string& text : {shown(workload), listed({workload})}) {
    EXPECT_THAT(text, HasSubstr(R"(\x1b[31m\x0a\xff)"));
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\xff")));
  }
}

}  // namespace
}  // namespace hone::cli

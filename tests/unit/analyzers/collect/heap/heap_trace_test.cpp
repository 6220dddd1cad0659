// A small trace made by hand (tests/fixtures/heaptrack/small.txt), damaged ones, and random ones
// against a model that keeps every site's bytes at every event.
#include "analyzers/collect/heap/heap_trace.hpp"

#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/collect/heap/heaptrack.hpp"

namespace hone::collect {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string folder = HONE_FIXTURES "/heaptrack/";

std::string small_text() {
  std::ifstream file(folder + "small.txt");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Result<HeapProfile> parse(std::string_view text) {
  HeapTraceParser parser;
  parser.feed(text);
  return parser.finish();
}

HeapProfile parsed(std::string_view text) {
  Result<HeapProfile> profile = parse(text);
  EXPECT_TRUE(profile.ok()) << profile.error().what;
  return profile.ok() ? std::move(*profile) : HeapProfile{};
}

std::vector<std::string> stack_of(const HeapProfile& profile, std::size_t node) {
  std::vector<std::string> names;
  for (; node != 0; node = profile.nodes[node].parent) {
    names.insert(names.begin(), frame_name(profile, profile.frames[profile.nodes[node].frame]));
  }
  return names;
}

std::size_t node_of(const HeapProfile& profile, std::string_view innermost) {
  for (std::size_t node = 1; node < profile.nodes.size(); ++node) {
    if (frame_name(profile, profile.frames[profile.nodes[node].frame]) == innermost) return node;
  }
  ADD_FAILURE() << innermost << " is on no stack";
  return 0;
}

TEST(HeapTrace, CountsWhatIsInIt) {
  const HeapProfile profile = parsed(small_text());
  EXPECT_EQ(profile.totals, (HeapCosts{.allocations = 5,
                                       .temporary = 1,
                                       .bytes = 2 * 64 + 2 * 256 + 8,
                                       .peak_bytes = 64 + 2 * 256,
                                       .leaked_allocations = 1,
                                       .leaked_bytes = 8}));
  EXPECT_EQ(profile.command, "./small --fast");
  EXPECT_EQ(profile.incomplete, "");
  EXPECT_DOUBLE_EQ(profile.run_seconds, 0.030);
  EXPECT_DOUBLE_EQ(profile.peak_seconds, 0.010);
  EXPECT_EQ(profile.peak_rss, 0x20 * 4096);
}

TEST(HeapTrace, GivesEachSiteItsBytesAtThePeak) {
  const HeapProfile profile = parsed(small_text());
  EXPECT_EQ(profile.nodes[node_of(profile, "inner")].costs.peak_bytes, 64);
  const std::size_t vector =
      node_of(profile, "std::vector<int, std::allocator<int> >::push_back(int&&)");
  EXPECT_EQ(profile.nodes[vector].costs.peak_bytes, 512);
  EXPECT_EQ(profile.nodes[node_of(profile, "[libc.so.6]")].costs.peak_bytes, 0);
}

TEST(HeapTrace, HasInlinedCallersAroundWhatTheyInlined) {
  const HeapProfile profile = parsed(small_text());
  EXPECT_THAT(stack_of(profile, node_of(profile, "inner")),
              ElementsAre("main", "grow", "outer", "inner"));
  const HeapFrame& inner = profile.frames[profile.nodes[node_of(profile, "inner")].frame];
  EXPECT_EQ(inner.line, 1);
  EXPECT_EQ(profile.names[inner.file], "main.cpp");
  EXPECT_EQ(profile.names[inner.object], "/opt/small");
}

TEST(HeapTrace, SortsSizesIntoPowersOfTwo) {
  const HeapProfile profile = parsed("v 10400 3\na 0 0\na 8 0\na 9 0\n+ 0\n+ 1\n+ 2\n+ 2\n");
  ASSERT_EQ(profile.sizes.size(), 2);
  EXPECT_EQ(profile.sizes[0].largest, 8);
  EXPECT_EQ(profile.sizes[0].allocations, 2);
  EXPECT_EQ(profile.sizes[1].largest, 16);
  EXPECT_EQ(profile.sizes[1].bytes, 18);
}

TEST(HeapTrace, IsTheSameHoweverItIsCut) {
  const std::string text = small_text();
  for (const std::size_t length : {1U, 2U, 3U, 7U, 64U}) {
    HeapTraceParser parser;
    for (std::size_t at = 0; at < text.size(); at += length) {
      EXPECT_TRUE(parser.feed(std::string_view(text).substr(at, length)));
    }
    const Result<HeapProfile> profile = parser.finish();
    ASSERT_TRUE(profile.ok());
    EXPECT_EQ(profile->totals, parsed(text).totals);
    EXPECT_THAT(profile->incomplete, IsEmpty());
  }
}

TEST(HeapTrace, ReadsCompressedFiles) {
  for (const char* const name : {"small.txt", "small.zst", "small.gz"}) {
    const Result<HeapProfile> profile = read_heap_trace(folder + name);
    ASSERT_TRUE(profile.ok()) << profile.error().what;
    EXPECT_EQ(profile->totals, parsed(small_text()).totals) << name;
    EXPECT_EQ(profile->incomplete, "");
  }
}

// Wherever it ends, the figures are those up to there.
// As heaptrack 1.0 and 1.2 write: strings without their lengths.
TEST(HeapTrace, ReadsFormatsBefore3) {
  for (const std::string version : {"v 10000 1\n", "v 10200 2\n", "v 10000\n"}) {
    HeapTraceParser parser;
    parser.feed(version +
                "X ./program with words\nI 1000 3e8\n"
                "s /bin/program\ns main\ns operator new(unsigned long)\ns main.cpp\n"
                "i 400000 1 2 4 2a\ni 400010 1 3\nt 1 0\nt 2 1\n"
                "a 64 2\n+ 0\n+ 0\nc a\nR 10\n- 0\nc 14\nR 20\n"
                "# strings: 4\n");
    const Result<HeapProfile> profile = parser.finish();
    if (version == "v 10000\n") {  // there was no format yet
      EXPECT_FALSE(profile);
      continue;
    }
    ASSERT_TRUE(profile) << version << profile.error().what;
    EXPECT_EQ(profile->incomplete, "") << version;
    EXPECT_EQ(profile->command, "./program with words");
    EXPECT_EQ(profile->totals.allocations, 2U);
    EXPECT_EQ(profile->totals.peak_bytes, 200U);
    EXPECT_EQ(profile->totals.leaked_bytes, 100U);
    EXPECT_EQ(profile->names[profile->frames[1].function], "operator new(unsigned long)");
  }
}

TEST(HeapTrace, SaysThatItIsCutShort) {
  const std::string text = small_text();
  const std::size_t last_record = text.find("# ips") - 1;
  for (std::size_t length = sizeof "v 10400 3"; length < last_record; ++length) {
    const Result<HeapProfile> profile = parse(std::string_view(text).substr(0, length));
    ASSERT_TRUE(profile.ok()) << length;
    EXPECT_NE(profile->incomplete, "") << length;
    EXPECT_LE(profile->totals.allocations, 5);
  }
  EXPECT_THAT(parsed(text.substr(0, text.find("- 1") + 1)).incomplete,
              HasSubstr("cut off in the middle of line"));
}

TEST(HeapTrace, KeepsWhatCameBeforeDamage) {
  const std::string start = "v 10400 3\na 10 0\n+ 0\n";
  for (const char* const bad : {"+ 1\n",
                                "+ \n",
                                "+ 0 0\n",
                                "+ x\n",
                                "- 7\n",
                                "- 0\n- 0\n",
                                "a 10 1\n",
                                "a 10\n",
                                "t 1 0\n",
                                "i 10 1 0\n",
                                "s 5 four\n",
                                "s four\n",
                                "c \n",
                                "R z\n",
                                "I 1000\n",
                                "?\n",
                                "\x80\x01\n",
                                "q 1\n",
                                "a fffffffffffffffff 0\n",
                                "a ffffffffffffffff 0\n+ 1\n"}) {
    const HeapProfile profile = parsed(start + bad + "+ 0\nc 1\nR 1\n");
    EXPECT_EQ(profile.totals.allocations, 1) << bad;
    EXPECT_THAT(profile.incomplete, HasSubstr("line ")) << bad;
  }
  EXPECT_THAT(parsed(start + "s " + std::string(2 << 20, 'x')).incomplete, HasSubstr("longer"));
}

TEST(HeapTrace, RefusesWhatIsNoTraceThatItKnows) {
  EXPECT_EQ(parse("").error().what, "it is empty");
  EXPECT_EQ(parse("\x7f"
                  "ELF\n")
                .error()
                .what,
            "it is no trace of heaptrack's");
  EXPECT_EQ(parse("v x\n+ 0\n").error().what, "it is no trace of heaptrack's");
  EXPECT_EQ(parse("v 20100 4\ns 1 x\n").error().what,
            "it was written by heaptrack 2.1.0, in format 4; hone knows formats up to 3");
  EXPECT_THAT(parse("v 10400 3\nx 1 a\n").error().what, HasSubstr("raw trace"));
}

// Exact, whatever came after the peak: each event's figures are kept and the first highest taken.
TEST(HeapTrace, AgreesWithAModelThatKeepsEverything) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string text = "v 10400 3\ns 1 f\ns 1 g\ns 1 h\n";
    for (const char* const line : {"i 1 0 1\nt 1 0\n", "i 2 0 2\nt 2 0\n", "i 3 0 3\nt 3 0\n"}) {
      text += line;
    }
    text += "a 1 1\na 5 1\na 7 2\na 2 3\n";
    const std::vector<std::uint64_t> sizes{1, 5, 7, 2};
    const std::vector<std::size_t> sites{0, 0, 1, 2};
    std::vector<std::uint64_t> live(4);
    std::vector<std::uint64_t> at_peak(3);
    std::uint64_t peak = 0;
    for (int event = 0; event < 60; ++event) {
      const std::size_t info = random() % 4;
      const bool frees = live[info] > 0 && random() % 2 == 0;
      text += (frees ? "- " : "+ ") + std::to_string(info) + "\n";
      frees ? --live[info] : ++live[info];
      std::vector<std::uint64_t> now(3);
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < 4; ++i) {
        now[sites[i]] += live[i] * sizes[i];
        sum += live[i] * sizes[i];
      }
      if (sum <= peak) continue;
      peak = sum;
      at_peak = now;
    }
    const HeapProfile profile = parsed(text);
    EXPECT_EQ(profile.totals.peak_bytes, peak);
    EXPECT_EQ(profile.nodes[node_of(profile, "f")].costs.peak_bytes, at_peak[0]);
    EXPECT_EQ(profile.nodes[node_of(profile, "g")].costs.peak_bytes, at_peak[1]);
    EXPECT_EQ(profile.nodes[node_of(profile, "h")].costs.peak_bytes, at_peak[2]);
  }
}

// A loop of events takes no memory of its own.
TEST(HeapTrace, TakesTheMemoryOfItsSitesOnly) {
  HeapTraceParser parser;
  parser.feed("v 10400 3\na 10 0\n");
  std::string events;
  for (int i = 0; i < 1000; ++i) events += "+ 0\n- 0\n";
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(parser.feed(events));
  const Result<HeapProfile> profile = parser.finish();
  EXPECT_EQ(profile->totals.temporary, 1'000'000);
  EXPECT_EQ(profile->totals.peak_bytes, 16);
}

}  // namespace
}  // namespace hone::collect

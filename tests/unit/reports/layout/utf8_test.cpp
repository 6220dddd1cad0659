#include "reports/layout/utf8.hpp"

#include <gtest/gtest.h>

namespace hone::reports {
namespace {

TEST(Utf8, DecodesOneToFourBytes) {
  EXPECT_EQ(decode_at("A", 0).value, U'A');
  EXPECT_EQ(decode_at("\xc3\xa9", 0).value, U'\u00e9');
  EXPECT_EQ(decode_at("\xe2\x82\xac", 0).value, U'\u20ac');
  EXPECT_EQ(decode_at("\xf0\x9f\x9a\x80", 0).value, U'\U0001f680');
  EXPECT_EQ(decode_at("\xf0\x9f\x9a\x80", 0).bytes, 4U);
}

TEST(Utf8, RejectsOverlongFormsSurrogatesAndTruncation) {
  for (const char* invalid : {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                              "\xe2\x82", "\x80", "\xff", "\xc3("}) {
    EXPECT_FALSE(decode_at(invalid, 0).value) << invalid;
    EXPECT_EQ(decode_at(invalid, 0).bytes, 1U) << invalid;
  }
}

TEST(Utf8, CountsColumnsRatherThanBytes) {
  EXPECT_EQ(display_width("na\xc3\xafve"), 5U);
  EXPECT_EQ(display_width("e\xcc\x81"), 1U);         // e and a combining acute
  EXPECT_EQ(display_width("\xe6\xb8\xac"), 2U);      // a CJK character
  EXPECT_EQ(display_width("\xf0\x9f\x9a\x80"), 2U);  // an emoji
}

TEST(Utf8, PrefixNeverCutsACodePoint) {
  EXPECT_EQ(prefix_of_width("a\xe6\xb8\xac"
                            "b",
                            2),
            "a");
  EXPECT_EQ(prefix_of_width("a\xe6\xb8\xac"
                            "b",
                            3),
            "a\xe6\xb8\xac");
}

TEST(Utf8, ShorteningKeepsHeadAndTail) {
  EXPECT_EQ(shorten_to_width("prefix-and-suffix", 17), "prefix-and-suffix");
  EXPECT_EQ(shorten_to_width("prefix-and-suffix", 10), "pref..ffix");
  EXPECT_EQ(shorten_to_width("prefix", 2), "pr");
}

TEST(Utf8, ShorteningFitsWithWideCharacters) {
  const std::string wide = "\xe6\xb8\xac\xe5\xae\x9a\xe6\xb8\xac\xe5\xae\x9a";
  for (std::size_t columns = 0; columns < 8; ++columns) {
    EXPECT_LE(display_width(shorten_to_width(wide, columns)), columns);
  }
}

}  // namespace
}  // namespace hone::reports

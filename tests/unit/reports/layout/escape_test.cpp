#include "reports/layout/escape.hpp"

#include <gtest/gtest.h>

namespace hone::reports {
namespace {

TEST(EscapeText, LeavesPrintableTextAlone) {
  EXPECT_EQ(escape_text("plain ~ text \\ \"quoted\""), "plain ~ text \\ \"quoted\"");
  EXPECT_EQ(escape_text("gr\xc3\xb6\xc3\x9f"
                        "e \xe6\xb8\xac\xe5\xae\x9a \xf0\x9f\x9a\x80"),
            "gr\xc3\xb6\xc3\x9f"
            "e \xe6\xb8\xac\xe5\xae\x9a \xf0\x9f\x9a\x80");
}

TEST(EscapeText, ShowsControlCharacters) {
  EXPECT_EQ(escape_text("\x1b[31m"), "\\x1b[31m");
  EXPECT_EQ(escape_text("a\nb\tc\rd\x7f"), "a\\x0ab\\x09c\\x0dd\\x7f");
  EXPECT_EQ(escape_text(std::string_view("\0", 1)), "\\x00");
}

TEST(EscapeText, ShowsC1ControlsWhichSomeTerminalsObey) {
  EXPECT_EQ(escape_text("\xc2\x9b"
                        "2J"),
            "\\u{9b}2J");
  EXPECT_EQ(escape_text("\xc2\x85"), "\\u{85}");
}

TEST(EscapeText, ShowsBidirectionalControls) {
  EXPECT_EQ(escape_text("\xe2\x80\xae"
                        "x"),
            "\\u{202e}x");                              // right-to-left override
  EXPECT_EQ(escape_text("\xe2\x81\xa6"), "\\u{2066}");  // left-to-right isolate
  EXPECT_EQ(escape_text("\xe2\x80\x8f"), "\\u{200f}");  // right-to-left mark
  EXPECT_EQ(escape_text("\xd8\x9c"), "\\u{61c}");       // Arabic letter mark
}

TEST(EscapeText, ShowsInvisibleCharactersAndLineSeparators) {
  EXPECT_EQ(escape_text("\xe2\x80\x8b"), "\\u{200b}");
  EXPECT_EQ(escape_text("\xe2\x80\xa8"), "\\u{2028}");
  EXPECT_EQ(escape_text("\xef\xbb\xbf"), "\\u{feff}");
  EXPECT_EQ(escape_text("\xf3\xa0\x81\x81"), "\\u{e0041}");
}

TEST(EscapeText, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(escape_text("a\xff"
                        "b\xc3"),
            "a\\xffb\\xc3");
  EXPECT_EQ(escape_text("\x9b"), "\\x9b");  // C1 as a lone byte
}

}  // namespace
}  // namespace hone::reports

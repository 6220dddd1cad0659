#include "analyzers/measure/moved_bytes.hpp"

#include <gtest/gtest.h>

namespace hone::measure {
namespace {

using collect::IoBytes;

TEST(MovedBytes, TheSameAmountIsAsMuch) {
  EXPECT_FALSE(does_less_unread(IoBytes{5'000'000, 70}, IoBytes{5'000'000, 70}));
  EXPECT_FALSE(does_less_unread(IoBytes{0, 0}, IoBytes{0, 0}));
}

TEST(MovedBytes, ReadingLessIsLess) {
  EXPECT_TRUE(does_less_unread(IoBytes{100'000, 70}, IoBytes{15'000'000, 70}));
}

TEST(MovedBytes, WritingLessThanHalfIsLessHoweverLittleItIs) {
  EXPECT_TRUE(does_less_unread(IoBytes{4000, 0}, IoBytes{4000, 1}));
  EXPECT_FALSE(does_less_unread(IoBytes{4000, 35}, IoBytes{4000, 70}));
}

TEST(MovedBytes, WhatRunsDifferByAnywayIsNotLess) {
  EXPECT_FALSE(does_less_unread(IoBytes{950'000, 900}, IoBytes{1'000'000, 1000}));
  EXPECT_FALSE(does_less_unread(IoBytes{4000, 70}, IoBytes{16'000, 70}));
}

TEST(MovedBytes, MoreIsNotLess) {
  EXPECT_FALSE(does_less_unread(IoBytes{5'000'000, 5'000'000}, IoBytes{5'000'000, 70}));
}

}  // namespace
}  // namespace hone::measure

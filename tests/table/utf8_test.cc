// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "table/internal/utf8.h"

#include <string>

#include "gtest/gtest.h"
#include "table/internal/bitmap.h"

namespace attain::table::internal {
namespace {

TEST(Utf8Test, AcceptsCharactersOfOneToFourBytes) {
  EXPECT_EQ(FirstInvalidUtf8(""), -1);
  EXPECT_EQ(FirstInvalidUtf8("deal"), -1);
  EXPECT_EQ(FirstInvalidUtf8("\xC3\xA9\xE5\x9B\x9E\xF0\x9F\x98\x80"), -1);
  EXPECT_EQ(FirstInvalidUtf8("\xE0\xA0\x80\xED\x9F\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"), -1);
}

TEST(Utf8Test, NamesTheFirstByteThatIsWrong) {
  EXPECT_EQ(FirstInvalidUtf8("ab\x80"), 2);              // continuation alone
  EXPECT_EQ(FirstInvalidUtf8("\xC1\x81"), 0);            // longer than needed
  EXPECT_EQ(FirstInvalidUtf8("\xE0\x9F\x80"), 0);        // longer than needed
  EXPECT_EQ(FirstInvalidUtf8("\xED\xA0\x80"), 0);        // surrogate
  EXPECT_EQ(FirstInvalidUtf8("\xF0\x8F\x80\x80"), 0);    // longer than needed
  EXPECT_EQ(FirstInvalidUtf8("\xF4\x90\x80\x80"), 0);    // above U+10FFFF
  EXPECT_EQ(FirstInvalidUtf8("\xF5\x80\x80\x80"), 0);    // no such first byte
  EXPECT_EQ(FirstInvalidUtf8("x\xE5\x9B"), 1);           // cut off
  EXPECT_EQ(FirstInvalidUtf8("x\xE5\x9Bx"), 1);          // third byte wrong
}

TEST(Utf8Test, FindsAFaultAtEveryPlaceOfLongText) {
  for (size_t at = 0; at < 150; ++at) {
    std::string text(150, 'a');
    EXPECT_EQ(FirstInvalidUtf8(text), -1);
    EXPECT_TRUE(IsAscii(text));
    text[at] = '\xFF';
    EXPECT_EQ(FirstInvalidUtf8(text), static_cast<int64_t>(at));
    EXPECT_FALSE(IsAscii(text));
  }
}

TEST(BitmapTest, CountsAndCopiesAnyRange) {
  uint8_t bits[40];
  for (int i = 0; i < 40; ++i) bits[i] = static_cast<uint8_t>(i * 37 + 11);
  for (int64_t offset = 0; offset < 20; ++offset) {
    for (int64_t length = 0; length < 200; length += 7) {
      int64_t ones = 0;
      for (int64_t i = 0; i < length; ++i) ones += BitAt(bits, offset + i) ? 1 : 0;
      EXPECT_EQ(CountOnes(bits, offset, length), ones);
      for (const int64_t at : {0, 3, 8}) {
        uint8_t copy[48] = {};
        CopyBits(bits, offset, length, copy, at);
        EXPECT_EQ(CountOnes(copy, 0, 48 * 8), ones);
        for (int64_t i = 0; i < length; ++i) EXPECT_EQ(BitAt(copy, at + i), BitAt(bits, offset + i));
        uint8_t filled[48] = {};
        FillBits(filled, at, length);
        EXPECT_EQ(CountOnes(filled, 0, 48 * 8), length);
        EXPECT_EQ(CountOnes(filled, at, length), length);
      }
    }
  }
}

}  // namespace
}  // namespace attain::table::internal

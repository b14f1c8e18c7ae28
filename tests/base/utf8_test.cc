// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace attain::internal {
namespace {

TEST(Utf8Test, AcceptsCharactersOfOneToFourBytes) {
  EXPECT_EQ(FirstInvalidUtf8(""), -1);
  EXPECT_EQ(FirstInvalidUtf8("deal"), -1);
  EXPECT_EQ(FirstInvalidUtf8("\xC3\xA9\xE5\x9B\x9E\xF0\x9F\x98\x80"), -1);
  EXPECT_EQ(FirstInvalidUtf8("\xE0\xA0\x80\xED\x9F\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"), -1);
}

TEST(Utf8Test, NamesTheFirstByteThatIsWrong) {
  EXPECT_EQ(FirstInvalidUtf8("ab\x80"), 2);            // continuation alone
  EXPECT_EQ(FirstInvalidUtf8("\xC1\x81"), 0);          // longer than needed
  EXPECT_EQ(FirstInvalidUtf8("\xE0\x9F\x80"), 0);      // longer than needed
  EXPECT_EQ(FirstInvalidUtf8("\xED\xA0\x80"), 0);      // surrogate
  EXPECT_EQ(FirstInvalidUtf8("\xF0\x8F\x80\x80"), 0);  // longer than needed
  EXPECT_EQ(FirstInvalidUtf8("\xF4\x90\x80\x80"), 0);  // above U+10FFFF
  EXPECT_EQ(FirstInvalidUtf8("\xF5\x80\x80\x80"), 0);  // no such first byte
  EXPECT_EQ(FirstInvalidUtf8("x\xE5\x9B"), 1);         // cut off
  EXPECT_EQ(FirstInvalidUtf8("x\xE5\x9Bx"), 1);        // third byte wrong
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

}  // namespace
}  // namespace attain::internal

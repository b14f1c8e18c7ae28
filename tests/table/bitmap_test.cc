// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "table/internal/bitmap.h"

#include "gtest/gtest.h"

namespace attain::table::internal {
namespace {

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
        for (int64_t i = 0; i < length; ++i)
          EXPECT_EQ(BitAt(copy, at + i), BitAt(bits, offset + i));
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

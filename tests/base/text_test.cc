// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/text.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace attain::internal {
namespace {

TEST(TextTest, ViewsPassBothWays) {
  const std::string text = "quota";
  EXPECT_EQ(FromAbsl(ToAbsl(text)), "quota");
  EXPECT_EQ(StrCat(ToAbsl(text), "!"), "quota!");
}

TEST(TextTest, PiecesOfEveryKindAreJoined) {
  const std::string text = "b";
  EXPECT_EQ(StrCat(std::string_view("a"), text, "c", 'd', 5, int64_t{-6}, uint8_t{7}, size_t{8}),
            "abcd5-678");
  EXPECT_EQ(StrCat(), "");
}

TEST(TextTest, TheLimitsOfWholeNumbersPrintInFull) {
  EXPECT_EQ(StrCat(std::numeric_limits<int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(StrCat(std::numeric_limits<uint64_t>::max()), "18446744073709551615");
  EXPECT_EQ(StrCat(absl::Int128Min()), "-170141183460469231731687303715884105728");
  EXPECT_EQ(StrCat(absl::Int128Max()), "170141183460469231731687303715884105727");
}

TEST(TextTest, TextGrowsByAppending) {
  std::string text = "row ";
  for (int i = 0; i < 3; ++i) StrAppend(&text, i, ',');
  EXPECT_EQ(text, "row 0,1,2,");
}

TEST(TextTest, SeparatorsStandBetweenOnly) {
  EXPECT_EQ(StrJoin(std::vector<std::string>{"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(StrJoin(std::vector<std::string>{"a"}, ", "), "a");
  EXPECT_EQ(StrJoin({}, ", "), "");
}

}  // namespace
}  // namespace attain::internal

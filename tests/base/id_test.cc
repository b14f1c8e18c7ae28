// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/id.h"

#include <concepts>
#include <type_traits>

#include "gtest/gtest.h"

namespace attain {
namespace {

static_assert(!std::convertible_to<int, RepId>, "an id is never made by accident");
static_assert(!std::equality_comparable_with<RepId, DealId>, "ids of distinct things never meet");
static_assert(!std::is_constructible_v<RepId, DealId>);

TEST(IdTest, IdsOfOneKindCompareByNumber) {
  EXPECT_EQ(RepId(104), RepId(104));
  EXPECT_LT(RepId(3), RepId(4));
  EXPECT_EQ(RepId(104).index(), 104);
}

TEST(IdTest, TheDefaultIsNone) {
  EXPECT_TRUE(RepId().is_none());
  EXPECT_EQ(RepId().index(), -1);
  EXPECT_FALSE(RepId(0).is_none());
}

}  // namespace
}  // namespace attain

// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/apportion.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "base/random.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

using testing::Random;
using Whole = std::vector<int64_t>;

constexpr ApportionOptions kRatio = {.method = ApportionMethod::kRatioOrder};
constexpr ApportionOptions kHighest = {.ties = TieRule::kHighestIndex};

Whole Split(int64_t total, const Whole& weights, ApportionOptions options = {}) {
  const auto parts = Apportion(total, weights, options);
  EXPECT_TRUE(parts.ok()) << parts.status();
  return parts.ok() ? *parts : Whole();
}

Reason ReasonOfSplit(int64_t total, const Whole& weights) {
  return ReasonOf(Apportion(total, weights).status());
}

TEST(ApportionTest, TheOddUnitGoesToTheLowestIndex) {
  EXPECT_EQ(Split(100, {1, 1, 1}), (Whole{34, 33, 33}));
  EXPECT_EQ(Split(-100, {1, 1, 1}), (Whole{-34, -33, -33}));
  EXPECT_EQ(Split(151, {1, 99}), (Whole{2, 149}));
  EXPECT_EQ(Split(100, {1, 1, 1}, kHighest), (Whole{33, 33, 34}));
}

TEST(ApportionTest, TheLargestRemainderComesFirst) {
  // 10 × 6/13 = 4.62, 10 × 4/13 = 3.08, 10 × 3/13 = 2.31: the unit left goes to the first.
  EXPECT_EQ(Split(10, {6, 4, 3}), (Whole{5, 3, 2}));
  // 5 × 4/10 = 2.0 for the first, 1.5 for the second and third.
  EXPECT_EQ(Split(5, {4, 3, 3}), (Whole{2, 2, 1}));
  EXPECT_EQ(Split(5, {4, 3, 3}, kHighest), (Whole{2, 1, 2}));
}

TEST(ApportionTest, RatioOrderGivesTheLargestWeightTheUnitLeft) {
  // Exact shares 1.51 and 149.49: by remainder the first gets it, by ratio the second.
  EXPECT_EQ(Split(151, {1, 99}, kRatio), (Whole{1, 150}));
  EXPECT_EQ(Split(5, {4, 3, 3}, kRatio), (Whole{3, 1, 1}));
  EXPECT_EQ(Split(-5, {4, 3, 3}, kRatio), (Whole{-3, -1, -1}));
  EXPECT_EQ(Split(1, {0, 0, 1}, kRatio), (Whole{0, 0, 1}));
  EXPECT_EQ(
      Split(1, {2, 2, 2}, {.method = ApportionMethod::kRatioOrder, .ties = TieRule::kHighestIndex}),
      (Whole{0, 0, 1}));
}

TEST(ApportionTest, AWeightOfZeroGetsNothing) {
  EXPECT_EQ(Split(7, {0, 3, 0, 3}), (Whole{0, 4, 0, 3}));
  EXPECT_EQ(Split(1, {0, 1}), (Whole{0, 1}));
}

TEST(ApportionTest, NothingSplitsIntoNothing) {
  EXPECT_EQ(Split(0, {1, 2}), (Whole{0, 0}));
  EXPECT_EQ(Split(0, {0, 0}), (Whole{0, 0}));
  EXPECT_TRUE(Split(0, {}).empty());
}

TEST(ApportionTest, BadWeightsAreRefused) {
  EXPECT_EQ(ReasonOfSplit(10, {1, -1}), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOfSplit(0, {1, -1}), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOfSplit(10, {0, 0}), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOfSplit(10, {}), Reason::kInvalidWeights);
  EXPECT_EQ(MessageOf(Apportion(10, Whole{1, -5, -6}).status()), "weight 1 is negative: -5");
}

TEST(ApportionTest, TheLimitsOf64BitsAreSplitExactly) {
  EXPECT_EQ(Split(INT64_MAX, {1}), (Whole{INT64_MAX}));
  EXPECT_EQ(Split(INT64_MIN, {1}), (Whole{INT64_MIN}));
  EXPECT_EQ(Split(INT64_MIN, {1, 1}), (Whole{INT64_MIN / 2, INT64_MIN / 2}));
  EXPECT_EQ(Split(3, {INT64_MAX / 2, INT64_MAX / 2}), (Whole{2, 1}));
  EXPECT_EQ(Split(INT64_MAX, {INT64_MAX}), (Whole{INT64_MAX}));
  EXPECT_EQ(ReasonOfSplit(INT64_MAX, {INT64_MAX, INT64_MAX, INT64_MAX}), Reason::kOverflow);
}

TEST(ApportionTest, PartsMustHaveRoom) {
  std::vector<absl::int128> scratch;
  Whole parts(1);
  EXPECT_EQ(ReasonOf(ApportionInto(10, Whole{1, 1}, {}, parts, scratch)), Reason::kInvalidArgument);
  parts.resize(2);
  EXPECT_TRUE(ApportionInto(10, Whole{1, 1}, {}, parts, scratch).ok());
  EXPECT_EQ(parts, (Whole{5, 5}));
}

TEST(ApportionDecimalTest, WeightsMayHaveDigitsBehindThePoint) {
  const std::vector<Decimal> weights = {*Decimal::Parse("33.34"), *Decimal::Parse("33.3300"),
                                        *Decimal::Parse("33.33")};
  EXPECT_EQ(*Apportion(10000, weights), (Whole{3334, 3333, 3333}));
  EXPECT_EQ(*Apportion(100, std::vector<Decimal>{*Decimal::Parse("0.5"), 1}), (Whole{33, 67}));
  EXPECT_EQ(ReasonOf(Apportion(1, std::vector<Decimal>{*Decimal::Parse("-0.5")}).status()),
            Reason::kInvalidWeights);
}

TEST(ApportionDecimalTest, WeightsWithoutACommonUnitAreAnOverflow) {
  const std::vector<Decimal> weights = {*Decimal::Parse("1e-38"), *Decimal::Parse("1e37")};
  EXPECT_EQ(ReasonOf(Apportion(1, weights).status()), Reason::kOverflow);
  const std::vector<Decimal> alike = {*Decimal::Parse("1e37"), *Decimal::Parse("1e37"),
                                      *Decimal::Parse("1e37")};
  EXPECT_EQ(*Apportion(INT64_MAX, alike), (Whole{INT64_MAX / 3 + 1, INT64_MAX / 3, INT64_MAX / 3}));
}

TEST(ApportionFractionTest, WeightsMayBeRatios) {
  const std::vector<Fraction> weights = {*Fraction::Of(1, 3), *Fraction::Of(1, 2),
                                         *Fraction::Of(1, 6)};
  EXPECT_EQ(*Apportion(600, weights), (Whole{200, 300, 100}));
  const std::vector<Fraction> thirds = {*Fraction::Of(1, 3), *Fraction::Of(1, 3),
                                        *Fraction::Of(1, 3)};
  EXPECT_EQ(*Apportion(100, thirds), (Whole{34, 33, 33}));
}

TEST(ApportionFractionTest, RatiosWithoutACommonUnitAreAnOverflow) {
  const absl::int128 wide = absl::int128(1) << 126;
  EXPECT_EQ(ReasonOf(Apportion(1, std::vector<Fraction>{*Fraction::Of(1, wide),
                                                        *Fraction::Of(1, wide - 1)})
                         .status()),
            Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Apportion(1, std::vector<Fraction>{*Fraction::Of(1, wide),
                                                        *Fraction::Of(wide - 1, 5)})
                         .status()),
            Reason::kOverflow);
}

TEST(ApportionFractionTest, RemaindersOf120BitsKeepTheirOrder) {
  // Denominators of 100 bits: remainders too wide to share a word with their index.
  const absl::int128 wide = (absl::int128(1) << 100) + 1;
  const std::vector<Fraction> weights = {*Fraction::Of(wide - 3, wide), *Fraction::Of(2, wide),
                                         *Fraction::Of(1, wide)};
  EXPECT_EQ(*Apportion(2, weights), (Whole{2, 0, 0}));
  const std::vector<Fraction> halves = {*Fraction::Of(wide - 1, 2), *Fraction::Of(wide - 1, 2), 1};
  EXPECT_EQ(*Apportion(3, halves), (Whole{2, 1, 0}));
  EXPECT_EQ(*Apportion(3, halves, kHighest), (Whole{1, 2, 0}));
  EXPECT_EQ(*Apportion(3, halves, kRatio), (Whole{2, 1, 0}));
}

// The rule as it is written down, with a full sort: slow, and plainly right.
Whole Reference(int64_t total, const Whole& weights, ApportionOptions options) {
  using Wide = absl::uint128;
  const Wide units = total < 0 ? Wide(0) - Wide(absl::int128(total)) : Wide(total);
  Wide sum = 0;
  for (const int64_t weight : weights) sum += Wide(weight);
  Whole parts(weights.size());
  std::vector<std::pair<Wide, size_t>> order;
  Wide left = units;
  for (size_t i = 0; i < weights.size(); ++i) {
    const Wide product = units * Wide(weights[i]);
    parts[i] = static_cast<int64_t>(product / sum);
    left -= product / sum;
    order.push_back(
        {options.method == ApportionMethod::kLargestRemainder ? product % sum : Wide(weights[i]),
         i});
  }
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first > b.first;
    return options.ties == TieRule::kLowestIndex ? a.second < b.second : a.second > b.second;
  });
  for (size_t i = 0; i < static_cast<size_t>(left); ++i) ++parts[order[i].second];
  for (int64_t& part : parts) part = total < 0 ? -part : part;
  return parts;
}

TEST(ApportionPropertyTest, PartsAddUpMirrorAndFollowTheRule) {
  Random random(17);
  std::vector<absl::int128> scratch;
  for (int i = 0; i < 6000; ++i) {
    const int bits = static_cast<int>(random.Between(1, 62));
    const int64_t total = random.OfBits(static_cast<int>(random.Between(1, 63)));
    Whole weights(static_cast<size_t>(random.Between(1, 40)));
    for (int64_t& weight : weights) weight = std::abs(random.OfBits(bits)) >> 6;
    if (std::accumulate(weights.begin(), weights.end(), int64_t{0}) == 0) weights[0] = 1;
    const ApportionOptions options = {
        .method = i % 2 == 0 ? ApportionMethod::kLargestRemainder : ApportionMethod::kRatioOrder,
        .ties = i % 3 == 0 ? TieRule::kHighestIndex : TieRule::kLowestIndex};
    Whole parts(weights.size());
    ASSERT_TRUE(ApportionInto(total, weights, options, parts, scratch).ok());
    ASSERT_EQ(std::accumulate(parts.begin(), parts.end(), int64_t{0}), total);
    ASSERT_EQ(parts, Reference(total, weights, options)) << i;
    Whole mirrored = Split(-total, weights, options);
    for (int64_t& part : mirrored) part = -part;
    ASSERT_EQ(parts, mirrored);
  }
}

TEST(ApportionPropertyTest, ALargeSplitFollowsTheRule) {
  Random random(18);
  Whole weights(20000);
  for (int64_t& weight : weights) weight = random.Between(0, 1000);
  EXPECT_EQ(Split(1'234'567'891, weights), Reference(1'234'567'891, weights, {}));
  EXPECT_EQ(Split(12'345'678'910'111'213, weights), Reference(12'345'678'910'111'213, weights, {}));
}

}  // namespace
}  // namespace attain

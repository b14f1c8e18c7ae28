// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/club.h"

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/columns.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

using Numbers = std::vector<Fraction>;

using Flags = std::vector<uint8_t>;

TEST(ClubTest, TheMinimumItselfIsIn) {
  const Numbers attainments = {1.0999_dec, 1.1_dec, 1.35_dec};
  EXPECT_EQ(*ClubMembers(std::vector<Minimum>{{attainments, 1.1_dec}}), (Flags{0, 1, 1}));
}

TEST(ClubTest, EveryConditionMustHold) {
  const Numbers attainments = {0.9_dec, 1.6_dec, 0.899_dec, 1.1_dec};
  const Numbers reviews = {4, 3, 5, 5};
  EXPECT_EQ(*ClubMembers(std::vector<Minimum>{{attainments, 0.9_dec}, {reviews, 4}}),
            (Flags{1, 0, 0, 1}));
  const Numbers shorter = {1};
  EXPECT_EQ(ReasonOf(ClubMembers(std::vector<Minimum>{{attainments, 1}, {shorter, 1}}).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(ClubMembers({}).status()), Reason::kInvalidArgument);
}

TEST(ClubTest, PlacesGrowWithTheTeamAndKeepWholeProductsWhole) {
  const ClubFunding funding{.base = 0.04_dec, .per_point = 0.02_dec};
  EXPECT_EQ(*FundedSlots(funding, 1.07_dec, 55), 9);
  EXPECT_EQ(*FundedSlots(funding, 1.07_dec, 50), 9);  // 18 % of 50 is 9 exactly
  EXPECT_EQ(*FundedSlots(funding, 1, 24), 0);
  EXPECT_EQ(ReasonOf(FundedSlots(funding, 0.99_dec, 55).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(FundedSlots(funding, 1, -1).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(FundedSlots({.base = -1, .per_point = 0}, 1, 1).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(FundedSlots(funding, kHuge, 55).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(FundedSlots({.base = 2, .per_point = 0}, 1, INT64_MAX).status()),
            Reason::kOverflow);
}

TEST(ClubTest, EqualPeopleAtTheLastPlaceGoTogether) {
  const Numbers scores = {5, 9, 7, 7, 3};
  EXPECT_EQ(*FillSlots(scores, {}, 3), (Flags{0, 1, 1, 1, 0}));
  EXPECT_EQ(*FillSlots(scores, {}, 2), (Flags{0, 1, 1, 1, 0}));
  EXPECT_EQ(*FillSlots(scores, {}, 2, LastSlot::kNone), (Flags{0, 1, 0, 0, 0}));
  EXPECT_EQ(*FillSlots(scores, Flags{1, 0, 1, 1, 1}, 2), (Flags{0, 0, 1, 1, 0}));
  EXPECT_EQ(*FillSlots(scores, {}, 0), (Flags{0, 0, 0, 0, 0}));
  EXPECT_EQ(*FillSlots(scores, {}, 99), (Flags{1, 1, 1, 1, 1}));
  EXPECT_EQ(ReasonOf(FillSlots(scores, {}, -1).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(FillSlots(scores, Flags{1}, 1).status()), Reason::kLengthMismatch);
}

TEST(ClubTest, PromotionLooksAtTheLatestPeriodsInARow) {
  // Two people, three periods each.
  const Numbers values = {0.5_dec, 1, 1.2_dec, 2, 2, 0.99_dec};
  EXPECT_EQ(*Sustained(values, 3, 1, 2), (Flags{1, 0}));
  EXPECT_EQ(*Sustained(values, 3, 1, 3), (Flags{0, 0}));
  EXPECT_EQ(ReasonOf(Sustained(values, 3, 1, 4).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Sustained(values, 3, 1, 0).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Sustained(values, 4, 1, 1).status()), Reason::kLengthMismatch);
}

TEST(ClubTest, EnumsHaveTheWordsOfDocuments) {
  ASSERT_EQ(Describe(definition::Type<LastSlot>{}).words().size(), 2U);
  EXPECT_EQ(Describe(definition::Type<LastSlot>{}).words()[0].text, "all");
}

}  // namespace
}  // namespace attain::incentive

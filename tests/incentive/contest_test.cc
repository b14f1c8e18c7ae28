// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/contest.h"

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

const Numbers kPrizes = {1'500, 1'000, 500};

TEST(ContestTest, EqualPeoplePoolThePrizesOfTheirPlaces) {
  const auto pay = Contest(kPrizes, Numbers{90, 80, 80, 10}, {});
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->payouts, ElementsAre(1'500_dec, 750_dec, 750_dec, 0_dec));
  EXPECT_THAT(pay->places, ElementsAre(1, 2, 2, 4));
  EXPECT_EQ(pay->total, 3'000_dec);
}

TEST(ContestTest, WhoIsNotEligibleHoldsNoPlace) {
  const std::vector<uint8_t> eligible = {0, 1, 1, 1};
  const auto pay = Contest(kPrizes, Numbers{90, 80, 80, 10}, eligible);
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->payouts, ElementsAre(0_dec, 1'250_dec, 1'250_dec, 500_dec));
  EXPECT_THAT(pay->places, ElementsAre(0, 1, 1, 3));
}

TEST(ContestTest, EqualPeopleBeyondTheLastPrizeShareWhatIsLeft) {
  const auto pay = Contest(kPrizes, Numbers{9, 8, 7, 7}, {});
  EXPECT_THAT(pay->payouts, ElementsAre(1'500_dec, 1'000_dec, 250_dec, 250_dec));
}

TEST(ContestTest, OddCentsAreKeptOrLostByANamedRule) {
  const Numbers prizes = {100};
  const Numbers scores = {5, 5, 5};
  const auto exact = Contest(prizes, scores, {});
  EXPECT_THAT(exact->payouts, ElementsAre(33.34_dec, 33.33_dec, 33.33_dec));
  EXPECT_EQ(exact->total, 100_dec);
  const auto each = Contest(prizes, scores, {}, {.share = PrizeShare::kEachRounded});
  EXPECT_THAT(each->payouts, ElementsAre(33.33_dec, 33.33_dec, 33.33_dec));
  EXPECT_EQ(each->total, 99.99_dec);
}

TEST(ContestTest, ExactSharesConserveThePrizesWhateverTheTies) {
  uint32_t state = 3;
  for (int i = 0; i < 300; ++i) {
    Numbers scores;
    for (int j = 0; j < 3 + i % 8; ++j) {
      state = state * 1664525U + 1013904223U;
      scores.push_back((state >> 16) % 4);
    }
    EXPECT_EQ(Contest(kPrizes, scores, {})->total, 3'000_dec);
  }
}

TEST(ContestTest, BadInputHasAReason) {
  const std::vector<uint8_t> two = {1, 1};
  EXPECT_EQ(ReasonOf(Contest(kPrizes, Numbers{1}, two).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(Contest(Numbers{-1}, Numbers{1}, {}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Contest(Numbers{INT64_MAX}, Numbers{1}, {}).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Contest(Numbers{kHuge, kHuge}, Numbers{1, 1}, {}).status()),
            Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Contest(Numbers{1}, Numbers{1}, {}, {.scale = 39}).status()),
            Reason::kOverflow);
  EXPECT_TRUE(Contest(kPrizes, {}, {})->payouts.empty());
}

TEST(ContestTest, EnumsHaveTheWordsOfDocuments) {
  ASSERT_EQ(Describe(definition::Type<PrizeShare>{}).words().size(), 2U);
  EXPECT_EQ(Describe(definition::Type<PrizeShare>{}).words()[0].text, "exact");
}

}  // namespace
}  // namespace attain::incentive

// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/release.h"

#include <random>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "attain/incentive/share.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/columns.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

TEST(StageReleasesTest, StagesAddUpAndTheRestWaits) {
  const Column stages = {70, 30};
  const auto all = StageReleases(1'000, stages, 2);
  EXPECT_THAT(Texts(all->lines), ElementsAre("700.00", "300.00"));
  EXPECT_TRUE(all->remaining.is_zero());
  const auto first = StageReleases(1'000, stages, 1);
  EXPECT_EQ(first->total, 700_dec);
  EXPECT_EQ(first->remaining, 300_dec);
  EXPECT_EQ(ReasonOf(StageReleases(1, stages, 3).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(StageReleases(1, Column{0}, 1).status()), Reason::kInvalidWeights);
}

TEST(StageReleasesTest, AllocationConservesEveryCentAndMirrorsItself) {
  std::mt19937 random(3);
  for (int round = 0; round < 500; ++round) {
    Column stages;
    for (size_t i = 0; i <= random() % 9; ++i) {
      stages.push_back(static_cast<int64_t>(random() % 100));
    }
    stages.push_back(1);
    const Decimal amount = Decimal::Unchecked(static_cast<int64_t>(random()), 2);
    ApportionOptions options;
    if (random() % 2 == 0) options.method = ApportionMethod::kRatioOrder;
    const auto plus = StageReleases(amount, stages, stages.size(), 2, options);
    const auto minus = Allocate(-amount, stages, 2, options);
    ASSERT_EQ(plus->total, amount);
    for (size_t i = 0; i < stages.size(); ++i) ASSERT_EQ(plus->lines[i], -(*minus)[i]);
  }
}

TEST(CollectedReleasesTest, EveryReceiptReleasesItsShareToTheCent) {
  const auto halves = CollectedReleases(4'000, 20'000, Column{10'000, 10'000});
  EXPECT_THAT(Texts(halves->lines), ElementsAre("2000.00", "2000.00"));
  const auto thirds = CollectedReleases(1'000, 3'000, Column{1'000, 1'000, 1'000});
  EXPECT_THAT(Texts(thirds->lines), ElementsAre("333.33", "333.34", "333.33"));
  EXPECT_TRUE(thirds->remaining.is_zero());
}

TEST(CollectedReleasesTest, TooMuchMoneyReleasesMoreOnlyWhereThatIsAsked) {
  EXPECT_EQ(CollectedReleases(100, 1'000, Column{1'100})->total.ToFixedString(), "110.00");
  EXPECT_EQ(CollectedReleases(100, 1'000, Column{1'100}, {.limit = true})->total.ToFixedString(),
            "100.00");
  EXPECT_EQ(ReasonOf(CollectedReleases(1, 0, Column{1}).status()), Reason::kDivisionByZero);
}

TEST(CollectedReleasesTest, HoweverReceiptsAreCutTheReleasesSumToTheCommission) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    Column receipts;
    Decimal invoice = 0;
    for (size_t i = 0; i <= random() % 12; ++i) {
      receipts.push_back(Decimal::Unchecked(static_cast<int64_t>(random() % 1'000'000) + 1, 2));
      invoice = *Add(invoice, receipts.back());
    }
    const Decimal commission = Decimal::Unchecked(static_cast<int64_t>(random() % 90'000'000), 2);
    const auto whole = CollectedReleases(commission, invoice, receipts);
    ASSERT_EQ(whole->total, commission);
    ASSERT_TRUE(whole->remaining.is_zero());
    const size_t cut = random() % receipts.size();
    const auto before = CollectedReleases(commission, invoice, {receipts.data(), cut});
    Fraction collected;
    for (size_t i = 0; i < cut; ++i) collected = *Add(collected, receipts[i]);
    const auto after =
        CollectedReleases(commission, invoice, {receipts.data() + cut, receipts.size() - cut},
                          {.collected = collected});
    ASSERT_EQ(*Add(before->total, after->total), commission);
    ASSERT_EQ(after->lines.back(), whole->lines.back());
  }
}

TEST(HoldTest, AShareWaitsUntilTheCustomerHasPaid) {
  const std::vector<HoldEvent> events = {{.earned = 1'000, .booked = 10'000},
                                         {.collected = 4'000},
                                         {.earned = -200, .booked = -2'000},
                                         {.collected = 4'000}};
  const auto hold = Hold(events, Fraction(0.3_dec), 1);
  EXPECT_THAT(hold->held, ElementsAre(Fraction(-300), Fraction(0), Fraction(60), Fraction(0)));
  EXPECT_THAT(hold->released, ElementsAre(Fraction(0), Fraction(120), Fraction(0), Fraction(120)));
  EXPECT_EQ(hold->states[0].released, Fraction(240));
}

TEST(HoldTest, ASaleTakenBackBeforeAnythingWasPaidLeavesNothing) {
  const std::vector<HoldEvent> events = {{.earned = 500, .booked = 5'000},
                                         {.earned = -500, .booked = -5'000}};
  const auto hold = Hold(events, 1, 1);
  EXPECT_THAT(hold->held, ElementsAre(Fraction(-500), Fraction(500)));
  EXPECT_THAT(hold->released, ElementsAre(Fraction(0), Fraction(0)));
  // Nothing is left to collect, so what is held of a sale without amount is free at once, even
  // where money went back.
  const std::vector<HoldEvent> nothing_booked = {{.earned = 50, .collected = -5}};
  EXPECT_THAT(Hold(nothing_booked, 1, 1)->released, ElementsAre(Fraction(50)));
}

TEST(HoldTest, ARefundAfterReleaseTakesTheReleaseBack) {
  const std::vector<HoldEvent> events = {
      {.earned = 100, .booked = 1'000}, {.collected = 1'000}, {.earned = -100, .booked = -1'000}};
  const auto hold = Hold(events, 1, 1);
  EXPECT_THAT(hold->released, ElementsAre(Fraction(0), Fraction(100), Fraction(-100)));
  const std::vector<HoldEvent> bounced = {{.earned = 100, .booked = 1'000}, {.collected = -5}};
  EXPECT_THAT(Hold(bounced, 1, 1)->released, ElementsAre(Fraction(0), Fraction(0)));
}

TEST(HoldTest, WhatIsHeldIsReleasedToTheLastCentInAnyNumberOfPeriods) {
  std::mt19937 random(9);
  for (int round = 0; round < 200; ++round) {
    constexpr int32_t kSales = 4;
    std::vector<HoldEvent> events;
    std::vector<int64_t> open(kSales, 0);
    for (int i = 0; i < 40; ++i) {
      const int32_t sale = static_cast<int32_t>(random() % kSales);
      const int64_t part = static_cast<int64_t>(random() % 10'000);
      if (i < 10) {
        events.push_back({sale, static_cast<int64_t>(random() % 900), part, 0});
        open[static_cast<size_t>(sale)] += part;
      } else {
        events.push_back({sale, 0, 0, std::min(part, open[static_cast<size_t>(sale)])});
        open[static_cast<size_t>(sale)] -= std::min(part, open[static_cast<size_t>(sale)]);
      }
    }
    for (int32_t sale = 0; sale < kSales; ++sale) {
      events.push_back({sale, 0, 0, open[static_cast<size_t>(sale)]});
    }
    const auto whole = Hold(events, *Fraction::Of(2, 7), kSales);
    Fraction sum;
    for (size_t i = 0; i < events.size(); ++i) {
      sum = *Add(sum, *Add(whole->held[i], whole->released[i]));
    }
    ASSERT_TRUE(sum.is_zero());
    const size_t cut = random() % events.size();
    const auto before = Hold({events.data(), cut}, *Fraction::Of(2, 7), kSales);
    const auto after = Hold({events.data() + cut, events.size() - cut}, *Fraction::Of(2, 7), kSales,
                            before->states);
    ASSERT_EQ(after->states, whole->states);
    ASSERT_EQ(after->released.back(), whole->released.back());
  }
}

TEST(HoldTest, RefusesWhatHasNoMeaning) {
  const std::vector<HoldEvent> events = {{.sale = 1}};
  EXPECT_EQ(ReasonOf(Hold(events, 2, 2).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Hold(events, -1, 2).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Hold(events, 1, 1).status()), Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(Hold(events, 1, -1).status()), Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(Hold(events, 1, 2, std::vector<HoldState>(1)).status()),
            Reason::kLengthMismatch);
}

}  // namespace
}  // namespace attain::incentive

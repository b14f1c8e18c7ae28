// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/waterfall.h"

#include <vector>

#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

const Period kQuarter = *Period::Parse("2026-Q1");
const int64_t kIn = Date::Unchecked(2026, 2, 10).days();
const int64_t kOut = Date::Unchecked(2026, 5, 10).days();

DealState Open(int64_t amount, int64_t day, int64_t owner = 0) {
  return {.amount = amount, .close_day = day, .owner = owner};
}

DealState Closed(int64_t amount, DealOutcome outcome) {
  return {.amount = amount, .close_day = kIn, .outcome = outcome, .owner = 0};
}

int64_t SumOf(const Waterfall& sums) {
  return sums.opening + sums.created + sums.reopened + sums.pulled_in + sums.pushed_out + sums.won +
         sums.lost + sums.removed + sums.resized + sums.owner_in + sums.owner_out;
}

TEST(WaterfallTest, EveryCauseHasItsSum) {
  const std::vector<DealState> before = {
      {.exists = false}, Open(40, kOut), Open(130, kIn), Open(80, kIn),
      Open(100, kIn),    Open(60, kIn),  Open(130, kIn), Closed(9, DealOutcome::kLost),
      Open(5, kIn)};
  const std::vector<DealState> after = {Open(120, kIn),
                                        Open(40, kIn),
                                        Open(100, kIn),
                                        Open(80, kOut),
                                        Closed(110, DealOutcome::kWon),
                                        Closed(60, DealOutcome::kLost),
                                        Open(130, kIn),
                                        Open(9, kIn),
                                        {.close_day = kIn}};
  const Waterfall sums = *ExplainChange(before, after, kQuarter);
  EXPECT_EQ(sums.opening, 505);
  EXPECT_EQ(sums.created, 120);
  EXPECT_EQ(sums.pulled_in, 40);
  EXPECT_EQ(sums.resized, -30);
  EXPECT_EQ(sums.pushed_out, -80);
  EXPECT_EQ(sums.won, -100);
  EXPECT_EQ(sums.won_amount, 110);
  EXPECT_EQ(sums.lost, -60);
  EXPECT_EQ(sums.reopened, 9);
  EXPECT_EQ(sums.removed, -5);
  EXPECT_EQ(sums.unknown, 1);
  EXPECT_EQ(sums.closing, 399);
  EXPECT_EQ(SumOf(sums), sums.closing);
}

TEST(WaterfallTest, OwnersGiveAndTake) {
  const std::vector<DealState> before = {Open(10, kIn, 1), Open(20, kIn, 2), Open(30, kIn, 1)};
  const std::vector<DealState> after = {Open(10, kIn, 2), Open(25, kIn, 1), Open(30, kIn, 1)};
  const Waterfall ada = *ExplainChange(before, after, kQuarter, 1);
  EXPECT_EQ(ada.owner_out, -10);
  EXPECT_EQ(ada.owner_in, 25);
  EXPECT_EQ(ada.closing, 55);
  EXPECT_EQ(ExplainChange(before, after, kQuarter)->resized, 5);
}

TEST(WaterfallTest, AlwaysAddsUp) {
  stats::Random random(2);
  const auto any = [&] {
    DealState state;
    state.exists = random.Next() % 5 != 0;
    if (random.Next() % 6 != 0) state.amount = static_cast<int64_t>(random.Next() % 1000) - 100;
    if (random.Next() % 6 != 0) state.close_day = random.Next() % 2 == 0 ? kIn : kOut;
    state.outcome = static_cast<DealOutcome>(random.Next() % 3);
    state.owner = static_cast<int64_t>(random.Next() % 3);
    return state;
  };
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<DealState> before;
    std::vector<DealState> after;
    for (int i = 0; i < 20; ++i) {
      before.push_back(any());
      after.push_back(any());
    }
    const auto owner = trial % 2 == 0 ? std::optional<int64_t>(1) : std::nullopt;
    const Waterfall sums = *ExplainChange(before, after, kQuarter, owner);
    EXPECT_EQ(SumOf(sums), sums.closing);
    const Waterfall back = *ExplainChange(after, before, kQuarter, owner);
    EXPECT_EQ(back.opening, sums.closing);
  }
}

TEST(WaterfallTest, LengthsAndRangesAreChecked) {
  const std::vector<DealState> one = {Open(1, kIn)};
  EXPECT_EQ(ReasonOf(ExplainChange(one, {}, kQuarter).status()), Reason::kLengthMismatch);
  const std::vector<DealState> far = {Open(INT64_MIN, kIn)};
  EXPECT_EQ(ReasonOf(ExplainChange(far, far, kQuarter).status()), Reason::kOverflow);
}

TEST(StatesAtTest, LaterChangesAreUndone) {
  const std::vector<DealState> now = {Closed(150, DealOutcome::kWon), Open(70, kOut)};
  const std::vector<int64_t> created = {5, 25};
  const std::vector<DealChange> changes = {
      {0, 30, 1, DealField::kOutcome, 0, 1},       {0, 10, 1, DealField::kAmount, 100, 120},
      {0, 20, 1, DealField::kAmount, 120, 130},    {0, 20, 2, DealField::kAmount, 130, 150},
      {1, 40, 1, DealField::kCloseDay, kIn, kOut}, {1, 40, 2, DealField::kOwner, std::nullopt, 0},
  };
  Findings findings;
  const auto states = *StatesAt(now, created, changes, 20, &findings);
  EXPECT_TRUE(findings.empty());
  EXPECT_EQ(states[0].amount, 150);
  EXPECT_EQ(states[0].outcome, DealOutcome::kOpen);
  EXPECT_FALSE(states[1].exists);
  EXPECT_EQ(states[1].close_day, kIn);
  EXPECT_FALSE(states[1].owner.has_value());
  EXPECT_EQ((*StatesAt(now, created, changes, 19))[0].amount, 120);
  EXPECT_EQ((*StatesAt(now, created, changes, 9))[0].amount, 100);
  EXPECT_EQ(*StatesAt(now, created, changes, 99), now);
}

TEST(StatesAtTest, BrokenChainIsToldAndUsed) {
  const std::vector<DealState> now = {Open(150, kIn)};
  const std::vector<int64_t> created = {0};
  const std::vector<DealChange> changes = {{0, 10, 1, DealField::kAmount, 100, 120},
                                           {0, 20, 1, DealField::kAmount, 130, 140}};
  Findings findings;
  const auto states = *StatesAt(now, created, changes, 15, &findings);
  EXPECT_EQ(states[0].amount, 130);
  ASSERT_EQ(findings.size(), 2);
  EXPECT_EQ(findings.items()[0].reason, Reason::kChangeChainBroken);
  EXPECT_EQ(findings.items()[1].where.row, 0);
}

TEST(StatesAtTest, BadChangesAreRefused) {
  const std::vector<DealState> now = {Open(150, kIn)};
  const std::vector<int64_t> created = {0};
  const std::vector<DealChange> changes = {{1, 10, 1, DealField::kAmount, 100, 120},
                                           {0, 10, 1, DealField::kOutcome, 0, 3}};
  const auto result = StatesAt(now, created, changes, 0);
  EXPECT_EQ(FindingsOf(result.status()).size(), 2);
  EXPECT_EQ(ReasonOf(StatesAt(now, {}, {}, 0).status()), Reason::kLengthMismatch);
}

}  // namespace
}  // namespace attain::funnel

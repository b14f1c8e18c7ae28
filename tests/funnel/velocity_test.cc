// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/velocity.h"

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

TEST(VelocityTest, FiftyDealsOfTenThousandEarnAHundredThousandAMonth) {
  const Velocity velocity = *VelocityOf({50, 10'000, *Fraction::Of(1, 5), 30});
  EXPECT_EQ(*velocity.per_day, *Fraction::Of(10'000, 3));
  EXPECT_EQ(*velocity.per_30_days, Fraction(100'000));
}

TEST(VelocityTest, NoDaysIsUndefinedAndNotInfinite) {
  const Velocity velocity = *VelocityOf({5, 100, *Fraction::Of(1, 2), 0});
  EXPECT_FALSE(velocity.per_day.has_value());
  EXPECT_FALSE(velocity.per_30_days.has_value());
}

TEST(VelocityTest, PartsOutOfRangeAreRefused) {
  EXPECT_EQ(ReasonOf(VelocityOf({-1, 1, 1, 1}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(VelocityOf({1, 1, 2, 1}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(VelocityOf({1, 1, 1, -30}).status()), Reason::kInvalidArgument);
}

TEST(WinRateTest, DenominatorIsTheOneNamed) {
  const OutcomeCounts counts{
      .won = 30, .lost = 70, .overdue = 15, .old = 5, .open = 60, .other = 20};
  EXPECT_EQ(*WinRateOf(counts, WinRateBasis::kClosed)->rate, 0.3);
  EXPECT_EQ(*WinRateOf(counts, WinRateBasis::kClosedPlusStale)->rate, 0.25);
  EXPECT_EQ(*WinRateOf(counts, WinRateBasis::kAll)->rate, 0.15);
  EXPECT_EQ(WinRateOf(counts, WinRateBasis::kAll)->n, 200);
  EXPECT_NEAR(WinRateOf(counts, WinRateBasis::kClosed)->interval->lower, 0.2189, 1e-4);
  EXPECT_EQ(Name(WinRateBasis::kClosed), "closed");
  EXPECT_EQ(Name(WinRateBasis::kClosedPlusStale), "closed_plus_stale");
  EXPECT_EQ(Name(WinRateBasis::kAll), "all");
}

TEST(WinRateTest, NothingClosedHasNoRate) {
  const WinRate rate = *WinRateOf({.open = 4}, WinRateBasis::kClosed);
  EXPECT_FALSE(rate.rate.has_value());
  EXPECT_FALSE(rate.interval.has_value());
}

TEST(WinRateTest, BadCountsAreRefused) {
  EXPECT_EQ(ReasonOf(WinRateOf({.won = -1}, WinRateBasis::kAll).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(WinRateOf({.won = 1}, WinRateBasis::kAll, 1).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(WinRateOf({.won = INT64_MAX, .lost = 1}, WinRateBasis::kAll).status()),
            Reason::kOverflow);
}

TEST(LeadFunnelTest, RatesPerOriginAndDaysBetween) {
  const LeadFunnel funnel =
      *LeadFunnelOf(std::vector<int64_t>{100, 60, 0}, std::vector<int64_t>{20, 0, 0},
                    std::vector<GapDays>{{30, 1}, {-2, 1}, {5, 2}});
  EXPECT_EQ(funnel.all.won, 20);
  EXPECT_EQ(funnel.all.n, 160);
  EXPECT_EQ(*funnel.all.rate, 0.125);
  EXPECT_EQ(*funnel.origins[0].rate, 0.2);
  EXPECT_EQ(funnel.origins[1].interval->lower, 0);
  EXPECT_FALSE(funnel.origins[2].rate.has_value());
  EXPECT_EQ(*funnel.median_days, 5);
  EXPECT_EQ(*funnel.mean_days, 9.5);
  EXPECT_EQ(funnel.negative_gaps, 1);
}

TEST(LeadFunnelTest, MedianOfAnEvenNumberIsTheMiddle) {
  const LeadFunnel funnel = *LeadFunnelOf({}, {}, std::vector<GapDays>{{4, 1}, {1, 1}});
  EXPECT_EQ(*funnel.median_days, 2.5);
  EXPECT_FALSE(LeadFunnelOf({}, {}, {})->median_days.has_value());
}

TEST(LeadFunnelTest, AllFaultsAreFoundAtOnce) {
  const auto result = LeadFunnelOf(std::vector<int64_t>{-1, 5}, std::vector<int64_t>{0, 6},
                                   std::vector<GapDays>{{1, -1}});
  EXPECT_EQ(FindingsOf(result.status()).size(), 4);
  EXPECT_EQ(FindingsOf(result.status()).items()[2].where.row, 1);
  EXPECT_EQ(ReasonOf(LeadFunnelOf(std::vector<int64_t>{1}, {}, {}).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(LeadFunnelOf({}, {}, {}, 0).status()), Reason::kInvalidArgument);
  const std::vector<GapDays> many = {{1, INT64_MAX}, {2, 1}};
  EXPECT_EQ(ReasonOf(LeadFunnelOf({}, {}, many).status()), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::funnel

// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/quota.h"

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

Date Day(const char* text) { return *Date::Parse(text); }

TEST(QuotaTest, MonthsBeforeTheStartAreTakenOffTheirQuarter) {
  const Numbers weights = {0.2_dec, 0.2_dec, 0.2_dec, 0.4_dec};
  EXPECT_THAT(*ProrateQuotaMonths(100'000, weights, 3),
              ElementsAre(*Fraction::Of(20'000, 3), 20'000, 20'000, 40'000));
  EXPECT_THAT(*ProrateQuotaMonths(100'000, weights, 10), ElementsAre(0, 0, 0, 40'000));
  EXPECT_THAT(*ProrateQuotaMonths(100'000, weights, 1),
              ElementsAre(20'000, 20'000, 20'000, 40'000));
  EXPECT_EQ(ReasonOf(ProrateQuotaMonths(1, Numbers(5, 1), 1).status()), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(ProrateQuotaMonths(1, {}, 1).status()), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(ProrateQuotaMonths(1, Numbers{-1}, 1).status()), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(ProrateQuotaMonths(1, weights, 13).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(ProrateQuotaMonths(1, weights, 0).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(ProrateQuotaMonths(kHuge, Numbers{2}, 1).status()), Reason::kOverflow);
}

TEST(QuotaTest, AnAmountIsPaidForTheDaysTakenPart) {
  const DayRange january = {Day("2025-01-01"), Day("2025-02-01")};
  const std::vector<DayRange> active = {{Day("2025-01-20"), Day("2025-02-01")},
                                        {Day("2025-01-01"), Day("2025-01-08")}};
  const auto prorated = ProrateDays(6'200, january, active);
  ASSERT_TRUE(prorated.ok()) << prorated.status();
  EXPECT_EQ(prorated->days, 19);
  EXPECT_EQ(prorated->interval_days, 31);
  EXPECT_EQ(prorated->amount, Fraction(3'800));
  EXPECT_EQ(ProrateDays(6'200, january, {})->amount, Fraction(0));
}

TEST(QuotaTest, WhatLiesOutsideTheIntervalIsCutOff) {
  const DayRange january = {Day("2025-01-01"), Day("2025-02-01")};
  const std::vector<DayRange> active = {{Day("2024-12-01"), Day("2024-12-20")},
                                        {Day("2024-12-25"), Day("2025-01-11")},
                                        {Day("2025-01-31"), Day("2025-06-01")}};
  EXPECT_EQ(ProrateDays(31, january, active)->amount, Fraction(11));
}

TEST(QuotaTest, EveryMonthHasThirtyDaysWhereTheRuleSaysSo) {
  const DayRange quarter = {Day("2025-01-01"), Day("2025-04-01")};
  const std::vector<DayRange> active = {{Day("2025-02-01"), Day("2025-03-01")}};
  const auto prorated = ProrateDays(900, quarter, active, DayCount::kThirty360);
  EXPECT_EQ(prorated->days, 30);
  EXPECT_EQ(prorated->interval_days, 90);
  EXPECT_EQ(prorated->amount, Fraction(300));
}

TEST(QuotaTest, RangesThatMakeNoSenseHaveAReason) {
  const DayRange january = {Day("2025-01-01"), Day("2025-02-01")};
  const DayRange empty = {Day("2025-01-01"), Day("2025-01-01")};
  const std::vector<DayRange> overlap = {{Day("2025-01-01"), Day("2025-01-08")},
                                         {Day("2025-01-07"), Day("2025-01-09")}};
  const std::vector<DayRange> inverted = {{Day("2025-01-08"), Day("2025-01-01")}};
  EXPECT_EQ(ReasonOf(ProrateDays(1, empty, {}).status()), Reason::kIntervalInverted);
  EXPECT_EQ(ReasonOf(ProrateDays(1, january, inverted).status()), Reason::kIntervalInverted);
  EXPECT_EQ(ReasonOf(ProrateDays(1, january, overlap).status()), Reason::kIntervalOverlap);
  const std::vector<DayRange> whole = {january};
  EXPECT_EQ(ReasonOf(ProrateDays(kHuge, january, whole).status()), Reason::kOverflow);
}

TEST(QuotaTest, QuotasAreBlendedByTheirPart) {
  EXPECT_EQ(*BlendQuota(Numbers{1'000'000, 1'400'000}, Numbers{0.5_dec, 0.5_dec}),
            Fraction(1'200'000));
  EXPECT_EQ(ReasonOf(BlendQuota(Numbers{1}, {}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(BlendQuota(Numbers{1}, Numbers{-1}).status()), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(BlendQuota(Numbers{kHuge}, Numbers{2}).status()), Reason::kOverflow);
}

TEST(QuotaTest, AChangeWithinTheYearCountsByItsDays) {
  const DayRange year = {Day("2025-01-01"), Day("2026-01-01")};
  const std::vector<Date> starts = {Day("2025-01-01"), Day("2025-03-15")};
  const auto blended = BlendQuotaDays(year, starts, Numbers{730'000, 803'000});
  ASSERT_TRUE(blended.ok()) << blended.status();
  EXPECT_THAT(blended->days, ElementsAre(73, 292));
  EXPECT_EQ(blended->quota, Fraction(788'400));
}

TEST(QuotaTest, ChangesThatLeaveAGapOrOverlapHaveAReason) {
  const DayRange year = {Day("2025-01-01"), Day("2026-01-01")};
  const auto blend = [&](std::vector<const char*> days) {
    std::vector<Date> starts;
    for (const char* day : days) starts.push_back(Day(day));
    return ReasonOf(BlendQuotaDays(year, starts, Numbers(starts.size(), kHuge)).status());
  };
  EXPECT_EQ(blend({}), Reason::kPeriodGap);
  EXPECT_EQ(blend({"2025-01-02"}), Reason::kPeriodGap);
  EXPECT_EQ(blend({"2025-01-01", "2025-01-01"}), Reason::kIntervalOverlap);
  EXPECT_EQ(blend({"2025-01-01", "2025-06-01", "2025-05-01"}), Reason::kIntervalOverlap);
  EXPECT_EQ(blend({"2025-01-01", "2026-01-01"}), Reason::kInvalidArgument);
  EXPECT_EQ(blend({"2025-01-01"}), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(BlendQuotaDays({year.end, year.first}, {}, {}).status()),
            Reason::kIntervalInverted);
  EXPECT_EQ(ReasonOf(BlendQuotaDays(year, {}, Numbers{1}).status()), Reason::kLengthMismatch);
}

TEST(QuotaTest, TheRampEndsInTheFullQuota) {
  const std::vector<int64_t> months = {1, 2, 3, 7};
  EXPECT_THAT(*RampQuota(Numbers{4'000, 7'000}, 11'000, months),
              ElementsAre(4'000, 7'000, 11'000, 11'000));
  const std::vector<int64_t> zero = {0};
  EXPECT_EQ(ReasonOf(RampQuota({}, 1, zero).status()), Reason::kInvalidArgument);
}

TEST(QuotaTest, EnumsHaveTheWordsOfDocuments) {
  ASSERT_EQ(Describe(definition::Type<DayCount>{}).words().size(), 2U);
  EXPECT_EQ(Describe(definition::Type<DayCount>{}).words()[0].text, "actual");
}

}  // namespace
}  // namespace attain::incentive

// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/tier_lines.h"

#include <algorithm>
#include <numeric>

#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/sales.h"

namespace attain::incentive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The same rows as replay.h takes them.
struct Grouped {
  std::vector<int32_t> group;
  std::vector<Fraction> units;
  explicit Grouped(const SalesColumns& sales) {
    for (size_t i = 0; i < sales.payee.size(); ++i)
      group.push_back(sales.payee[i] * sales.periods.periods() + sales.periods[sales.day[i]]);
    for (const int64_t quota : sales.quota) units.push_back(*Fraction::Of(quota, 100));
  }
};

std::vector<int64_t> ByReplay(const TierRates& rates, const SalesColumns& sales,
                              const ReplayOptions& options) {
  const Grouped grouped(sales);
  std::vector<int64_t> lines(sales.payee.size());
  EXPECT_TRUE(ReplayLines(rates, grouped.units,
                          {.group = grouped.group, .day = sales.day, .amount = sales.amount},
                          options, lines)
                  .ok());
  return lines;
}

std::vector<int64_t> Lines(const TierRates& rates, const SalesColumns& sales,
                           const ReplayOptions& options) {
  std::vector<int64_t> lines(sales.payee.size());
  const absl::Status status = TierLines(rates, sales.rows(), sales.quotas(), options, lines);
  EXPECT_TRUE(status.ok()) << status;
  return lines;
}

// The trace with its parts one after the other.
struct Trace {
  std::vector<int64_t> row;
  std::vector<int32_t> band;
  std::vector<int64_t> base;
  std::vector<int64_t> amount;
  explicit Trace(const TierTraceRows& rows) {
    for (const TierTraceRows::Part& part : rows.parts()) {
      for (size_t i = 0; i < static_cast<size_t>(part.size); ++i) {
        row.push_back(part.row[i]);
        band.push_back(part.band[i]);
        base.push_back(part.base[i]);
        amount.push_back(part.amount[i]);
      }
    }
  }
  bool operator==(const Trace&) const = default;
};

ReplayOptions Options(RoundingPoint point, RoundingMode mode = RoundingMode::kHalfAway,
                      NegativeBase negative = NegativeBase::kFirstBand) {
  return {.rounding = {.point = point, .mode = mode, .scale = 2}, .negative = negative};
}

TEST(TierLinesTest, AMonthIsPaidByDayWhateverThePlaceInTheFile) {
  // Quota 1,000.00 a month. January in order of day: 400 × 4 % = 16.00; then 100 × 4 % + 200 × 6 %
  // = 16.00. February starts again: 300 × 4 %.
  SalesColumns sales;
  sales.payees = 1;
  sales.payee = {0, 0, 0};
  sales.day = {20462, 20458, 20490};
  sales.amount = {300'00, 400'00, 300'00};
  sales.quota.assign(12, 1'000'00);
  const auto rates = TierRates::Of(FourBands());
  EXPECT_THAT(Lines(*rates, sales, {}), ElementsAre(16'00, 16'00, 12'00));
  std::vector<int64_t> totals(12);
  ASSERT_TRUE(TierTotals(*rates, sales.rows(), sales.quotas(), {}, totals).ok());
  EXPECT_THAT(totals, ElementsAre(32'00, 12'00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  const auto trace = TierTrace(*rates, sales.rows(), sales.quotas(), {});
  const Trace all(*trace);
  EXPECT_THAT(all.row, ElementsAre(0, 0, 1, 2));
  EXPECT_THAT(all.band, ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(all.base, ElementsAre(100'00, 200'00, 400'00, 300'00));
  EXPECT_THAT(all.amount, ElementsAre(4'00, 12'00, 16'00, 12'00));
  EXPECT_EQ(trace->size(), 4);
}

TEST(TierLinesTest, LinesAreThoseOfTheReplayForEveryRule) {
  const auto rates = TierRates::Of(FourBands());
  const SalesColumns sales = MakeSales(3'000, 7, 60'000, 3);
  for (const RoundingPoint point : {RoundingPoint::kTransaction, RoundingPoint::kCumulative}) {
    for (const RoundingMode mode :
         {RoundingMode::kHalfEven, RoundingMode::kHalfAway, RoundingMode::kHalfTowardZero,
          RoundingMode::kDown, RoundingMode::kUp, RoundingMode::kFloor, RoundingMode::kCeiling}) {
      for (const NegativeBase negative : {NegativeBase::kFirstBand, NegativeBase::kZero}) {
        const ReplayOptions options = Options(point, mode, negative);
        EXPECT_EQ(Lines(*rates, sales, options), ByReplay(*rates, sales, options));
      }
    }
  }
}

TEST(TierLinesTest, ManyPayeesAreTakenBlockByBlock) {
  const auto rates = TierRates::Of(FourBands());
  const SalesColumns sales = MakeSales(60'000, 50'000, 60'000, 5);
  const ReplayOptions options = Options(RoundingPoint::kCumulative);
  EXPECT_EQ(Lines(*rates, sales, options), ByReplay(*rates, sales, options));
}

TEST(TierLinesTest, DaysOfManyYearsShareBuckets) {
  const auto rates = TierRates::Of(FourBands());
  std::vector<Period> years;
  for (int year = 1990; year < 2030; ++year) years.push_back(*Period::Parse(std::to_string(year)));
  SalesColumns sales = MakeSales(20'000, 30, 60'000, 7, 7305, 40 * 365);
  sales.periods = *measure::DayIndex::Of(years);
  sales.quota.assign(30 * 40, 400'000);
  const ReplayOptions options = Options(RoundingPoint::kTransaction);
  EXPECT_EQ(Lines(*rates, sales, options), ByReplay(*rates, sales, options));
  const auto one = TierTrace(*rates, sales.rows(), sales.quotas(), options);
  ReplayOptions three = options;
  three.threads = 3;
  EXPECT_TRUE(Trace(*one) == Trace(*TierTrace(*rates, sales.rows(), sales.quotas(), three)));
}

TEST(TierLinesTest, MorePeriodsThanBucketsAreReplayed) {
  const auto rates = TierRates::Of(FourBands());
  std::vector<Period> days;
  for (int32_t day = 0; day < 70'000; ++day)
    days.push_back(*Period::Of(Date::FromDays(day), Date::FromDays(day + 1)));
  SalesColumns sales = MakeSales(500, 2, 60'000, 9, 0, 70'000);
  sales.periods = *measure::DayIndex::Of(days);
  sales.quota.assign(2 * 70'000, 30'000);
  const ReplayOptions options = Options(RoundingPoint::kTransaction);
  EXPECT_EQ(Lines(*rates, sales, options), ByReplay(*rates, sales, options));
}

TEST(TierLinesTest, LargeAmountsTakeLargeCellsAndThenMoreBits) {
  const auto rates = TierRates::Of(FourBands());
  for (const int64_t largest : {int64_t{1} << 42, int64_t{1} << 51, int64_t{1} << 58}) {
    SalesColumns sales = MakeSales(900, 20'000, largest, 11);
    for (int64_t& quota : sales.quota) quota = largest;
    for (const RoundingPoint point : {RoundingPoint::kTransaction, RoundingPoint::kCumulative}) {
      const ReplayOptions options = Options(point, RoundingMode::kHalfEven);
      const std::vector<int64_t> lines = Lines(*rates, sales, options);
      EXPECT_EQ(lines, ByReplay(*rates, sales, options)) << largest;
      const Trace trace(*TierTrace(*rates, sales.rows(), sales.quotas(), options));
      std::vector<int64_t> sums(lines.size());
      for (size_t i = 0; i < trace.row.size(); ++i)
        sums[static_cast<size_t>(trace.row[i])] += trace.amount[i];
      EXPECT_EQ(sums, lines);
      EXPECT_TRUE(std::is_sorted(trace.row.begin(), trace.row.end()));
    }
  }
}

TEST(TierLinesTest, ThreadsDoNotShow) {
  const auto rates = TierRates::Of(FourBands());
  const SalesColumns sales = MakeSales(40'000, 300, 90'000, 13);
  for (const RoundingPoint point : {RoundingPoint::kTransaction, RoundingPoint::kCumulative}) {
    ReplayOptions options = Options(point);
    const std::vector<int64_t> lines = Lines(*rates, sales, options);
    const Trace trace(*TierTrace(*rates, sales.rows(), sales.quotas(), options));
    std::vector<int64_t> totals(sales.quota.size());
    ASSERT_TRUE(TierTotals(*rates, sales.rows(), sales.quotas(), options, totals).ok());
    for (const int threads : {2, 5, 64}) {
      options.threads = threads;
      EXPECT_EQ(Lines(*rates, sales, options), lines);
      EXPECT_TRUE(Trace(*TierTrace(*rates, sales.rows(), sales.quotas(), options)) == trace);
      std::vector<int64_t> again(totals.size());
      ASSERT_TRUE(TierTotals(*rates, sales.rows(), sales.quotas(), options, again).ok());
      EXPECT_EQ(again, totals);
    }
  }
}

TEST(TierLinesTest, TheOrderOfTheFileCountsOnOneDayOfOnePayeeOnly) {
  const auto rates = TierRates::Of(FourBands());
  SalesColumns sales = MakeSales(350, 9, 90'000, 17);
  for (size_t i = 0; i < sales.day.size(); ++i)
    sales.day[i] = 20454 + static_cast<int32_t>(i);  // no two on one day
  const std::vector<int64_t> lines = Lines(*rates, sales, {});
  std::vector<size_t> order(sales.day.size());
  std::iota(order.begin(), order.end(), 0);
  Numbers numbers{5};
  for (size_t i = order.size() - 1; i > 0; --i)
    std::swap(order[i], order[static_cast<size_t>(numbers.Below(static_cast<int64_t>(i) + 1))]);
  SalesColumns shuffled = sales;
  for (size_t i = 0; i < order.size(); ++i) {
    shuffled.payee[i] = sales.payee[order[i]];
    shuffled.day[i] = sales.day[order[i]];
    shuffled.amount[i] = sales.amount[order[i]];
  }
  const std::vector<int64_t> again = Lines(*rates, shuffled, {});
  for (size_t i = 0; i < order.size(); ++i) EXPECT_EQ(again[i], lines[order[i]]);
}

TEST(TierLinesTest, TheThreeFormsAgree) {
  const auto rates = TierRates::Of(FourBands());
  SalesColumns sales = MakeSales(8'000, 40, 70'000, 19);
  for (int64_t& quota : sales.quota)
    quota += quota % 2;  // bounds at whole cents: bases add up as well
  const ReplayOptions options = Options(RoundingPoint::kCumulative, RoundingMode::kHalfEven);
  const std::vector<int64_t> lines = Lines(*rates, sales, options);
  std::vector<int64_t> totals(sales.quota.size());
  ASSERT_TRUE(TierTotals(*rates, sales.rows(), sales.quotas(), options, totals).ok());
  const Trace trace(*TierTrace(*rates, sales.rows(), sales.quotas(), options));
  const Grouped grouped(sales);
  std::vector<int64_t> of_lines(totals.size());
  for (size_t i = 0; i < lines.size(); ++i)
    of_lines[static_cast<size_t>(grouped.group[i])] += lines[i];
  std::vector<int64_t> of_slices(lines.size());
  std::vector<int64_t> base(lines.size());
  for (size_t i = 0; i < trace.row.size(); ++i) {
    of_slices[static_cast<size_t>(trace.row[i])] += trace.amount[i];
    base[static_cast<size_t>(trace.row[i])] += trace.base[i];
  }
  EXPECT_EQ(of_lines, totals);
  EXPECT_EQ(of_slices, lines);
  EXPECT_EQ(base, sales.amount);
}

TEST(TierLinesTest, HolesBetweenBandsPayNothingAndLeaveNoTrace) {
  // 10 – 20 % of the quota pays 10 %, 30 % and up 20 %: of 400 on 1,000, 100 × 10 % + 100 × 20 %.
  const auto rates = TierRates::Of(
      {{.from = *Fraction::Of(1, 10), .to = *Fraction::Of(1, 5), .pays = *Fraction::Of(1, 10)},
       {.from = *Fraction::Of(3, 10), .to = {}, .pays = *Fraction::Of(1, 5)}});
  SalesColumns sales;
  sales.payees = 1;
  sales.payee = {0, 0, 0, 0};
  sales.day = {20454, 20455, 20456, 20457};
  sales.amount = {50'00, 350'00, -400'00, 0};
  sales.quota.assign(12, 1'000'00);
  EXPECT_THAT(Lines(*rates, sales, {}), ElementsAre(0, 30'00, -30'00, 0));
  const Trace trace(*TierTrace(*rates, sales.rows(), sales.quotas(), {}));
  EXPECT_THAT(trace.row, ElementsAre(1, 1, 2, 2));
  EXPECT_THAT(trace.band, ElementsAre(0, 1, 1, 0));
  EXPECT_THAT(trace.amount, ElementsAre(10'00, 20'00, -20'00, -10'00));
}

TEST(TierLinesTest, RatesThatFitNoIntegersArePaidByFractions) {
  std::vector<RateBand> bands = FourBands();
  bands[0].pays = *Fraction::Of(1, 4'000'000'007);
  const auto rates = TierRates::Of(bands);
  const SalesColumns sales = MakeSales(300, 3, 900'000, 23);
  EXPECT_EQ(Lines(*rates, sales, {}), ByReplay(*rates, sales, {}));
  std::vector<int64_t> totals(sales.quota.size());
  ASSERT_TRUE(
      TierTotals(*rates, sales.rows(), sales.quotas(), Options(RoundingPoint::kCumulative), totals)
          .ok());
  const std::vector<int64_t> lines = Lines(*rates, sales, Options(RoundingPoint::kCumulative));
  EXPECT_EQ(std::accumulate(totals.begin(), totals.end(), int64_t{0}),
            std::accumulate(lines.begin(), lines.end(), int64_t{0}));
}

TEST(TierLinesTest, BadInputIsNamed) {
  const auto rates = TierRates::Of(FourBands());
  SalesColumns sales = MakeSales(10, 3, 1'000, 29);
  std::vector<int64_t> lines(10);
  std::vector<int64_t> totals(sales.quota.size());
  const auto status = [&](const ReplayOptions& options = {}) {
    return TierLines(*rates, sales.rows(), sales.quotas(), options, lines);
  };
  const auto reason = [&](const ReplayOptions& options = {}) { return ReasonOf(status(options)); };
  EXPECT_EQ(reason({.amount_denominator = 0}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.threads = 0}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.rounding = {.point = RoundingPoint::kPayment}}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.rounding = {.point = RoundingPoint::kTransaction, .scale = 19}}),
            Reason::kInvalidArgument);
  sales.payee[4] = 3;
  EXPECT_EQ(reason(), Reason::kRowOutOfRange);
  EXPECT_THAT(std::string(status().message()), HasSubstr("row 4"));
  EXPECT_EQ(ReasonOf(TierTotals(*rates, sales.rows(), sales.quotas(), {}, totals)),
            Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(TierTrace(*rates, sales.rows(), sales.quotas(), {}).status()),
            Reason::kRowOutOfRange);
  sales.payee[4] = -1;
  EXPECT_EQ(reason(), Reason::kRowOutOfRange);
  sales.payee[4] = 0;
  sales.day[7] = 20453;
  EXPECT_EQ(reason(), Reason::kRowOutOfRange);
  EXPECT_THAT(std::string(status().message()), HasSubstr("2025-12-31"));
  EXPECT_EQ(ReasonOf(TierTotals(*rates, sales.rows(), sales.quotas(), {}, totals)),
            Reason::kRowOutOfRange);
  sales.day[7] = 20454;
  sales.quota[5] = -1;
  EXPECT_EQ(reason(), Reason::kTargetZero);
  sales.quota[5] = 1;
  sales.quota[static_cast<size_t>(sales.payee[9] * 12 + sales.periods[sales.day[9]])] = 0;
  EXPECT_EQ(reason(), Reason::kNoQuota);
  sales.payee[0] = 3;
  EXPECT_EQ(reason(), Reason::kRowOutOfRange);
  sales.payee[0] = 0;
  sales.quota.assign(sales.quota.size(), 1);
  sales.quota.pop_back();
  EXPECT_EQ(reason(), Reason::kLengthMismatch);
  sales.quota.push_back(1);
  EXPECT_EQ(ReasonOf(TierTotals(*rates, sales.rows(), sales.quotas(), {}, lines)),
            Reason::kLengthMismatch);
  lines.resize(9);
  EXPECT_EQ(reason(), Reason::kLengthMismatch);
  sales.day.pop_back();
  EXPECT_EQ(reason(), Reason::kLengthMismatch);
  sales.day.push_back(20454);
  sales.payees = -1;
  EXPECT_EQ(reason(), Reason::kInvalidArgument);
}

TEST(TierLinesTest, WhatDoesNotFitIsAnOverflow) {
  const auto rates = TierRates::Of({{.from = 0, .to = {}, .pays = 50}});
  SalesColumns sales;
  sales.payees = 1;
  sales.payee = {0};
  sales.day = {20454};
  sales.amount = {INT64_MAX / 2};
  sales.quota.assign(12, 1);
  std::vector<int64_t> lines(1);
  std::vector<int64_t> totals(12);
  EXPECT_EQ(ReasonOf(TierLines(*rates, sales.rows(), sales.quotas(), {}, lines)),
            Reason::kOverflow);
  EXPECT_EQ(ReasonOf(TierTotals(*rates, sales.rows(), sales.quotas(), {}, totals)),
            Reason::kOverflow);
  sales.payee = {0, 0, 0};
  sales.day = {20454, 20454, 20454};
  sales.amount = {INT64_MAX, INT64_MAX, -INT64_MAX};
  const auto small = TierRates::Of({{.from = 0, .to = {}, .pays = *Fraction::Of(1, 100)}});
  ASSERT_TRUE(TierTotals(*small, sales.rows(), sales.quotas(), {}, totals).ok());
  EXPECT_EQ(totals[0], 92233720368547758);  // the sum fits whatever the order
  sales.amount[2] = 5;
  EXPECT_EQ(ReasonOf(TierTotals(*small, sales.rows(), sales.quotas(), {}, totals)),
            Reason::kOverflow);
}

TEST(TierLinesTest, ThereMayBeNoQuotaWhereNothingIsSold) {
  const auto rates = TierRates::Of(FourBands());
  SalesColumns sales;
  sales.payees = 2;
  sales.payee = {1};
  sales.day = {20454};
  sales.amount = {400'00};
  sales.quota.assign(24, 0);
  sales.quota[12] = 1'000'00;
  EXPECT_THAT(Lines(*rates, sales, {}), ElementsAre(16'00));
  std::vector<int64_t> totals(24);
  ASSERT_TRUE(TierTotals(*rates, sales.rows(), sales.quotas(), {}, totals).ok());
  EXPECT_EQ(totals[12], 16'00);
  EXPECT_EQ(std::accumulate(totals.begin(), totals.end(), int64_t{0}), 16'00);
}

TEST(TierLinesTest, NoSalesAndNoPayeesArePaidNothing) {
  const auto rates = TierRates::Of(FourBands());
  const SalesColumns sales = MakeSales(0, 3, 1'000);
  EXPECT_TRUE(Lines(*rates, sales, {}).empty());
  EXPECT_EQ(TierTrace(*rates, sales.rows(), sales.quotas(), {})->size(), 0);
  SalesColumns nobody;
  EXPECT_TRUE(Lines(*rates, nobody, {}).empty());
}

}  // namespace
}  // namespace attain::incentive

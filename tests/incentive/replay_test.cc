// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/replay.h"

#include <algorithm>
#include <numeric>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "attain/incentive/earning.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

// 0 / 50 / 100 / 150 % at 4, 6, 9 and 12 %.
std::vector<RateBand> Bands() {
  return {{.from = 0, .to = Fraction(0.5_dec), .pays = 0.04_dec},
          {.from = 0.5_dec, .to = Fraction(1), .pays = 0.06_dec},
          {.from = 1, .to = Fraction(1.5_dec), .pays = 0.09_dec},
          {.from = 1.5_dec, .to = {}, .pays = 0.12_dec}};
}

// Transactions of several groups in no order, the same ones for the same seed.
struct Rows {
  std::vector<int32_t> group;
  std::vector<int32_t> day;
  std::vector<int64_t> amount;
  ReplayRows view() const { return {.group = group, .day = day, .amount = amount}; }
};

Rows Make(size_t count, int32_t groups, int64_t largest, uint64_t seed = 1) {
  Rows rows;
  for (size_t i = 0; i < count; ++i) {
    const auto next = [&] {
      return (seed = seed * 6364136223846793005U + 1442695040888963407U) >> 33;
    };
    rows.group.push_back(static_cast<int32_t>(next() % static_cast<uint64_t>(groups)));
    rows.day.push_back(20'000 + static_cast<int32_t>(next() % 90));
    rows.amount.push_back(static_cast<int64_t>(next() % static_cast<uint64_t>(largest)) -
                          largest / 6);
  }
  return rows;
}

// The same lines by the exact kernel, group by group in order of day and file.
std::vector<int64_t> Slowly(const std::vector<RateBand>& bands, const std::vector<Fraction>& units,
                            const Rows& rows, const ReplayOptions& options) {
  std::vector<int64_t> lines(rows.group.size());
  for (size_t g = 0; g < units.size(); ++g) {
    std::vector<size_t> order;
    for (size_t i = 0; i < rows.group.size(); ++i) {
      if (rows.group[i] == static_cast<int32_t>(g)) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return rows.day[a] < rows.day[b]; });
    std::vector<Decimal> amounts;
    for (const size_t i : order) amounts.push_back(Decimal::Unchecked(rows.amount[i], 2));
    const auto earned = TierTable(bands, amounts, {},
                                  {.basis = TierBasis::kAttainment,
                                   .accumulate = true,
                                   .quota = units[g],
                                   .negative = options.negative,
                                   .rounding = options.rounding});
    for (size_t k = 0; k < order.size(); ++k)
      lines[order[k]] = static_cast<int64_t>(earned->rounded.lines[k].coefficient());
  }
  return lines;
}

TEST(ReplayTest, RowsArePaidByDayWhateverTheirPlaceInTheFile) {
  // Quota 1,000.00. In order of day: 400 × 4 % = 16.00; then 100 × 4 % + 200 × 6 % = 16.00; then
  // 300 × 6 % + 100 × 9 % = 27.00.
  const Rows rows{{0, 0, 0}, {9, 5, 12}, {30'000, 40'000, 40'000}};
  std::vector<int64_t> lines(3);
  const auto rates = TierRates::Of(Bands());
  ASSERT_TRUE(ReplayLines(*rates, std::vector<Fraction>{1'000}, rows.view(), {}, lines).ok());
  EXPECT_THAT(lines, ElementsAre(16'00, 16'00, 27'00));
}

TEST(ReplayTest, WholeNumbersAndFractionsGiveTheSameLines) {
  const auto rates = TierRates::Of(Bands());
  ASSERT_TRUE(rates->is_integer());
  const std::vector<Fraction> units = {1'000, 2'345.67_dec, *Fraction::Of(10'000, 3), 50,
                                       777.1_dec};
  for (const RoundingPoint point : {RoundingPoint::kTransaction, RoundingPoint::kCumulative}) {
    for (const RoundingMode mode :
         {RoundingMode::kHalfEven, RoundingMode::kHalfAway, RoundingMode::kHalfTowardZero,
          RoundingMode::kDown, RoundingMode::kUp, RoundingMode::kFloor, RoundingMode::kCeiling}) {
      for (const NegativeBase negative : {NegativeBase::kFirstBand, NegativeBase::kZero}) {
        const Rows rows = Make(700, 5, 60'000, 3);
        const ReplayOptions options{.rounding = {.point = point, .mode = mode, .scale = 2},
                                    .negative = negative};
        std::vector<int64_t> lines(rows.group.size());
        ASSERT_TRUE(ReplayLines(*rates, units, rows.view(), options, lines).ok());
        EXPECT_EQ(lines, Slowly(Bands(), units, rows, options));
      }
    }
  }
}

TEST(ReplayTest, AmountsNearTheLimitOf64BitsArePaidExactly) {
  const auto rates = TierRates::Of(Bands());
  const Rows rows = Make(60, 2, INT64_MAX / 64, 5);
  const std::vector<Fraction> units = {40'000'000'000'000, 1'000};
  const ReplayOptions options;
  std::vector<int64_t> lines(rows.group.size());
  ASSERT_TRUE(ReplayLines(*rates, units, rows.view(), options, lines).ok());
  EXPECT_EQ(lines, Slowly(Bands(), units, rows, options));
}

TEST(ReplayTest, RatesThatFitNoIntegersArePaidByFractions) {
  std::vector<RateBand> bands = Bands();
  bands[0].pays = *Fraction::Of(1, 4'000'000'007);
  const auto rates = TierRates::Of(bands);
  EXPECT_FALSE(rates->is_integer());
  const Rows rows = Make(50, 2, 900'000, 8);
  const std::vector<Fraction> units = {1'000, 2'000};
  for (const RoundingPoint point : {RoundingPoint::kTransaction, RoundingPoint::kCumulative}) {
    const ReplayOptions options{
        .rounding = {.point = point, .mode = RoundingMode::kHalfEven, .scale = 2}};
    std::vector<int64_t> lines(rows.group.size());
    ASSERT_TRUE(ReplayLines(*rates, units, rows.view(), options, lines).ok());
    EXPECT_EQ(lines, Slowly(bands, units, rows, options));
    const auto trace = ReplayTrace(*rates, units, rows.view(), options);
    std::vector<int64_t> sums(rows.group.size());
    for (const ReplayPiece& piece : *trace) sums[static_cast<size_t>(piece.row)] += piece.amount;
    EXPECT_EQ(sums, lines);
  }
}

TEST(ReplayTest, ThreadsAndChunksDoNotShow) {
  const auto rates = TierRates::Of(Bands());
  const Rows rows = Make(120'000, 300, 90'000, 11);
  const std::vector<Fraction> units(300, 20'000);
  std::vector<int64_t> one(rows.group.size());
  std::vector<int64_t> four(rows.group.size());
  ASSERT_TRUE(ReplayLines(*rates, units, rows.view(), {}, one).ok());
  ASSERT_TRUE(ReplayLines(*rates, units, rows.view(), {.threads = 4}, four).ok());
  EXPECT_EQ(one, four);
}

TEST(ReplayTest, TheThreeSinksAgree) {
  const auto rates = TierRates::Of(Bands());
  const Rows rows = Make(5'000, 40, 70'000, 13);
  const std::vector<Fraction> units(40, 4'321);
  const ReplayOptions options{.rounding = {.point = RoundingPoint::kCumulative,
                                           .mode = RoundingMode::kHalfEven,
                                           .scale = 2}};
  std::vector<int64_t> lines(rows.group.size());
  std::vector<int64_t> totals(40);
  ASSERT_TRUE(ReplayLines(*rates, units, rows.view(), options, lines).ok());
  ASSERT_TRUE(ReplayTotals(*rates, units, rows.view(), options, totals).ok());
  const auto trace = ReplayTrace(*rates, units, rows.view(), options);
  std::vector<int64_t> of_lines(40);
  std::vector<int64_t> of_pieces(rows.group.size());
  std::vector<int64_t> base(rows.group.size());
  for (size_t i = 0; i < lines.size(); ++i)
    of_lines[static_cast<size_t>(rows.group[i])] += lines[i];
  for (const ReplayPiece& piece : *trace) {
    of_pieces[static_cast<size_t>(piece.row)] += piece.amount;
    base[static_cast<size_t>(piece.row)] += piece.base;
    EXPECT_EQ(rows.group[static_cast<size_t>(piece.row)], piece.group);
  }
  EXPECT_EQ(of_lines, totals);
  EXPECT_EQ(of_pieces, lines);
  EXPECT_EQ(base, rows.amount);
}

TEST(ReplayTest, DaysFarApartAreSortedToo) {
  const auto rates = TierRates::Of(Bands());
  const Rows rows{{0, 0, 0}, {INT32_MAX, INT32_MIN, 0}, {30'000, 40'000, 40'000}};
  std::vector<int64_t> lines(3);
  ASSERT_TRUE(ReplayLines(*rates, std::vector<Fraction>{1'000}, rows.view(), {}, lines).ok());
  // 400 × 4 %; then 100 × 4 % + 300 × 6 %; then 200 × 6 % + 100 × 9 %.
  EXPECT_THAT(lines, ElementsAre(21'00, 16'00, 22'00));
}

TEST(ReplayTest, ARefundOfEverythingNetsToNothing) {
  const auto rates = TierRates::Of(Bands());
  Rows rows = Make(400, 1, 50'000, 17);
  const size_t count = rows.group.size();
  for (size_t i = 0; i < count; ++i) {
    rows.group.push_back(0);
    rows.day.push_back(30'000);
    rows.amount.push_back(-rows.amount[i]);
  }
  const ReplayOptions options{.rounding = {.point = RoundingPoint::kCumulative,
                                           .mode = RoundingMode::kHalfAway,
                                           .scale = 2}};
  std::vector<int64_t> lines(rows.group.size());
  ASSERT_TRUE(ReplayLines(*rates, std::vector<Fraction>{3'000}, rows.view(), options, lines).ok());
  EXPECT_EQ(std::accumulate(lines.begin(), lines.end(), int64_t{0}), 0);
}

TEST(ReplayTest, BadInputIsNamed) {
  const auto rates = TierRates::Of(Bands());
  const Rows rows{{0, 1}, {5, 5}, {100, 100}};
  std::vector<int64_t> lines(2);
  const std::vector<Fraction> one = {1'000};
  const std::vector<Fraction> two = {1'000, 1'000};
  const auto reason = [&](std::span<const Fraction> units, const ReplayOptions& options) {
    return ReasonOf(ReplayLines(*rates, units, rows.view(), options, lines));
  };
  EXPECT_EQ(reason(one, {}), Reason::kRowOutOfRange);
  EXPECT_EQ(reason(std::vector<Fraction>{1'000, 0}, {}), Reason::kTargetZero);
  EXPECT_EQ(reason(two, {.amount_denominator = 0}), Reason::kInvalidArgument);
  EXPECT_EQ(reason(two, {.threads = 0}), Reason::kInvalidArgument);
  EXPECT_EQ(reason(two, {.rounding = {.point = RoundingPoint::kPayment}}),
            Reason::kInvalidArgument);
  EXPECT_EQ(reason(two, {.rounding = {.point = RoundingPoint::kTransaction, .scale = 19}}),
            Reason::kInvalidArgument);
  lines.resize(1);
  EXPECT_EQ(reason(two, {}), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(ReplayTotals(*rates, two, rows.view(), {}, lines)), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(ReplayTrace(*rates, one, rows.view(), {}).status()), Reason::kRowOutOfRange);
  std::vector<int64_t> totals(1);
  EXPECT_EQ(ReasonOf(ReplayTotals(*rates, one, rows.view(), {}, totals)), Reason::kRowOutOfRange);
  const Rows short_days{{0}, {}, {1}};
  EXPECT_EQ(ReasonOf(ReplayTrace(*rates, one, short_days.view(), {}).status()),
            Reason::kLengthMismatch);
  const Rows huge{{0, 0}, {1, 2}, {INT64_MAX, INT64_MAX}};
  EXPECT_EQ(ReasonOf(ReplayTotals(*rates, one, huge.view(), {}, totals)), Reason::kOverflow);
}

TEST(ReplayTest, ALineBeyond64BitsIsAnOverflow) {
  const auto rates = TierRates::Of({{.from = 0, .to = {}, .pays = 50}});
  const Rows rows{{0}, {1}, {INT64_MAX / 2}};
  std::vector<int64_t> lines(1);
  EXPECT_EQ(ReasonOf(ReplayLines(*rates, std::vector<Fraction>{1}, rows.view(), {}, lines)),
            Reason::kOverflow);
}

TEST(TierRatesTest, BandsMustAscendWithoutOverlap) {
  EXPECT_EQ(ReasonOf(TierRates::Of({{.from = 0, .to = Fraction(2), .pays = 1},
                                    {.from = 1, .to = {}, .pays = 1}})
                         .status()),
            Reason::kTierOverlap);
  EXPECT_EQ(ReasonOf(TierRates::Of({{.from = 1, .to = Fraction(1), .pays = 1}}).status()),
            Reason::kTierOverlap);
  EXPECT_EQ(TierRates::Of(Bands())->bound_denominator(), 2);
  EXPECT_EQ(TierRates::Of(Bands())->rate_denominator(), 100);
  EXPECT_EQ(TierRates::Of(Bands())->bands().size(), 4U);
}

TEST(ReplayTest, HolesBetweenBandsPayNothing) {
  // 100 – 200 pays 10 %, 300 and up 20 %: of 400, 100 × 10 % + 100 × 20 %.
  const auto rates = TierRates::Of({{.from = 100, .to = Fraction(200), .pays = 0.1_dec},
                                    {.from = 300, .to = {}, .pays = 0.2_dec}});
  const Rows rows{{0, 0}, {1, 2}, {400'00, -400'00}};
  std::vector<int64_t> lines(2);
  ASSERT_TRUE(ReplayLines(*rates, std::vector<Fraction>{1}, rows.view(), {}, lines).ok());
  EXPECT_THAT(lines, ElementsAre(30'00, -30'00));
}

}  // namespace
}  // namespace attain::incentive

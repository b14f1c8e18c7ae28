// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/rollup.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "attain/base/status.h"
#include "attain/table/column.h"
#include "gtest/gtest.h"

namespace attain::measure {
namespace {

using table::Column;

const absl::int128 kMax = absl::Int128Max();

std::vector<Period> Months(int count) {
  std::vector<Period> months;
  Date start = Date::Unchecked(2026, 1, 1);
  for (int i = 0; i < count; ++i) {
    const Date end = AddMonths(start, 1);
    months.push_back({start.ToString().substr(0, 7), start, end, Grain::kMonth});
    start = end;
  }
  return months;
}

DayIndex Index(int count) { return *DayIndex::Of(Months(count)); }

int32_t Day(int month, int day) { return Date::Unchecked(2026, month, day).days(); }

TEST(DayIndexTest, ADayKnowsItsPeriodAndDaysOutsideHaveNone) {
  const DayIndex index = Index(2);
  EXPECT_EQ(index[Day(1, 1)], 0);
  EXPECT_EQ(index[Day(1, 31)], 0);
  EXPECT_EQ(index[Day(2, 1)], 1);
  EXPECT_EQ(index[Day(3, 1)], -1);
  EXPECT_EQ(index[Day(1, 1) - 1], -1);
  EXPECT_EQ(index[INT32_MIN], -1);
  EXPECT_EQ(index.periods(), 2);
}

TEST(DayIndexTest, GapsBetweenPeriodsAreNoPeriod) {
  std::vector<Period> months = Months(3);
  months.erase(months.begin() + 1);
  const DayIndex index = *DayIndex::Of(months);
  EXPECT_EQ(index[Day(2, 14)], -1);
  EXPECT_EQ(index[Day(3, 14)], 1);
}

TEST(DayIndexTest, OverlapsEmptyAndEndlessPeriodsAreRefused) {
  const Period january = Months(1)[0];
  EXPECT_EQ(ReasonOf(DayIndex::Of(std::vector<Period>{january, january}).status()),
            Reason::kInvalidPeriod);
  EXPECT_EQ(ReasonOf(DayIndex::Of(
                         std::vector<Period>{{"x", january.start, january.start, Grain::kCustom}})
                         .status()),
            Reason::kInvalidPeriod);
  const Period endless{"x", Date::FromDays(INT32_MIN), Date::FromDays(INT32_MAX), Grain::kCustom};
  EXPECT_EQ(ReasonOf(DayIndex::Of(std::vector<Period>{endless}).status()), Reason::kInvalidPeriod);
  EXPECT_EQ(DayIndex::Of({})->periods(), 0);
}

TEST(RollupTest, SumsAndCountsByEntityAndMonth) {
  // Rep 0: 120.50 in January, -20.50 in February; rep 1: 80.00 in January.
  const std::vector<int32_t> rep = {0, 1, 0, -1, 1};
  const std::vector<int32_t> day = {Day(1, 15), Day(1, 31), Day(2, 1), Day(1, 1), Day(4, 1)};
  const std::vector<int64_t> cents = {12050, 8000, -2050, 999, 777};
  const Totals totals = *Rollup(rep, day, cents, 2, Index(2));
  EXPECT_EQ(totals.at(0, 0), (Total{12050, 1}));
  EXPECT_EQ(totals.at(0, 1), (Total{-2050, 1}));
  EXPECT_EQ(totals.at(1, 0), (Total{8000, 1}));
  EXPECT_EQ(totals.at(1, 1), (Total{0, 0}));
}

TEST(RollupTest, RowsThatAreNotSelectedDoNotCount) {
  const std::vector<uint8_t> selected = {0, 1};
  const Totals totals =
      *Rollup(std::vector<int32_t>{0, 0}, std::vector<int32_t>{Day(1, 1), Day(1, 2)},
              std::vector<int64_t>{5, 7}, 1, Index(1), selected);
  EXPECT_EQ(totals.at(0, 0), (Total{7, 1}));
}

TEST(RollupTest, SumsBeyond64BitsStayExact) {
  const std::vector<int32_t> rep = {0, 0, 0};
  const std::vector<int32_t> day(3, Day(1, 1));
  const Totals totals =
      *Rollup(rep, day, std::vector<int64_t>{INT64_MAX, INT64_MAX, -5}, 1, Index(1));
  EXPECT_EQ(totals.at(0, 0).sum, absl::int128(INT64_MAX) * 2 - 5);
  const Totals wide = *Rollup(rep, day, std::vector<absl::int128>{kMax, 7, -7}, 1, Index(1));
  EXPECT_EQ(wide.at(0, 0), (Total{kMax, 3}));
}

TEST(RollupTest, BeyondTheRangeIsAnErrorInAnyOrder) {
  const std::vector<int32_t> rep(3, 0);
  const std::vector<int32_t> day(3, Day(1, 1));
  EXPECT_EQ(ReasonOf(Rollup(rep, day, std::vector<absl::int128>{kMax, 1, 0}, 1, Index(1)).status()),
            Reason::kOverflow);
  // On the way the sum leaves the range and comes back: exact all the same.
  EXPECT_EQ(
      Rollup(rep, day, std::vector<absl::int128>{kMax, kMax, -kMax}, 1, Index(1))->at(0, 0).sum,
      kMax);
}

TEST(RollupTest, BadInputIsRefused) {
  const std::vector<int32_t> one = {0};
  const std::vector<int64_t> amount = {1};
  const std::vector<absl::int128> wide = {1};
  EXPECT_EQ(ReasonOf(Rollup(one, std::vector<int32_t>{}, amount, 1, Index(1)).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(Rollup(one, one, wide, 1, Index(1), std::vector<uint8_t>{1, 1}).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(Rollup(std::vector<int32_t>{1}, one, amount, 1, Index(1)).status()),
            Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(Rollup(std::vector<int32_t>{-2}, one, amount, 1, Index(1)).status()),
            Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(Rollup(one, one, amount, -1, Index(1)).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Rollup(one, one, amount, 1, Index(1), {}, {.threads = 0}).status()),
            Reason::kInvalidArgument);
}

struct Rows {
  std::vector<int32_t> rep, day;
  std::vector<int64_t> amount;
};

Rows RandomRows(size_t count) {
  std::mt19937_64 random(1);
  Rows rows;
  for (size_t i = 0; i < count; ++i) {
    rows.rep.push_back(static_cast<int32_t>(random() % 51) - 1);
    rows.day.push_back(Day(1, 1) + static_cast<int32_t>(random() % 380));
    rows.amount.push_back(static_cast<int64_t>(random() % 2'000'000) - 1'000'000);
  }
  return rows;
}

TEST(RollupTest, ThreadsAndOrderOfRowsChangeNothing) {
  Rows rows = RandomRows(60'000);
  const Totals one = *Rollup(rows.rep, rows.day, rows.amount, 50, Index(12));
  for (const int threads : {2, 3, 8}) {
    EXPECT_EQ(
        Rollup(rows.rep, rows.day, rows.amount, 50, Index(12), {}, {.threads = threads})->cells,
        one.cells);
  }
  std::vector<size_t> order(rows.rep.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::shuffle(order.begin(), order.end(), std::mt19937_64(2));
  Rows shuffled;
  for (const size_t i : order) {
    shuffled.rep.push_back(rows.rep[i]);
    shuffled.day.push_back(rows.day[i]);
    shuffled.amount.push_back(rows.amount[i]);
  }
  EXPECT_EQ(Rollup(shuffled.rep, shuffled.day, shuffled.amount, 50, Index(12))->cells, one.cells);
  // A bad entity is found in whichever part it lies.
  rows.rep[59'000] = 50;
  EXPECT_EQ(
      ReasonOf(Rollup(rows.rep, rows.day, rows.amount, 50, Index(12), {}, {.threads = 8}).status()),
      Reason::kRowOutOfRange);
  // Overflow of 64 bits inside one part and only on merging.
  Rows big = RandomRows(60'000);
  std::fill(big.amount.begin(), big.amount.end(), INT64_MAX / 100);
  EXPECT_EQ(Rollup(big.rep, big.day, big.amount, 50, Index(12), {}, {.threads = 8})->cells,
            Rollup(big.rep, big.day, big.amount, 50, Index(12))->cells);
}

TEST(RollupTest, TheMirrorImageOfAmountsIsTheMirrorImageOfSums) {
  const Rows rows = RandomRows(5'000);
  std::vector<int64_t> mirrored;
  for (const int64_t amount : rows.amount) mirrored.push_back(-amount);
  const Totals a = *Rollup(rows.rep, rows.day, rows.amount, 50, Index(12));
  const Totals b = *Rollup(rows.rep, rows.day, mirrored, 50, Index(12));
  for (size_t i = 0; i < a.cells.size(); ++i) EXPECT_EQ(a.cells[i].sum, -b.cells[i].sum);
}

TEST(RollupTest, ColumnsAreReadWhereTheyLie) {
  const Rows rows = RandomRows(3'000);
  const Totals expected = *Rollup(rows.rep, rows.day, rows.amount, 50, Index(12));
  const Column rep = Column::OfInts("rep", std::vector<int64_t>(rows.rep.begin(), rows.rep.end()));
  const Column day = Column::OfDates("day", rows.day);
  const Column decimals = Column::OfDecimals(
      "amount", std::vector<absl::int128>(rows.amount.begin(), rows.amount.end()), 2);
  const Column ints = Column::OfInts("amount", rows.amount);
  EXPECT_EQ(Rollup(rep, day, decimals, 50, Index(12))->cells, expected.cells);
  EXPECT_EQ(Rollup(rep, day, ints, 50, Index(12))->cells, expected.cells);
  std::vector<int64_t> micros;
  for (const int32_t value : rows.day) micros.push_back(int64_t{value} * 86'400'000'000 + 1);
  EXPECT_EQ(Rollup(rep, Column::OfTimestamps("day", micros), ints, 50, Index(12))->cells,
            expected.cells);
}

TEST(RollupTest, ChunksAndMissingValuesAreHandled) {
  const Column rep = Column::OfInts("rep", {0, 0, 0, 0}, {true, true, false, true});
  const Column day = Column::OfDates("day", {Day(1, 1), Day(1, 1), Day(1, 1), Day(1, 1)},
                                     {true, true, true, false});
  const Column amount = Column::OfDecimals("amount", {5, 7, 11, 13}, 2, {true, false, true, true});
  EXPECT_EQ(Rollup(rep, day, amount, 1, Index(1))->at(0, 0), (Total{5, 1}));
  // Two chunks of amounts.
  std::vector<table::Chunk> chunks;
  const Column tail = Column::OfDecimals("amount", {100, 1000}, 2);
  const Column head = amount.Slice(0, 2);
  chunks.insert(chunks.end(), head.chunks().begin(), head.chunks().end());
  chunks.insert(chunks.end(), tail.chunks().begin(), tail.chunks().end());
  const Column chunked("amount", table::Type::kDecimal, 2, chunks);
  const Column plain = Column::OfInts("rep", {0, 0, 0, 0});
  const Column days = Column::OfDates("day", std::vector<int32_t>(4, Day(1, 1)));
  EXPECT_EQ(Rollup(plain, days, chunked, 1, Index(1))->at(0, 0), (Total{1105, 3}));
  EXPECT_EQ(Rollup(plain, days, chunked, 1, Index(1), std::vector<uint8_t>{1, 1, 0, 1})->at(0, 0),
            (Total{1005, 2}));
}

TEST(RollupTest, ColumnsOfOtherTypesAreRefused) {
  const Column ints = Column::OfInts("i", {0});
  const Column days = Column::OfDates("d", {0});
  const Column text = Column::OfTexts("t", {"x"});
  EXPECT_EQ(ReasonOf(Rollup(text, days, ints, 1, Index(1)).status()), Reason::kWrongColumnType);
  EXPECT_EQ(ReasonOf(Rollup(ints, text, ints, 1, Index(1)).status()), Reason::kWrongColumnType);
  EXPECT_EQ(ReasonOf(Rollup(ints, days, text, 1, Index(1)).status()), Reason::kWrongColumnType);
  EXPECT_EQ(ReasonOf(Rollup(ints, days, Column::OfInts("i", {0, 1}), 1, Index(1)).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(
      ReasonOf(Rollup(Column::OfInts("i", {int64_t{1} << 40}), days, ints, 1, Index(1)).status()),
      Reason::kRowOutOfRange);
}

TEST(AddIntoTest, LeavesAddUpToTheLevelAbove) {
  const Rows rows = RandomRows(5'000);
  const Totals reps = *Rollup(rows.rep, rows.day, rows.amount, 50, Index(12));
  std::vector<int32_t> team(50);
  for (size_t i = 0; i < team.size(); ++i) team[i] = static_cast<int32_t>(i % 4);
  team[49] = -1;
  Totals teams{4, 12, std::vector<Total>(48)};
  ASSERT_TRUE(AddInto(reps, team, teams).ok());
  for (int32_t month = 0; month < 12; ++month) {
    absl::int128 below = 0;
    absl::int128 above = 0;
    for (int32_t rep = 0; rep < 49; ++rep) below += reps.at(rep, month).sum;
    for (int32_t unit = 0; unit < 4; ++unit) above += teams.at(unit, month).sum;
    EXPECT_EQ(below, above);
  }
}

TEST(AddIntoTest, BadParentsAndOverflowAreRefused) {
  const Totals one{1, 1, {Total{kMax, 1}}};
  Totals to{1, 1, {Total{1, 1}}};
  EXPECT_EQ(ReasonOf(AddInto(one, std::vector<int32_t>{0}, to)), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(AddInto(one, std::vector<int32_t>{1}, to)), Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(AddInto(one, std::vector<int32_t>{}, to)), Reason::kLengthMismatch);
}

}  // namespace
}  // namespace attain::measure

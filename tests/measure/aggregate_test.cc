// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/measure/aggregate.h"

#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "attain/base/decimal.h"
#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::measure {
namespace {

using table::Column;
using table::Table;

int32_t Day(const char* text) { return Date::Parse(text)->days(); }

Table Deals() {
  return *Table::Of(
      "deals",
      {Column::OfTexts("owner", {"R-2", "R-1", "R-2", "R-2", ""}, {true, true, true, true, false}),
       Column::OfDates("closed", {Day("2026-01-15"), Day("2026-01-31"), Day("2026-01-20"),
                                  Day("2026-02-01"), Day("2026-02-02")}),
       Column::OfDecimals("amount", {12050, 8000, -2050, 100, 5}, 2)});
}

/// A table as text: cells separated by blanks, rows by line ends.
std::string Show(const Table& table) {
  std::string text;
  for (int64_t row = 0; row < table.rows(); ++row) {
    for (const Column& column : table.columns()) {
      const bool exact = column.type() == table::Type::kDecimal;
      text += (exact ? column.DecimalAt(row)->ToFixedString() : column.FormatAt(row)) + " ";
    }
    text += "\n";
  }
  return text;
}

TEST(AggregateTest, SumsByGroupAndMonthInTheOrderOfNamesWithMissingGroupsLast) {
  const auto result = Aggregate(Deals(), {.by = "owner", .sum = "amount", .date = "closed"});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->column_names(), (std::vector<std::string>{"owner", "period", "n", "sum"}));
  EXPECT_EQ(Show(*result),
            "R-1 2026-01 1 80.00 \n"
            "R-2 2026-01 2 100.00 \n"
            "R-2 2026-02 1 1.00 \n"
            "null 2026-02 1 0.05 \n");
}

TEST(AggregateTest, CountsWithoutSumAndWithoutDate) {
  const auto result = Aggregate(Deals(), {.by = "owner"});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(Show(*result), "R-1 1 \nR-2 3 \nnull 1 \n");
}

TEST(AggregateTest, LeavesOutRowsThatAreNotSelectedOrHaveNoDay) {
  const Table frame =
      *Table::Of("t", {Column::OfInts("rep", {3, 3, 1, 1}),
                       Column::OfDates("day", {0, 0, 0, 0}, {true, false, true, true}),
                       Column::OfInts("amount", {1, 2, 4, 8})});
  const std::vector<uint8_t> selected = {1, 1, 1, 0};
  const auto result =
      Aggregate(frame, {.by = "rep", .sum = "amount", .date = "day", .selected = selected});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(Show(*result), "1 1970-01 1 4 \n3 1970-01 1 1 \n");
}

TEST(AggregateTest, AMissingAmountIsARowThatAddsNothing) {
  const Table frame = *Table::Of(
      "t", {Column::OfTexts("g", {"a", "a"}), Column::OfInts("amount", {7, 0}, {true, false})});
  const auto result = Aggregate(frame, {.by = "g", .sum = "amount"});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(Show(*result), "a 2 7 \n");
}

TEST(AggregateTest, WholeNumbersBeyondTheDirectRangeKeepTheirValuesAndOrder) {
  const Table frame = *Table::Of(
      "t", {Column::OfInts("g", {9'000'000'000, -5, 9'000'000'000, 12}, {true, true, true, true})});
  const auto result = Aggregate(frame, {.by = "g"});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->columns()[0].type(), table::Type::kInt);
  EXPECT_EQ(result->rows(), 3);
}

TEST(AggregateTest, WithoutGroupsThereIsOneRowOfAll) {
  EXPECT_EQ(Show(*Aggregate(Deals(), {})), "5 \n");
  EXPECT_EQ(Show(*Aggregate(Deals(), {.sum = "amount"})), "5 181.05 \n");
  const std::vector<uint8_t> selected = {1, 0, 1, 0, 0};
  EXPECT_EQ(Show(*Aggregate(Deals(), {.sum = "amount", .selected = selected})), "2 100.00 \n");
  EXPECT_EQ(Show(*Aggregate(Deals(), {.sum = "amount", .date = "closed"})),
            "2026-01 3 180.00 \n2026-02 2 1.05 \n");
  EXPECT_EQ(ReasonOf(Aggregate(Deals(), {.sum = "owner"}).status()), Reason::kWrongColumnType);
}

TEST(AggregateTest, SumsOfAllAreExactBeyondSixtyFourBitsAndRefuseToWrap) {
  const absl::int128 huge = absl::int128(INT64_MAX) * 1'000'000'000'000'000'000;
  const Table wide = *Table::Of("t", {Column::OfDecimals("amount", {huge, -5, huge, 7, -huge}, 0)});
  EXPECT_EQ(Aggregate(wide, {.sum = "amount"})->columns()[1].DecimalAt(0),
            *Decimal::Of(huge + 2, 0));
  const Table missing =
      *Table::Of("t", {Column::OfDecimals("amount", {1, 2, 4}, 0, {true, false, true})});
  EXPECT_EQ(Show(*Aggregate(missing, {.sum = "amount"})), "3 5 \n");
  const Table ints = *Table::Of("t", {Column::OfInts("amount", {INT64_MAX, INT64_MAX, INT64_MIN})});
  EXPECT_EQ(Aggregate(ints, {.sum = "amount"})->columns()[1].DecimalAt(0), Decimal(INT64_MAX - 1));
  std::vector<absl::int128> most(20, PowerOfTen(38) - 1);
  EXPECT_EQ(ReasonOf(Aggregate(*Table::Of("t", {Column::OfDecimals("amount", most, 0)}),
                               {.sum = "amount"})
                         .status()),
            Reason::kOverflow);
}

TEST(AggregateTest, DependsNeitherOnTheOrderOfRowsNorOnThreads) {
  std::mt19937_64 random(7);
  std::vector<int64_t> rep(5000), amount(5000);
  std::vector<int32_t> day(5000);
  for (size_t i = 0; i < rep.size(); ++i) {
    rep[i] = static_cast<int64_t>(random() % 40);
    amount[i] = static_cast<int64_t>(random() % 100'000) - 20'000;
    day[i] = 20454 + static_cast<int32_t>(random() % 365);
  }
  const auto calculate = [&](int threads) {
    const Table frame = *Table::Of("t", {Column::OfInts("rep", rep), Column::OfDates("day", day),
                                         Column::OfInts("amount", amount)});
    return Show(
        *Aggregate(frame, {.by = "rep", .sum = "amount", .date = "day", .threads = threads}));
  };
  const std::string expected = calculate(1);
  EXPECT_EQ(calculate(3), expected);
  std::vector<size_t> order(rep.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::shuffle(order.begin(), order.end(), random);
  const auto permuted = [&](auto values) {
    auto result = values;
    for (size_t i = 0; i < order.size(); ++i) result[i] = values[order[i]];
    return result;
  };
  rep = permuted(rep);
  amount = permuted(amount);
  day = permuted(day);
  EXPECT_EQ(calculate(1), expected);
}

TEST(AggregateTest, AnEmptyFrameHasNoGroups) {
  const Table frame = *Table::Of(
      "t", {Column::OfTexts("g", {}), Column::OfDates("day", {}), Column::OfInts("amount", {})});
  const auto result = Aggregate(frame, {.by = "g", .sum = "amount", .date = "day"});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->rows(), 0);
}

TEST(AggregateTest, UnknownColumnsAreNamedWithTheNearestOne) {
  const auto result = Aggregate(Deals(), {.by = "owners"});
  EXPECT_EQ(ReasonOf(result.status()), Reason::kUnknownColumn);
  EXPECT_NE(MessageOf(result.status()).find("did you mean \"owner\"?"), std::string::npos);
  EXPECT_EQ(ReasonOf(Aggregate(Deals(), {.by = "owner", .sum = "money"}).status()),
            Reason::kUnknownColumn);
  EXPECT_EQ(ReasonOf(Aggregate(Deals(), {.by = "owner", .date = "never"}).status()),
            Reason::kUnknownColumn);
}

TEST(AggregateTest, WrongTypesAndMasksOfAnotherLengthAreRefused) {
  EXPECT_EQ(ReasonOf(Aggregate(Deals(), {.by = "amount"}).status()), Reason::kUnsupportedType);
  EXPECT_EQ(ReasonOf(Aggregate(Deals(), {.by = "owner", .sum = "owner"}).status()),
            Reason::kWrongColumnType);
  EXPECT_FALSE(Aggregate(Deals(), {.by = "owner", .date = "owner"}).ok());
  const std::vector<uint8_t> mask = {1};
  EXPECT_EQ(ReasonOf(Aggregate(Deals(), {.by = "owner", .selected = mask}).status()),
            Reason::kLengthMismatch);
}

}  // namespace
}  // namespace attain::measure

// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "attain/expression.h"
#include "expression/random_expression.h"
#include "gtest/gtest.h"

namespace attain::expression {
namespace {

using table::Column;
using table::Table;

Table Deals() {
  return *Table::Of("deals",
                    {Column::OfDictionary("stage", {0, 1, 0, -1, 2}, {"won", "lost", "open"}),
                     Column::OfDecimals("amount", {100'000, 250'000, 99'999, 100'001, 0}, 2,
                                        {true, true, true, true, false}),
                     Column::OfInts("seats", {3, 0, 5, 7, 9}),
                     Column::OfDates("closed", {20'000, 20'100, 20'200, 20'300, 20'400}),
                     Column::OfTexts("owner", {"ada", "ben", "", "cyd", "ada"},
                                     {true, true, false, true, true})});
}

absl::StatusOr<Bound> BindTo(const Table& table, std::string_view text,
                             const BindOptions& options = {}) {
  absl::StatusOr<Expression> expression = Parse(text);
  if (!expression.ok()) return expression.status();
  return Bind(*expression, table, options);
}

std::vector<int64_t> RowsOf(const Table& table, std::string_view text) {
  const absl::StatusOr<Bound> bound = BindTo(table, text);
  if (!bound.ok()) return {-1};
  return Select(*bound, table)->Rows();
}

std::string Cells(const Table& table, std::string_view text, Findings* findings = nullptr,
                  const BindOptions& options = {}) {
  const absl::StatusOr<Bound> bound = BindTo(table, text, options);
  if (!bound.ok()) return MessageOf(bound.status());
  const absl::StatusOr<Column> column = Evaluate(*bound, table, "value", findings);
  if (!column.ok()) return MessageOf(column.status());
  std::string cells;
  for (int64_t row = 0; row < table.rows(); ++row)
    cells += (row > 0 ? " " : "") + EvaluateRow(*bound, table, row).ToString().substr(0, 16);
  for (int64_t row = 0; row < table.rows(); ++row) cells += column->IsNull(row) ? "-" : "+";
  return cells;
}

using Rows = std::vector<int64_t>;

TEST(SelectTest, WonDealsOfAThousandAndMore) {
  EXPECT_EQ(RowsOf(Deals(), "stage == 'won' && amount >= 1000.00"), (Rows{0}));
}

TEST(SelectTest, MissingIsNeitherTrueNorFalse) {
  EXPECT_EQ(RowsOf(Deals(), "stage != 'won'"), (Rows{1, 4}));
  EXPECT_EQ(RowsOf(Deals(), "!(stage == 'won')"), (Rows{1, 4}));
  EXPECT_EQ(RowsOf(Deals(), "amount < 1.0"), Rows{});
}

TEST(SelectTest, OneDecidingSideOvercomesAMissingOne) {
  EXPECT_EQ(RowsOf(Deals(), "stage == 'won' || seats > 6"), (Rows{0, 2, 3, 4}));
  EXPECT_EQ(RowsOf(Deals(), "amount > 0 || true"), (Rows{0, 1, 2, 3, 4}));
  EXPECT_EQ(RowsOf(Deals(), "null || seats == 3"), (Rows{0}));
  EXPECT_EQ(RowsOf(Deals(), "seats == 3 || null"), (Rows{0}));
  EXPECT_EQ(RowsOf(Deals(), "!null || seats == 3"), (Rows{0}));
}

TEST(SelectTest, NullIsAskedForByEquality) {
  EXPECT_EQ(RowsOf(Deals(), "amount == null"), (Rows{4}));
  EXPECT_EQ(RowsOf(Deals(), "null != amount"), (Rows{0, 1, 2, 3}));
  EXPECT_EQ(RowsOf(Deals(), "stage == null"), (Rows{3}));
  EXPECT_EQ(RowsOf(Deals(), "is_null(owner)"), (Rows{2}));
  EXPECT_EQ(RowsOf(Deals(), "is_null(amount / seats)"), (Rows{4}));
  EXPECT_EQ(RowsOf(Deals(), "seats != null"), (Rows{0, 1, 2, 3, 4}));
}

TEST(SelectTest, LiteralsBesideDecimalsAreTakenFromTheirDigits) {
  EXPECT_EQ(RowsOf(Deals(), "amount == 1000.01"), (Rows{3}));
  EXPECT_EQ(RowsOf(Deals(), "amount > 999.995"), (Rows{0, 1, 3}));
  EXPECT_EQ(RowsOf(Deals(), "amount in [999.99, 2500]"), (Rows{1, 2}));
  EXPECT_EQ(RowsOf(Deals(), "between(amount, 999.99, 1000.00)"), (Rows{0, 2}));
  EXPECT_EQ(RowsOf(Deals(), "1000.00 >= amount"), (Rows{0, 2}));
}

TEST(SelectTest, ARowThatFailsIsLeftOutAndCounted) {
  const Table deals = Deals();
  const Selection selection = *Select(*BindTo(deals, "100 / seats > 20"), deals);
  EXPECT_EQ(selection.Rows(), (Rows{0}));
  ASSERT_EQ(selection.findings.size(), 1);
  const Finding& finding = selection.findings.items()[0];
  EXPECT_EQ(finding.reason, Reason::kEvaluationError);
  EXPECT_EQ(finding.where.row, 1);
  EXPECT_EQ(finding.where.table, "deals");
  EXPECT_EQ(finding.text, "`100 / seats > 20` failed for 1 row: row 1: DIVISION_BY_ZERO: 100 / 0");
}

TEST(SelectTest, ManyFailuresShowTheFirstFew) {
  const Table many = *Table::Of("t", {Column::OfInts("n", std::vector<int64_t>(5000, 0))});
  const Selection selection = *Select(*BindTo(many, "1 / n == 1"), many);
  EXPECT_EQ(selection.count, 0);
  EXPECT_NE(selection.findings.items()[0].text.find("failed for 5000 rows: row 0"),
            std::string::npos);
  EXPECT_NE(selection.findings.items()[0].text.find("…"), std::string::npos);
}

TEST(SelectTest, AFailureBesideAFalseSideIsPassedOver) {
  const Table deals = Deals();
  const Selection selection = *Select(*BindTo(deals, "seats > 0 && 100 / seats > 20"), deals);
  EXPECT_EQ(selection.Rows(), (Rows{0}));
  EXPECT_TRUE(selection.findings.empty());
}

TEST(SelectTest, AConditionMustBeTrueOrFalse) {
  const Table deals = Deals();
  EXPECT_EQ(ReasonOf(Select(*BindTo(deals, "seats"), deals).status()), Reason::kExpressionType);
  EXPECT_EQ(Select(*BindTo(deals, "null"), deals)->count, 0);
  EXPECT_EQ(Select(*BindTo(deals, "true"), deals)->count, 5);
  EXPECT_EQ(Select(*BindTo(deals, "1 > 2"), deals)->count, 0);
}

TEST(SelectTest, AnEmptyTableSelectsNothing) {
  const Table empty = *Table::Of("t", {Column::OfInts("n", {})});
  EXPECT_EQ(Select(*BindTo(empty, "n > 1"), empty)->count, 0);
  EXPECT_EQ(Evaluate(*BindTo(empty, "n + 1"), empty)->length(), 0);
}

TEST(EvaluateTest, DecimalsKeepEveryDigit) {
  EXPECT_EQ(Cells(Deals(), "amount * 0.05"), "50.0000 125.0000 49.9995 50.0005 null++++-");
  EXPECT_EQ(Cells(Deals(), "amount + 1"), "1001.00 2501.00 1000.99 1001.01 null++++-");
  EXPECT_EQ(Cells(Deals(), "amount - 0.005"), "999.995 2499.995 999.985 1000.005 null++++-");
  EXPECT_EQ(Cells(Deals(), "-amount"), "-1000.00 -2500.00 -999.99 -1000.01 null++++-");
}

TEST(EvaluateTest, DividingStatesItsDecimals) {
  Findings findings;
  EXPECT_EQ(Cells(Deals(), "round(amount / seats, 2)", &findings),
            "333.33 DIVISION_BY_ZERO 200.00 142.86 null+-++-");
  EXPECT_EQ(findings.size(), 1);
  EXPECT_NE(Cells(Deals(), "amount / seats").find("round(…, 2)"), std::string::npos);
}

TEST(EvaluateTest, EveryTypeBecomesAColumn) {
  const Table deals = Deals();
  EXPECT_EQ(Cells(deals, "stage == 'won' ? 'won' : 'other'"), "won other won null other+++-+");
  EXPECT_EQ(Cells(deals, "stage.upperAscii()"), "WON LOST WON null OPEN+++-+");
  EXPECT_EQ(Cells(deals, "owner + '!'"), "ada! ben! null cyd! ada!++-++");
  EXPECT_EQ(Cells(deals, "closed + 1"),
            "2024-10-05 2025-01-13 2025-04-23 2025-08-01 2025-11-09+++++");
  EXPECT_EQ(Cells(deals, "timestamp(closed)").substr(0, 10), "2024-10-04");
  EXPECT_EQ(Cells(deals, "double(seats) / 2.0"), "1.5 0 2.5 3.5 4.5+++++");
  EXPECT_EQ(Cells(deals, "seats % 2 == 1"), "true false true true true+++++");
  EXPECT_EQ(Cells(deals, "null"), "null null null null null-----");
  EXPECT_EQ(Cells(deals, "stage == 'won' ? null : amount"), "null 2500.00 null null null-+---");
  EXPECT_EQ(Cells(deals, "seats > 4 ? amount : 0.5"), "0.50 0.50 999.99 1000.01 null++++-");
  EXPECT_EQ(Cells(deals, "coalesce(amount, 0)"), "1000.00 2500.00 999.99 1000.01 0.00+++++");
  EXPECT_EQ(Cells(deals, "quarter(closed)"), "4 1 2 3 4+++++");
  EXPECT_EQ(Cells(deals, "bucket(seats, [1, 4, 8])"), "1 0 2 2 3+++++");
  EXPECT_EQ(Cells(deals, "[1, 2, seats].exists(s, s > 6)"), "false false false true true+++++");
  EXPECT_EQ(Cells(deals, "size(stage)"), "3 4 3 null 4+++-+");
  EXPECT_EQ(Cells(deals, "stage == 'lost' ? closed : date('2026-01-01')"),
            "2026-01-01 2025-01-12 2026-01-01 null 2026-01-01+++-+");
}

TEST(EvaluateTest, OverflowConcernsItsRowAlone) {
  const Table table = *Table::Of("t", {Column::OfInts("n", {1, INT64_MAX, 3}),
                                       Column::OfDecimals("d", {5, PowerOfTen(38) - 1, 7}, 0)});
  EXPECT_EQ(Cells(table, "n + 1"), "2 OVERFLOW: the re 4+-+");
  EXPECT_EQ(Cells(table, "d * 10").substr(0, 3), "50 ");
  EXPECT_EQ(Cells(table, "d * 10").substr(Cells(table, "d * 10").size() - 3), "+-+");
  EXPECT_EQ(RowsOf(table, "d > 6.5"), (Rows{1, 2}));
  // 10^35 - 0.005 would fit, but 10^35 with three decimals has 39 digits: both ways of evaluation
  // fail.
  const Table edge = *Table::Of("t", {Column::OfDecimals("d", {PowerOfTen(37), 100}, 2)});
  EXPECT_EQ(Cells(edge, "d - 0.005"), "OVERFLOW: a sum  0.995-+");
}

TEST(EvaluateTest, WhatLiesUnderAMissingValueDoesNotFail) {
  const Table table =
      *Table::Of("t", {Column::OfDecimals("d", {PowerOfTen(38) - 1, 5}, 2, {false, true}),
                       Column::OfDecimals("e", {1, 2}, 4)});
  Findings findings;
  EXPECT_EQ(Cells(table, "e > 0 ? d : e", &findings), "null 0.0500-+");
  EXPECT_EQ(Cells(table, "d + e", &findings), "null 0.0502-+");
  EXPECT_TRUE(findings.empty());
}

TEST(EvaluateTest, LayoutsOfArrowAreRead) {
  const std::vector<int16_t> shorts = {1, -2, 300};
  const std::vector<uint64_t> large = {1, UINT64_MAX, 3};
  const std::vector<float> floats = {0.5F, 1.5F, 2.5F};
  const std::vector<int64_t> millis = {0, 86'400'000, 172'800'000};
  const std::vector<int64_t> cents = {150, 250, -1};
  const auto column = [](std::string name, table::Type type, table::Layout layout,
                         const void* values, int scale = 0) {
    return Column(std::move(name), type, scale,
                  {{.layout = layout, .length = 3, .values = values}});
  };
  const Table table = *Table::Of(
      "t", {column("s", table::Type::kInt, table::Layout::kInt16, shorts.data()),
            column("u", table::Type::kInt, table::Layout::kUint64, large.data()),
            column("f", table::Type::kDouble, table::Layout::kFloat32, floats.data()),
            column("d", table::Type::kDate, table::Layout::kDate64, millis.data()),
            column("t", table::Type::kTimestamp, table::Layout::kTimestampMilli, millis.data()),
            column("c", table::Type::kDecimal, table::Layout::kInt64, cents.data(), 2),
            column("nothing", table::Type::kNull, table::Layout::kNull, nullptr)});
  EXPECT_EQ(Cells(table, "s + 1"), "2 -1 301+++");
  EXPECT_EQ(Cells(table, "u + 1"), "2 OVERFLOW: a whol 4+-+");
  EXPECT_EQ(Cells(table, "f + 0.5"), "1 2 3+++");
  EXPECT_EQ(Cells(table, "d + 1"), "1970-01-02 1970-01-03 1970-01-04+++");
  EXPECT_EQ(RowsOf(table, "t >= timestamp('1970-01-02T00:00:00Z')"), (Rows{1, 2}));
  EXPECT_EQ(RowsOf(table, "t > d"), Rows{});
  EXPECT_EQ(RowsOf(table, "t > timestamp('1970-01-01T00:00:00.000000001Z')"), (Rows{1, 2}));
  EXPECT_EQ(RowsOf(table, "c >= 1.50"), (Rows{0, 1}));
  EXPECT_EQ(RowsOf(table, "c + s > 2"), (Rows{0, 2}));
  EXPECT_EQ(RowsOf(table, "nothing == null"), (Rows{0, 1, 2}));
  EXPECT_EQ(RowsOf(table, "2 > f"), (Rows{0, 1}));
  EXPECT_EQ(RowsOf(table, "f > s"), (Rows{1}));
}

TEST(EvaluateTest, SmallDictionaryIndicesAreRead) {
  const Column words = Column::OfDictionary("w", {0, 1}, {"won", "lost"});
  const std::vector<int8_t> bytes = {1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  const std::vector<int64_t> wide = {1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  const std::vector<int16_t> half = {1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  const uint8_t valid[] = {0xFD, 0xFF};
  for (const auto& [layout, values] :
       {std::pair<table::Layout, const void*>{table::Layout::kDictionary8, bytes.data()},
        {table::Layout::kDictionary16, half.data()},
        {table::Layout::kDictionary64, wide.data()}}) {
    table::Chunk chunk{.layout = layout,
                       .length = 16,
                       .values = values,
                       .dictionary = words.chunks()[0].dictionary};
    const Table complete = *Table::Of("t", {Column("w", table::Type::kText, 0, {chunk})});
    EXPECT_EQ(RowsOf(complete, "w == 'won'"), (Rows{1, 3, 4}));
    chunk.validity = valid;
    chunk.null_count = 1;
    const Table holes = *Table::Of("t", {Column("w", table::Type::kText, 0, {chunk})});
    EXPECT_EQ(RowsOf(holes, "w == 'won'"), (Rows{3, 4}));
    EXPECT_EQ(RowsOf(holes, "size(w) == 3"), (Rows{3, 4}));
    EXPECT_EQ(RowsOf(holes, "coalesce(w, 'won') == 'won'"), (Rows{1, 3, 4}));
  }
}

TEST(EvaluateTest, AnotherTableMustHaveTheSameColumns) {
  const Table deals = Deals();
  const Bound bound = *BindTo(deals, "amount > 1");
  const Table none = *Table::Of("t", {Column::OfInts("n", {1})});
  const Table other = *Table::Of("t", {Column::OfDecimals("amount", {1}, 3)});
  const Table moved =
      *Table::Of("t", {Column::OfInts("n", {1}), Column::OfDecimals("amount", {250}, 2)});
  EXPECT_EQ(ReasonOf(Select(bound, none).status()), Reason::kUnknownColumn);
  EXPECT_EQ(ReasonOf(Evaluate(bound, other).status()), Reason::kWrongColumnType);
  EXPECT_EQ(Select(bound, moved)->count, 1);
  EXPECT_TRUE(EvaluateRow(bound, none, 0).is_error());
  EXPECT_EQ(EvaluateRow(bound, deals, 5).error().reason, Reason::kRowOutOfRange);
  EXPECT_EQ(EvaluateRow(bound, moved, 0).boolean(), true);
}

TEST(EvaluateTest, BlocksAndChunksDoNotShow) {
  std::vector<int64_t> numbers(10'000);
  for (size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<int64_t>(i);
  const Table whole = *Table::Of("t", {Column::OfInts("n", numbers)});
  std::vector<table::Chunk> pieces;
  for (const auto& [first, length] : {std::pair<int64_t, int64_t>{0, 1}, {1, 4000}, {4001, 5999}}) {
    pieces.push_back(whole.column("n")->Slice(first, length).chunks()[0]);
  }
  const Table cut = *Table::Of("t", {Column("n", table::Type::kInt, 0, pieces)});
  EXPECT_EQ(RowsOf(whole, "n % 7 == 3"), RowsOf(cut, "n % 7 == 3"));
  EXPECT_EQ(RowsOf(cut, "n >= 3999 && n <= 4002"), (Rows{3999, 4000, 4001, 4002}));
}

TEST(EvaluateTest, ColumnsAndPreparedRowsAgreeWithThePlainEvaluator) {
  // By default seconds; the long form: ATTAIN_RANDOM_EXPRESSIONS=20000 ATTAIN_RANDOM_ROWS=600, 12
  // million expressions × rows.
  const auto number = [](const char* name, int64_t otherwise) {
    const char* wanted = std::getenv(name);
    return wanted != nullptr ? std::atoll(wanted) : otherwise;
  };
  const int64_t count = number("ATTAIN_RANDOM_EXPRESSIONS", 3000);
  const int64_t rows = number("ATTAIN_RANDOM_ROWS", 40);
  const int64_t first = number("ATTAIN_RANDOM_SEED", 1);
  int64_t bound = 0;
  int64_t compared = 0;
  for (int64_t seed = first; seed < first + count; ++seed) {
    Choices choices(static_cast<uint64_t>(seed) * 0x9E3779B97F4A7C15ULL);
    const Table table = RandomTable(choices, 1 + rows / 2 + choices.Next(rows));
    const std::string text = RandomExpression(choices).Any(1 + static_cast<int>(choices.Next(4)));
    const int64_t before = bound;
    ASSERT_EQ(Difference(text, table, &bound), "") << "seed " << seed;
    compared += (bound - before) * table.rows();
  }
  EXPECT_GT(bound, count * 4 / 10);
  RecordProperty("bound", std::to_string(bound));
  RecordProperty("compared", std::to_string(compared));
  if (rows > 100)
    std::cout << bound << " expressions bound, " << compared << " expressions x rows compared\n";
}

TEST(EvaluateTest, RandomExpressionsCallEveryFunction) {
  std::string all;
  for (uint64_t seed = 1; seed <= 4000; ++seed) {
    Choices choices(seed * 0x9E3779B97F4A7C15ULL);
    all += RandomExpression(choices).Any(2);
  }
  for (const FunctionInfo& info : Functions()) {
    if (info.group == "operators") continue;
    EXPECT_NE(all.find(std::string(info.name) + "("), std::string::npos) << info.name;
  }
}

}  // namespace
}  // namespace attain::expression

// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/table/table.h"

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::table {
namespace {

using Names = std::vector<std::string>;

TEST(TableTest, ColumnsAreFoundByName) {
  const auto table =
      Table::Of("deals", {Column::OfInts("id", {1, 2}), Column::OfTexts("name", {"a", "b"})});
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->name(), "deals");
  EXPECT_EQ(table->rows(), 2);
  EXPECT_EQ(table->column("name")->TextAt(1), "b");
  EXPECT_EQ(table->column("nam"), nullptr);
  EXPECT_EQ(table->column_names(), (Names{"id", "name"}));
  EXPECT_EQ(table->Renamed("d").name(), "d");
  EXPECT_EQ(Table::Of("none", {})->rows(), 0);
}

TEST(TableTest, EveryFaultOfItsColumnsIsFound) {
  const auto table = Table::Of("t", {Column::OfInts("a", {1}), Column::OfInts("a", {1, 2}),
                                     Column::OfInts("a", {1}), Column::OfInts("b", {})});
  EXPECT_EQ(ReasonOf(table.status()), Reason::kLengthMismatch);
  const Findings findings = FindingsOf(table.status());
  ASSERT_EQ(findings.size(), 3);
  EXPECT_EQ(findings.items()[0].where.field, "a");
  EXPECT_EQ(findings.items()[1].where.field, "b");
  EXPECT_EQ(findings.items()[2].reason, Reason::kDuplicateColumn);
}

TEST(TableTest, WithAddsOrReplacesAColumnOfTheSameLength) {
  const Table table = *Table::Of("t", {Column::OfInts("a", {1, 2})});
  EXPECT_EQ(table.With(Column::OfInts("b", {3, 4}))->column_names(), (Names{"a", "b"}));
  EXPECT_EQ(table.With(Column::OfInts("a", {3, 4}))->column("a")->IntAt(0), 3);
  EXPECT_EQ(ReasonOf(table.With(Column::OfInts("b", {3})).status()), Reason::kLengthMismatch);
  EXPECT_EQ(Table().With(Column::OfInts("b", {3}))->rows(), 1);
}

TEST(TablesTest, StandInNameOrderAndReplaceEachOther) {
  Tables tables;
  tables.Add(*Table::Of("reps", {}));
  tables.Add(*Table::Of("deals", {Column::OfInts("a", {1})}));
  tables.Add(*Table::Of("deals", {Column::OfInts("a", {1, 2})}));
  EXPECT_EQ(tables.size(), 2);
  EXPECT_EQ(tables.names(), (Names{"deals", "reps"}));
  EXPECT_EQ(tables.table("deals")->rows(), 2);
  EXPECT_EQ(tables.table("x"), nullptr);
  EXPECT_EQ(tables.begin()->first, "deals");
}

std::vector<ColumnSpec> AllTypes() {
  return {{"text", Type::kText},    {"amount", Type::kDecimal, 2}, {"flag", Type::kBool},
          {"n", Type::kInt},        {"x", Type::kDouble},          {"day", Type::kDate},
          {"at", Type::kTimestamp}, {"nothing", Type::kNull}};
}

TEST(TableBuilderTest, RowsBecomeColumnsAndUnsetCellsAreMissing) {
  TableBuilder rows("deals", AllTypes());
  rows.Text(0, "D-1").Decimal(1, *Decimal::Parse("120.50")).Bool(2, true).Int(3, 9).Double(4, 0.25);
  rows.Date(5, Date::FromDays(20543)).Timestamp(6, Timestamp::FromMicros(-5)).Null(7).EndRow();
  rows.EndRow();
  rows.Text(0, "third").Bool(2, false).Int(3, 4).EndRow();
  EXPECT_EQ(rows.rows(), 3);
  const auto table = rows.Build();
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->rows(), 3);
  EXPECT_EQ(table->column("text")->TextAt(0), "D-1");
  EXPECT_TRUE(table->column("text")->IsNull(1));
  EXPECT_EQ(table->column("text")->TextAt(2), "third");
  EXPECT_EQ(table->column("amount")->DecimalAt(0)->ToFixedString(), "120.50");
  EXPECT_EQ(table->column("amount")->null_count(), 2);
  EXPECT_EQ(table->column("flag")->BoolAt(0), true);
  EXPECT_EQ(table->column("flag")->BoolAt(2), false);
  EXPECT_EQ(table->column("n")->IntAt(2), 4);
  EXPECT_EQ(table->column("x")->DoubleAt(0), 0.25);
  EXPECT_EQ(table->column("day")->DateAt(0)->ToString(), "2026-03-31");
  EXPECT_EQ(table->column("at")->TimestampAt(0)->micros(), -5);
  EXPECT_EQ(table->column("nothing")->null_count(), 3);
  // The builder starts anew and does not touch what it gave away.
  EXPECT_EQ(rows.rows(), 0);
  rows.Text(0, "again").EndRow();
  EXPECT_EQ(rows.Build()->column("text")->TextAt(0), "again");
  EXPECT_EQ(table->column("text")->TextAt(0), "D-1");
}

TEST(TableBuilderTest, TheLastValueOfACellCounts) {
  TableBuilder rows("t", AllTypes());
  rows.Text(0, "long first value").Text(0, "b").Int(3, 1).Int(3, 2).Bool(2, true).Bool(2, false);
  rows.Decimal(1, 5).Null(1).EndRow();
  rows.Text(0, "x").Null(0).Null(3).EndRow();
  rows.Text(0, "y").EndRow();
  rows.Text(0, "not ended").Int(3, 77);
  const auto table = rows.Build();
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->rows(), 3);
  EXPECT_EQ(table->column("text")->TextAt(0), "b");
  EXPECT_TRUE(table->column("text")->IsNull(1));
  EXPECT_EQ(table->column("text")->TextAt(2), "y");
  EXPECT_EQ(table->column("n")->IntAt(0), 2);
  EXPECT_EQ(table->column("flag")->BoolAt(0), false);
  EXPECT_TRUE(table->column("amount")->IsNull(0));
}

TEST(TableBuilderTest, EveryFaultIsRememberedWithRowAndColumn) {
  TableBuilder rows("t", AllTypes());
  rows.Int(0, 1).Int(99, 1).Null(-1);
  rows.EndRow();
  rows.Decimal(1, *Decimal::Parse("0.125")).Text(0, "\xFF");
  rows.Text(1, "x").Bool(1, true).Double(1, 1).Date(1, {}).Timestamp(1, {}).Decimal(0, 1).EndRow();
  const auto table = rows.Build();
  EXPECT_EQ(ReasonOf(table.status()), Reason::kWrongColumnType);
  const Findings findings = FindingsOf(table.status());
  ASSERT_EQ(findings.size(), 11);
  EXPECT_EQ(findings.items()[0].where.field, "text");
  EXPECT_EQ(findings.items()[0].where.row, 0);
  EXPECT_EQ(findings.items()[1].reason, Reason::kUnknownColumn);
  EXPECT_EQ(findings.items()[2].reason, Reason::kUnknownColumn);
  EXPECT_EQ(findings.items()[3].reason, Reason::kInexact);
  EXPECT_EQ(findings.items()[3].where.row, 1);
  EXPECT_EQ(findings.items()[4].reason, Reason::kInvalidUtf8);
  // Told once; then it is empty.
  EXPECT_EQ(rows.rows(), 0);
  rows.Int(3, 1).EndRow();
  EXPECT_EQ(rows.Build()->column("n")->IntAt(0), 1);
}

TEST(TableBuilderTest, ManyRowsKeepTheirOrder) {
  TableBuilder source("t", {{"t", Type::kText}, {"b", Type::kBool}});
  TableBuilder rows = std::move(source);
  for (int i = 0; i < 1000; ++i) {
    if (i % 3 != 0) rows.Text(0, std::to_string(i));
    if (i % 5 != 0) rows.Bool(1, i % 2 == 0);
    rows.EndRow();
  }
  const Table table = *rows.Build();
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(table.column("t")->IsNull(i), i % 3 == 0);
    if (i % 3 != 0) {
      EXPECT_EQ(table.column("t")->TextAt(i), std::to_string(i));
    }
    if (i % 5 != 0) {
      EXPECT_EQ(table.column("b")->BoolAt(i), i % 2 == 0);
    }
  }
}

TEST(TableBuilderTest, TwoColumnsOfOneNameAreRefused) {
  TableBuilder rows("t", {{"a", Type::kInt}, {"a", Type::kInt}});
  rows.Int(0, 1).EndRow();
  EXPECT_EQ(ReasonOf(rows.Build().status()), Reason::kDuplicateColumn);
}

}  // namespace
}  // namespace attain::table

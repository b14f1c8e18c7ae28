// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/measure/changes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "attain/base/status.h"
#include "support/csv.h"

namespace attain::measure {
namespace {

table::Table CsvTable(const std::string& name, std::string_view text) {
  const auto lines = support::SplitCsv(text);
  std::vector<table::ColumnSpec> columns;
  for (const std::string& title : lines[0]) columns.push_back({title, table::Type::kText});
  table::TableBuilder rows(name, columns);
  for (size_t row = 1; row < lines.size(); ++row) {
    for (size_t column = 0; column < columns.size(); ++column) {
      if (!lines[row][column].empty()) rows.Text(static_cast<int>(column), lines[row][column]);
    }
    rows.EndRow();
  }
  return *rows.Build();
}

crm::Dataset Data() {
  table::Tables tables;
  tables.Add(CsvTable("reps", "rep_id\nAda\nTom\n"));
  tables.Add(CsvTable("deals",
                      "deal_id,owner_id,amount,ccy,closed,outcome,points,probability,created\n"
                      "D-1,Ada,100.00,EUR,2026-01-10,won,a,0.5,2026-01-01\n"
                      "D-2,Tom,50.00,EUR,2026-01-11,won,b,0.5,2026-01-01\n"
                      "D-3,Ada,70.00,EUR,,open,b,,\n"));
  tables.Add(
      CsvTable("transactions",
               "txn_id,kind,rep_id,event_date,amount,ccy\n"
               "T-1,booking,Ada,2026-01-10,100.00,EUR\nT-2,order,Ada,2026-01-10,100.00,EUR\n"));
  auto data = crm::Load(tables);
  EXPECT_TRUE(data.ok()) << MessageOf(data.status());
  return *std::move(data);
}

int64_t Instant(Date day) { return Timestamp::StartOf(day).micros(); }

std::vector<ChangedCredit> Credits(const Measure& measure, const RowChanges& changes,
                                   std::string_view rep = "Ada") {
  const crm::Dataset data = Data();
  const auto prepared = Resolve(measure, data);
  EXPECT_TRUE(prepared.ok()) << MessageOf(prepared.status());
  const auto credits = CreditChanges(*prepared, changes, data.ids(crm::Entity::kRep).Find(rep));
  EXPECT_TRUE(credits.ok()) << MessageOf(credits.status());
  return credits.ok() ? *credits : std::vector<ChangedCredit>();
}

const Measure kWon = {
    .id = "won", .of = "deals.amount", .where = definition::ExpressionText("outcome == 'won'")};

TEST(ChangesTest, AChangedRowKeepsTheCellsThatAreNotGiven) {
  const RowChanges changes = {.table = "deals",
                              .columns = {{.name = "amount", .numbers = {20'000}}},
                              .old_rows = {0},
                              .gone = {0},
                              .ids = {"D-1"},
                              .table_rows = 3};
  const auto credits = Credits(kWon, changes);
  ASSERT_EQ(credits.size(), 1U);
  EXPECT_EQ(credits[0].units, 20'000);
  EXPECT_EQ(credits[0].day, Date::Parse("2026-01-10")->days());
  EXPECT_EQ(credits[0].currency.code(), "EUR");
  EXPECT_TRUE(Credits(kWon, changes, "Tom").empty());
  EXPECT_EQ(changes.NumberOf(2), 1);        // a row before it is gone
  EXPECT_EQ(changes.NumberOfChange(0), 2);  // it comes last itself
}

TEST(ChangesTest, ANewRowHasOnlyWhatIsGiven) {
  const int64_t day = Instant(*Date::Parse("2026-02-01"));
  RowChanges changes = {
      .table = "deals",
      .columns = {{.name = "owner_id", .texts = {"Ada", "Ada", "Ada"}},
                  {.name = "amount", .numbers = {1, 2, 3}, .present = {1, 1, 0}},
                  {.name = "ccy", .texts = {"EUR", "", "EUR"}, .present = {1, 0, 1}},
                  {.name = "closed", .numbers = {day, day, day}},
                  {.name = "outcome", .texts = {"won", "won", "won"}}},
      .old_rows = {-1, -1, -1},
      .ids = {"D-7", "D-8", "D-9"},
      .table_rows = 3};
  auto credits = Credits(kWon, changes);
  ASSERT_EQ(credits.size(), 2U);  // the third has no amount
  EXPECT_EQ(credits[0].day, Date::Parse("2026-02-01")->days());
  EXPECT_TRUE(credits[1].currency.is_none());
  changes.columns[4].texts[0] = "lost";
  EXPECT_EQ(Credits(kWon, changes).size(), 1U);
  changes.columns[0].texts[1] = "Tom";
  EXPECT_TRUE(Credits(kWon, changes).empty());
}

TEST(ChangesTest, ConditionsReadEveryTypeOfColumn) {
  const RowChanges changes = {.table = "deals",
                              .columns = {{.name = "outcome", .texts = {"won", "won", "won"}}},
                              .old_rows = {0, 1, 2},
                              .gone = {0, 1, 2},
                              .ids = {"D-1", "D-2", "D-3"},
                              .table_rows = 3};
  Measure measure = kWon;
  measure.kind = MeasureKind::kCount;
  measure.of = "deals";
  measure.where = definition::ExpressionText(
      "points == 'a' && amount > 20 && probability < 0.6 && created < closed");
  const auto credits = Credits(measure, changes);
  ASSERT_EQ(credits.size(), 1U);
  EXPECT_EQ(credits[0].units, 1);
  EXPECT_TRUE(credits[0].currency.is_none());
  measure.where = definition::ExpressionText("true");
  EXPECT_EQ(Credits(measure, changes).size(), 1U);  // the open deal has no day
}

TEST(ChangesTest, ColumnsOfOnesOwnKeepTheirTypeAndTheirValues) {
  using table::Type;
  table::TableBuilder rows("deals", {{"deal_id", Type::kText},
                                     {"owner_id", Type::kText},
                                     {"closed", Type::kDate},
                                     {"outcome", Type::kText},
                                     {"pieces", Type::kInt},
                                     {"renewal", Type::kBool},
                                     {"fit", Type::kDouble},
                                     {"signed", Type::kDate}});
  for (int i = 1; i <= 3; ++i) {
    rows.Text(0, "D-" + std::to_string(i))
        .Text(1, "Ada")
        .Date(2, *Date::Parse("2026-01-10"))
        .Text(3, "open");
    rows.Int(4, i)
        .Bool(5, i != 2)
        .Double(6, 0.25 * i)
        .Date(7, *Date::Parse("2026-01-0" + std::to_string(i)))
        .EndRow();
  }
  table::Tables tables;
  tables.Add(CsvTable("reps", "rep_id\nAda\n"));
  tables.Add(*rows.Build());
  const auto data = crm::Load(tables);
  ASSERT_TRUE(data.ok()) << MessageOf(data.status());
  RowChanges changes = {.table = "deals",
                        .columns = {{.name = "outcome", .texts = {"won", "won", "won"}}},
                        .old_rows = {0, 1, 2},
                        .gone = {0, 1, 2},
                        .ids = {"D-1", "D-2", "D-3"},
                        .table_rows = 3};
  const auto count = [&](std::string_view condition) {
    const Measure measure = {.id = "n",
                             .kind = MeasureKind::kCount,
                             .of = "deals",
                             .where = definition::ExpressionText(condition),
                             .credit = "owner_id"};
    const auto prepared = Resolve(measure, *data);
    EXPECT_TRUE(prepared.ok()) << MessageOf(prepared.status());
    if (!prepared.ok()) return size_t{99};
    const auto credits =
        CreditChanges(*prepared, changes, data->ids(crm::Entity::kRep).Find("Ada"));
    EXPECT_TRUE(credits.ok()) << MessageOf(credits.status());
    return credits.ok() ? credits->size() : size_t{99};
  };
  EXPECT_EQ(count("outcome == 'won' && pieces >= 2"), 2U);
  EXPECT_EQ(count("outcome == 'won' && renewal"), 2U);
  EXPECT_EQ(count("outcome == 'won' && fit > 0.6"), 1U);
  EXPECT_EQ(count("outcome == 'won' && signed < closed && pieces == 3"), 1U);
  changes.columns.push_back({.name = "pieces", .numbers = {9, 9, 1}});
  EXPECT_EQ(count("outcome == 'won' && pieces >= 2"), 2U);
  EXPECT_EQ(count("pieces == 1"), 1U);
}

TEST(ChangesTest, TransactionsCountByKind) {
  const RowChanges changes = {.table = "transactions",
                              .columns = {{.name = "amount", .numbers = {500, 600}}},
                              .old_rows = {0, 1},
                              .gone = {0, 1},
                              .ids = {"T-1", "T-2"},
                              .table_rows = 2};
  const Measure booked = {.id = "booked", .of = "transactions.amount"};
  const auto credits = Credits(booked, changes);
  ASSERT_EQ(credits.size(), 1U);  // an order is no booking
  EXPECT_EQ(credits[0].units, 500);
  EXPECT_TRUE(Credits(kWon, changes).empty());  // another table
}

TEST(ChangesTest, RatiosAndLastValuesAreNotCredited) {
  const crm::Dataset data = Data();
  Measure last = kWon;
  last.kind = MeasureKind::kLast;
  const auto prepared = Resolve(last, data);
  ASSERT_TRUE(prepared.ok());
  EXPECT_EQ(ReasonOf(CreditChanges(*prepared, {.table = "deals"}, 0).status()),
            Reason::kUnsupportedOption);
}

}  // namespace
}  // namespace attain::measure

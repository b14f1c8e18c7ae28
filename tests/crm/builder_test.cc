// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

TEST(BuilderTest, EachColumnHoldsWhatItsDescriptionAsksFor) {
  DatasetBuilder builder;
  table::TableBuilder* rows = *builder.Table(
      "targets",
      {"target_id", "version", "value", "effective_from", "recorded_at", "locked", "colour"});
  rows->Text(0, "t")
      .Int(1, 2)
      .Decimal(2, *Decimal::Parse("0.000000000001"))
      .Date(3, Day("2026-01-01"))
      .Timestamp(4, *Timestamp::Parse("2026-01-01T00:00:00Z"))
      .Bool(5, true)
      .Text(6, "red")
      .EndRow();
  const auto tables = builder.Build();
  ASSERT_TRUE(tables.ok()) << MessageOf(tables.status());
  const table::Table& table = *tables->table("targets");
  EXPECT_EQ(table.column("version")->type(), table::Type::kInt);
  EXPECT_EQ(table.column("value")->scale(), 12);
  EXPECT_EQ(table.column("effective_from")->type(), table::Type::kDate);
  EXPECT_EQ(table.column("recorded_at")->type(), table::Type::kTimestamp);
  EXPECT_EQ(table.column("locked")->type(), table::Type::kBool);
  EXPECT_EQ(table.column("colour")->type(), table::Type::kText);
  EXPECT_EQ(builder.Build()->size(), 0);
}

TEST(BuilderTest, BuildersStayWhereTheyAreWhenMoreAreMade) {
  DatasetBuilder builder;
  table::TableBuilder* first = *builder.Table("reps", {"rep_id"});
  for (const char* name : {"deals", "accounts", "products", "categories", "leads"})
    ASSERT_TRUE(builder.Table(name, {}).ok()) << name;
  first->Text(0, "R1").EndRow();
  DatasetBuilder moved;
  moved = std::move(builder);
  EXPECT_EQ(moved.Build()->table("reps")->rows(), 1);
}

TEST(BuilderTest, AnUnknownTableNamesTheNearestOne) {
  DatasetBuilder builder;
  const auto table = builder.Table("deels", {"deal_id"});
  EXPECT_EQ(ReasonOf(table.status()), Reason::kUnknownTable);
  EXPECT_THAT(MessageOf(table.status()), testing::HasSubstr("did you mean \"deals\"?"));
  EXPECT_EQ(ReasonOf(builder.Table("zzzzzzzzzz", {}).status()), Reason::kUnknownTable);
  EXPECT_EQ(ReasonOf(builder.Table("deals", {"amount", "amount"}).status()),
            Reason::kDuplicateColumn);
}

TEST(BuilderTest, FaultsOfAllTablesAreReportedTogether) {
  DatasetBuilder builder;
  (*builder.Table("deals", {"deal_id", "amount"}))->Bool(1, true).EndRow();
  (*builder.Table("reps", {"rep_id"}))->Int(3, 1).EndRow();
  const auto loaded = builder.Load();
  EXPECT_EQ(FindingsOf(loaded.status()).size(), 2);
}

}  // namespace
}  // namespace attain::crm

// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Mapped {
  absl::StatusOr<table::Table> table;
  Findings findings;
  std::vector<int64_t> bad;
};

Mapped Map(const table::Tables& raw, const std::string& name, const TableSource& source) {
  Mapped mapped{.table = absl::UnknownError(""), .findings = {}, .bad = {}};
  mapped.table = MapTable(raw, name, source, mapped.findings, &mapped.bad);
  return mapped;
}

const char kRaw[] =
    "opportunity_id,close_value,deal_stage,note\nO1,120.50,Won,a\nO2,,Lost,b\nO3,12x,Open,c\n";

TEST(SourceTest, ColumnsAreRenamedReadAndDerived) {
  const Mapped mapped = Map(
      All({{"sales_pipeline", kRaw}}), "deals",
      {.from = "sales_pipeline.csv",
       .columns = {{"deal_id", "opportunity_id"}, {"amount", "close_value"}},
       .derive = {
           {"outcome", {"deal_stage == 'Won' ? 'won' : deal_stage == 'Lost' ? 'lost' : 'open'"}},
           {"won", {"outcome == 'won'"}}}});
  ASSERT_TRUE(mapped.table.ok());
  EXPECT_THAT(mapped.table->column_names(),
              ElementsAre("deal_stage", "note", "amount", "deal_id", "outcome", "won"));
  EXPECT_EQ(*mapped.table->column("amount")->DecimalAt(0), *Decimal::Parse("120.5"));
  EXPECT_TRUE(mapped.table->column("amount")->IsNull(1));
  EXPECT_EQ(*mapped.table->column("outcome")->TextAt(1), "lost");
  EXPECT_EQ(mapped.table->column("won")->BoolAt(0), true);
  EXPECT_THAT(mapped.bad, ElementsAre(2));
  EXPECT_THAT(At(mapped.findings, Reason::kInvalidCell), ElementsAre("deals 2 amount"));
}

TEST(SourceTest, AnUnknownRawTableNamesTheNearestOne) {
  const Mapped mapped =
      Map(All({{"sales_pipeline", kRaw}}), "deals", {.from = "sale_pipeline.parquet"});
  EXPECT_EQ(ReasonOf(mapped.table.status()), Reason::kUnknownTable);
  EXPECT_EQ(mapped.findings.items()[0].hint, "did you mean \"sales_pipeline\"?");
}

TEST(SourceTest, AnUnknownRawColumnIsAFindingAndTheRestIsMade) {
  const Mapped mapped = Map(
      All({{"deals", kRaw}}), "deals",
      {.columns = {{"deal_id", "oportunity_id"}, {"amount", "close_value"}, {"amont", "note"}}});
  ASSERT_TRUE(mapped.table.ok());
  EXPECT_THAT(At(mapped.findings, Reason::kUnknownColumn),
              ElementsAre("deals -1 amont", "deals -1 deal_id"));
  EXPECT_EQ(mapped.findings.items()[0].severity, Severity::kWarning);
  EXPECT_EQ(mapped.findings.items()[1].hint, "did you mean \"opportunity_id\"?");
  EXPECT_NE(mapped.table->column("amount"), nullptr);
}

TEST(SourceTest, AFaultyExpressionIsAFindingWithItsPlace) {
  const Mapped mapped =
      Map(All({{"deals", kRaw}}), "deals",
          {.derive = {
               {"outcome", {"deal_stage =="}}, {"x", {"missing_column + 1"}}, {"y", {"'kept'"}}}});
  ASSERT_TRUE(mapped.table.ok());
  EXPECT_EQ(mapped.findings.size(), 2);
  EXPECT_EQ(mapped.findings.items()[0].where.table, "deals");
  EXPECT_NE(mapped.table->column("y"), nullptr);
}

TEST(SourceTest, RowsEqualInKeyAndMadeColumnsCountOnce) {
  const std::string raw =
      "deal_id,at,field,new,edit\nD1,2026-01-01,stage,a,1\nD1,2026-01-01,stage,a,2\nD1,soon,stage,"
      "b,3\nD1,2026-01-03,stage,,4\n";
  const Mapped mapped = Map(All({{"deal_changes", raw}}), "deal_changes",
                            {.columns = {{"new", "new"}}, .distinct = true});
  ASSERT_TRUE(mapped.table.ok());
  EXPECT_EQ(mapped.table->rows(), 3);
  EXPECT_THAT(mapped.bad, ElementsAre(1));
  EXPECT_EQ(*mapped.table->column("edit")->TextAt(2), "4");
}

TEST(SourceTest, OwnTablesMayBeDerivedToo) {
  const Mapped mapped = Map(All({{"deals", kRaw}}), "mine",
                            {.from = "deals", .derive = {{"big", {"close_value != ''"}}}});
  ASSERT_TRUE(mapped.table.ok());
  EXPECT_EQ(mapped.table->name(), "mine");
  EXPECT_THAT(mapped.bad, IsEmpty());
}

TEST(SourceTest, AColumnOfAnotherTypeReadsAsAbsent) {
  table::Tables raw;
  raw.Add(*table::Table::Of("deals", {table::Column::OfBools("deal_id", {true, false}),
                                      table::Column::OfBools("amount", {true, true})}));
  const Mapped mapped = Map(raw, "deals", {});
  EXPECT_THAT(At(mapped.findings, Reason::kWrongColumnType),
              ElementsAre("deals -1 amount", "deals -1 deal_id"));
  EXPECT_THAT(mapped.bad, ElementsAre(0, 1));
  EXPECT_EQ(mapped.table->column("amount")->null_count(), 2);
}

TEST(SourceTest, OneColumnCanBeReadAlone) {
  Findings findings;
  std::vector<int64_t> bad;
  const auto column = ConvertColumn(table::Column::OfTexts("amount", {"1.5", "x"}),
                                    *FindTable("deals")->column("amount"), "deals", findings, bad);
  ASSERT_TRUE(column.ok());
  EXPECT_THAT(bad, ElementsAre(1));
  EXPECT_EQ(findings.size(), 1);
}

TEST(SourceTest, TheFieldTableNamesItsKeys) {
  const auto& table = Describe(definition::Type<TableSource>{});
  EXPECT_EQ(table.fields().size(), 4u);
}

}  // namespace
}  // namespace attain::crm

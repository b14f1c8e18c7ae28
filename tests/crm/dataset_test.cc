// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/dataset.h"

#include <filesystem>

#include "crm/testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(DatasetTest, TypedColumnsReadWhatTheTextSays) {
  const Dataset data =
      Loaded({{"transactions",
               "txn_id,kind,orig_txn_id,rep_id,event_date,recorded_at,amount,ccy\n"
               "T1,booking,,R1,2026-01-05,2026-01-06T10:00:00Z,120.50,EUR\n"
               "T2,refund,T1,R1,2026-02-05,,-20.5,EUR\n"},
              {"reps", "rep_id,role,is_quota_carrying\nR1,ae,true\nR2,manager,0\n"}});
  EXPECT_TRUE(data.findings().empty()) << data.findings().ToStatus();
  const Transactions t = data.transactions();
  ASSERT_TRUE(t.present());
  EXPECT_EQ(t.rows(), 2);
  EXPECT_EQ(t.kind()[1], TransactionKind::kRefund);
  EXPECT_EQ(t.original()[1], t.transaction()[0]);
  EXPECT_EQ(t.original()[0], -1);
  EXPECT_EQ(t.rep()[0], data.ids(Entity::kRep).Find("R1"));
  Amounts amount(t.amount());
  EXPECT_EQ(amount.scale(), 2);
  EXPECT_EQ(amount[0], 12050);
  EXPECT_EQ(amount[1], -2050);
  EXPECT_EQ(Days(t.event_date())[0], Day("2026-01-05").days());
  Micros recorded(t.recorded_at());
  EXPECT_TRUE(recorded.has(0));
  EXPECT_FALSE(recorded.has(1));
  EXPECT_EQ(t.currency(0).code(), "EUR");
  EXPECT_EQ(data.RowOf(Entity::kRep, data.ids(Entity::kRep).Find("R2")), 1);
  EXPECT_EQ(data.RowOf(Entity::kRep, 99), -1);
  EXPECT_FALSE(Flags(data.reps().is_quota_carrying(), true)[1]);
  EXPECT_THAT(data.table_names(), ElementsAre("reps", "transactions"));
  EXPECT_TRUE(t.unit().empty());
  EXPECT_TRUE(t.words("amount").empty());
  EXPECT_TRUE(t.ids("amount").empty());
}

TEST(DatasetTest, AnAbsentTableHasNoRowsAndNoColumns) {
  const Dataset data;
  EXPECT_FALSE(data.deals().present());
  EXPECT_EQ(data.deals().rows(), 0);
  EXPECT_TRUE(data.deals().owner().empty());
  EXPECT_TRUE(data.deals().outcome().empty());
  EXPECT_EQ(data.deals().amount(), nullptr);
  EXPECT_TRUE(data.deals().currency_codes().empty());
  EXPECT_EQ(data.kept("deals").rows(), 0);
  EXPECT_EQ(data.table("deals"), nullptr);
  EXPECT_TRUE(data.currency().is_none());
  EXPECT_TRUE(data.periods().empty());
}

TEST(DatasetTest, PlainColumnsAreReferredToAndNotCopied) {
  const auto amounts = table::Column::OfDecimals("amount", {100, 200, 300}, 2);
  const auto ids = table::Column::OfInts("deal_id", {1, 2, 3});
  table::Tables tables;
  tables.Add(*table::Table::Of("deals", {ids, amounts}));
  const Dataset data = *Load(tables, {.currency = "EUR"});
  EXPECT_EQ(data.deals().amount()->chunks()[0].values, amounts.chunks()[0].values);
  EXPECT_EQ(data.table("deals")->column("deal_id")->chunks()[0].values, ids.chunks()[0].values);
  EXPECT_EQ(data.deals().currency(0).code(), "EUR");
}

TEST(DatasetTest, TablesComeFromRawOnesByNameAndExpression) {
  const Dataset data = Loaded(
      {{"pipeline", "opportunity,agent,value,stage\nO1,Ann,10.00,Won\nO2,Bob,,Open\n"}},
      {.sources =
           {{"deals",
             {.from = "pipeline.csv",
              .columns = {{"deal_id", "opportunity"}, {"owner_id", "agent"}, {"amount", "value"}},
              .derive = {{"outcome", "stage == 'Won' ? 'won' : 'open'"}}}}},
       .currency = "EUR"});
  EXPECT_TRUE(data.findings().empty()) << data.findings().ToStatus();
  EXPECT_EQ(data.deals().outcome()[0], Outcome::kWon);
  EXPECT_EQ(data.deals().outcome()[1], Outcome::kOpen);
  EXPECT_NE(data.deals().column("stage"), nullptr);
  EXPECT_EQ(data.table("pipeline"), nullptr);
}

TEST(DatasetTest, OwnTablesAreCarriedAlong) {
  const Dataset data = Loaded({{"weather", "city,rain\nBonn,1\n"}});
  ASSERT_NE(data.table("weather"), nullptr);
  EXPECT_TRUE(data.rows("weather").kept().all());
  EXPECT_TRUE(data.rows("weather").ids("city").empty());
}

TEST(DatasetTest, AFaultyOptionFailsTheLoad) {
  EXPECT_EQ(ReasonOf(Load({}, {.currency = "XYZW"}).status()), Reason::kUnknownCurrency);
  EXPECT_EQ(ReasonOf(Load({}, {.report_currency = "e"}).status()), Reason::kUnknownCurrency);
  EXPECT_TRUE(Load({}, {.currency = "PTS", .currencies = {*Currency::Of("PTS", 0)}}).ok());
}

TEST(DatasetTest, WorkdaysArePickedByCalendar) {
  const std::string rows = "calendar_id,day,weight\nde,2026-01-01,0\ncn,2026-01-02,0\n";
  const Dataset data = Loaded({{"workdays", rows}});
  EXPECT_FALSE(data.workdays("de")->IsWorkday(Day("2026-01-01")));
  EXPECT_TRUE(data.workdays("de")->IsWorkday(Day("2026-01-02")));
  EXPECT_EQ(ReasonOf(data.workdays().status()), Reason::kUnknownReference);
  EXPECT_EQ(ReasonOf(data.workdays("fr").status()), Reason::kUnknownReference);
  const Dataset one = Loaded({{"workdays", "day,weight\n2026-01-01,0\n"}});
  EXPECT_FALSE(one.workdays()->IsWorkday(Day("2026-01-01")));
  EXPECT_EQ(ReasonOf(one.workdays("de").status()), Reason::kUnknownReference);
}

TEST(DatasetTest, TheHierarchyHasNamesAndTrees) {
  const Dataset data =
      Loaded({{"org_units", "unit_id,parent_id,tree_id\nC,,sales\nN,C,sales\nC,,product\n"},
              {"reps", "rep_id\nR\n"},
              {"rep_units", "rep_id,unit_id,share,is_manager\nR,N,1,true\n"}});
  EXPECT_TRUE(data.findings().empty()) << data.findings().ToStatus();
  EXPECT_THAT(data.trees(), ElementsAre("product", "sales"));
  const Ids& units = data.ids(Entity::kUnit);
  EXPECT_EQ(data.hierarchy().ParentAt(UnitId(units.Find("N")), Day("2026-01-01"), 1),
            UnitId(units.Find("C")));
  EXPECT_TRUE(data.hierarchy().UnitsOf(RepId(0), Day("2026-01-01"))[0].is_manager);
}

/// What a dataset says, by names and not by numbers.
std::vector<std::string> Said(const Dataset& data) {
  std::vector<std::string> said;
  for (const std::string& name : data.table_names()) {
    const table::Table& table = *data.table(name);
    for (int64_t row = 0; row < table.rows(); ++row) {
      std::string text = name + (data.kept(name)[row] ? " kept" : " aside");
      for (const table::Column& column : table.columns()) text += "|" + column.FormatAt(row);
      said.push_back(text);
    }
  }
  std::sort(said.begin(), said.end());
  return said;
}

TEST(DatasetTest, TheOrderOfRowsDoesNotChangeWhatIsKept) {
  const std::vector<std::pair<std::string, std::string>> tables = {
      {"reps", "rep_id,role\nR1,ae\nR1,bd\nR2,ae\nR3,ae\n"},
      {"org_units", "unit_id,parent_id\nA,B\nB,C\nC,A\nD,\nE,D\n"},
      {"rep_units",
       "rep_id,unit_id,valid_from,valid_to,share\nR1,D,2026-01-01,2026-06-01,1\nR1,D,2026-03-01,,"
       "1\nR2,E,,,0.5\nR2,D,,,0.4\nR3,E,,,1\n"},
      {"transactions",
       "txn_id,kind,orig_txn_id,rep_id,event_date,amount,ccy\nT1,booking,,R1,2026-01-01,100,EUR\n"
       "T2,refund,T1,R1,2026-02-01,-60,EUR\nT3,refund,T1,R1,2026-02-01,-60,EUR\nT4,refund,,R9,2026-"
       "02-01,-1,EUR\n"}};
  const auto expected = Said(Loaded(tables));
  for (unsigned seed = 1; seed < 12; ++seed)
    EXPECT_EQ(Said(Loaded(tables, {}, seed)), expected) << seed;
}

/// The synthetic company beside the repository; figures as its description states them.
TEST(DatasetTest, TheSyntheticCompanyHasTheFiguresItsDescriptionStates) {
  const std::filesystem::path folder =
      std::filesystem::path(ATTAIN_SOURCE_DIR) / "../shared/data/exports/truth";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "skipped: no ../shared";
  table::Tables tables;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".csv")
      tables.Add(Csv(entry.path().stem(), ReadFile(entry.path())));
  }
  const auto loaded = Load(tables, {.as_of = *Timestamp::Parse("2025-12-31T23:00:00Z"),
                                    .offset_minutes = 60,
                                    .findings_per_reason = 5000});
  ASSERT_TRUE(loaded.ok()) << MessageOf(loaded.status());
  const Dataset& data = *loaded;
  for (const Finding& finding : data.findings()) {
    if (finding.severity == Severity::kError) ADD_FAILURE() << finding.ToString();
  }
  const Deals deals = data.deals();
  EXPECT_EQ(deals.rows(), 420);
  std::map<Outcome, int> outcomes;
  std::map<std::string, Decimal> won;
  Amounts amount(deals.amount());
  for (int64_t row = 0; row < deals.rows(); ++row) {
    ++outcomes[deals.outcome()[row]];
    if (deals.outcome()[row] != Outcome::kWon || !amount.has(row)) continue;
    Decimal& sum = won[std::string(deals.currency(row).code())];
    sum = *Add(sum, Decimal::Unchecked(amount[row], amount.scale()));
  }
  EXPECT_EQ(outcomes[Outcome::kWon], 182);
  EXPECT_EQ(outcomes[Outcome::kLost], 179);
  EXPECT_EQ(outcomes[Outcome::kOpen], 59);
  EXPECT_EQ(won["EUR"].ToString(), "1575232.46");
  EXPECT_EQ(won["USD"].ToString(), "1054336.28");
  EXPECT_EQ(won["JPY"].ToString(), "140577089");
  const DealChanges changes = data.deal_changes();
  int64_t stage_rows = 0;
  for (int64_t row = 0; row < changes.rows(); ++row)
    stage_rows += changes.field()[row] == ChangeField::kStage ? 1 : 0;
  EXPECT_EQ(stage_rows, 1504);
  EXPECT_EQ(changes.rows(), 4716);
  int64_t revenue = 0;
  for (int64_t row = 0; row < data.deal_splits().rows(); ++row)
    revenue += data.deal_splits().split_type()[row] == SplitType::kRevenue ? 1 : 0;
  EXPECT_EQ(revenue, 559);
  const Findings& findings = data.findings();
  EXPECT_EQ(At(findings, Reason::kStageReentry).size(), 93U);
  EXPECT_EQ(At(findings, Reason::kStageSkip).size(), 65U);
  EXPECT_EQ(At(findings, Reason::kNoOpenStage).size(), 12U);
  EXPECT_EQ(At(findings, Reason::kCloseDatePastOpen).size(), 21U);
  EXPECT_EQ(At(findings, Reason::kZeroAmountLateStage).size(), 3U);
  EXPECT_EQ(At(findings, Reason::kTargetChildrenMismatch).size(), 2U);
  const Ids& units = data.ids(Entity::kUnit);
  const Ids& reps = data.ids(Entity::kRep);
  const RepId mover(reps.Find("rep-011"));
  EXPECT_EQ(data.hierarchy().UnitsOf(mover, Day("2025-03-31"))[0].unit,
            UnitId(units.Find("unit-osaka")));
  EXPECT_EQ(data.hierarchy().UnitsOf(mover, Day("2025-04-01"))[0].unit,
            UnitId(units.Find("unit-hamburg")));
  const auto calendar = Calendar::Resolve(PeriodTable{}, data.periods());
  ASSERT_TRUE(calendar.ok()) << MessageOf(calendar.status());
  EXPECT_EQ(calendar->PeriodOf(Day("2025-08-15"), Grain::kQuarter)->name, "FY2025-Q1");
  EXPECT_EQ(data.fx()
                .Rate(*Currency::Parse("USD"), *Currency::Parse("EUR"), Day("2024-06-20"),
                      RateType::kMonthAvg)
                ->ToDecimal()
                ->ToString(),
            "0.923768");
}

TEST(DatasetBuilderTest, RowsBecomeADataset) {
  DatasetBuilder builder;
  table::TableBuilder* deals = *builder.Table(
      "deals", {"deal_id", "amount", "outcome", "created", "expected_close", "colour"});
  deals->Text(0, "D1").Decimal(1, *Decimal::Parse("12.34")).Text(2, "won").Text(5, "red").EndRow();
  table::TableBuilder* splits =
      *builder.Table("deal_splits", {"deal_id", "rep_id", "split_type", "share"});
  splits->Text(0, "D1").Text(1, "R1").Text(2, "revenue").Decimal(3, 1).EndRow();
  const auto data = builder.Load({.currency = "EUR"});
  ASSERT_TRUE(data.ok()) << MessageOf(data.status());
  EXPECT_TRUE(data->findings().empty()) << data->findings().ToStatus();
  EXPECT_EQ(Decimals(data->deals().amount())[0], *Decimal::Parse("12.34"));
  EXPECT_EQ(ReasonOf(builder.Table("deal", {"deal_id"}).status()), Reason::kUnknownTable);
  EXPECT_EQ(ReasonOf(builder.Table("deals", {"deal_id", "deal_id"}).status()),
            Reason::kDuplicateColumn);
}

TEST(DatasetBuilderTest, FaultyRowsAreReported) {
  DatasetBuilder builder;
  (*builder.Table("products", {"product_id", "commissionable"}))->Text(1, "yes").EndRow();
  EXPECT_FALSE(builder.Load().ok());
  DatasetBuilder moved = std::move(builder);
  EXPECT_TRUE(moved.Load().ok());
}

}  // namespace
}  // namespace attain::crm

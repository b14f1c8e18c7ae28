// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/stage_plan.h"

#include <string>
#include <string_view>
#include <vector>

#include "attain/base/status.h"
#include "funnel/csv_table.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

constexpr std::string_view kStages =
    "pipeline_id,stage_id,position,kind\n"
    "p-new,proposal,30,open\np-new,qualify,10,open\np-new,demo,20,open\n"
    "p-new,paid,80,won\np-new,gone,90,lost\np-new,double,95,void\n"
    "p-ren,review,10,open\np-ren,renewed,80,won\n";
constexpr std::string_view kDeals =
    "deal_id,owner_id,pipeline_id,stage_id,created,amount,ccy,outcome\n"
    "D-1,R-1,p-new,paid,2026-01-01T00:00:00Z,100.50,EUR,won\n"
    "D-2,R-2,p-new,gone,2026-01-01T00:00:00Z,200.00,EUR,lost\n"
    "D-3,R-1,p-new,demo,2026-01-11T00:00:00Z,300.00,EUR,open\n"
    "D-4,R-2,p-new,qualify,2026-01-21T00:00:00Z,,EUR,open\n"
    "D-9,R-2,p-ren,review,2026-01-21T00:00:00Z,7.00,EUR,open\n";
// D-1 skips nothing; the log of D-2 begins with a move away from qualify; nobody moved D-4.
constexpr std::string_view kChanges =
    "deal_id,at,seq,field,old,new\n"
    "D-1,2026-01-01T00:00:00Z,0,stage,,qualify\n"
    "D-1,2026-01-06T00:00:00Z,2,stage,demo,proposal\n"
    "D-1,2026-01-06T00:00:00Z,1,stage,qualify,demo\n"
    "D-1,2026-01-16T00:00:00Z,3,stage,proposal,paid\n"
    "D-2,2026-01-05T00:00:00Z,0,stage,qualify,proposal\n"
    "D-2,2026-01-09T00:00:00Z,1,stage,proposal,gone\n"
    "D-3,2026-01-11T00:00:00Z,0,stage,,qualify\n"
    "D-3,2026-01-14T00:00:00Z,1,stage,qualify,demo\n"
    "D-3,2026-01-30T00:00:00Z,2,amount,1,300\n";

crm::Dataset Company(std::string_view changes = kChanges, std::string_view deals = kDeals,
                     std::string_view stages = kStages) {
  table::Tables tables;
  tables.Add(CsvTable("reps", "rep_id,role\nR-1,ae\nR-2,ae\n"));
  tables.Add(CsvTable("deals", deals));
  tables.Add(CsvTable("stages", stages));
  if (!changes.empty()) tables.Add(CsvTable("deal_changes", changes));
  return *crm::Load(tables);
}

StagePlan Plan() {
  return {.id = "new-business", .kind = FunnelKind::kStages, .pipeline = "p-new"};
}

Timestamp End() { return *Timestamp::Parse("2026-01-31T00:00:00Z"); }

TEST(StagePlanTest, DealsStagesAndMovesComeTogether) {
  const crm::Dataset data = Company();
  const PreparedStages prepared = *Resolve(Plan(), data);
  EXPECT_EQ(prepared.id(), "new-business");
  EXPECT_EQ(*prepared.last(), *Timestamp::Parse("2026-01-30T00:00:00Z"));
  const StageReport report = *Calculate(prepared, End());
  EXPECT_EQ(report.stage_names(), (std::vector<std::string>{"qualify", "demo", "proposal"}));
  const StageFigures& figures = report.figures().front();
  EXPECT_EQ(figures.deals, 4);
  EXPECT_EQ(figures.stages[0].entered, 4);
  EXPECT_EQ(figures.stages[1].entered, 2);
  EXPECT_EQ(figures.stages[1].reached, 3);
  EXPECT_EQ(figures.stages[1].skipped, 1);
  EXPECT_EQ(figures.stages[2].lost_from, 1);
  EXPECT_EQ(figures.stages[0].open_now, 1);
  EXPECT_EQ(figures.won_value.ToFixedString(), "100.50");
  EXPECT_EQ(figures.without_value, 1);
  // Qualify: 5 + 4 + 3 days, and 10 open ones of the deal nobody moved.
  EXPECT_EQ(figures.stages[0].time_total, absl::int128(22) * 86'400'000'000);
  EXPECT_EQ(*report.times().front().stages[0].staying.Quantile(0.5), 4);
}

TEST(StagePlanTest, ConditionsAndGroupsChooseDeals) {
  const crm::Dataset data = Company();
  StagePlan plan = Plan();
  plan.where = definition::ExpressionText("amount > 150");
  plan.by = "owner_id";
  const StageReport report = *Calculate(*Resolve(plan, data), End());
  EXPECT_EQ(report.group_names(), (std::vector<std::string>{"R-1", "R-2"}));
  EXPECT_EQ(report.figures()[0].deals, 1);
  EXPECT_EQ(report.figures()[1].lost, 1);
}

TEST(StagePlanTest, AWindowTakesWhatHappenedInIt) {
  const crm::Dataset data = Company();
  StagePlan plan = Plan();
  plan.window_days = 20;  // since 11 January
  const StageReport report = *Calculate(*Resolve(plan, data), End());
  EXPECT_EQ(report.times().front().stages[0].staying.events(), 1);
  EXPECT_EQ(report.figures().front().stages[0].entered, 4);
}

TEST(StagePlanTest, WithoutALogRatesAreRefused) {
  const crm::Dataset data = Company("");
  const StageReport report = *Calculate(*Resolve(Plan(), data), End());
  EXPECT_EQ(report.figures().front().status, Reason::kInsufficientHistory);
  EXPECT_EQ(report.figures().front().stages[1].open_now, 1);
  EXPECT_FALSE(report.findings().empty());
  EXPECT_TRUE(report.times().empty());
}

TEST(StagePlanTest, ValuesOfSeveralCurrenciesAreNotAddedUp) {
  std::string deals(kDeals);
  deals.replace(deals.find("EUR"), 3, "USD");
  const crm::Dataset data = Company(kChanges, deals);
  const PreparedStages prepared = *Resolve(Plan(), data);
  ASSERT_EQ(prepared.findings().size(), 1);
  EXPECT_EQ(prepared.findings().items()[0].reason, Reason::kCurrencyMismatch);
  const StageReport report = *Calculate(prepared, End());
  EXPECT_EQ(report.figures().front().won_value, Decimal(0));
  EXPECT_TRUE(report.StagesTable()->column("open_value")->IsNull(0));
}

TEST(StagePlanTest, MovesToStrangeStagesAreSetAside) {
  std::string changes(kChanges);
  changes += "D-3,2026-01-20T00:00:00Z,3,stage,demo,nowhere\n";
  const crm::Dataset data = Company(changes);
  const PreparedStages prepared = *Resolve(Plan(), data);
  const StageReport report = *Calculate(prepared, End());
  EXPECT_EQ(report.figures().front().stages[1].open_now, 1);
}

TEST(StagePlanTest, WhatCannotBeBoundIsNamed) {
  const crm::Dataset data = Company();
  StagePlan plan = Plan();
  plan.pipeline = "";
  EXPECT_EQ(ReasonOf(Resolve(plan, data).status()), Reason::kMissingKey);
  plan.pipeline = "p-nwe";
  plan.by = "ownr_id";
  plan.where = definition::ExpressionText("amout > 1");
  plan.value = "worth";
  const Findings findings = FindingsOf(Resolve(plan, data).status());
  ASSERT_EQ(findings.size(), 4);
  EXPECT_EQ(findings.items()[0].reason, Reason::kUnknownReference);
  EXPECT_EQ(findings.items()[0].where.path, "funnel[new-business].pipeline");
  EXPECT_EQ(findings.items()[1].reason, Reason::kUnknownName);
  EXPECT_EQ(findings.items()[2].reason, Reason::kUnknownColumn);
  const crm::Dataset closed =
      Company(kChanges, kDeals, "pipeline_id,stage_id,position,kind\np-new,paid,80,won\n");
  EXPECT_EQ(ReasonOf(Resolve(Plan(), closed).status()), Reason::kMeasureUnfed);
  EXPECT_EQ(ReasonOf(Resolve(Plan(), *crm::Load(table::Tables())).status()), Reason::kMeasureUnfed);
}

TEST(StagePlanTest, FaultsOfThePlanAloneAreFound) {
  StagePlan plan = Plan();
  plan.table = "accounts";
  plan.where = definition::ExpressionText("amount >");
  const Findings findings = Validate(plan);
  ASSERT_EQ(findings.size(), 2);
  EXPECT_EQ(findings.items()[0].where.path, "funnel[new-business].table");
  EXPECT_EQ(findings.items()[1].reason, Reason::kExpressionSyntax);
}

}  // namespace
}  // namespace attain::funnel

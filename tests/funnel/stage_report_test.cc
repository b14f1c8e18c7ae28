// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/stage_report.h"

#include <optional>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using table::Column;
using table::Table;

Table Changes() {
  return *Table::Of("changes",
                    {Column::OfTexts("deal_id", {"D1", "D1", "D1", "D2", "D2", "D3"}),
                     Column::OfInts("at", {0, 5, 12, 0, 4, 10}),
                     Column::OfTexts("stage", {"Lead", "Offer", "Won", "Lead", "Lost", "Lead"})});
}

Table Deals() {
  return *Table::Of("deals", {Column::OfTexts("deal_id", {"D1", "D2", "D3"}),
                              Column::OfDecimals("amount", {1000, 250, 0}, 2, {true, true, false}),
                              Column::OfTexts("owner", {"Bo", "Ada", "Ada"})});
}

StageReportOptions Options() { return {.stages = {"Lead", "Offer"}, .as_of = 30}; }

std::vector<std::string> Texts(const Table& table, std::string_view column) {
  std::vector<std::string> texts;
  for (int64_t row = 0; row < table.rows(); ++row)
    texts.push_back(table.column(column)->FormatAt(row));
  return texts;
}

using Words = std::vector<std::string>;

TEST(StageReportTest, AChangeLogGivesItsTables) {
  const StageReport report = *StageReport::FromChanges(Changes(), nullptr, Options());
  const Table stages = *report.StagesTable();
  EXPECT_EQ(Texts(stages, "stage"), (Words{"Lead", "Offer"}));
  EXPECT_EQ(Texts(stages, "entered"), (Words{"3", "1"}));
  EXPECT_EQ(Texts(stages, "lost_from"), (Words{"1", "0"}));
  EXPECT_EQ(Texts(stages, "time_total"), (Words{"29", "7"}));
  EXPECT_EQ(stages.column("group"), nullptr);
  EXPECT_EQ(stages.column("median")->DoubleAt(0), 5);
  EXPECT_EQ(stages.column("onward")->DoubleAt(1), 1);
  EXPECT_TRUE(stages.column("next_step")->IsNull(1));
  const Table totals = *report.TotalsTable();
  EXPECT_EQ(Texts(totals, "won"), (Words{"1"}));
  EXPECT_EQ(totals.column("win_rate")->DoubleAt(0), 0.5);
  const Table times = *report.TimesTable();
  EXPECT_EQ(Texts(times, "time"), (Words{"4", "5", "7"}));
  EXPECT_EQ(Texts(times, "at_risk"), (Words{"3", "2", "1"}));
  const Table open = *report.OpenTable();
  EXPECT_EQ(Texts(open, "deal"), (Words{"D3"}));
  EXPECT_EQ(open.column("age")->DoubleAt(0), 20);
  EXPECT_TRUE(report.findings().empty());
  EXPECT_EQ(report.history().as_of(), 30);
}

TEST(StageReportTest, ValuesAndGroupsComeFromTheDeals) {
  StageReportOptions options = Options();
  options.value = "amount";
  options.by = "owner";
  const Table deals = Deals();
  const StageReport report = *StageReport::FromChanges(Changes(), &deals, options);
  EXPECT_EQ(report.group_names(), (Words{"Ada", "Bo"}));
  const Table stages = *report.StagesTable();
  EXPECT_EQ(Texts(stages, "group"), (Words{"Ada", "Ada", "Bo", "Bo"}));
  EXPECT_EQ(Texts(stages, "entered_value"), (Words{"2.5", "0", "10", "10"}));
  const Table totals = *report.TotalsTable();
  EXPECT_EQ(Texts(totals, "won_value"), (Words{"0", "10"}));
  EXPECT_EQ(Texts(totals, "without_value"), (Words{"1", "0"}));
  const Table open = *report.OpenTable();
  EXPECT_EQ(Texts(open, "group"), (Words{"Ada"}));
  EXPECT_TRUE(open.column("value")->IsNull(0));
  EXPECT_EQ(report.TimesTable()->rows(), 3);
  const Table bottlenecks = *report.BottlenecksTable();
  EXPECT_EQ(Texts(bottlenecks, "group"), (Words{"Ada", "Ada", "Bo", "Bo"}));
  EXPECT_EQ(Texts(bottlenecks, "lost_value"), (Words{"2.5", "0", "0", "0"}));
  EXPECT_EQ(bottlenecks.column("small")->BoolAt(0), true);
  EXPECT_EQ(bottlenecks.column("flagged")->BoolAt(0), false);
}

TEST(StageReportTest, DealsGroupByThePeriodTheyEnter) {
  const Table changes = *Table::Of(
      "changes", {Column::OfTexts("deal_id", {"D1", "D2", "D2"}),
                  Column::OfTexts("at", {"2026-01-05", "2026-05-04T10:00:00Z", "2026-06-01"}),
                  Column::OfTexts("stage", {"Lead", "Lead", "Won"})});
  const struct {
    Grain grain;
    Words names;
  } cases[] = {{Grain::kYear, {"2026"}},
               {Grain::kHalf, {"2026-H1"}},
               {Grain::kQuarter, {"2026-Q1", "2026-Q2"}},
               {Grain::kMonth, {"2026-01", "2026-05"}},
               {Grain::kWeek, {"2026-W02", "2026-W19"}},
               {Grain::kDay, {"2026-01-05", "2026-05-04"}}};
  for (const auto& one : cases) {
    StageReportOptions options{.stages = {"Lead"}, .by_entry = one.grain};
    const StageReport report = *StageReport::FromChanges(changes, nullptr, options);
    EXPECT_EQ(report.group_names(), one.names);
  }
  StageReportOptions numbers = Options();
  numbers.by_entry = Grain::kMonth;
  EXPECT_EQ(ReasonOf(StageReport::FromChanges(Changes(), nullptr, numbers).status()),
            Reason::kInvalidArgument);
}

TEST(StageReportTest, RowsThatLackSomethingAreSetAsideAndNamed) {
  const Table changes = *Table::Of(
      "changes",
      {Column::OfTexts("deal_id", {"D1", "", "D2", "D3", "D4"}, {true, false, true, true, true}),
       Column::OfTexts("at", {"2026-01-05", "2026-01-05", "soon", "2026-01-05", "2026-01-07"}),
       Column::OfTexts("stage", {"Lead", "Lead", "Lead", "Leda", "Won"})});
  const StageReport report = *StageReport::FromChanges(changes, nullptr, {.stages = {"Lead"}});
  ASSERT_EQ(report.findings().size(), 4);
  EXPECT_EQ(report.findings().items()[0].reason, Reason::kInvalidCell);
  EXPECT_EQ(report.findings().items()[1].reason, Reason::kNullValue);
  EXPECT_EQ(report.findings().items()[3].reason, Reason::kStageUnknown);
  EXPECT_EQ(report.findings().items()[3].where.row, 3);
  EXPECT_EQ(report.figures().front().deals, 2);
}

TEST(StageReportTest, EntryTimesGiveARow) {
  const Table deals = *Table::Of(
      "deals",
      {Column::OfTexts("deal_id", {"D1", "D2", "D3", "D4"}), Column::OfInts("lead", {0, 0, 10, 9}),
       Column::OfInts("offer", {5, 0, 0, 0}, {true, false, false, false}),
       Column::OfTexts("result", {"Won", "Lost", "", "Won"}, {true, true, false, true}),
       Column::OfInts("closed", {12, 4, 0, 3}, {true, true, false, true})});
  StageReportOptions options = Options();
  options.entered = {{"Lead", "lead"}, {"Offer", "offer"}};
  options.outcome = "result";
  options.closed = "closed";
  const StageReport report = *StageReport::FromEntries(deals, options);
  const Table stages = *report.StagesTable();
  EXPECT_EQ(Texts(stages, "reached"), (Words{"3", "1"}));
  EXPECT_TRUE(stages.column("visits")->IsNull(0));
  ASSERT_EQ(report.findings().size(), 1);
  EXPECT_EQ(report.findings().items()[0].reason, Reason::kClosedBeforeCreated);
  EXPECT_EQ(report.findings().items()[0].where.row, 3);
  options.entered.emplace_back("Nowhere", "lead");
  options.exited = {{"Lead", "gone"}};
  const Findings findings = FindingsOf(StageReport::FromEntries(deals, options).status());
  ASSERT_EQ(findings.size(), 2);
  EXPECT_EQ(findings.items()[0].reason, Reason::kStageUnknown);
  EXPECT_EQ(findings.items()[1].reason, Reason::kMissingColumn);
}

TEST(StageReportTest, ASnapshotSaysWhatItDoesNotKnow) {
  const Table deals = *Table::Of(
      "deals", {Column::OfTexts("deal_id", {"D1", "D2", "D2", ""}, {true, true, true, false}),
                Column::OfTexts("stage", {"Lead", "Won", "Lead", "Lead"}),
                Column::OfDates("since", {20'000, 20'001, 20'002, 20'003}),
                Column::OfInts("amount", {5, 6, 7, 8})});
  StageReportOptions options{
      .stages = {"Lead", "Offer"}, .since_column = "since", .value = "amount"};
  const StageReport report = *StageReport::FromSnapshot(deals, options);
  const Table stages = *report.StagesTable();
  EXPECT_EQ(Texts(stages, "open_now"), (Words{"1", "0"}));
  EXPECT_EQ(Texts(stages, "open_value"), (Words{"5", "0"}));
  EXPECT_TRUE(stages.column("reached")->IsNull(0));
  EXPECT_EQ(Texts(stages, "reason"), (Words{"INSUFFICIENT_HISTORY", "INSUFFICIENT_HISTORY"}));
  EXPECT_TRUE(report.TotalsTable()->column("win_rate")->IsNull(0));
  EXPECT_EQ(report.TimesTable()->rows(), 0);
  EXPECT_EQ(report.BottlenecksTable()->rows(), 0);
  EXPECT_EQ(report.OpenTable()->column("age")->DoubleAt(0), 1);
  ASSERT_EQ(report.findings().size(), 3);  // twice the same deal, none, and the rates
  EXPECT_EQ(report.findings().items()[0].reason, Reason::kDupKey);
  EXPECT_EQ(report.findings().items()[2].reason, Reason::kInsufficientHistory);
}

TEST(StageReportTest, WhatCannotBeReadIsNamedAtOnce) {
  StageReportOptions options{.stages = {"Lead", "Lead"}, .deal = "deal", .time = "stage"};
  const Findings findings =
      FindingsOf(StageReport::FromChanges(Changes(), nullptr, options).status());
  EXPECT_GE(findings.size(), 2);
  EXPECT_EQ(findings.items()[0].reason, Reason::kDuplicateId);
  EXPECT_EQ(findings.items()[1].reason, Reason::kMissingColumn);
  StageReportOptions both = Options();
  both.stages = {};
  both.by = "owner";
  both.by_entry = Grain::kMonth;
  EXPECT_EQ(FindingsOf(StageReport::FromChanges(Changes(), nullptr, both).status()).size(), 3);
  const Table wrong =
      *Table::Of("changes", {Column::OfTexts("deal_id", {"D1"}), Column::OfDoubles("at", {1.5}),
                             Column::OfTexts("stage", {"Lead"})});
  EXPECT_EQ(ReasonOf(StageReport::FromChanges(wrong, nullptr, Options()).status()),
            Reason::kWrongColumnType);
  StageReportOptions floating = Options();
  floating.value = "worth";
  const Table deals =
      *Table::Of("deals", {Column::OfTexts("deal_id", {"D1"}), Column::OfDoubles("worth", {1.5})});
  EXPECT_FALSE(StageReport::FromChanges(Changes(), &deals, floating).ok());
}

TEST(StageReportTest, PartsThatDoNotFitAreRefused) {
  const StageReport report = *StageReport::FromChanges(Changes(), nullptr, Options());
  EXPECT_EQ(ReasonOf(StageReport::Of({.history = report.history(), .stages = {"Lead"}}).status()),
            Reason::kLengthMismatch);
}

}  // namespace
}  // namespace attain::funnel

// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "attain/base/status.h"

namespace attain::run {
namespace {

using table::Column;
using table::Table;
using table::Tables;

constexpr char kModel[] = R"({"attain": "model/1", "id": "sales-2026", "currency": "EUR",
 "measures": [{"id": "won_amount", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'", "date": "closed", "credit": "owner_id"}],
 "targets": [{"id": "quota-2026", "measure": "won_amount", "period": "2026", "total": "800000",
   "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}], "rounding": {"unit": "100"}}],
 "incentives": [{"id": "ae-2026", "currency": "EUR", "for": "role == 'ae'", "period": "quarter",
   "components": [{"id": "new-business", "measure": "won_amount",
     "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota-2026"},
       "bands": [{"from": "0%", "pays": "6%"}, {"from": "80%", "pays": "8%"}, {"from": "100%", "pays": "12.5%"}]},
     "cap": "40000"}]}]})";

Tables Company() {
  Tables tables;
  tables.Add(*Table::Of(
      "deals", {Column::OfTexts("deal_id", {"D-1", "D-2", "D-3", "D-4"}),
                Column::OfTexts("owner_id", {"R-104", "R-104", "R-104", "R-105"}),
                Column::OfTexts("amount", {"60000.00", "58000.00", "10000.00", "45000.00"}),
                Column::OfTexts("ccy", {"EUR", "EUR", "EUR", "EUR"}),
                Column::OfTexts("closed", {"2026-01-15", "2026-03-02", "2026-02-11", "2026-02-20"}),
                Column::OfTexts("outcome", {"won", "won", "lost", "won"})}));
  tables.Add(*Table::Of("reps", {Column::OfTexts("rep_id", {"R-104", "R-105"}),
                                 Column::OfTexts("role", {"ae", "ae"})}));
  return tables;
}

Tables Change(const std::string& amount) {
  Tables tables;
  tables.Add(*Table::Of(
      "deals", {Column::OfTexts("deal_id", {"D-2"}), Column::OfTexts("amount", {amount})}));
  return tables;
}

Prepared Ready() {
  const auto model = Parse(kModel);
  EXPECT_TRUE(model.ok()) << MessageOf(model.status());
  auto prepared = Resolve(*model, Company());
  EXPECT_TRUE(prepared.ok()) << MessageOf(prepared.status());
  return *prepared;
}

Fraction Paid(const Result& result, std::string_view rep) {
  return result.Find(rep)->amounts().paid;
}

TEST(RunTest, PaysTheQuarterAndSaysWhy) {
  const auto result = Calculate(Ready(), {.period = "2026-Q1"});
  ASSERT_TRUE(result.ok()) << MessageOf(result.status());
  EXPECT_EQ(result->model_id(), "sales-2026");
  EXPECT_EQ(result->period().name, "2026-Q1");
  EXPECT_EQ(Paid(*result, "R-104"),
            Fraction(8650));  // 80,000 × 6 % + 20,000 × 8 % + 18,000 × 12.5 %
  EXPECT_EQ(Paid(*result, "R-105"), Fraction(2700));  // 45,000 × 6 %
  const auto trees = result->Explain("R-104");
  ASSERT_TRUE(trees.ok());
  ASSERT_EQ(trees->size(), 1U);
  EXPECT_TRUE(trees->front().CheckSums().ok());
  EXPECT_NE(ExplainText(*result, "R-104")->find("8,650.00 EUR"), std::string::npos);
  EXPECT_EQ(ExplainJson(*result, "R-104", "ae-2026", explain::Language::kChinese)->front(), '[');
  EXPECT_EQ(ReasonOf(result->Explain("R-9").status()), Reason::kUnknownRep);
  EXPECT_EQ(ReasonOf(result->Explain("R-104", "other").status()), Reason::kPlanUnknown);
  EXPECT_EQ(result->Find("R-9"), nullptr);
  EXPECT_EQ(result->series().size(), 1U);
  EXPECT_EQ(result->targets().size(), 1U);
}

TEST(RunTest, EveryTableOfTheListCanBeHad) {
  const auto result = Calculate(Ready(), {.period = "2026-Q1"});
  ASSERT_TRUE(result.ok());
  for (const std::string& name : result->table_names())
    EXPECT_TRUE(result->table(name).ok()) << name;
  EXPECT_EQ(result->table("statements")->rows(), 2);
  EXPECT_GT(result->table("attainment")->rows(), 0);
  EXPECT_GT(result->table("series")->rows(), 0);
  EXPECT_EQ(ReasonOf(result->table("statement").status()), Reason::kUnknownTable);
}

TEST(RunTest, OnePayeeGetsTheSameStatementAlone) {
  const auto result = Calculate(Ready(), {.period = "2026-Q1", .payee = "R-104"});
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result->statements().size(), 1U);
  EXPECT_EQ(Paid(*result, "R-104"), Fraction(8650));
  EXPECT_EQ(result->table_names().size(), 7U);
}

TEST(RunTest, OverridingRowsHoldForOneCalculationAlone) {
  const Prepared prepared = Ready();
  const auto what_if =
      Calculate(prepared, {.period = "2026-Q1", .payee = "R-104", .overriding = Change("68000")});
  ASSERT_TRUE(what_if.ok()) << MessageOf(what_if.status());
  EXPECT_EQ(Paid(*what_if, "R-104"), Fraction(9900));  // 10,000 more × 12.5 %
  EXPECT_EQ(Paid(*Calculate(prepared, {.period = "2026-Q1"}), "R-104"), Fraction(8650));
}

TEST(RunTest, UpdatedRowsReplaceThoseOfTheSameKeyAndCompareSaysWhatChanged) {
  const Prepared prepared = Ready();
  const auto updated = Update(prepared, Change("68000.50"));
  ASSERT_TRUE(updated.ok()) << MessageOf(updated.status());
  const auto before = Calculate(prepared, {.period = "2026-Q1"});
  const auto after = Calculate(*updated, {.period = "2026-Q1"});
  ASSERT_TRUE(after.ok());
  const auto deltas = after->Compare(*before);
  ASSERT_TRUE(deltas.ok()) << MessageOf(deltas.status());
  ASSERT_GE(deltas->rows(), 3);
  EXPECT_EQ(*deltas->column("transaction_id")->TextAt(0), "D-2");
  EXPECT_EQ(*deltas->column("source_period")->TextAt(0), "2026-03");
  EXPECT_EQ(*deltas->column("cause")->TextAt(deltas->rows() - 1), "total");
  EXPECT_EQ(after->Compare(*after)->rows(), 0);
}

TEST(RunTest, ChangesToWhatIsNotThereAreFindings) {
  const Prepared prepared = Ready();
  Tables unknown;
  unknown.Add(*Table::Of("dealz", {Column::OfTexts("deal_id", {"D-2"})}));
  EXPECT_EQ(ReasonOf(Update(prepared, unknown).status()), Reason::kUnknownTable);
  Tables column;
  column.Add(
      *Table::Of("deals", {Column::OfTexts("deal_id", {"D-2"}), Column::OfTexts("amout", {"1"})}));
  const auto status = Update(prepared, column).status();
  EXPECT_EQ(ReasonOf(status), Reason::kUnknownColumn);
  EXPECT_NE(MessageOf(status).find("amount"), std::string::npos);
}

TEST(RunTest, AsOfAndThreadsChangeNothingWhereAllIsKnown) {
  const auto result =
      Calculate(Ready(), {.period = "2026-Q1", .as_of = *Date::Parse("2026-12-31"), .threads = 2});
  ASSERT_TRUE(result.ok()) << MessageOf(result.status());
  EXPECT_EQ(Paid(*result, "R-104"), Fraction(8650));
}

TEST(RunTest, BadQuestionsAreRefused) {
  const Prepared prepared = Ready();
  EXPECT_EQ(ReasonOf(Calculate(prepared, {}).status()), Reason::kInvalidPeriod);
  EXPECT_FALSE(Calculate(prepared, {.period = "soon"}).ok());
  EXPECT_EQ(ReasonOf(Calculate(prepared, {.period = "2026-Q1", .payee = "R-9"}).status()),
            Reason::kUnknownRep);
  EXPECT_EQ(ReasonOf(Calculate(prepared, {.period = "2026-Q1", .threads = 0}).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Calculate(prepared, {.period = "2026-Q1",
                                          .progress = [](int64_t, int64_t) { return false; }})
                         .status()),
            Reason::kCancelled);
}

TEST(RunTest, ADatasetLoadedWithoutTheModelGivesTheSame) {
  const auto model = Parse(kModel);
  const auto data = crm::Load(Company());
  ASSERT_TRUE(data.ok());
  const auto prepared = Resolve(*model, *data);
  ASSERT_TRUE(prepared.ok()) << MessageOf(prepared.status());
  EXPECT_EQ(Paid(*Calculate(*prepared, {.period = "2026-Q1"}), "R-104"), Fraction(8650));
  const auto in_code = Resolve(model->value, *data);
  ASSERT_TRUE(in_code.ok()) << MessageOf(in_code.status());
  EXPECT_EQ(in_code->targets().size(), 1U);
  EXPECT_EQ(in_code->model().id, "sales-2026");
}

TEST(RunTest, PartsThatCannotBeBoundAreAllNamedWithTheirPlaces) {
  const auto model = Parse(R"({"attain": "model/1", "id": "m", "currency": "EUR",
    "measures": [{"id": "won", "kind": "sum", "of": "deals.amuont", "date": "closed"},
                 {"id": "lost", "kind": "sum", "of": "deals.amount", "date": "closd"}],
    "targets": [{"id": "q", "measure": "lost", "period": "2026", "total": "10", "split": [{"over": "rep", "by": "weights", "weights": {"R-999": 1}}]}]})",
                           {.document = "m.json"});
  ASSERT_TRUE(model.ok()) << MessageOf(model.status());
  const auto prepared = Resolve(*model, Company());
  ASSERT_FALSE(prepared.ok());
  std::vector<int64_t> lines;
  for (const Finding& finding : FindingsOf(prepared.status())) {
    if (finding.severity == Severity::kError) lines.push_back(finding.where.line);
  }
  for (const int64_t line : {2, 3, 4})
    EXPECT_EQ(std::count(lines.begin(), lines.end(), line), 1)
        << line << MessageOf(prepared.status());
}

TEST(RunTest, FindingsOfModelAndDataComeWithTheResult) {
  const auto model = Parse(kModel);
  Tables tables = Company();
  tables.Add(*Table::Of("reps", {Column::OfTexts("rep_id", {"R-104", "R-105", "R-105"}),
                                 Column::OfTexts("role", {"ae", "ae", "ae"})}));
  const auto prepared = Resolve(*model, tables);
  ASSERT_TRUE(prepared.ok()) << MessageOf(prepared.status());
  EXPECT_TRUE(prepared->findings().has_errors());
  EXPECT_EQ(prepared->calendar().Named("2026-Q1")->name, "2026-Q1");
  const auto result = Calculate(*prepared, {.period = "2026-Q1"});
  ASSERT_TRUE(result.ok()) << MessageOf(result.status());
  EXPECT_GE(result->findings().size(), prepared->findings().size());
  EXPECT_EQ(result->table("findings")->rows(), result->findings().size());
}

TEST(RunTest, FindingsAreATable) {
  Findings findings;
  findings.AddError(Reason::kDupKey, {.table = "deals", .row = 3, .field = "deal_id"}, "twice",
                    "keep one");
  const auto rows = FindingsTable(findings);
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(*rows->column("reason")->TextAt(0), "DUP_KEY");
  EXPECT_EQ(*rows->column("row")->IntAt(0), 3);
  EXPECT_TRUE(rows->column("line")->IsNull(0));
}

}  // namespace
}  // namespace attain::run
